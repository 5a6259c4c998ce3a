/**
 * The limits of one installation's requests: at most ten at once, writes one after another, no faster than the pace, and none
 * while GitHub has told us to wait (GITHUB-FACTS 2). All clients of an installation share one lane.
 */
import { NoRoomError } from './errors.ts';
import { createReplyCache, type ReplyCache } from './etag.ts';
import { confirm, createPace, learn, spend, waitMs, type Cost, type Pace, type Sent } from './pacing.ts';

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

/** What was found out about a server. All lanes to it share this. */
export interface HostMemory {
  /** Until when it counts as too old to make an issue under another one in one request. */
  lacksParentUntil: number;
}

/** Made by {@link createLane}; only the files of this folder use its fields. */
export interface Lane {
  readonly clock: LaneClock;
  readonly patienceMs: number;
  readonly cache: ReplyCache;
  readonly pace: Pace;
  readonly host: HostMemory;
  readonly slots: Gate;
  readonly writes: Gate;
  /** How long a write takes, about. */
  latencyMs: number;
  /** Until when GitHub told us to send nothing. */
  bannedUntil: number;
  /** Until when nothing remains of the hour of an API, each of which has its own. */
  readonly usedUpUntil: Record<Cost['api'], number>;
  /** Refusals in a row, for the documented exponential wait. */
  refusals: number;
  /** When the last refusal came: what was sent before is not counted as a refusal of its own. */
  refusedAt: number;
  /** After a refusal one request goes first, and the others wait for what comes of it. */
  probe: Promise<void> | null;
}

/** A request that was let go. */
export interface Turn {
  readonly sent: Sent;
  /** To be called when its answer is there. */
  readonly ends: () => void;
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
  options: {
    readonly clock?: LaneClock;
    readonly patienceMs?: number;
    readonly cache?: ReplyCache;
    readonly host?: HostMemory;
  } = {},
): Lane {
  return {
    clock: options.clock ?? wallClock,
    patienceMs: options.patienceMs ?? DEFAULT_PATIENCE_MS,
    cache: options.cache ?? createReplyCache(),
    pace: createPace(),
    host: options.host ?? { lacksParentUntil: 0 },
    slots: { free: CONCURRENT, waiting: [] },
    writes: { free: 1, waiting: [] },
    latencyMs: 300,
    bannedUntil: 0,
    usedUpUntil: { rest: 0, graphql: 0 },
    refusals: 0,
    refusedAt: -Infinity,
    probe: null,
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
): Promise<Turn> {
  for (;;) {
    const ms = roomInMs(lane, request.cost);
    if (ms <= 0 && lane.probe !== null) {
      await lane.probe;
      continue;
    }
    if (ms <= 0) return { sent: spend(lane.pace, request.cost, lane.clock.now()), ends: beginProbe(lane) };
    if (request.waited.ms + ms > lane.patienceMs) {
      throw new NoRoomError(
        `Expected room in GitHub's rate limits for "${request.doing}" within ${seconds(lane.patienceMs)} s, ` +
          `found a wait of ${seconds(request.waited.ms + ms)} s.`,
        { afterMs: ms },
      );
    }
    request.waited.ms += ms;
    await lane.clock.sleep(ms);
  }
}

/** How long until a request of this cost may go; 0 or less if it may go at once. */
export function roomInMs(lane: Lane, cost: Cost): number {
  const now = lane.clock.now();
  const until = Math.max(lane.bannedUntil, lane.usedUpUntil[cost.api]);
  return Math.max(until - now, waitMs(lane.pace, cost, now));
}

function beginProbe(lane: Lane): () => void {
  if (lane.refusals === 0) return () => {};
  let end = (): void => {};
  lane.probe = new Promise((resolve) => {
    end = () => {
      lane.probe = null;
      resolve();
    };
  });
  return end;
}

/** Notes that no limit refused a request, whatever else came of it. */
export function wentThrough(lane: Lane, sent: Sent): void {
  if (sent.points > 1) lane.latencyMs += (lane.clock.now() - sent.at - lane.latencyMs) / 8;
  lane.refusals = 0;
  confirm(lane.pace, sent);
}

/**
 * Notes that a rate limit refused a request. A secondary limit teaches the pace; one whose hour is used up teaches nothing. Of
 * requests that were under way together only the first refusal counts.
 */
export function refusedBy(
  lane: Lane,
  sent: Sent,
  {
    limit,
    waitMs: ms,
    toldMs,
  }: { readonly limit: 'primary' | 'secondary'; readonly waitMs: number; readonly toldMs: number | null },
): void {
  const now = lane.clock.now();
  if (limit === 'primary') lane.usedUpUntil[sent.api] = Math.max(lane.usedUpUntil[sent.api], now + ms);
  else lane.bannedUntil = Math.max(lane.bannedUntil, now + ms);
  if (sent.at <= lane.refusedAt) return;
  lane.refusals += 1;
  lane.refusedAt = now;
  if (limit === 'secondary') learn(lane.pace, sent, { now, toldMs });
}

/** Notes that nothing remains of an API's hour for `ms` from now: GitHub would refuse the next request for certain. */
export function usedUp(lane: Lane, api: Cost['api'], ms: number): void {
  lane.usedUpUntil[api] = Math.max(lane.usedUpUntil[api], lane.clock.now() + ms);
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
