/** What Planwright reads in a text, for the editor: the real parser, as in the app. */
import { refusalOf } from '../../src/plan/text/limits.ts';
import { lintPlan } from '../../src/plan/lint.ts';
import { parsePlan } from '../../src/plan/parse.ts';
import { allTasks } from '../../src/plan/walk.ts';
import type { Linted } from './types.ts';

/** Reads `{text, path, url}`; anything else reads as an empty plan. */
export function lint(asked: unknown): Linted {
  const { text, path, url } = (asked ?? {}) as Readonly<Record<string, unknown>>;
  const plan = parsePlan(typeof text === 'string' ? text : '', {
    ...(typeof path === 'string' ? { path } : {}),
    ...(typeof url === 'string' ? { repositoryUrl: url } : {}),
  });
  const found = refusalOf(plan) ? plan.problems : [...plan.problems, ...lintPlan(plan)];
  return {
    problems: [...found].sort((a, b) => a.line - b.line || a.column - b.column),
    phases: plan.phases.length,
    tasks: allTasks(plan).length,
  };
}
