/** How far plans are, as numbers: by phase, what is late, and what waits for a person. */
import type { Problem, Severity, TaskState } from '../../plan/types.ts';
import { allTasks } from '../../plan/walk.ts';
import { sectionsOf } from '../resolve/sections.ts';
import type { PlanNow } from './types.ts';

/** Tasks by state. Dropped ones are neither done nor to do. */
export interface TaskCounts {
  readonly done: number;
  readonly open: number;
  readonly dropped: number;
}

/** How far one phase, or one group, is. */
export interface SectionTally extends TaskCounts {
  readonly title: string;
  /** Due date, `YYYY-MM-DD`. */
  readonly due: string | null;
  /** Something of it is open after its due date. */
  readonly late: boolean;
}

/** How far a plan is. */
export interface PlanTally extends TaskCounts {
  readonly path: string;
  readonly title: string;
  readonly sections: readonly SectionTally[];
  /** How many of its sections are late. */
  readonly late: number;
  readonly problems: Readonly<Record<Severity, number>>;
}

/**
 * Counts what is done of a plan.
 *
 * @param today `YYYY-MM-DD`.
 */
export function tallyOfPlan({ path, plan }: PlanNow, problems: readonly Problem[], today: string): PlanTally {
  const sections = sectionsOf(plan).map(({ title, due, tasks }): SectionTally => {
    const counts = countsOf(
      allTasks({ ...plan, tasks, phases: [], groups: [] }).map(({ task }) => task.state),
    );
    return { title, due, late: due !== null && due < today && counts.open > 0, ...counts };
  });
  const of = (severity: Severity): number => problems.filter((one) => one.severity === severity).length;
  return {
    path,
    title: plan.title,
    ...countsOf(allTasks(plan).map(({ task }) => task.state)),
    sections,
    late: sections.filter(({ late }) => late).length,
    problems: { error: of('error'), warning: of('warning'), notice: of('notice') },
  };
}

function countsOf(states: readonly TaskState[]): TaskCounts {
  const of = (state: TaskState): number => states.filter((one) => one === state).length;
  return { done: of('done'), open: of('open'), dropped: of('dropped') };
}
