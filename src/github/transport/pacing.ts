/**
 * How fast requests may go: sliding windows over GitHub's documented limits, so that a burst goes at once and the rest
 * at the steady rate. Pure bookkeeping: the time comes in as a number and the wait goes out as one.
 *
 * Limits: GITHUB-FACTS 2 (80 content-creating requests per minute, 500 per hour, 900 points per minute).
 */

/** What one request takes out of the budget. */
export interface Cost {
  readonly points: number;
  /** It makes something that people are told about; GitHub counts those apart. */
  readonly creates: boolean;
}

/** What an installation sent lately. */
export interface Pace {
  readonly points: { readonly at: number; readonly points: number }[];
  readonly creates: number[];
}

/** GitHub's documented limits (GITHUB-FACTS 2). */
export const LIMITS = { createsPerMinute: 80, createsPerHour: 500, pointsPerMinute: 900 } as const;

// GitHub counts on arrival and we count on sending: a second more keeps a delayed packet from closing the gap.
const MINUTE_MS = 61_000;
const HOUR_MS = 3_601_000;

const CREATES =
  /\/(?:issues|pulls|issues\/\d+\/(?:comments|sub_issues|dependencies\/blocked_by)|pulls\/\d+\/(?:comments|reviews))$/;

/** A pace at which nothing was sent yet. */
export function createPace(): Pace {
  return { points: [], creates: [] };
}

/** What a request costs: a read 1 point, a write 5; content-creating are those that notify (GITHUB-FACTS 2 and 8). */
export function costOf(method: string, path: string): Cost {
  if (method === 'GET' || method === 'HEAD') return { points: 1, creates: false };
  return { points: 5, creates: method === 'POST' && CREATES.test(path) };
}

/** How long to wait, from `now`, before a request of this cost may go; 0 if it may go at once. */
export function waitMs(pace: Pace, cost: Cost, now: number): number {
  forget(pace, now);
  const waits = [pointsWait(pace, cost, now)];
  if (cost.creates) {
    waits.push(createsWait(pace, { limit: LIMITS.createsPerMinute, windowMs: MINUTE_MS, now }));
    waits.push(createsWait(pace, { limit: LIMITS.createsPerHour, windowMs: HOUR_MS, now }));
  }
  return Math.max(...waits);
}

/** Notes that a request of this cost goes out at `now`. */
export function spend(pace: Pace, cost: Cost, now: number): void {
  pace.points.push({ at: now, points: cost.points });
  if (cost.creates) pace.creates.push(now);
}

function forget(pace: Pace, now: number): void {
  while (pace.points[0] !== undefined && pace.points[0].at + MINUTE_MS <= now) pace.points.shift();
  while (pace.creates[0] !== undefined && pace.creates[0] + HOUR_MS <= now) pace.creates.shift();
}

function pointsWait(pace: Pace, cost: Cost, now: number): number {
  let over = pace.points.reduce((sum, sent) => sum + sent.points, cost.points) - LIMITS.pointsPerMinute;
  let wait = 0;
  for (const sent of pace.points) {
    if (over <= 0) break;
    over -= sent.points;
    wait = sent.at + MINUTE_MS - now;
  }
  return wait;
}

function createsWait(pace: Pace, window: { limit: number; windowMs: number; now: number }): number {
  const blocking = pace.creates.at(-window.limit);
  return blocking === undefined ? 0 : Math.max(0, blocking + window.windowMs - window.now);
}
