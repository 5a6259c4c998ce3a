/** Retires a plan from the command line: works out what that would do, and writes the confirmation. The next pass does it. */
import { pathOf } from '../discover/discover.ts';
import { updateTracking } from '../../github/write/tracking-issue.ts';
import type { OpenedRepository } from '../open-repository.ts';
import { observePlan } from '../observe/observe.ts';
import { readRetirement } from './retire-plan.ts';
import { memoryOf } from '../../sync/state/known.ts';
import { rememberIn } from '../../sync/state/markers.ts';
import { isRetired } from '../../sync/plans/plan-status.ts';
import type { Retirement } from '../../sync/plans/retirement.ts';
import { discoverAsItStands } from '../discover/find-unlabelled.ts';
import { retirable } from '../discover/vanished.ts';

/** What retiring a plan would do, or why there is nothing to retire. */
export type RetirementReading =
  | {
      readonly kind: 'found';
      readonly title: string;
      readonly tracking: number;
      readonly retirement: Retirement;
    }
  /** The plan is retired already. */
  | { readonly kind: 'over' }
  /** There are no issues of it, or it cannot be read. */
  | { readonly kind: 'none'; readonly known: readonly string[] };

/** Works out what retiring a plan would do; changes nothing. */
export async function findRetirement(opened: OpenedRepository, path: string): Promise<RetirementReading> {
  const { context } = opened;
  const { plans } = await discoverAsItStands(opened);
  const plan = plans.find((one) => pathOf(one) === path);
  const ready = plan === undefined ? null : retirable(context, plan);
  if (plan === undefined || ready === null)
    return { kind: 'none', known: plans.filter(({ kind }) => kind !== 'new').map(pathOf) };
  if (isRetired(plan)) return { kind: 'over' };
  const observedPlan = await observePlan(ready.context, ready.plan);
  const memory = 'problem' in observedPlan ? null : memoryOf(observedPlan.known);
  if ('problem' in observedPlan || memory === null) return { kind: 'none', known: [] };
  const retirement = await readRetirement(context, { ...observedPlan, memory });
  const { title } = observedPlan.plan;
  return { kind: 'found', title, tracking: memory.tracking.number, retirement };
}

/** Writes the confirmation of exactly this retirement into the tracking issue, so that a crash does not lose it. */
export async function confirmRetirement(
  { context: { client, repository } }: Pick<OpenedRepository, 'context'>,
  { tracking, retirement: { id } }: Extract<RetirementReading, { kind: 'found' }>,
): Promise<void> {
  await updateTracking(client, repository, tracking, {
    edit: (body) =>
      rememberIn(body, (ledger) => ({ ...ledger, held: id, confirmed: id, retire: { kind: 'asked' } })),
  });
}
