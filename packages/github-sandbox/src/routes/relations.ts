/** Sub-issues and dependencies: https://docs.github.com/rest/issues/sub-issues, https://docs.github.com/rest/issues/issue-dependencies */
import { created, failure, notFound, ok, type Answer } from '../http/answer.ts';
import { fieldsOf, optionalFlag, optionalNumber, requiredNumber } from '../http/fields.ts';
import { findIssue } from '../issues/find.ts';
import { linkedIssueJson, sentIssueJson } from '../json/issue.ts';
import { repoJson } from '../json/repository.ts';
import type { Issue, Repo } from '../world/model.ts';
import { listAnswer } from '../http/paging.ts';
import { accountOf, canSee, viewerOf } from '../world/principal.ts';
import { repoRoute, type Method, type RepoCall, type Route } from '../http/router.ts';
import type { RelationKind } from '../types.ts';
import { emit } from '../webhooks/webhooks.ts';
import { findIssueById, type World } from '../world/world.ts';

const MAX_CHILDREN = 100;
const MAX_DEPTH = 8;
const MAX_BLOCKERS = 50;

interface Place {
  readonly repo: Repo;
  readonly issue: Issue;
}

/** The issue with this database id; it must belong to the same owner (GITHUB-FACTS 4). */
function otherIssue(call: RepoCall, id: number): Place {
  const found = findIssueById(call.world, id);
  if (!found || !canSee(call.principal, found.repo)) throw notFound();
  if (found.repo.owner !== call.repo.owner) {
    throw failure(
      422,
      'An error occurred while adding the sub-issue to the parent issue. Sub issue must belong to the same owner.',
    );
  }
  return found;
}

function here(call: RepoCall): Place {
  return { repo: call.repo, issue: findIssue(call) };
}

function placesOf(world: World, ids: readonly number[]): Place[] {
  return ids.map((id) => findIssueById(world, id)).filter((place) => place !== undefined);
}

function shown({ world, principal }: RepoCall, { repo, issue }: Place) {
  return linkedIssueJson(world, repo, issue, viewerOf(principal));
}

function refuseSubIssue(why: string) {
  return failure(422, `An error occurred while adding the sub-issue to the parent issue. ${why}`);
}

function addSubIssue(call: RepoCall): Answer {
  const { world } = call;
  const parent = here(call);
  const fields = fieldsOf(call.body);
  const child = otherIssue(call, requiredNumber(fields, 'sub_issue_id'));
  if (child.issue.pull || parent.issue.pull) throw refuseSubIssue('Sub issue may only be an issue');
  if (parent.issue.subIssues.includes(child.issue.id)) {
    throw refuseSubIssue('Issue may not contain duplicate sub-issues and Sub issue may only have one parent');
  }
  const old = child.issue.parentId === undefined ? undefined : findIssueById(world, child.issue.parentId);
  if (old && !optionalFlag(fields, 'replace_parent'))
    throw refuseSubIssue('Sub issue may only have one parent');
  if (lineOf(world, parent.issue).includes(child.issue.id)) {
    throw refuseSubIssue('Sub issue may not be an ancestor of its parent');
  }
  requireRoom(world, parent.issue, heightOf(world, child.issue));
  if (old) detach(call, old, child);
  attachSubIssue(call, parent, child);
  return created(shown(call, parent));
}

/** Throws where an issue has no room for another under it, as wide or as deep; `height` is that of what is to come. */
export function requireRoom(world: World, parent: Issue, height = 1): void {
  if (parent.pull) throw refuseSubIssue('Sub issue may only be an issue');
  if (parent.subIssues.length >= MAX_CHILDREN)
    throw refuseSubIssue(`Parent cannot have more than ${MAX_CHILDREN} sub-issues`);
  if (lineOf(world, parent).length + height > MAX_DEPTH)
    throw refuseSubIssue(`Parent cannot have more than ${MAX_DEPTH} layers of sub-issues`);
}

/** Puts an issue under another, and tells of it. */
export function attachSubIssue(call: RepoCall, parent: Place, child: Place): void {
  parent.issue.subIssues = [...parent.issue.subIssues, child.issue.id];
  child.issue.parentId = parent.issue.id;
  touch(call, parent, child);
  tellSubIssues(call, parent, child, 'added');
}

/** An issue and all its ancestors, by id. */
function lineOf(world: World, issue: Issue): number[] {
  const parent = issue.parentId === undefined ? undefined : findIssueById(world, issue.parentId)?.issue;
  return [issue.id, ...(parent ? lineOf(world, parent) : [])];
}

function heightOf(world: World, issue: Issue): number {
  return 1 + Math.max(0, ...placesOf(world, issue.subIssues).map((place) => heightOf(world, place.issue)));
}

function touch(call: RepoCall, ...places: readonly Place[]): void {
  for (const place of places) place.issue.updatedAt = call.world.now();
}

function detach(call: RepoCall, parent: Place, child: Place): void {
  parent.issue.subIssues = parent.issue.subIssues.filter((id) => id !== child.issue.id);
  child.issue.parentId = undefined;
  touch(call, parent, child);
  tellSubIssues(call, parent, child, 'removed');
}

function tellSubIssues(call: RepoCall, parent: Place, child: Place, what: 'added' | 'removed'): void {
  tellLink(call, 'sub_issues', [
    { ...parent, name: 'parent_issue', action: `sub_issue_${what}` },
    { ...child, name: 'sub_issue', action: `parent_issue_${what}` },
  ]);
}

/** An issue of a link, as payloads name it, and what its webhook says happened. */
type LinkEnd = Place & { readonly name: string; readonly action: string };

/** One change is two webhooks: each issue is told of the other (GITHUB-FACTS 4). */
function tellLink(call: RepoCall, event: string, ends: readonly [LinkEnd, LinkEnd]): void {
  const { world } = call;
  const sender = accountOf(call.principal);
  const common = Object.fromEntries(
    ends.flatMap(({ name, repo, issue }) => [
      [`${name}_id`, issue.id],
      [name, sentIssueJson(world, repo, issue)],
    ]),
  );
  const [one, other] = ends;
  for (const [told, of] of [
    [one, other],
    [other, one],
  ] as const) {
    const payload = { ...common, [`${of.name}_repo`]: repoJson(world, of.repo) };
    emit(world, { repo: told.repo, event, action: told.action, sender, payload });
  }
}

function removeSubIssue(call: RepoCall): Answer {
  const parent = here(call);
  const child = otherIssue(call, requiredNumber(fieldsOf(call.body), 'sub_issue_id'));
  if (!parent.issue.subIssues.includes(child.issue.id)) throw notFound();
  detach(call, parent, child);
  return ok(shown(call, parent));
}

function moveSubIssue(call: RepoCall): Answer {
  const { issue, repo } = here(call);
  const fields = fieldsOf(call.body);
  const id = requiredNumber(fields, 'sub_issue_id');
  const after = optionalNumber(fields, 'after_id');
  const before = optionalNumber(fields, 'before_id');
  if ((after === undefined) === (before === undefined)) {
    throw failure(422, 'Exactly one of after_id and before_id must be supplied.');
  }
  const others = issue.subIssues.filter((one) => one !== id);
  const anchor = others.indexOf(after ?? before ?? 0);
  if (anchor < 0 || others.length === issue.subIssues.length) throw notFound();
  const at = after === undefined ? anchor : anchor + 1;
  issue.subIssues = [...others.slice(0, at), id, ...others.slice(at)];
  touch(call, { repo, issue });
  return ok(shown(call, { repo, issue }));
}

function showParent(call: RepoCall): Answer {
  const { parentId } = findIssue(call);
  const parent = parentId === undefined ? undefined : findIssueById(call.world, parentId);
  if (!parent) throw notFound();
  return ok(shown(call, parent));
}

function listPlaces(call: RepoCall, ids: readonly number[]): Answer {
  return listAnswer(call, placesOf(call.world, ids), (place) => shown(call, place));
}

function addBlocker(call: RepoCall): Answer {
  const blocked = here(call);
  const blocker = otherIssue(call, requiredNumber(fieldsOf(call.body), 'issue_id'));
  if (blocker.issue.pull) throw failure(422, 'Validation failed: Target issue may only be an issue');
  if (blocker.issue === blocked.issue) throw failure(422, 'Validation failed: An issue cannot block itself');
  if (blocked.issue.blockedBy.includes(blocker.issue.id)) {
    throw failure(422, 'Validation failed: Target issue has already been taken');
  }
  if (blocked.issue.blockedBy.length >= MAX_BLOCKERS) {
    throw failure(
      422,
      `Validation failed: An issue cannot have more than ${MAX_BLOCKERS} dependencies of one type`,
    );
  }
  if (blockedByIt(call.world, blocker.issue.id).length >= MAX_BLOCKERS) {
    throw failure(
      422,
      `Validation failed: An issue cannot have more than ${MAX_BLOCKERS} dependencies of one type`,
    );
  }
  blocked.issue.blockedBy = [...blocked.issue.blockedBy, blocker.issue.id];
  touch(call, blocked, blocker);
  tellDependency(call, blocked, blocker, 'added');
  return created(shown(call, blocker));
}

function removeBlocker(call: RepoCall): Answer {
  const blocked = here(call);
  const id = Number(call.params['issue_id']);
  if (!blocked.issue.blockedBy.includes(id)) throw notFound();
  const blocker = otherIssue(call, id);
  blocked.issue.blockedBy = blocked.issue.blockedBy.filter((one) => one !== id);
  touch(call, blocked, blocker);
  tellDependency(call, blocked, blocker, 'removed');
  return ok(shown(call, blocker));
}

function tellDependency(call: RepoCall, blocked: Place, blocker: Place, what: 'added' | 'removed'): void {
  tellLink(call, 'issue_dependencies', [
    { ...blocked, name: 'blocked_issue', action: `blocked_by_${what}` },
    { ...blocker, name: 'blocking_issue', action: `blocking_${what}` },
  ]);
}

function blockedByIt(world: World, id: number): number[] {
  return [...world.repos.values()].flatMap((repo) =>
    [...repo.issues.values()].filter((issue) => issue.blockedBy.includes(id)).map((issue) => issue.id),
  );
}

const READ = { app: { issues: 'read' } } as const;
const WRITE = { app: { issues: 'write' }, user: 'triage' } as const;

/** A route that answers 404 where this GitHub does not know such links. */
function relationRoute(
  kind: RelationKind,
  method: Method,
  path: string,
  handle: (call: RepoCall) => Answer,
): Route {
  return repoRoute(method, `/issues/{issue_number}${path}`, method === 'GET' ? READ : WRITE, (call) => {
    if (call.world.without.has(kind)) throw notFound();
    return handle(call);
  });
}

/** The routes. */
export const relationRoutes: readonly Route[] = [
  relationRoute('sub-issues', 'GET', '/sub_issues', (call) => listPlaces(call, findIssue(call).subIssues)),
  relationRoute('sub-issues', 'POST', '/sub_issues', addSubIssue),
  relationRoute('sub-issues', 'DELETE', '/sub_issue', removeSubIssue),
  relationRoute('sub-issues', 'PATCH', '/sub_issues/priority', moveSubIssue),
  relationRoute('sub-issues', 'GET', '/parent', showParent),
  relationRoute('dependencies', 'GET', '/dependencies/blocked_by', (call) =>
    listPlaces(call, findIssue(call).blockedBy),
  ),
  relationRoute('dependencies', 'POST', '/dependencies/blocked_by', addBlocker),
  relationRoute('dependencies', 'DELETE', '/dependencies/blocked_by/{issue_id}', removeBlocker),
  relationRoute('dependencies', 'GET', '/dependencies/blocking', (call) =>
    listPlaces(call, blockedByIt(call.world, findIssue(call).id)),
  ),
];
