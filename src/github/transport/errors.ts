/**
 * The errors of requests. After a {@link RetryableError} the pass ends and its job runs again later, reading everything before it
 * writes. A {@link TerminalError} ends the job until a person changes something. Any other refusal of GitHub is thrown on as an
 * {@link HttpError}, for the caller to read.
 */

/** An error that may be gone when another pass runs. */
export class RetryableError extends Error {
  override readonly name = 'RetryableError';
  /** How long to wait, if GitHub said so; null for the queue's own backoff. */
  readonly afterMs: number | null;

  constructor(message: string, details: { readonly afterMs?: number | null; readonly cause?: unknown } = {}) {
    super(message, { cause: details.cause });
    this.afterMs = details.afterMs ?? null;
  }
}

/** There is no room in GitHub's rate limits for as long as a request may wait: `afterMs` says when there will be. */
export class NoRoomError extends RetryableError {
  /** How many content-creating requests were still to be sent; 1 where that was not counted. */
  needs = 1;
}

/** The issue of a plan's entry was answered with 404: never made, or hidden by a permission or an outage. Nothing is concluded from it. */
export class HiddenIssueError extends RetryableError {
  /** The issue's number. */
  readonly number: number;

  constructor(message: string, number: number) {
    super(message);
    this.number = number;
  }
}

/** An error that only a person can mend: a permission, a setting, a token. */
export class TerminalError extends Error {
  override readonly name: string = 'TerminalError';
  /** The missing permission, as GitHub names it: `issues=write`; null if no permission is missing. */
  readonly permission: string | null;

  constructor(
    message: string,
    details: { readonly permission?: string | null; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.permission = details.permission ?? null;
  }
}

/** Headers of an answer, their names in lower case. */
export type Headers = Readonly<Record<string, string | number | undefined>>;

/** The part of Octokit's RequestError that is read; the class itself is no dependency of ours. */
export interface HttpError extends Error {
  readonly status: number;
  readonly response?: { readonly headers: Headers; readonly data: unknown };
  readonly request?: { readonly url: string };
}

/** What came instead of an answer, in a word: `ENOTFOUND`, `502`, `TimeoutError`. */
export function noAnswerIn(cause: unknown): string {
  for (let one = cause; one instanceof Error; one = one.cause)
    if ('code' in one && typeof one.code === 'string') return one.code;
  if (isHttpError(cause) && cause.response !== undefined) return String(cause.status);
  return cause instanceof Error && cause.cause instanceof Error ? cause.cause.name : 'no clear answer';
}

/** One entry of a 422's `errors`, e.g. `{resource: 'Milestone', code: 'already_exists', field: 'title'}` (GITHUB-FACTS 5). */
export interface Validation {
  readonly field: string | null;
  readonly code: string | null;
}

/** Whether GitHub (or the network under Octokit, which then calls itself status 500) refused a request. */
export function isHttpError(error: unknown): error is HttpError {
  return error instanceof Error && 'status' in error && typeof error.status === 'number';
}

/** The status GitHub answered with; null for anything that is no answer. */
export function statusOf(error: unknown): number | null {
  return isHttpError(error) ? error.status : null;
}

/** Whether GitHub says that something was deleted (410) or moved (301), rather than that it is hidden (404). */
export function isGone(error: unknown): boolean {
  const status = statusOf(error);
  return status === 410 || status === 301 || status === 307 || status === 308;
}

/** Turns a refusal into a retryable error that names what was being done: the next pass reads anew first. Other errors stay as they are. */
export function forNextPass(doing: string, error: unknown): unknown {
  if (!isHttpError(error)) return error;
  return new RetryableError(`Expected to ${doing}, found ${error.status}: ${error.message}`, {
    cause: error,
  });
}

/** Makes the error that Octokit would throw, for answers that it lets pass, such as a redirect that must not be followed. */
export function httpError(details: {
  readonly message: string;
  readonly status: number;
  readonly url: string;
  readonly headers: Headers;
}): HttpError {
  const { message, status, url, headers } = details;
  return Object.assign(new Error(message), {
    name: 'HttpError',
    status,
    request: { url },
    response: { headers, data: null },
  });
}

/** What a 422 says of the fields it refuses (GITHUB-FACTS 3 and 5); empty for any other error. */
export function validations(error: unknown): readonly Validation[] {
  if (statusOf(error) !== 422) return [];
  const data = (error as HttpError).response?.data;
  if (typeof data !== 'object' || data === null || !('errors' in data) || !Array.isArray(data.errors))
    return [];
  return data.errors.map((entry: unknown) => ({ field: word(entry, 'field'), code: word(entry, 'code') }));
}

function word(entry: unknown, key: string): string | null {
  if (typeof entry !== 'object' || entry === null) return null;
  const value: unknown = (entry as Record<string, unknown>)[key];
  return typeof value === 'string' ? value : null;
}
