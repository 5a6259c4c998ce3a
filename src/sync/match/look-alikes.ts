/** Look-alikes beside the tasks of a text: a known task whose line became one is the same task (DESIGN 3). */
import type { Plan, Task } from '../../plan/types.ts';
import { allTasks, type PlacedTask } from '../../plan/walk.ts';
import { sameText } from '../state/ids.ts';

/** The tasks and look-alikes of a text in the order of their lines. */
export function withLookAlikes(plan: Plan): PlacedTask[] {
  const phases = new Map(plan.phases.map((phase) => [phase.line, phase]));
  const lookAlikes = plan.lookAlikes.map((task) => {
    return { task, phase: phases.get(task.phase ?? 0) ?? null, parent: null };
  });
  return [...allTasks(plan), ...lookAlikes].sort((a, b) => a.task.line - b.task.line);
}

/**
 * Prepares to tell whether a task lost its box and is left with its row: all that the box said of it is unknown for the
 * time being. What is returned takes the task as it stands now, and the task that it was in the base.
 */
export function boxLoss({ lookAlikes }: Plan): (now: Task, old: Task) => boolean {
  const texts = new Set(lookAlikes.map(({ text }) => sameText(text)));
  return (now, old) =>
    now.kind === 'row' && old.places.some(({ kind }) => kind === 'checkbox') && texts.has(sameText(now.text));
}
