/** Histories that tests look ahead from: a plan with so many tasks, finished on these days after its first sync. */
import type { Plan } from '../../../src/plan/types.ts';
import { parsePlan } from '../../../src/plan/parse.ts';
import { allTasks } from '../../../src/plan/walk.ts';
import { dayOf, taskDates, type TaskDates } from '../../../src/sync/progress/burn-up.ts';

export const START = '2026-03-02T09:00:00Z';
/** The day of the first sync. */
export const FIRST = dayOf(START);

/** So many days after the first sync, as GitHub writes times. */
export function after(days: number): string {
  return new Date(Date.parse(START) + Math.round(days * 86_400_000)).toISOString().replace('.000', '');
}

export interface Life {
  /** Days after the first sync; 0 if absent. */
  readonly opened?: number;
  /** Open if absent. */
  readonly closed?: number;
  readonly dropped?: boolean;
}

/** Tasks that were there from the start and finished on these days, and so many that are open. */
export function lives(finished: readonly number[], open: number): Life[] {
  return [...finished.map((closed) => ({ closed })), ...Array.from({ length: open }, () => ({}))];
}

export function datesOf({ opened = 0, closed }: Life): TaskDates {
  return taskDates(
    { createdAt: after(opened), closedAt: closed === undefined ? null : after(closed) },
    START,
  );
}

interface Shape {
  readonly perPhase?: number;
  /** What stands behind a task's words. */
  readonly estimate?: (index: number) => string;
}

const noEstimate = (): string => '';

/** The tasks of a life, one after the other, as a plan; `perPhase` of them in each phase. */
export function planOf(
  tasks: readonly Life[],
  { perPhase = tasks.length, estimate = noEstimate }: Shape = {},
): { plan: Plan; dates: ReadonlyMap<number, TaskDates> } {
  const lines = tasks.map(({ closed, dropped }, index) => {
    const heading =
      index % perPhase === 0 ? `\n## Phase ${index / perPhase + 1}: Part ${index / perPhase + 1}\n` : '';
    const words = `Task number ${index + 1}`;
    const text = dropped === true ? `~~${words}~~` : `${words}${estimate(index)}`;
    return `${heading}- [${closed === undefined || dropped === true ? ' ' : 'x'}] ${text}`;
  });
  const plan = parsePlan(`# P\n${lines.join('\n')}\n`);
  const dates = new Map(
    allTasks(plan).map(({ task }, index) => [task.line, datesOf(tasks[index] ?? {})] as const),
  );
  return { plan, dates };
}
