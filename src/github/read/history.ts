/** Reads when a file was last changed, and when that came to the default branch. */
import type { Repository } from '../../sync/types.ts';
import { at, type Client } from '../transport/client.ts';
import { listPage, PAGE_SIZE } from '../transport/list.ts';

/** The commit that last changed a file, and when it was committed (ms since 1970); null where there is none. */
export async function readLastChange(
  client: Client,
  repository: Repository,
  { path, commit }: { readonly path: string; readonly commit: string },
): Promise<{ readonly commit: string; readonly at: number } | null> {
  const wanted = { ...at(repository), path, sha: commit, per_page: 1 };
  const [last] = await listPage(client.rest.repos.listCommits, wanted);
  const date = last?.commit.committer?.date;
  return last === undefined || date === undefined ? null : { commit: last.sha, at: Date.parse(date) };
}

/** When a pull request last brought a commit to the default branch (ms since 1970); null if none did. */
export async function readMergedAt(
  client: Client,
  repository: Repository,
  commit: string,
): Promise<number | null> {
  const pulls = await listPage(client.rest.repos.listPullRequestsAssociatedWithCommit, {
    ...at(repository),
    commit_sha: commit,
    per_page: PAGE_SIZE,
  });
  const merged = pulls.flatMap(({ merged_at, base }) =>
    merged_at !== null && base.ref === repository.defaultBranch ? [Date.parse(merged_at)] : [],
  );
  return merged.length === 0 ? null : Math.max(...merged);
}
