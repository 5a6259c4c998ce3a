/** Longer texts are no words of a list; reading only their start keeps hostile ones cheap. */
const LIMIT = 400;
const ASCII = /^[ -~]*$/u;

/**
 * Folds a text for comparison with word lists: lower case, Latin, Greek and Cyrillic accents gone, white space and
 * punctuation at the ends gone.
 *
 * @param text Any text.
 * @returns Its folded form.
 */
export function fold(text: string): string {
  const known = recent.get(text);
  if (known !== undefined) return known;
  if (recent.size >= MOST_RECENT) recent.clear();
  const folded = foldAnew(text);
  if (text.length <= LIMIT) recent.set(text, folded);
  return folded;
}

/** A heading is asked about several times in a row: what was folded last is kept. */
const recent = new Map<string, string>();
const MOST_RECENT = 256;

function foldAnew(text: string): string {
  const start = text.slice(0, LIMIT);
  const bare = ASCII.test(start)
    ? start.toLowerCase().replaceAll(/ {2,}/gu, ' ')
    : withoutAccents(start)
        .replaceAll(/\uFE0F/gu, '')
        .replaceAll(/[\s\u200B]+/gu, ' ');
  return bare.replace(/^[^\p{L}\p{N}#%✅№]+/u, '').replace(/[^\p{L}\p{M}\p{N}%#✅)]+$/u, '');
}

/**
 * Reads a word list as the word files write it.
 *
 * @param text Words and phrases in natural spelling, separated by `|`.
 * @returns Each once, folded.
 */
export function foldedWords(text: string): readonly string[] {
  return [...new Set(text.split('|').map(fold))].filter((word) => word !== '');
}

function withoutAccents(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\u00C0-\u024F\u1E00-\u1EFF\u0370-\u03FF\u1F00-\u1FFF\u0400-\u045F]/gu, stripAccent);
}

function stripAccent(letter: string): string {
  return letter.normalize('NFD').replaceAll(/\p{M}/gu, '');
}
