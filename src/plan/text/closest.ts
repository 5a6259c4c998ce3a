/** Below this share of common letter pairs two texts have nothing to do with each other. */
const ALIKE = 0.35;
const MOST = 2;
/** At most this many letters of a text are compared. */
const COMPARED = 200;

/** Texts that a mistyped name may have meant, ready to be asked. */
export interface Candidates {
  readonly texts: readonly string[];
  /** How many letter pairs each text has. */
  readonly sizes: readonly number[];
  /** Letter pair → the texts that have it. */
  readonly having: ReadonlyMap<string, readonly number[]>;
}

/** Reads the texts that could be meant, each once, however many names are looked for. */
export function candidatesFrom(given: readonly string[]): Candidates {
  const texts = [...new Set(given)];
  const having = new Map<string, number[]>();
  const sizes = texts.map((text, index) => {
    const found = pairs(text);
    for (const pair of found) {
      const others = having.get(pair);
      if (others === undefined) having.set(pair, [index]);
      else others.push(index);
    }
    return found.size;
  });
  return { texts, sizes, having };
}

/**
 * Finds the texts that a mistyped name may have meant.
 *
 * @param name What was written.
 * @param candidates What could be meant.
 * @param except A text that is not meant.
 * @returns At most two, the most similar first.
 */
export function closest(name: string, candidates: Candidates, except?: string): string[] {
  const { texts, sizes, having } = candidates;
  const wanted = pairs(name);
  const common = new Map<number, number>();
  for (const pair of wanted)
    for (const index of having.get(pair) ?? []) common.set(index, (common.get(index) ?? 0) + 1);
  return [...common]
    .sort(([a], [b]) => a - b)
    .map(([index, shared]) => ({
      text: texts[index] ?? '',
      score: likeness(shared, wanted.size, sizes[index] ?? 0),
    }))
    .filter(({ text, score }) => score >= ALIKE && text !== except)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map(({ text }) => text);
}

/** Twice the common pairs by all pairs (Dice); a name that is part of a text counts as near. */
function likeness(common: number, wanted: number, size: number): number {
  const dice = (2 * common) / (wanted + size);
  return wanted >= 4 && common === wanted ? Math.max(dice, 0.6) : dice;
}

function pairs(text: string): ReadonlySet<string> {
  const letters = text
    .slice(0, COMPARED)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const found = new Set<string>();
  for (let index = 0; index + 1 < letters.length; index += 1) found.add(letters.slice(index, index + 2));
  return found;
}
