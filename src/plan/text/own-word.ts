/** A file's own word on whether it is a plan: `planwright: true|false` in its front matter (DESIGN 3). */
import { findFrontMatter } from './front-matter.ts';

/** Front matter longer than this says nothing. */
const HEAD = 32 * 1024;

/** Whether a file of this name may have front matter: Markdown. */
export function mayHaveOwnWord(path: string): boolean {
  return /\.(?:md|markdown)$/i.test(path);
}

/** What a text says of itself; null if it says nothing. */
export function ownWordIn(text: string): boolean | null {
  const head = headWithWord(text);
  return head === null ? null : (findFrontMatter(head)?.planwright ?? null);
}

/** The front matter's share of a text, if the word can stand in it: other texts need no parser. */
export function headWithWord(text: string): string | null {
  const head = text.slice(0, HEAD).replace(/^\uFEFF/, '');
  return head.startsWith('---') && head.includes('planwright') ? head : null;
}
