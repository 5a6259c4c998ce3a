/**
 * GitHub's secondary rate limits (GITHUB-FACTS 2): how many things an account may make per minute and hour, how many
 * points it may spend per minute, and that nobody asks again before the time that was named. Off unless asked for.
 */
import { ApiError, failure, type Answer } from './answer.ts';
import type { Principal } from '../world/principal.ts';
import { accountKey } from './rate-limit.ts';
import type { LimitViolation, SandboxRequest } from '../types.ts';
import type { World } from '../world/world.ts';

/** GitHub's words, by which octokit's throttling knows a secondary limit. */
export const SECONDARY_LIMIT =
  'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';

/** What each account did lately, by its key. */
export interface SecondaryLimits {
  readonly isEnforced: boolean;
  readonly accounts: Map<string, Lately>;
  readonly violations: LimitViolation[];
}

interface Lately {
  readonly creates: { readonly at: number; readonly cost: number }[];
  readonly points: { readonly at: number; readonly cost: number }[];
  /** Until when the account was told to wait. */
  silentUntil: number;
}

const MINUTE_MS = 60_000;
const LIMITS = [
  { name: 'creates per minute', counts: 'creates', most: 80, windowMs: MINUTE_MS },
  { name: 'creates per hour', counts: 'creates', most: 500, windowMs: 60 * MINUTE_MS },
  { name: 'points per minute', counts: 'points', most: 900, windowMs: MINUTE_MS },
] as const;

const ISSUE = '/repos/{owner}/{repo}/issues';
const CREATES: ReadonlySet<string> = new Set([
  ISSUE,
  `${ISSUE}/{issue_number}/comments`,
  `${ISSUE}/{issue_number}/sub_issues`,
  `${ISSUE}/{issue_number}/dependencies/blocked_by`,
  '/repos/{owner}/{repo}/pulls',
]);

/** Creates the limits, or limits that refuse nothing. */
export function createSecondaryLimits(isEnforced: boolean): SecondaryLimits {
  return { isEnforced, accounts: new Map(), violations: [] };
}

/** A request as the limits see it. */
export interface Asking {
  readonly principal: Principal | ApiError;
  readonly request: SandboxRequest;
  readonly now: Date;
}

/** Refuses, and notes, a request that comes before the time that its account was told. */
export function askedTooSoon(limits: SecondaryLimits, asking: Asking): ApiError | undefined {
  if (!limits.isEnforced) return undefined;
  const waitMs = latelyOf(limits, asking).silentUntil - asking.now.getTime();
  return waitMs > 0 ? refuse(limits, asking, { name: 'told to wait', waitMs }) : undefined;
}

/** Counts a request; refuses, and notes, one that is over a limit. What is refused was not done and does not count. */
export function secondaryExceeded(limits: SecondaryLimits, asking: Asking): ApiError | undefined {
  if (!limits.isEnforced) return undefined;
  const { request } = asking;
  const now = asking.now.getTime();
  const lately = latelyOf(limits, asking);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const costs = {
    creates: request.method === 'POST' && CREATES.has(request.route ?? '') ? 1 : 0,
    points: isRead ? 1 : 5,
  };
  for (const { name, counts, most, windowMs } of LIMITS) {
    if (costs[counts] === 0) continue;
    const counted = lately[counts].filter(({ at }) => at > now - windowMs);
    let over = counted.reduce((sum, { cost }) => sum + cost, costs[counts]) - most;
    if (over <= 0) continue;
    const enough = counted.find(({ cost }) => (over -= cost) <= 0);
    return refuse(limits, asking, { name, waitMs: (enough?.at ?? now) + windowMs - now });
  }
  for (const kind of ['creates', 'points'] as const)
    if (costs[kind] > 0) lately[kind].push({ at: now, cost: costs[kind] });
  return undefined;
}

/** Remembers what an answer told its account to wait for: `retry-after`, or the reset where nothing remains. */
export function heed(
  limits: SecondaryLimits,
  { world, principal }: { readonly world: World; readonly principal: Principal | ApiError },
  { status, headers = {} }: Pick<Answer, 'status' | 'headers'>,
): void {
  if (!limits.isEnforced) return;
  const lately = latelyOf(limits, { principal });
  const isRefused = status === 403 || status === 429;
  const retryMs = isRefused ? Number(headers['retry-after'] ?? 0) * 1000 : 0;
  const hasNone = headers['x-ratelimit-remaining'] === '0';
  const resetMs = hasNone ? Number(headers['x-ratelimit-reset']) * 1000 - world.wallClock().getTime() : 0;
  lately.silentUntil = Math.max(lately.silentUntil, world.now().getTime() + Math.max(retryMs, resetMs));
}

function refuse(
  { violations }: SecondaryLimits,
  { principal, request, now }: Asking,
  { name, waitMs }: { name: LimitViolation['limit']; waitMs: number },
): ApiError {
  const { method, path, actor } = request;
  violations.push({ at: now, limit: name, account: accountKey(principal), actor, method, path });
  return failure(403, SECONDARY_LIMIT, {
    'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))),
  });
}

function latelyOf({ accounts }: SecondaryLimits, { principal }: Pick<Asking, 'principal'>): Lately {
  const key = accountKey(principal);
  const known = accounts.get(key) ?? { creates: [], points: [], silentUntil: 0 };
  accounts.set(key, known);
  return known;
}
