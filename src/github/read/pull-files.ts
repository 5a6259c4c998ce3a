/** Reads a pull request, and what it changes. */
import type { Repository } from '../../sync/types.ts';
import { at, type Client } from '../transport/client.ts';
import { statusOf } from '../transport/errors.ts';
import { listAll } from '../transport/list.ts';

/** A commit that may be merged into the default branch. */
export interface ProposedHead {
  readonly headSha: string;
  /** It comes from another repository, so that its config must have no effect. */
  readonly isFork: boolean;
}

/** A pull request as a preview needs it. */
export interface PullReading extends ProposedHead {
  readonly number: number;
  readonly state: 'open' | 'closed';
  readonly merged: boolean;
  readonly baseRef: string;
  readonly headRef: string;
  readonly body: string;
}

/** A file as the list of a pull request's files has it. */
export interface PullFile {
  readonly path: string;
  readonly previous: string | null;
  readonly status: 'added' | 'changed' | 'removed' | 'renamed';
  readonly blob: string;
}

/** Reads a pull request; null if there is none of this number. */
export async function readPull(
  client: Client,
  repository: Repository,
  number: number,
): Promise<PullReading | null> {
  try {
    const { data } = await client.rest.pulls.get({ ...at(repository), pull_number: number });
    const { head, base } = data;
    return {
      number,
      state: data.state,
      merged: data.merged,
      baseRef: base.ref,
      headRef: head.ref,
      headSha: head.sha,
      isFork: head.repo?.full_name !== base.repo.full_name,
      body: data.body ?? '',
    };
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

/** Lists the files that a pull request changes, up to GitHub's 3,000 (https://docs.github.com/rest/pulls/pulls#list-pull-requests-files). */
export async function readPullFiles(
  client: Client,
  repository: Repository,
  number: number,
): Promise<readonly PullFile[]> {
  const files = await listAll(client, client.rest.pulls.listFiles, {
    ...at(repository),
    pull_number: number,
  });
  return files.map(fileOf);
}

/** A file as lists of changes have it. */
interface FilePayload {
  readonly filename: string;
  readonly previous_filename?: string;
  readonly status: string;
  readonly sha: string | null;
}

function fileOf({ filename, previous_filename, status, sha }: FilePayload): PullFile {
  return {
    path: filename,
    previous: status === 'renamed' ? (previous_filename ?? null) : null,
    status:
      status === 'added' || status === 'removed' || status === 'renamed' ? status : ('changed' as const),
    blob: sha ?? '',
  };
}

/** A comparison lists no more files than this, all on its first page (https://docs.github.com/rest/commits/commits#compare-two-commits). */
const COMPARED_FILES = 300;

/**
 * The files in which a commit differs from where it left the default branch.
 *
 * @returns `unknown` where they are more than a comparison lists; null where GitHub has the commit no more.
 */
export async function readComparedFiles(
  client: Client,
  repository: Repository,
  commit: string,
): Promise<readonly PullFile[] | 'unknown' | null> {
  try {
    const basehead = `${repository.defaultBranch}...${commit}`;
    const compared = { ...at(repository), basehead, per_page: 1 };
    const { data } = await client.rest.repos.compareCommitsWithBasehead(compared);
    const files = data.files ?? [];
    return files.length >= COMPARED_FILES ? 'unknown' : files.map(fileOf);
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

/** Sha of the tree at which a pull request's branch left the default branch. */
export async function readMergeBase(
  client: Client,
  repository: Repository,
  headSha: string,
): Promise<string> {
  const basehead = `${repository.defaultBranch}...${headSha}`;
  const { data } = await client.rest.repos.compareCommitsWithBasehead({
    ...at(repository),
    basehead,
    per_page: 1,
  });
  return data.merge_base_commit.commit.tree.sha;
}
