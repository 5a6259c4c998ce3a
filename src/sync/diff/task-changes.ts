/** What one task calls for: the changes of its issue, the edits of its lines, and what to say. */
import type { Problem, TaskState } from '../../plan/types.ts';
import { bareTitle, isRetitled, issueTitle, shownTitle, titleHash } from '../state/ids.ts';
import {
  blockFor,
  blockPatch,
  closeReason,
  milestoneOf,
  milestonePatch,
  setPatches,
  sourceNow,
  statePatch,
  typePatch,
  wordsBefore,
  type TaskContext,
} from './issue-patch.ts';
import { MOST_ASSIGNEES, taskAssignees, taskLabels } from './labels.ts';
import { blockContent, printBlock } from '../state/body-block.ts';
import { isDroppedByApp, printTask, type TaskMarker } from '../state/markers.ts';
import { isLabelOf } from '../state/plan-label.ts';
import {
  mergeStateWithoutBase,
  mergeState,
  mergeTitle,
  stateOf,
  type StateMerge,
  type TitleMerge,
} from './merge.ts';
import { stateProposals, titleProposals } from '../write-back/proposals.ts';
import type { ResolvedTask, Tie } from '../resolve/resolution.ts';
import { withoutOwnNumber } from '../resolve/named-issues.ts';
import type {
  Change,
  IssuePatch,
  NextEntry,
  ObservedIssue,
  PlanId,
  Proposal,
  TaskOutcome,
} from '../types.ts';
import { problems } from '../render/words.ts';

/** What one task comes to. */
export interface TaskResult {
  readonly changes: readonly Change[];
  readonly entry: NextEntry | null;
  readonly outcome: TaskOutcome;
  readonly proposals: readonly Proposal[];
  readonly problems: readonly Problem[];
  readonly conflicts: readonly Problem[];
}

/** Decides on one task, by what it is tied to. */
export function changeTask(context: TaskContext, resolved: ResolvedTask): TaskResult {
  const { task, tie } = resolved;
  const untouched: TaskResult = {
    changes: [],
    entry: null,
    outcome: { line: task.line, issue: null, state: task.state, guessed: false },
    proposals: [],
    problems: [],
    conflicts: [],
  };
  switch (tie.kind) {
    case 'issue':
      return updateIssue(context, resolved, tie.issue, tie.marker);
    case 'adopt':
      return adoptIssue(context, resolved, tie);
    case 'new':
      return createIssue(context, resolved);
    case 'gone':
      return { ...untouched, entry: { line: task.line, entry: { kind: 'gone' } } };
    case 'none-needed':
      return { ...untouched, entry: { line: task.line, entry: { kind: 'none' } } };
    case 'unadopted':
      return untouched;
    case 'newly-seen':
      return { ...untouched, problems: [problems.newlySeen(task)] };
    case 'look-alike':
      return keepLookAlike(untouched, task, tie);
    case 'foreign':
      return {
        ...untouched,
        entry: { line: task.line, entry: { kind: 'issue', number: tie.number } },
        problems: [problems.markerMissing(task, tie.number)],
      };
  }
}

/** Keeps the entry of a task whose line is a look-alike now, so that it is the same task when its box is back. */
function keepLookAlike(
  untouched: TaskResult,
  task: ResolvedTask['task'],
  { entry, held }: Extract<Tie, { kind: 'look-alike' }>,
): TaskResult {
  const { line } = task;
  return {
    ...untouched,
    entry: entry === null ? null : { line, entry },
    ...(held !== null && {
      outcome: { line, issue: { number: held.number }, state: stateOf(held), guessed: false },
      problems: [problems.withoutBox(task, held.number)],
    }),
  };
}

function createIssue(context: TaskContext, { task, key, placed }: ResolvedTask): TaskResult {
  const title = issueTitle(task);
  const marker = printTask({
    plan: context.id,
    task: key,
    title: titleHash(title),
    src: sourceNow(context, task),
    dropped: task.state === 'dropped',
  });
  const { block, ...later } = blockFor(context, task, marker);
  const change: Change = {
    kind: 'create-issue',
    key,
    line: task.line,
    title,
    body: block,
    ...later,
    labels: [context.label, ...taskLabels(task, context.labels)],
    assignees: taskAssignees(task).slice(0, MOST_ASSIGNEES),
    milestone: milestoneOf(context, placed.phase),
    ...(context.type === null ? {} : { type: context.type }),
    close: task.state === 'open' ? null : closeReason(task.state),
  };
  return {
    changes: [change],
    entry: { line: task.line, entry: { kind: 'created', key } },
    outcome: { line: task.line, issue: { key }, state: task.state, guessed: false },
    proposals: [],
    problems: [],
    conflicts: [],
  };
}

/** Adopts an issue of no plan, or of another plan whose task moved here; then that plan's label and milestone come off. */
function adoptIssue(
  context: TaskContext,
  named: ResolvedTask,
  { issue, from }: Extract<Tie, { kind: 'adopt' }>,
): TaskResult {
  const resolved = withoutNumber(named, issue.number);
  const { task, key, placed } = resolved;
  const marker = printTask({
    plan: context.id,
    task: key,
    title: from?.title ?? titleHash(shownTitle(issue)),
    src: sourceNow(context, task),
    dropped: false,
    adopted: from === null || from.adopted === true,
  });
  // A line that only names an issue may have had none to adopt until now: the issue's present state is no change of the plan.
  const state =
    resolved.base !== null && task.isReference === true
      ? mergeState(resolved.base.task.state, task.state, stateOf(issue))
      : mergeStateWithoutBase(task.state, stateOf(issue), from !== null && isDroppedByApp(issue, from));
  const foreign = issue.labels.filter((name) => from !== null && isForeign(context, from.plan, name));
  const patch: IssuePatch = {
    ...blockFor(context, task, marker),
    addLabels: [context.label].filter((name) => !issue.labels.includes(name)),
    ...(foreign.length === 0 ? {} : { removeLabels: foreign }),
    ...(from === null ? {} : { milestone: milestoneOf(context, placed.phase), replaces: from.plan }),
    ...statePatch(state, issue),
  };
  return {
    changes: [{ kind: 'adopt-issue', number: issue.number, line: task.line, patch }],
    entry: { line: task.line, entry: { kind: 'issue', number: issue.number } },
    outcome: {
      line: task.line,
      issue: { number: issue.number },
      state: finalState(state, issue),
      guessed: resolved.guessed,
    },
    proposals: stateProposals(resolved, issue, state),
    problems: [],
    conflicts: [],
  };
}

/** Whether a label is that of the plan which an issue comes from; one that both plans have stays. */
function isForeign({ label, planLabels }: TaskContext, from: PlanId, name: string): boolean {
  return name !== label && isLabelOf({ plan: from, label: planLabels.get(from) ?? null }, name);
}

function updateIssue(
  context: TaskContext,
  named: ResolvedTask,
  issue: ObservedIssue,
  marker: TaskMarker,
): TaskResult {
  const resolved = withoutNumber(named, issue.number);
  const { task } = resolved;
  const state = mergedState(resolved, issue, marker);
  // GitHub keeps the reason of an issue that is closed already (GITHUB-FACTS 3), so it is opened first.
  const opensFirst = state.kind === 'set-issue' && state.to !== 'open' && issue.state === 'closed';
  const before = opensFirst ? { ...marker, closing: true } : marker;
  const titles = mergedTitle(resolved, issue, marker);
  const patch: IssuePatch = {
    ...(titles.kind === 'rename-issue' ? { title: { from: issue.title, to: issueTitle(task) } } : {}),
    ...statePatch(state, issue),
    ...milestonePatch(context, resolved, issue, marker),
    ...setPatches(context, resolved, issue, marker),
    ...typePatch(context, resolved, issue, marker),
    ...blockPatch({ context, resolved, issue, marker: before, state, titles }),
  };
  return {
    changes:
      Object.keys(patch).length === 0
        ? []
        : [
            ...(opensFirst ? [reopen(context, resolved, issue, before)] : []),
            { kind: 'update-issue', number: issue.number, line: task.line, patch },
          ],
    entry: { line: task.line, entry: { kind: 'issue', number: issue.number } },
    outcome: {
      line: task.line,
      issue: { number: issue.number },
      state: finalState(state, issue),
      guessed: resolved.guessed,
    },
    proposals: [...stateProposals(resolved, issue, state), ...titleProposals(resolved, issue, titles)],
    problems: [],
    conflicts: [
      ...(state.kind === 'propose' && state.conflict
        ? [problems.stateConflict(task, issue.number, state.to)]
        : []),
      ...(titles.kind === 'rename-issue' && titles.conflict ? [problems.titleConflict(task, issue)] : []),
    ],
  };
}

/** The task now and in the base, without the number of its own issue at the end of its words. */
function withoutNumber(resolved: ResolvedTask, issue: number): ResolvedTask {
  const { placed, task, base, versions = [] } = resolved;
  const now = withoutOwnNumber(task, issue);
  return {
    ...resolved,
    versions: versions.map((version) => withoutOwnNumber(version, issue)),
    task: now,
    placed: { ...placed, task: now },
    base: base === null ? null : { ...base, task: withoutOwnNumber(base.task, issue) },
  };
}

/** Merges the titles of task and issue. The title of a box that only names its issue is left alone. */
function mergedTitle(
  { task, base, versions = [] }: ResolvedTask,
  issue: ObservedIssue,
  marker: TaskMarker,
): TitleMerge {
  if (task.isReference === true) return { kind: 'agree' };
  const wanted = issueTitle(task);
  const given = base === null ? null : issueTitle(base.task);
  // A pass that was cut short gave the title of a text in flight, and the plan went back to what it was since.
  const isInFlight = versions.some((version) => titleHash(issueTitle(version)) === marker.title);
  const isTold = given !== wanted || !isInFlight;
  const title = shownTitle(issue);
  return mergeTitle(isTold ? given : null, wanted, {
    title,
    bare: bareTitle(title, task),
    byPerson: isRetitled(issue, marker.title),
  });
}

/**
 * Merges the states of task and issue. The issue follows the plan where the app, and no person, gave it its state:
 * - `closing`: a pass reopened it to close it with another reason, and was cut short in between;
 * - `dropped`: the app closed it when the plan was retired, or in a pass that was cut short before it moved the base;
 * - otherwise a pass that was cut short left the state of a text in flight (see {@link mergeState}).
 */
function mergedState(
  { task, base, versions = [] }: ResolvedTask,
  issue: ObservedIssue,
  marker: TaskMarker,
): StateMerge {
  if (marker.closing === true && issue.state === 'open') return { kind: 'set-issue', to: task.state };
  const isOwnClose = isDroppedByApp(issue, marker);
  return base === null || isOwnClose
    ? mergeStateWithoutBase(task.state, stateOf(issue), isOwnClose)
    : mergeState(base.task.state, task.state, stateOf(issue), new Set(versions.map(({ state }) => state)));
}

function reopen(
  context: TaskContext,
  { task }: ResolvedTask,
  { number, body }: ObservedIssue,
  marker: TaskMarker,
): Change {
  const content = blockContent(body, context.id) ?? wordsBefore(context, task);
  const block = printBlock(printTask(marker), content);
  return { kind: 'update-issue', number, line: null, patch: { state: { to: 'open' }, block } };
}

function finalState(merge: StateMerge, issue: ObservedIssue): TaskState {
  return merge.kind === 'set-issue' ? merge.to : stateOf(issue);
}
