/** Tracking issues that lost their label: which of them stand for their plan all the same. */
import { shortHash } from '../state/hash.ts';
import { TRACKING_LABEL } from '../state/ids.ts';
import { ledgerIn } from '../state/markers.ts';
import type { PairedPlan } from './pairing.ts';
import type { ObservedIssue } from '../types.ts';

/** The account that Planwright runs as. */
interface Me {
  readonly id: number;
  /** Nothing but Planwright writes as this account. */
  readonly isOwn?: boolean;
}

/**
 * Whether an issue that claims to be a tracking issue may be taken for one: it carries the label, or it was opened by an
 * account that nobody else uses, or a person said so.
 */
export function isSure({ labels, body, creator }: ObservedIssue, { id, isOwn = false }: Me): boolean {
  if ((isOwn && creator === id) || labels.some((name) => name.toLowerCase() === TRACKING_LABEL)) return true;
  const ledger = ledgerIn(body);
  return ledger === null || ledger.unlabelled === true;
}

/** A plan as it is paired; one whose tracking issue is not {@link isSure sure} waits for a person. */
export function unsurePlan(plan: PairedPlan, me: Me): PairedPlan {
  if (plan.kind === 'new' || isSure(plan.tracking, me)) return plan;
  const { id, tracking } = plan;
  const path = 'file' in plan ? plan.file.path : (ledgerIn(tracking.body)?.path ?? '');
  return { kind: 'unlabelled', id, path, tracking };
}

/** What `/plan confirm` takes to let an issue stand for its plan without the label. */
export function unlabelledId({ number, body }: ObservedIssue): string {
  return shortHash(8, ledgerIn(body)?.plan ?? '', 'unlabelled', String(number));
}
