/**
 * Whether a plan changed the state of a task that stands in several places. A place that was removed, or that never told a
 * state, does not change the task's state.
 */
import type { Task } from '../../plan/types.ts';
import { saidBy, type PlacedTask } from '../../plan/walk.ts';

/**
 * The task as the base had it. If no place tells a state that was not told before, the plan changed nothing, although the
 * task may read otherwise without a place that is gone: then the base's task is returned with the state of now.
 */
export function asLastSaid(base: PlacedTask | null, now: Task): PlacedTask | null {
  if (base === null || base.task.state === now.state || saysAnew(base.task, now)) return base;
  return { ...base, task: { ...base.task, state: now.state } };
}

/** Whether more places say some state than before. */
function saysAnew(base: Task, now: Task): boolean {
  const left = saidBy(base).map(({ state }) => state);
  return saidBy(now).some(({ state }) => {
    const at = state === null ? 0 : left.indexOf(state);
    if (at > -1) left.splice(at, state === null ? 0 : 1);
    return at === -1;
  });
}
