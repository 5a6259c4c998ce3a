/** Issues, labels, milestones and comments as GitHub shows them. */
import { accountJson, accountOrNull, appOrNull, isoDate, isoDateOrNull } from './account.ts';
import { authorAssociation, repoPage, repoUrl, viewedRepoJson } from './repository.ts';
import type {
  Account,
  Comment,
  Issue,
  IssueEvent,
  IssueType,
  Label,
  Milestone,
  Reaction,
  Repo,
} from '../world/model.ts';
import { findIssueById, nodeId, type World } from '../world/world.ts';

/** `label`. */
export function labelJson(world: World, repo: Repo, label: Label) {
  return {
    id: label.id,
    node_id: nodeId('LA', label.id),
    url: `${repoUrl(world, repo)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

/** `milestone`; its counts include pull requests (GITHUB-FACTS 5). */
export function milestoneJson(world: World, repo: Repo, milestone: Milestone) {
  const url = `${repoUrl(world, repo)}/milestones/${milestone.number}`;
  const issues = [...repo.issues.values()].filter((issue) => issue.milestone === milestone);
  return {
    url,
    html_url: `${repoPage(world, repo)}/milestone/${milestone.number}`,
    labels_url: `${url}/labels`,
    id: milestone.id,
    node_id: nodeId('MI', milestone.id),
    number: milestone.number,
    title: milestone.title,
    description: milestone.description,
    creator: accountJson(world, milestone.creator),
    open_issues: issues.filter((issue) => issue.state === 'open').length,
    closed_issues: issues.filter((issue) => issue.state === 'closed').length,
    state: milestone.state,
    created_at: isoDate(milestone.createdAt),
    updated_at: isoDate(milestone.updatedAt),
    due_on: isoDateOrNull(milestone.dueOn),
    closed_at: isoDateOrNull(milestone.closedAt),
  };
}

/** `issue` of REST, for pull requests too: what webhooks carry, who closed it and the pinned comment. */
export function issueJson(world: World, repo: Repo, issue: Issue) {
  return {
    ...sentIssueJson(world, repo, issue),
    closed_by: accountOrNull(world, issue.closedBy),
    pinned_comment: null,
  };
}

/** An issue as webhooks carry it. */
export function sentIssueJson(world: World, repo: Repo, issue: Issue) {
  const url = `${repoUrl(world, repo)}/issues/${issue.number}`;
  const page = `${repoPage(world, repo)}/${issue.pull ? 'pull' : 'issues'}/${issue.number}`;
  return {
    url,
    repository_url: repoUrl(world, repo),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: page,
    id: issue.id,
    node_id: nodeId(issue.pull ? 'PR' : 'I', issue.id),
    number: issue.number,
    title: issue.title,
    user: accountJson(world, issue.author),
    labels: issue.labels.map((label) => labelJson(world, repo, label)),
    state: issue.state,
    locked: issue.locked,
    assignee: accountOrNull(world, issue.assignees[0]),
    assignees: issue.assignees.map((assignee) => accountJson(world, assignee)),
    milestone: issue.milestone ? milestoneJson(world, repo, issue.milestone) : null,
    comments: [...repo.comments.values()].filter((comment) => comment.issueNumber === issue.number).length,
    created_at: isoDate(issue.createdAt),
    updated_at: isoDate(issue.updatedAt),
    closed_at: isoDateOrNull(issue.closedAt),
    author_association: authorAssociation(repo, issue.author),
    active_lock_reason: null,
    ...(issue.pull ? pullLinks(world, repo, issue) : relationsJson(world, repo, issue)),
    body: issue.body,
    reactions: reactionsJson(`${url}/reactions`, issue.reactions),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: appOrNull(world, issue.viaApp),
    state_reason: issue.stateReason,
    type: issue.type === null ? null : issueTypeJson(issue.type),
    issue_field_values: [],
  };
}

/** `issue-type`. */
export function issueTypeJson({ id, name, createdAt }: IssueType) {
  return {
    id,
    node_id: nodeId('IT', id),
    name,
    description: null,
    color: 'gray',
    created_at: isoDate(createdAt),
    updated_at: isoDate(createdAt),
    is_enabled: true,
  };
}

/** An issue of a list that may reach beyond the repository: sub-issues and dependencies tell where each one is. */
export function linkedIssueJson(world: World, repo: Repo, issue: Issue, viewer: Account | undefined) {
  const repository = viewedRepoJson(world, repo, viewer);
  return { ...issueJson(world, repo, issue), repository };
}

function pullLinks(world: World, repo: Repo, issue: Issue) {
  const page = `${repoPage(world, repo)}/pull/${issue.number}`;
  return {
    draft: issue.pull?.draft ?? false,
    pull_request: {
      url: `${repoUrl(world, repo)}/pulls/${issue.number}`,
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: isoDateOrNull(issue.pull?.mergedAt),
    },
  };
}

function relationsJson(world: World, repo: Repo, issue: Issue) {
  const children = issue.subIssues
    .map((id) => findIssueById(world, id)?.issue)
    .filter((child) => child !== undefined);
  const completed = children.filter((child) => child.state === 'closed').length;
  const blockers = issue.blockedBy
    .map((id) => findIssueById(world, id)?.issue)
    .filter((one) => one !== undefined);
  const blocked = [...world.repos.values()].flatMap((other) =>
    other.owner === repo.owner
      ? [...other.issues.values()].filter((one) => one.blockedBy.includes(issue.id))
      : [],
  );
  const parent = issue.parentId === undefined ? undefined : findIssueById(world, issue.parentId);
  const subIssues = {
    sub_issues_summary: {
      total: children.length,
      completed,
      percent_completed: children.length ? Math.floor((completed * 100) / children.length) : 0,
    },
  };
  const dependencies = {
    issue_dependencies_summary: {
      blocked_by: blockers.filter((one) => one.state === 'open').length,
      total_blocked_by: blockers.length,
      blocking: blocked.filter((one) => one.state === 'open').length,
      total_blocking: blocked.length,
    },
  };
  return {
    ...(world.without.has('sub-issues') ? {} : subIssues),
    ...(world.without.has('dependencies') ? {} : dependencies),
    ...(parent ? { parent_issue_url: `${repoUrl(world, parent.repo)}/issues/${parent.issue.number}` } : {}),
  };
}

const EMOJI = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'] as const;

/** `reaction-rollup`. */
export function reactionsJson(url: string, reactions: readonly Reaction[]) {
  const counts = EMOJI.map((emoji) => [emoji, reactions.filter((one) => one.content === emoji).length]);
  return {
    url,
    total_count: reactions.length,
    ...(Object.fromEntries(counts) as Record<(typeof EMOJI)[number], number>),
  };
}

/** `reaction`. */
export function reactionJson(world: World, reaction: Reaction) {
  return {
    id: reaction.id,
    node_id: nodeId('REA', reaction.id),
    user: accountJson(world, reaction.author),
    content: reaction.content,
    created_at: isoDate(reaction.createdAt),
  };
}

/** `issue-comment`. */
export function commentJson(world: World, repo: Repo, comment: Comment) {
  const url = `${repoUrl(world, repo)}/issues/comments/${comment.id}`;
  const kind = repo.issues.get(comment.issueNumber)?.pull ? 'pull' : 'issues';
  return {
    url,
    html_url: `${repoPage(world, repo)}/${kind}/${comment.issueNumber}#issuecomment-${comment.id}`,
    issue_url: `${repoUrl(world, repo)}/issues/${comment.issueNumber}`,
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    user: accountJson(world, comment.author),
    created_at: isoDate(comment.createdAt),
    updated_at: isoDate(comment.updatedAt),
    author_association: authorAssociation(repo, comment.author),
    body: comment.body,
    reactions: reactionsJson(`${url}/reactions`, comment.reactions),
    performed_via_github_app: appOrNull(world, comment.viaApp),
  };
}

/** `issue-event-for-issue`. */
export function issueEventJson(world: World, repo: Repo, event: IssueEvent) {
  return {
    id: event.id,
    node_id: nodeId('EV', event.id),
    url: `${repoUrl(world, repo)}/issues/events/${event.id}`,
    actor: accountJson(world, event.actor),
    event: event.event,
    commit_id: event.commitId,
    commit_url: event.commitId ? `${repoUrl(world, repo)}/commits/${event.commitId}` : null,
    created_at: isoDate(event.createdAt),
    performed_via_github_app: appOrNull(world, event.viaApp),
    ...event.detail,
  };
}
