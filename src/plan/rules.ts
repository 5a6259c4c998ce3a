/** What of a plan becomes tasks, where a repository wants less than all of it. */
import type { Plan, Step, Task } from './types.ts';

/** How a repository wants its plans taken. */
export interface Rules {
  /** What nested boxes become: tasks of their own, or steps of the one above. */
  readonly nested: 'issues' | 'steps';
  /** Whether the titles of issues begin with the ids of their tasks. */
  readonly titleIds?: boolean;
}

/**
 * Takes a plan as a repository wants it. Base and plan are both taken by the rules of now, so that other rules are no
 * change of the plan.
 */
export function underRules(plan: Plan, { nested, titleIds = false }: Rules): Plan {
  const taken = nested === 'steps' ? mapTopTasks(plan, folded) : plan;
  return titleIds ? mapTopTasks(taken, withIdInTitle) : taken;
}

/** Changes the tasks that stand under no other. */
function mapTopTasks(plan: Plan, change: (task: Task) => Task): Plan {
  return {
    ...plan,
    tasks: plan.tasks.map(change),
    phases: plan.phases.map((phase) => ({ ...phase, tasks: phase.tasks.map(change) })),
    groups: plan.groups.map((group) => ({ ...group, tasks: group.tasks.map(change) })),
  };
}

function withIdInTitle(task: Task): Task {
  const subtasks = task.subtasks.map(withIdInTitle);
  return task.id === null ? { ...task, subtasks } : { ...task, idInTitle: true, subtasks };
}

/** A task whose sub-tasks are steps, but for those that a table row names too: a row is a task wherever it stands. */
function folded(task: Task): Task {
  const steps = task.subtasks.flatMap((subtask) => (isRow(subtask) ? [] : stepsOf(subtask)));
  return {
    ...task,
    steps: [...task.steps, ...steps].toSorted((a, b) => a.line - b.line),
    subtasks: rowsIn(task.subtasks),
  };
}

function rowsIn(tasks: readonly Task[]): Task[] {
  return tasks.flatMap((task) => (isRow(task) ? [folded(task)] : rowsIn(task.subtasks)));
}

function isRow({ places }: Task): boolean {
  return places.some(({ kind }) => kind === 'row');
}

/** The steps that a sub-task becomes; a dropped sub-task becomes none. */
function stepsOf({ title, state, line, steps, subtasks }: Task): Step[] {
  const own = state === 'dropped' ? [] : [{ text: title, done: state === 'done', line }];
  return [...own, ...steps, ...subtasks.flatMap((one) => (isRow(one) ? [] : stepsOf(one)))];
}
