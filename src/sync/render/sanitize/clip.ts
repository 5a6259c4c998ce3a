/** Cuts a text to a limit of GitHub's, never within what a reader sees as one character. */

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * A text of at most `limit` code points: a longer one ends, with an ellipsis, after the last whole grapheme that fits.
 * GitHub says "characters" of its limits (GITHUB-FACTS 3); Ruby, in which it counts them, means code points.
 */
export function clip(text: string, limit: number, end = '…'): string {
  // No text of this many UTF-16 units has more code points.
  if (text.length <= limit || lengthOf(text) <= limit) return text;
  const room = limit - lengthOf(end);
  let [kept, used] = ['', 0];
  for (const { segment } of graphemes.segment(text)) {
    used += lengthOf(segment);
    if (used > room) break;
    kept += segment;
  }
  // A single grapheme of very many marks fits nowhere whole.
  return (kept === '' ? [...text].slice(0, room).join('') : kept) + end;
}

function lengthOf(text: string): number {
  return [...text].length;
}
