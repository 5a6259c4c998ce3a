/** The HTML comments that markers are: `<!-- planwright name=value … word -->`. */

const MARKER = /<!-- planwright ([^\r\n]*?) ?-->/g;

/** A marker comment, where it stands and what it says. */
interface MarkerComment {
  readonly start: number;
  readonly end: number;
  readonly attributes: ReadonlyMap<string, string>;
}

/** All marker comments of a text, in order. */
export function markersIn(text: string): MarkerComment[] {
  return [...text.matchAll(MARKER)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    attributes: new Map((match[1] ?? '').split(' ').map(attribute)),
  }));
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
