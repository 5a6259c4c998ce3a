import { createHash, hash } from 'node:crypto';

/**
 * A short, stable name for some texts.
 *
 * @param length Hex digits wanted, at most 64.
 * @param parts The texts; `['ab', 'c']` and `['a', 'bc']` differ.
 */
export function shortHash(length: number, ...parts: readonly string[]): string {
  const text = parts.map((part) => `${part.length}:${part}`).join('');
  return hash('sha256', text, 'hex').slice(0, length);
}

/**
 * The sha that git gives to a blob of this text.
 *
 * Source: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
 */
export function blobSha(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** The blob of an empty text, which stands for the file of a plan that is gone; the repository need not hold it. */
export const EMPTY_BLOB = blobSha('');
