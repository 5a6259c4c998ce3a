/** Merging pull requests: merge, squash, rebase, and what a merge brings about. */
import { failure } from '../http/answer.ts';
import { webFlow } from '../git/commit-author.ts';
import { compareCommits, mergeCommits } from '../git/compare.ts';
import { mergeTrees } from '../git/merge.ts';
import { EMPTY_TREE, readCommit, writeCommit } from '../git/store.ts';
import type { OnIssue } from '../issues/changes.ts';
import { pullOf } from '../json/pull.ts';
import { markMerged } from './mark-merged.ts';
import { moveRef } from '../git/ref-moves.ts';
import { fullName, type World } from '../world/world.ts';
import type { Account, Issue, Repo } from '../world/model.ts';

/** How a person wants a pull request merged. */
export interface MergeWish {
  readonly method: 'merge' | 'squash' | 'rebase';
  readonly title: string | undefined;
  readonly message: string | undefined;
}

/** Merge an open pull request; returns the new head of the base branch. */
export function mergePull(on: OnIssue, wish: MergeWish): string {
  const { world, repo, issue, by } = on;
  const pull = pullOf(issue);
  const merged = mergeCommits(repo.git, pull.baseSha, pull.headSha);
  if (merged.kind === 'conflict') throw failure(405, 'Pull Request is not mergeable');
  const sha =
    wish.method === 'rebase'
      ? rebased(world, repo, issue)
      : writeMerge(world, repo, { issue, wish, tree: merged.tree, account: by.account });
  const baseRef = `refs/heads/${pull.baseBranch}`;
  markMerged(on, sha);
  moveRef(world, { repo, ref: baseRef, to: sha, by });
  const headRef = `refs/heads/${pull.headBranch}`;
  if (repo.deleteBranchOnMerge && pull.headRepo === repo && repo.refs.has(headRef)) {
    moveRef(world, { repo, ref: headRef, to: undefined, by });
  }
  return sha;
}

function writeMerge(
  world: World,
  repo: Repo,
  { issue, wish, tree, account }: { issue: Issue; wish: MergeWish; tree: string; account: Account },
): string {
  const pull = pullOf(issue);
  const isMerge = wish.method === 'merge';
  const title =
    wish.title ?? (isMerge ? mergeTitle(issue) : `${squashTitle(repo, issue)} (#${issue.number})`);
  const message = wish.message ?? (isMerge ? issue.title : squashMessage(repo, issue));
  const author = { name: account.login, email: account.email, date: world.now() };
  const sha = writeCommit(repo.git, {
    tree,
    parents: isMerge ? [pull.baseSha, pull.headSha] : [pull.baseSha],
    author: isMerge ? author : { name: issue.author.login, email: issue.author.email, date: world.now() },
    committer: webFlow(world),
    message: message ? `${title}\n\n${message}` : title,
  });
  repo.git.signed.add(sha);
  return sha;
}

function mergeTitle(issue: Issue): string {
  const pull = pullOf(issue);
  return `Merge pull request #${issue.number} from ${fullName(pull.headRepo).split('/')[0]}/${pull.headBranch}`;
}

/** GitHub's default: the only commit's title, or the pull request's. */
function squashTitle(repo: Repo, issue: Issue): string {
  const commits = commitsOf(repo, issue);
  const only =
    commits.length === 1 ? readCommit(repo.git, commits[0] ?? '').message.split('\n')[0] : undefined;
  return only ?? issue.title;
}

function squashMessage(repo: Repo, issue: Issue): string {
  const messages = commitsOf(repo, issue).map((sha) => readCommit(repo.git, sha).message.trim());
  if (messages.length === 1) return (messages[0] ?? '').split('\n').slice(1).join('\n').trim();
  return messages.map((message) => `* ${message}`).join('\n\n');
}

function commitsOf(repo: Repo, issue: Issue): readonly string[] {
  const pull = pullOf(issue);
  return compareCommits(repo.git, pull.baseSha, pull.headSha).commits;
}

/** Replay each commit on the base; merge commits are left out, as `git rebase` does. */
function rebased(world: World, repo: Repo, issue: Issue): string {
  let head = pullOf(issue).baseSha;
  for (const sha of commitsOf(repo, issue)) {
    const commit = readCommit(repo.git, sha);
    if (commit.parents.length > 1) continue;
    const parent = commit.parents[0];
    const before = parent ? readCommit(repo.git, parent).tree : EMPTY_TREE;
    const merged = mergeTrees(repo.git, before, readCommit(repo.git, head).tree, commit.tree);
    if (merged.kind === 'conflict') throw failure(405, "This branch can't be rebased");
    head = writeCommit(repo.git, {
      ...commit,
      tree: merged.tree,
      parents: [head],
      committer: webFlow(world),
    });
  }
  return head;
}
