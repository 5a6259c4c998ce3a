/**
 * GitHub's secondary rate limits (GITHUB-FACTS 2): how many things an account may make per minute and hour, how many
 * points it may spend per minute, and that nobody asks again before the time that was named. Off unless asked for.
 */
import { ApiError, failure, ok, type Answer } from './answer.ts';
import { isMutation } from '../graphql/parse.ts';
import type { Principal } from '../world/principal.ts';
import { accountKey, resourceOf } from './rate-limit.ts';
import type { LimitRules, LimitViolation, SandboxOptions, SandboxRequest } from '../types.ts';
import type { World } from '../world/world.ts';

/** GitHub's words, by which octokit's throttling knows a secondary limit. */
export const SECONDARY_LIMIT =
  'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';

/** What each account did lately, by its key. */
export interface SecondaryLimits {
  /** Null: nothing is refused. */
  rules: Required<LimitRules> | null;
  readonly accounts: Map<string, Lately>;
  readonly violations: LimitViolation[];
}

interface Lately {
  readonly creates: { readonly at: number; readonly cost: number }[];
  readonly points: { readonly at: number; readonly cost: number }[];
  /** GraphQL's points are counted apart. */
  readonly graphPoints: { readonly at: number; readonly cost: number }[];
  /** Until when the account was told to wait with everything. */
  silentUntil: number;
  /** Until when nothing remains of its hour, by `x-ratelimit-resource`. */
  readonly usedUpUntil: Map<string, number>;
}

const MINUTE_MS = 60_000;

/** GitHub's documented limits. */
const DOCUMENTED: Required<LimitRules> = { createsPerMinute: 80, createsPerHour: 500, tells: 'retry-after' };

interface Limit {
  readonly name: LimitViolation['limit'];
  readonly counts: 'creates' | 'points' | 'graphPoints';
  readonly most: number;
  readonly windowMs: number;
}

function limitsOf({ createsPerMinute, createsPerHour }: LimitRules): readonly Limit[] {
  return [
    { name: 'creates per minute', counts: 'creates', most: createsPerMinute, windowMs: MINUTE_MS },
    { name: 'creates per hour', counts: 'creates', most: createsPerHour, windowMs: 60 * MINUTE_MS },
    { name: 'points per minute', counts: 'points', most: 900, windowMs: MINUTE_MS },
    { name: 'points per minute', counts: 'graphPoints', most: 2_000, windowMs: MINUTE_MS },
  ];
}

const GRAPHQL = '/graphql';
const ISSUE = '/repos/{owner}/{repo}/issues';
const CREATES: ReadonlySet<string> = new Set([
  ISSUE,
  `${ISSUE}/{issue_number}/comments`,
  `${ISSUE}/{issue_number}/sub_issues`,
  `${ISSUE}/{issue_number}/dependencies/blocked_by`,
  '/repos/{owner}/{repo}/pulls',
]);

/** Creates the limits, or limits that refuse nothing. */
export function createSecondaryLimits(rules: SandboxOptions['limits']): SecondaryLimits {
  return { rules: rulesOf(rules), accounts: new Map(), violations: [] };
}

/** Changes the limits; what was counted stays counted. */
export function setLimits(limits: SecondaryLimits, rules: SandboxOptions['limits']): void {
  limits.rules = rulesOf(rules);
}

function rulesOf(rules: SandboxOptions['limits'] = 'none'): Required<LimitRules> | null {
  if (rules === 'none') return null;
  return rules === 'github' ? DOCUMENTED : { tells: 'retry-after', ...rules };
}

/** A request as the limits see it. */
export interface Asking {
  readonly principal: Principal | ApiError;
  readonly request: SandboxRequest;
  readonly now: Date;
}

/** Refuses, and notes, a request that comes before the time that its account was told. */
export function askedTooSoon(limits: SecondaryLimits, asking: Asking): ApiError | undefined {
  if (limits.rules === null) return undefined;
  const { silentUntil, usedUpUntil } = latelyOf(limits, asking);
  const usedUp = usedUpUntil.get(resourceOf(asking.request.route)) ?? 0;
  const waitMs = Math.max(silentUntil, usedUp) - asking.now.getTime();
  return waitMs > 0 ? refuse(limits, asking, { name: 'told to wait', waitMs }) : undefined;
}

/** Counts a request; refuses, and notes, one that is over a limit. What is refused was not done and does not count. */
export function secondaryExceeded(limits: SecondaryLimits, asking: Asking): ApiError | undefined {
  const { rules } = limits;
  if (rules === null) return undefined;
  const { request } = asking;
  const now = asking.now.getTime();
  const lately = latelyOf(limits, asking);
  const costs = costsOf(request);
  for (const { name, counts, most, windowMs } of limitsOf(rules)) {
    if (costs[counts] === 0) continue;
    const counted = lately[counts].filter(({ at }) => at > now - windowMs);
    let over = counted.reduce((sum, { cost }) => sum + cost, costs[counts]) - most;
    if (over <= 0) continue;
    const enough = counted.find(({ cost }) => (over -= cost) <= 0);
    return refuse(limits, asking, { name, waitMs: (enough?.at ?? now) + windowMs - now });
  }
  for (const kind of ['creates', 'points', 'graphPoints'] as const)
    if (costs[kind] > 0) lately[kind].push({ at: now, cost: costs[kind] });
  return undefined;
}

/** What a request costs of each limit (GITHUB-FACTS 2 and 14). */
function costsOf({ method, route = '', body }: SandboxRequest): Readonly<Record<Limit['counts'], number>> {
  if (route === GRAPHQL) {
    const { query } = (body ?? {}) as { readonly query?: unknown };
    const isChange = isMutation(query);
    return { creates: isChange ? 1 : 0, points: 0, graphPoints: isChange ? 5 : 1 };
  }
  const isRead = method === 'GET' || method === 'HEAD';
  return { creates: method === 'POST' && CREATES.has(route) ? 1 : 0, points: isRead ? 1 : 5, graphPoints: 0 };
}

/** Remembers what an answer told its account to wait for: `retry-after`, or the reset where nothing remains. */
export function heed(
  limits: SecondaryLimits,
  { world, principal }: { readonly world: World; readonly principal: Principal | ApiError },
  { status, headers = {} }: Pick<Answer, 'status' | 'headers'>,
): void {
  if (limits.rules === null) return;
  const lately = latelyOf(limits, { principal });
  const isRefused = status === 403 || status === 429;
  const retryMs = isRefused ? Number(headers['retry-after'] ?? 0) * 1000 : 0;
  const now = world.now().getTime();
  lately.silentUntil = Math.max(lately.silentUntil, now + retryMs);
  if (headers['x-ratelimit-remaining'] !== '0') return;
  const resetMs = Number(headers['x-ratelimit-reset']) * 1000 - world.wallClock().getTime();
  lately.usedUpUntil.set(headers['x-ratelimit-resource'] ?? 'core', now + resetMs);
}

function refuse(
  { violations, rules }: SecondaryLimits,
  { principal, request, now }: Asking,
  { name, waitMs }: { name: LimitViolation['limit']; waitMs: number },
): ApiError {
  const { method, path, actor, route } = request;
  violations.push({ at: now, limit: name, account: accountKey(principal), actor, method, path });
  if (rules?.tells === 'nothing') return route === GRAPHQL ? tooQuickly() : failure(403, SECONDARY_LIMIT);
  return failure(403, SECONDARY_LIMIT, {
    'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))),
  });
}

/** How GraphQL refuses a mutation that comes too fast (GITHUB-FACTS 14). */
function tooQuickly(): ApiError {
  const message = 'was submitted too quickly';
  return new ApiError(
    ok({ data: { createIssue: null }, errors: [{ type: 'UNPROCESSABLE', path: ['createIssue'], message }] }),
    message,
  );
}

function latelyOf({ accounts }: SecondaryLimits, { principal }: Pick<Asking, 'principal'>): Lately {
  const key = accountKey(principal);
  const known = accounts.get(key) ?? {
    creates: [],
    points: [],
    graphPoints: [],
    silentUntil: 0,
    usedUpUntil: new Map(),
  };
  accounts.set(key, known);
  return known;
}
