/** Closing and reopening pull requests by hand. */
import { invalidCustom } from '../http/answer.ts';
import { compareCommits } from '../git/compare.ts';
import { isAncestor } from '../git/history.ts';
import { closeIssue, reopenIssue, type OnIssue } from '../issues/changes.ts';
import { pullOf } from '../json/pull.ts';

/** Set the state of a pull request; a merged one, or one whose branch was lost or rewritten, does not reopen. */
export function changePullState(on: OnIssue, state: 'open' | 'closed'): void {
  const { repo, issue } = on;
  if (state === issue.state) return;
  if (state === 'closed') return closeIssue(on, 'completed');
  const pull = pullOf(issue);
  const refuse = (why: string) => invalidCustom('PullRequest', 'state', `state cannot be changed. ${why}`);
  if (pull.mergedAt) throw refuse('The pull request cannot be reopened.');
  const head = pull.headRepo.refs.get(`refs/heads/${pull.headBranch}`);
  if (head === undefined) throw refuse(`The ${pull.headBranch} branch has been deleted.`);
  if (!isAncestor(repo.git, pull.headSha, head)) {
    throw refuse(`The ${pull.headBranch} branch was force-pushed or recreated.`);
  }
  const base = repo.refs.get(`refs/heads/${pull.baseBranch}`);
  if (base === undefined) throw refuse(`The ${pull.baseBranch} branch has been deleted.`);
  if (compareCommits(repo.git, base, head).commits.length === 0) {
    throw refuse(`There are no new commits on the ${pull.headBranch} branch.`);
  }
  const same = [...repo.issues.values()].some(
    ({ pull: other, state: otherState }) =>
      otherState === 'open' &&
      other?.headRepo === pull.headRepo &&
      other.headBranch === pull.headBranch &&
      other.baseBranch === pull.baseBranch,
  );
  if (same)
    throw refuse(`There is already an open pull request from ${pull.headBranch} to ${pull.baseBranch}.`);
  pull.headSha = head;
  pull.baseSha = base;
  reopenIssue(on);
}
