/** One plan, once through: read, parse, diff, apply, write back, move the base. */
import type { Unclear } from '../parser/types.ts';
import type { Problem } from '../plan/types.ts';
import { applyChanges } from '../github/write/apply.ts';
import type { Head } from '../github/read.ts';
import { reportCheck } from '../github/write/check.ts';
import { notedProblems } from './notes.ts';
import { diffWithAllItNeeds, observePlan, type ObservedPlan, type Syncable } from './observe/observe.ts';
import { effectsOf, type Effect } from '../sync/diff/effects.ts';
import { spliceBlock } from '../sync/state/markers.ts';
import { renderCheck } from '../sync/render/check.ts';
import { planStatusOf } from '../sync/plans/status.ts';
import type { WriteBackState } from '../sync/render/standing.ts';
import type { Change, ChangeSet, Held, Refusal } from '../sync/types.ts';
import { remainingOf, type Remaining } from '../sync/state/undone.ts';
import { refusalProblems } from '../sync/render/words-refused.ts';
import { retire, sayAtRest, stayRetired } from './commands/retiring.ts';
import { writeHeld, writeUp } from './record.ts';
import type { PassContext } from './context.ts';

/** What a pass over one plan came to. */
export interface PlanReport {
  readonly path: string;
  readonly changes: readonly Change[];
  /** Problems that the tracking issue does not show. */
  readonly problems: readonly Problem[];
  /** False if the pass paused before the last change. */
  readonly finished: boolean;
  /** Id of what waits for a person. */
  readonly held?: string | null;
  /** What stopped it that another pass may find healed. */
  readonly unclear?: string | null;
  /** The text that it waits for, of which there is no word yet. */
  readonly waitsFor?: Unclear;
  /** The default branch's head, if the pass moved it. */
  readonly head?: Head | null;
  /** What GitHub refused to write for it. */
  readonly refusals?: readonly Refusal[];
  /** What became of the plan; absent where its issues were left alone. */
  readonly result?: PlanResult;
}

/** What a pass did for one plan, for whoever started it by hand. */
export interface PlanResult {
  readonly title: string;
  readonly tracking: number;
  readonly effects: readonly Effect[];
  /** Numbers of the issues that were opened, by task key. */
  readonly numbers: ReadonlyMap<string, number>;
  /** All that there is to look at, what the tracking issue shows too. */
  readonly problems: readonly Problem[];
  readonly held: Held | null;
  /** Where the edits of the plan wait; null where the plan itself waits for a person. */
  readonly writeBack: WriteBackState | null;
}

/**
 * Brings one plan and its issues in step, as far as the changes of this moment go. A second pass right after finds
 * nothing to do.
 */
export async function syncPlan(context: PassContext, paired: Syncable): Promise<PlanReport> {
  const { client, repository } = context;
  const first = await observePlan(context, paired);
  if ('problem' in first) return { ...nothingDone(paired, first.problem), unclear: first.unclear };
  const resting = await keepsResting(context, paired, first);
  if (resting !== null) return resting;
  const { reading, changeSet } = await diffWithAllItNeeds(context, first);
  const { path } = reading.file;
  const applied = await applyChanges(client, repository, changeSet.changes, {
    splice: spliceBlock,
    unavailable: context.unavailable,
    denied: context.denied,
    shouldPause: context.shouldPause,
    onProgress: ({ done, total }) => context.onProgress({ path, done, total }),
  });
  if (!applied.finished) return { path, changes: changeSet.changes, problems: [], finished: false };
  const tracking = reading.observed.tracking?.number ?? applied.created.tracking;
  const remaining = remainingOf({ ...reading, ...applied, changeSet });
  if (tracking === null)
    return { path, changes: [], finished: true, ...withoutTracking(changeSet, remaining) };
  const said = [
    ...changeSet.conflicts,
    ...notedProblems(applied.notes),
    ...refusalProblems(remaining.passing),
  ];
  await sayBefore(context, path, said);
  const result = {
    title: reading.plan.title,
    tracking,
    effects: effectsOf(changeSet, reading.observed),
    numbers: applied.created.issues,
    problems: [...changeSet.problems, ...said],
    held: changeSet.held,
  };
  const report = { path, changes: changeSet.changes, problems: said, finished: true };
  if (changeSet.held !== null) {
    const refusal = await writeHeld(context, reading, {
      held: changeSet.held,
      changeSet,
      applied,
      tracking,
      remaining,
    });
    const refusals = [...remaining.passing, ...(refusal === null ? [] : [refusal])];
    const unsaid = refusalProblems(refusal === null ? [] : [refusal]);
    return {
      ...report,
      problems: [...said, ...unsaid],
      refusals,
      held: changeSet.held.id,
      result: { ...result, writeBack: null },
    };
  }
  const { head, state, refused, refusals } = await writeUp(context, reading, {
    changeSet,
    applied,
    tracking,
    remaining,
  });
  return {
    ...report,
    head,
    problems: [...said, ...refused],
    refusals: [...remaining.passing, ...refusals],
    result: { ...result, writeBack: state, problems: [...result.problems, ...refused] },
  };
}

/** A plan whose tracking issue is not there, since nothing calls for one or GitHub refuses it: the check says which. */
function withoutTracking(
  { problems: said }: ChangeSet,
  { passing, standing }: Remaining,
): Pick<PlanReport, 'problems' | 'refusals'> {
  return refusing([...passing, ...standing], said);
}

/** What is over once the base has moved is said before it moves: a pass cut short in between would never say it. */
async function sayBefore(
  { client, repository, head, me }: PassContext,
  path: string,
  said: readonly Problem[],
): Promise<void> {
  const text = renderCheck([{ path, problems: said }]);
  if (text !== null) await reportCheck(client, repository, { ...text, headSha: head.commit, account: me });
}

/** What becomes of a plan that is paused, or retired, or about to be; null for one that is at work. */
async function keepsResting(
  context: PassContext,
  paired: Syncable,
  reading: ObservedPlan,
): Promise<PlanReport | null> {
  const rest = planStatusOf(reading);
  switch (rest.kind) {
    case 'none':
      return null;
    case 'paused': {
      const { tracking } = reading.observed;
      const refusal = tracking === null ? null : await sayAtRest(context, tracking, reading.id, rest.problem);
      const { problems: said, ...report } = nothingDone(paired, rest.problem);
      return { ...report, ...refusing(refusal === null ? [] : [refusal], said) };
    }
    case 'retiring': {
      const { refusals, ...retired } = await retire(context, reading);
      return { path: reading.file.path, ...retired, ...refusing(refusals) };
    }
    case 'retired': {
      const refusal = await stayRetired(context, reading);
      const { path } = reading.file;
      return { path, changes: [], finished: true, ...refusing(refusal === null ? [] : [refusal]) };
    }
  }
}

/** What the check says of refusals that no tracking issue shows. */
function refusing(
  refusals: readonly Refusal[],
  said: readonly Problem[] = [],
): Pick<PlanReport, 'problems' | 'refusals'> {
  return { problems: [...said, ...refusalProblems(refusals)], refusals };
}

function nothingDone({ file }: Syncable, problem: Problem): PlanReport {
  return { path: file.path, changes: [], problems: [problem], finished: true };
}
