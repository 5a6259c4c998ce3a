/** The primary rate limit and the headers that tell of it (GITHUB-FACTS 2). */
import { ApiError, failure } from './answer.ts';
import type { Principal } from '../world/principal.ts';

/** What each actor used of its hour. */
export interface RateLimits {
  readonly limit: number;
  readonly windows: Map<string, { used: number; resetAt: number }>;
}

const HOUR_SECONDS = 3_600;

/** REST and GraphQL have an hour each (GITHUB-FACTS 2). */
export type RateResource = 'core' | 'graphql';

/** Whose hour a route uses. */
export function resourceOf(route: string | undefined): RateResource {
  return route === '/graphql' ? 'graphql' : 'core';
}

function windowOf(limits: RateLimits, principal: Principal | ApiError, now: Date, resource: RateResource) {
  const key = `${accountKey(principal)} ${resource}`;
  const seconds = Math.floor(now.getTime() / 1000);
  const current = limits.windows.get(key);
  if (current && current.resetAt > seconds) return current;
  const fresh = { used: 0, resetAt: seconds + HOUR_SECONDS };
  limits.windows.set(key, fresh);
  return fresh;
}

/** The account whose limits a request counts against. */
export function accountKey(principal: Principal | ApiError): string {
  if (principal instanceof ApiError || principal.kind === 'anonymous') return 'anonymous';
  if (principal.kind === 'user') return `user ${principal.account.id}`;
  if (principal.kind === 'app') return `app ${principal.app.id}`;
  return `installation ${principal.installation.id}`;
}

/** Count a request (a 304 costs nothing) and say where the actor stands. */
export function rateLimitHeaders(
  limits: RateLimits,
  principal: Principal | ApiError,
  now: Date,
  { cost, resource }: { readonly cost: 0 | 1; readonly resource: RateResource },
): Record<string, string> {
  const window = windowOf(limits, principal, now, resource);
  window.used = Math.min(limits.limit, window.used + cost);
  return {
    'x-ratelimit-limit': String(limits.limit),
    'x-ratelimit-remaining': String(limits.limit - window.used),
    'x-ratelimit-used': String(window.used),
    'x-ratelimit-reset': String(window.resetAt),
    'x-ratelimit-resource': resource,
  };
}

function exceeded(principal: Principal | ApiError): string {
  const key = accountKey(principal);
  if (key !== 'anonymous') return `API rate limit exceeded for ${key.replace(' ', ' ID ')}.`;
  const news =
    'Authenticated requests get a higher rate limit. Check out the documentation for more details.';
  return `API rate limit exceeded for 127.0.0.1. (But here's the good news: ${news})`;
}

/** The refusal when nothing is left, or undefined. */
export function rateLimitExceeded(
  limits: RateLimits,
  principal: Principal | ApiError,
  now: Date,
  resource: RateResource,
): ApiError | undefined {
  if (windowOf(limits, principal, now, resource).used < limits.limit) return undefined;
  return failure(403, exceeded(principal));
}
