/** The real clock, for the queues. */
import type { QueueClock } from './types.ts';

/** A longer timeout fires at once in Node; waking early is harmless, for the queue then looks at the time again. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** The time of the machine. */
export const realClock: QueueClock = {
  now: () => Date.now(),
  after(ms, act) {
    const timer = setTimeout(act, Math.min(Math.max(ms, 0), LONGEST_TIMEOUT_MS));
    return () => clearTimeout(timer);
  },
};
