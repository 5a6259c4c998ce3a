/** The ref of one issue's claim on GitHub: what the protocol of claims (sync/claims/protocol.ts) reads and writes. */
import type { ClaimRef, Refusal, RefWritten, Repository } from '../../sync/types.ts';
import { CLAIM_REFS, claimRefName, githubTime, readClaimCommit, readClaimRefs } from '../read/claims.ts';
import { at, type Client } from '../transport/client.ts';
import { isHttpError, RetryableError, statusOf, TerminalError } from '../transport/errors.ts';
import { refusalIn, refusedOr } from '../transport/refused.ts';

/** Making a commit changes nothing, so that it is tried again after an unclear answer. */
const COMMIT_ATTEMPTS = 3;
/** GitHub could not move a ref because somebody else was moving it: nothing was done, and the next attempt may pass. */
const LOCKED = /update failed|cannot lock/i;

/**
 * The ref of an issue's claim.
 *
 * @param tree Sha of any tree of the repository: a first claim's commit needs one, later ones keep it.
 */
export function claimRefOf(
  client: Client,
  repository: Repository,
  { issue, tree }: { readonly issue: number; readonly tree: () => Promise<string> },
): ClaimRef {
  const place = { ...at(repository), ref: claimRefName(issue) };
  return {
    async read() {
      try {
        const { data, headers } = await client.rest.git.getRef(place);
        return { sha: data.object.sha, now: githubTime(headers) };
      } catch (error) {
        if (!isHttpError(error) || error.status !== 404) throw error;
        return { sha: null, now: githubTime(error.response?.headers ?? {}) };
      }
    },
    show: (sha) => readClaimCommit(client, repository, sha),
    async commit(message, parent) {
      const kept = parent === null ? await tree() : (await readClaimCommit(client, repository, parent)).tree;
      const commit = { ...at(repository), message, tree: kept, parents: parent === null ? [] : [parent] };
      return tryAgain(async () => (await client.rest.git.createCommit(commit)).data.sha);
    },
    create: (sha) =>
      written(() => client.rest.git.createRef({ ...at(repository), ref: `${CLAIM_REFS}${issue}`, sha })),
    move: (sha) => written(() => client.rest.git.updateRef({ ...place, sha, force: false })),
  };
}

/** Deletes the claims of issues, whatever they say: a retired plan has nothing to work on. */
export async function deleteClaims(
  client: Client,
  repository: Repository,
  issues: ReadonlySet<number>,
): Promise<Refusal | null> {
  const { refs } = await readClaimRefs(client, repository);
  for (const { issue } of refs.filter((one) => issues.has(one.issue))) {
    const refusal = await refusalIn(() => deleteClaim(client, repository, issue));
    if (refusal !== null) return refusal;
  }
  return null;
}

async function deleteClaim(client: Client, repository: Repository, issue: number): Promise<void> {
  try {
    await client.rest.git.deleteRef({ ...at(repository), ref: claimRefName(issue) });
  } catch (error) {
    // Somebody else deleted it: https://docs.github.com/rest/git/refs answers 422 "Reference does not exist".
    if (statusOf(error) === 422 && /does not exist/i.test((error as Error).message)) return;
    throw refusedOr({ act: 'delete the claim of', of: `#${issue}` }, error);
  }
}

async function tryAgain<T>(send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof RetryableError) || attempt >= COMMIT_ATTEMPTS) throw error;
    }
  }
}

async function written(send: () => Promise<unknown>): Promise<RefWritten> {
  try {
    await send();
    return { kind: 'written' };
  } catch (error) {
    if (error instanceof RetryableError) return { kind: 'unclear', reason: error.message };
    const answer = error instanceof TerminalError ? error.cause : error;
    if (!isHttpError(answer) || answer.response === undefined) throw error;
    const { status } = answer;
    const message = answer.message.replace(/ - https:\S+$/, '');
    return status === 409 || LOCKED.test(message)
      ? { kind: 'unclear', reason: message }
      : { kind: 'refused', message: `${status}: ${message}` };
  }
}
