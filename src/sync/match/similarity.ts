/** How alike the texts of tasks are. */
import { sameText } from '../state/ids.ts';

/** Texts of two sides, ready to be compared. */
export interface Likeness {
  /**
   * How alike two texts are, from 0 to 1: the mean of what their words and their letter pairs share (Sørensen–Dice).
   * Words find texts that had a word added, letter pairs those in which a word changed, and scripts without spaces. A word
   * that many tasks of the plans use, such as `add`, counts less than a rare one. A text that begins with all words of the
   * other says the same and more: it counts as a little more alike, and never as less than {@link LEAST_CONTINUED}.
   */
  of(now: number, old: number): number;
  /** The old texts that share the most words with a new one, at most `limit`. */
  nearest(now: number, limit: number): number[];
  /** How many steps all of this has taken so far. */
  steps(): number;
}

/** At most this many letters of a text are compared, two thirds of them its first and the others its last. */
const COMPARED = 300;
/** How alike a text and its own beginning are at least: enough to be one task in the same place, not enough elsewhere. */
const LEAST_CONTINUED = 0.44;
/** What is added where a text begins with the other: of two tasks that became one, the first goes on. */
const CONTINUED = 0.1;
/** At most this many words of a text are compared: scripts without spaces have one at each letter. */
const MOST_WORDS = 80;
/** To find texts near a given one, at most so many uses of its words are followed, those of rare words first. */
const MOST_USES = 8_000;

/** A text in numbers: each word has one, and each pair of letters is one. */
interface Parts {
  readonly text: string;
  /** Once for every time it occurs, in ascending order. */
  readonly words: Int32Array;
  readonly letters: Float64Array;
  /** Sum of the weights of its words. */
  readonly weight: number;
}

/**
 * Prepares the comparison of new texts with old ones.
 *
 * @param all The texts by which a word is known to be rare or not; the new and the old ones are among them.
 */
export function likenessOf(
  news: readonly string[],
  olds: readonly string[],
  all: readonly string[],
): Likeness {
  const { partsOf, weightOf } = numbered(all);
  const [nows, befores] = [news.map(partsOf), olds.map(partsOf)];
  const weights = Float64Array.from(befores, ({ weight }) => weight);
  const usedBy = usersOf(befores);
  const shared = new Float64Array(olds.length);
  let steps = 0;
  return {
    of(now, old) {
      const [a, b] = [nows[now], befores[old]];
      if (a === undefined || b === undefined) return 0;
      if (a.text === b.text) return 1;
      steps += a.words.length + b.words.length + a.letters.length + b.letters.length;
      const words = overlap(a.words, b.words, weightOf);
      const letters = overlap(a.letters, b.letters, () => 1);
      const alike =
        dice(words, a.weight + b.weight) / 2 + dice(letters, a.letters.length + b.letters.length) / 2;
      return continues(a.text, b.text) ? Math.max(LEAST_CONTINUED, Math.min(1, alike + CONTINUED)) : alike;
    },
    nearest(now, limit) {
      const near: number[] = [];
      let left = MOST_USES;
      for (const [word, users] of rarestFirst(nows[now]?.words, usedBy)) {
        if (users.length > left) break;
        left -= users.length;
        const weight = weightOf(word);
        for (const old of users) {
          const before = shared[old] ?? 0;
          if (before === 0) near.push(old);
          shared[old] = before + weight;
        }
      }
      steps += MOST_USES - left + near.length;
      const whole = nows[now]?.weight ?? 0;
      const best = greatest(near, limit, (old) => (shared[old] ?? 0) / (whole + (weights[old] ?? 0)));
      for (const old of near) shared[old] = 0;
      return best;
    },
    steps: () => steps,
  };
}

/** Gives every word of some texts its number. A word that every text has gets the least weight. */
function numbered(texts: readonly string[]): {
  readonly partsOf: (text: string) => Parts;
  readonly weightOf: (word: number) => number;
} {
  const numbers = new Map<string, number>();
  const numberOf = (part: string): number => {
    const number = numbers.get(part) ?? numbers.size;
    numbers.set(part, number);
    return number;
  };
  const read = new Map<string, Omit<Parts, 'weight'>>();
  const readText = (given: string): Omit<Parts, 'weight'> => {
    const known = read.get(given);
    if (known !== undefined) return known;
    const text = sameText(given);
    const compared = cut(text).replace(NO_WORDS, ' ').trim();
    const words = Int32Array.from(wordsOf(compared).slice(0, MOST_WORDS), numberOf).sort();
    const parts = { text, words, letters: letterCodes(compared) };
    read.set(given, parts);
    return parts;
  };
  const uses: number[] = [];
  for (const text of texts)
    for (const word of new Set(readText(text).words)) uses[word] = (uses[word] ?? 0) + 1;
  const weights = Float64Array.from({ length: numbers.size }, (_, word) =>
    Math.log(1 + texts.length / (1 + (uses[word] ?? 0))),
  );
  const weightOf = (word: number): number => weights[word] ?? 0;
  const partsOf = (given: string): Parts => {
    const parts = readText(given);
    return { ...parts, weight: parts.words.reduce((sum, word) => sum + weightOf(word), 0) };
  };
  return { partsOf, weightOf };
}

function cut(text: string): string {
  if (text.length <= COMPARED) return text;
  const first = (COMPARED / 3) * 2;
  return `${text.slice(0, first)} ${text.slice(first - COMPARED)}`;
}

function usersOf(texts: readonly Parts[]): Map<number, number[]> {
  const users = new Map<number, number[]>();
  for (const [text, { words }] of texts.entries()) {
    for (const word of new Set(words)) {
      const others = users.get(word);
      if (others === undefined) users.set(word, [text]);
      else others.push(text);
    }
  }
  return users;
}

function rarestFirst(
  words: Int32Array | undefined,
  usedBy: ReadonlyMap<number, readonly number[]>,
): [number, readonly number[]][] {
  const found: [number, readonly number[]][] = [];
  for (const word of new Set(words)) {
    const users = usedBy.get(word);
    if (users !== undefined) found.push([word, users]);
  }
  return found.sort(([, a], [, b]) => a.length - b.length);
}

/** The candidates of the greatest values, greatest first; of equal ones those with the lowest numbers. */
function greatest(candidates: readonly number[], limit: number, valueOf: (one: number) => number): number[] {
  const [best, values]: [number[], number[]] = [[], []];
  for (const candidate of candidates) {
    const value = valueOf(candidate);
    let at = best.length;
    while (at > 0 && comesFirst(candidate, value, best[at - 1] ?? 0, values[at - 1] ?? 0)) at -= 1;
    if (at === limit) continue;
    best.splice(at, 0, candidate);
    values.splice(at, 0, value);
    if (best.length > limit) {
      best.pop();
      values.pop();
    }
  }
  return best;
}

function comesFirst(one: number, itsValue: number, other: number, otherValue: number): boolean {
  return itsValue > otherValue || (itsValue === otherValue && one < other);
}

/** Whether one of two texts begins with all words of the other. */
function continues(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short !== '' && long.startsWith(short) && !WORD.test(long.charAt(short.length));
}

function dice(shared: number, all: number): number {
  return all === 0 ? 0 : (2 * shared) / all;
}

/** What two sorted lists have in common, each part by its weight. */
function overlap(
  a: Int32Array | Float64Array,
  b: Int32Array | Float64Array,
  weightOf: (part: number) => number,
): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [one, other] = [a[i] ?? 0, b[j] ?? 0];
    if (one === other) shared += weightOf(one);
    if (one <= other) i += 1;
    if (other <= one) j += 1;
  }
  return shared;
}

const WORD = /[\p{Letter}\p{Mark}\p{Number}]/u;
const NO_WORDS = /[^\p{Letter}\p{Mark}\p{Number}]+/gu;
/** Scripts that set no spaces have letter pairs for words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

function wordsOf(text: string): string[] {
  const found = text === '' ? [] : text.split(' ');
  if (!UNSPACED.test(text)) return found;
  return found.flatMap((word) => (UNSPACED.test(word) ? [...letterPairs(word), word] : [word]));
}

function letterPairs(word: string): string[] {
  const letters = [...word];
  return letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
}

/** More than any code point. */
const CODES = 0x11_00_00;

/** Each pair of letters as one number, in ascending order. */
function letterCodes(text: string): Float64Array {
  const codes = new Float64Array(text.length);
  let count = 0;
  let before: number | undefined;
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at) ?? 0;
    if (before !== undefined) {
      codes[count] = before * CODES + code;
      count += 1;
    }
    before = code;
    at += code > 0xff_ff ? 2 : 1;
  }
  return codes.subarray(0, count).sort();
}
