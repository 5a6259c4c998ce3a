/** A file's own word on whether it is a plan: `planwright: true|false` in its front matter (DESIGN 3). */
import { findFrontMatter } from './frontmatter.ts';

/** Front matter longer than this says nothing. */
const HEAD = 32 * 1024;

/** Whether a file of this name may have front matter: Markdown. */
export function mayHaveOwnWord(path: string): boolean {
  return /\.(?:md|markdown)$/i.test(path);
}

/** What a text says of itself; null if it says nothing. Texts without the word are not parsed. */
export function ownWordIn(text: string): boolean | null {
  const head = text.slice(0, HEAD).replace(/^\uFEFF/, '');
  if (!head.startsWith('---') || !head.includes('planwright')) return null;
  return findFrontMatter(head)?.planwright ?? null;
}
