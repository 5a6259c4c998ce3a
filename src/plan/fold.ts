/**
 * Folds a text for comparison with the words of `words.ts`: lower case, Latin and Greek accents gone, white space
 * and punctuation at the ends gone.
 *
 * @param text Any text.
 * @returns Its folded form.
 */
export function fold(text: string): string {
  const lower = text.normalize('NFKC').toLowerCase();
  const bare = lower.replaceAll(/[\u00C0-\u024F\u1E00-\u1EFF\u0370-\u03FF\u1F00-\u1FFF]/gu, stripAccent);
  return bare
    .replaceAll(/\s+/gu, ' ')
    .replace(/^[^\p{L}\p{N}#%✅]+/u, '')
    .replace(/[^\p{L}\p{M}\p{N}%#✅)]+$/u, '');
}

function stripAccent(letter: string): string {
  return letter.normalize('NFD').replaceAll(/\p{M}/gu, '');
}
