/** The parts of an issue's patch: each field follows only what the plan changed since the base. */
import type { Phase, Task, TaskState } from '../../plan/types.ts';
import { isMadeFrom, issueTitle, sameText, sourceIn, titleHash } from '../state/ids.ts';
import { MOST_ASSIGNEES, taskAssignees, taskLabels, type LabelKind } from './labels.ts';
import { blockContent, printBlock } from '../state/body-block.ts';
import { isDroppedByApp, printTask, type TaskMarker } from '../state/markers.ts';
import { delta, stateOf, type StateMerge, type TitleMerge } from './merge.ts';
import type { PhasePlan } from './phase-milestones.ts';
import { renderTask, withoutNumber, type PlanPlace } from '../render/issue.ts';
import type { ResolvedTask } from '../resolve/resolution.ts';
import type { CloseReason, IssuePatch, MilestoneRef, ObservedIssue, PlanId, Unnumbered } from '../types.ts';
import { factsOf, unnumberedIn, type Around } from './surroundings.ts';

/** What the changes of every task of a plan share. */
export interface TaskContext {
  readonly id: PlanId;
  readonly label: string;
  /** Labels of the repository's plans. */
  readonly planLabels: ReadonlyMap<PlanId, string>;
  readonly place: PlanPlace;
  readonly around: Around;
  readonly phases: PhasePlan;
  /** Labels that the text of a task gives its issue. */
  readonly labels: ReadonlySet<LabelKind>;
  /** Name of the type that new issues get; null for none. */
  readonly type: string | null;
  /** Whether the issue of a task may have been made by a pass that was cut short before it gave it its type. */
  readonly lacksType: (one: ResolvedTask) => boolean;
}

/** Why an issue is closed for a task in this state. */
export function closeReason(state: Exclude<TaskState, 'open'>): CloseReason {
  return state === 'done' ? 'completed' : 'not_planned';
}

/** Closes or reopens the issue where the plan says so. */
export function statePatch(merge: StateMerge, issue: ObservedIssue): Pick<IssuePatch, 'state'> {
  if (merge.kind !== 'set-issue' || merge.to === stateOf(issue)) return {};
  return { state: merge.to === 'open' ? { to: 'open' } : { to: 'closed', reason: closeReason(merge.to) } };
}

/** The milestone of a phase; null for none. */
export function milestoneOf(context: TaskContext, phase: Phase | null): MilestoneRef | null {
  return phase === null ? null : (context.phases.refs.get(phase) ?? null);
}

/** Only a task that the plan moved to another phase moves to another milestone. An adopted issue came without one. */
export function milestonePatch(
  context: TaskContext,
  { base, placed, owed }: ResolvedTask,
  issue: ObservedIssue,
  { adopted = false }: Pick<TaskMarker, 'adopted'>,
): Pick<IssuePatch, 'milestone'> {
  const isNew = base === null && owed === true && !adopted;
  const lacksIts = isNew && placed.phase !== null && issue.milestone === null;
  const moves = base !== null && movedPhase(context, base.phase, placed.phase);
  if (!lacksIts && !moves) return {};
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

/** Labels and assignees, added and removed one by one; all of them where GitHub refused them when the issue was made. */
export function setPatches(
  { label, labels: kinds }: TaskContext,
  { task, base, owed }: ResolvedTask,
  issue: ObservedIssue,
  marker: TaskMarker,
): IssuePatch {
  if (base === null && owed === undefined) return {};
  const [labels, people] =
    base === null
      ? [
          delta([], [label, ...(marker.adopted === true ? [] : taskLabels(task, kinds))], issue.labels),
          delta(
            [],
            marker.adopted === true ? [] : taskAssignees(task).slice(0, MOST_ASSIGNEES),
            issue.assignees,
          ),
        ]
      : [
          delta(taskLabels(base.task, kinds), taskLabels(task, kinds), issue.labels),
          delta(taskAssignees(base.task), taskAssignees(task), issue.assignees),
        ];
  return {
    ...(labels.add.length > 0 ? { addLabels: labels.add } : {}),
    ...(labels.remove.length > 0 ? { removeLabels: labels.remove } : {}),
    ...(people.add.length > 0 ? { addAssignees: people.add } : {}),
    ...(people.remove.length > 0 ? { removeAssignees: people.remove } : {}),
  };
}

/** The type of an issue that was made and has none yet. One that a person chose stays, and so does none at any later time. */
export function typePatch(
  { type, lacksType }: TaskContext,
  resolved: ResolvedTask,
  issue: ObservedIssue,
  { adopted = false }: Pick<TaskMarker, 'adopted'>,
): Pick<IssuePatch, 'type'> {
  return type === null || adopted || issue.type !== undefined || !lacksType(resolved) ? {} : { type };
}

interface BlockInput {
  readonly context: TaskContext;
  readonly resolved: ResolvedTask;
  readonly issue: ObservedIssue;
  readonly marker: TaskMarker;
  readonly state: StateMerge;
  readonly titles: TitleMerge;
}

/**
 * Rewrites the app's block: the words if the plan's text of the task changed, the marker if the title changed or the task
 * was dropped. A new wording of Planwright alone is no reason to rewrite.
 */
export function blockPatch({
  context,
  resolved,
  issue,
  marker,
  state,
  titles,
}: BlockInput): Pick<IssuePatch, 'block' | 'unnumbered'> {
  const { task, base, versions = [] } = resolved;
  const src = sourceNow(context, task);
  // A pass that was cut short wrote the block for a text in flight, and the plan went back to what it was since.
  const isInFlight = (): boolean => versions.some((version) => isMadeFrom(version, marker));
  // When a line loses its box, the task is its own base (see resolve.ts), so that nothing counts as changed.
  const isSame = (): boolean =>
    base !== null && (base.task === task || sourceBefore(context, base.task) === src);
  // Older versions hashed the task's own lines alone, in a shorter hash: such a marker is compared by those lines.
  const differs = marker.src.length === src.length ? marker.src !== src : !isMadeFrom(task, marker);
  const rewrite = differs && (!isSame() || isInFlight());
  const next: TaskMarker = {
    ...marker,
    title:
      titles.kind === 'rename-issue' || titles.kind === 'note' ? titleHash(issueTitle(task)) : marker.title,
    src: rewrite ? src : marker.src,
    dropped: state.kind === 'set-issue' ? state.to === 'dropped' : isDroppedByApp(issue, marker),
    closing: false,
  };
  if (printTask(next) === printTask(marker)) return {};
  const kept = rewrite ? null : blockContent(issue.body, context.id);
  if (kept !== null) return { block: printBlock(printTask(next), kept) };
  return blockFor(context, task, printTask(next));
}

/** What the words of a task's issue are made from, in the plan of now. */
export function sourceNow({ around }: TaskContext, task: Task): string {
  return sourceIn(task, factsOf(around.now(task)));
}

function sourceBefore({ around }: TaskContext, task: Task): string | null {
  const before = around.before(task);
  return before === null ? null : sourceIn(task, factsOf(before));
}

/** The block of a task's issue under this marker, and which numbers its words still lack. */
export function blockFor(
  { around, place }: TaskContext,
  task: Task,
  marker: string,
): { readonly block: string; readonly unnumbered?: Unnumbered } {
  const surroundings = around.now(task);
  const block = printBlock(marker, renderTask(task, place, surroundings));
  const lacking = unnumberedIn(surroundings);
  if (lacking.length === 0) return { block };
  return { block, unnumbered: lacking.map(({ key, title }) => ({ key, otherwise: withoutNumber(title) })) };
}

/** The words of the issue of a task that the plan has no more. */
export function wordsBefore({ around, place }: TaskContext, task: Task): string {
  const { waitsFor, ...before } = around.before(task) ?? { heading: null, goal: null, waitsFor: [] };
  const known = waitsFor.map((one) =>
    one.kind === 'task' && one.number === null ? ({ kind: 'words', text: one.title } as const) : one,
  );
  return renderTask(task, place, { ...before, waitsFor: known });
}
