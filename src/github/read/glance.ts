/**
 * A short look at a repository: has anything moved since the last one? Three reads by ETag, each of which GitHub answers
 * with 304 and free of charge if not (GITHUB-FACTS 2); only the ETags are kept, not what they stand for.
 */
import type { Client } from '../transport/client.ts';
import { statusOf } from '../transport/errors.ts';

/** How a repository looked, as far as a short look tells. */
export interface Glance {
  readonly branch: string;
  /** Of the repository, of its default branch, of the issue or pull request that changed last. */
  readonly etags: readonly (string | null)[];
}

/**
 * Takes a short look.
 *
 * @param before The glance to compare with; null if there is none.
 * @returns The new glance, and whether it is the old one.
 */
export async function glanceAt(
  client: Client,
  { owner, repo }: { readonly owner: string; readonly repo: string },
  before: Glance | null,
): Promise<{ readonly glance: Glance; readonly isSame: boolean }> {
  // Nothing else of the job may come along: Octokit sends what it does not know as a query.
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
  /** Null where it is the same, or where there is nothing. */
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
    // No commit yet, or no issues: the full look knows what that means.
    if ([404, 409, 410].includes(statusOf(error) ?? 0)) return { etag: null, isSame: false, data: null };
    throw error;
  }
}
