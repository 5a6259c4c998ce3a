/** Chance from a seed: the same seed tells the same story. */

/** A number from 0 up to 2^32, from words and numbers. */
export function hash(...parts: readonly (string | number)[]): number {
  let value = 0x811c9dc5;
  for (const char of parts.join('\u0000')) {
    value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193);
    value = (value << 13) | (value >>> 19);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** A whole number from 0 up to `below`. */
export function roll(below: number, ...parts: readonly (string | number)[]): number {
  return Math.floor((hash(...parts) / 2 ** 32) * below);
}

/** True that often: `share` from 0 to 1. */
export function chance(share: number, ...parts: readonly (string | number)[]): boolean {
  return hash(...parts) / 2 ** 32 < share;
}

/**
 * One of several, or undefined of none. Each bids by itself, so that a choice stays the same while others come and go:
 * steps keep their meaning when a story loses some of the others.
 */
export function choose<T>(
  among: readonly T[],
  nameOf: (one: T) => string | number,
  ...parts: readonly (string | number)[]
): T | undefined {
  let best: T | undefined;
  let highest = -1;
  for (const one of among) {
    const bid = hash(...parts, nameOf(one));
    if (bid > highest) [best, highest] = [one, bid];
  }
  return best;
}

/** One by weight. */
export function chooseWeighted<T extends { readonly weight: number }>(
  among: readonly T[],
  ...parts: readonly (string | number)[]
): T {
  let left = (hash(...parts) / 2 ** 32) * among.reduce((sum, { weight }) => sum + weight, 0);
  for (const one of among) {
    left -= one.weight;
    if (left < 0) return one;
  }
  throw new Error('Expected something to choose from, found nothing.');
}
