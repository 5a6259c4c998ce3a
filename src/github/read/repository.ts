/** Reads a repository, its head, its files. */
import type { Repository } from '../../sync/types.ts';
import { at, type Client } from '../transport/client.ts';
import { RetryableError, statusOf } from '../transport/errors.ts';
import { cappedFetch } from '../transport/capped.ts';

/** Whether Planwright may work in a repository (DESIGN 6, "Where not to work"). */
export type RepositoryReading =
  | { readonly kind: 'here'; readonly repository: Repository }
  | { readonly kind: 'away'; readonly reason: 'gone' | 'archived' | 'disabled' | 'no-issues' | 'fork' };

/** Where the default branch stands. */
export interface Head {
  readonly commit: string;
  readonly tree: string;
}

/** A regular file of the default branch. */
export interface TreeFile {
  readonly path: string;
  readonly blob: string;
  readonly size: number;
  readonly mode: '100644' | '100755';
}

/** A file's text, or why it is none. */
export type TextReading =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly reason: 'missing' | 'too-large' | 'not-utf-8' | 'has-nul' };

/** The largest plan that is read, in bytes (DESIGN 3). */
const MAX_TEXT_BYTES = 1024 * 1024;
/** A blob comes in base64 with line ends, within JSON (GITHUB-FACTS 6). */
const MAX_BLOB_ANSWER = 1.5 * MAX_TEXT_BYTES;

const fetchBlob = cappedFetch(MAX_BLOB_ANSWER, { size: Infinity, content: '', encoding: 'base64' });

/** Reads a repository by its present or a former name; the answer carries the present one. */
export async function readRepository(
  client: Client,
  name: { readonly owner: string; readonly repo: string },
): Promise<RepositoryReading> {
  try {
    const { data } = await client.rest.repos.get({ ...name, request: { redirect: 'follow' } });
    if (data.archived) return { kind: 'away', reason: 'archived' };
    if (data.disabled) return { kind: 'away', reason: 'disabled' };
    if (data.fork) return { kind: 'away', reason: 'fork' };
    if (!data.has_issues) return { kind: 'away', reason: 'no-issues' };
    const { default_branch: defaultBranch, html_url: url, node_id: nodeId } = data;
    const { has_discussions: hasDiscussions } = data;
    const repository = {
      owner: data.owner.login,
      name: data.name,
      defaultBranch,
      url,
      nodeId,
      hasDiscussions,
    };
    return { kind: 'here', repository };
  } catch (error) {
    if (statusOf(error) === 404) return { kind: 'away', reason: 'gone' };
    throw error;
  }
}

/** Reads the head of the default branch; null where there is no commit yet. */
export async function readHead(client: Client, repository: Repository): Promise<Head | null> {
  try {
    const branch = repository.defaultBranch;
    const { data } = await client.rest.repos.getBranch({ ...at(repository), branch });
    return { commit: data.commit.sha, tree: data.commit.commit.tree.sha };
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

/**
 * Lists the regular files of a tree: no symlinks, no submodules. One recursive request; where GitHub cuts the answer
 * short (100,000 entries or 7 MB, GITHUB-FACTS 6), folder by folder.
 *
 * @param tree Sha of the tree, as {@link readHead} found it. By sha the answer never changes and is asked for once.
 */
export async function readTree(
  client: Client,
  repository: Repository,
  tree: string,
): Promise<readonly TreeFile[]> {
  const files: TreeFile[] = [];
  const folders = [{ path: '', sha: tree }];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const { path, sha } = folder;
    const place = { ...at(repository), tree_sha: sha };
    const whole = (await client.rest.git.getTree({ ...place, recursive: '1' })).data;
    const { tree: entries } = whole.truncated ? (await client.rest.git.getTree(place)).data : whole;
    for (const entry of entries) {
      const full = `${path}${entry.path}`;
      if (entry.mode === '100644' || entry.mode === '100755') {
        files.push({ path: full, blob: entry.sha, size: entry.size ?? 0, mode: entry.mode });
      } else if (whole.truncated && entry.mode === '040000') {
        folders.push({ path: `${full}/`, sha: entry.sha });
      }
    }
  }
  return files;
}

/**
 * Reads a blob as strict UTF-8, its byte order mark kept; by sha, so it is asked for once.
 *
 * @param size Its bytes, if the tree's listing gave them: a blob that is too large is not requested. Without it, no more of the
 *   answer is read than the largest plan has.
 */
export async function readText(
  client: Client,
  repository: Repository,
  blob: string,
  size = 0,
): Promise<TextReading> {
  if (size > MAX_TEXT_BYTES) return { kind: 'unreadable', reason: 'too-large' };
  const answer = await getBlob(client, repository, blob);
  if (answer === null) return { kind: 'unreadable', reason: 'missing' };
  if (answer.size !== null && answer.size > MAX_TEXT_BYTES)
    return { kind: 'unreadable', reason: 'too-large' };
  const bytes = Buffer.from(answer.content, answer.encoding === 'base64' ? 'base64' : 'utf8');
  if (answer.size !== null && bytes.length !== answer.size) {
    throw new RetryableError(`Expected ${answer.size} bytes of blob ${blob}, found ${bytes.length}.`);
  }
  if (bytes.includes(0)) return { kind: 'unreadable', reason: 'has-nul' };
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { kind: 'unreadable', reason: 'not-utf-8' };
  }
}

async function getBlob(client: Client, repository: Repository, blob: string) {
  try {
    const place = { ...at(repository), file_sha: blob };
    return (await client.rest.git.getBlob({ ...place, request: { fetch: fetchBlob } })).data;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}
