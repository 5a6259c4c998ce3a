/** A plan whose file is gone: to its issues it is a plan with no tasks left, and all that follows waits for a person. */
import type { Syncable } from './reading.ts';
import type { Limits } from './sync/brake.ts';
import { EMPTY_BLOB } from './sync/hash.ts';
import type { PairedPlan } from './sync/pairing.ts';
import { problems } from './sync/words.ts';
import type { World } from './world.ts';

/** Nothing of a plan that vanished goes by itself, however little it is. */
const NOTHING: Limits = { floor: 0, share: 0, allOpen: 1, creates: 0 };

/** How a pass looks at a plan that vanished; null where its first sync was never finished, so that nothing is known of it. */
export function asEmptied(
  world: World,
  { id, tracking, ledger, closedByApp }: Extract<PairedPlan, { kind: 'vanished' }>,
): { readonly world: World; readonly plan: Syncable } | null {
  if (!/^[0-9a-f]{40}$/.test(ledger.base)) return null;
  const said = problems.vanished(ledger.path, tracking.number);
  const file = { path: ledger.path, blob: EMPTY_BLOB, mode: '100644' as const };
  return {
    world: {
      ...world,
      terms: { ...world.terms, limits: NOTHING },
      texts: new Map([...world.texts, [EMPTY_BLOB, '']]),
      said: [...(world.said ?? []), said],
    },
    plan: { kind: 'known', id, file, tracking, ledger, closedByApp },
  };
}
