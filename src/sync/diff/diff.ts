/** Plan, base and what is observed go in; everything that must be done comes out, as data. Nothing is done here. */
import { resolveDependencies } from '../../plan/lint/dependencies.ts';
import type { Phase, Plan, Problem } from '../../plan/types.ts';
import { allTasks } from '../../plan/walk.ts';
import { brake } from './brake.ts';
import { inCreationOrder } from './creation-order.ts';
import { baseOf, memoryOf, type Known } from '../state/known.ts';
import type { Resolution, ResolvedTask } from '../resolve/resolution.ts';
import { underPolicy, phased, type SyncPolicy } from './sync-policy.ts';
import { TRACKING_LABEL } from '../state/ids.ts';
import { effectsOf } from './effects.ts';
import type { TaskContext } from './issue-patch.ts';
import { labelsToCreate } from './labels.ts';
import { freshIn, type LinksInput } from './link-context.ts';
import { newLedger } from '../state/ledger-text.ts';
import { planLinks } from './links.ts';
import { surroundingsOf } from './surroundings.ts';
import type { Match } from '../match/match.ts';
import { printBlock } from '../state/body-block.ts';
import { printTracking } from '../state/markers.ts';
import type { PhaseInput } from './kept-milestones.ts';
import { planPhases } from './phase-milestones.ts';
import type { PlanPlace } from '../render/issue.ts';
import type { RememberedLines } from '../match/joins.ts';
import { resolveTasks } from '../resolve/resolve.ts';
import { finalizeMilestones, type FinalState } from './milestone-states.ts';
import { changeDuplicate, changeRemoved } from './removed-changes.ts';
import { changeTask, type TaskResult } from './task-changes.ts';
import type { Change, ChangeSet, Held, MilestoneRef, Observed, PlanFile, PlanId } from '../types.ts';
import { keptEntries, leftAlone, type KeptEntries } from '../resolve/kept-entries.ts';
import { planWords } from './plan-words.ts';
import { problems, trackingTitle, unfinishedContent } from '../render/words.ts';

export interface DiffInput {
  readonly id: PlanId;
  readonly label: string;
  /** Labels of the repository's plans; none if absent. */
  readonly planLabels?: ReadonlyMap<PlanId, string>;
  readonly file: PlanFile;
  readonly plan: Plan;
  /** What tells the plan from others of the same title; the title of `plan` begins with it already. */
  readonly prefix: string | null;
  readonly known: Known;
  /** Which task of the base is which of the plan. */
  readonly match: Match;
  readonly observed: Observed;
  /** Texts that a pass began to apply and was cut short in, newest first. */
  readonly inFlight: readonly Plan[];
  /** How the lines of the plan go together, as the base tells; nothing if absent. */
  readonly remembered?: RememberedLines;
  /** Issues that go along with tasks that other plans took over. */
  readonly leaving: ReadonlySet<number>;
  /** Numeric ids of the accounts whose issues count as the app's own. */
  readonly trusted: ReadonlySet<number>;
  readonly place: PlanPlace;
  readonly policy: SyncPolicy;
}

/**
 * Computes what brings a plan and its issues in step.
 *
 * @returns The changes in the order of application.
 */
export function diff(input: DiffInput): ChangeSet {
  const { plan, observed, policy } = input;
  const refusal = refusesFirstSync(input);
  if (refusal !== null) return nothing(plan, refusal);

  const kept = keptEntries({ ...input, base: baseOf(input.known) });
  const { released } = kept;
  const resolution = underPolicy(resolveTasks({ ...input, blob: input.file.blob, released }), policy);
  const held = brake({ ...input, limits: policy.limits, blob: input.file.blob, resolution });
  const changeSet = changesOf(input, resolution, kept);
  return held === null ? changeSet : heldBack(input, { ...held, effects: effectsOf(changeSet, observed) });
}

/** The changes of tasks that are tied to their issues. */
function changesOf(input: DiffInput, resolution: Resolution, kept: KeptEntries): ChangeSet {
  const { plan, observed, known, policy } = input;
  const base = baseOf(known);
  const phaseInput: PhaseInput = {
    id: input.id,
    plan: phased(plan, policy),
    base: base === null ? null : phased(base.plan, policy),
    inFlight: input.inFlight,
    tasks: resolution.tasks,
    milestones: observed.milestones,
    ...(base?.owed === undefined ? {} : { owed: base.owed.phases }),
  };
  const phases = planPhases(phaseInput);
  const dependencies = dependenciesOf(input);
  const context = contextOf(input, { phases, resolution, dependencies });
  const results = resolution.tasks.map((resolved) => changeTask(context, resolved));
  const removed = resolution.removed.map((one) => changeRemoved(context, one));
  const duplicates = resolution.duplicates.map(changeDuplicate);
  const issueChanges = [...results, ...removed, ...duplicates].flatMap(({ changes }) => changes);
  const needed = phases.changes.filter(
    (change) => change.kind !== 'create-milestone' || isReferenced(change.phase, issueChanges),
  );
  const finalized = finalizeMilestones(
    phaseInput,
    { ...phases, refs: neededRefs(phases.refs, issueChanges) },
    finals(resolution, results),
    openByMilestone(input),
  );
  const outcomes = results.map(({ outcome }) => outcome);
  const links = planLinks({ ...input, resolution, outcomes, dependencies });
  const changes = [
    ...made(input, issueChanges),
    ...needed,
    ...linkedInTime(inCreationOrder(issueChanges, links.changes), links.changes),
    ...finalized,
  ];
  const words = planWords(input, resolution.tasks, results);
  return {
    changes,
    proposals: words.proposals,
    entries: [...results.flatMap(({ entry }) => entry ?? []), ...kept.entries],
    tasks: outcomes,
    problems: [
      ...[plan, phases, ...results, words].flatMap((one) => one.problems),
      ...leftAlone(kept),
      ...links.problems,
      ...resolution.unexplained.map((issue) => problems.unexplained(issue)),
    ],
    conflicts: [
      ...[phases, ...results, ...removed, ...duplicates, links, words].flatMap((one) => one.conflicts),
      ...resolution.tasks.flatMap(({ task, tie, byOrder }) =>
        byOrder === true && tie.kind === 'issue' ? [problems.tiedByOrder(task, tie.issue.number)] : [],
      ),
    ],
    held: null,
  };
}

/** The labels and the tracking issue that are still to be made. */
function made(input: DiffInput, issueChanges: readonly Change[]): Change[] {
  const { known, observed, label } = input;
  const tracking = trackingChanges(input);
  const seen = new Set(
    [memoryOf(known)?.tracking, ...observed.issues].flatMap((issue) => issue?.labels ?? []),
  );
  return [...labelsToCreate([...tracking, ...issueChanges], seen, label), ...tracking];
}

function dependenciesOf({ plan, known, inFlight }: DiffInput): LinksInput['dependencies'] {
  const base = baseOf(known);
  return {
    now: resolveDependencies(plan),
    before: base === null ? null : resolveDependencies(base.plan),
    inFlight: inFlight.map(resolveDependencies),
  };
}

/** What the decisions on all tasks share. */
function contextOf(
  input: DiffInput,
  { phases, ...tied }: Pick<TaskContext, 'phases'> & Pick<LinksInput, 'resolution' | 'dependencies'>,
): TaskContext {
  const { id, label, planLabels = new Map(), place, plan, policy } = input;
  const base = baseOf(input.known);
  const around = surroundingsOf({ plan, base, ...tied, repositoryUrl: place.repositoryUrl });
  const fresh = freshIn(base);
  // Where the plan's memory was lost nobody knows any more whether a person took the type away.
  const lacksType = (one: ResolvedTask): boolean => input.known.kind !== 'lost' && fresh(one);
  const types = { type: policy.types.task, lacksType };
  return { id, label, planLabels, place, around, phases, labels: policy.labels, ...types };
}

/**
 * Puts links after the issues they name, and before adoptions: an adoption overwrites the marker that says from which plan
 * an issue comes, and a pass that is cut short in between must leave that marker for the next one to set the links.
 */
function linkedInTime(issueChanges: readonly Change[], links: readonly Change[]): Change[] {
  const isAdoption = ({ kind }: Change): boolean => kind === 'adopt-issue';
  return [
    ...issueChanges.filter((change) => !isAdoption(change)),
    ...links,
    ...issueChanges.filter(isAdoption),
  ];
}

/** A held change set makes nothing but the tracking issue that says so. */
function heldBack(input: DiffInput, held: Held): ChangeSet {
  const tracking = trackingChanges(input);
  const changes = [...labelsToCreate(tracking, new Set(), input.label), ...tracking];
  return { ...nothing(input.plan, null), changes, held };
}

/** What stands in the way of a plan's first sync, if anything. */
function refusesFirstSync({ plan, known }: DiffInput): Problem | null {
  if (known.kind !== 'first') return null;
  const tasks = allTasks(plan);
  if (tasks.length === 0) return problems.noTasks();
  return tasks.some(({ task }) => task.state === 'open') ? null : problems.nothingOpen(tasks.length);
}

function nothing(plan: Plan, problem: Problem | null): ChangeSet {
  return {
    changes: [],
    proposals: [],
    entries: [],
    tasks: [],
    problems:
      plan.problems.some(({ code }) => code === problem?.code) || problem === null
        ? plan.problems
        : [...plan.problems, problem],
    conflicts: [],
    held: null,
  };
}

/** The tracking issue is made before everything else, so that the next pass can go on where this one was cut short. */
function trackingChanges(input: DiffInput): Change[] {
  const { known, plan, label, policy } = input;
  if (memoryOf(known) !== null) return [];
  const body = printBlock(printTracking(newLedger(input)), unfinishedContent(allTasks(plan).length));
  return [
    {
      kind: 'create-tracking-issue',
      title: trackingTitle(plan.title),
      body,
      labels: [TRACKING_LABEL, label],
      ...(policy.types.plan === null ? {} : { type: policy.types.plan }),
    },
  ];
}

function isReferenced(phase: string, changes: readonly Change[]): boolean {
  return changes.some((change) => {
    switch (change.kind) {
      case 'create-issue':
        return refersTo(change.milestone, phase);
      case 'update-issue':
      case 'adopt-issue':
        return refersTo(change.patch.milestone, phase);
      case 'create-label':
      case 'create-tracking-issue':
      case 'create-milestone':
      case 'update-milestone':
      case 'add-sub-issue':
      case 'remove-sub-issue':
      case 'add-blocked-by':
      case 'remove-blocked-by':
        return false;
    }
  });
}

function refersTo(ref: MilestoneRef | null | undefined, phase: string): boolean {
  return ref != null && 'phase' in ref && ref.phase === phase;
}

function neededRefs(
  refs: ReadonlyMap<Phase, MilestoneRef>,
  changes: readonly Change[],
): ReadonlyMap<Phase, MilestoneRef> {
  return new Map([...refs].filter(([, ref]) => 'number' in ref || isReferenced(ref.phase, changes)));
}

function finals({ tasks }: Resolution, results: readonly TaskResult[]): FinalState[] {
  return tasks.flatMap(({ placed }, index) => {
    const outcome = results[index]?.outcome;
    return placed.phase === null || outcome == null || outcome.issue === null
      ? []
      : [{ phase: placed.phase, state: outcome.state }];
  });
}

function openByMilestone({ observed }: DiffInput): ReadonlyMap<number, number> {
  const open = new Map<number, number>();
  for (const { milestone, state } of observed.issues) {
    if (milestone !== null && state === 'open') open.set(milestone, (open.get(milestone) ?? 0) + 1);
  }
  return open;
}
