import { sameText } from './identity.ts';

/**
 * How alike two texts are, from 0 to 1: the mean of what their words and their letter pairs share (Sørensen–Dice), so
 * that a word put in, a word changed, and scripts without spaces all count for what they are.
 */
export function similarity(a: string, b: string): number {
  const [one, two] = [sameText(a), sameText(b)];
  if (one === two) return 1;
  return (dice(words(one), words(two)) + dice(letterPairs(one), letterPairs(two))) / 2;
}

function words(text: string): string[] {
  return text.match(/[\p{Letter}\p{Number}]+/gu) ?? [];
}

function letterPairs(text: string): string[] {
  const letters = [...text.replace(/[^\p{Letter}\p{Number}]+/gu, ' ')];
  return letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
}

function dice(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const counts = new Map<string, number>();
  for (const part of a) counts.set(part, (counts.get(part) ?? 0) + 1);
  let shared = 0;
  for (const part of b) {
    const left = counts.get(part) ?? 0;
    if (left === 0) continue;
    shared += 1;
    counts.set(part, left - 1);
  }
  return (2 * shared) / (a.length + b.length);
}
