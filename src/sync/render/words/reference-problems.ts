/** What is said of issues that tasks name and that are not theirs. */
import type { Problem, Severity, Task } from '../../../plan/types.ts';
import type { Unlinked } from '../../types.ts';

/** Problems with the issues that tasks name. */
export const referenceProblems = {
  notAdopted: (task: Pick<Task, 'line'>, issue: number, why: Unlinked): Problem =>
    onTask(task, 'reference-not-adopted', 'warning', {
      message: `The line names #${issue} and nothing else, but ${clause(issue, why)}. No issue was opened or changed for it.`,
      hint: 'Write what is to be done before the number, or name an open issue of this repository that belongs to no other plan.',
    }),
  notLinked: (task: Pick<Task, 'line' | 'title'>, issue: number, why: Unlinked): Problem =>
    onTask(task, 'link-not-adopted', 'notice', {
      message: `"${task.title}" ends with a link to #${issue}, but ${clause(issue, why)}. The task has an issue of its own.`,
      hint: 'Take the link off the end of the line, or link the issue that the task is.',
    }),
  bareNumber: (task: Pick<Task, 'line' | 'title'>, issue: number, why: Unlinked): Problem =>
    onTask(task, 'bare-number', 'notice', {
      message: `"${task.title}" ends with #${issue}, but ${clause(issue, why)}. The task gets an issue of its own.`,
      hint: `To say that the task is an issue that exists, end its line with a link, as in \`([#${issue}](…/issues/${issue}))\`.`,
    }),
} as const;

/** Why the issue of that number is not the task's, as a part of a sentence. */
function clause(issue: number, why: Unlinked): string {
  switch (why.kind) {
    case 'pull-request':
      return `#${issue} is a pull request, no issue`;
    case 'missing':
      return 'this repository has no such issue that Planwright can see';
    case 'other-plan':
      return 'that issue belongs to another plan';
    case 'closed':
      return 'that issue is closed';
    case 'other-title':
      return `that issue is called "${why.title}"`;
  }
}

function onTask(
  { line }: Pick<Task, 'line'>,
  code: string,
  severity: Severity,
  said: Pick<Problem, 'message' | 'hint'>,
): Problem {
  return { code, severity, ...said, line, column: 1 };
}
