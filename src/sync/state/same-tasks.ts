/** Whether two texts of a plan say the same of its tasks. */
import type { LookAlike, Plan, Task } from '../../plan/types.ts';
import { allTasks } from '../../plan/walk.ts';

/**
 * Whether two texts of a plan say the same of every task, in the same order, under the same phases. Then the older one
 * serves as base as well as the newer, and a push that changes no task writes nothing. A look-alike may be a known task.
 */
export function sameTasks(base: Plan, plan: Plan): boolean {
  const wholeOf = (text: Plan): string =>
    JSON.stringify([taskFacts(text), text.lookAlikes.map(lookAlikeFacts)]);
  return wholeOf(base) === wholeOf(plan);
}

/** Whether two texts say the same of a task, wherever it stands in them. */
export function sameTask(before: Task, now: Task): boolean {
  return JSON.stringify(factsOf(before)) === JSON.stringify(factsOf(now));
}

/** All that a text says of its tasks, wherever they stand in it. */
export function taskFacts(plan: Plan): unknown[] {
  const phases = plan.phases.map(({ title, due }) => [title, due]);
  const tasks = allTasks(plan).map(({ task, phase, parent }) => [factsOf(task), phase?.title, parent?.title]);
  return [plan.title, phases, tasks];
}

function lookAlikeFacts({ text, section }: LookAlike): unknown {
  return [text, section];
}

/** All of a task but where it stands. */
function factsOf(task: Task): unknown {
  const {
    line: _line,
    alsoAt: _alsoAt,
    subtasks: _subtasks,
    shown: _shown,
    said = [],
    places,
    steps,
    ...facts
  } = task;
  return {
    ...facts,
    said: said.map(({ line: _place, ...words }) => words),
    steps: steps.map((step) => [step.text, step.done]),
    places: places.map((place) => place.kind),
  };
}
