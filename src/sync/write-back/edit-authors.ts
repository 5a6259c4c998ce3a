/** Whose act an edit of the plan follows, and whether it therefore goes by a commit or by a pull request. */
import type { IssueAct, ObservedIssue, Proposal } from '../types.ts';

/** Times of one act differ a little between an issue and its list of events. */
const SAME_ACT_MS = 60_000;

/** Whether an edit follows what somebody did to an issue; links, dates and what follows the plan's own change are the app's. */
export function followsAnAct({ edit, issue, cause }: Proposal): boolean {
  return issue !== null && cause === undefined && (edit.kind === 'state' || edit.kind === 'title');
}

/**
 * The account whose act an edit follows: who closed, reopened or renamed the issue last. Null where that cannot be told,
 * also where the list of events lags behind the issue.
 *
 * @param acts What was done to the issue, oldest first.
 */
export function authorOf(
  { edit }: Proposal,
  issue: ObservedIssue,
  acts: readonly IssueAct[],
): IssueAct['by'] {
  if (edit.kind === 'title') {
    const last = acts.findLast(({ kind }) => kind === 'renamed');
    return last?.title === issue.title ? last.by : null;
  }
  return stateAuthor(issue, acts);
}

/**
 * The account that closed or reopened an issue last. Null where that cannot be told.
 *
 * @param acts What was done to the issue, oldest first.
 */
export function stateAuthor(
  issue: Pick<ObservedIssue, 'state' | 'closedAt'>,
  acts: readonly IssueAct[],
): IssueAct['by'] {
  const last = acts.findLast(({ kind }) => kind !== 'renamed');
  if (last === undefined) return null;
  if (issue.state === 'open') return last.kind === 'reopened' ? last.by : null;
  const isThisClosing = Math.abs(Date.parse(last.at) - Date.parse(issue.closedAt ?? '')) < SAME_ACT_MS;
  return last.kind === 'closed' && isThisClosing ? last.by : null;
}

/** Which edits go now, and which way. */
export interface Way {
  readonly mode: 'commit' | 'pull-request';
  readonly proposals: readonly Proposal[];
}

/**
 * Parts edits that may go to the default branch by themselves from those that somebody must look at. If there are both,
 * this pass commits the former; that changes the plan, and the next pass proposes the latter in a pull request.
 *
 * @param strangers The edits that follow people who may not write to the repository.
 * @param doesOwnChange Whether the others, {@link ownOf}, change a byte of the plan.
 */
export function wayOf(
  proposals: readonly Proposal[],
  strangers: ReadonlySet<Proposal>,
  doesOwnChange: boolean,
): Way {
  if (strangers.size === 0) return { mode: 'commit', proposals };
  const own = ownOf(proposals, strangers);
  const isWorthIt = own.some(({ rider }) => !rider) && doesOwnChange;
  return isWorthIt ? { mode: 'commit', proposals: own } : { mode: 'pull-request', proposals };
}

/** The edits that do not follow strangers. */
export function ownOf(proposals: readonly Proposal[], strangers: ReadonlySet<Proposal>): Proposal[] {
  return proposals.filter((proposal) => !strangers.has(proposal));
}
