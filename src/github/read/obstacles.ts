/** Reads what keeps people from a task: open pull requests that close it, and open issues that block it. */
import type { ObservedIssue, Repository } from '../../sync/types.ts';
import { at, type Client } from '../transport/client.ts';
import { isGone, statusOf } from '../transport/errors.ts';
import { listAll } from '../transport/list.ts';
import { issueOf, readNumber } from './issues.ts';

/** An open pull request. */
export interface OpenPull {
  readonly number: number;
  readonly body: string;
  /** Its branch in this repository; null where it comes from another. */
  readonly branch: string | null;
}

/** At most this many issues are asked for one by one; if there are more, all issues are listed. */
const ONE_BY_ONE = 20;

/** Lists the open pull requests against the default branch: merging into another closes no issue. */
export async function readOpenPulls(client: Client, repository: Repository): Promise<readonly OpenPull[]> {
  const base = repository.defaultBranch;
  const pulls = await listAll(client, client.rest.pulls.list, {
    ...at(repository),
    state: 'open' as const,
    base,
  });
  return pulls
    .filter((pull) => pull.base.ref === base)
    .map(({ number, body, head }) => ({
      number,
      body: body ?? '',
      branch:
        head.repo?.full_name.toLowerCase() === `${repository.owner}/${repository.name}`.toLowerCase()
          ? head.ref
          : null,
    }));
}

/** Lists the open issues of this and other repositories that an issue is marked as blocked by, by their numbers. */
export async function readOpenBlockers(
  client: Client,
  repository: Repository,
  issue: number,
): Promise<readonly number[]> {
  return (await readBlockers(client, repository, issue)).flatMap(({ number, state }) =>
    state === 'open' ? [number] : [],
  );
}

/** An issue that another one is marked as blocked by. */
interface BlockingIssue {
  readonly number: number;
  /** GitHub's database id. */
  readonly id: number;
  readonly state: string;
}

/** Lists what an issue is marked as blocked by; nothing on a GitHub that knows no such marks. */
export async function readBlockers(
  client: Client,
  repository: Repository,
  issue: number,
): Promise<readonly BlockingIssue[]> {
  try {
    const blockers = await listAll(client, client.rest.issues.listDependenciesBlockedBy, {
      ...at(repository),
      issue_number: issue,
    });
    return blockers.map(({ number, id, state }) => ({ number, id, state }));
  } catch (error) {
    // GitHub Enterprise Server may not know such links (GITHUB-FACTS 4).
    if (statusOf(error) === 404 || isGone(error)) return [];
    throw error;
  }
}

/** Reads issues by their numbers; what is no issue, or cannot be seen, is left out. */
export async function readIssues(
  client: Client,
  repository: Repository,
  numbers: readonly number[],
): Promise<readonly ObservedIssue[]> {
  if (numbers.length > ONE_BY_ONE) {
    const wanted = new Set(numbers);
    const all = await listAll(client, client.rest.issues.listForRepo, {
      ...at(repository),
      state: 'all' as const,
    });
    return all.filter((one) => wanted.has(one.number) && one.pull_request === undefined).map(issueOf);
  }
  const readings = await Promise.all(numbers.map((number) => readNumber(client, repository, number)));
  return readings.flatMap((reading) => (reading.kind === 'issue' ? [reading.issue] : []));
}
