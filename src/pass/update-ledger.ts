/** Writes the tracking issue at the end of a pass: the ledger (base and entries) for the next pass, and the text for people. */
import { refusalIn } from '../github/transport/refused.ts';
import { updateTracking } from '../github/write/tracking-issue.ts';
import { titleChange } from './discover/plan-names.ts';
import { claimsOn } from './next/live-claims.ts';
import type { ObservedPlan } from './observe/observe.ts';
import { baseOf, memoryOf } from '../sync/state/known.ts';
import { lastingIn, newLedger } from '../sync/state/ledger-text.ts';
import { printBlock, spliceBlock } from '../sync/state/body-block.ts';
import { parseTracking, printTracking, rememberIn } from '../sync/state/markers.ts';
import { renderTracking, TRACKING_LIMIT } from '../sync/render/tracking/tracking.ts';
import { sameTasks } from '../sync/state/same-tasks.ts';
import type { TrackingInput } from '../sync/render/tracking/input.ts';
import { trackingSource } from '../sync/render/tracking/tracking-source.ts';
import type { ChangeSet, Ledger, Owed, Refusal } from '../sync/types.ts';
import type { PassContext } from './context.ts';

/**
 * The next ledger. Its base becomes the text that this pass read, unless every task is the same in the present base. That
 * holds even if GitHub refused some writes, so that nothing else waits for them: `owed` names what is to be tried again.
 */
export function nextLedger(
  observedPlan: ObservedPlan,
  { changes }: ChangeSet,
  { entries, owed }: { readonly entries: Ledger['entries']; readonly owed: Owed | null },
): Ledger {
  const { id, file, known, plan, prefix, remembered } = observedPlan;
  const base = baseOf(known);
  const ledger = memoryOf(known)?.ledger ?? null;
  const next: Ledger = {
    plan: id,
    path: file.path,
    base: { kind: 'blob', blob: file.blob },
    entries,
    ...linesOf(remembered.joins.together, remembered.named),
    confirmed: null,
    ...(prefix === null ? {} : { prefix }),
    ...lastingIn(ledgerOf(observedPlan)),
    ...(owed === null ? {} : { owed }),
  };
  if (base === null || ledger === null || ledger.path !== file.path || base.blob === file.blob) return next;
  const isSettled = changes.length === 0 && !isOwing(ledger) && ledger.inFlight === undefined;
  const isSame = isSettled && sameTasks(base.plan, plan);
  const { same: _same, named: _named, ...others } = next;
  return isSame
    ? { ...others, ...linesOf(ledger.same, ledger.named), base: ledger.base, entries: ledger.entries }
    : next;
}

/** What is remembered of lines of the base besides their issues. */
function linesOf(same: Ledger['same'] = [], named: Ledger['named'] = []): Pick<Ledger, 'same' | 'named'> {
  return { ...(same.length === 0 ? {} : { same }), ...(named.length === 0 ? {} : { named }) };
}

function isOwing({ owed, entries }: Ledger): boolean {
  const isUnfinished = [...entries.values()].some(
    (entry) => entry.kind === 'owed' || (entry.kind === 'issue' && entry.unfinished === true),
  );
  return owed !== undefined || isUnfinished;
}

/** Whether this is the plan's first sync, or goes on with one of which GitHub refused issues, so that no pull request has brought their links. */
export function isFirstSync({ known, observed }: ObservedPlan): boolean {
  const base = baseOf(known);
  if (base === null) return known.kind !== 'lost';
  return observed.pulls.length === 0 && [...base.entries.values()].some(({ kind }) => kind === 'owed');
}

/**
 * Writes the text of this pass into the tracking issue before its changes are applied, if the base has other tasks: should it
 * be cut short, the next one knows what it was doing. Nothing waits for this, so that a refusal is told by what follows.
 */
export async function announceText(
  { client, repository }: PassContext,
  observedPlan: ObservedPlan,
  { changes, held }: ChangeSet,
): Promise<ObservedPlan> {
  const { known, plan, file } = observedPlan;
  if (known.kind === 'first' || known.memory === null || held !== null || changes.length === 0)
    return observedPlan;
  const { tracking, ledger } = known.memory;
  const { inFlight = [] } = ledger;
  const base = baseOf(known);
  const isNews = base === null || !sameTasks(base.plan, plan);
  if (!isNews || inFlight.includes(file.blob)) return observedPlan;
  const announced = (now: Ledger): Ledger => ({ ...now, inFlight: [...(now.inFlight ?? []), file.blob] });
  let body: string | null = null;
  await refusalIn(async () => {
    const edit = (before: string): string | null => rememberIn(before, announced);
    ({ body } = await updateTracking(client, repository, tracking.number, { edit }));
  });
  if (body === null) return observedPlan;
  const memory = { ...known.memory, tracking: { ...tracking, body }, ledger: announced(ledger) };
  return { ...observedPlan, known: { ...known, memory } };
}

/** What the tracking issue says as this pass goes on from it, or as this pass has just made it. */
export function ledgerOf(observedPlan: ObservedPlan): Ledger {
  return memoryOf(observedPlan.known)?.ledger ?? newLedger(observedPlan);
}

/**
 * Writes the tracking issue, unless its marker is no longer the one this pass read. The issue closes when no task is open and
 * reopens for a new open task. It stays open if a person reopened it after the app had closed it.
 *
 * @returns What GitHub refused of it; null if it is written, or needs no writing.
 */
export async function updateLedger(
  { client, repository }: PassContext,
  observedPlan: ObservedPlan,
  tracking: number,
  next: { readonly ledger: Ledger; readonly told: TrackingInput; readonly allClosed: boolean },
): Promise<Refusal | null> {
  const memory = memoryOf(observedPlan.known);
  const isOpen = memory?.tracking.state !== 'closed';
  const closes = isOpen && next.allClosed && memory?.closedByApp !== true;
  const reopens = !isOpen && !next.allClosed;
  const asRead = printTracking(ledgerOf(observedPlan));
  const marker = printTracking(next.ledger, next.allClosed, trackingSource(next.told));
  const compare = (body: string): 'told' | 'untold' | 'of-another-pass' => {
    const found = parseTracking(body);
    if (found.kind !== 'ledger' || printTracking(found.ledger) !== asRead) return 'of-another-pass';
    // The same state in other words, as another version of Planwright renders it, is no reason to write.
    return printTracking(found.ledger, found.closedByApp, found.src) === marker ? 'told' : 'untold';
  };
  const before = memory?.tracking.body;
  if (!closes && !reopens && before !== undefined && compare(before) === 'told') return null;
  const claims = await claimsOn(client, repository, before === undefined ? { tasks: new Map() } : next.told);
  const block = printBlock(marker, renderTracking({ ...next.told, claims }, TRACKING_LIMIT - marker.length));
  const edit = (body: string): string | null => {
    const found = compare(body);
    if (found === 'of-another-pass') return null;
    return found === 'told' ? body : spliceBlock(body, block);
  };
  const state = stateMove({ closes, reopens });
  const title = next.told.held === null ? titleChange(observedPlan) : null;
  const named = title === null ? {} : { title };
  return refusalIn(() => updateTracking(client, repository, tracking, { edit, ...named, ...state }));
}

function stateMove({ closes, reopens }: { readonly closes: boolean; readonly reopens: boolean }) {
  if (closes) return { state: { to: 'closed', reason: 'completed' } as const };
  return reopens ? { state: { to: 'open' } as const } : {};
}
