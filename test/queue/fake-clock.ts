import type { QueueClock } from '../../src/queue/types.ts';

/** A clock that stands still until a test moves it. */
export interface FakeClock extends QueueClock {
  /** Moves time on, letting everything due happen in order. */
  advance(ms: number): Promise<void>;
}

/** Lets all promises that can go on do so. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

export function createFakeClock(start = 1_000_000): FakeClock {
  let now = start;
  const timers = new Set<{ readonly at: number; readonly act: () => void }>();
  const nextDue = (end: number) =>
    [...timers].filter(({ at }) => at <= end).toSorted((one, other) => one.at - other.at)[0];
  return {
    now: () => now,
    after(ms, act) {
      const timer = { at: now + ms, act };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(ms) {
      const end = now + ms;
      await settled();
      for (let timer = nextDue(end); timer; timer = nextDue(end)) {
        now = Math.max(now, timer.at);
        timers.delete(timer);
        timer.act();
        await settled();
      }
      now = end;
    },
  };
}
