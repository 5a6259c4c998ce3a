/** Whose commits a write-back branch holds. */
import type { Repository } from '../sync/types.ts';
import { at, type Client } from './client.ts';
import { statusOf } from './errors.ts';
import { listAllOf } from './list.ts';

/** What stands on a branch beyond the default branch. */
export type BranchReading =
  | { readonly kind: 'absent' }
  /** Nothing but the app's commits and merges of the default branch. */
  | {
      readonly kind: 'own';
      readonly tip: string;
      /** It holds commits that the default branch does not. */
      readonly ahead: boolean;
    }
  | { readonly kind: 'person'; readonly tip: string; readonly commit: string };

interface Commit {
  readonly sha: string;
  readonly message: string;
  readonly parents: number;
}

const TRAILER = /^Planwright-Plan:/m;

/** Reads all commits of `default...branch` and says whether a person made one (DESIGN 7). */
export async function readBranch(
  client: Client,
  repository: Repository,
  branch: string,
): Promise<BranchReading> {
  const beyond = await compare(client, repository, branch);
  if (beyond === null) return { kind: 'absent' };
  const { commits, mergeBase } = beyond;
  const tip = commits.at(-1)?.sha ?? mergeBase;
  // A merge is nobody's: what it brings in is on the default branch, or is in this list itself.
  const foreign = commits.find(({ message, parents }) => !TRAILER.test(message) && parents < 2);
  if (foreign !== undefined) return { kind: 'person', tip, commit: foreign.sha };
  return { kind: 'own', tip, ahead: commits.length > 0 };
}

async function compare(
  client: Client,
  repository: Repository,
  branch: string,
): Promise<{ readonly commits: readonly Commit[]; readonly mergeBase: string } | null> {
  let mergeBase = '';
  try {
    const commits = await listAllOf({
      client,
      list: client.rest.repos.compareCommitsWithBasehead,
      parameters: { ...at(repository), basehead: `${repository.defaultBranch}...${branch}` },
      pick: (data) => {
        mergeBase = data.merge_base_commit.sha;
        return data.commits.map(({ sha, commit, parents }) => ({
          sha,
          message: commit.message,
          parents: parents.length,
        }));
      },
    });
    return { commits, mergeBase };
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}
