import { realClock } from '../../src/queue/clock.ts';
import type { LaneClock } from '../../src/github/transport/lane.ts';
import type { QueueClock } from '../../src/queue/types.ts';

/** A clock that nobody waits for: sleeping moves its time on and returns at once. */
export function hurriedClock(): LaneClock & QueueClock {
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

/** A clock that only a story moves on: what waits for a time waits until somebody lets time pass. */
export interface StoryClock extends LaneClock, QueueClock {
  /** While the work goes on, every wait is over as soon as nothing else happens, the shortest first. */
  passes<T>(work: () => Promise<T>): Promise<T>;
  /** Moves on at once. */
  advance(ms: number): void;
  /** Keeps the time as it is now. The function it returns goes back there, where nothing waits. */
  snapshot(): () => void;
}

/** A clock that starts at this time. It knows nothing of the machine's: each look at it takes a millisecond. */
export function storyClock(start: Date): StoryClock {
  let slept = 0;
  let passing = 0;
  let turning = false;
  const waiting = new Set<{ readonly at: number; readonly act: () => void }>();
  const now = (): number => start.getTime() + (slept += 1);
  const advance = (ms: number): void => {
    slept += Math.max(0, ms);
  };
  const turn = (): void => {
    turning = passing > 0;
    if (!turning) return;
    const [next] = [...waiting].sort((a, b) => a.at - b.at);
    // Where nothing waits for a time, others work: to look at once again would take the processor from them.
    if (next === undefined) return void setTimeout(turn, 1);
    waiting.delete(next);
    advance(next.at - now());
    next.act();
    setImmediate(turn);
  };
  return {
    now,
    advance,
    snapshot: () => {
      const then = slept;
      return () => {
        slept = then;
        waiting.clear();
      };
    },
    sleep: async (ms) => {
      advance(ms);
      await new Promise((resolve) => setImmediate(resolve));
    },
    after(ms, act) {
      const one = { at: now() + ms, act };
      waiting.add(one);
      return () => void waiting.delete(one);
    },
    async passes(work) {
      passing += 1;
      if (!turning) setImmediate(turn);
      turning = true;
      try {
        return await work();
      } finally {
        passing -= 1;
      }
    },
  };
}
