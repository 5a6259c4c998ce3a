/** Brings the state of the issues back into the plan's text, by a pull request or a commit as the config says. */
import { TerminalError } from '../../github/transport/errors.ts';
import { RefusedError } from '../../github/transport/refused.ts';
import { readClosers, type Head } from '../../github/read.ts';
import {
  closeWriteBack,
  commitWriteBack,
  updateWriteBack,
  type WriteBack,
} from '../../github/write/update-write-back.ts';
import type { ObservedPlan } from '../observe/observe.ts';
import { branchRules } from '../../sync/write-back/branch-work.ts';
import { ownOf, wayOf } from '../../sync/write-back/edit-authors.ts';
import { blobSha } from '../../sync/state/hash.ts';
import { memoryOf } from '../../sync/state/known.ts';
import { stateOf } from '../../sync/diff/merge.ts';
import type { Closing } from '../../sync/render/edits.ts';
import type { WriteBackState } from '../../sync/render/differences.ts';
import {
  renderWithdrawn,
  renderWriteBack,
  type WriteBackInput,
  type WriteBackText,
} from '../../sync/render/write-back-words.ts';
import type { Finalized } from '../../sync/write-back/finalize.ts';
import type { ObservedPull, Proposal, Refusal } from '../../sync/types.ts';
import { statesAfter } from '../../sync/write-back/proposals.ts';
import {
  openPull,
  planWriteBack,
  standsIn,
  type WriteBackPolicy,
} from '../../sync/write-back/write-back-policy.ts';
import { ownCheck } from './own-check.ts';
import { strangersEdits } from './strangers.ts';
import { orThrowUnclear } from '../unclear/unclear.ts';
import type { PassContext } from '../context.ts';

/** For so many issues, the newest, the pull request names who closed them; each costs a request, since lists do not tell. */
const CLOSERS_NAMED = 10;

/** The state of the write-back, and the new head of the default branch if a commit moved it. */
export interface WrittenBack {
  readonly state: WriteBackState;
  readonly head: Head | null;
  /** Other refusals, of requests that no later pass repeats. */
  readonly passing: readonly Refusal[];
}

/** Commits the edits, or opens, updates or withdraws the pull request that carries them. */
export async function writeBack(
  context: PassContext,
  observedPlan: ObservedPlan,
  finalized: Finalized,
): Promise<WrittenBack> {
  const { file, observed } = observedPlan;
  const isEdit = async (proposals: readonly Proposal[]): Promise<boolean> =>
    (await edited(context, observedPlan, proposals)) !== file.text;
  // Edits that leave the text as it is are dropped: a pull request of them would be empty.
  const wanted = (await isEdit(finalized.proposals)) ? finalized.proposals : [];
  const { mode, proposals, standsInFor } = await dispatch(context, observedPlan, { wanted, isEdit });
  // If the plan was moved to another path, the commit on its branch edits the old one, so it is made anew.
  const moved = (memoryOf(observedPlan.known)?.ledger.path ?? file.path) !== file.path;
  const base = { mode, blob: moved ? '' : file.blob, branch: context.repository.defaultBranch };
  const step = planWriteBack(observed.pulls, proposals, base);
  const stay = (state: WriteBackState): WrittenBack => ({ state, head: null, passing: [] });
  switch (step.kind) {
    case 'leave':
      return stay(stateWhenLeft(mode, openPull(observed.pulls)));
    case 'withdraw':
      return withdraw(context, observedPlan, step.pull).catch((error: unknown) => stay(stateAfter(error)));
    case 'commit':
    case 'propose':
      return write(context, observedPlan, {
        finalized: { ...finalized, proposals },
        text: await edited(context, observedPlan, proposals),
        pull: openPull(observed.pulls),
        step: step.kind,
        standsInFor,
      }).catch((error: unknown) => stay(stateAfter(error)));
  }
}

/** The state of a write-back that GitHub refused; any other error is thrown on. */
function stateAfter(error: unknown): WriteBackState {
  const isReadOnly = error instanceof TerminalError && /contents/.test(error.permission ?? '');
  if (isReadOnly) return { kind: 'forbidden' };
  if (error instanceof RefusedError) return { kind: 'refused', refusal: error.refusal };
  throw error;
}

interface Dispatch {
  readonly mode: WriteBackPolicy['mode'];
  readonly proposals: readonly Proposal[];
  readonly standsInFor: WriteBackInput['standsInFor'];
}

/** Which edits are made now, and how: only those that follow people with write access are committed without a review. */
async function dispatch(
  context: PassContext,
  { observed }: ObservedPlan,
  {
    wanted,
    isEdit,
  }: {
    readonly wanted: readonly Proposal[];
    readonly isEdit: (proposals: readonly Proposal[]) => Promise<boolean>;
  },
): Promise<Dispatch> {
  const { mode } = context.writeBack;
  const isStandIn = standsIn(openPull(observed.pulls));
  if (mode !== 'commit' || isStandIn)
    return { mode, proposals: wanted, standsInFor: isStandIn ? 'protected-branch' : null };
  const strangers = await strangersEdits(context, observed.issues, wanted);
  const way = wayOf(wanted, strangers, await isEdit(ownOf(wanted, strangers)));
  return { ...way, standsInFor: way.mode === 'commit' ? null : 'strangers' };
}

async function edited(
  { repository, reader }: PassContext,
  { file: { path, text }, remembered: { joins } }: ObservedPlan,
  proposals: readonly Proposal[],
): Promise<string> {
  const edits = proposals.map(({ edit }) => edit);
  if (edits.length === 0) return text;
  const work = { text, edits, path, repositoryUrl: repository.url, joins };
  return orThrowUnclear(path, await reader.edit(work)).text;
}

function stateWhenLeft(mode: PassContext['writeBack']['mode'], pull: ObservedPull | null): WriteBackState {
  if (mode === 'off' || mode === 'forbidden') return { kind: mode };
  if (pull === null) return { kind: 'none' };
  return { kind: standsIn(pull) ? 'stands-in' : 'waits', number: pull.number };
}

async function withdraw(
  context: PassContext,
  observedPlan: ObservedPlan,
  pull: ObservedPull,
): Promise<WrittenBack> {
  const { id, branch, file } = observedPlan;
  const isOff = context.writeBack.mode === 'off';
  const closed = await closeWriteBack(context.client, context.repository, {
    number: pull.number,
    branch,
    rules: branchRules(id),
    body: renderWithdrawn(id, file.blob, isOff ? 'off' : 'in-step'),
  });
  if (closed.kind === 'blocked-by-person') {
    const state: WriteBackState = { kind: 'blocked', number: pull.number, commit: closed.commit };
    return { state, head: null, passing: [] };
  }
  return {
    state: { kind: isOff ? 'off' : 'none' },
    head: null,
    passing: closed.left === null ? [] : [{ ...closed.left, isOnce: true }],
  };
}

interface Writing {
  readonly finalized: Finalized;
  readonly text: string;
  readonly pull: ObservedPull | null;
  readonly step: 'commit' | 'propose';
  readonly standsInFor: WriteBackInput['standsInFor'];
}

async function write(
  context: PassContext,
  observedPlan: ObservedPlan,
  { finalized, text, pull, step, standsInFor: why }: Writing,
): Promise<WrittenBack> {
  const { client, repository, head, me } = context;
  const { id, branch, file, plan, place } = observedPlan;
  const words = (
    standsInFor: WriteBackInput['standsInFor'],
    closings: WriteBackInput['closings'],
  ): WriteBackText =>
    renderWriteBack({
      id,
      blob: file.blob,
      made: blobSha(text),
      planTitle: plan.title,
      place,
      proposals: finalized.proposals,
      refused: finalized.refused,
      states: statesAfter(plan, finalized.proposals),
      closings,
      standsInFor,
    });
  const edit = { head, path: file.path, mode: observedPlan.mode, text };
  const made =
    step === 'commit'
      ? await commitWriteBack(client, repository, { ...edit, message: words(null, new Map()).message })
      : null;
  const done = (state: WriteBackState): WrittenBack => ({ state, head: null, passing: [] });
  if (made?.kind === 'committed') return { ...done({ kind: 'none' }), head: made.head };
  const closings = await readClosings(client, repository, observedPlan, finalized.proposals);
  const standsInFor = made === null ? why : 'protected-branch';
  const update: WriteBack = {
    ...edit,
    ...words(standsInFor, closings),
    check: { ...(await ownCheck(context, observedPlan, finalized, text)), account: me },
    branch,
    rules: branchRules(id),
    pull,
    isFirst: observedPlan.known.kind === 'first',
    ...(made === null ? {} : { commit: made.commit }),
  };
  const result = await updateWriteBack(client, repository, update);
  if (result.kind === 'blocked-by-person')
    return done({ kind: 'blocked', number: result.number, commit: result.commit });
  if (result.kind === 'no-pulls') return done({ kind: 'no-pulls', branch: update.branch });
  const { number, unchecked } = result;
  const state: WriteBackState = {
    kind: standsInFor === 'protected-branch' ? 'stands-in' : 'waits',
    number,
  };
  return { ...done(state), passing: unchecked === null ? [] : [{ ...unchecked, isOnce: true }] };
}

/** When the issues behind the ticks and strikes were closed and, of the newest, by whom. */
async function readClosings(
  client: PassContext['client'],
  repository: PassContext['repository'],
  { observed }: ObservedPlan,
  proposals: readonly Proposal[],
): Promise<ReadonlyMap<number, Closing>> {
  const behind = new Set(
    proposals.flatMap(({ edit, issue }) => (edit.kind === 'state' ? (issue ?? []) : [])),
  );
  const closed = observed.issues
    .filter((issue) => behind.has(issue.number) && stateOf(issue) !== 'open' && issue.closedAt !== null)
    .sort((a, b) => (b.closedAt ?? '').localeCompare(a.closedAt ?? ''));
  const newest = closed.slice(0, CLOSERS_NAMED).map(({ number }) => number);
  const closers = await readClosers(client, repository, newest);
  return new Map(
    closed.map(({ number, closedAt }) => [
      number,
      { by: closers.get(number) ?? null, date: (closedAt ?? '').slice(0, 10) },
    ]),
  );
}
