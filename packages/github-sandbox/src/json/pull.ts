/** Pull requests as GitHub shows them. */
import { compareCommits, mergeCommits } from '../git/compare.ts';
import { accountJson, accountOrNull, isoDate, isoDateOrNull } from './account.ts';
import { labelJson, milestoneJson } from './issue.ts';
import { changeSize } from './git.ts';
import { authorAssociation, repoJson, repoPage, repoUrl } from './repository.ts';
import type { Issue, Pull, Repo } from '../world/model.ts';
import { nodeId, type World } from '../world/world.ts';

/** The pull request part of an issue that must be one. */
export function pullOf(issue: Issue): Pull {
  if (!issue.pull) throw new Error(`#${issue.number} is an issue, not a pull request`);
  return issue.pull;
}

/** `pull-request-simple`, of lists. */
export function pullSummaryJson(world: World, repo: Repo, issue: Issue) {
  const pull = pullOf(issue);
  const url = `${repoUrl(world, repo)}/pulls/${issue.number}`;
  const issueUrl = `${repoUrl(world, repo)}/issues/${issue.number}`;
  const page = `${repoPage(world, repo)}/pull/${issue.number}`;
  return {
    url,
    id: pull.id,
    node_id: nodeId('PR', issue.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issueUrl,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${repoUrl(world, repo)}/pulls/comments{/number}`,
    comments_url: `${issueUrl}/comments`,
    statuses_url: `${repoUrl(world, repo)}/statuses/${pull.headSha}`,
    number: issue.number,
    state: issue.state,
    locked: issue.locked,
    title: issue.title,
    user: accountJson(world, issue.author),
    body: issue.body,
    labels: issue.labels.map((label) => labelJson(world, repo, label)),
    milestone: issue.milestone ? milestoneJson(world, repo, issue.milestone) : null,
    active_lock_reason: null,
    created_at: isoDate(issue.createdAt),
    updated_at: isoDate(issue.updatedAt),
    closed_at: isoDateOrNull(issue.closedAt),
    merged_at: isoDateOrNull(pull.mergedAt),
    merge_commit_sha: pull.mergeCommitSha ?? null,
    assignee: accountOrNull(world, issue.assignees[0]),
    assignees: issue.assignees.map((account) => accountJson(world, account)),
    requested_reviewers: [],
    requested_teams: [],
    head: endJson(world, pull.headRepo, pull.headBranch, pull.headSha),
    base: endJson(world, repo, pull.baseBranch, pull.baseSha),
    _links: {
      self: { href: url },
      html: { href: page },
      issue: { href: issueUrl },
      comments: { href: `${issueUrl}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${repoUrl(world, repo)}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: `${repoUrl(world, repo)}/statuses/${pull.headSha}` },
    },
    author_association: authorAssociation(repo, issue.author),
    auto_merge: null,
    draft: pull.draft,
  };
}

function endJson(world: World, repo: Repo, branch: string, sha: string) {
  return {
    label: `${repo.owner.login}:${branch}`,
    ref: branch,
    sha,
    user: accountJson(world, repo.owner),
    repo: {
      ...repoJson(world, repo),
      allow_squash_merge: true,
      allow_merge_commit: true,
      allow_rebase_merge: true,
    },
  };
}

/** `pull-request`, read by number and in webhooks. */
export function pullJson(world: World, repo: Repo, issue: Issue) {
  const pull = pullOf(issue);
  const { commits, files } = compareCommits(repo.git, pull.baseSha, pull.headSha);
  const sizes = files.map((file) => changeSize(repo, file));
  const mergeable = issue.state === 'open' ? isMergeable(repo, issue) : null;
  return {
    ...pullSummaryJson(world, repo, issue),
    merged: pull.mergedAt !== undefined,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeableState(mergeable, pull.draft),
    merged_by: accountOrNull(world, pull.mergedBy),
    comments: [...repo.comments.values()].filter((comment) => comment.issueNumber === issue.number).length,
    review_comments: 0,
    maintainer_can_modify: pull.maintainerCanModify,
    commits: commits.length,
    additions: sizes.reduce((sum, size) => sum + size.additions, 0),
    deletions: sizes.reduce((sum, size) => sum + size.deletions, 0),
    changed_files: files.length,
  };
}

/** True when the head merges into the base without conflict. */
export function isMergeable(repo: Repo, issue: Issue): boolean {
  const pull = pullOf(issue);
  return mergeCommits(repo.git, pull.baseSha, pull.headSha).kind === 'clean';
}

function mergeableState(mergeable: boolean | null, draft: boolean): string {
  if (mergeable === null) return 'unknown';
  if (!mergeable) return 'dirty';
  return draft ? 'draft' : 'clean';
}
