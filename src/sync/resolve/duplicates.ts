/** Issues that were opened a second time for one task, or for one plan (DESIGN 2.1). */
import { ledgerIn, parseTask, type TaskMarker } from '../state/markers.ts';
import type { ObservedIssue, PlanId } from '../types.ts';

/** An issue that was opened a second time, by two servers or in an outage. */
export interface Duplicate {
  readonly issue: ObservedIssue;
  /** Number of the one that stands. */
  readonly of: number;
}

export interface DuplicateInput {
  readonly id: PlanId;
  readonly tracking: ObservedIssue | null;
  readonly issues: readonly ObservedIssue[];
  readonly trusted: ReadonlySet<number>;
  /** The issues that tasks of the plan or of its base are tied to. */
  readonly tied: readonly { readonly issue: ObservedIssue; readonly marker: TaskMarker }[];
  /** Numbers that entries hold. */
  readonly held: ReadonlySet<number>;
}

/**
 * Finds the open issues that stand for a task, or a plan, that another issue stands for already. An equal key alone does
 * not make two issues duplicates: a task may have been renamed and another one written in its words since. So the app must
 * have given both the same title, too. Of the two, the one that no entry holds is closed: people know the other's number.
 * Where an entry holds neither, the younger one is closed. An issue that a person reopened stays open.
 */
export function findDuplicates({ id, tracking, issues, trusted, tied, held }: DuplicateInput): Duplicate[] {
  const inUse = new Set(tied.map(({ issue }) => issue.number));
  return issues.flatMap((issue): Duplicate[] => {
    if (issue.state === 'closed' || issue.reason === 'reopened' || !trusted.has(issue.creator)) return [];
    if (held.has(issue.number) || inUse.has(issue.number)) return [];
    if (tracking !== null && issue.number > tracking.number && ledgerIn(issue.body)?.plan === id)
      return [{ issue, of: tracking.number }];
    const marker = parseTask(issue.body, id);
    const stands = ({ number }: ObservedIssue): boolean => number < issue.number || held.has(number);
    const other = tied.find(
      (one) => stands(one.issue) && one.marker.task === marker?.task && one.marker.title === marker.title,
    );
    return other === undefined ? [] : [{ issue, of: other.issue.number }];
  });
}
