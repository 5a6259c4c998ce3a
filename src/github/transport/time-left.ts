/** How long requests will take at the present pace: the pace is played ahead, nothing is sent. */
import type { Lane } from './lane.ts';
import { LIMITS, spend, waitMs, type Cost, type Pace } from './pacing.ts';

/** How long work will take. */
export interface TimeLeft {
  /** Null while it is not known what GitHub allows: it refused a moment ago, and nothing went through since. */
  readonly ms: number | null;
  /** What GitHub allows at present of what it documents, where that is less; null where it is not. */
  readonly perMinute: number | null;
  readonly perHour: number | null;
}

/** How long requests of these costs take, one after another. */
export function timeLeft(lane: Lane, costs: readonly Cost[]): TimeLeft {
  const { allowed, doubted } = lane.pace;
  const lowered = (name: 'createsPerMinute' | 'createsPerHour'): number | null =>
    allowed[name] < LIMITS[name].documented ? allowed[name] : null;
  const isKnown = lane.refusals === 0 && doubted === null;
  return {
    ms: isKnown ? playedAhead(lane, costs) : null,
    perMinute: lowered('createsPerMinute'),
    perHour: lowered('createsPerHour'),
  };
}

function playedAhead(lane: Lane, costs: readonly Cost[]): number {
  const pace = copyOf(lane.pace);
  const start = lane.clock.now();
  let time = Math.max(start, lane.bannedUntil);
  for (const cost of costs) {
    time += waitMs(pace, cost, time);
    spend(pace, cost, time);
    time += lane.latencyMs;
  }
  return time - start;
}

function copyOf(pace: Pace): Pace {
  const { recent, creates, allowed, changedAt } = pace;
  return {
    ...pace,
    recent: [...recent],
    creates: [...creates],
    allowed: { ...allowed },
    changedAt: { ...changedAt },
  };
}
