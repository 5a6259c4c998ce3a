/** Reads which pull requests were merged lately. */
import type { Repository } from '../../sync/types.ts';
import { at, type Client } from '../transport/client.ts';
import { listPage } from '../transport/list.ts';

/** The newest are enough: every merge starts a run, and each looks back only a few hours. */
const NEWEST = 30;

/**
 * Lists pull requests that were merged into the default branch since a time, the newest 30 that changed lately.
 *
 * @param since Milliseconds since 1970.
 */
export async function readMergedSince(
  client: Client,
  repository: Repository,
  since: number,
): Promise<readonly number[]> {
  const pulls = await listPage(client.rest.pulls.list, {
    ...at(repository),
    state: 'closed',
    base: repository.defaultBranch,
    sort: 'updated',
    direction: 'desc',
    per_page: NEWEST,
  });
  return pulls.flatMap(({ number, merged_at }) =>
    merged_at != null && Date.parse(merged_at) >= since ? [number] : [],
  );
}
