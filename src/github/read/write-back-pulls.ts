/** Reads a plan's write-back pull requests. */
import type { Repository } from '../../sync/types.ts';
import { at, type Client } from '../transport/client.ts';
import { statusOf } from '../transport/errors.ts';
import { listAll, listPage } from '../transport/list.ts';
import { readNumber } from './issues.ts';

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
 *
 * @param named Numbers of pull requests that are known to exist: those that the list does not show yet are read by number.
 */
export async function readWriteBack(
  client: Client,
  repository: Repository,
  { branch, named = [] }: { readonly branch: string; readonly named?: readonly number[] },
): Promise<{ readonly pulls: readonly WriteBackPull[] }> {
  const payloads = await listAll(client, client.rest.pulls.list, {
    ...at(repository),
    head: `${repository.owner}:${branch}`,
    state: 'all' as const,
  });
  const own = `${repository.owner}/${repository.name}`.toLowerCase();
  const isOwn = (pull: Pick<PullPayload, 'head'>): boolean =>
    pull.head.ref === branch && headRepository(pull) === own;
  const listed = payloads.filter(isOwn);
  const missing = named.filter((number) => !listed.some((pull) => pull.number === number));
  const read = await Promise.all(missing.map((number) => readPullPayload({ client, repository }, number)));
  const hidden = read.flatMap((pull) => (pull !== null && isOwn(pull) ? [pull] : []));
  return { pulls: [...listed, ...hidden].map(pullOf) };
}

async function readPullPayload(
  { client, repository }: { readonly client: Client; readonly repository: Repository },
  number: number,
) {
  try {
    return (await client.rest.pulls.get({ ...at(repository), pull_number: number })).data;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

type PullPayload = Awaited<ReturnType<Client['rest']['pulls']['list']>>['data'][number];

function pullOf(
  pull: Pick<PullPayload, 'number' | 'state' | 'merged_at' | 'body'> & {
    readonly head: { readonly sha: string; readonly ref: string };
    readonly base: { readonly ref: string };
  },
): WriteBackPull {
  return {
    number: pull.number,
    state: pull.state === 'open' ? 'open' : 'closed',
    merged: pull.merged_at !== null,
    body: pull.body ?? '',
    headSha: pull.head.sha,
    headRef: pull.head.ref,
    base: pull.base.ref,
  };
}

/** How many numbers above the newest listed one are read at most. */
const UNLISTED_BOUND = 50;

/**
 * Finds the open pull request of a branch that lists do not show yet: one made right before a crash. Lists lag, reads by
 * number do not, and pull requests share their numbers with issues (GITHUB-FACTS 3).
 */
export async function findUnlistedPull(
  { client, repository }: { readonly client: Client; readonly repository: Repository },
  branch: string,
): Promise<(WriteBackPull & { readonly title: string }) | null> {
  const [newest] = await listPage(client.rest.issues.listForRepo, {
    ...at(repository),
    state: 'all',
    sort: 'created',
    direction: 'desc',
    per_page: 1,
  });
  const top = newest?.number ?? 0;
  for (let number = top + 1; number <= top + UNLISTED_BOUND; number += 1) {
    const reading = await readNumber(client, repository, number);
    if (reading.kind === 'not-found') return null;
    if (reading.kind !== 'pull') continue;
    const { data } = await client.rest.pulls.get({ ...at(repository), pull_number: number });
    if (data.state !== 'open' || data.head.ref !== branch) continue;
    return { ...pullOf(data), title: data.title };
  }
  return null;
}

// Null where the fork was deleted, whatever the published schema says.
function headRepository(pull: {
  readonly head: { readonly repo: { readonly full_name: string } | null };
}): string | null {
  return pull.head.repo?.full_name.toLowerCase() ?? null;
}
