/** The headers that GitHub sends with every answer, whatever the route. */
import { ApiError } from './answer.ts';
import type { Incoming } from '../perform.ts';
import { permissionsText } from '../world/principal.ts';
import { randomText, type World } from '../world/world.ts';
import { rateLimitHeaders, resourceOf, type RateLimits } from './rate-limit.ts';

/** True for the answers that carry an ETag. */
export function isCacheable(status: number): boolean {
  return status === 200 || status === 201;
}

/** Date, request id, limits, and what the token may do. A 304 costs nothing of the rate limit. */
export function commonHeaders(
  { world, rateLimits }: { readonly world: World; readonly rateLimits: RateLimits },
  incoming: Incoming,
  status: number,
): Record<string, string> {
  const now = world.wallClock();
  return {
    date: now.toUTCString(),
    vary: 'Accept, Authorization, Cookie, X-GitHub-OTP,Accept-Encoding, Accept, X-Requested-With',
    'x-github-media-type': 'github.v3; format=json',
    'x-github-api-version-selected': incoming.headers['x-github-api-version'] ?? '2022-11-28',
    'x-github-request-id': randomText(12),
    ...tokenHeaders(incoming),
    ...rateLimitHeaders(rateLimits, incoming.principal, now, {
      cost: status === 304 ? 0 : 1,
      resource: resourceOf(incoming.route?.template),
    }),
  };
}

/**
 * An installation is told the permissions that a route asks for, a person (whose token is a classic one) its scopes:
 * https://docs.github.com/rest/authentication/permissions-required-for-github-apps
 */
function tokenHeaders({ principal, route }: Incoming): Record<string, string> {
  if (principal instanceof ApiError || route === undefined) return {};
  const access = route.access.by === 'repository' ? route.access : undefined;
  if (principal.kind === 'installation' && access)
    return { 'x-accepted-github-permissions': permissionsText(access.app) };
  if (principal.kind !== 'user') return {};
  return { 'x-oauth-scopes': 'repo, workflow', 'x-accepted-oauth-scopes': access ? 'repo' : '' };
}
