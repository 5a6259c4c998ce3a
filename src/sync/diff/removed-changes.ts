/** What becomes of issues whose task the plan has no more, or that were opened twice. */
import type { Problem } from '../../plan/types.ts';
import { problems } from '../render/words.ts';
import type { Duplicate } from '../resolve/duplicates.ts';
import type { Removed } from '../resolve/resolution.ts';
import { blockContent, printBlock } from '../state/body-block.ts';
import { printTask } from '../state/markers.ts';
import type { Change, IssuePatch } from '../types.ts';
import { wordsBefore, type TaskContext } from './issue-patch.ts';

/**
 * The changes for a task that was removed from the plan: its open issue is closed as not planned, unless a person had
 * reopened it meanwhile.
 */
export function changeRemoved(
  context: TaskContext,
  { base, issue, marker }: Removed,
): { changes: Change[]; conflicts: Problem[] } {
  if (issue.state === 'closed') return { changes: [], conflicts: [] };
  if (base.task.state !== 'open')
    return { changes: [], conflicts: [problems.cutWhileReopened(base.task, issue.number)] };
  const content = blockContent(issue.body, context.id) ?? wordsBefore(context, base.task);
  const patch: IssuePatch = {
    state: { to: 'closed', reason: 'not_planned' },
    block: printBlock(printTask({ ...marker, dropped: true }), content),
  };
  return { changes: [{ kind: 'update-issue', number: issue.number, line: null, patch }], conflicts: [] };
}

/** The younger of two issues of one task, or of one plan: it closes as a duplicate, and nothing else of it changes. */
export function changeDuplicate({ issue, of }: Duplicate): { changes: Change[]; conflicts: Problem[] } {
  const patch: IssuePatch = { state: { to: 'closed', reason: 'duplicate' } };
  return {
    changes: [{ kind: 'update-issue', number: issue.number, line: null, patch }],
    conflicts: [problems.duplicate(issue.number, of)],
  };
}
