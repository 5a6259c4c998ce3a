/** Plans that are not synced: says so of paused ones, and retires those that a person asked to retire. */
import { applyChanges } from '../../github/write/apply.ts';
import { readMilestones } from '../../github/read.ts';
import { RefusedError, refusalIn } from '../../github/transport/refused.ts';
import { deleteClaims } from '../../github/write/claims.ts';
import { updateTracking } from '../../github/write/tracking-issue.ts';
import { closeWriteBack } from '../../github/write/update-write-back.ts';
import type { Problem } from '../../plan/types.ts';
import type { ObservedPlan } from '../observe/observe.ts';
import { branchRules } from '../../sync/write-back/branch-work.ts';
import { noteAtHead, type Remembered } from '../../sync/render/tracking/head-note.ts';
import { prose } from '../../sync/render/sanitize/escape.ts';
import { spliceBlock } from '../../sync/state/body-block.ts';
import { ledgerIn, printTracking } from '../../sync/state/markers.ts';
import { renderWithdrawn } from '../../sync/render/write-back-words.ts';
import { retirementAsked, retirementDone } from '../../sync/render/retirement-words.ts';
import { retirePlan, withMarksOnly, type Retirement } from '../../sync/plans/retirement.ts';
import { issuesIn, type Memory } from '../../sync/state/known.ts';
import type { Change, Ledger, ObservedIssue, PlanId, Refusal } from '../../sync/types.ts';
import type { PassContext } from '../context.ts';
import { notedProblems } from '../noted-problems.ts';
import { readMarks, rememberMarks } from './marks.ts';

/**
 * Says at the head of a tracking issue why its plan is not synced: it is paused, or its file is gone or no plan any more.
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

/** An observed plan that has a tracking issue. */
export type RetiringPlan = Pick<ObservedPlan, 'id' | 'label' | 'branch' | 'file' | 'known' | 'observed'> & {
  readonly memory: Memory;
};

/** The result of retiring a plan. */
interface Retired {
  readonly changes: readonly Change[];
  /** False if the pass yielded its turn before the last change. */
  readonly finished: boolean;
  /** Id under which the retirement waits for a person's confirmation. */
  readonly held: string | null;
  /** What GitHub refused; if anything, the plan is not retired yet. */
  readonly refusals: readonly Refusal[];
  /** What could not be done as asked, and is not tried again. */
  readonly notes: readonly Problem[];
}

const NOTHING_DONE = { changes: [], finished: true, held: null, refusals: [], notes: [] };

/** Works out what retiring a plan would do. */
export async function readRetirement(
  context: Pick<PassContext, 'client' | 'repository' | 'trusted'>,
  plan: RetiringPlan,
): Promise<Retirement> {
  const { id, label, memory, observed } = plan;
  const { client, repository, trusted } = context;
  const milestones = await readMilestones(client, repository);
  const marks = await readMarks(context, plan);
  return retirePlan({ id, label, memory, trusted, marks, observed: { ...observed, milestones } });
}

/**
 * Retires a plan if a person confirmed exactly that; otherwise asks for the confirmation. Each step is safe to repeat, and the
 * tracking issue closes last, so that the next pass goes on after one that ended early.
 */
export async function retire(context: PassContext, asked: RetiringPlan): Promise<Retired> {
  const retirement = await readRetirement(context, asked);
  if (asked.memory.ledger.confirmed !== retirement.id) {
    const refusal = await askToConfirm(context, asked, retirement);
    const refusals = refusal === null ? [] : [refusal];
    return { ...NOTHING_DONE, held: retirement.id, refusals };
  }
  const memory = await rememberMarks(context, asked.memory, retirement.unblocks);
  if ('refusal' in memory) return { ...NOTHING_DONE, refusals: [memory.refusal] };
  const plan = { ...asked, memory };
  const { ledger } = memory;
  const { path } = plan.file;
  const { changes } = retirement;
  const undone = await applyRetirement(context, path, retirement);
  if (undone === null) return { ...NOTHING_DONE, changes, finished: false };
  const { notes } = undone;
  const { blocked, refusal, left } = await withdrawPull(context, plan, retirement);
  const unclaimed = await deleteClaims(context.client, context.repository, issuesOf(plan));
  const refusals = [...undone.refusals, refusal, unclaimed].flatMap((one) => one ?? []);
  // The confirmation stays, so that the next pass tries again; the check says what GitHub refused.
  if (refusals.length > 0) return { ...NOTHING_DONE, changes, refusals, notes };
  const { held: _held, ...kept } = withMarksOnly(ledger);
  const retired = { kind: 'over', blob: plan.file.blob } as const;
  const next = { ...kept, path, entries: retirement.entries, confirmed: null, retire: retired };
  const unwritten = await closeTracking(context, plan, {
    note: retirementDone(blocked),
    next,
    isWithdrawn: blocked === null,
  });
  // A retired plan has no next pass that could delete the branch.
  const unkept = [unwritten, left === null ? null : { ...left, isOnce: true as const }];
  return { ...NOTHING_DONE, changes, refusals: unkept.flatMap((one) => one ?? []), notes };
}

/**
 * Undoes what was made for the plan; issues that were there before forget it last, unless something of them was refused.
 *
 * @returns What GitHub refused, and what it will never take; null if the pass yielded its turn before the last change.
 */
async function applyRetirement(
  context: PassContext,
  path: string,
  { changes, forgets }: Retirement,
): Promise<Pick<Retired, 'refusals' | 'notes'> | null> {
  const apply = (some: readonly Change[], before: number) =>
    applyChanges(context.client, context.repository, some, {
      splice: spliceBlock,
      unavailable: context.unavailable,
      denied: context.denied,
      shouldYield: context.shouldYield,
      onProgress: ({ done, left }) =>
        context.onProgress({ path, done: before + done, total: changes.length + forgets.size, left }),
    });
  const first = await apply(changes, 0);
  if (!first.finished) return null;
  const stuck = new Set([...first.undone.keys()].map(issueOf));
  const last = await apply(
    [...forgets].flatMap(([number, change]) => (stuck.has(number) ? [] : [change])),
    changes.length,
  );
  if (!last.finished) return null;
  return {
    refusals: [...first.undone.values(), ...last.undone.values()].flatMap(({ refusals }) => refusals),
    notes: notedProblems([...first.notes, ...last.notes], [], new Map()),
  };
}

/** Number of the issue that a change of a retirement is about; null for milestones. */
function issueOf(change: Change): number | null {
  switch (change.kind) {
    case 'update-issue':
      return change.number;
    case 'remove-sub-issue':
      return change.child.kind === 'known' ? change.child.number : null;
    case 'remove-blocked-by':
      return change.issue.kind === 'known' ? change.issue.number : null;
    case 'create-label':
    case 'create-tracking-issue':
    case 'create-milestone':
    case 'update-milestone':
    case 'create-issue':
    case 'adopt-issue':
    case 'add-sub-issue':
    case 'add-blocked-by':
      return null;
  }
}

/** All issues that are or were the plan's. */
function issuesOf({ observed, memory }: RetiringPlan): ReadonlySet<number> {
  return new Set([
    ...observed.issues.map(({ number }) => number),
    ...issuesIn(memory.ledger.entries.values()),
  ]);
}

/** Closes the tracking issue of a retired plan again, which a change of the text had reopened before it was taken back. */
export async function keepRetired(context: PassContext, plan: RetiringPlan): Promise<Refusal | null> {
  const { ledger, closedByApp } = plan.memory;
  if (closedByApp) return null;
  const { held: _held, ...kept } = ledger;
  const next = { ...kept, confirmed: null };
  return closeTracking(context, plan, { note: retirementDone(null), next, isWithdrawn: false });
}

async function askToConfirm(
  { client, repository }: PassContext,
  { id, memory: { tracking, ledger, closedByApp } }: RetiringPlan,
  retirement: Retirement,
): Promise<Refusal | null> {
  const next: Remembered = {
    ledger: { ...ledger, held: retirement.id, confirmed: null },
    closedByApp,
  };
  const by = ledger.retire?.kind === 'asked' ? ledger.retire.by : undefined;
  const edit = (body: string): string | null =>
    isAsRead(body, ledger) ? noteAtHead(body, id, retirementAsked(retirement, by), next) : null;
  if (edit(tracking.body) === null) return null;
  return refusalIn(() => updateTracking(client, repository, tracking.number, { edit }));
}

/** Closes the tracking issue and says why, unless another pass changed its first line meanwhile. */
async function closeTracking(
  { client, repository }: PassContext,
  { id, memory: { tracking, ledger } }: RetiringPlan,
  {
    note,
    next,
    isWithdrawn,
  }: { readonly note: string; readonly next: Ledger; readonly isWithdrawn: boolean },
): Promise<Refusal | null> {
  const edit = (body: string): string | null =>
    isAsRead(body, ledger)
      ? noteAtHead(body, id, note, {
          ledger: next,
          closedByApp: true,
          ...(isWithdrawn ? { withoutWaiting: true } : {}),
        })
      : null;
  const state = tracking.state === 'open' ? { state: { to: 'closed', reason: 'not_planned' } as const } : {};
  return refusalIn(() => updateTracking(client, repository, tracking.number, { edit, ...state }));
}

function isAsRead(body: string, ledger: Ledger): boolean {
  const now = ledgerIn(body);
  return now !== null && printTracking(now) === printTracking(ledger);
}

/** Closes the plan's write-back pull request. */
async function withdrawPull(
  { client, repository }: PassContext,
  { id, branch, file }: RetiringPlan,
  { pull }: Retirement,
): Promise<{
  /** Number of the pull request, if it stays open because a person committed to its branch. */
  readonly blocked: number | null;
  readonly refusal: Refusal | null;
  /** Why the branch of the closed pull request stays. */
  readonly left: Refusal | null;
}> {
  if (pull === null) return { blocked: null, refusal: null, left: null };
  try {
    const closed = await closeWriteBack(client, repository, {
      number: pull.number,
      branch,
      rules: branchRules(id),
      body: renderWithdrawn(id, file.blob, 'retired'),
    });
    if (closed.kind === 'closed') return { blocked: null, refusal: null, left: closed.left };
    return { blocked: pull.number, refusal: null, left: null };
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return { blocked: null, refusal: error.refusal, left: null };
  }
}
