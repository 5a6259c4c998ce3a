/** A text of which there is no word yet: what needs it waits, and is looked at again after a while. */
import { CONFIG_PATH } from '../config/config.ts';
import type { Client } from '../github/transport/client.ts';
import { RetryableError } from '../github/transport/errors.ts';
import type { Account, Head } from '../github/read.ts';
import { reportCheck } from '../github/write/check.ts';
import type { Hint, Later, Outcome } from '../queue/types.ts';
import type { Unclear } from '../parser/types.ts';
import { isTold, isTriedByItself } from '../parser/patience.ts';
import type { Problem } from '../plan/types.ts';
import type { Repository } from '../sync/types.ts';
import { renderCheck } from '../sync/render/check.ts';
import { problems } from '../sync/render/words.ts';

/** Ends what needs the text, and nothing else. */
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

/** The answer, where there is one. */
export function unlessUnclear<T extends { readonly kind: string }>(
  path: string,
  answer: T | Unclear,
): Exclude<T, Unclear> {
  if (answer.kind === 'unclear') throw new UnclearTextError(path, answer as Unclear);
  return answer as Exclude<T, Unclear>;
}

/** What is said of it: nothing at first, since a busy machine is no news. */
export function saidOf(unclear: Unclear): readonly Problem[] {
  return isTold(unclear) ? [problems.unclear(unclear.reason)] : [];
}

/**
 * What a preview says of a text that has stayed unclear.
 *
 * @throws The error itself where it is another one, or a text that nobody need hear of yet.
 */
export function sayLasting(error: unknown): readonly Problem[] {
  if (!(error instanceof UnclearTextError) || !isTold(error.unclear)) throw error;
  return saidOf(error.unclear);
}

/** When to look again for this text; null leaves it to the next event or sweep. */
export function laterFor(unclear: Unclear, hint: Hint): Later | null {
  return isTriedByItself(unclear) ? { hints: [hint], afterMs: unclear.afterMs } : null;
}

/** What a job came to that is done but for these texts. */
export function doneBut(laters: readonly (Later | null)[]): Outcome {
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

/** Who says something in the check of which head. */
interface Speaker {
  readonly client: Client;
  readonly repository: Repository;
  readonly head: Head;
  readonly me: Account;
}

/** Says of a config that stays unclear why nothing happens: no plan is looked at without it. */
export async function sayUnclearConfig(
  { client, repository, head, me }: Speaker,
  unclear: Unclear,
): Promise<void> {
  const text = renderCheck([{ path: CONFIG_PATH, problems: saidOf(unclear) }]);
  const run = { headSha: head.commit, account: me, isProvisional: true };
  if (text !== null) await reportCheck(client, repository, { ...text, ...run });
}
