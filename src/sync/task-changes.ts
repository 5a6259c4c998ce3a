/** What one task calls for: the changes of its issue, the edits of its lines, and what to say. */
import type { Phase, Problem, TaskState } from '../plan/types.ts';
import { shortHash } from './hash.ts';
import { issueTitle, sameText, sourceHash, titleHash } from './identity.ts';
import { taskAssignees, taskLabels } from './labels.ts';
import { blockContent, printBlock, printTask, type TaskMarker } from './markers.ts';
import {
  delta,
  mergeFoundState,
  mergeState,
  mergeTitle,
  stateOf,
  type StateMerge,
  type TitleMerge,
} from './merge.ts';
import type { PhasePlan } from './phases.ts';
import { renderTask, type PlanPlace } from './render-issue.ts';
import type { ResolvedTask } from './resolve.ts';
import type {
  Change,
  CloseReason,
  IssuePatch,
  MilestoneRef,
  NextEntry,
  ObservedIssue,
  PlanId,
  Proposal,
  TaskOutcome,
} from './types.ts';
import { problems } from './words.ts';

/** What the changes of every task of a plan share. */
export interface TaskContext {
  readonly id: PlanId;
  readonly label: string;
  readonly place: PlanPlace;
  readonly phases: PhasePlan;
}

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
    outcome: { line: task.line, issue: null, state: task.state },
    proposals: [],
    problems: [],
    conflicts: [],
  };
  switch (tie.kind) {
    case 'issue':
      return updateIssue(context, resolved, tie.issue, tie.marker);
    case 'adopt':
      return adoptIssue(context, resolved, tie.issue);
    case 'new':
      return createIssue(context, resolved);
    case 'gone':
      return { ...untouched, entry: { line: task.line, entry: { kind: 'gone' } } };
    case 'none-needed':
      return { ...untouched, entry: { line: task.line, entry: { kind: 'none' } } };
    case 'newly-seen':
      return { ...untouched, problems: [problems.newlySeen(task)] };
    case 'foreign':
      return {
        ...untouched,
        entry: { line: task.line, entry: { kind: 'issue', number: tie.number } },
        problems: [problems.markerMissing(task, tie.number)],
      };
  }
}

/** Why an issue is closed for a task in this state. */
function closeReason(state: Exclude<TaskState, 'open'>): CloseReason {
  return state === 'done' ? 'completed' : 'not_planned';
}

function createIssue(context: TaskContext, { task, key, placed }: ResolvedTask): TaskResult {
  const title = issueTitle(task);
  const marker = printTask({
    plan: context.id,
    task: key,
    title: titleHash(title),
    src: sourceHash(task),
    dropped: task.state === 'dropped',
  });
  const change: Change = {
    kind: 'create-issue',
    key,
    line: task.line,
    title,
    body: printBlock(marker, renderTask(task, context.place)),
    labels: [context.label, ...taskLabels(task)],
    assignees: taskAssignees(task).slice(0, 10),
    milestone: milestoneOf(context, placed.phase),
    close: task.state === 'open' ? null : closeReason(task.state),
  };
  return {
    changes: [change],
    entry: { line: task.line, entry: { kind: 'created', key } },
    outcome: { line: task.line, issue: { key }, state: task.state },
    proposals: [],
    problems: [],
    conflicts: [],
  };
}

function adoptIssue(context: TaskContext, resolved: ResolvedTask, issue: ObservedIssue): TaskResult {
  const { task, key } = resolved;
  const marker = printTask({
    plan: context.id,
    task: key,
    title: titleHash(issue.title),
    src: sourceHash(task),
    dropped: false,
  });
  const state = mergeFoundState(task.state, stateOf(issue), false);
  const patch: IssuePatch = {
    block: printBlock(marker, renderTask(task, context.place)),
    addLabels: [context.label].filter((name) => !issue.labels.includes(name)),
    ...statePatch(state, issue),
  };
  return {
    changes: [{ kind: 'adopt-issue', number: issue.number, line: task.line, patch }],
    entry: { line: task.line, entry: { kind: 'issue', number: issue.number } },
    outcome: { line: task.line, issue: { number: issue.number }, state: finalState(state, issue) },
    proposals: stateProposals(resolved, issue, state),
    problems: [],
    conflicts: [],
  };
}

function updateIssue(
  context: TaskContext,
  resolved: ResolvedTask,
  issue: ObservedIssue,
  marker: TaskMarker,
): TaskResult {
  const { task, base } = resolved;
  const state =
    base === null
      ? mergeFoundState(task.state, stateOf(issue), marker.dropped)
      : mergeState(base.task.state, task.state, stateOf(issue));
  const titles = mergeTitle(base === null ? null : issueTitle(base.task), issueTitle(task), {
    title: issue.title,
    byPerson: titleHash(issue.title) !== marker.title,
  });
  const patch: IssuePatch = {
    ...(titles.kind === 'rename-issue' ? { title: { from: issue.title, to: issueTitle(task) } } : {}),
    ...statePatch(state, issue),
    ...milestonePatch(context, resolved, issue),
    ...setPatches(resolved, issue),
    ...blockPatch({ context, resolved, issue, marker, state, titles }),
  };
  return {
    changes:
      Object.keys(patch).length === 0
        ? []
        : [...reclose(state, issue), { kind: 'update-issue', number: issue.number, line: task.line, patch }],
    entry: { line: task.line, entry: { kind: 'issue', number: issue.number } },
    outcome: { line: task.line, issue: { number: issue.number }, state: finalState(state, issue) },
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

function statePatch(merge: StateMerge, issue: ObservedIssue): Pick<IssuePatch, 'state'> {
  if (merge.kind !== 'set-issue' || merge.to === stateOf(issue)) return {};
  return { state: merge.to === 'open' ? { to: 'open' } : { to: 'closed', reason: closeReason(merge.to) } };
}

/** GitHub keeps the reason of an issue that is closed already (GITHUB-FACTS 3), so it is opened first. */
function reclose(merge: StateMerge, issue: ObservedIssue): Change[] {
  if (merge.kind !== 'set-issue' || merge.to === 'open' || issue.state === 'open') return [];
  return [{ kind: 'update-issue', number: issue.number, line: null, patch: { state: { to: 'open' } } }];
}

function finalState(merge: StateMerge, issue: ObservedIssue): TaskState {
  return merge.kind === 'set-issue' ? merge.to : stateOf(issue);
}

function milestoneOf(context: TaskContext, phase: Phase | null): MilestoneRef | null {
  return phase === null ? null : (context.phases.refs.get(phase) ?? null);
}

/** Only a task that the plan moved to another phase moves to another milestone. */
function milestonePatch(
  context: TaskContext,
  { base, placed }: ResolvedTask,
  issue: ObservedIssue,
): Pick<IssuePatch, 'milestone'> {
  if (base === null || !movedPhase(context, base.phase, placed.phase)) return {};
  const milestone = milestoneOf(context, placed.phase);
  const there =
    milestone === null
      ? issue.milestone === null
      : 'number' in milestone && milestone.number === issue.milestone;
  return there ? {} : { milestone };
}

function movedPhase(context: TaskContext, from: Phase | null, to: Phase | null): boolean {
  if (from === null || to === null) return from !== to;
  const before = context.phases.before.get(from);
  const after = context.phases.refs.get(to);
  if (before === undefined || after === undefined) return sameText(from.title) !== sameText(to.title);
  return !('number' in after) || after.number !== before.number;
}

function setPatches({ task, base }: ResolvedTask, issue: ObservedIssue): IssuePatch {
  if (base === null) return {};
  const labels = delta(taskLabels(base.task), taskLabels(task), issue.labels);
  const people = delta(taskAssignees(base.task), taskAssignees(task), issue.assignees);
  return {
    ...(labels.add.length > 0 ? { addLabels: labels.add } : {}),
    ...(labels.remove.length > 0 ? { removeLabels: labels.remove } : {}),
    ...(people.add.length > 0 ? { addAssignees: people.add } : {}),
    ...(people.remove.length > 0 ? { removeAssignees: people.remove } : {}),
  };
}

interface BlockInput {
  readonly context: TaskContext;
  readonly resolved: ResolvedTask;
  readonly issue: ObservedIssue;
  readonly marker: TaskMarker;
  readonly state: StateMerge;
  readonly titles: TitleMerge;
}

/** The block follows the plan's lines; its marker follows the title and the drop. Other words of ours rewrite nothing. */
function blockPatch({
  context,
  resolved,
  issue,
  marker,
  state,
  titles,
}: BlockInput): Pick<IssuePatch, 'block'> {
  const { task, base } = resolved;
  const src = sourceHash(task);
  const rewrite = marker.src !== src && (base === null || sourceHash(base.task) !== src);
  const next: TaskMarker = {
    ...marker,
    title:
      titles.kind === 'rename-issue' || titles.kind === 'note' ? titleHash(issueTitle(task)) : marker.title,
    src: rewrite ? src : marker.src,
    dropped: state.kind === 'set-issue' ? state.to === 'dropped' : marker.dropped && issue.state === 'closed',
  };
  if (printTask(next) === printTask(marker)) return {};
  const kept = rewrite ? null : blockContent(issue.body, context.id);
  return { block: printBlock(printTask(next), kept ?? renderTask(task, context.place)) };
}

function stateProposals({ task }: ResolvedTask, issue: ObservedIssue, merge: StateMerge): Proposal[] {
  if (merge.kind !== 'propose') return [];
  const id = shortHash(
    8,
    'state',
    String(issue.number),
    merge.to,
    issue.closedAt ?? '',
    task.title,
    task.state,
  );
  return [
    {
      id,
      edit: { kind: 'state', line: task.line, state: merge.to },
      issue: issue.number,
      title: task.title,
      rider: false,
    },
  ];
}

function titleProposals({ task }: ResolvedTask, issue: ObservedIssue, merge: TitleMerge): Proposal[] {
  if (merge.kind !== 'propose') return [];
  const id = shortHash(8, 'title', String(issue.number), issue.title, task.title);
  return [
    {
      id,
      edit: { kind: 'title', line: task.line, title: issue.title },
      issue: issue.number,
      title: task.title,
      rider: false,
    },
  ];
}

/**
 * What a task that the plan has no more calls for: its open issue is closed as not planned, unless a person had
 * reopened it meanwhile.
 */
export function changeRemoved(
  context: TaskContext,
  removed: {
    readonly base: { readonly task: ResolvedTask['task'] };
    readonly issue: ObservedIssue;
    readonly marker: TaskMarker;
  },
): { changes: Change[]; conflicts: Problem[] } {
  const { base, issue, marker } = removed;
  if (issue.state === 'closed') return { changes: [], conflicts: [] };
  if (base.task.state !== 'open')
    return { changes: [], conflicts: [problems.cutWhileReopened(base.task, issue.number)] };
  const content = blockContent(issue.body, context.id) ?? renderTask(base.task, context.place);
  const patch: IssuePatch = {
    state: { to: 'closed', reason: 'not_planned' },
    block: printBlock(printTask({ ...marker, dropped: true }), content),
  };
  return { changes: [{ kind: 'update-issue', number: issue.number, line: null, patch }], conflicts: [] };
}
