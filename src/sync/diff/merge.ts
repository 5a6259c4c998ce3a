/** The three-way merge of one field: base, plan, issue. Whoever changed since the base wins; see DESIGN 5. */
import type { TaskState } from '../../plan/types.ts';
import type { ObservedIssue } from '../types.ts';

/** What follows from the states of a task and its issue. */
export type StateMerge =
  | { readonly kind: 'agree' }
  /** The plan changed: the issue follows. */
  | { readonly kind: 'set-issue'; readonly to: TaskState }
  /** The issue changed: the plan is asked to follow. `conflict` is set where the plan had changed too, differently. */
  | { readonly kind: 'propose'; readonly to: TaskState; readonly conflict: boolean };

/** An issue's state in the words of a task. Closed without a reason counts as done. */
export function stateOf(issue: Pick<ObservedIssue, 'state' | 'reason'>): TaskState {
  if (issue.state === 'open') return 'open';
  return issue.reason === 'not_planned' || issue.reason === 'duplicate' ? 'dropped' : 'done';
}

/**
 * Merges the state of a task that the base knows.
 *
 * @param base The task's state in the base.
 * @param plan Its state in the plan as it is now.
 * @param issue Its issue's state ({@link stateOf}).
 * @param inFlight Its states in the texts that passes were cut short in: where the issue has one of them, plan and issue
 *   agreed on it, and what the plan changed since then overrides. Where the plan went back to the base's
 *   state, nobody can tell whether a person or a pass cut short set the issue: the issue keeps its state, as a conflict.
 */
export function mergeState(
  base: TaskState,
  plan: TaskState,
  issue: TaskState,
  inFlight: ReadonlySet<TaskState> = new Set(),
): StateMerge {
  if (plan === issue) return { kind: 'agree' };
  const isInFlight = inFlight.has(issue);
  if (issue === base || (isInFlight && plan !== base)) return { kind: 'set-issue', to: plan };
  return { kind: 'propose', to: issue, conflict: isInFlight || plan !== base };
}

/**
 * Merges the state of a task that the base does not know but that has an issue: one created before a crash, or one
 * whose task was cut and came back.
 *
 * @param plan The task's state in the plan.
 * @param issue Its issue's state.
 * @param droppedByApp The app itself closed the issue when the task was struck or cut.
 */
export function mergeStateWithoutBase(plan: TaskState, issue: TaskState, droppedByApp: boolean): StateMerge {
  if (plan === issue) return { kind: 'agree' };
  if (issue === 'open' || droppedByApp) return { kind: 'set-issue', to: plan };
  return { kind: 'propose', to: issue, conflict: false };
}

/** What follows from the titles of a task and its issue. */
export type TitleMerge =
  | { readonly kind: 'agree' }
  /** The plan changed: the issue is renamed. `conflict` is set where a person had renamed it too. */
  | { readonly kind: 'rename-issue'; readonly conflict: boolean }
  /** A person gave the issue the title that the plan has: only the marker's hash of the title is updated. */
  | { readonly kind: 'note' }
  /** A person renamed the issue: the plan is asked to follow. */
  | { readonly kind: 'propose' };

/**
 * Merges the title of a task.
 *
 * @param base The issue title that the base's text makes; null if the base does not know the task.
 * @param plan The issue title that the plan's text makes now.
 * @param issue The issue's title, also without an id before it, which the plan keeps apart; and whether a person gave
 *   it (its hash is not the marker's).
 */
export function mergeTitle(
  base: string | null,
  plan: string,
  issue: { title: string; bare: string; byPerson: boolean },
): TitleMerge {
  if (issue.title === plan) return issue.byPerson ? { kind: 'note' } : { kind: 'agree' };
  if (issue.byPerson && issue.bare === plan) return { kind: 'agree' };
  if (base !== null && base !== plan)
    return { kind: 'rename-issue', conflict: issue.byPerson && issue.title !== base && issue.bare !== base };
  if (issue.byPerson) return { kind: 'propose' };
  return base === null ? { kind: 'rename-issue', conflict: false } : { kind: 'agree' };
}

/** What the plan added to and took from a set since the base: applied one by one, never as a whole set. */
export function delta(
  base: readonly string[],
  plan: readonly string[],
  now: readonly string[],
): { add: string[]; remove: string[] } {
  const has = (set: readonly string[], name: string): boolean =>
    set.some((one) => one.toLowerCase() === name.toLowerCase());
  return {
    add: plan.filter((name) => !has(base, name) && !has(now, name)),
    remove: base.filter((name) => !has(plan, name) && has(now, name)),
  };
}
