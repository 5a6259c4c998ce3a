/** Reads what a file said before. */
import type { Repository } from '../sync/types.ts';
import { at, type Client } from './client.ts';
import { statusOf } from './errors.ts';

/** How far back is looked: a pass that was cut short is not many texts ago. */
const LATEST = 30;

/** The blobs that a file had before the commit's, the latest first. */
export async function* readEarlierBlobs(
  client: Client,
  repository: Repository,
  { path, commit }: { readonly path: string; readonly commit: string },
): AsyncGenerator<string> {
  const { data } = await client.rest.repos.listCommits({
    ...at(repository),
    path,
    sha: commit,
    per_page: LATEST,
  });
  for (const { sha } of data.slice(1)) {
    const blob = await blobAt(client, repository, { path, commit: sha });
    if (blob !== null) yield blob;
  }
}

async function blobAt(
  client: Client,
  repository: Repository,
  { path, commit }: { readonly path: string; readonly commit: string },
): Promise<string | null> {
  try {
    const { data } = await client.rest.repos.getContent({ ...at(repository), path, ref: commit });
    return 'sha' in data ? data.sha : null;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}
