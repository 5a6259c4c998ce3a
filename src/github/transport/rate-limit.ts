/** Tells which refusals are rate limits, and how long to wait after each (GITHUB-FACTS 2 and 14). */
import type { Headers, HttpError } from './errors.ts';
import type { Cost } from './pacing.ts';

const AT_LEAST_MS = 60_000;
const SECONDARY = /secondary rate limit|abuse detection/i;
const PRIMARY = /api rate limit (?:already )?exceeded/i;
/** A burst of writes may be refused as spam with 422 (GITHUB-FACTS 3), by GraphQL with these words (GITHUB-FACTS 14). */
const BURST = /spammed|too quickly/i;

/** A rate limit that refused a request. */
export interface RateRefusal {
  /** The hour's requests are used up, or too much came in too short a time. */
  readonly limit: 'primary' | 'secondary';
  readonly waitMs: number;
  /** What GitHub said; null where it named no time. */
  readonly toldMs: number | null;
}

/**
 * The rate limit that refused a request, and how long to wait before sending it again; null if it was refused for another reason.
 *
 * `retry-after` if there is one; else the reset if nothing remains; else, for a limit that names no time, a minute,
 * doubling with every refusal in a row.
 *
 * @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export function rateRefusalIn(
  error: HttpError,
  state: { readonly now: number; readonly refusals: number },
): RateRefusal | null {
  const headers = error.response?.headers ?? {};
  const usedUp = usedUpMs(headers, state.now);
  const retryAfter = headers['retry-after'];
  const told = retryAfter === undefined ? usedUp : retryAfterMs(String(retryAfter), state.now);
  const limit = limitIn(error, { isUsedUp: usedUp !== null, isTold: told !== null });
  if (limit === null) return null;
  const waitMs = told === null ? AT_LEAST_MS * 2 ** state.refusals : Math.max(1000, told);
  return { limit, waitMs, toldMs: told };
}

/** Which limit it is by status, words, and what the headers tell; null if it is none. */
function limitIn(
  { status, message }: HttpError,
  { isUsedUp, isTold }: { readonly isUsedUp: boolean; readonly isTold: boolean },
): RateRefusal['limit'] | null {
  if (status === 422) return BURST.test(message) ? 'secondary' : null;
  if (status !== 403 && status !== 429) return null;
  const isSecondary = SECONDARY.test(message);
  if (PRIMARY.test(message) || (isUsedUp && !isSecondary)) return 'primary';
  return isTold || status === 429 || isSecondary ? 'secondary' : null;
}

const APIS: Readonly<Record<string, Cost['api']>> = { core: 'rest', graphql: 'graphql' };

/** The API whose hour an answer speaks of; null for one that this app does not use. */
export function apiIn(headers: Headers): Cost['api'] | null {
  return APIS[String(headers['x-ratelimit-resource'] ?? 'core')] ?? null;
}

/**
 * How long until the primary limit is reset, if an answer says that nothing remains of it; otherwise null. The next request is
 * held back for so long, since GitHub would refuse it for certain.
 */
export function usedUpMs(headers: Headers, now: number): number | null {
  const reset = Number(headers['x-ratelimit-reset']);
  if (apiIn(headers) === null || String(headers['x-ratelimit-remaining']) !== '0' || !(reset > 0))
    return null;
  // By GitHub's own time, if the answer has it: a machine whose clock is ahead would send requests too early.
  const told = Date.parse(String(headers['date']));
  return Math.max(0, reset * 1000 - (Number.isNaN(told) ? now : told));
}

function retryAfterMs(value: string, now: number): number {
  const seconds = Number(value);
  const ms = Number.isNaN(seconds) ? Date.parse(value) - now : seconds * 1000;
  return Number.isNaN(ms) ? AT_LEAST_MS : ms;
}
