/** What is said of links between issues that GitHub does not take. */
import type { Phase, Problem, Severity, Task } from '../../../plan/types.ts';
import type { LinkFeature } from '../../types.ts';
import { count } from '../words.ts';

/** Problems with links between issues. */
export const linkProblems = {
  noRoom: (title: string, left: number, most: number): Problem =>
    onLine(1, 'sub-issues-full', 'notice', {
      message: `GitHub takes at most ${most} sub-issues under one issue, so ${count(left, 'issue')} under "${title}" stand in the plan and in the tracking issue's own list only.`,
      hint: 'Nothing to do. To see all of them as sub-issues, divide the plan.',
    }),
  largePhase: ({ title, line }: Phase, tasks: number): Problem =>
    onLine(line, 'blocked-by-limit', 'notice', {
      message: `Tasks depend on the phase "${title}", whose ${count(tasks, 'task')} are too many to mark each as blocking. The issues name the phase instead.`,
      hint: 'Nothing to do. To have issues marked as blocked, name the tasks of the phase that really are waited for.',
    }),
  manyBlockers: ({ title, line }: Task, most: number): Problem =>
    onLine(line, 'blocked-by-limit', 'notice', {
      message: `"${title}" has more dependencies than the ${most} that GitHub takes for one issue. The first ${most} are marked; the issues name all of them.`,
      hint: 'Nothing to do. Fewer, larger steps are easier to follow.',
    }),
  refused: (feature: LinkFeature, issue: number, others: string): Problem =>
    onLine(1, 'link-refused', 'warning', {
      message: `GitHub did not ${feature === 'sub-issues' ? `take sub-issues of #${issue}` : `mark #${issue} as blocked`}: ${others}.`,
      hint: 'Set the link by hand if it is needed; Planwright does not try again until the plan changes it.',
    }),
  unlinkable: (blocker: number): Problem =>
    onLine(1, 'blocker-unlinkable', 'notice', {
      message: `Tasks depend on #${blocker}, which is no issue that Planwright can see here, so nothing is marked as blocked by it.`,
      hint: 'GitHub marks only issues as blocking: name an issue, not a pull request or one that was deleted or moved.',
    }),
  unavailable: (feature: LinkFeature): Problem =>
    onLine(1, 'links-unavailable', 'notice', {
      message: `This GitHub does not offer ${feature === 'sub-issues' ? 'sub-issues' : 'blocked-by links between issues'}, so they are left out. Everything else is in step.`,
      hint: 'Nothing to do. The tracking issue lists all tasks, and issues name what they depend on.',
    }),
} as const;

function onLine(
  line: number,
  code: string,
  severity: Severity,
  said: Pick<Problem, 'message' | 'hint'>,
): Problem {
  return { code, severity, ...said, line, column: 1 };
}
