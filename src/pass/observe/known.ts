/** Reads what is known of a plan before this pass: its base, and the texts that a pass was cut short in. */
import type { Plan } from '../../plan/types.ts';
import { joinsIn } from '../../sync/match/joins.ts';
import { mentionsIn, withMentions } from '../../sync/match/mentions.ts';
import type { PairedPlan } from '../../sync/plans/pairing.ts';
import { inFlightBut, type Base, type Known } from '../../sync/state/known.ts';
import type { Ledger, PlanFile } from '../../sync/types.ts';
import { planIn, textOf, type PassContext } from '../context.ts';
import { readOwed } from './owed.ts';

/** Reads what is known of a plan that has a file. */
export async function readKnown(
  context: PassContext,
  paired: Extract<PairedPlan, { kind: 'known' | 'new' }>,
): Promise<Known> {
  if (paired.kind === 'new') return { kind: 'first' };
  const { tracking, ledger, closedByApp, file } = paired;
  const memory = { tracking, ledger, closedByApp };
  if (ledger.base.kind !== 'blob') return { kind: ledger.base.kind, memory };
  const base = await readBase(context, ledger, { blob: ledger.base.blob, path: file.path });
  if (base === null) return { kind: 'lost', memory };
  const { retire = { kind: 'asked' } } = ledger;
  return { kind: retire.kind === 'asked' ? 'known' : 'returning', memory, base };
}

/** Reads the base; null if it cannot be found. */
async function readBase(
  context: PassContext,
  ledger: Ledger,
  { blob, path }: { readonly blob: string; readonly path: string },
): Promise<Base | null> {
  const reading = await textOf(context, { blob });
  if (reading.kind === 'unreadable') return null;
  const { text } = reading;
  const same = ledger.same === undefined ? {} : { same: ledger.same };
  const read = await planIn(context, { text, path, joins: joinsIn({ entries: ledger.entries, ...same }) });
  // An older version with other limits took this text for a plan. This one refuses it, so what it said counts as lost.
  if (read.kind === 'refused') return null;
  const owed = await readOwed(context, ledger, path);
  const named = mentionsIn(read.plan, ledger.named);
  return {
    plan: withMentions(read.plan, named),
    blob,
    text,
    entries: ledger.entries,
    named,
    ...same,
    ...owed,
  };
}

/** Reads the texts in flight. One that is gone, or that is refused today, explains nothing. */
export async function readInFlight(
  context: PassContext,
  known: Known,
  { path, blob }: Pick<PlanFile, 'path' | 'blob'>,
): Promise<Plan[]> {
  const plans: Plan[] = [];
  for (const one of inFlightBut(known, blob)) {
    const reading = await textOf(context, { blob: one });
    const read = reading.kind === 'text' ? await planIn(context, { text: reading.text, path }) : null;
    if (read?.kind === 'plan') plans.push(read.plan);
  }
  return plans;
}
