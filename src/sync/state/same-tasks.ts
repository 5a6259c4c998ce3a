/** Whether two texts of a plan say the same of its tasks. */
import type { LookAlike, Plan, Task } from '../../plan/types.ts';
import { allTasks, type PlacedTask } from '../../plan/walk.ts';

/**
 * Whether two texts of a plan say the same of every task, in the same order, under the same phases. Then the older one
 * serves as base as well as the newer, and a push that changes no task writes nothing. A look-alike may be a known task.
 */
export function sameTasks(base: Plan, plan: Plan): boolean {
  const [before, now] = [allTasks(base), allTasks(plan)];
  const headOf = (text: Plan): unknown => [textFacts(text), text.lookAlikes.map(lookAlikeFacts)];
  return (
    before.length === now.length &&
    isSame(headOf(base), headOf(plan)) &&
    before.every((placed, index) => isSame(placedFacts(placed), placedFacts(now[index] ?? placed)))
  );
}

/** Whether two texts say the same of a task, wherever it stands in them. */
export function sameTask(before: Task, now: Task): boolean {
  return isSame(factsOf(before), factsOf(now));
}

function isSame(before: unknown, now: unknown): boolean {
  return JSON.stringify(before) === JSON.stringify(now);
}

/** All that a text says of its tasks, wherever they stand in it. */
export function taskFacts(plan: Plan): unknown[] {
  return [...textFacts(plan), allTasks(plan).map(placedFacts)];
}

function textFacts({ title, phases }: Plan): readonly unknown[] {
  return [title, phases.map((phase) => [phase.title, phase.due])];
}

function placedFacts({ task, phase, parent }: PlacedTask): unknown {
  return [factsOf(task), phase?.title, parent?.title];
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
