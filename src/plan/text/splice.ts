import type { Span } from '../types.ts';

/** A replacement of one span of a text. */
export interface Splice extends Span {
  readonly text: string;
}

/**
 * Applies splices to a text. Not one byte outside their spans changes.
 *
 * @param text Any text.
 * @param splices Replacements whose spans do not overlap, in any order; of several at one point the first comes first.
 * @returns The new text.
 */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const ordered = splices
    .map((splice, index) => ({ splice, index }))
    .sort((a, b) => a.splice.start - b.splice.start || a.index - b.index);
  let result = '';
  let at = 0;
  for (const { splice } of ordered) {
    result += text.slice(at, splice.start) + splice.text;
    at = splice.end;
  }
  return result + text.slice(at);
}
