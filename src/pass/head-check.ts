/** The check on the head of the default branch: it says what no tracking issue shows. */
import { TerminalError } from '../github/transport/errors.ts';
import { RefusedError } from '../github/transport/refused.ts';
import { reportCheck, takeBackCheck } from '../github/write/check.ts';
import type { Unclear } from '../parser/types.ts';
import { renderCheck, renderForbidden, renderOver, type PlanProblems } from '../sync/render/check.ts';
import type { Refusal } from '../sync/types.ts';
import type { PassContext } from './context.ts';

/** The problems of a file, and what GitHub refused to write for it. */
export interface Sayable extends PlanProblems {
  readonly refusals?: readonly Refusal[];
  /** The text that it waits for, of which there is no word yet. */
  readonly waitsFor?: Unclear;
  /** What stopped it that another pass may find healed. */
  readonly unclear?: string | null;
}

/** The result of writing the check. */
export interface Said {
  /** The missing permission, if one kept the job from doing everything; null otherwise. */
  readonly forbidden: TerminalError | null;
  /** The app may not write checks, so that nobody sees the problems. */
  readonly isUnheard: boolean;
  /** What there was to say may be over while the commit stays. */
  readonly isProvisional: boolean;
  /** The commit whose check says it; null where there was nothing to say. */
  readonly saidAt: string | null;
}

/**
 * Says what no tracking issue shows. A missing permission is named above all else. Where there is nothing to say, the check is
 * read only if that may take back what it said of refusals and unclear texts.
 */
export async function sayAtHead(
  { client, repository, head, me }: PassContext,
  plans: readonly Sayable[],
  { mayTakeBack }: { readonly mayTakeBack: boolean },
): Promise<Said> {
  const lacking = plans
    .flatMap(({ refusals = [] }) => refusals)
    .find(({ permission }) => permission !== null);
  const forbidden = lacking === undefined ? null : new RefusedError(lacking, null);
  const text =
    forbidden?.permission == null
      ? renderCheck(plans)
      : renderForbidden(forbidden.permission, forbidden.message, plans);
  const isProvisional = plans.some(maybeOver);
  const run = { headSha: head.commit, account: me };
  if (text === null) {
    if (mayTakeBack && !isProvisional) await takeBackCheck(client, repository, { ...renderOver(), ...run });
    return { forbidden, isUnheard: false, isProvisional, saidAt: null };
  }
  const { kind } = await reportCheck(client, repository, { ...text, ...run, isProvisional });
  // Only an App can be granted the permission; other accounts cannot write checks at all.
  const isUnheard = kind === 'refused' && me.login.endsWith('[bot]');
  return { forbidden, isUnheard, isProvisional, saidAt: head.commit };
}

/** Whether what is said may be over while the commit stays. */
function maybeOver({ refusals = [], waitsFor, unclear = null }: Sayable): boolean {
  return waitsFor !== undefined || unclear !== null || refusals.some(({ isOnce }) => isOnce !== true);
}

/** Names in the check the missing permission for which a job ended. */
export async function sayForbidden(
  { client, repository, head, me }: PassContext,
  error: unknown,
): Promise<void> {
  if (!(error instanceof TerminalError) || error.permission === null) return;
  const text = renderForbidden(error.permission, error.message);
  const run = { headSha: head.commit, account: me, isProvisional: true };
  await reportCheck(client, repository, { ...text, ...run });
}
