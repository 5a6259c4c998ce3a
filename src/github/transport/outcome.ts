/** What an answer means: that it is one, that a rate limit refused the request, or that nobody knows what came of it. */
import { isForToken, isKept, isWrite, type Call } from './call.ts';
import { httpError, isHttpError, RetryableError, TerminalError } from './errors.ts';
import { remember, type Reply } from './etag.ts';
import { graphqlErrorIn } from './graphql.ts';
import { rateRefusalIn, type RateRefusal } from './rate-limit.ts';

/** What a request came to. */
export type RequestOutcome =
  | { readonly kind: 'answered'; readonly reply: Reply }
  | ({ readonly kind: 'refused' } & RateRefusal)
  | { readonly kind: 'unclear'; readonly waitMs: number | null; readonly cause: unknown }
  | { readonly kind: 'unauthorized'; readonly cause: Error }
  | { readonly kind: 'failed'; readonly error: unknown };

/** The meaning of an answer that Octokit takes for a success. */
export function judge(call: Call, reply: Reply): RequestOutcome {
  if (reply.status >= 300) {
    const message = `Moved: "${call.doing}" is now at ${String(reply.headers['location'])}`;
    return { kind: 'failed', error: httpError({ ...reply, message }) };
  }
  if (!isWhole(reply)) {
    return { kind: 'unclear', waitMs: null, cause: new Error('an answer that breaks off, or is no JSON') };
  }
  const error = call.graphql === null ? null : graphqlErrorIn(reply);
  if (error !== null) return refuse(call, error);
  if (isKept(call)) remember(call.lane.cache, call.key, reply);
  return { kind: 'answered', reply: call.graphql === null ? reply : withoutErrors(reply) };
}

/**
 * Octokit returns as a string what is no JSON (a proxy's page of words, with status 200), and the part of a body that arrived before it
 * broke off (@octokit/request, fetch-wrapper.ts). Nothing is asked for that would be a text, or null (which GitHub was recorded to
 * answer for an account).
 */
function isWhole({ data, status }: Reply): boolean {
  if (data === null) return false;
  const isText = typeof data === 'string' || data instanceof ArrayBuffer;
  return !isText || status === 204 || (data instanceof ArrayBuffer && data.byteLength === 0);
}

/** Octokit throws for any error beside an answer, though what was asked for is there. */
function withoutErrors(reply: Reply): Reply {
  const { errors: _, ...data } = reply.data as Record<string, unknown>;
  return { ...reply, data };
}

/** The meaning of an error. */
export function refuse(call: Call, error: unknown): RequestOutcome {
  if (!isHttpError(error)) return { kind: 'failed', error };
  const headers = error.response?.headers ?? {};
  const found = `found ${error.status}: ${error.message}`;
  if (error.status >= 500) {
    const told = Number(headers['retry-after']);
    return { kind: 'unclear', waitMs: told > 0 ? told * 1000 : null, cause: error };
  }
  const limited = rateRefusalIn(error, { now: call.lane.clock.now(), refusals: call.lane.refusals });
  if (limited !== null) return { kind: 'refused', ...limited };
  if (error.status === 403 || error.status === 429) {
    const permission = headers['x-accepted-github-permissions'];
    const named = permission === undefined ? null : String(permission);
    const expected = `Expected to be allowed "${call.doing}"${named === null ? '' : ` (permission ${named})`}`;
    const message = `${expected}, ${found}`;
    return { kind: 'failed', error: new TerminalError(message, { permission: named, cause: error }) };
  }
  if (error.status === 401) return { kind: 'unauthorized', cause: error };
  if (isForToken(error.request?.url ?? '')) {
    const message = `Expected a token for this installation, ${found}`;
    return { kind: 'failed', error: new TerminalError(message, { cause: error }) };
  }
  return { kind: 'failed', error };
}

/** The error for a request of which nobody knows what came. */
export function unclear(
  call: Call,
  outcome: { readonly waitMs: number | null; readonly cause: unknown },
): RetryableError {
  const found = outcome.cause instanceof Error ? outcome.cause.message : String(outcome.cause);
  const expected = `Expected a clear answer to "${call.doing}", found: ${found}`;
  const meaning = isWrite(call) ? ' It may or may not have been done; the next pass looks first.' : '';
  return new RetryableError(expected + meaning, { afterMs: outcome.waitMs, cause: outcome.cause });
}

/** The error for credentials that GitHub refuses. */
export function unauthorized({ doing, renewal }: Call, cause: Error): Error {
  const message = `Expected valid credentials for "${doing}", found 401: ${cause.message}`;
  return renewal === null
    ? new TerminalError(message, { cause })
    : new RetryableError(`${message} (new credentials were refused, too)`, { cause });
}
