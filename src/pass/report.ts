/** What is left of a job once its plans are synced: the check of the head, and whether another job looks again. */
import type { TerminalError } from '../github/transport/errors.ts';
import type { Hint, Later, Outcome, RepositoryJob } from '../queue/types.ts';
import type { PairedPlan } from '../sync/plans/pairing.ts';
import { isRetired } from '../sync/plans/plan-status.ts';
import type { PassContext } from './context.ts';
import { isAffected } from './discover/affected.ts';
import { sayAtHead, type Sayable } from './head-check.ts';
import type { JobContext } from './open-repository.ts';
import type { PlanReport } from './sync-plan.ts';
import { doneExceptFor, lookAgainFor } from './unclear/unclear.ts';

/** What the check of the head is written from. */
export interface HeadReport {
  readonly context: PassContext;
  readonly sayable: readonly Sayable[];
  readonly hints: readonly Hint[];
  readonly paired: readonly PairedPlan[];
}

/**
 * Writes the check of the head: what no tracking issue shows, and which permission is missing. What an earlier check said of
 * refusals and unclear texts is taken back once it is over: by a sweep, or where this process said it.
 *
 * @returns A look at all plans, where the check still says that one waits for a person which does not any more: a job that
 *   looks at some plans cannot tell what the check is to say of the others.
 */
export async function reportAtHead(
  jobContext: JobContext,
  job: RepositoryJob,
  { context, sayable, hints, paired }: HeadReport,
): Promise<Later | null> {
  const name = `${job.owner}/${job.repo}`;
  const looksAtAll = paired.every((plan) => isRetired(plan) || isAffected(plan, hints));
  const awaited = jobContext.provisional.get(name);
  const isDue = awaited !== undefined || hints.some(({ kind }) => kind === 'sweep');
  const { isUnheard, forbidden, isProvisional, awaits } = await sayAtHead(context, sayable, {
    mayTakeBack: looksAtAll && isDue,
    seen: new Set(paired.flatMap((plan) => (plan.kind === 'new' ? [] : [plan.tracking.number]))),
  });
  if (isProvisional) jobContext.provisional.set(name, awaits);
  else if (looksAtAll) jobContext.provisional.delete(name);
  if (isUnheard)
    jobContext.log.warn({ permission: 'checks=write' }, 'Expected to be allowed to write a check, found 403');
  if (forbidden !== null) giveUp(jobContext, job, forbidden);
  const looked = paired.flatMap((plan) =>
    plan.kind !== 'new' && isAffected(plan, hints) ? [plan.tracking.number] : [],
  );
  const isOver = !looksAtAll && !isProvisional && looked.some((number) => awaited?.includes(number) === true);
  return isOver ? { hints: [{ kind: 'sweep' }], afterMs: 0 } : null;
}

/** Done, with a look later for each text that could not be read yet; or to be tried again, if a plan failed. */
export function jobOutcome({
  reports,
  laters,
  sayable,
}: {
  readonly reports: readonly PlanReport[];
  readonly laters: readonly (Later | null)[];
  readonly sayable: readonly Sayable[];
}): Outcome {
  const failed = reports.flatMap((report) => report.unclear ?? []);
  if (failed.length > 0) return { kind: 'retry', afterMs: null, reason: failed.join(' ') };
  const isRefused =
    sayable.some(({ refusals = [] }) => refusals.length > 0) ||
    reports.some(({ result }) => result?.writeBack?.kind === 'no-pulls');
  const forPlans = reports.flatMap(({ waitsFor }) =>
    waitsFor === undefined ? [] : [lookAgainFor(waitsFor, { kind: 'sweep' })],
  );
  return { ...doneExceptFor([...laters, ...forPlans]), ...(isRefused ? { refused: true } : {}) };
}

/** Logs, and tells whoever runs the job, that it ends undone because only a person can help. */
export function giveUp(
  jobContext: Pick<JobContext, 'log' | 'onGiveUp'>,
  { owner, repo }: RepositoryJob,
  error: TerminalError,
): void {
  jobContext.log.warn({ repository: `${owner}/${repo}`, permission: error.permission }, error.message);
  jobContext.onGiveUp?.(error.message);
}
