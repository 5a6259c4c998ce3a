/** Which of the tasks that can be begun is best begun first, and the facts that say why. */
import { levelOf } from '../../plan/vocabulary/levels.ts';
import type { Phase, Task } from '../../plan/types.ts';
import { criticalPath, type CriticalPath } from '../progress/schedule.ts';
import { availabilityOf, type Obstacles } from './availability.ts';
import type { PlanNow, PlansNow, TaskNow } from './types.ts';

/** Why a task comes where it comes. */
export interface Merits {
  /** Where its phase comes among those of its plan that have something open, from 0. */
  readonly phase: number;
  /** It is the best task of its phase that can be begun. */
  readonly isFirst: boolean;
  /** The critical path, where it begins with this task. */
  readonly path: CriticalPath | null;
  /** 0 is most important; null where its plan says nothing that is understood. */
  readonly priority: number | null;
  /** How many open tasks wait for it, directly or through others. */
  readonly waiting: number;
}

/** A task that can be begun, with its merits. */
export interface RankedTask {
  readonly task: TaskNow;
  readonly merits: Merits;
}

/** Priorities that say nothing come between medium and low. */
const NO_PRIORITY = 2.5;

/** All that is known of a task by itself. */
interface Weighed extends Omit<Merits, 'isFirst'> {
  readonly task: TaskNow;
  /** Where its plan comes among the others. */
  readonly place: number;
}

/** The tasks that can be begun, best first: by phase, critical path, priority, how many wait for them, and place. */
export function rankReady(now: PlansNow, obstacles: Obstacles): RankedTask[] {
  const waitingFor = dependents(obstacles);
  const begun = new Set<TaskNow['phase']>();
  return now.plans
    .flatMap((plan, place) => weighed(plan, place, { obstacles, waitingFor }))
    .sort(
      (a, b) =>
        a.phase - b.phase ||
        Number(b.path !== null) - Number(a.path !== null) ||
        (a.priority ?? NO_PRIORITY) - (b.priority ?? NO_PRIORITY) ||
        b.waiting - a.waiting ||
        a.place - b.place ||
        a.task.task.line - b.task.task.line,
    )
    .map(({ task, phase, path, priority, waiting }) => {
      const isFirst = task.phase !== null && !begun.has(task.phase);
      begun.add(task.phase);
      return { task, merits: { phase, isFirst, path, priority, waiting } };
    });
}

function weighed(
  { plan, tasks }: PlanNow,
  place: number,
  by: { readonly obstacles: Obstacles; readonly waitingFor: (task: TaskNow) => number },
): Weighed[] {
  const open = tasks.flatMap(({ phase, state }) => (phase !== null && state === 'open' ? [phase] : []));
  const phases = [...new Set(open)];
  const path = criticalPath(plan);
  const [first] = path?.tasks ?? [];
  // Sub-tasks come before their task, so that the path begins with them.
  const begins = new Set(first === undefined ? [] : [first, ...below(first)]);
  return tasks
    .filter((one) => availabilityOf(one, by.obstacles).kind === 'ready')
    .map((task) => ({
      task,
      place,
      phase: phaseRank(task, phases),
      path: begins.has(task.task) ? path : null,
      priority: task.task.priority === null ? null : levelOf(task.task.priority),
      waiting: by.waitingFor(task),
    }));
}

function below({ subtasks }: Task): Task[] {
  return subtasks.flatMap((one) => [one, ...below(one)]);
}

/** A task in no phase comes with the first phase that begins below it. */
function phaseRank({ phase, task }: TaskNow, phases: readonly Phase[]): number {
  return phase === null ? phases.filter(({ line }) => line < task.line).length : phases.indexOf(phase);
}

/** How many tasks wait for each, counted when asked. */
function dependents(obstacles: Obstacles): (task: TaskNow) => number {
  const direct = new Map<TaskNow, TaskNow[]>();
  for (const [task, waits] of obstacles) {
    if (task.state !== 'open') continue;
    for (const one of waits) {
      if (one.kind === 'issue') continue;
      const same = direct.get(one.task);
      if (same === undefined) direct.set(one.task, [task]);
      else same.push(task);
    }
  }
  return (task) => {
    const seen = new Set([task]);
    const work = [task];
    for (let at = work.pop(); at !== undefined; at = work.pop())
      for (const next of direct.get(at) ?? [])
        if (!seen.has(next)) {
          seen.add(next);
          work.push(next);
        }
    return seen.size - 1;
  };
}
