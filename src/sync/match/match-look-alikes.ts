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
 * Returns a test of two tasks, the one of now and the one of the base: whether the task had a checkbox and a row, and its
 * checkbox is a look-alike now. What the checkbox told, its state and phase, is then unknown.
 */
export function boxLoss({ lookAlikes }: Plan): (now: Task, old: Task) => boolean {
  const texts = new Set(lookAlikes.map(({ text }) => sameText(text)));
  return (now, old) =>
    now.kind === 'row' && old.places.some(({ kind }) => kind === 'checkbox') && texts.has(sameText(now.text));
}
