/**
 * Plans as they are now, for whoever wants to work: each task with what its issue says, who claims it and what it waits for.
 */
import type { Plan, TaskState } from '../../plan/types.ts';
import type { PlacedTask } from '../../plan/walk.ts';
import type { Claim } from '../claims/types.ts';
import type { ObservedIssue } from '../types.ts';

/** A task with what is known of its issue. */
export interface TaskNow extends PlacedTask {
  /** Path of its plan. */
  readonly path: string;
  /** Number of its issue, null where none is known. */
  readonly issue: number | null;
  /** What plan and issue come to. */
  readonly state: TaskState;
  /** Its issue as read from GitHub; null where that was not asked, or it cannot be seen. */
  readonly observed: ObservedIssue | null;
  /** The claim that holds it. */
  readonly claim: Claim | null;
  /** An open pull request that closes its issue. */
  readonly pull: number | null;
  /** Open issues that GitHub has it marked as blocked by. */
  readonly blockers: readonly number[];
}

/** A plan as it is now. */
export interface PlanNow {
  readonly path: string;
  /** With the states that the issues say. */
  readonly plan: Plan;
  /** In the order of their lines. */
  readonly tasks: readonly TaskNow[];
}

/** The plans that are looked at together: a task may wait for an issue that is another plan's task. */
export interface PlansNow {
  readonly plans: readonly PlanNow[];
  /** Issues that are no task of these plans, as far as they were read: whether they are open. */
  readonly others: ReadonlyMap<number, boolean>;
}

/** What a task waits for. */
export type Obstacle =
  | { readonly kind: 'task'; readonly task: TaskNow }
  /** An issue that is no task of these plans: open, or not known to be closed. */
  | { readonly kind: 'issue'; readonly number: number };

/** Whether a task can be begun. */
export type Availability =
  | { readonly kind: 'ready' }
  | { readonly kind: 'over' }
  | { readonly kind: 'waits'; readonly for: readonly Obstacle[] }
  | { readonly kind: 'claimed'; readonly claim: Claim }
  /** A pull request is open that closes it. */
  | { readonly kind: 'in-pull'; readonly number: number };
