/** Ties the tasks of a plan's text to their issues, for reading only: by the tracking issue's entries, by key, by link. */
import type { Plan, Task, TaskState } from '../../plan/types.ts';
import { allTasks } from '../../plan/walk.ts';
import { mergeState, mergeStateWithoutBase, stateOf, type StateMerge } from '../diff/merge.ts';
import { matchTasks } from '../match/match.ts';
import { asIssuesSay } from '../progress/burn-up.ts';
import { taskKeys } from '../state/ids.ts';
import { parseTask } from '../state/markers.ts';
import type { Ledger, ObservedIssue, PlanId } from '../types.ts';
import type { PlanNow, TaskNow } from './types.ts';

/** What the tracking issue remembers of a plan, with the text that its entries are about. */
export interface RememberedPlan {
  readonly id: PlanId;
  /** Null where the base cannot be read, or the first sync is not over. */
  readonly base: Plan | null;
  readonly entries: Ledger['entries'];
}

/** A task of the text with the number of its issue, and what it was in the base. */
export interface TiedTask {
  readonly task: Task;
  readonly issue: number | null;
  readonly base: Task | null;
}

/**
 * Finds the issue of each task. Nothing is concluded for writing: an issue may be anybody's.
 *
 * @param remembered Null where no tracking issue is known.
 * @param issues Issues with the plan's label.
 */
export function tieToIssues(
  plan: Plan,
  remembered: RememberedPlan | null,
  issues: readonly ObservedIssue[],
): TiedTask[] {
  const tasks = allTasks(plan).map(({ task }) => task);
  const was = remembered?.base == null ? new Map<Task, Task>() : inBase(remembered.base, plan, remembered);
  const keys = taskKeys(plan);
  const byKey = new Map(
    issues.flatMap((issue) => {
      const marker = remembered === null ? null : parseTask(issue.body, remembered.id);
      return marker === null ? [] : [[marker.task, issue.number] as const];
    }),
  );
  return tasks.map((task) => {
    const base = was.get(task) ?? null;
    const entry = base === null ? undefined : remembered?.entries.get(base.line);
    if (entry?.kind === 'issue') return { task, issue: entry.number, base };
    if (entry?.kind === 'gone') return { task, issue: null, base };
    return { task, issue: byKey.get(keys.get(task) ?? '') ?? task.issue, base };
  });
}

function inBase(base: Plan, plan: Plan, { entries }: RememberedPlan): ReadonlyMap<Task, Task> {
  return matchTasks(base, plan, entries).pairs;
}

/** What is known of one issue beside the plan. */
export type IssueFacts = Pick<TaskNow, 'observed' | 'claim' | 'pull' | 'blockers'>;

const NO_FACTS: IssueFacts = { observed: null, claim: null, pull: null, blockers: [] };

/** A plan with what its issues say now. */
export function planNow(
  path: string,
  plan: Plan,
  tied: readonly TiedTask[],
  facts: ReadonlyMap<number, IssueFacts>,
): PlanNow {
  const factsOf = ({ issue }: TiedTask): IssueFacts =>
    (issue === null ? undefined : facts.get(issue)) ?? NO_FACTS;
  const byLine = new Map(tied.map((one) => [one.task.line, one]));
  const states = new Map(tied.map((one) => [one.task.line, { state: stateNow(one, factsOf(one)) }]));
  const now = asIssuesSay(plan, states);
  const tasks = allTasks(now).map((placed): TaskNow => {
    const one = byLine.get(placed.task.line);
    const known = one === undefined ? NO_FACTS : factsOf(one);
    return { ...placed, path, issue: one?.issue ?? null, state: placed.task.state, ...known };
  });
  return { path, plan: now, tasks };
}

/**
 * What a sync would make of task and issue: whoever changed since the base wins. But a box that is open here while the base
 * and the issue are over may only be behind: what is over on GitHub is not begun again before it is open there.
 */
function stateNow({ task, base }: TiedTask, { observed }: IssueFacts): TaskState {
  if (observed === null) return task.state;
  const issue = stateOf(observed);
  if (task.state === 'open' && issue !== 'open') return issue;
  return after(
    base === null
      ? mergeStateWithoutBase(task.state, issue, false)
      : mergeState(base.state, task.state, issue),
    task.state,
  );
}

function after(merge: StateMerge, plan: TaskState): TaskState {
  switch (merge.kind) {
    case 'agree':
      return plan;
    case 'set-issue':
    case 'propose':
      return merge.to;
  }
}
