/** Which of the tasks that can be begun is best begun first, and the facts that say why. */
import { levelOf } from '../../plan/vocabulary/levels.ts';
import { criticalPath, type CriticalPath } from '../progress/schedule.ts';
import { availabilityOf, type Obstacles } from './availability.ts';
import type { PlanNow, PlansNow, TaskNow } from './types.ts';

/** Why a task comes where it comes. */
export interface Merits {
  /** Where its phase comes among those of its plan that have something open, from 0; last if it is in none. */
  readonly phase: number;
  /** It is the first task of its phase that can be begun. */
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

/** The tasks that can be begun, best first: by phase, critical path, priority, how many wait for them, and place. */
export function rankReady(now: PlansNow, obstacles: Obstacles): RankedTask[] {
  const waitingFor = dependents(obstacles);
  const ranked = now.plans.flatMap((plan, place) =>
    rankedIn(plan, obstacles, waitingFor).map((one) => ({ ...one, place })),
  );
  return ranked.sort(
    ({ task: a, merits: x, place: p }, { task: b, merits: y, place: q }) =>
      x.phase - y.phase ||
      Number(y.path !== null) - Number(x.path !== null) ||
      (x.priority ?? NO_PRIORITY) - (y.priority ?? NO_PRIORITY) ||
      y.waiting - x.waiting ||
      p - q ||
      a.task.line - b.task.line,
  );
}

function rankedIn(
  { plan, tasks }: PlanNow,
  obstacles: Obstacles,
  waitingFor: (task: TaskNow) => number,
): RankedTask[] {
  const ready = tasks.filter((one) => availabilityOf(one, obstacles).kind === 'ready');
  const phases = [...new Set(tasks.flatMap(({ phase, state }) => (phase !== null && state === 'open' ? [phase] : [])))];
  const path = criticalPath(plan);
  const begun = new Set<TaskNow['phase']>();
  return ready.map((task) => {
    const isFirst = task.phase !== null && !begun.has(task.phase);
    begun.add(task.phase);
    const place = task.phase === null ? -1 : phases.indexOf(task.phase);
    return {
      task,
      merits: {
        phase: place < 0 ? phases.length : place,
        isFirst,
        path: path?.tasks[0] === task.task ? path : null,
        priority: task.task.priority === null ? null : levelOf(task.task.priority),
        waiting: waitingFor(task),
      },
    };
  });
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
