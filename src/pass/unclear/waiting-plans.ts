/** Which plans must wait while another plan's text cannot be read: tasks that one lost may have moved to the other. */
import type { Unclear } from '../../parser/types.ts';
import type { Plan } from '../../plan/types.ts';
import { findMoves, lostAndGained, type ChangedPlan } from '../../sync/plans/moves.ts';
import type { PairedPlan } from '../../sync/plans/pairing.ts';
import type { Entry, Ledger, PlanId } from '../../sync/types.ts';
import { readIn, textOf, type PassContext } from '../context.ts';

type Reader = Pick<PassContext, 'client' | 'repository' | 'reader' | 'texts' | 'policy'>;

interface Text {
  /** Null where it is unknown which text it is. */
  readonly blob: string | null;
  readonly path: string;
  readonly size?: number;
}

type Read = { readonly kind: 'plan'; readonly plan: Plan } | Unclear;

/** Reads texts of plans, and remembers which plans have one that could not be read yet. */
export interface Texts {
  /** Null for a text that will never be readable as a plan. */
  read(text: Text, plan: PlanId): Promise<Read | null>;
  readonly unclear: ReadonlyMap<PlanId, Unclear>;
}

/** Creates it; nothing is read yet. */
export function createTexts(context: Reader): Texts {
  const unclear = new Map<PlanId, Unclear>();
  return {
    unclear,
    async read(text, id) {
      const { blob } = text;
      if (blob === null) return null;
      const reading = await textOf(context, { ...text, blob });
      if (reading.kind === 'unreadable') return null;
      const read = await readIn(context, { text: reading.text, path: text.path });
      if (read.kind === 'refused') return null;
      if (read.kind === 'unclear') unclear.set(id, read);
      return read;
    },
  };
}

/**
 * Plans that wait because of a possible renaming. While a new file cannot be read, a plan whose file is gone may have been
 * renamed to it; while the base of the gone plan cannot be read, every new file may be that plan.
 */
export function waitsForNames(
  paired: readonly PairedPlan[],
  unclear: ReadonlyMap<PlanId, Unclear>,
): Map<PlanId, Unclear> {
  const waits = new Map(unclear);
  const among = (kind: PairedPlan['kind']): readonly PairedPlan[] =>
    paired.filter((one) => one.kind === kind);
  for (const [here, there] of [
    ['new', 'vanished'],
    ['vanished', 'new'],
  ] as const) {
    const [first] = among(here).flatMap(({ id }) => unclear.get(id) ?? []);
    if (first !== undefined) for (const { id } of among(there)) if (!waits.has(id)) waits.set(id, first);
  }
  return waits;
}

/** A plan whose text changed, as far as it could be read. */
export interface MaybeChanged {
  readonly id: PlanId;
  readonly plan: Read;
  /** Null where the plan is new. */
  readonly base: Read | null;
  readonly entries: ReadonlyMap<number, Entry>;
}

/** The plans whose text and base could both be read. */
export function clearOf(changed: readonly MaybeChanged[]): ChangedPlan[] {
  return changed.flatMap(({ plan, base, ...one }) => {
    if (plan.kind === 'unclear' || base?.kind === 'unclear') return [];
    return [{ ...one, plan: plan.plan, base: base?.plan ?? null }];
  });
}

/**
 * Plans that wait because a task may have moved. A plan that lost a task waits for every changed plan that cannot be read, since
 * the task may be there. A plan that gained a task waits if the unreadable plan had it in its base, or if that base cannot be
 * read either.
 */
export function waitsForMoves(
  changed: readonly MaybeChanged[],
  ledgers: readonly Ledger[],
): Map<PlanId, Unclear> {
  const waits = new Map<PlanId, Unclear>();
  const clear = clearOf(changed);
  for (const one of changed) {
    const why = [one.plan, one.base].find((text) => text?.kind === 'unclear');
    if (why?.kind !== 'unclear') continue;
    waits.set(one.id, why);
    const takers = takersFrom(one, clear, ledgers);
    for (const other of clear) {
      const { losses, arrivals } = lostAndGained(other);
      const mayTake = one.base?.kind === 'unclear' && arrivals.length > 0;
      const isBound = losses.length > 0 || mayTake || takers.has(other.id);
      if (isBound && !waits.has(other.id)) waits.set(other.id, why);
    }
  }
  return waits;
}

/** The plans that now have tasks which the unreadable plan had in its base, as if it had lost all of them. */
function takersFrom(
  { id, base, entries }: MaybeChanged,
  clear: readonly ChangedPlan[],
  ledgers: readonly Ledger[],
): ReadonlySet<PlanId> {
  if (base?.kind !== 'plan') return new Set();
  const { arriving } = findMoves([...clear, { id, plan: EMPTY, base: base.plan, entries }], ledgers);
  const numbers = new Set([...entries.values()].flatMap((one) => (one.kind === 'issue' ? [one.number] : [])));
  const takes = (lines: ReadonlyMap<number, number>): boolean =>
    [...lines.values()].some((number) => numbers.has(number));
  return new Set([...arriving].filter(([, lines]) => takes(lines)).map(([taker]) => taker));
}

const EMPTY: Plan = {
  title: '',
  tasks: [],
  phases: [],
  emptyPhases: [],
  groups: [],
  checklists: [],
  risks: [],
  lastUpdated: null,
  ignored: [],
  lookAlikes: [],
  problems: [],
};
