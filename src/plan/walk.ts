import type { Phase, Plan, Task } from './types.ts';

/** A task with what stands around it. */
export interface PlacedTask {
  readonly task: Task;
  readonly phase: Phase | null;
  readonly parent: Task | null;
}

/**
 * All tasks of a plan, sub-tasks included.
 *
 * @param plan A parsed plan.
 * @returns The tasks in the order of their lines.
 */
export function allTasks(plan: Plan): PlacedTask[] {
  const found: PlacedTask[] = [];
  const visit = (tasks: readonly Task[], phase: Phase | null, parent: Task | null): void => {
    for (const task of tasks) {
      found.push({ task, phase, parent });
      visit(task.subtasks, phase, task);
    }
  };
  visit(plan.tasks, null, null);
  for (const phase of plan.phases) visit(phase.tasks, phase, null);
  for (const group of plan.groups) visit(group.tasks, null, null);
  return found.sort((a, b) => a.task.line - b.task.line);
}

/** Whether a link edit can put a link into one of a task's places: a todo of the front matter takes none. */
export function takesLink({ places }: Task): boolean {
  return places.some(({ kind }) => kind !== 'todo');
}
