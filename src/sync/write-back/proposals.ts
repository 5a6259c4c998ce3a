/** The edits of the plan that a task's issue calls for. */
import type { Plan, TaskState } from '../../plan/types.ts';
import { allTasks } from '../../plan/walk.ts';
import { shortHash } from '../state/hash.ts';
import { bareTitle, shownTitle } from '../state/ids.ts';
import type { StateMerge, TitleMerge } from '../diff/merge.ts';
import type { ResolvedTask } from '../resolve/resolution.ts';
import type { ObservedIssue, Proposal } from '../types.ts';

/** A tick, untick or strike, where the issue's state moved on. */
export function stateProposals({ task }: ResolvedTask, issue: ObservedIssue, merge: StateMerge): Proposal[] {
  if (merge.kind !== 'propose') return [];
  const id = shortHash(
    8,
    'state',
    String(issue.number),
    merge.to,
    issue.closedAt ?? '',
    task.title,
    task.state,
  );
  return [
    {
      id,
      edit: { kind: 'state', line: task.line, state: merge.to },
      issue: issue.number,
      title: task.title,
      rider: false,
    },
  ];
}

/** The issue's words, where a person renamed it. */
export function titleProposals({ task }: ResolvedTask, issue: ObservedIssue, merge: TitleMerge): Proposal[] {
  const title = bareTitle(shownTitle(issue), task);
  // A title that shows nothing has no words for the plan.
  if (merge.kind !== 'propose' || title === '') return [];
  const id = shortHash(8, 'title', String(issue.number), shownTitle(issue), task.title);
  return [
    {
      id,
      edit: { kind: 'title', line: task.line, title },
      issue: issue.number,
      title: task.title,
      rider: false,
    },
  ];
}

/**
 * The state that each task of a plan has once these edits are made. The words of a write-back may depend on these states
 * alone, since they are written anew only if the plan's text or the edits change.
 */
export function statesAfter(plan: Plan, proposals: readonly Proposal[]): TaskState[] {
  const edits = new Map(
    proposals.flatMap(({ edit }) => (edit.kind === 'state' ? [[edit.line, edit.state] as const] : [])),
  );
  return allTasks(plan).map(({ task }) => edits.get(task.line) ?? task.state);
}
