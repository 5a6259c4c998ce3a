/** The check on the head of the default branch: what no tracking issue shows. */
import { TerminalError } from '../github/transport/errors.ts';
import { RefusedError } from '../github/transport/refused.ts';
import { reportCheck } from '../github/write/check.ts';
import { renderCheck, renderForbidden, type PlanProblems } from '../sync/render/check.ts';
import type { Refusal } from '../sync/types.ts';
import type { PassContext } from './context.ts';

/** What is to be said of a file, and what GitHub refused to write for it. */
export interface Sayable extends PlanProblems {
  readonly refusals?: readonly Refusal[];
}

/** What came of saying it. */
export interface Said {
  /** Why not all could be done, where a permission is missing; null otherwise. */
  readonly forbidden: TerminalError | null;
  /** The app may write no check, so that nobody hears. */
  readonly isUnheard: boolean;
}

/** Says what no tracking issue shows; nothing is read if there is nothing. A missing permission is named above all else. */
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
  // Only an App can be granted what is missing; to others a check is not open at all.
  return { forbidden, isUnheard: kind === 'refused' && me.login.endsWith('[bot]') };
}

/** Names the permission that a job ended for, in the check of the head that it ended at. */
export async function sayForbidden(
  { client, repository, head, me }: PassContext,
  error: unknown,
): Promise<void> {
  if (!(error instanceof TerminalError) || error.permission === null) return;
  const text = renderForbidden(error.permission, error.message);
  await reportCheck(client, repository, { ...text, headSha: head.commit, account: me });
}
