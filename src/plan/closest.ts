/** Below this share of common letter pairs two texts have nothing to do with each other. */
const ALIKE = 0.35;
const MOST = 2;

/**
 * Finds the texts that a mistyped name may have meant.
 *
 * @param name What was written.
 * @param texts What could be meant.
 * @returns At most two, the most similar first.
 */
export function closest(name: string, texts: readonly string[]): string[] {
  const wanted = pairs(name);
  return [...new Set(texts)]
    .map((text) => ({ text, score: likeness(wanted, pairs(text)) }))
    .filter(({ score }) => score >= ALIKE)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map(({ text }) => text);
}

/** Twice the common pairs by all pairs (Dice); a name that is part of a text counts as near. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return 0;
  let common = 0;
  for (const pair of one) if (other.has(pair)) common += 1;
  const dice = (2 * common) / (one.size + other.size);
  return one.size >= 4 && common === one.size ? Math.max(dice, 0.6) : dice;
}

function pairs(text: string): ReadonlySet<string> {
  const letters = text
    .normalize('NFKC')
    .toLowerCase()
    .slice(0, 200)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const found = new Set<string>();
  for (let index = 0; index + 1 < letters.length; index += 1) found.add(letters.slice(index, index + 2));
  return found;
}
