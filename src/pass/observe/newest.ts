/** Adds to an observed plan the newest issues, which GitHub's lists may not show yet. */
import { RetryableError } from '../../github/transport/errors.ts';
import { parseTask, parseTracking } from '../../sync/state/markers.ts';
import { memoryOf, type Known } from '../../sync/state/known.ts';
import type { Observed, ObservedIssue, PlanFile, PlanId } from '../../sync/types.ts';

/** The part of an observed plan that the newest issues may change. */
interface Observing {
  readonly id: PlanId;
  readonly file: PlanFile;
  readonly known: Known;
  readonly observed: Observed;
}

/** A plan that has task issues and no tracking issue is lost, not new: the app makes the tracking issue first. */
export function unlessOrphans(
  known: Known,
  issues: readonly ObservedIssue[],
  { id, trusted }: { readonly id: PlanId; readonly trusted: ReadonlySet<number> },
): Known {
  const isOrphan = ({ creator, body }: ObservedIssue): boolean =>
    trusted.has(creator) && parseTask(body, id) !== null;
  return known.kind === 'first' && issues.some(isOrphan) ? { kind: 'lost', memory: null } : known;
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
  const known = withHidden(observedPlan, hidden, trusted);
  return {
    ...observedPlan,
    known: unlessOrphans(known, hidden, { id, trusted }),
    observed: {
      ...observed,
      issues: [...observed.issues, ...hidden],
      milestones: [
        ...new Map([...newest.milestones, ...observed.milestones].map((one) => [one.number, one])).values(),
      ],
    },
  };
}

/** What is known of the plan where its tracking issue is among the issues that lists did not show yet. */
function withHidden(
  { known, id, file }: Observing,
  hidden: readonly ObservedIssue[],
  trusted: ReadonlySet<number>,
): Known {
  if (memoryOf(known) !== null) return known;
  for (const tracking of hidden) {
    const marker = parseTracking(tracking.body);
    if (marker.kind !== 'ledger' || marker.ledger.plan !== id || !trusted.has(tracking.creator)) continue;
    const { ledger, closedByApp } = marker;
    if (ledger.base.kind === 'unfinished')
      return {
        kind: known.kind === 'lost' ? 'lost' : 'unfinished',
        memory: { tracking, ledger, closedByApp },
      };
    throw new RetryableError(
      `Expected no tracking issue for ${file.path}, found #${tracking.number}, which lists do not show yet.`,
    );
  }
  return known;
}
