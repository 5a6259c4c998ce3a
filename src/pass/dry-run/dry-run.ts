/** Dry run of one plan: the pass stopped after the diff, so that nothing is written. */
import type { Problem } from '../../plan/types.ts';
import { diffPlan, observePlan, type ObservedPlan } from '../observe/observe.ts';
import { isFirstSync } from '../update-ledger.ts';
import { effectsOf } from '../../sync/diff/effects.ts';
import type { PairedPlan } from '../../sync/plans/pairing.ts';
import type { PlanPreview } from '../../sync/render/preview-comment.ts';
import { isRetired, planStatusOf } from '../../sync/plans/plan-status.ts';
import { finalize } from '../../sync/write-back/finalize.ts';
import type { ChangeSet, Proposal } from '../../sync/types.ts';
import { unlabelledId } from '../../sync/plans/unlabelled.ts';
import { planProblems } from '../../sync/render/words/plan-problems.ts';
import { problems } from '../../sync/render/words.ts';
import { refusedProposals, openProposals } from '../../sync/write-back/write-back-policy.ts';
import { pathOf } from '../discover/discover.ts';
import { asEmptied } from '../discover/vanished.ts';
import type { PassContext } from '../context.ts';

/** What a sync of a plan would do: to its issues, and which edits it would propose. */
export interface PlanDryRun extends PlanPreview {
  readonly proposals: readonly Proposal[];
}

/** Works out what a sync of a plan would do, and does none of it. */
export async function dryRunPlan(context: PassContext, paired: PairedPlan): Promise<PlanDryRun> {
  const path = pathOf(paired);
  const only = (problem: Problem): PlanDryRun => onlyProblems(path, [problem]);
  if (isRetired(paired)) return onlyProblems(path, []);
  switch (paired.kind) {
    case 'let-go':
      return only(problems.letGo(paired.file.path, paired.tracking.number));
    case 'untrusted':
      return only(problems.trackingUntrusted(paired.tracking));
    case 'unlabelled':
      return only(planProblems.unlabelled(paired.tracking.number, unlabelledId(paired.tracking)));
    case 'newer':
      return only(problems.newerMarker(paired.tracking.number, paired.version));
    case 'vanished': {
      const emptied = asEmptied(context, paired);
      return emptied === null
        ? only(problems.vanished(path, paired.tracking.number))
        : dryRunPlan(emptied.context, emptied.plan);
    }
    case 'known':
    case 'new': {
      const observedPlan = await observePlan(context, paired);
      if ('problem' in observedPlan) return only(observedPlan.problem);
      const status = planStatusOf(observedPlan);
      if (status.kind !== 'none') return only(status.problem);
      const changeSet = diffPlan(context, observedPlan);
      return {
        path,
        title: observedPlan.plan.title,
        effects: changeSet.held === null ? effectsOf(changeSet, observedPlan.observed) : [],
        problems: [...changeSet.problems, ...changeSet.conflicts],
        held: changeSet.held,
        proposals: changeSet.held === null ? proposalsOf(context, observedPlan, changeSet) : [],
      };
    }
  }
}

/** The edits that a sync would propose, without links to issues that it would open. */
function proposalsOf(
  context: PassContext,
  observedPlan: ObservedPlan,
  changeSet: ChangeSet,
): readonly Proposal[] {
  const { plan, observed, file } = observedPlan;
  const finalized = finalize({
    plan,
    changeSet,
    created: { tracking: null, issues: new Map(), milestones: new Map() },
    issues: observed.issues,
    repositoryUrl: context.repository.url,
    firstSync: isFirstSync(observedPlan),
    refused: refusedProposals(observed.pulls),
    openProposals: openProposals(observed.pulls),
    policy: context.writeBack,
    file,
  });
  return finalized.proposals;
}

/** A dry run that shows only problems, since the plan would not be synced. */
export function onlyProblems(path: string, said: readonly Problem[]): PlanDryRun {
  return { path, title: path, effects: [], problems: said, held: null, proposals: [] };
}
