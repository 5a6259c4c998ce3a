/**
 * The limits of one installation's requests: at most ten at once, writes one after another, no faster than the pace, and none
 * while GitHub has told us to wait (GITHUB-FACTS 2). All clients of an installation share one lane.
 */
import { RetryableError } from './errors.ts';
import { createReplyCache, type ReplyCache } from './etag.ts';
import { createPace, spend, waitMs, type Cost, type Pace } from './pacing.ts';

/** The time, which tests replace. */
export interface LaneClock {
  now(): number;
  /** `why` says what is waited for; the rate limit if absent. */
  sleep(ms: number, why?: string): Promise<void>;
}

interface Gate {
  free: number;
  readonly waiting: (() => void)[];
}

/** Made by {@link createLane}; only the files of this folder use its fields. */
export interface Lane {
  readonly clock: LaneClock;
  readonly patienceMs: number;
  readonly cache: ReplyCache;
  readonly pace: Pace;
  readonly slots: Gate;
  readonly writes: Gate;
  /** Until when GitHub told us to send nothing. */
  bannedUntil: number;
  /** Refusals in a row, for the documented exponential wait. */
  refusals: number;
}

const CONCURRENT = 10;
const DEFAULT_PATIENCE_MS = 10 * 60_000;

/** The time of the machine. */
export const wallClock: LaneClock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** A lane for one installation (or one token). `patienceMs` is how long a request may wait in all before its pass gives up. */
export function createLane(
  options: { readonly clock?: LaneClock; readonly patienceMs?: number; readonly cache?: ReplyCache } = {},
): Lane {
  return {
    clock: options.clock ?? wallClock,
    patienceMs: options.patienceMs ?? DEFAULT_PATIENCE_MS,
    cache: options.cache ?? createReplyCache(),
    pace: createPace(),
    slots: { free: CONCURRENT, waiting: [] },
    writes: { free: 1, waiting: [] },
    bannedUntil: 0,
    refusals: 0,
  };
}

/** Runs the work when its place in the lane is free: one write at a time, ten requests in all. */
export async function inLane<T>(lane: Lane, isWrite: boolean, work: () => Promise<T>): Promise<T> {
  return isWrite ? within(lane.writes, () => within(lane.slots, work)) : within(lane.slots, work);
}

/** Waits until a request may be sent, and counts it as sent. `waited` adds up over the attempts of one request. */
export async function takeTurn(
  lane: Lane,
  request: { readonly cost: Cost; readonly doing: string; readonly waited: { ms: number } },
): Promise<void> {
  for (;;) {
    const now = lane.clock.now();
    const ms = Math.max(lane.bannedUntil - now, waitMs(lane.pace, request.cost, now));
    if (ms <= 0) {
      spend(lane.pace, request.cost, now);
      return;
    }
    if (request.waited.ms + ms > lane.patienceMs) {
      throw new RetryableError(
        `Expected room in GitHub's rate limits for "${request.doing}" within ${seconds(lane.patienceMs)} s, ` +
          `found a wait of ${seconds(request.waited.ms + ms)} s.`,
        { afterMs: ms },
      );
    }
    request.waited.ms += ms;
    await lane.clock.sleep(ms);
  }
}

/** Sends no request of this lane for `ms` from now. */
export function ban(lane: Lane, ms: number): void {
  lane.bannedUntil = Math.max(lane.bannedUntil, lane.clock.now() + ms);
}

async function within<T>(gate: Gate, work: () => Promise<T>): Promise<T> {
  if (gate.free > 0) gate.free -= 1;
  else await new Promise<void>((resolve) => gate.waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = gate.waiting.shift();
    if (next === undefined) gate.free += 1;
    else next();
  }
}

function seconds(ms: number): number {
  return Math.ceil(ms / 1000);
}
