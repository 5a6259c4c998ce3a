/** Marks a pull request as merged, with what follows from that. */
import { closeMentioned, withoutCode } from '../issues/closing-keywords.ts';
import { closeIssue, noteEvent, type OnIssue } from '../issues/changes.ts';
import { pullOf } from '../json/pull.ts';

/** Mark a pull request as merged and close what its description closes on the default branch. */
export function markMerged(on: OnIssue, sha: string): void {
  const { world, repo, issue, by } = on;
  const pull = pullOf(issue);
  pull.mergedAt = world.now();
  pull.mergedBy = by.account;
  pull.mergeCommitSha = sha;
  noteEvent(on, 'merged', {}, sha);
  closeIssue(on, 'completed');
  if (pull.baseBranch === repo.defaultBranch) {
    closeMentioned(world, repo, by, { text: withoutCode(issue.body ?? ''), commitId: null });
  }
}
