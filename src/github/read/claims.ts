/** Reads claims: refs under `refs/planwright/claims/` at commits whose messages say who works on what (GITHUB-FACTS 14). */
import type { Repository } from '../../sync/types.ts';
import { at, type Client } from '../transport/client.ts';
import { RetryableError, type Headers } from '../transport/errors.ts';
import { listAllOf } from '../transport/list.ts';

/** Where claims are. The number of the issue follows. */
export const CLAIM_REFS = 'refs/planwright/claims/';

/** Where the claim of an issue is. */
export interface ClaimRefReading {
  readonly issue: number;
  readonly sha: string;
}

/** A commit as claims need it. */
export interface ClaimCommit {
  readonly message: string;
  readonly parent: string | null;
  readonly tree: string;
}

/** The ref of an issue's claim as the routes for refs take it, without `refs/`. */
export function claimRefName(issue: number): string {
  return `${CLAIM_REFS.slice('refs/'.length)}${issue}`;
}

/** Lists the claims of a repository, released and ended ones too, with GitHub's time of the answer. */
export async function readClaimRefs(
  client: Client,
  repository: Repository,
): Promise<{ readonly refs: readonly ClaimRefReading[]; readonly now: number }> {
  let now: number | null = null;
  const found = await listAllOf({
    client,
    list: client.rest.git.listMatchingRefs,
    parameters: { ...at(repository), ref: claimRefName(0).slice(0, -1) },
    pick: (data, headers) => {
      now ??= githubTime(headers);
      return data;
    },
  });
  const refs = found.flatMap(({ ref, object }) => {
    const issue = ref.startsWith(CLAIM_REFS) ? Number(ref.slice(CLAIM_REFS.length)) : NaN;
    return Number.isSafeInteger(issue) ? [{ issue, sha: object.sha }] : [];
  });
  return { refs, now: now ?? 0 };
}

/** Reads a commit; by its sha, so that it is asked for once. */
export async function readClaimCommit(
  client: Client,
  repository: Repository,
  sha: string,
): Promise<ClaimCommit> {
  const { data } = await client.rest.git.getCommit({ ...at(repository), commit_sha: sha });
  return { message: data.message, parent: data.parents[0]?.sha ?? null, tree: data.tree.sha };
}

/**
 * GitHub's clock, in milliseconds since 1970: the only one that all who claim share.
 *
 * @throws RetryableError where an answer does not tell it.
 */
export function githubTime(headers: Headers): number {
  const ms = Date.parse(String(headers['date'] ?? ''));
  if (Number.isNaN(ms))
    throw new RetryableError(
      "Expected a Date header in GitHub's answer, found none, so that no claim can be judged.",
    );
  return ms;
}
