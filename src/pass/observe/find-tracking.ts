/** Finds the tracking issue of a plan of which the plan's label found only the task issues. */
import { readIssuesBy } from '../../github/read.ts';
import { isSure } from '../../sync/plans/unlabelled.ts';
import type { Known, Memory } from '../../sync/state/known.ts';
import { parseTracking } from '../../sync/state/markers.ts';
import type { ObservedIssue, PlanId } from '../../sync/types.ts';
import type { PassContext } from '../context.ts';
import { unlessOrphans } from './newest.ts';

/**
 * The oldest tracking issue by this account that names the plan, where its task issues show that there was one. Discovery
 * looks for none that lost its label where a plan has no open task.
 */
export async function findTracking(
  { client, repository, me, own, trusted }: PassContext,
  {
    id,
    known,
    issues,
  }: { readonly id: PlanId; readonly known: Known; readonly issues: readonly ObservedIssue[] },
): Promise<Memory | null> {
  if (unlessOrphans(known, issues, { id, trusted }) === known) return null;
  const all = own ?? (await readIssuesBy(client, repository, me.login));
  const found = all.issues.flatMap((tracking): Memory[] => {
    const marker = parseTracking(tracking.body);
    const isIts = marker.kind === 'ledger' && marker.ledger.plan === id && trusted.has(tracking.creator);
    return isIts && isSure(tracking, me)
      ? [{ tracking, ledger: marker.ledger, closedByApp: marker.closedByApp }]
      : [];
  });
  return found.toSorted((a, b) => a.tracking.number - b.tracking.number)[0] ?? null;
}
