/** A repository of the sandbox as a bare one on disk, for the real git to serve; and back again what was pushed. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { deflateSync } from 'node:zlib';
import {
  commitText,
  treeContent,
  type Commit,
  type FileMode,
  type GitStore,
  type Signature,
  type TreeEntry,
} from './store.ts';
import type { Repo } from '../world/model.ts';

const run = promisify(execFile);

/** A bare repository, and the objects it is known to hold. */
export interface Bare {
  readonly folder: string;
  readonly written: Set<string>;
}

/** Git without the settings of whoever runs the sandbox. */
export const GIT_ENV = {
  PATH: process.env.PATH ?? '',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
};

/** Makes an empty one. */
export async function initBare(folder: string): Promise<Bare> {
  await run('git', ['init', '--bare', '--quiet', folder], { env: GIT_ENV });
  return { folder, written: new Set() };
}

/** Brings objects and refs up to date with the sandbox, and its rules for protected branches. */
export async function writeBare(bare: Bare, repo: Repo, closedRefs: readonly string[]): Promise<void> {
  const { blobs, trees, commits } = repo.git;
  for (const [sha, content] of blobs) await writeObject(bare, sha, 'blob', () => content);
  for (const [sha, entries] of trees) await writeObject(bare, sha, 'tree', () => treeContent(entries));
  for (const [sha, commit] of commits)
    await writeObject(bare, sha, 'commit', () => Buffer.from(commitText(commit)));
  await rm(join(bare.folder, 'refs'), { recursive: true, force: true });
  await rm(join(bare.folder, 'packed-refs'), { force: true });
  for (const folder of ['refs/heads', 'refs/tags'])
    await mkdir(join(bare.folder, folder), { recursive: true });
  for (const [ref, sha] of repo.refs) await put(join(bare.folder, ref), `${sha}\n`);
  await put(join(bare.folder, 'HEAD'), `ref: refs/heads/${repo.defaultBranch}\n`);
  await writeHook(bare, closedRefs);
}

async function writeObject(
  { folder, written }: Bare,
  sha: string,
  kind: 'blob' | 'tree' | 'commit',
  read: () => Buffer,
): Promise<void> {
  if (written.has(sha)) return;
  const content = read();
  const bytes = deflateSync(Buffer.concat([Buffer.from(`${kind} ${content.length}\0`), content]));
  await put(join(folder, 'objects', sha.slice(0, 2), sha.slice(2)), bytes);
  written.add(sha);
}

async function put(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

/** https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository: a push is refused as GH006. */
async function writeHook({ folder }: Bare, closedRefs: readonly string[]): Promise<void> {
  const hook = join(folder, 'hooks/update');
  const quoted = closedRefs.map((ref) => `'${ref.replaceAll("'", "'\\''")}'`);
  const refusals = quoted.map(
    (ref) =>
      `if [ "$1" = ${ref} ]; then echo "GH006: Protected branch update failed for $1." >&2; exit 1; fi\n`,
  );
  await put(hook, `#!/bin/sh\n${refusals.join('')}exit 0\n`);
  await chmod(hook, 0o755);
}

/** The refs of a bare repository that name commits. */
export async function readRefs({ folder }: Bare): Promise<ReadonlyMap<string, string>> {
  const format = '--format=%(objecttype) %(refname) %(objectname)';
  const { stdout } = await run('git', ['for-each-ref', format], { cwd: folder, env: GIT_ENV });
  const lines = stdout.split('\n').map((line) => line.split(' '));
  return new Map(
    lines.flatMap(([type, ref = '', sha = '']) => (type === 'commit' ? [[ref, sha] as const] : [])),
  );
}

/** Takes the objects behind these commits into the store. */
export async function readObjects(bare: Bare, store: GitStore, tips: readonly string[]): Promise<void> {
  const wanted = tips.filter((sha) => !store.commits.has(sha));
  if (wanted.length === 0) return;
  const known = [...store.commits.keys()].map((sha) => `^${sha}`);
  const options = { cwd: bare.folder, env: GIT_ENV, maxBuffer: 1 << 28 };
  const listing = run('git', ['rev-list', '--objects', '--no-object-names', '--stdin'], options);
  listing.child.stdin?.end(`${[...wanted, ...known].join('\n')}\n`);
  const shas = (await listing).stdout;
  const batch = run('git', ['cat-file', '--batch'], { ...options, encoding: 'buffer' });
  batch.child.stdin?.end(shas);
  takeIn(bare, store, (await batch).stdout);
}

/** Reads what `git cat-file --batch` prints: `<sha> <type> <size>`, the content, a line feed. */
function takeIn({ written }: Bare, store: GitStore, output: Buffer): void {
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(10, at);
    const [sha = '', type, size] = output.toString('utf8', at, end).split(' ');
    const content = Buffer.from(output.subarray(end + 1, end + 1 + Number(size)));
    if (type === 'blob') store.blobs.set(sha, content);
    else if (type === 'tree') store.trees.set(sha, parseTree(content));
    else if (type === 'commit') store.commits.set(sha, parseCommit(content.toString('utf8')));
    written.add(sha);
    at = end + 2 + Number(size);
  }
}

function parseTree(content: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < content.length;) {
    const zero = content.indexOf(0, at);
    const [mode = '', ...name] = content.toString('utf8', at, zero).split(' ');
    entries.push({
      name: name.join(' '),
      mode: mode.padStart(6, '0') as FileMode,
      sha: content.toString('hex', zero + 1, zero + 21),
    });
    at = zero + 21;
  }
  return entries;
}

function parseCommit(text: string): Commit {
  const end = text.indexOf('\n\n');
  const lines = text.slice(0, end).split('\n');
  const all = (key: string) =>
    lines.flatMap((line) => (line.startsWith(`${key} `) ? [line.slice(key.length + 1)] : []));
  return {
    tree: all('tree')[0] ?? '',
    parents: all('parent'),
    author: parseSignature(all('author')[0] ?? ''),
    committer: parseSignature(all('committer')[0] ?? ''),
    message: text.slice(end + 2),
  };
}

function parseSignature(text: string): Signature {
  const [, name = '', email = '', seconds = '0'] = /^(.*?) ?<(.*)> (\d+) [+-]\d{4}$/.exec(text) ?? [];
  return { name, email, date: new Date(Number(seconds) * 1000) };
}
