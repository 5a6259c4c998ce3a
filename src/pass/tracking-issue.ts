/** Writes the tracking issue at the end of a pass: the ledger (base and entries) for the next pass, and the text for people. */
import { refusalIn } from '../github/transport/refused.ts';
import { updateTracking } from '../github/write/tracking-issue.ts';
import { titleChange } from './discover/naming.ts';
import { claimsOn } from './next/live-claims.ts';
import type { ObservedPlan } from './observe/observe.ts';
import { lastingIn } from '../sync/state/ledger-text.ts';
import { printBlock, spliceBlock } from '../sync/state/body-block.ts';
import { LOST_BASE, parseTracking, printTracking } from '../sync/state/markers.ts';
import { renderTracking, TRACKING_LIMIT } from '../sync/render/tracking/tracking.ts';
import { sameTasks } from '../sync/state/same-tasks.ts';
import type { TrackingInput } from '../sync/render/tracking/input.ts';
import { trackingSource } from '../sync/render/tracking/source.ts';
import type { ChangeSet, Ledger, Owed, Refusal } from '../sync/types.ts';
import type { PassContext } from './context.ts';

/**
 * The next ledger. Its base becomes the text that this pass read, unless every task is the same in the present base. That
 * holds even if GitHub refused some writes, so that nothing else waits for them: `owed` names what is to be tried again.
 */
export function nextLedger(
  { id, file, base, plan, ledger, prefix }: ObservedPlan,
  { changes }: ChangeSet,
  { entries, owed }: { readonly entries: Ledger['entries']; readonly owed: Owed | null },
): Ledger {
  const next: Ledger = {
    plan: id,
    path: file.path,
    base: file.blob,
    entries,
    confirmed: null,
    ...(prefix === null ? {} : { prefix }),
    ...lastingIn(ledger),
    ...(owed === null ? {} : { owed }),
  };
  if (base === null || ledger === null || ledger.path !== file.path || ledger.base === file.blob) return next;
  const isSame = changes.length === 0 && !isOwing(ledger) && sameTasks(base.plan, plan);
  return isSame ? { ...next, base: ledger.base, entries: ledger.entries } : next;
}

function isOwing({ owed, entries }: Ledger): boolean {
  const isUnfinished = [...entries.values()].some(
    (entry) => entry.kind === 'owed' || (entry.kind === 'issue' && entry.unfinished === true),
  );
  return owed !== undefined || isUnfinished;
}

/** Whether no task has an issue yet, perhaps because GitHub refused to make any. */
export function isFirstSync({ base, lost }: ObservedPlan): boolean {
  const kinds = new Set([...(base?.entries.values() ?? [])].map(({ kind }) => kind));
  return (base === null && !lost) || (kinds.has('owed') && !kinds.has('issue'));
}

/** The ledger in a tracking issue that this pass has just made. */
export function emptyLedger({ id, file, lost, prefix }: ObservedPlan): Ledger {
  const base = lost ? LOST_BASE : '';
  const named = prefix === null ? {} : { prefix };
  return { plan: id, path: file.path, base, entries: new Map(), confirmed: null, ...named };
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
  const { observed, closedByApp } = observedPlan;
  const isOpen = observed.tracking?.state !== 'closed';
  const closes = isOpen && next.allClosed && !closedByApp;
  const reopens = !isOpen && !next.allClosed;
  const asRead = printTracking(observedPlan.ledger ?? emptyLedger(observedPlan));
  const marker = printTracking(next.ledger, next.allClosed, trackingSource(next.told));
  const editWith =
    (told: TrackingInput) =>
    (body: string): string | null => {
      const found = parseTracking(body);
      if (found.kind !== 'ledger' || printTracking(found.ledger) !== asRead) return null;
      // The same state in other words, as another version of Planwright renders it, is no reason to write.
      const isTold = printTracking(found.ledger, found.closedByApp, found.src) === marker;
      return isTold
        ? body
        : spliceBlock(body, printBlock(marker, renderTracking(told, TRACKING_LIMIT - marker.length)));
    };
  const before = observed.tracking?.body;
  if (!closes && !reopens && before !== undefined && editWith(next.told)(before) === before) return null;
  const claims = await claimsOn(client, repository, before === undefined ? { tasks: new Map() } : next.told);
  const edit = editWith({ ...next.told, claims });
  const state = stateMove({ closes, reopens });
  const title = next.told.held === null ? titleChange(observedPlan) : null;
  const named = title === null ? {} : { title };
  return refusalIn(() => updateTracking(client, repository, tracking, { edit, ...named, ...state }));
}

function stateMove({ closes, reopens }: { readonly closes: boolean; readonly reopens: boolean }) {
  if (closes) return { state: { to: 'closed', reason: 'completed' } as const };
  return reopens ? { state: { to: 'open' } as const } : {};
}
