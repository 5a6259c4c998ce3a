/** `createIssue`: an issue with its place under another, in one request (GITHUB-FACTS 14). It is made with all of it, or not at all. */
import { failure } from '../http/answer.ts';
import type { Call, RepoCall } from '../http/router.ts';
import { announceIssue } from '../routes/issues.ts';
import { attachSubIssue, requireRoom } from '../routes/relations.ts';
import { addIssue, type OnIssue } from '../issues/changes.ts';
import { issuesDisabled } from '../issues/find.ts';
import { requireBodyLength, requiredTitle } from '../issues/fields.ts';
import type { Issue, Repo } from '../world/model.ts';
import { isAssignable } from '../world/assignable.ts';
import { accountOf, appOf, canSee, hasRole, requireAccess } from '../world/principal.ts';
import { unknownNode } from './errors.ts';
import { issueOf, labelOf, milestoneOf, repoOf, userOf } from './nodes.ts';
import type { Args } from './parse.ts';

/** What a client may do that may open issues by REST: the same holds here. */
const ACCESS = { by: 'repository', app: [{ issues: 'write' }], user: 'read', writes: true } as const;

const MOST_ASSIGNEES = 10;

/** Creates the issue of an input. Ids are looked up before anything is done; one that names nothing refuses it all. */
export function createIssue(
  _: unknown,
  { input }: Args,
  call: Call,
): { readonly repo: Repo; readonly issue: Issue } {
  const fields = (input ?? {}) as Args;
  const { world, principal } = call;
  const repo = found(fields, 'repositoryId', (id) => repoOf(world, id));
  if (repo === undefined || !canSee(principal, repo)) throw missing(String(fields['repositoryId']));
  requireAccess(principal, repo, ACCESS);
  if (!repo.hasIssues) throw issuesDisabled();
  const content = contentOf(fields);
  const marks = marksOf(call, repo, fields);
  const parent = found(fields, 'parentIssueId', (id) => issueOf(world, id));
  if (parent !== undefined) requireRoom(world, parent.issue);
  const by = { account: accountOf(principal), app: appOf(principal) };
  const issue = addIssue(world, repo, by, content);
  const on: OnIssue = { world, repo, issue, by };
  announceIssue(on, marks);
  if (parent !== undefined) attachSubIssue(inRepo(call, parent.repo), parent, { repo, issue });
  return { repo, issue };
}

function contentOf(fields: Args): { title: string; body: string | null } {
  const title = requiredTitle(fields, 'Issue');
  const body = typeof fields['body'] === 'string' ? fields['body'] : null;
  requireBodyLength(body, 'Issue');
  return { title, body };
}

/** Silently none for people without push access, as by REST (GITHUB-FACTS 3). */
function marksOf({ world, principal }: Call, repo: Repo, fields: Args): Parameters<typeof announceIssue>[1] {
  const labels = listed(fields, 'labelIds', (id) => labelOf(repo, id));
  const milestone = found(fields, 'milestoneId', (id) => milestoneOf(repo, id));
  const assignees = listed(fields, 'assigneeIds', (id) => {
    const user = userOf(world, id);
    return user !== undefined && isAssignable(repo, user.login) ? user : undefined;
  });
  if (assignees.length > MOST_ASSIGNEES) throw failure(422, 'Assignees are limited to 10.');
  return hasRole(principal, repo, 'triage', 'issues')
    ? { labels, milestone, assignees }
    : { labels: [], milestone: undefined, assignees: [] };
}

/** The row that an id names; undefined if there is none in the input. */
function found<Row>(fields: Args, name: string, find: (id: string) => Row | undefined): Row | undefined {
  const [row] = listed({ [name]: [fields[name] ?? []].flat() }, name, find);
  return row;
}

function listed<Row>(fields: Args, name: string, find: (id: string) => Row | undefined): Row[] {
  const ids = fields[name];
  return (Array.isArray(ids) ? ids : []).map((id: unknown) => {
    const row = find(String(id));
    if (row === undefined) throw missing(String(id));
    return row;
  });
}

function missing(id: string) {
  return failure(404, unknownNode(id).message);
}

function inRepo(call: Call, repo: Repo): RepoCall {
  return { ...call, repo };
}
