/** Git's object database in memory: blobs, trees and commits, addressed exactly as git addresses them. */
import { createHash } from 'node:crypto';

/** Modes GitHub accepts in a tree: file, executable, directory, submodule, symlink. */
export type FileMode = '100644' | '100755' | '040000' | '160000' | '120000';

/** One name in a tree. */
export interface TreeEntry {
  readonly name: string;
  readonly mode: FileMode;
  readonly sha: string;
}

/** Who and when, as a commit records it. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: Date;
}

/** A commit as git stores it. */
export interface Commit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

/** The objects of one repository network; a fork shares it with its parent, as on GitHub. */
export interface GitStore {
  readonly blobs: Map<string, Buffer>;
  readonly trees: Map<string, readonly TreeEntry[]>;
  readonly commits: Map<string, Commit>;
  /** Commits GitHub signed on behalf of an app or its web pages. */
  readonly signed: Set<string>;
}

/** A file seen from the root: what a path holds. */
export interface FileAt {
  readonly mode: FileMode;
  readonly sha: string;
}

/** The tree without any entry, which every git knows. */
export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** An object database that knows only the empty tree. */
export function createGitStore(): GitStore {
  return { blobs: new Map(), trees: new Map([[EMPTY_TREE, []]]), commits: new Map(), signed: new Set() };
}

function hashObject(kind: 'blob' | 'tree' | 'commit', content: Buffer): string {
  return createHash('sha1').update(`${kind} ${content.length}\0`).update(content).digest('hex');
}

/** Store a blob; returns its sha. */
export function writeBlob(store: GitStore, content: Buffer): string {
  const sha = hashObject('blob', content);
  store.blobs.set(sha, content);
  return sha;
}

/** Store a tree; entries may come in any order, git sorts directories as if their names ended in a slash. */
export function writeTree(store: GitStore, entries: readonly TreeEntry[]): string {
  const sorted = [...entries].sort((a, b) => Buffer.compare(sortKey(a), sortKey(b)));
  const sha = hashObject('tree', treeContent(sorted));
  store.trees.set(sha, sorted);
  return sha;
}

/** The bytes git hashes for a tree, of entries in git's order. */
export function treeContent(sorted: readonly TreeEntry[]): Buffer {
  return Buffer.concat(
    sorted.flatMap((entry) => [
      Buffer.from(`${entry.mode.replace(/^0/, '')} ${entry.name}\0`),
      Buffer.from(entry.sha, 'hex'),
    ]),
  );
}

function sortKey(entry: TreeEntry): Buffer {
  return Buffer.from(entry.mode === '040000' ? `${entry.name}/` : entry.name);
}

/** Store a commit; returns its sha. */
export function writeCommit(store: GitStore, commit: Commit): string {
  const sha = hashObject('commit', Buffer.from(commitText(commit)));
  store.commits.set(sha, commit);
  return sha;
}

/** The text git hashes for a commit, which is also the payload a signature covers. */
export function commitText(commit: Commit): string {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${signatureText(commit.author)}`,
    `committer ${signatureText(commit.committer)}`,
    '',
    commit.message,
  ];
  return lines.join('\n');
}

function signatureText(signature: Signature): string {
  return `${signature.name} <${signature.email}> ${Math.floor(signature.date.getTime() / 1000)} +0000`;
}

/** A tree that must exist. */
export function readTree(store: GitStore, sha: string): readonly TreeEntry[] {
  const tree = store.trees.get(sha);
  if (!tree) throw new Error(`the sandbox has no tree ${sha}`);
  return tree;
}

/** A commit that must exist. */
export function readCommit(store: GitStore, sha: string): Commit {
  const commit = store.commits.get(sha);
  if (!commit) throw new Error(`the sandbox has no commit ${sha}`);
  return commit;
}

/** A blob that must exist. */
export function readBlob(store: GitStore, sha: string): Buffer {
  const blob = store.blobs.get(sha);
  if (!blob) throw new Error(`the sandbox has no blob ${sha}`);
  return blob;
}

/** Every file below a tree by full path, in git's order (directories themselves are left out). */
export function flattenTree(store: GitStore, sha: string, prefix = ''): Map<string, FileAt> {
  const files = new Map<string, FileAt>();
  for (const entry of readTree(store, sha)) {
    const path = prefix + entry.name;
    if (entry.mode !== '040000') files.set(path, { mode: entry.mode, sha: entry.sha });
    else for (const [inner, file] of flattenTree(store, entry.sha, `${path}/`)) files.set(inner, file);
  }
  return files;
}

/** The opposite of `flattenTree`: store the nested trees for these paths. */
export function writeFiles(store: GitStore, files: ReadonlyMap<string, FileAt>): string {
  const entries = new Map<string, TreeEntry>();
  const folders = new Map<string, Map<string, FileAt>>();
  for (const [path, file] of files) {
    const slash = path.indexOf('/');
    if (slash < 0) {
      entries.set(path, { name: path, ...file });
      continue;
    }
    const folder = path.slice(0, slash);
    const inner = folders.get(folder) ?? new Map<string, FileAt>();
    folders.set(folder, inner.set(path.slice(slash + 1), file));
  }
  for (const [name, inner] of folders) {
    entries.set(name, { name, mode: '040000', sha: writeFiles(store, inner) });
  }
  return writeTree(store, [...entries.values()]);
}

/** What a path names in a tree: a file, a directory, or undefined. The empty path is the tree itself. */
export function findEntry(store: GitStore, tree: string, path: string): FileAt | undefined {
  let at: FileAt = { mode: '040000', sha: tree };
  for (const name of path.split('/').filter(Boolean)) {
    if (at.mode !== '040000') return undefined;
    const entry = readTree(store, at.sha).find((candidate) => candidate.name === name);
    if (!entry) return undefined;
    at = entry;
  }
  return { mode: at.mode, sha: at.sha };
}
