/** Known tasks whose lines are look-alikes now: their issues are left as they are until the box is back, and it is said. */
import type { Problem } from '../../plan/types.ts';
import { stateOf } from '../diff/merge.ts';
import type { Resting } from './resolution.ts';
import type { NextEntry, TaskOutcome } from '../types.ts';
import { problems } from '../render/words.ts';

/** Keeps their entries, so that each is the same task when its box is back. */
export function leaveResting(resting: readonly Resting[]): {
  readonly entries: readonly NextEntry[];
  readonly outcomes: readonly TaskOutcome[];
  readonly problems: readonly Problem[];
} {
  const issues = resting.flatMap(({ issue, placed: { task } }) => (issue === null ? [] : [{ task, issue }]));
  return {
    entries: resting.map(({ placed, entry }) => ({ line: placed.task.line, entry })),
    outcomes: issues.map(({ task, issue }) => ({
      line: task.line,
      issue: { number: issue.number },
      state: stateOf(issue),
      guessed: false,
    })),
    problems: issues.map(({ task, issue }) => problems.withoutBox(task, issue.number)),
  };
}
