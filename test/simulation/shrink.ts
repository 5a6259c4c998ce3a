/** Makes a failing story shorter: what can be left out while it still fails is no part of the matter. */
import { stepsOf, tell, type Told } from './simulate.ts';
import type { Step } from './play.ts';

/** A story that fails, and its steps by their place in the story that the seed makes. */
export interface Shrunk {
  readonly told: Told;
  readonly indexes: readonly number[];
}

/** A bound on the stories told while shrinking. */
const TRIES = 120;

/** Tells the story of a seed; if it fails, finds a short one that fails alike. Null if nothing is wrong. */
export async function findShortest(seed: number, count: number): Promise<Shrunk | null> {
  const steps = stepsOf(seed, count);
  const told = await tell(seed, steps);
  if (told.wrong === null) return null;
  return shrink(seed, steps, { told, indexes: told.taken });
}

async function shrink(seed: number, steps: readonly Step[], first: Shrunk): Promise<Shrunk> {
  let best = first;
  let tries = 0;
  for (let size = Math.ceil(best.indexes.length / 2); size >= 1; size = Math.floor(size / 2)) {
    let at = 0;
    while (at < best.indexes.length && tries < TRIES) {
      tries += 1;
      const indexes = best.indexes.toSpliced(at, size);
      const told = await tell(seed, chosen(steps, indexes));
      if (told.wrong !== null && isAlike(told.wrong, first.told.wrong ?? ''))
        best = { told, indexes: told.taken.flatMap((place) => indexes[place] ?? []) };
      else at += size;
    }
  }
  return best;
}

/** The steps at these places of a story. */
export function chosen(steps: readonly Step[], indexes: readonly number[]): Step[] {
  return indexes.flatMap((index) => steps[index] ?? []);
}

/** The same thing went wrong, whatever the numbers and names. */
function isAlike(one: string, other: string): boolean {
  const gist = (text: string): string =>
    (text.split('\n')[0] ?? '')
      .replace(/"[^"]*"/g, '""')
      .replace(/[0-9a-f]{8,}|\d+/g, '#')
      .slice(0, 60);
  return gist(one) === gist(other);
}
