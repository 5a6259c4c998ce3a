/** When a text that could not be read yet is tried again, and a memory of its attempts in this process. */
import type { Attempts, AttemptsMemory, Unclear } from './types.ts';

const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 6 * 3_600_000;
/** At most this many attempts are made without an event; after these a text is tried at the next event or sweep. */
const MOST_BY_ITSELF = 8;
/** This many attempts are made before a person is told: a machine may be busy for a minute. */
const TOLD_AFTER = 3;
const MOST_REMEMBERED = 10_000;

/** How long to wait before the next attempt, after so many failed ones. */
export function waitAfter(times: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** (times - 1), LONGEST_WAIT_MS);
}

/** Whether a text is tried again without an event; one that this job did not try yet is, once. */
export function isTriedByItself({ times, tried }: Pick<Unclear, 'times' | 'tried'>): boolean {
  return times < MOST_BY_ITSELF || !tried;
}

/** Whether the text's author is told. */
export function isTold({ times }: Pick<Attempts, 'times'>): boolean {
  return times >= TOLD_AFTER;
}

/** A memory in this process; beyond a limit the oldest entry is forgotten. */
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
