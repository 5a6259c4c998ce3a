/**
 * Writes that GitHub refuses. A refusal is an outcome of its step, so that the pass goes on with everything else; an unclear
 * answer (lost, a 5xx, a rate limit) stays an error that ends the pass.
 */
import type { Refusal } from '../../sync/types.ts';
import { forNextPass, isHttpError, RetryableError, TerminalError, type HttpError } from './errors.ts';

/** A write that GitHub refused. If no caller catches it as an outcome, it ends the job as any terminal error does. */
export class RefusedError extends TerminalError {
  override readonly name = 'RefusedError';
  readonly refusal: Refusal;

  constructor(refusal: Refusal, cause: unknown) {
    const { act, of, status, message, permission } = refusal;
    const named = permission === null || permission === '' ? '' : ` (permission ${permission})`;
    super(`Expected to ${act} ${of}${named}, found ${status}: ${message}`, { permission, cause });
    this.refusal = refusal;
  }
}

/** A request in words: its kind, and what it is about. */
export interface Doing {
  readonly act: string;
  readonly of: string;
}

/** Turns an error into a refusal that names what was being done, or into a retryable error for the next pass. */
export function refusedOr(doing: Doing, error: unknown): unknown {
  if (error instanceof RefusedError) return error;
  const answer = error instanceof TerminalError ? error.cause : error;
  if (!isHttpError(answer) || !isRefusal(answer)) return forNextPass(`${doing.act} ${doing.of}`, error);
  const permission = error instanceof TerminalError ? error.permission : null;
  // GitHub names the permissions of a route in every 403, whatever else it refuses for (GITHUB-FACTS 10).
  const isMissing = /not accessible by|must have \w+ (?:rights|access)/i.test(answer.message);
  const told = {
    status: answer.status,
    message: wordsOf(answer),
    permission: isMissing ? (permission ?? '') : null,
  };
  return new RefusedError({ ...doing, ...told }, answer);
}

/** Does something, and returns GitHub's refusal; null if it was done. Any other error is thrown on. */
export async function refusalIn(step: () => Promise<unknown>): Promise<Refusal | null> {
  try {
    await step();
    return null;
  } catch (error) {
    if (error instanceof RefusedError) return error.refusal;
    throw error;
  }
}

const RULE = /rule violation|protected branch|through a pull request|not authorized to push/i;
/** Matches errors that arise because somebody else wrote a moment ago: created the same thing, pushed, or deleted the branch. */
const MEANWHILE = /already.exists|not a fast.?forward|reference does not exist/i;
/** A burst of writes may be refused as spam with 422 (GITHUB-FACTS 3). */
const SPAM = /spammed|too quickly/i;

/** Whether an error is a burst that GitHub took for spam. */
export function isSpam(error: unknown): boolean {
  return isHttpError(error) && error.status === 422 && SPAM.test(error.message);
}

/**
 * Conflicts, and what somebody else created a moment ago, are left to the next pass, which reads anew. GitHub also answers with
 * a conflict where a rule of the repository forbids the write (GITHUB-FACTS 6): that is a refusal.
 */
function isRefusal(error: HttpError): boolean {
  const { status, message } = error;
  if (error.response === undefined || status < 400 || status >= 500 || isSpam(error)) return false;
  if (status === 422 && MEANWHILE.test(wordsOf(error))) return false;
  return status === 409 ? RULE.test(message) : ![401, 408, 429].includes(status);
}

const MOST_WORDS = 300;

function wordsOf({ response, message }: HttpError): string {
  const data = (response?.data ?? {}) as { message?: unknown; errors?: unknown };
  const said = typeof data.message === 'string' ? data.message : message.replace(/ - https:\S+$/, '');
  const details = (Array.isArray(data.errors) ? data.errors : []).map(detail).filter((one) => one !== '');
  const words = [said, ...details].join('; ');
  // Shas are left out: they differ each time, so that the tracking issue would be written anew in every pass.
  const steady = words
    .replace(/\b[0-9a-f]{40}\b/g, '…')
    .replace(/\s+/g, ' ')
    .trim();
  return steady.length <= MOST_WORDS ? steady : `${steady.slice(0, MOST_WORDS - 1)}…`;
}

function detail(entry: unknown): string {
  if (typeof entry === 'string') return entry;
  const { message, field, code } = (entry ?? {}) as Record<string, unknown>;
  if (typeof message === 'string') return message;
  return [field, code].filter((one) => typeof one === 'string').join(' ');
}

/** Leaves a burst that was taken for spam to a later pass. */
export function laterIfSpam({ act, of }: Doing, error: unknown): unknown {
  if (!isSpam(error)) return error;
  return new RetryableError(`Expected to ${act} ${of}, found ${(error as Error).message}`, {
    afterMs: 60_000,
    cause: error,
  });
}
