/** Commits, trees, refs and file changes as GitHub shows them. */
import { createHash } from 'node:crypto';
import { blobText } from '../git/merge.ts';
import { diffTrees, type FileChange } from '../git/diff.ts';
import { commitText, EMPTY_TREE, readCommit, type Signature } from '../git/store.ts';
import { accountJson, isoDate } from './account.ts';
import { repoPage, repoUrl } from './repository.ts';
import { unifiedPatch } from '../git/line-diff.ts';
import type { Repo } from '../world/model.ts';
import { accountByEmail, type World } from '../world/world.ts';

function signatureJson(signature: Signature) {
  return { name: signature.name, email: signature.email, date: isoDate(signature.date) };
}

/** `verification`: GitHub signs what its web pages and apps commit (GITHUB-FACTS 6, "Verified commits"). */
export function verificationJson(repo: Repo, sha: string) {
  const commit = readCommit(repo.git, sha);
  if (!repo.git.signed.has(sha)) {
    return { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };
  }
  return {
    verified: true,
    reason: 'valid',
    signature: `-----BEGIN PGP SIGNATURE-----\n\n${Buffer.from(sha).toString('base64')}\n-----END PGP SIGNATURE-----\n`,
    payload: commitText(commit),
    verified_at: isoDate(commit.committer.date),
  };
}

function nodeOf(sha: string): string {
  return `C_${Buffer.from(sha).toString('base64url')}`;
}

/** `git-commit`, of the git database. */
export function gitCommitJson(world: World, repo: Repo, sha: string) {
  const commit = readCommit(repo.git, sha);
  const url = repoUrl(world, repo);
  const page = repoPage(world, repo);
  return {
    sha,
    node_id: nodeOf(sha),
    url: `${url}/git/commits/${sha}`,
    html_url: `${page}/commit/${sha}`,
    author: signatureJson(commit.author),
    committer: signatureJson(commit.committer),
    tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((parent) => ({
      sha: parent,
      url: `${url}/git/commits/${parent}`,
      html_url: `${page}/commit/${parent}`,
    })),
    verification: verificationJson(repo, sha),
  };
}

/** `commit`, as lists of commits carry it. */
export function commitJson(world: World, repo: Repo, sha: string) {
  const commit = readCommit(repo.git, sha);
  const url = repoUrl(world, repo);
  const page = repoPage(world, repo);
  const author = accountByEmail(world, commit.author.email);
  const committer = accountByEmail(world, commit.committer.email);
  return {
    sha,
    node_id: nodeOf(sha),
    commit: {
      author: signatureJson(commit.author),
      committer: signatureJson(commit.committer),
      message: commit.message,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      url: `${url}/git/commits/${sha}`,
      comment_count: 0,
      verification: verificationJson(repo, sha),
    },
    url: `${url}/commits/${sha}`,
    html_url: `${page}/commit/${sha}`,
    comments_url: `${url}/commits/${sha}/comments`,
    author: author ? accountJson(world, author) : null,
    committer: committer ? accountJson(world, committer) : null,
    parents: commit.parents.map((parent) => ({
      sha: parent,
      url: `${url}/commits/${parent}`,
      html_url: `${page}/commit/${parent}`,
    })),
  };
}

/** What a commit changed against its first parent. */
export function commitChanges(repo: Repo, sha: string): FileChange[] {
  const commit = readCommit(repo.git, sha);
  const parent = commit.parents[0];
  return diffTrees(repo.git, parent ? readCommit(repo.git, parent).tree : EMPTY_TREE, commit.tree);
}

/** A commit read alone: with its files and stats. */
export function singleCommitJson(world: World, repo: Repo, sha: string) {
  const files = commitChanges(repo, sha).map((change) => fileChangeJson(world, repo, sha, change));
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return {
    ...commitJson(world, repo, sha),
    stats: { total: additions + deletions, additions, deletions },
    files,
  };
}

/** Lines added and removed, and the patch; binary files have none. */
export function changeSize(repo: Repo, change: FileChange) {
  const before = change.status === 'added' ? '' : changedText(repo, change.before);
  const after = change.status === 'removed' ? '' : changedText(repo, change.after);
  if (before === undefined || after === undefined) return { additions: 0, deletions: 0, patch: '' };
  return unifiedPatch(before, after);
}

function changedText(repo: Repo, file: { readonly mode: string; readonly sha: string }): string | undefined {
  if (file.mode === '160000') return `Subproject commit ${file.sha}\n`;
  return blobText(repo.git, file.sha);
}

/** `diff-entry`. */
export function fileChangeJson(world: World, repo: Repo, head: string, change: FileChange) {
  const { patch, additions, deletions } = changeSize(repo, change);
  const path = change.path.split('/').map(encodeURIComponent).join('/');
  const page = repoPage(world, repo);
  return {
    sha: change.status === 'removed' ? change.before.sha : change.after.sha,
    filename: change.path,
    status: change.status,
    additions,
    deletions,
    changes: additions + deletions,
    blob_url: `${page}/blob/${head}/${path}`,
    raw_url: `${page}/raw/${head}/${path}`,
    contents_url: `${repoUrl(world, repo)}/contents/${path}?ref=${head}`,
    ...(patch ? { patch } : {}),
    ...(change.status === 'renamed' ? { previous_filename: change.previousPath } : {}),
  };
}

/** `git-ref`. */
export function refJson(world: World, repo: Repo, ref: string) {
  const sha = repo.refs.get(ref) ?? '';
  const url = repoUrl(world, repo);
  return {
    ref,
    node_id: `REF_${createHash('sha1').update(`${repo.id}:${ref}`).digest('base64url')}`,
    url: `${url}/git/${ref.split('/').map(encodeURIComponent).join('/')}`,
    object: { sha, type: 'commit', url: `${url}/git/commits/${sha}` },
  };
}
