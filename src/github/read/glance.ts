/**
 * Checks whether anything in a repository changed since the last check: three conditional reads, which GitHub answers with 304
 * and does not count if nothing changed (GITHUB-FACTS 2). Only the ETags are kept.
 */
import type { Client } from '../transport/client.ts';
import { statusOf } from '../transport/errors.ts';

/** The ETags of a repository at one moment. */
export interface Glance {
  readonly branch: string;
  /** Those of the repository, of its default branch, and of the issue or pull request that changed last. */
  readonly etags: readonly (string | null)[];
}

/**
 * Reads the three ETags.
 *
 * @param before The glance to compare with; null if there is none.
 * @returns The new glance, and whether it equals the old one.
 */
export async function glanceAt(
  client: Client,
  { owner, repo }: { readonly owner: string; readonly repo: string },
  before: Glance | null,
): Promise<{ readonly glance: Glance; readonly isSame: boolean }> {
  // Only these fields of the job: Octokit would send any other as a query parameter.
  const name = { owner, repo };
  const [ofRepository = null, ofBranch = null, ofIssues = null] = before?.etags ?? [];
  const repository = await ask(ofRepository, (headers) =>
    client.rest.repos.get({ ...name, headers, request: { redirect: 'follow' } }),
  );
  const branch = repository.data?.default_branch ?? before?.branch ?? '';
  const others = await Promise.all([
    ask(branch === before?.branch ? ofBranch : null, (headers) =>
      client.rest.git.getRef({ ...name, ref: `heads/${branch}`, headers }),
    ),
    ask(ofIssues, (headers) =>
      client.rest.issues.listForRepo({ ...name, state: 'all', sort: 'updated', per_page: 1, headers }),
    ),
  ]);
  const answers = [repository, ...others];
  return {
    glance: { branch, etags: answers.map(({ etag }) => etag) },
    isSame: answers.every(({ isSame }) => isSame),
  };
}

interface Answer<T> {
  readonly etag: string | null;
  readonly isSame: boolean;
  /** Null if nothing changed, or if GitHub has nothing there. */
  readonly data: T | null;
}

async function ask<T>(
  etag: string | null,
  send: (headers: { 'if-none-match'?: string }) => Promise<{
    readonly headers: { readonly etag?: string | undefined };
    readonly data: T;
  }>,
): Promise<Answer<T>> {
  try {
    const { headers, data } = await send(etag === null ? {} : { 'if-none-match': etag });
    return { etag: headers.etag ?? null, isSame: false, data };
  } catch (error) {
    if (statusOf(error) === 304) return { etag, isSame: true, data: null };
    // There is no commit yet, or issues are turned off: the full sweep handles that.
    if ([404, 409, 410].includes(statusOf(error) ?? 0)) return { etag: null, isSame: false, data: null };
    throw error;
  }
}
