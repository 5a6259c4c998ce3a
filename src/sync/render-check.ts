import type { Problem } from '../plan/types.ts';
import { inline } from './escape.ts';
import { count, previewTitle } from './words.ts';

/** What one plan has to say in the check. */
export interface PlanProblems {
  readonly path: string;
  readonly problems: readonly Problem[];
}

export interface CheckText {
  readonly title: string;
  readonly summary: string;
  /** Failure only for errors: a plan that merely could be better must block nobody. */
  readonly conclusion: 'success' | 'neutral' | 'failure';
  readonly annotations: readonly {
    readonly path: string;
    readonly line: number;
    readonly level: 'notice' | 'warning' | 'failure';
    readonly title: string;
    readonly message: string;
  }[];
}

/** The words of the check run: each problem on its line. Null where there is nothing to say. */
export function renderCheck(plans: readonly PlanProblems[]): CheckText | null {
  const said = plans.filter(({ problems }) => problems.length > 0);
  const all = said.flatMap(({ problems }) => problems);
  if (all.length === 0) return null;
  const errors = all.filter(({ severity }) => severity === 'error').length;
  return {
    title:
      errors > 0
        ? `${count(errors, 'error')} in the plan`
        : `${count(all.length, 'thing')} to look at in the plan`,
    summary: said
      .map(({ path, problems }) => `${inline(path)}\n\n${problems.map(sentence).join('\n')}`)
      .join('\n\n'),
    conclusion: errors > 0 ? 'failure' : 'neutral',
    annotations: said.flatMap(({ path, problems }) =>
      problems.map(({ line, severity, code, message, hint }) => ({
        path,
        line,
        level: severity === 'error' ? ('failure' as const) : severity,
        title: code,
        message: `${message} ${hint}`,
      })),
    ),
  };
}

/** The words of the check on the app's own write-back: its edits follow the issues, so that no issue follows them. */
export function renderOwnCheck(): CheckText {
  const summary = 'The edits of this pull request follow the issues.';
  return { title: previewTitle(0), summary, conclusion: 'success', annotations: [] };
}

function sentence({ line, message, hint }: Problem): string {
  return `- Line ${line}: ${inline(message)} ${inline(hint)}`;
}
