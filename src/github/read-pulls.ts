/** Reads a plan's write-back pull requests. */
import type { Repository } from '../sync/types.ts';
import { at, type Client } from './client.ts';
import { listAll } from './list.ts';

/** A pull request from a write-back branch. */
export interface WriteBackPull {
  readonly number: number;
  readonly state: 'open' | 'closed';
  readonly merged: boolean;
  readonly body: string;
  readonly headSha: string;
  readonly headRef: string;
  /** The branch it would be merged into: an old default branch, where that was changed. */
  readonly base: string;
}

/**
 * Lists the pull requests, open and closed, from this branch of this repository into its default branch.
 *
 * `head` must be `owner:branch`: anything else is silently ignored and lists them all, so what comes back is checked
 * (GITHUB-FACTS 6). A fork may have a branch of the same name.
 */
export async function readWriteBack(
  client: Client,
  repository: Repository,
  branch: string,
): Promise<{ readonly pulls: readonly WriteBackPull[] }> {
  const payloads = await listAll(client, client.rest.pulls.list, {
    ...at(repository),
    head: `${repository.owner}:${branch}`,
    state: 'all' as const,
  });
  const own = `${repository.owner}/${repository.name}`.toLowerCase();
  const pulls = payloads
    .filter((pull) => pull.head.ref === branch && headRepository(pull) === own)
    .map((pull) => ({
      number: pull.number,
      state: pull.state === 'open' ? ('open' as const) : ('closed' as const),
      merged: pull.merged_at !== null,
      body: pull.body ?? '',
      headSha: pull.head.sha,
      headRef: pull.head.ref,
      base: pull.base.ref,
    }));
  return { pulls };
}

// Null where the fork was deleted, whatever the published schema says.
function headRepository(pull: {
  readonly head: { readonly repo: { readonly full_name: string } | null };
}): string | null {
  return pull.head.repo?.full_name.toLowerCase() ?? null;
}
