/** Deleting and transferring issues: on GitHub only a web page (and GraphQL) can do it. */
import { addIssue, emitIssue, type Doer } from '../issues/changes.ts';
import { sentIssueJson } from '../json/issue.ts';
import { repoJson } from '../json/repository.ts';
import type { Comment, Issue, Repo } from './model.ts';
import { creatorOf } from './owner.ts';
import { emit } from '../webhooks/webhooks.ts';
import { mustFindAccount, mustFindRepo, nextId, type World } from './world.ts';

function locate(world: World, name: string, number: number, by: string | undefined) {
  const repo = mustFindRepo(world, name);
  const issue = repo.issues.get(number);
  if (!issue) throw new Error(`the sandbox has no issue ${name}#${number}`);
  const account = by ? mustFindAccount(world, by) : creatorOf(world, repo.owner);
  const doer: Doer = { account, app: undefined };
  return { repo, issue, by: doer };
}

/** Delete an issue: its number answers 410 from now on (GITHUB-FACTS 3, "Gone"). */
export function deleteIssue(world: World, name: string, number: number, by: string | undefined): void {
  const found = locate(world, name, number, by);
  const payload = { issue: sentIssueJson(world, found.repo, found.issue) };
  forget(world, found.repo, found.issue);
  found.repo.gone.set(number, 'deleted');
  emit(world, { repo: found.repo, event: 'issues', action: 'deleted', sender: found.by.account, payload });
}

/** Take an issue and its comments out of a repository and out of its relations. */
function forget(world: World, repo: Repo, issue: Issue): void {
  repo.issues.delete(issue.number);
  for (const comment of [...repo.comments.values()]) {
    if (comment.issueNumber === issue.number) repo.comments.delete(comment.id);
  }
  for (const other of world.repos.values()) {
    for (const one of other.issues.values()) {
      one.subIssues = one.subIssues.filter((id) => id !== issue.id);
      one.blockedBy = one.blockedBy.filter((id) => id !== issue.id);
      if (one.parentId === issue.id) one.parentId = undefined;
    }
  }
}

/**
 * Move an issue: the old number answers 301, labels and milestone stay where the target has the same
 * (https://docs.github.com/issues/tracking-your-work-with-issues/administering-issues/transferring-an-issue-to-another-repository).
 */
export function transferIssue(
  world: World,
  wish: { repository: string; number: number; to: string; by: string | undefined },
): number {
  const { repo, issue, by } = locate(world, wish.repository, wish.number, wish.by);
  const target = mustFindRepo(world, wish.to);
  if (target.owner !== repo.owner)
    throw new Error('GitHub transfers issues only between repositories of one owner');
  const before = sentIssueJson(world, repo, issue);
  const comments = [...repo.comments.values()].filter((comment) => comment.issueNumber === issue.number);
  const moved = addIssue(world, target, { account: issue.author, app: issue.viaApp }, issue);
  Object.assign(moved, kept(target, issue));
  for (const comment of comments) copyComment(world, target, moved, comment);
  forget(world, repo, issue);
  repo.gone.set(issue.number, { repo: target, number: moved.number });
  emit(world, {
    repo,
    event: 'issues',
    action: 'transferred',
    sender: by.account,
    payload: {
      issue: before,
      changes: { new_issue: sentIssueJson(world, target, moved), new_repository: repoJson(world, target) },
    },
  });
  const changes = { old_issue: before, old_repository: repoJson(world, repo) };
  emitIssue({ world, repo: target, issue: moved, by }, 'opened', { changes });
  return moved.number;
}

function kept(target: Repo, issue: Issue): Partial<Issue> {
  const { state, stateReason, closedAt, closedBy, assignees, milestone } = issue;
  const sameMilestone = [...target.milestones.values()].find(
    (one) => one.title === milestone?.title && one.dueOn?.getTime() === milestone.dueOn?.getTime(),
  );
  return {
    state,
    stateReason,
    closedAt,
    closedBy,
    assignees,
    labels: issue.labels.flatMap((label) => target.labels.get(label.name.toLowerCase()) ?? []),
    milestone: sameMilestone,
  };
}

function copyComment(world: World, target: Repo, issue: Issue, comment: Comment): void {
  const id = nextId(world, 'comment');
  target.comments.set(id, { ...comment, id, issueNumber: issue.number });
}
