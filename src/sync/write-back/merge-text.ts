import { diff3Merge } from 'node-diff3';

/** The text that a merge would leave, or that the two sides changed the same lines. */
export type TextMerge = { readonly kind: 'clean'; readonly text: string } | { readonly kind: 'conflict' };

/**
 * Merges two texts line by line, as git does for a pull request. Line ends belong to their lines, so that a text with
 * CRLF keeps it.
 *
 * @param base The text both sides started from.
 * @param ours The default branch's.
 * @param theirs The pull request's.
 */
export function mergeText(base: string, ours: string, theirs: string): TextMerge {
  if (ours === base || ours === theirs) return { kind: 'clean', text: theirs };
  if (theirs === base) return { kind: 'clean', text: ours };
  const regions = diff3Merge(lines(ours), lines(base), lines(theirs), { excludeFalseConflicts: true });
  const merged: string[] = [];
  for (const region of regions) {
    if (region.ok === undefined) return { kind: 'conflict' };
    merged.push(...region.ok);
  }
  return { kind: 'clean', text: merged.join('') };
}

function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
