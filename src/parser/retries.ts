/** How often and when a text that stays unclear is tried again, and where that is remembered if nowhere else. */
import type { Attempts, AttemptsMemory, Unclear } from './types.ts';

const FIRST_PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 6 * 3_600_000;
/** So often a text is tried by itself; then with the next event or sweep. */
const MOST_BY_ITSELF = 8;
/** So often a text is tried before anybody is told: a machine may be busy for a minute. */
const TOLD_AFTER = 3;
const MOST_REMEMBERED = 10_000;

/** How long a text rests that was tried so often in vain. */
export function pauseAfter(times: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (times - 1), LONGEST_PAUSE_MS);
}

/** Whether a text is to be tried again without anything else happening; one that something happened for is, once. */
export function isTriedByItself({ times, tried }: Pick<Unclear, 'times' | 'tried'>): boolean {
  return times < MOST_BY_ITSELF || !tried;
}

/** Whether it is time to say so where its author looks. */
export function isTold({ times }: Pick<Attempts, 'times'>): boolean {
  return times >= TOLD_AFTER;
}

/** A memory in this process; what was noted longest ago goes first. */
export function createMemory(): AttemptsMemory {
  const noted = new Map<string, Attempts>();
  return {
    recall: async (key) => noted.get(key) ?? null,
    async note(key, attempts) {
      noted.delete(key);
      if (attempts !== null) noted.set(key, attempts);
      const [oldest] = noted.keys();
      if (noted.size > MOST_REMEMBERED && oldest !== undefined) noted.delete(oldest);
    },
  };
}
