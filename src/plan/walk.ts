import type { Phase, Place, Plan, PlaceWords, Task, TaskState } from './types.ts';

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

/** What a plan has at each line: its tasks by their first lines, and with the phases, which are named as tasks are. */
export function byLine(plan: Plan): {
  readonly tasks: ReadonlyMap<number, Task>;
  readonly targets: ReadonlyMap<number, Task | Phase>;
} {
  const tasks = new Map(allTasks(plan).map(({ task }) => [task.line, task]));
  const targets = new Map<number, Task | Phase>(plan.phases.map((phase) => [phase.line, phase]));
  for (const [line, task] of tasks) targets.set(line, task);
  return { tasks, targets };
}

/** Whether a link edit can put a link into one of a task's places: a todo of the front matter takes none. */
export function takesLink({ places }: Task): boolean {
  return places.some(({ kind }) => kind !== 'todo');
}

/** What each place of a task says by itself, first place first. */
export function saidBy(task: Task): readonly PlaceWords[] {
  const [place] = task.places;
  if (task.said !== undefined || place === undefined) return task.said ?? [];
  const { line, text, id, issue, section } = task;
  return [{ line, kind: place.kind, text, id, issue, section, state: stateSaid(place, task) }];
}

/** The state that a place tells; null if it tells none: then an open task may as well be one that nobody said anything of. */
export function stateSaid(
  place: Place,
  { state, steps }: { readonly state: TaskState; readonly steps: readonly unknown[] },
): TaskState | null {
  if (state !== 'open') return state;
  switch (place.kind) {
    case 'checkbox':
      return state;
    case 'heading':
      return place.box === null && steps.length === 0 ? null : state;
    case 'row':
    case 'todo':
      return place.status === null || place.status.start === place.status.end ? null : state;
  }
}

/** The plan with each of its tasks, sub-tasks too, as a function leaves it: their order and number stay. */
export function mapTasks(plan: Plan, change: (task: Task) => Task): Plan {
  const each = (task: Task): Task => ({ ...change(task), subtasks: task.subtasks.map(each) });
  return {
    ...plan,
    tasks: plan.tasks.map(each),
    phases: plan.phases.map((phase) => ({ ...phase, tasks: phase.tasks.map(each) })),
    groups: plan.groups.map((group) => ({ ...group, tasks: group.tasks.map(each) })),
  };
}
