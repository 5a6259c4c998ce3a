/** Plans that rest: paused ones, and those that are retired or about to be. */
import { applyChanges } from '../../github/write/apply.ts';
import { readMilestones } from '../../github/read.ts';
import { RefusedError, refusalIn } from '../../github/transport/refused.ts';
import { updateTracking } from '../../github/write/tracking-issue.ts';
import { closeWriteBack } from '../../github/write/write-back.ts';
import type { Problem } from '../../plan/types.ts';
import type { ObservedPlan } from '../observe/observe.ts';
import { branchJudge } from '../../sync/write-back/branch-work.ts';
import { noteAtHead, type Remembered } from '../../sync/render/tracking/head-note.ts';
import { prose } from '../../sync/render/sanitize/escape.ts';
import { branchOf } from '../../sync/state/ids.ts';
import { lastingIn } from '../../sync/state/ledger-text.ts';
import { parseTracking, printTracking, spliceBlock } from '../../sync/state/markers.ts';
import { renderWithdrawn } from '../../sync/render/write-back.ts';
import { retirementAsked, retirementDone } from '../../sync/render/retire.ts';
import { retirePlan, type Retirement } from '../../sync/plans/retire.ts';
import type { Change, Ledger, ObservedIssue, PlanId, Refusal } from '../../sync/types.ts';
import type { PassContext } from '../context.ts';

/**
 * Says at the head of a tracking issue why its plan rests. Nothing else is done to it or to its issues.
 *
 * @returns What GitHub refused of it.
 */
export async function sayWhyInactive(
  { client, repository }: PassContext,
  tracking: ObservedIssue,
  id: PlanId,
  { message, hint }: Problem,
): Promise<Refusal | null> {
  if (tracking.state === 'closed') return null;
  const note = `> [!NOTE]\n> ${prose(message)} ${prose(hint)}`;
  const edit = (body: string): string | null => noteAtHead(body, id, note);
  if (edit(tracking.body) === null) return null;
  return refusalIn(() => updateTracking(client, repository, tracking.number, { edit }));
}

/** A plan that has a tracking issue, and so a memory. */
interface Retiring {
  readonly observedPlan: ObservedPlan;
  readonly tracking: ObservedIssue;
  readonly ledger: Ledger;
}

/** What a pass over a plan that is to be retired came to. */
interface Retired {
  readonly changes: readonly Change[];
  /** False if it paused before the last change. */
  readonly finished: boolean;
  /** Id under which it waits for a person. */
  readonly held: string | null;
  /** What GitHub refused of it: then the plan is not retired yet. */
  readonly refusals: readonly Refusal[];
}

/** What retiring a plan would do, from a look at all that was made for it; null if nothing was. */
export async function readRetirement(
  { client, repository, trusted }: Pick<PassContext, 'client' | 'repository' | 'trusted'>,
  { id, label, ledger, observed }: ObservedPlan,
): Promise<Retirement | null> {
  if (ledger === null) return null;
  const milestones = await readMilestones(client, repository);
  return retirePlan({ id, label, ledger, trusted, observed: { ...observed, milestones } });
}

/**
 * Retires a plan if a person confirmed just that, and otherwise says what waits. Each step is safe to repeat; the
 * tracking issue closes last, so that a pass cut short is found again.
 */
export async function retire(context: PassContext, observedPlan: ObservedPlan): Promise<Retired> {
  const { client, repository } = context;
  const { tracking } = observedPlan.observed;
  const { ledger } = observedPlan;
  const retirement = await readRetirement(context, observedPlan);
  if (retirement === null || ledger === null || tracking === null)
    return { changes: [], finished: true, held: null, refusals: [] };
  if (ledger.confirmed !== retirement.id) {
    const refusal = await askToConfirm(context, { observedPlan, tracking, ledger }, retirement);
    const refusals = refusal === null ? [] : [refusal];
    return { changes: [], finished: true, held: retirement.id, refusals };
  }
  const { path } = observedPlan.file;
  const { changes } = retirement;
  const applied = await applyChanges(client, repository, changes, {
    splice: spliceBlock,
    unavailable: context.unavailable,
    denied: context.denied,
    shouldPause: context.shouldPause,
    onProgress: ({ done, total }) => context.onProgress({ path, done, total }),
  });
  if (!applied.finished) return { changes, finished: false, held: null, refusals: [] };
  const { blocked, refusal } = await withdrawPull(context, observedPlan, retirement);
  const refusals = [...applied.undone.values()].flatMap((undone) => undone.refusals).concat(refusal ?? []);
  // It stays confirmed, so that the next pass goes on; the check says what is missing.
  if (refusals.length > 0) return { changes, finished: true, held: null, refusals };
  const next: Ledger = {
    plan: ledger.plan,
    path,
    base: ledger.base,
    entries: retirement.entries,
    confirmed: null,
    retire: { kind: 'over', blob: observedPlan.file.blob },
    ...lastingIn(ledger),
  };
  const unwritten = await closeTracking(
    context,
    { observedPlan, tracking, ledger },
    { note: retirementDone(blocked), next },
  );
  return { changes, finished: true, held: null, refusals: unwritten === null ? [] : [unwritten] };
}

/** A retired plan whose tracking issue is open, since its text had changed and changed back, is put to rest again. */
export async function keepRetired(context: PassContext, observedPlan: ObservedPlan): Promise<Refusal | null> {
  const { tracking } = observedPlan.observed;
  const { ledger, closedByApp } = observedPlan;
  if (tracking === null || ledger === null || closedByApp) return null;
  const { plan, path, base, entries } = ledger;
  const { retire: retired } = ledger;
  const next = {
    plan,
    path,
    base,
    entries,
    confirmed: null,
    ...(retired && { retire: retired }),
    ...lastingIn(ledger),
  };
  return closeTracking(context, { observedPlan, tracking, ledger }, { note: retirementDone(null), next });
}

async function askToConfirm(
  { client, repository }: PassContext,
  { observedPlan, tracking, ledger }: Retiring,
  retirement: Retirement,
): Promise<Refusal | null> {
  const next: Remembered = {
    ledger: { ...ledger, held: retirement.id, confirmed: null },
    closedByApp: observedPlan.closedByApp,
  };
  const edit = (body: string): string | null =>
    isAsRead(body, ledger) ? noteAtHead(body, observedPlan.id, retirementAsked(retirement), next) : null;
  if (edit(tracking.body) === null) return null;
  return refusalIn(() => updateTracking(client, repository, tracking.number, { edit }));
}

/** Closes the tracking issue and says why, unless somebody wrote to its first line meanwhile. */
async function closeTracking(
  { client, repository }: PassContext,
  { observedPlan, tracking, ledger }: Retiring,
  { note, next }: { readonly note: string; readonly next: Ledger },
): Promise<Refusal | null> {
  const edit = (body: string): string | null =>
    isAsRead(body, ledger)
      ? noteAtHead(body, observedPlan.id, note, { ledger: next, closedByApp: true })
      : null;
  const state = tracking.state === 'open' ? { state: { to: 'closed', reason: 'not_planned' } as const } : {};
  return refusalIn(() => updateTracking(client, repository, tracking.number, { edit, ...state }));
}

function isAsRead(body: string, ledger: Ledger): boolean {
  const marker = parseTracking(body);
  return marker.kind === 'ledger' && printTracking(marker.ledger) === printTracking(ledger);
}

/** Closes the write-back. */
async function withdrawPull(
  { client, repository }: PassContext,
  { id, label, file }: ObservedPlan,
  { pull }: Retirement,
): Promise<{
  /** Number of one that a person's commit holds open. */
  readonly blocked: number | null;
  readonly refusal: Refusal | null;
}> {
  if (pull === null) return { blocked: null, refusal: null };
  try {
    const closed = await closeWriteBack(client, repository, {
      number: pull.number,
      branch: branchOf(id, label),
      judge: branchJudge(id),
      body: renderWithdrawn(id, file.blob, 'retired'),
    });
    return { blocked: closed.kind === 'closed' ? null : pull.number, refusal: null };
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return { blocked: null, refusal: error.refusal };
  }
}
