/** A plan whose file is gone: to its issues it is a plan with no tasks left, and all that follows waits for a person. */
import type { Syncable } from '../observe/observe.ts';
import type { Limits } from '../../sync/diff/brake.ts';
import { EMPTY_BLOB } from '../../sync/state/hash.ts';
import { parseTracking } from '../../sync/state/markers.ts';
import type { PairedPlan } from '../../sync/plans/pairing.ts';
import type { ObservedIssue } from '../../sync/types.ts';
import { problems } from '../../sync/render/words.ts';
import type { PassContext } from '../context.ts';

/** Nothing of a plan that vanished goes by itself, however little it is. */
const NOTHING: Limits = { floor: 0, share: 0, allOpen: 1, creates: 0 };

/** How a pass looks at a plan that vanished; null where its first sync was never finished, so that nothing is known of it. */
export function asEmptied(
  context: PassContext,
  { id, tracking, ledger, closedByApp }: Extract<PairedPlan, { kind: 'vanished' }>,
): { readonly context: PassContext; readonly plan: Syncable } | null {
  if (!/^[0-9a-f]{40}$/.test(ledger.base)) return null;
  const said = problems.vanished(ledger.path, tracking.number);
  const file = { path: ledger.path, blob: EMPTY_BLOB, mode: '100644' as const };
  return {
    context: {
      ...context,
      terms: { ...context.terms, limits: NOTHING },
      texts: new Map([...context.texts, [EMPTY_BLOB, '']]),
      said: [...(context.said ?? []), said],
    },
    plan: { kind: 'known', id, file, tracking, ledger, closedByApp },
  };
}

/** A plan as it is looked at to be retired, whether its file is there, gone, or no plan any more; null where that cannot be. */
export function retirable(
  context: PassContext,
  plan: PairedPlan,
): { readonly context: PassContext; readonly plan: Syncable } | null {
  switch (plan.kind) {
    case 'known':
      return { context, plan };
    case 'vanished':
      return asEmptied(context, plan);
    case 'let-go': {
      const { id, file, tracking } = plan;
      const marker = parseTracking(tracking.body);
      if (marker.kind !== 'ledger') return null;
      const { ledger, closedByApp } = marker;
      return { context, plan: { kind: 'known', id, file, tracking, ledger, closedByApp } };
    }
    case 'new':
    case 'untrusted':
    case 'unlabelled':
    case 'newer':
      return null;
  }
}

/** A plan that somebody asked to retire though its file is no plan any more. */
export function isRetiring({ body }: ObservedIssue): boolean {
  const marker = parseTracking(body);
  return marker.kind === 'ledger' && marker.ledger.retire?.kind === 'asked';
}
