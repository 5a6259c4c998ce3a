/** Adds to an observed plan the newest issues, which GitHub's lists may not show yet. */
import { RetryableError } from '../../github/transport/errors.ts';
import { parseTask, parseTracking } from '../../sync/state/markers.ts';
import type { Ledger, Observed, ObservedIssue, PlanFile, PlanId } from '../../sync/types.ts';

/** The part of an observed plan that the newest issues may change. */
interface Observing {
  readonly id: PlanId;
  readonly file: PlanFile;
  readonly lost: boolean;
  readonly ledger: Ledger | null;
  readonly observed: Observed;
}

/** Whether there are task issues of a plan without a tracking issue. The app makes that first, so it must have been lost. */
export function hasOrphans(
  issues: readonly ObservedIssue[],
  id: PlanId,
  trusted: ReadonlySet<number>,
): boolean {
  return issues.some((issue) => trusted.has(issue.creator) && parseTask(issue.body, id) !== null);
}

/** Adds the issues that the lists did not show yet. */
export function withNewest<R extends Observing>(
  observedPlan: R,
  newest: Pick<Observed, 'issues' | 'milestones'>,
  trusted: ReadonlySet<number>,
): R {
  const { observed, id } = observedPlan;
  const listed = new Set(observed.issues.map(({ number }) => number));
  const hidden = newest.issues.filter(
    ({ number, body }) => !listed.has(number) && body.includes(`plan=${id} `),
  );
  const tracking =
    observed.tracking ??
    hidden.find((issue) => trusted.has(issue.creator) && isTrackingOf(issue, id)) ??
    null;
  const marker = tracking === null ? null : parseTracking(tracking.body);
  if (observed.tracking === null && marker?.kind === 'ledger' && marker.ledger.base !== '') {
    throw new RetryableError(
      `Expected no tracking issue for ${observedPlan.file.path}, found #${tracking?.number}, which lists do not show yet.`,
    );
  }
  return {
    ...observedPlan,
    lost: observedPlan.lost || (tracking === null && hasOrphans(hidden, id, trusted)),
    ledger: observedPlan.ledger ?? (marker?.kind === 'ledger' ? marker.ledger : null),
    observed: {
      ...observed,
      tracking,
      issues: [...observed.issues, ...hidden],
      milestones: [
        ...new Map([...newest.milestones, ...observed.milestones].map((one) => [one.number, one])).values(),
      ],
      covers: { ...observed.covers, newest: true },
    },
  };
}

function isTrackingOf(issue: ObservedIssue, id: PlanId): boolean {
  const marker = parseTracking(issue.body);
  return marker.kind === 'ledger' && marker.ledger.plan === id;
}
