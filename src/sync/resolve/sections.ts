import type { Plan, Task } from '../../plan/types.ts';

/** A heading of a plan with tasks under it: a phase, or a group that belongs to none. */
export interface TaskSection {
  readonly title: string;
  /** Due date, `YYYY-MM-DD`; groups have none. */
  readonly due: string | null;
  readonly tasks: readonly Task[];
}

/** The headings of a plan that hold tasks, in the order of their lines. Tasks under no heading are in none. */
export function sectionsOf({ phases, groups }: Plan): TaskSection[] {
  const headed = [...phases, ...groups.map((group) => ({ ...group, due: null }))];
  return headed
    .filter(({ tasks }) => tasks.length > 0)
    .sort((a, b) => a.line - b.line)
    .map(({ title, due, tasks }) => ({ title, due, tasks }));
}

/** All tasks of a plan but sub-tasks, those under no heading first. */
export function topTasks(plan: Plan): Task[] {
  return [...plan.tasks, ...sectionsOf(plan).flatMap(({ tasks }) => tasks)];
}
