/** The HTML comments that markers are: `<!-- planwright name=value … word -->`. */

const OPEN = '<!-- planwright ';
const CLOSE = '-->';

/** A marker comment, where it stands and what it says. */
interface MarkerComment {
  readonly start: number;
  readonly end: number;
  readonly attributes: ReadonlyMap<string, string>;
}

/**
 * All marker comments of a text, in order; each stands on one line. After one without an end the line is searched no
 * further, so that reading takes time in proportion to the length of the text.
 */
export function markersIn(text: string): MarkerComment[] {
  const found: MarkerComment[] = [];
  const lines = /[^\r\n]+/g;
  for (let line = lines.exec(text); line !== null; line = lines.exec(text)) {
    const [words] = line;
    for (let start = words.indexOf(OPEN); start !== -1;) {
      const from = start + OPEN.length;
      const close = words.indexOf(CLOSE, from);
      if (close === -1) break;
      const attributes = words.slice(from, close).replace(/ $/, '').split(' ').map(attribute);
      const end = close + CLOSE.length;
      found.push({ start: line.index + start, end: line.index + end, attributes: new Map(attributes) });
      start = words.indexOf(OPEN, end);
    }
  }
  return found;
}

function attribute(word: string): [string, string] {
  const at = word.indexOf('=');
  return at === -1 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
}

/** A marker comment of `name=value` pairs and words. */
export function comment(pairs: readonly string[], words: readonly string[]): string {
  return `<!-- planwright ${[...pairs, ...words].join(' ')} -->`;
}

/** A path keeps its slashes, so that people can read it; `--` would end an HTML comment in older parsers. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/').replaceAll('--', '-%2D');
}

/** Takes back percent-encoding; a text that has none, or a broken one, as it is. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
