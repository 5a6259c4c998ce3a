/** The order of work, for those who hold plans and want to know what comes next: the pure part as one piece. */
import { availabilityOf, obstaclesOf, type Obstacles } from '../../sync/next/availability.ts';
import { findTask, type FoundTask } from '../../sync/next/find-task.ts';
import { rankReady, type RankedTask } from '../../sync/next/ranking.ts';
import { tallyOfPlan, type PlanTally } from '../../sync/next/tally.ts';
import type { Availability, PlansNow, TaskNow } from '../../sync/next/types.ts';
import type { Problem } from '../../plan/types.ts';

export type { RankedTask } from '../../sync/next/ranking.ts';
export type { PlanTally } from '../../sync/next/tally.ts';
export type { Availability, Obstacle, TaskNow } from '../../sync/next/types.ts';
export type { Claim } from '../../sync/claims/types.ts';

/** Plans with the order of their work. */
export interface WorkOrder {
  readonly now: PlansNow;
  readonly obstacles: Obstacles;
  /** The tasks that can be begun, best first. */
  readonly ready: readonly RankedTask[];
}

/** Works out what can be begun. */
export function orderOf(now: PlansNow): WorkOrder {
  const obstacles = obstaclesOf(now);
  return { now, obstacles, ready: rankReady(now, obstacles) };
}

/** All tasks, plan after plan. */
export function tasksOf({ now }: WorkOrder): TaskNow[] {
  return now.plans.flatMap(({ tasks }) => tasks);
}

/** Whether a task can be begun. */
export function availability({ obstacles }: WorkOrder, task: TaskNow): Availability {
  return availabilityOf(task, obstacles);
}

/** Finds the task that somebody means. */
export function taskNamed(order: WorkOrder, name: string): FoundTask {
  return findTask(name, tasksOf(order));
}

/**
 * How far each plan is.
 *
 * @param today `YYYY-MM-DD`.
 */
export function tallies(
  { now }: WorkOrder,
  problems: ReadonlyMap<string, readonly Problem[]>,
  today: string,
): PlanTally[] {
  return now.plans.map((plan) => tallyOfPlan(plan, problems.get(plan.path) ?? [], today));
}
