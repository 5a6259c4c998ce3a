/** Tells which refusals are rate limits, and how long to wait after each (GITHUB-FACTS 2). */
import type { Headers, HttpError } from './errors.ts';

const AT_LEAST_MS = 60_000;
const SECONDARY = /secondary rate limit|abuse detection/i;
const PRIMARY = /api rate limit exceeded/i;

/**
 * How long to wait before sending a refused request again; null if a 403 is no rate limit.
 *
 * `retry-after` if there is one; else the reset if nothing remains; else, for a limit that names no time, a minute,
 * doubling with every refusal in a row.
 *
 * @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export function retryWaitMs(
  error: HttpError,
  state: { readonly now: number; readonly refusals: number },
): number | null {
  const headers = error.response?.headers ?? {};
  const retryAfter = headers['retry-after'];
  if (retryAfter !== undefined) return Math.max(1000, retryAfterMs(String(retryAfter), state.now));
  const usedUp = usedUpMs(headers, state.now);
  if (usedUp !== null) return Math.max(1000, usedUp);
  const limited = error.status === 429 || SECONDARY.test(error.message) || PRIMARY.test(error.message);
  return limited ? AT_LEAST_MS * 2 ** state.refusals : null;
}

/**
 * How long until the primary limit is reset, if an answer says that nothing remains of it; otherwise null. The next request is
 * held back for so long, since GitHub would refuse it for certain.
 */
export function usedUpMs(headers: Headers, now: number): number | null {
  const reset = Number(headers['x-ratelimit-reset']);
  const isCore = (headers['x-ratelimit-resource'] ?? 'core') === 'core';
  if (!isCore || String(headers['x-ratelimit-remaining']) !== '0' || !(reset > 0)) return null;
  // By GitHub's own time, if the answer has it: a machine whose clock is ahead would send requests too early.
  const told = Date.parse(String(headers['date']));
  return Math.max(0, reset * 1000 - (Number.isNaN(told) ? now : told));
}

function retryAfterMs(value: string, now: number): number {
  const seconds = Number(value);
  const ms = Number.isNaN(seconds) ? Date.parse(value) - now : seconds * 1000;
  return Number.isNaN(ms) ? AT_LEAST_MS : ms;
}
