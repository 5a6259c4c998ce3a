/** One plan, once through: observe, diff, apply, write back, record. */
import type { Unclear } from '../parser/types.ts';
import type { Problem } from '../plan/types.ts';
import { applyChanges } from '../github/write/apply.ts';
import type { Head } from '../github/read.ts';
import type { Awaited } from '../sync/render/check/actions.ts';
import type { TextProblems } from './head-check.ts';
import { notedProblems } from './noted-problems.ts';
import { diffPlan, observePlan, type ObservedPlan, type Syncable } from './observe/observe.ts';
import { effectsOf } from '../sync/diff/effects.ts';
import { isBase, memoryOf } from '../sync/state/known.ts';
import { spliceBlock } from '../sync/state/body-block.ts';
import { renderCheck } from '../sync/render/check/check-words.ts';
import { planStatusOf } from '../sync/plans/plan-status.ts';
import type { WriteBackState } from '../sync/render/differences.ts';
import type { Change, ChangeSet, Effect, Held, Refusal } from '../sync/types.ts';
import { remainingOf, type Remaining } from '../sync/state/undone.ts';
import { refusalProblems } from '../sync/render/words/refusal-problems.ts';
import { retire, sayWhyInactive, keepRetired } from './commands/retire-plan.ts';
import { finalizePlan, recordHeld, recordPlan, type AppliedPlan } from './record-plan.ts';
import { writeBack } from './write-back/write-back.ts';
import { tellingOf } from './under-way.ts';
import { announceText } from './update-ledger.ts';
import { writeCheck } from './write-check.ts';
import type { PassContext } from './context.ts';

/** What a pass over one plan came to. */
export interface PlanReport {
  readonly path: string;
  readonly changes: readonly Change[];
  /** Problems that the tracking issue does not show. */
  readonly problems: readonly Problem[];
  /** False if the pass yielded its turn before the last change. */
  readonly finished: boolean;
  /** Id of the change that waits for a person's confirmation. */
  readonly held?: string | null;
  /** The same for the check: what waits for a person. */
  readonly awaited?: Awaited;
  readonly ofText?: TextProblems;
  /** Why the pass stopped, where a later pass may succeed. */
  readonly unclear?: string | null;
  /** The text that could not be read yet, for which the plan waits. */
  readonly waitsFor?: Unclear;
  /** The default branch's head, if the pass moved it. */
  readonly head?: Head | null;
  /** What GitHub refused to write for it. */
  readonly refusals?: readonly Refusal[];
  /** What became of the plan; absent where its issues were left alone. */
  readonly result?: PlanResult;
}

/** What a pass did for one plan, for the command line and the Action to print. */
export interface PlanResult {
  readonly title: string;
  readonly tracking: number;
  readonly effects: readonly Effect[];
  /** Numbers of the issues that were opened, by task key. */
  readonly numbers: ReadonlyMap<string, number>;
  /** All problems, those included that the tracking issue shows. */
  readonly problems: readonly Problem[];
  readonly held: Held | null;
  /** Where the edits of the plan wait; null while a change of the plan waits for a person. */
  readonly writeBack: WriteBackState | null;
}

/**
 * Brings one plan and its issues in step, as far as the changes of this moment go: observe, diff, apply, write back,
 * record. A second pass right after finds nothing to do.
 */
export async function syncPlan(context: PassContext, paired: Syncable): Promise<PlanReport> {
  const { client, repository } = context;
  const start = await observePlan(context, paired);
  if ('problem' in start) return { ...nothingDone(paired, start.problem), unclear: start.unclear };
  const inactive = await handleInactive(context, paired, start);
  if (inactive !== null) return inactive;
  const changeSet = diffPlan(context, start);
  const observedPlan = await announceText(context, start, changeSet);
  const { path } = observedPlan.file;
  const applied = await applyChanges(client, repository, changeSet.changes, {
    splice: spliceBlock,
    observed: { ...observedPlan.observed, tracking: memoryOf(observedPlan.known)?.tracking ?? null },
    unavailable: context.unavailable,
    denied: context.denied,
    shouldYield: context.shouldYield,
    ...tellingOf(context, path),
  });
  if (!applied.finished) return { path, changes: changeSet.changes, problems: [], finished: false };
  const tracking = memoryOf(observedPlan.known)?.tracking.number ?? applied.created.tracking;
  const remaining = remainingOf({ ...observedPlan, ...applied, changeSet });
  if (tracking === null)
    return { path, changes: [], finished: true, ...withoutTracking(changeSet, remaining) };
  const said = [
    ...changeSet.conflicts,
    ...notedProblems(applied.notes, changeSet.changes, applied.created.issues),
    ...refusalProblems(remaining.passing),
  ];
  // The problems of the config, which stand among those of each plan, have a line in the check of their own.
  const { file, known } = observedPlan;
  const ofText = {
    problems: changeSet.problems.filter((problem) => problem.path === undefined),
    isNew: !isBase(known, file.blob),
  };
  const result = {
    title: observedPlan.plan.title,
    tracking,
    effects: effectsOf(changeSet, observedPlan.observed),
    numbers: applied.created.issues,
    problems: [...changeSet.problems, ...said],
    held: changeSet.held,
  };
  const report = { path, changes: changeSet.changes, problems: said, ofText, finished: true };
  const done: AppliedPlan = { changeSet, applied, tracking, remaining };
  if (changeSet.held !== null)
    return reportHeld(context, observedPlan, { ...done, held: changeSet.held }, { report, result });
  await reportBeforeRecord(context, path, [...(ofText.isNew ? ofText.problems : []), ...said]);
  const finalized = finalizePlan(context, observedPlan, done);
  const written = await writeBack(context, observedPlan, finalized);
  const { refused, refusals } = await recordPlan(context, observedPlan, { ...done, finalized, written });
  return {
    ...report,
    head: written.head,
    problems: [...said, ...refused],
    refusals: [...remaining.passing, ...refusals],
    result: { ...result, writeBack: written.state, problems: [...result.problems, ...refused] },
  };
}

/** Records that the changes wait for a person, and reports which. */
async function reportHeld(
  context: PassContext,
  observedPlan: ObservedPlan,
  done: AppliedPlan & { readonly held: Held },
  { report, result }: { readonly report: PlanReport; readonly result: Omit<PlanResult, 'writeBack'> },
): Promise<PlanReport> {
  const refusal = await recordHeld(context, observedPlan, done);
  const refusals = refusal === null ? [] : [refusal];
  return {
    ...report,
    problems: [...report.problems, ...refusalProblems(refusals)],
    refusals: [...done.remaining.passing, ...refusals],
    held: done.held.id,
    awaited: {
      kind: 'confirm',
      id: done.held.id,
      tracking: done.tracking,
      title: observedPlan.plan.title,
      held: done.held,
    },
    result: { ...result, writeBack: null },
  };
}

/** What the check says of a plan without a tracking issue: none is needed, or GitHub refused to make it. */
function withoutTracking(
  { problems: said }: ChangeSet,
  { passing, lasting }: Remaining,
): Pick<PlanReport, 'problems' | 'refusals'> {
  return withRefusals([...passing, ...lasting], said);
}

/**
 * Writes the check before the tracking issue is updated. These problems belong to the step from the old base to the new one:
 * a pass that ended between the two writes would otherwise never report them.
 */
async function reportBeforeRecord(
  context: PassContext,
  path: string,
  said: readonly Problem[],
): Promise<void> {
  const text = renderCheck([{ path, problems: said }]);
  if (text !== null) await writeCheck(context, context.head.commit, text);
}

/** Handles a plan that is paused, retired or about to be retired; null for an active plan, which is synced. */
async function handleInactive(
  context: PassContext,
  paired: Syncable,
  observedPlan: ObservedPlan,
): Promise<PlanReport | null> {
  const status = planStatusOf(observedPlan);
  switch (status.kind) {
    case 'none':
      return null;
    case 'paused': {
      const { tracking } = status.memory;
      const refusal = await sayWhyInactive(context, tracking, observedPlan.id, status.problem);
      const { problems: said, ...report } = nothingDone(paired, status.problem);
      const of = { title: observedPlan.plan.title, tracking: tracking.number };
      const awaited = { kind: 'resume', plan: observedPlan.id, ...of } as const;
      return { ...report, awaited, ...withRefusals(refusal === null ? [] : [refusal], said) };
    }
    case 'retiring': {
      const { memory } = status;
      const { refusals, notes, ...retired } = await retire(context, { ...observedPlan, memory });
      const { path } = observedPlan.file;
      const of = { tracking: memory.tracking.number, title: observedPlan.plan.title };
      const { held: id } = retired;
      const awaited = id === null ? {} : { awaited: { kind: 'confirm', id, ...of, held: null } as const };
      return { path, ...retired, ...awaited, ...withRefusals(refusals, notes) };
    }
    case 'retired': {
      const refusal = await keepRetired(context, { ...observedPlan, memory: status.memory });
      const { path } = observedPlan.file;
      return { path, changes: [], finished: true, ...withRefusals(refusal === null ? [] : [refusal]) };
    }
  }
}

/** The part of a report that makes the check say what GitHub refused, where no tracking issue shows it. */
function withRefusals(
  refusals: readonly Refusal[],
  said: readonly Problem[] = [],
): Pick<PlanReport, 'problems' | 'refusals'> {
  return { problems: [...said, ...refusalProblems(refusals)], refusals };
}

function nothingDone({ file }: Syncable, problem: Problem): PlanReport {
  return { path: file.path, changes: [], problems: [problem], finished: true };
}
