import { realClock } from '../../src/queue/clock.ts';
import type { Clock } from '../../src/github/lane.ts';
import type { Clock as QueueClock } from '../../src/queue/types.ts';

/** A clock that nobody waits for: sleeping moves its time on and returns at once. */
export function hurriedClock(): Clock & QueueClock {
  let slept = 0;
  return {
    now: () => Date.now() + slept,
    after: realClock.after,
    sleep: async (ms) => {
      slept += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
