/** Reads which files a push touched, where its event does not list them, and the texts of such files. */
import type { Client } from '../transport/client.ts';
import { statusOf } from '../transport/errors.ts';

/** A repository by its name, before it is opened. */
interface Name {
  readonly owner: string;
  readonly repo: string;
}

/** A comparison lists no more files than this (https://docs.github.com/rest/commits/commits#compare-two-commits). */
const FILES_LIMIT = 300;

/**
 * Paths that differ between two commits, by one comparison. GitHub compares from the merge base, so that after a forced push
 * the changes of the removed commits are not listed.
 */
export async function readTouched(
  client: Client,
  { owner, repo }: Name,
  { before, after }: { readonly before: string; readonly after: string },
): Promise<readonly string[] | 'unknown'> {
  if (/^0*$/.test(before)) return 'unknown';
  try {
    const basehead = `${before}...${after}`;
    const { data } = await client.rest.repos.compareCommitsWithBasehead({
      owner,
      repo,
      basehead,
      per_page: 1,
    });
    const files = data.files ?? [];
    if (data.behind_by > 0 || files.length >= FILES_LIMIT) return 'unknown';
    return files.flatMap(({ filename, previous_filename: previous }) => [filename, previous ?? []].flat());
  } catch (error) {
    // After a forced push GitHub may no longer have the old commit.
    if (statusOf(error) === 404) return 'unknown';
    throw error;
  }
}

/** A file's text as a ref has it; null where there is none, or it is larger than any plan. */
export async function readFileAt(
  client: Client,
  { owner, repo }: Name,
  { path, ref }: { readonly path: string; readonly ref: string },
): Promise<string | null> {
  try {
    const { data } = await client.rest.repos.getContent({ owner, repo, path, ref });
    if (!('content' in data) || data.encoding !== 'base64') return null;
    return Buffer.from(data.content, 'base64').toString('utf8');
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}
