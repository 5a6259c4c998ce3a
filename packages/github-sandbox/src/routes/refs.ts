/** Refs: https://docs.github.com/rest/git/refs */
import { created, failure, noContent, notFound, ok, type Answer } from '../http/answer.ts';
import { fieldsOf, optionalFlag, requiredText } from '../http/fields.ts';
import { isAncestor } from '../git/history.ts';
import { refJson } from '../json/git.ts';
import type { Repo } from '../world/model.ts';
import { accountOf, appOf } from '../world/principal.ts';
import { requireUnprotected } from '../world/protection.ts';
import { moveRef } from '../git/ref-moves.ts';
import { repoRoute, type RepoCall, type Route } from '../http/router.ts';

function fullRef(call: RepoCall): string {
  return `refs/${(call.params['ref'] ?? '').replace(/^refs\//, '')}`;
}

function doer(call: RepoCall) {
  return { account: accountOf(call.principal), app: appOf(call.principal) };
}

function requireCommit(repo: Repo, sha: string): void {
  if (!/^[0-9a-f]{40}$/.test(sha))
    throw failure(422, 'The sha parameter must be exactly 40 characters and contain only [0-9a-f].');
  if (!repo.git.commits.has(sha)) throw failure(422, 'Object does not exist');
}

function showRef(call: RepoCall): Answer {
  const ref = fullRef(call);
  if (call.repo.refs.size === 0) throw failure(409, 'Git Repository is empty.');
  if (!call.repo.refs.has(ref)) throw notFound();
  return ok(refJson(call.world, call.repo, ref));
}

/** Every ref that begins so; never 404. */
function matchingRefs(call: RepoCall): Answer {
  const refs = [...call.repo.refs.keys()].filter((ref) => ref.startsWith(fullRef(call))).sort();
  return ok(refs.map((ref) => refJson(call.world, call.repo, ref)));
}

function createRef(call: RepoCall): Answer {
  const { world, repo } = call;
  const fields = fieldsOf(call.body);
  const ref = requiredText(fields, 'ref');
  const sha = requiredText(fields, 'sha');
  if (repo.refs.size === 0) throw failure(409, 'Git Repository is empty.');
  if (!/^refs\/[^/]+\/.+/.test(ref) || /\s|\.\.|[~^:?*[\\]|\/$|\.lock$/.test(ref)) {
    throw failure(422, `${ref} is not a valid ref name.`);
  }
  requireCommit(repo, sha);
  if (repo.refs.has(ref)) throw failure(422, 'Reference already exists');
  if ([...repo.refs.keys()].some((one) => one.startsWith(`${ref}/`) || ref.startsWith(`${one}/`))) {
    throw failure(422, 'Reference update failed');
  }
  moveRef(world, { repo, ref, to: sha, by: doer(call) });
  return created(refJson(world, repo, ref));
}

function updateRef(call: RepoCall): Answer {
  const { world, repo } = call;
  const fields = fieldsOf(call.body);
  const ref = fullRef(call);
  const sha = requiredText(fields, 'sha');
  const before = repo.refs.get(ref);
  if (before === undefined) throw failure(422, 'Reference does not exist');
  requireCommit(repo, sha);
  if (!optionalFlag(fields, 'force') && !isAncestor(repo.git, before, sha)) {
    throw failure(422, 'Update is not a fast forward');
  }
  requireUnprotected({ repo, ref, to: sha, principal: call.principal }, 422);
  moveRef(world, { repo, ref, to: sha, by: doer(call) });
  return ok(refJson(world, repo, ref));
}

function deleteRef(call: RepoCall): Answer {
  const { world, repo } = call;
  const ref = fullRef(call);
  if (!repo.refs.has(ref)) throw failure(422, 'Reference does not exist');
  if (ref === `refs/heads/${repo.defaultBranch}`) throw failure(422, 'Cannot delete the default branch');
  requireUnprotected({ repo, ref, to: undefined, principal: call.principal }, 422);
  moveRef(world, { repo, ref, to: undefined, by: doer(call) });
  return noContent();
}

const READ = { app: { contents: 'read' } } as const;
const WRITE = { app: { contents: 'write' } } as const;

/** The routes. */
export const refRoutes: readonly Route[] = [
  repoRoute('GET', '/git/ref/{ref}', READ, showRef),
  repoRoute('GET', '/git/matching-refs/{ref}', READ, matchingRefs),
  repoRoute('POST', '/git/refs', WRITE, createRef),
  repoRoute('PATCH', '/git/refs/{ref}', WRITE, updateRef),
  repoRoute('DELETE', '/git/refs/{ref}', WRITE, deleteRef),
];
