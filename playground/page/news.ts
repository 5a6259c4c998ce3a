/** What changed between two looks at the repository, for ears and for a short flash. Pure. */
import type { SeenIssue, SeenPull, Snapshot } from '../server/types.ts';

export interface News {
  /** A few short sentences. */
  readonly sentences: readonly string[];
  /** Issues and pull requests that are new or changed. */
  readonly numbers: readonly number[];
}

const NOTHING: News = { sentences: [], numbers: [] };

/** The news of a snapshot; none where it shows another repository than the one before. */
export function newsOf(before: Snapshot | null, after: Snapshot): News {
  if (before === null || before.repository !== after.repository) return NOTHING;
  const issues = compare(before.issues, after.issues, isSameIssue);
  const pulls = compare(before.pulls, after.pulls, isSamePull);
  const closed = issues.changed.filter(({ was, is }) => was.state === 'open' && is.state !== 'open');
  const reopened = issues.changed.filter(({ was, is }) => was.state !== 'open' && is.state === 'open');
  const merged = pulls.changed.filter(({ was, is }) => was.state === 'open' && is.state === 'merged');
  const isPlanNew = before.plan?.sha !== after.plan?.sha;
  return {
    sentences: [
      isPlanNew ? 'The plan on main changed.' : '',
      counted(issues.fresh.length, 'issue opened', 'issues opened'),
      counted(closed.length, 'issue closed', 'issues closed'),
      counted(reopened.length, 'issue reopened', 'issues reopened'),
      ...pulls.fresh.map(({ number, title }) => `Pull request ${number} opened: ${title}.`),
      ...merged.map(({ is }) => `Pull request ${is.number} merged.`),
    ].filter((sentence) => sentence !== ''),
    numbers: [
      ...[...issues.fresh, ...pulls.fresh].map(({ number }) => number),
      ...[...issues.changed, ...pulls.changed].map(({ is }) => is.number),
    ],
  };
}

function compare<T extends { readonly number: number }>(
  before: readonly T[],
  after: readonly T[],
  isSame: (was: T, is: T) => boolean,
): { fresh: T[]; changed: { was: T; is: T }[] } {
  const known = new Map(before.map((one) => [one.number, one]));
  return {
    fresh: after.filter(({ number }) => !known.has(number)),
    changed: after.flatMap((is) => {
      const was = known.get(is.number);
      return was === undefined || isSame(was, is) ? [] : [{ was, is }];
    }),
  };
}

function isSameIssue(was: SeenIssue, is: SeenIssue): boolean {
  return (
    was.state === is.state &&
    was.title === is.title &&
    was.milestone === is.milestone &&
    was.comments.length === is.comments.length
  );
}

function isSamePull(was: SeenPull, is: SeenPull): boolean {
  return was.state === is.state && was.title === is.title && was.comments.length === is.comments.length;
}

function counted(count: number, one: string, many: string): string {
  return count === 0 ? '' : `${count} ${count === 1 ? one : many}.`;
}
