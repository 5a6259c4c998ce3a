/** Syncs the plans of a repository one after the other: what happens to one keeps no other from its turn. */
import { CONFIG_PATH } from '../config/config.ts';
import { RetryableError, TerminalError } from '../github/transport/errors.ts';
import type { Problem } from '../plan/types.ts';
import type { Hint } from '../queue/types.ts';
import type { PairedPlan } from '../sync/plans/pairing.ts';
import { unlabelledId } from '../sync/plans/unlabelled.ts';
import { problems } from '../sync/render/words.ts';
import { planProblems } from '../sync/render/words/plan-problems.ts';
import { refusalProblems } from '../sync/render/words/refusal-problems.ts';
import { sayWhyInactive } from './commands/retire-plan.ts';
import type { PassContext } from './context.ts';
import { isAffected } from './discover/affected.ts';
import { pathOf } from './discover/discover.ts';
import type { AllPlans } from './discover/find-unlabelled.ts';
import { asEmptied, retirable } from './discover/vanished.ts';
import type { JobContext, OpenedRepository } from './open-repository.ts';
import { syncPlan, type PlanReport } from './sync-plan.ts';
import { problemsOf, UnclearTextError } from './unclear/unclear.ts';

/** What syncing the plans takes: what was discovered, and what the job looks for. */
export interface PlansToSync {
  readonly discovered: Pick<AllPlans, 'paired' | 'moves' | 'titled' | 'own' | 'newest' | 'waits'>;
  readonly hints: readonly Hint[];
}

/** What syncing the plans came to: the report on each, the head after the last, and whether none yielded its turn half-way. */
export interface SyncedPlans {
  readonly reports: readonly PlanReport[];
  readonly head: PassContext['head'];
  readonly finished: boolean;
}

/** Syncs the plans that the hints concern, one after the other. */
export async function syncPlans(
  jobContext: Pick<JobContext, 'log' | 'onPlan'>,
  { context, configProblems }: Pick<OpenedRepository, 'context' | 'configProblems'>,
  { discovered, hints }: PlansToSync,
): Promise<SyncedPlans> {
  const { moves, titled, own, newest, waits } = discovered;
  const said = configProblems.map((problem) => ({ ...problem, path: CONFIG_PATH }));
  const reports: PlanReport[] = [];
  let { head } = context;
  for (const plan of discovered.paired) {
    if (!isAffected(plan, hints)) continue;
    // What the first plan writes is in no list that was read before.
    const fresh = reports.length === 0 ? { newest } : {};
    const read = { moves, titled, own, waits, said, ...fresh };
    const report = await syncOnePlan(jobContext, { ...context, head, ...read }, plan);
    reports.push(report);
    jobContext.onPlan?.(report);
    if (!report.finished) return { reports, head, finished: false };
    head = report.head ?? head;
  }
  return { reports, head, finished: true };
}

/** One plan. An error of its own is reported, and the other plans go on; an error of GitHub as a whole ends the job. */
async function syncOnePlan(
  { log }: Pick<JobContext, 'log'>,
  context: PassContext,
  plan: PairedPlan,
): Promise<PlanReport> {
  const path = pathOf(plan);
  try {
    return await syncOrExplain(context, plan);
  } catch (error) {
    if (error instanceof UnclearTextError)
      return { ...reportOf(path, problemsOf(error.unclear)), waitsFor: error.unclear };
    if (error instanceof RetryableError || error instanceof TerminalError) throw error;
    const { owner, name } = context.repository;
    log.warn({ repository: `${owner}/${name}`, plan: path, err: error }, 'A plan failed, the others go on');
    const reason = error instanceof Error ? error.message : String(error);
    return { ...reportOf(path, [problems.failed()]), unclear: reason };
  }
}

/** Syncs a plan that has a file or is being closed down; says of any other plan why it is left alone. */
async function syncOrExplain(context: PassContext, plan: PairedPlan): Promise<PlanReport> {
  switch (plan.kind) {
    case 'known':
    case 'new':
      return syncPlan(context, plan);
    case 'untrusted':
      return reportOf(plan.file.path, [problems.trackingUntrusted(plan.tracking)]);
    case 'unlabelled': {
      const { path, tracking } = plan;
      const id = unlabelledId(tracking);
      const waits = { kind: 'confirm', held: null, isSaid: true } as const;
      const awaited = { ...waits, id, tracking: tracking.number, title: path };
      return { ...reportOf(path, [planProblems.unlabelled(tracking.number, id)]), awaited };
    }
    case 'newer':
      return reportOf(plan.path, [problems.newerMarker(plan.tracking.number, plan.version)]);
    case 'vanished': {
      const { path } = plan.ledger;
      const emptied = asEmptied(context, plan);
      if (emptied !== null) return syncPlan(emptied.context, emptied.plan);
      return explainInactive(context, plan, path, problems.vanished(path, plan.tracking.number));
    }
    case 'let-go': {
      const { path } = plan.file;
      const retiring = plan.ledger.retire?.kind === 'asked' ? retirable(context, plan) : null;
      if (retiring !== null) return syncPlan(context, retiring.plan);
      return explainInactive(context, plan, path, problems.letGo(path, plan.tracking.number));
    }
  }
}

/** Says in the tracking issue why its plan is left alone; where GitHub refuses that, the report says it. */
async function explainInactive(
  context: PassContext,
  plan: Extract<PairedPlan, { readonly kind: 'vanished' | 'let-go' }>,
  path: string,
  why: Problem,
): Promise<PlanReport> {
  const refusal = await sayWhyInactive(context, plan.tracking, plan.id, why);
  if (refusal === null) return reportOf(path, []);
  return { ...reportOf(path, [why, ...refusalProblems([refusal])]), refusals: [refusal] };
}

/** The report on a file for which nothing was done. */
export function reportOf(path: string, said: PlanReport['problems']): PlanReport {
  return { path, changes: [], problems: said, finished: true };
}
