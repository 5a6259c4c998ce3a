/** Which lines of a comment a person says, and which are code, quoted in HTML, or hidden. */

/** What the start of a line stands in. */
type Within =
  | { readonly kind: 'words' }
  | { readonly kind: 'fence'; readonly mark: string }
  /** A code span that ends on a later line. */
  | { readonly kind: 'span'; readonly end: number }
  | { readonly kind: 'comment' }
  /** An HTML element that shows code or a quote, or whose content GitHub does not read; it may hold others of its name. */
  | { readonly kind: 'element'; readonly name: string; readonly depth: number };

const WORDS: Within = { kind: 'words' };

/** Elements that show code or a quote, and those that GitHub's Markdown leaves unread (GFM, "Disallowed Raw HTML"). */
const ELEMENTS =
  'pre|code|kbd|samp|tt|blockquote|q|script|style|textarea|title|xmp|iframe|noembed|noframes|plaintext';
/** What may begin or end something within a line. A tag may end on a later line, so its name alone counts. */
const TOKEN = new RegExp(
  String.raw`\\[\\${'`'}<]|${'`'}+|<!--|-->|<(?<slash>/?)(?<name>${ELEMENTS})(?=[\s/>]|$)`,
  'gi',
);
const OPENING_FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;
const CLOSING_FENCE = /^ {0,3}(`+|~+)\s*$/;
const HEADING = /^ {0,3}#{1,6}(?:\s|$)/;

/**
 * The lines of a comment that GitHub shows as words. An element that is never closed reaches to the end, as it does in a
 * browser. Takes time in proportion to the length: whoever may comment chooses it.
 */
export function spokenLines(comment: string): string[] {
  const text = comment.replace(/\r\n?/g, '\n');
  const spans = codeSpans(text);
  const spoken: string[] = [];
  let within: Within = WORDS;
  let start = 0;
  for (const line of text.split('\n')) {
    if (within.kind === 'span' && within.end <= start) within = WORDS;
    const opened = within.kind === 'words' ? OPENING_FENCE.exec(line)?.[1] : undefined;
    if (opened !== undefined) within = { kind: 'fence', mark: opened };
    else if (within.kind === 'fence') within = isFenceEnd(line, within.mark) ? WORDS : within;
    else {
      if (within.kind === 'words') spoken.push(line);
      within = afterLine(line, { start, within, spans });
    }
    start += line.length + 1;
  }
  return spoken;
}

function isFenceEnd(line: string, mark: string): boolean {
  const closing = CLOSING_FENCE.exec(line)?.[1] ?? '';
  return closing.length >= mark.length && closing.startsWith(mark[0] ?? '');
}

interface LineStart {
  readonly start: number;
  readonly within: Within;
  readonly spans: ReadonlyMap<number, number>;
}

/** What the end of a line stands in. */
function afterLine(line: string, { start, within: before, spans }: LineStart): Within {
  let within = before;
  for (const token of line.matchAll(TOKEN)) {
    const at = start + token.index;
    if (within.kind === 'span' && within.end > at) continue;
    within = afterToken(within.kind === 'span' ? WORDS : within, token, spans.get(at));
  }
  return within;
}

function afterToken(within: Within, token: RegExpMatchArray, spanEnd: number | undefined): Within {
  const [mark] = token;
  const name = token.groups?.['name']?.toLowerCase();
  switch (within.kind) {
    case 'words':
      if (mark === '<!--') return { kind: 'comment' };
      if (spanEnd !== undefined) return { kind: 'span', end: spanEnd };
      return name === undefined || token.groups?.['slash'] === '/'
        ? within
        : { kind: 'element', name, depth: 1 };
    case 'comment':
      return mark === '-->' ? WORDS : within;
    case 'element': {
      if (name !== within.name) return within;
      const depth = within.depth + (token.groups?.['slash'] === '/' ? -1 : 1);
      return depth === 0 ? WORDS : { ...within, depth };
    }
    case 'fence':
    case 'span':
      return within;
  }
}

/** Where each code span of a text begins and ends: a run of backticks up to the next as long in the same paragraph. */
function codeSpans(text: string): ReadonlyMap<number, number> {
  const spans = new Map<number, number>();
  let open = new Map<number, number>();
  let start = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '' || HEADING.test(line) || OPENING_FENCE.test(line)) open = new Map();
    for (const { 0: run, index } of line.matchAll(/`+/g)) {
      const before = open.get(run.length);
      if (before !== undefined) spans.set(before, start + index + run.length);
      open.set(run.length, start + index);
    }
    if (HEADING.test(line)) open = new Map();
    start += line.length + 1;
  }
  return spans;
}
