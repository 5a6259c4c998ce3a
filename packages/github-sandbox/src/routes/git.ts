/** The git database: https://docs.github.com/rest/git */
import { created, failure, invalidCustom, notFound, ok, type Answer } from '../http/answer.ts';
import { commitSignatures } from '../git/commit-author.ts';
import {
  fieldsOf,
  notSupplied,
  optionalList,
  optionalText,
  requiredText,
  type Fields,
} from '../http/fields.ts';
import {
  findEntry,
  readTree,
  writeBlob,
  writeCommit,
  writeTree,
  EMPTY_TREE,
  type FileMode,
  type GitStore,
  type TreeEntry,
} from '../git/store.ts';
import { gitCommitJson } from '../json/git.ts';
import { repoUrl } from '../json/repository.ts';
import type { Repo } from '../world/model.ts';
import { accountOf } from '../world/principal.ts';
import { resolveTree } from '../world/resolve.ts';
import { repoRoute, type RepoCall, type Route } from '../http/router.ts';
import { givenSignature } from '../world/signatures.ts';
import { nodeId, type World } from '../world/world.ts';

const MODES: readonly FileMode[] = ['100644', '100755', '040000', '160000', '120000'];

/** The git database refuses to work before the first commit. */
function requireCommits(repo: Repo): void {
  if (repo.refs.size === 0) throw failure(409, 'Git Repository is empty.');
}

function createBlob(call: RepoCall): Answer {
  const fields = fieldsOf(call.body);
  requireCommits(call.repo);
  const encoding = optionalText(fields, 'encoding') === 'base64' ? 'base64' : 'utf8';
  const sha = writeBlob(call.repo.git, Buffer.from(requiredText(fields, 'content'), encoding));
  return created({ sha, url: `${repoUrl(call.world, call.repo)}/git/blobs/${sha}` });
}

function showBlob(call: RepoCall): Answer {
  const { world, repo } = call;
  const sha = call.params['file_sha'] ?? '';
  const bytes = repo.git.blobs.get(sha);
  if (!bytes) throw notFound();
  if (/vnd\.github\.(v3\.)?raw/.test(call.headers['accept'] ?? '')) {
    return { status: 200, raw: { type: 'application/vnd.github.raw+json; charset=utf-8', bytes } };
  }
  return ok({
    sha,
    node_id: nodeId('B', parseInt(sha.slice(0, 12), 16)),
    size: bytes.length,
    url: `${repoUrl(world, repo)}/git/blobs/${sha}`,
    content: bytes.toString('base64').replace(/(.{60})/g, '$1\n'),
    encoding: 'base64',
  });
}

const KIND: Readonly<Record<FileMode, string>> = {
  '100644': 'blob',
  '100755': 'blob',
  '120000': 'blob',
  '040000': 'tree',
  '160000': 'commit',
};

/** GitHub cuts a recursive listing here and says `truncated`. */
const TREE_LIMIT = 100_000;

function treeJson(world: World, repo: Repo, sha: string, recursive: boolean) {
  const base = repoUrl(world, repo);
  const all = recursive ? everything(repo.git, sha, '') : readTree(repo.git, sha);
  const tree = all.slice(0, TREE_LIMIT).map((entry) => ({
    path: entry.name,
    mode: entry.mode,
    type: KIND[entry.mode],
    sha: entry.sha,
    ...(KIND[entry.mode] === 'blob' ? { size: repo.git.blobs.get(entry.sha)?.length ?? 0 } : {}),
    ...(entry.mode === '160000' ? {} : { url: `${base}/git/${KIND[entry.mode]}s/${entry.sha}` }),
  }));
  return { sha, url: `${base}/git/trees/${sha}`, tree, truncated: all.length > TREE_LIMIT };
}

function everything(store: GitStore, sha: string, prefix: string): TreeEntry[] {
  return readTree(store, sha).flatMap((entry) => {
    const full = { ...entry, name: prefix + entry.name };
    return entry.mode === '040000' ? [full, ...everything(store, entry.sha, `${full.name}/`)] : [full];
  });
}

function showTree(call: RepoCall): Answer {
  requireCommits(call.repo);
  const sha = resolveTree(call.repo, call.params['tree_sha'] ?? '');
  if (sha === undefined) throw notFound();
  // GitHub: any value of `recursive` counts, even 0 and false.
  return ok(treeJson(call.world, call.repo, sha, call.query.has('recursive')));
}

function createTree(call: RepoCall): Answer {
  const { repo, world } = call;
  requireCommits(repo);
  const fields = fieldsOf(call.body);
  const entries = optionalList(fields, 'tree');
  if (!entries) throw notSupplied('tree');
  const baseName = optionalText(fields, 'base_tree');
  const base = baseName === undefined ? EMPTY_TREE : resolveTree(repo, baseName);
  if (base === undefined) throw failure(422, 'base_tree is not a valid tree oid');
  let tree = base;
  for (const entry of entries) tree = withEntry(repo.git, tree, readEntry(repo.git, fieldsOf(entry)));
  return created(treeJson(world, repo, tree, false));
}

interface NewEntry {
  readonly path: string;
  readonly mode: FileMode;
  /** Undefined takes the path away. */
  readonly sha: string | undefined;
}

function readEntry(store: GitStore, fields: Fields): NewEntry {
  const path = requiredText(fields, 'path');
  const mode = optionalText(fields, 'mode') as FileMode | undefined;
  const content = optionalText(fields, 'content');
  if (path.split('/').some((part) => ['', '.', '..', '.git'].includes(part))) {
    throw failure(422, `tree.path contains a malformed path component`);
  }
  if (fields['sha'] === null && content === undefined)
    return { path, mode: mode ?? '100644', sha: undefined };
  if (mode === undefined || !MODES.includes(mode)) {
    throw failure(422, 'Must supply a valid tree.mode');
  }
  if (content !== undefined && fields['sha'] !== undefined && fields['sha'] !== null) {
    throw failure(422, 'Must supply either tree.sha or tree.content, not both');
  }
  if (content !== undefined) return { path, mode, sha: writeBlob(store, Buffer.from(content)) };
  const sha = requiredText(fields, 'sha');
  const exists = mode === '160000' || (mode === '040000' ? store.trees.has(sha) : store.blobs.has(sha));
  if (!exists) throw failure(422, `tree.sha ${sha} is not a valid ${KIND[mode]}`);
  return { path, mode, sha };
}

/** A tree with one path set or removed; directories that become empty vanish, as in git. */
function withEntry(store: GitStore, tree: string, entry: NewEntry): string {
  const slash = entry.path.indexOf('/');
  const name = slash < 0 ? entry.path : entry.path.slice(0, slash);
  const others = readTree(store, tree).filter((one) => one.name !== name);
  if (slash < 0) {
    if (entry.sha === undefined) return requireRemoval(store, tree, others);
    return writeTree(store, [...others, { name, mode: entry.mode, sha: entry.sha }]);
  }
  const folder = findEntry(store, tree, name);
  const inner = folder?.mode === '040000' ? folder.sha : EMPTY_TREE;
  const sha = withEntry(store, inner, { ...entry, path: entry.path.slice(slash + 1) });
  return writeTree(store, sha === EMPTY_TREE ? others : [...others, { name, mode: '040000', sha }]);
}

/** Removing what is not there is refused. */
function requireRemoval(store: GitStore, tree: string, others: readonly TreeEntry[]): string {
  if (others.length === readTree(store, tree).length) throw failure(422, 'GitRPC::BadObjectState');
  return writeTree(store, others);
}

function createCommit(call: RepoCall): Answer {
  const { repo, world, principal } = call;
  requireCommits(repo);
  const fields = fieldsOf(call.body);
  const message = requiredText(fields, 'message');
  const tree = requiredText(fields, 'tree');
  if (!repo.git.trees.has(tree)) throw failure(422, `Tree SHA does not exist`);
  const parents = (optionalList(fields, 'parents') ?? []).map(String);
  for (const parent of parents) {
    if (!repo.git.commits.has(parent)) {
      throw invalidCustom(
        'Commit',
        'parents',
        `Parent SHA does not exist or is not a commit object: ${parent}`,
      );
    }
  }
  const { signed, author, committer } = commitSignatures(world, accountOf(principal), {
    author: givenSignature(world, fields, 'author'),
    committer: givenSignature(world, fields, 'committer'),
  });
  const sha = writeCommit(repo.git, { tree, parents, author, committer, message });
  if (signed) repo.git.signed.add(sha);
  return created(gitCommitJson(world, repo, sha));
}

function showGitCommit(call: RepoCall): Answer {
  const sha = call.params['commit_sha'] ?? '';
  if (!call.repo.git.commits.has(sha)) throw notFound();
  return ok(gitCommitJson(call.world, call.repo, sha));
}

const READ = { app: { contents: 'read' } } as const;
const WRITE = { app: { contents: 'write' } } as const;

/** The routes. */
export const gitRoutes: readonly Route[] = [
  repoRoute('POST', '/git/blobs', WRITE, createBlob),
  repoRoute('GET', '/git/blobs/{file_sha}', READ, showBlob),
  repoRoute('POST', '/git/trees', WRITE, createTree),
  repoRoute('GET', '/git/trees/{tree_sha}', READ, showTree),
  repoRoute('POST', '/git/commits', WRITE, createCommit),
  repoRoute('GET', '/git/commits/{commit_sha}', READ, showGitCommit),
];
