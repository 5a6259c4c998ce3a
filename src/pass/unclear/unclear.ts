/** A text that could not be read yet, since its parser took too long or died: whatever needs it waits, and is tried again later. */
import { CONFIG_PATH } from '../../config/config.ts';
import type { Client } from '../../github/transport/client.ts';
import { RetryableError } from '../../github/transport/errors.ts';
import type { Account, Head } from '../../github/read.ts';
import { reportCheck } from '../../github/write/check-run.ts';
import type { Hint, Later, Outcome } from '../../queue/types.ts';
import type { Unclear } from '../../parser/types.ts';
import { isTold, isTriedByItself } from '../../parser/retries.ts';
import type { Problem } from '../../plan/types.ts';
import type { Repository } from '../../sync/types.ts';
import { renderCheck } from '../../sync/render/check/check-words.ts';
import { problems } from '../../sync/render/words.ts';

/** Ends the work that needs the text; other plans and previews go on. */
export class UnclearTextError extends RetryableError {
  readonly unclear: Unclear;

  constructor(path: string, unclear: Unclear) {
    super(
      `${path} could not be read yet: ${unclear.reason === 'overdue' ? 'it took too long' : 'its parser ended'}.`,
      {
        afterMs: unclear.afterMs,
      },
    );
    this.unclear = unclear;
  }
}

/**
 * The reader's answer.
 *
 * @throws UnclearTextError where the text could not be read yet.
 */
export function orThrowUnclear<T extends { readonly kind: string }>(
  path: string,
  answer: T | Unclear,
): Exclude<T, Unclear> {
  if (answer.kind === 'unclear') throw new UnclearTextError(path, answer as Unclear);
  return answer as Exclude<T, Unclear>;
}

/** The problem that is shown of such a text; none at first, since a busy machine often reads it at the next attempt. */
export function problemsOf(unclear: Unclear): readonly Problem[] {
  return isTold(unclear) ? [problems.unclear(unclear.reason)] : [];
}

/**
 * The problem that a preview shows of a text that several attempts could not read.
 *
 * @throws The error itself where it is another one, or where too few attempts were made to show it.
 */
export function problemsIfLasting(error: unknown): readonly Problem[] {
  if (!(error instanceof UnclearTextError) || !isTold(error.unclear)) throw error;
  return problemsOf(error.unclear);
}

/** When a job looks again because of this text; null where only the next event or sweep does. */
export function lookAgainFor(unclear: Unclear, hint: Hint): Later | null {
  return isTriedByItself(unclear) ? { hints: [hint], afterMs: unclear.afterMs } : null;
}

/** The outcome of a job that is done except for texts that could not be read yet. */
export function doneExceptFor(laters: readonly (Later | null)[]): Outcome {
  const all = laters.filter((one) => one !== null);
  if (all.length === 0) return { kind: 'done' };
  return {
    kind: 'done',
    later: {
      hints: all.flatMap(({ hints }) => hints),
      afterMs: Math.min(...all.map(({ afterMs }) => afterMs)),
    },
  };
}

/** What writing the check of a head takes. */
interface CheckTarget {
  readonly client: Client;
  readonly repository: Repository;
  readonly head: Head;
  readonly me: Account;
}

/** Says in the check that the config could not be read yet, and that so no plan is synced. */
export async function sayUnclearConfig(
  { client, repository, head, me }: CheckTarget,
  unclear: Unclear,
): Promise<void> {
  const said = [{ path: CONFIG_PATH, problems: problemsOf(unclear) }];
  const text = renderCheck(said, { sync: true });
  const run = { headSha: head.commit, account: me, isProvisional: true };
  if (text !== null) await reportCheck(client, repository, { ...text, ...run });
}
