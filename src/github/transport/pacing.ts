/**
 * How fast requests may go: sliding windows over what GitHub allows, so that a burst goes at once and the rest at the steady
 * rate. It begins with the documented limits (GITHUB-FACTS 2); what GitHub really allows is learnt from its refusals, since the
 * real limits may be lower (GITHUB-FACTS 14). Pure bookkeeping: the time comes in as a number and the wait goes out as one.
 */

/** What one request takes out of the budget. */
export interface Cost {
  readonly points: number;
  /** GitHub counts the points of REST and of GraphQL apart. */
  readonly api: 'rest' | 'graphql';
  /** It makes something that people are told about; GitHub counts those apart. */
  readonly creates: boolean;
}

/** A limit that GitHub documents. */
export type LimitName =
  'createsPerMinute' | 'createsPerHour' | 'restPointsPerMinute' | 'graphqlPointsPerMinute';

/** A request that was sent. */
export interface Sent extends Cost {
  readonly at: number;
}

/** What an installation sent lately, and what GitHub lets it send. */
export interface Pace {
  /** Of the last minute. */
  recent: Sent[];
  /** The content-creating requests of the last hour. */
  creates: Sent[];
  /** How much of each fits into its window: the documented limit, or less where GitHub refused. May be a fraction: then the window is longer. */
  readonly allowed: Record<LimitName, number>;
  /** When each was last lowered or raised. */
  readonly changedAt: Record<LimitName, number>;
  /** The limit of the minute before a refusal that may turn out to be about the hour; null once something went through. */
  doubted: number | null;
}

// GitHub counts on arrival and we count on sending: a second more keeps a delayed packet from closing the gap.
const MINUTE_MS = 61_000;
const HOUR_MS = 3_601_000;

interface Limit {
  readonly documented: number;
  readonly windowMs: number;
  /** After so long without a refusal the limit is doubled, up to the documented one. */
  readonly quietMs: number;
  readonly weigh: (cost: Cost) => number;
}

const pointsOf = (api: Cost['api']) => (cost: Cost) => (cost.api === api ? cost.points : 0);
const createOf = ({ creates }: Cost): number => (creates ? 1 : 0);
const QUIET = { minute: 30 * 60_000, hour: 3 * 3_600_000 } as const;

/** GitHub's documented limits (GITHUB-FACTS 2 and 14). */
export const LIMITS: Readonly<Record<LimitName, Limit>> = {
  createsPerMinute: { documented: 80, windowMs: MINUTE_MS, quietMs: QUIET.minute, weigh: createOf },
  createsPerHour: { documented: 500, windowMs: HOUR_MS, quietMs: QUIET.hour, weigh: createOf },
  restPointsPerMinute: {
    documented: 900,
    windowMs: MINUTE_MS,
    quietMs: QUIET.minute,
    weigh: pointsOf('rest'),
  },
  graphqlPointsPerMinute: {
    documented: 2_000,
    windowMs: MINUTE_MS,
    quietMs: QUIET.minute,
    weigh: pointsOf('graphql'),
  },
};

const NAMES = Object.keys(LIMITS) as LimitName[];

const CREATES =
  /\/(?:issues|pulls|issues\/\d+\/(?:comments|sub_issues|dependencies\/blocked_by)|pulls\/\d+\/(?:comments|reviews))$/;

/** A pace at which nothing was sent yet. */
export function createPace(): Pace {
  const each = (value: (name: LimitName) => number): Record<LimitName, number> => ({
    createsPerMinute: value('createsPerMinute'),
    createsPerHour: value('createsPerHour'),
    restPointsPerMinute: value('restPointsPerMinute'),
    graphqlPointsPerMinute: value('graphqlPointsPerMinute'),
  });
  const allowed = each((name) => LIMITS[name].documented);
  return { recent: [], creates: [], allowed, changedAt: each(() => 0), doubted: null };
}

/** What a request by REST costs: a read 1 point, a write 5; content-creating are those that notify (GITHUB-FACTS 2 and 8). */
export function costOf(method: string, path: string): Cost {
  if (method === 'GET' || method === 'HEAD') return { points: 1, api: 'rest', creates: false };
  return { points: 5, api: 'rest', creates: method === 'POST' && CREATES.test(path) };
}

/** What a GraphQL document costs: a query 1 point, a mutation 5, and all that this app sends create content (GITHUB-FACTS 14). */
export function graphqlCostOf(isMutation: boolean): Cost {
  return { points: isMutation ? 5 : 1, api: 'graphql', creates: isMutation };
}

/** How long to wait, from `now`, before a request of this cost may go; 0 if it may go at once. */
export function waitMs(pace: Pace, cost: Cost, now: number): number {
  forget(pace, now);
  raise(pace, now);
  return Math.max(...NAMES.map((name) => waitFor(pace, name, cost, now)));
}

/** How long until so many content-creating requests, or as many as a burst holds, can go out by the limit of the hour. */
export function hourRoomMs(pace: Pace, creates: number, now: number): number {
  forget(pace, now);
  raise(pace, now);
  const { windowMs, most } = stretched(pace, 'createsPerHour', 1);
  const burst = stretched(pace, 'createsPerMinute', 1).most;
  const wanted = Math.min(Math.max(1, creates), most, burst);
  // With `wanted` more, the hour would hold those after this one and no more.
  const last = pace.creates.at(-(most - wanted + 1));
  return last === undefined ? 0 : Math.max(0, last.at + windowMs - now);
}

/** Notes that a request of this cost goes out at `now`. */
export function spend(pace: Pace, cost: Cost, now: number): Sent {
  const sent = { ...cost, at: now };
  pace.recent.push(sent);
  if (cost.creates) pace.creates.push(sent);
  return sent;
}

/** Notes that a request went through: what was allowed until now holds. */
export function confirm(pace: Pace, { creates }: Sent): void {
  if (creates) pace.doubted = null;
}

/**
 * Learns from a secondary limit that refused a request, which then was not processed and counts no more.
 *
 * A limit goes down to what went through in its window, if that is less than was allowed and a quarter of it at least; else it is
 * halved. There is no floor, since GitHub may ban an app that goes on. A refusal is about the hour where GitHub names so long a wait,
 * or where nothing went out for a minute; else about the minute, which is taken back if the next refusal shows that it was the hour.
 *
 * @param toldMs How long GitHub said to wait; null if it did not say.
 */
export function learn(
  pace: Pace,
  refused: Sent,
  { now, toldMs }: { now: number; toldMs: number | null },
): void {
  pace.recent = pace.recent.filter((one) => one !== refused);
  pace.creates = pace.creates.filter((one) => one !== refused);
  forget(pace, now);
  if (!refused.creates)
    return lower(pace, refused.api === 'rest' ? 'restPointsPerMinute' : 'graphqlPointsPerMinute', now);
  const isQuiet = !pace.creates.some(({ at }) => at > now - 60_000);
  if (!isQuiet && (toldMs === null || toldMs < LONG_MS)) {
    pace.doubted ??= pace.allowed.createsPerMinute;
    return lower(pace, 'createsPerMinute', now);
  }
  if (pace.doubted !== null) pace.allowed.createsPerMinute = pace.doubted;
  pace.doubted = null;
  lower(pace, 'createsPerHour', now);
}

/** No wait for a limit of the minute takes so long. */
const LONG_MS = 5 * 60_000;

function lower(pace: Pace, name: LimitName, now: number): void {
  const allowed = pace.allowed[name];
  const went = weightOf(pace, name);
  pace.allowed[name] = went < allowed && went >= allowed / 4 ? went : allowed / 2;
  pace.changedAt[name] = now;
}

function raise(pace: Pace, now: number): void {
  for (const name of NAMES) {
    const { documented, quietMs } = LIMITS[name];
    while (pace.allowed[name] < documented && pace.changedAt[name] + quietMs <= now) {
      pace.allowed[name] = Math.min(documented, pace.allowed[name] * 2);
      pace.changedAt[name] += quietMs;
    }
  }
}

function forget(pace: Pace, now: number): void {
  const longest = (name: LimitName): number => stretched(pace, name, 5).windowMs;
  const minute = Math.max(
    longest('createsPerMinute'),
    longest('restPointsPerMinute'),
    longest('graphqlPointsPerMinute'),
  );
  const hour = longest('createsPerHour');
  while (pace.recent[0] !== undefined && pace.recent[0].at + minute <= now) pace.recent.shift();
  while (pace.creates[0] !== undefined && pace.creates[0].at + hour <= now) pace.creates.shift();
}

/** The window of a limit, and how much fits into it; where not even one request of that weight does, the window is longer. */
function stretched(
  pace: Pace,
  name: LimitName,
  weight: number,
): { readonly windowMs: number; readonly most: number } {
  const allowed = pace.allowed[name];
  const { windowMs } = LIMITS[name];
  return allowed >= weight
    ? { windowMs, most: Math.floor(allowed) }
    : { windowMs: (windowMs * weight) / allowed, most: weight };
}

function windowOf(pace: Pace, name: LimitName): readonly Sent[] {
  return name === 'createsPerHour' ? pace.creates : pace.recent;
}

function weightOf(pace: Pace, name: LimitName): number {
  return windowOf(pace, name).reduce((sum, sent) => sum + LIMITS[name].weigh(sent), 0);
}

function waitFor(pace: Pace, name: LimitName, cost: Cost, now: number): number {
  const { weigh } = LIMITS[name];
  const weight = weigh(cost);
  if (weight === 0) return 0;
  const { windowMs, most } = stretched(pace, name, weight);
  const inside = windowOf(pace, name).filter(({ at }) => at + windowMs > now);
  let over = inside.reduce((sum, sent) => sum + weigh(sent), weight) - most;
  let wait = 0;
  for (const sent of inside) {
    if (over <= 0) break;
    over -= weigh(sent);
    wait = sent.at + windowMs - now;
  }
  return wait;
}
