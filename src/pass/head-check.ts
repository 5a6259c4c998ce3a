/** The check on the head of the default branch: it says what no tracking issue shows. */
import { TerminalError } from '../github/transport/errors.ts';
import { RefusedError } from '../github/transport/refused.ts';
import { reportCheck } from '../github/write/check.ts';
import { renderCheck, renderForbidden, type PlanProblems } from '../sync/render/check.ts';
import type { Refusal } from '../sync/types.ts';
import type { PassContext } from './context.ts';

/** The problems of a file, and what GitHub refused to write for it. */
export interface Sayable extends PlanProblems {
  readonly refusals?: readonly Refusal[];
}

/** The result of writing the check. */
export interface Said {
  /** The missing permission, if one kept the job from doing everything; null otherwise. */
  readonly forbidden: TerminalError | null;
  /** The app may not write checks, so that nobody sees the problems. */
  readonly isUnheard: boolean;
}

/** Writes the check, a missing permission first. Makes no request if there is nothing to say. */
export async function sayAtHead(
  { client, repository, head, me }: PassContext,
  plans: readonly Sayable[],
): Promise<Said> {
  const lacking = plans
    .flatMap(({ refusals = [] }) => refusals)
    .find(({ permission }) => permission !== null);
  const forbidden = lacking === undefined ? null : new RefusedError(lacking, null);
  const text =
    forbidden?.permission == null
      ? renderCheck(plans)
      : renderForbidden(forbidden.permission, forbidden.message, plans);
  if (text === null) return { forbidden, isUnheard: false };
  const { kind } = await reportCheck(client, repository, { ...text, headSha: head.commit, account: me });
  // Only an App can be granted the permission; other accounts cannot write checks at all.
  return { forbidden, isUnheard: kind === 'refused' && me.login.endsWith('[bot]') };
}

/** Names in the check the missing permission for which a job ended. */
export async function sayForbidden(
  { client, repository, head, me }: PassContext,
  error: unknown,
): Promise<void> {
  if (!(error instanceof TerminalError) || error.permission === null) return;
  const text = renderForbidden(error.permission, error.message);
  await reportCheck(client, repository, { ...text, headSha: head.commit, account: me });
}
