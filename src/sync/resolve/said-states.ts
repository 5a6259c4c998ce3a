/** Whether a plan changed the state of a task that stands in several places: one that is cut, or was never heard of, changes none. */
import type { Task } from '../../plan/types.ts';
import { saidBy, type PlacedTask } from '../../plan/walk.ts';

/**
 * The task as the base had it, in the state that it has now where no place says a state that none said before: then the plan
 * changed nothing, although the task may read otherwise without a place that is gone.
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
