/** How alike the texts of tasks are. */
import { sameText } from './identity.ts';

/** Texts of two sides, ready to be compared. */
export interface Likeness {
  /**
   * How alike two texts are, from 0 to 1: the mean of what their words and their letter pairs share (Sørensen–Dice), so
   * that a word put in, a word changed, and scripts without spaces all count for what they are. A word that many tasks
   * of the plans use, such as `add`, counts less than one that few do.
   */
  of(now: number, old: number): number;
  /** The old texts that share the most words with a new one, at most `limit`. */
  nearest(now: number, limit: number): number[];
}

interface Parts {
  readonly text: string;
  /** Each word, and each letter pair, once for every time it occurs, sorted. */
  readonly words: readonly string[];
  readonly letters: readonly string[];
  /** What its words weigh together. */
  readonly weight: number;
}

/**
 * Prepares the comparison of new texts with old ones.
 *
 * @param all The texts by which a word is known to be rare or not.
 */
export function likenessOf(
  news: readonly string[],
  olds: readonly string[],
  all: readonly string[],
): Likeness {
  const rarity = rarities(all);
  const [nows, befores] = [partsOf(news, rarity), partsOf(olds, rarity)];
  const usedBy = usersOf(befores);
  const shared = new Float64Array(olds.length);
  return {
    of: (now, old) => alike(nows[now], befores[old], rarity),
    nearest(now, limit) {
      shared.fill(0);
      for (const word of new Set(nows[now]?.words)) {
        const weight = rarity.get(word) ?? 0;
        for (const old of usedBy.get(word) ?? []) shared[old] = (shared[old] ?? 0) + weight;
      }
      const whole = nows[now]?.weight ?? 0;
      return greatest(shared, limit, (old) => (shared[old] ?? 0) / (whole + (befores[old]?.weight ?? 0)));
    },
  };
}

function partsOf(texts: readonly string[], rarity: ReadonlyMap<string, number>): Parts[] {
  return texts.map((given) => {
    const text = sameText(given);
    const words = wordsOf(text).sort();
    const weight = words.reduce((sum, word) => sum + (rarity.get(word) ?? 0), 0);
    return { text, words, letters: letterPairs(text).sort(), weight };
  });
}

function usersOf(texts: readonly Parts[]): Map<string, number[]> {
  const users = new Map<string, number[]>();
  for (const [text, { words }] of texts.entries()) {
    for (const word of new Set(words)) {
      const others = users.get(word);
      if (others === undefined) users.set(word, [text]);
      else others.push(text);
    }
  }
  return users;
}

/** The places of the greatest values, greatest first, of those that are not zero. */
function greatest(values: Float64Array, limit: number, valueOf: (index: number) => number): number[] {
  const best: { readonly index: number; readonly value: number }[] = [];
  for (let index = 0; index < values.length; index += 1) {
    if (values[index] === 0) continue;
    const value = valueOf(index);
    if (best.length === limit && value <= (best.at(-1)?.value ?? 0)) continue;
    const at = best.findIndex((one) => one.value < value);
    best.splice(at === -1 ? best.length : at, 0, { index, value });
    if (best.length > limit) best.pop();
  }
  return best.map(({ index }) => index);
}

function alike(a: Parts | undefined, b: Parts | undefined, rarity: ReadonlyMap<string, number>): number {
  if (a === undefined || b === undefined) return 0;
  if (a.text === b.text) return 1;
  const words = overlap(a.words, b.words, (word) => rarity.get(word) ?? 0);
  const letters = overlap(a.letters, b.letters, () => 1);
  return dice(words, a.weight + b.weight) / 2 + dice(letters, a.letters.length + b.letters.length) / 2;
}

function dice(shared: number, all: number): number {
  return all === 0 ? 0 : (2 * shared) / all;
}

/** What two sorted lists have in common, each part by its weight. */
function overlap(a: readonly string[], b: readonly string[], weightOf: (part: string) => number): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [one, other] = [a[i] ?? '', b[j] ?? ''];
    if (one === other) shared += weightOf(one);
    if (one <= other) i += 1;
    if (other <= one) j += 1;
  }
  return shared;
}

/** A word that every text has weighs least, one that a single text has weighs most. */
function rarities(texts: readonly string[]): Map<string, number> {
  const uses = new Map<string, number>();
  for (const text of texts)
    for (const word of new Set(wordsOf(sameText(text)))) uses.set(word, (uses.get(word) ?? 0) + 1);
  return new Map([...uses].map(([word, count]) => [word, Math.log(1 + texts.length / (1 + count))]));
}

/** Scripts that set no spaces have letter pairs for words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

function wordsOf(text: string): string[] {
  const found = text.match(/[\p{Letter}\p{Mark}\p{Number}]+/gu) ?? [];
  return found.flatMap((word) => (UNSPACED.test(word) ? [...letterPairs(word), word] : [word]));
}

function letterPairs(text: string): string[] {
  const letters = [...text.replace(/[^\p{Letter}\p{Mark}\p{Number}]+/gu, ' ').trim()];
  return letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
}
