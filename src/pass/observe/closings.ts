/** Finds out whose closing of an issue is the last: what a person closed after the app had stays closed (DESIGN 2.3). */
import { readIssueActs } from '../../github/read/issue-acts.ts';
import { closingsToAsk } from '../../sync/resolve/what-to-read.ts';
import { stateAuthor } from '../../sync/write-back/edit-authors.ts';
import type { ObservedIssue } from '../../sync/types.ts';
import type { PassContext } from '../context.ts';
import type { ObservedPlan } from './observe.ts';

/** Asks for the events of the issues that the app would open again, one request each. */
export async function withClosings(
  { client, repository, trusted }: PassContext,
  seen: ObservedPlan,
): Promise<ObservedPlan> {
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
