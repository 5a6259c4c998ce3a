/** Plans whose file is gone or no longer a plan: such a plan is synced as one without tasks, and every change waits for a person. */
import type { Syncable } from '../observe/observe.ts';
import type { Limits } from '../../sync/diff/brake.ts';
import { EMPTY_BLOB } from '../../sync/state/hash.ts';
import { baseBlob } from '../../sync/state/known.ts';
import type { PairedPlan } from '../../sync/plans/pairing.ts';
import { problems } from '../../sync/render/words.ts';
import type { PassContext } from '../context.ts';

/** Limits under which every closing waits for a person. */
const NOTHING: Limits = { changes: 0, percent: 0, creates: 0 };

/** The plan with an empty text; null if its first sync never finished, so that it has no base. */
export function asEmptied(
  context: PassContext,
  vanished: Extract<PairedPlan, { kind: 'vanished' }>,
): { readonly context: PassContext; readonly plan: Syncable } | null {
  const { tracking, ledger } = vanished;
  if (baseBlob(ledger) === null) return null;
  const said = problems.vanished(ledger.path, tracking.number);
  const file = { path: ledger.path, blob: EMPTY_BLOB, mode: '100644' as const };
  return {
    context: {
      ...context,
      policy: { ...context.policy, limits: NOTHING },
      said: [...(context.said ?? []), said],
    },
    plan: { ...vanished, kind: 'known', file },
  };
}

/** A plan in the form in which it can be retired, whether its file exists, is gone or is no plan any more; null if it cannot be. */
export function retirable(
  context: PassContext,
  plan: PairedPlan,
): { readonly context: PassContext; readonly plan: Syncable } | null {
  switch (plan.kind) {
    case 'known':
      return { context, plan };
    case 'vanished':
      return asEmptied(context, plan);
    case 'let-go':
      return { context, plan: { ...plan, kind: 'known' } };
    case 'new':
    case 'untrusted':
    case 'unlabelled':
    case 'newer':
      return null;
  }
}
