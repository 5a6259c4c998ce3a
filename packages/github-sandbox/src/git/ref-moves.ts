/** Moving a branch: the push, and everything that follows from it. */
import { closeMentioned } from '../issues/closing-keywords.ts';
import { commitsBetween, isAncestor } from './history.ts';
import { readCommit, type Signature } from './store.ts';
import type { Doer } from '../issues/changes.ts';
import { isoDate } from '../json/account.ts';
import { commitChanges } from '../json/git.ts';
import { repoPage } from '../json/repository.ts';
import type { Repo } from '../world/model.ts';
import { followBase, followHead } from '../pulls/follow.ts';
import { emit } from '../webhooks/webhooks.ts';
import { accountByEmail, type World } from '../world/world.ts';

/** A ref and where it goes; `to` undefined deletes it. */
export interface RefMove {
  readonly repo: Repo;
  readonly ref: string;
  readonly to: string | undefined;
  readonly by: Doer;
}

const NOTHING = '0'.repeat(40);

/** Move, create or delete a ref, with its webhooks and its effect on pull requests and issues. */
export function moveRef(world: World, move: RefMove): void {
  const { repo, ref, to, by } = move;
  const before = repo.refs.get(ref);
  if (before === to) return;
  if (to === undefined) repo.refs.delete(ref);
  else repo.refs.set(ref, to);
  // GitHub announces branches and tags only; a ref in a namespace of one's own moves in silence (GITHUB-FACTS 14).
  if (!/^refs\/(?:heads|tags)\//.test(ref)) return;
  repo.pushedAt = world.now();
  repo.updatedAt = world.now();
  if (before === undefined || to === undefined) emitCreateOrDelete(world, move);
  emitPush(world, move, before);
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  if (branch === undefined) return;
  if (to !== undefined && branch === repo.defaultBranch) closeByMessages(world, move, before);
  followHead(world, { repo, branch, before, to, by });
  followBase(world, { repo, branch, before, to, by });
}

function closeByMessages(world: World, { repo, to, by }: RefMove, before: string | undefined): void {
  const fresh = commitsBetween(repo.git, to ?? '', before ? [before] : []).reverse();
  for (const sha of fresh) {
    closeMentioned(world, repo, by, { text: readCommit(repo.git, sha).message, commitId: sha });
  }
}

function emitCreateOrDelete(world: World, { repo, ref, to, by }: RefMove): void {
  const [, kind, name] = /^refs\/(heads|tags)\/(.+)$/.exec(ref) ?? [];
  if (name === undefined) return;
  const common = { ref: name, ref_type: kind === 'tags' ? 'tag' : 'branch', pusher_type: 'user' };
  emit(world, {
    repo,
    event: to === undefined ? 'delete' : 'create',
    sender: by.account,
    payload:
      to === undefined
        ? common
        : { ...common, master_branch: repo.defaultBranch, description: repo.description },
  });
}

function emitPush(world: World, { repo, ref, to, by }: RefMove, before: string | undefined): void {
  const fresh = to === undefined ? [] : newCommits(repo, to, before);
  const page = repoPage(world, repo);
  const after = to ?? NOTHING;
  emit(world, {
    repo,
    event: 'push',
    sender: by.account,
    payload: {
      ref,
      before: before ?? NOTHING,
      after,
      created: before === undefined,
      deleted: to === undefined,
      forced: before !== undefined && to !== undefined && !isAncestor(repo.git, before, to),
      base_ref: null,
      compare: `${page}/compare/${(before ?? after).slice(0, 12)}...${after.slice(0, 12)}`,
      commits: fresh.slice(0, 2_048).map((sha) => pushCommitJson(world, repo, sha)),
      head_commit: to === undefined ? null : pushCommitJson(world, repo, to),
      pusher: { name: by.account.login, email: by.account.email },
    },
  });
}

/** A new branch lists only what the default branch has not (GITHUB-FACTS 1). */
function newCommits(repo: Repo, to: string, before: string | undefined): string[] {
  const base = before ?? repo.refs.get(`refs/heads/${repo.defaultBranch}`);
  return commitsBetween(
    repo.git,
    to,
    base && base !== to ? [base] : before === undefined ? [to] : [],
  ).reverse();
}

function pushCommitJson(world: World, repo: Repo, sha: string) {
  const commit = readCommit(repo.git, sha);
  const changes = commitChanges(repo, sha);
  const added = changes.filter((change) => change.status === 'added' || change.status === 'renamed');
  const removed = changes.flatMap((change) => {
    if (change.status === 'removed') return [change.path];
    return change.status === 'renamed' ? [change.previousPath] : [];
  });
  return {
    id: sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: isoDate(commit.committer.date),
    url: `${repoPage(world, repo)}/commit/${sha}`,
    author: personJson(world, commit.author),
    committer: personJson(world, commit.committer),
    added: added.map((change) => change.path).slice(0, 3_000),
    removed: removed.slice(0, 3_000),
    modified: changes
      .filter((change) => change.status === 'modified')
      .map((change) => change.path)
      .slice(0, 3_000),
  };
}

function personJson(world: World, signature: Signature) {
  const account = accountByEmail(world, signature.email);
  return { name: signature.name, email: signature.email, ...(account ? { username: account.login } : {}) };
}
