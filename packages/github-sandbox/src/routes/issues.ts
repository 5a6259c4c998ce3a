/** Issues: https://docs.github.com/rest/issues/issues */
import { created, failure, invalid, notFound, ok, type Answer } from '../http/answer.ts';
import { fieldsOf, nullableText, optionalList, optionalWord, type Fields } from '../http/fields.ts';
import { findIssue, issuesDisabled } from '../issues/find.ts';
import {
  addIssue,
  closeIssue,
  editIssue,
  emitIssue,
  noteEvent,
  reopenIssue,
  replaceAssignees,
  replaceLabels,
  setMilestone,
  setType,
  type OnIssue,
} from '../issues/changes.ts';
import {
  assigneesField,
  assigneesNamed,
  labelsField,
  milestoneField,
  requireBodyLength,
  requiredTitle,
  titleField,
  typeField,
} from '../issues/fields.ts';
import { accountJson } from '../json/account.ts';
import { issueEventJson, issueJson, issueTypeJson, labelJson, milestoneJson } from '../json/issue.ts';
import { listIssues } from '../issues/list.ts';
import type { Account, IssueType, Label, Milestone, StateReason } from '../world/model.ts';
import { listAnswer } from '../http/paging.ts';
import { accountOf, appOf, hasRole } from '../world/principal.ts';
import { changePullState } from '../pulls/state.ts';
import { repoRoute, type RepoCall, type Route } from '../http/router.ts';

/** What an issue is given besides its words. */
export interface IssueMarks {
  readonly labels: readonly Label[];
  readonly milestone: Milestone | undefined;
  readonly assignees: readonly Account[];
  readonly type?: IssueType | null;
}

/** Labels, milestone and assignees are silently dropped for people without push (GITHUB-FACTS 3). */
function marksOf(call: RepoCall, fields: Fields): IssueMarks {
  const { world, repo, principal } = call;
  if (!hasRole(principal, repo, 'triage', 'issues'))
    return { labels: [], milestone: undefined, assignees: [] };
  const milestone = milestoneField(repo, fields) ?? undefined;
  const assignees = assigneesField(world, repo, fields) ?? [];
  const type = typeField(repo, fields) ?? null;
  return { milestone, assignees, type, labels: labelsField(world, repo, fields, accountOf(principal)) ?? [] };
}

/** The organisation's types; there are none in a person's repository. */
function listTypes({ repo: { owner } }: RepoCall): Answer {
  if (owner.kind !== 'Organization') throw notFound();
  return ok(owner.issueTypes.map(issueTypeJson));
}

function createIssue(call: RepoCall): Answer {
  const { world, repo, principal } = call;
  if (!repo.hasIssues) throw issuesDisabled();
  const fields = fieldsOf(call.body);
  const title = requiredTitle(fields, 'Issue');
  const body = nullableText(fields, 'body') ?? null;
  requireBodyLength(body, 'Issue');
  const marks = marksOf(call, fields);
  const by = { account: accountOf(principal), app: appOf(principal) };
  const issue = addIssue(world, repo, by, { title, body });
  announceIssue({ world, repo, issue, by }, marks);
  return created(issueJson(world, repo, issue));
}

/** The `opened` webhook shows the issue complete; one webhook for each label and so on follows. */
export function announceIssue(on: OnIssue, { labels, milestone, assignees, type = null }: IssueMarks): void {
  const { world, repo, issue, by } = on;
  issue.labels = [...labels];
  issue.milestone = milestone;
  issue.assignees = [...assignees];
  emitIssue(on, 'opened');
  setType(on, type);
  for (const label of labels) {
    noteEvent(on, 'labeled', { label: { name: label.name, color: label.color } });
    emitIssue(on, 'labeled', { label: labelJson(world, repo, label) });
  }
  if (milestone) {
    noteEvent(on, 'milestoned', { milestone: { title: milestone.title } });
    emitIssue(on, 'milestoned', { milestone: milestoneJson(world, repo, milestone) });
  }
  for (const account of assignees) {
    const assignee = accountJson(world, account);
    noteEvent(on, 'assigned', { assignee, assigner: accountJson(world, by.account) });
    emitIssue(on, 'assigned', { assignee });
  }
}

/** Issue and pull request share this route; authors may edit their own words, triagers everything. */
function updateIssue(call: RepoCall): Answer {
  const { world, repo, principal } = call;
  const issue = findIssue(call);
  const account = accountOf(principal);
  const on: OnIssue = { world, repo, issue, by: { account, app: appOf(principal) } };
  const triages =
    hasRole(principal, repo, 'triage', 'issues') || hasRole(principal, repo, 'triage', 'pull_requests');
  if (!triages && issue.author !== account) throw failure(403, 'Must have admin rights to Repository.');
  const fields = fieldsOf(call.body);
  const title = titleField(fields, 'Issue');
  const body = nullableText(fields, 'body');
  requireBodyLength(body, 'Issue');
  const state = optionalWord(fields, 'state', ['open', 'closed']);
  const reason = optionalWord(fields, 'state_reason', ['completed', 'not_planned', 'duplicate', 'reopened']);
  const applyMarks = triages ? readMarks(on, fields) : () => undefined;
  editIssue(on, { title, body });
  applyMarks();
  if (state !== undefined) setState(on, state, reason);
  return ok(issueJson(world, repo, issue));
}

/** Check labels, milestone and assignees now, apply them later: a refused request changes nothing. */
function readMarks(on: OnIssue, fields: Fields): () => void {
  const { world, repo, by } = on;
  const milestone = milestoneField(repo, fields);
  const assignees = assigneesField(world, repo, fields);
  const labels = labelsField(world, repo, fields, by.account);
  const type = on.issue.pull ? undefined : typeField(repo, fields);
  return () => {
    if (type !== undefined) setType(on, type);
    if (labels) replaceLabels(on, labels);
    if (milestone !== undefined) setMilestone(on, milestone ?? undefined);
    if (assignees) replaceAssignees(on, assignees);
  };
}

/** The reason counts only when the state changes (GITHUB-FACTS 3); `reopened` is none for closing. */
function setState(on: OnIssue, state: 'open' | 'closed', reason: StateReason | undefined): void {
  if (on.issue.pull) changePullState(on, state);
  else if (state === 'open') reopenIssue(on);
  else closeIssue(on, reason === undefined || reason === 'reopened' ? 'completed' : reason);
}

function changeAssignees(
  change: (now: readonly Account[], named: readonly Account[]) => Account[],
  status: number,
) {
  return (call: RepoCall): Answer => {
    const { world, repo, principal } = call;
    const issue = findIssue(call);
    const given = optionalList(fieldsOf(call.body), 'assignees') ?? [];
    // Adding or removing someone unknown is no error on these two routes: they are left out.
    const known = given.filter((login) => isKnown(call, login));
    const named = assigneesNamed(world, repo, known);
    const by = { account: accountOf(principal), app: appOf(principal) };
    const wanted = change(issue.assignees, named);
    if (wanted.length > 10) throw invalid([{ resource: 'Issue', field: 'assignees', code: 'too_many' }]);
    replaceAssignees({ world, repo, issue, by }, wanted);
    return { status, body: issueJson(world, repo, issue) };
  };
}

function isKnown(call: RepoCall, login: unknown): boolean {
  try {
    return assigneesNamed(call.world, call.repo, [login]).length === 1;
  } catch {
    return false;
  }
}

const READ = { app: [{ issues: 'read' }, { pull_requests: 'read' }] } as const;
const WRITE = { app: [{ issues: 'write' }, { pull_requests: 'write' }] } as const;

/** The routes. */
export const issueRoutes: readonly Route[] = [
  repoRoute('GET', '/issues', READ, listIssues),
  repoRoute('GET', '/issue-types', { app: { metadata: 'read' } }, listTypes),
  repoRoute('POST', '/issues', { app: { issues: 'write' }, user: 'read' }, createIssue),
  repoRoute('GET', '/issues/{issue_number}', READ, (call) =>
    ok(issueJson(call.world, call.repo, findIssue(call))),
  ),
  repoRoute('PATCH', '/issues/{issue_number}', { ...WRITE, user: 'read' }, updateIssue),
  repoRoute('GET', '/issues/{issue_number}/events', READ, (call) =>
    listAnswer(call, findIssue(call).events, (event) => issueEventJson(call.world, call.repo, event)),
  ),
  repoRoute(
    'POST',
    '/issues/{issue_number}/assignees',
    { ...WRITE, user: 'triage' },
    changeAssignees((now, named) => [...new Set([...now, ...named])], 201),
  ),
  repoRoute(
    'DELETE',
    '/issues/{issue_number}/assignees',
    { ...WRITE, user: 'triage' },
    changeAssignees((now, named) => now.filter((one) => !named.includes(one)), 200),
  ),
];
