/** Finds the proposed edits that follow acts (closing, renaming) of people without write access. */
import { TerminalError } from '../../github/transport/errors.ts';
import { readIssueActs } from '../../github/read/issue-acts.ts';
import { authorOf, followsAnAct } from '../../sync/write-back/edit-authors.ts';
import type { IssueAct, ObservedIssue, Proposal } from '../../sync/types.ts';
import type { PassContext } from '../context.ts';
import { askingOnce } from './writers.ts';

/** At most this many issues are asked for their acts, one request each; the edits of further issues count as a stranger's in this pass. */
const ISSUES_ASKED = 100;

type Reader = Pick<PassContext, 'client' | 'repository' | 'trusted'>;

/** The edits that follow a person without write access, or whose author cannot be found. */
export async function strangersEdits(
  context: Reader,
  issues: readonly ObservedIssue[],
  proposals: readonly Proposal[],
): Promise<ReadonlySet<Proposal>> {
  const isWriter = askingOnce(context);
  const byNumber = new Map(issues.map((issue) => [issue.number, issue]));
  const acts = new Map<number, readonly IssueAct[] | null>();
  const strangers = new Set<Proposal>();
  for (const proposal of proposals.filter(followsAnAct)) {
    const issue = byNumber.get(proposal.issue ?? 0);
    if (issue !== undefined && !acts.has(issue.number) && acts.size < ISSUES_ASKED)
      acts.set(issue.number, await unlessRefused(null, () => actsOn(context, issue)));
    const done = issue === undefined ? null : (acts.get(issue.number) ?? null);
    const author = issue === undefined || done === null ? null : authorOf(proposal, issue, done);
    const isKnown =
      author !== null &&
      (context.trusted.has(author.id) || (await unlessRefused(false, () => isWriter(author.login))));
    if (!isKnown) strangers.add(proposal);
  }
  return strangers;
}

function actsOn(
  { client, repository }: Reader,
  { number }: ObservedIssue,
): Promise<readonly IssueAct[] | null> {
  return readIssueActs(client, repository, number);
}

/** `otherwise` where the app lacks the permission to ask: the edits then go by pull request, and the job goes on. */
async function unlessRefused<T>(otherwise: T, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof TerminalError) return otherwise;
    throw error;
  }
}
