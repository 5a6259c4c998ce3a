/** Changing an issue or pull request: each change leaves its timeline event and sends its webhook. */
import { accountJson } from '../json/account.ts';
import { issueTypeJson, labelJson, milestoneJson, sentIssueJson } from '../json/issue.ts';
import { pullJson } from '../json/pull.ts';
import type {
  Account,
  App,
  Issue,
  IssueType,
  Label,
  Milestone,
  Pull,
  Repo,
  StateReason,
} from '../world/model.ts';
import { emit } from '../webhooks/webhooks.ts';
import { nextId, type World } from '../world/world.ts';

/** Who does something, and through which app. */
export interface Doer {
  readonly account: Account;
  readonly app: App | undefined;
}

/** An issue in its place, and who acts on it. */
export interface OnIssue {
  readonly world: World;
  readonly repo: Repo;
  readonly issue: Issue;
  readonly by: Doer;
}

/** Give the next number of the repository to an issue or pull request. */
export function addIssue(
  world: World,
  repo: Repo,
  by: Doer,
  content: { title: string; body: string | null; pull?: Pull | undefined },
): Issue {
  const now = world.now();
  const issue: Issue = {
    id: nextId(world, 'issue'),
    number: repo.nextNumber,
    author: by.account,
    viaApp: by.app,
    createdAt: now,
    updatedAt: now,
    title: content.title,
    body: content.body,
    pull: content.pull,
    state: 'open',
    stateReason: null,
    closedAt: undefined,
    closedBy: undefined,
    events: [],
    reactions: [],
    labels: [],
    assignees: [],
    milestone: undefined,
    type: null,
    locked: false,
    subIssues: [],
    parentId: undefined,
    blockedBy: [],
  };
  repo.nextNumber += 1;
  repo.issues.set(issue.number, issue);
  return issue;
}

/** Note an event in the timeline. */
export function noteEvent(
  { world, issue, by }: OnIssue,
  event: string,
  detail: Readonly<Record<string, unknown>> = {},
  commitId: string | null = null,
): void {
  const id = nextId(world, 'event');
  issue.updatedAt = world.now();
  issue.events.push({
    id,
    event,
    actor: by.account,
    viaApp: by.app,
    createdAt: world.now(),
    commitId,
    detail,
  });
}

/** Send `issues` or `pull_request`, whichever the number is. */
export function emitIssue(on: OnIssue, action: string, extra: Readonly<Record<string, unknown>> = {}): void {
  const { world, repo, issue, by } = on;
  const subject = issue.pull
    ? { number: issue.number, pull_request: pullJson(world, repo, issue) }
    : { issue: sentIssueJson(world, repo, issue) };
  const event = issue.pull ? 'pull_request' : 'issues';
  emit(world, { repo, event, action, sender: by.account, payload: { ...subject, ...extra } });
}

/** Close; a no-op on what is closed. `commitId` when a commit message did it. */
export function closeIssue(on: OnIssue, reason: StateReason, commitId: string | null = null): void {
  const { world, issue, by } = on;
  if (issue.state === 'closed') return;
  issue.state = 'closed';
  issue.stateReason = issue.pull ? null : reason;
  issue.closedAt = world.now();
  issue.closedBy = by.account;
  noteEvent(on, 'closed', { state_reason: issue.stateReason }, commitId);
  emitIssue(on, 'closed');
}

/** Reopen; a no-op on what is open. */
export function reopenIssue(on: OnIssue): void {
  const { issue } = on;
  if (issue.state === 'open') return;
  issue.state = 'open';
  issue.stateReason = issue.pull ? null : 'reopened';
  issue.closedAt = undefined;
  issue.closedBy = undefined;
  noteEvent(on, 'reopened', { state_reason: issue.stateReason });
  emitIssue(on, 'reopened');
}

/** New title or body; one `edited` webhook names what was there before. */
export function editIssue(
  on: OnIssue,
  content: { title?: string | undefined; body?: string | null | undefined },
): void {
  const { issue } = on;
  const changes: Record<string, unknown> = {};
  if (content.title !== undefined && content.title !== issue.title) {
    changes['title'] = { from: issue.title };
    noteEvent(on, 'renamed', { rename: { from: issue.title, to: content.title } });
    issue.title = content.title;
  }
  if (content.body !== undefined && content.body !== issue.body) {
    changes['body'] = { from: issue.body ?? '' };
    issue.body = content.body;
  }
  if (Object.keys(changes).length === 0) return;
  issue.updatedAt = on.world.now();
  emitIssue(on, 'edited', { changes });
}

/** Add labels the issue does not have. */
export function addLabels(on: OnIssue, labels: readonly Label[]): void {
  const { world, repo, issue } = on;
  for (const label of labels) {
    if (issue.labels.includes(label)) continue;
    issue.labels = [...issue.labels, label];
    noteEvent(on, 'labeled', { label: { name: label.name, color: label.color } });
    emitIssue(on, 'labeled', { label: labelJson(world, repo, label) });
  }
}

/** Take labels away. */
export function removeLabels(on: OnIssue, labels: readonly Label[]): void {
  const { world, repo, issue } = on;
  for (const label of labels) {
    if (!issue.labels.includes(label)) continue;
    issue.labels = issue.labels.filter((one) => one !== label);
    noteEvent(on, 'unlabeled', { label: { name: label.name, color: label.color } });
    emitIssue(on, 'unlabeled', { label: labelJson(world, repo, label) });
  }
}

/** Make the set of labels exactly this. */
export function replaceLabels(on: OnIssue, labels: readonly Label[]): void {
  removeLabels(
    on,
    on.issue.labels.filter((label) => !labels.includes(label)),
  );
  addLabels(on, labels);
}

/** Put the issue into a milestone, or into none. */
export function setMilestone(on: OnIssue, milestone: Milestone | undefined): void {
  const { world, repo, issue } = on;
  const before = issue.milestone;
  if (before === milestone) return;
  issue.milestone = undefined;
  if (before) {
    noteEvent(on, 'demilestoned', { milestone: { title: before.title } });
    emitIssue(on, 'demilestoned', { milestone: milestoneJson(world, repo, before) });
  }
  issue.milestone = milestone;
  if (milestone) {
    noteEvent(on, 'milestoned', { milestone: { title: milestone.title } });
    emitIssue(on, 'milestoned', { milestone: milestoneJson(world, repo, milestone) });
  }
}

/** Give the issue a type, or none. */
export function setType(on: OnIssue, type: IssueType | null): void {
  const { issue } = on;
  const before = issue.type;
  if (before === type) return;
  issue.type = type;
  if (before) emitIssue(on, 'untyped', { type: issueTypeJson(before) });
  if (type) emitIssue(on, 'typed', { type: issueTypeJson(type) });
  issue.updatedAt = on.world.now();
}

/** Make the set of assignees exactly this. */
export function replaceAssignees(on: OnIssue, assignees: readonly Account[]): void {
  const { world, issue, by } = on;
  const change = (event: 'assigned' | 'unassigned', account: Account) => {
    const assignee = accountJson(world, account);
    noteEvent(on, event, { assignee, assigner: accountJson(world, by.account) });
    emitIssue(on, event, { assignee });
  };
  const gone = issue.assignees.filter((account) => !assignees.includes(account));
  const fresh = assignees.filter((account) => !issue.assignees.includes(account));
  for (const account of gone) {
    issue.assignees = issue.assignees.filter((one) => one !== account);
    change('unassigned', account);
  }
  for (const account of fresh) {
    issue.assignees = [...issue.assignees, account];
    change('assigned', account);
  }
}
