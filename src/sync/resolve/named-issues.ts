/**
 * How a task names an issue that it could be (DESIGN 4, "References" and "Links"): by a link at its end, by nothing but a
 * reference, or by words that end with a bare number.
 */
import type { Problem, Task } from '../../plan/types.ts';
import { referenceProblems } from '../render/words/reference-problems.ts';
import type { Observed } from '../types.ts';
import type { ResolvedTask } from './resolution.ts';

/** The issue that a task names. */
export type NamedIssue =
  | { readonly kind: 'link' | 'reference'; readonly number: number }
  /** `Login is broken (#1)`: that issue only if it has these words for a title, too. */
  | { readonly kind: 'words'; readonly number: number };

/** The issue that a task names; null if none. */
export function namedIssue({ issue, isReference, text }: Task): NamedIssue | null {
  if (issue !== null) return { kind: isReference === true ? 'reference' : 'link', number: issue };
  const number = bareNumber(text);
  return number === null ? null : { kind: 'words', number };
}

const BARE = /\s*\(#(\d{1,10})\)$/u;

/** The number at the end of `Login is broken (#1)`; null if there is none, or nothing before it. */
function bareNumber(text: string): number | null {
  const match = BARE.exec(text);
  return match === null || match.index === 0 ? null : Number(match[1]);
}

/** A task whose words end with the bare number of its own issue, without that number. */
export function withoutOwnNumber(task: Task, issue: number): Task {
  return bareNumber(task.title) === issue ? { ...task, title: task.title.replace(BARE, '') } : task;
}

/** What is to say of issues that tasks name and that are not theirs. */
export interface SaidOfReferences {
  /** Shown as long as the plan names them so. */
  readonly problems: readonly Problem[];
  /** Said once, when the task gets an issue of its own. */
  readonly conflicts: readonly Problem[];
}

/** Says of each task that names an issue why it is not that issue. */
export function sayUnlinked(
  tasks: readonly ResolvedTask[],
  { unlinked }: Pick<Observed, 'unlinked'>,
): SaidOfReferences {
  const problems: Problem[] = [];
  const conflicts: Problem[] = [];
  for (const { task, tie } of tasks) {
    const why = unlinked.get(task.line);
    const named = namedIssue(task);
    // A person deleted the issue that its link names, and the task stands without one.
    if (why === undefined || named === null || tie.kind === 'gone') continue;
    if (named.kind === 'words') {
      if (tie.kind === 'new') conflicts.push(referenceProblems.bareNumber(task, named.number, why));
    } else if (named.kind === 'link' && (tie.kind === 'new' || 'issue' in tie))
      problems.push(referenceProblems.notLinked(task, named.number, why));
    // A ticked box and a closed issue agree: nothing to report.
    else if (tie.kind === 'unadopted' && (why.kind !== 'closed' || task.state === 'open'))
      problems.push(referenceProblems.notAdopted(task, named.number, why));
  }
  return { problems, conflicts };
}
