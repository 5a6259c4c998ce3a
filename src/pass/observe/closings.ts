/** Finds out whose closing of an issue is the last: what a person closed after the app had stays closed (DESIGN 2.3). */
import { readIssueActs } from '../../github/read/issue-acts.ts';
import { closingsToAsk } from '../../sync/resolve/what-to-read.ts';
import { stateAuthor } from '../../sync/write-back/edit-authors.ts';
import type { Observed, ObservedIssue } from '../../sync/types.ts';
import type { PassContext } from '../context.ts';

/** What tells which issues the app would open again, of a plan that was observed so far. */
type Seen = Parameters<typeof closingsToAsk>[0] & { readonly observed: Observed };

/** Asks for the events of the issues that the app would open again, one request each. */
export async function withClosings<T extends Seen>(
  { client, repository, trusted }: PassContext,
  seen: T,
): Promise<T> {
  const byPerson = new Set<number>();
  for (const issue of closingsToAsk(seen)) {
    const acts = await readIssueActs(client, repository, issue.number);
    const author = acts === null ? null : stateAuthor(issue, acts);
    if (author !== null && !trusted.has(author.id)) byPerson.add(issue.number);
  }
  if (byPerson.size === 0) return seen;
  const issues = seen.observed.issues.map((issue): ObservedIssue =>
    byPerson.has(issue.number) ? { ...issue, closedByPerson: true } : issue,
  );
  return { ...seen, observed: { ...seen.observed, issues } };
}
