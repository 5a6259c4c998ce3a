/** Which plans the hints of a job concern: those whose text or issues may have changed. */
import { CONFIG_PATH } from '../../config/config.ts';
import type { Hint } from '../../queue/types.ts';
import type { PairedPlan } from '../../sync/plans/pairing.ts';
import { baseBlob, issuesIn } from '../../sync/state/known.ts';
import { isRetired } from '../../sync/plans/plan-status.ts';

/**
 * The hint itself; or a hint at every plan where it names an issue that is no plan's by the entries. Its task may have been
 * removed from a plan, and only the marker in the issue tells from which: that is not read yet.
 */
export function widened(hint: Hint, paired: readonly PairedPlan[]): Hint {
  if (hint.kind !== 'issue') return hint;
  return paired.some((plan) => issueNumbersOf(plan).has(hint.number)) ? hint : { kind: 'sweep' };
}

/**
 * Whether a plan must be synced: it is new, its text differs from its base, a pass was cut short in it, or a hint names it or
 * one of its issues.
 */
export function isAffected(plan: PairedPlan, hints: readonly Hint[]): boolean {
  if (isRetired(plan)) return false;
  if (plan.kind !== 'known' || plan.file.blob !== baseBlob(plan.ledger)) return true;
  if (plan.ledger.inFlight !== undefined) return true;
  const numbers = issueNumbersOf(plan);
  return hints.some((hint) => {
    switch (hint.kind) {
      case 'sweep':
        return true;
      case 'pull-request':
      case 'requested-action':
      case 'merge-queue':
        return false;
      case 'write-back':
        return hint.plan === plan.id;
      case 'issue':
        return numbers.has(hint.number);
      case 'comment':
        return numbers.has(hint.issue);
      case 'push':
        return (
          hint.touched === 'unknown' ||
          hint.touched.some((path) => path === plan.file.path || path === CONFIG_PATH)
        );
    }
  });
}

/** The tracking issue of a plan and the issues that its entries name. */
function issueNumbersOf(plan: PairedPlan): ReadonlySet<number> {
  if (plan.kind !== 'known' && plan.kind !== 'vanished') return new Set();
  return new Set([plan.tracking.number, ...issuesIn(plan.ledger.entries.values())]);
}
