/** Takes what became of the issues back into the plan, by the way that the repository allows. */
import { TerminalError } from '../github/errors.ts';
import { readClosers, type Head } from '../github/read.ts';
import { reportCheck } from '../github/report.ts';
import { closeWriteBack, commitWriteBack, updateWriteBack, type WriteBack } from '../github/write-back.ts';
import type { Reading } from './reading.ts';
import { branchJudge } from '../sync/branch-work.ts';
import { ownOf, wayOf } from '../sync/edit-authors.ts';
import { blobSha } from '../sync/hash.ts';
import { branchOf } from '../sync/identity.ts';
import { stateOf } from '../sync/merge.ts';
import { renderOwnCheck } from '../sync/render-check.ts';
import type { Closing } from '../sync/render-edits.ts';
import type { WriteBackState } from '../sync/render-standing.ts';
import {
  renderWithdrawn,
  renderWriteBack,
  type WriteBackInput,
  type WriteBackText,
} from '../sync/render-write-back.ts';
import type { Settled } from '../sync/settle.ts';
import type { ObservedPull, Proposal } from '../sync/types.ts';
import { openPull, planWriteBack, standsIn, type WriteBackPolicy } from '../sync/write-back.ts';
import { strangersEdits } from './strangers.ts';
import { unlessUnclear } from './unclear.ts';
import type { World } from './world.ts';

/** Each costs a read of its own, since lists do not say who closed an issue; the newest are named. */
const CLOSERS_NAMED = 10;

/** Where the write-back stands, and the default branch if it moved. */
export interface WrittenBack {
  readonly state: WriteBackState;
  readonly head: Head | null;
}

/** Commits the edits, or opens, updates or withdraws the pull request that carries them. */
export async function writeBack(world: World, reading: Reading, settled: Settled): Promise<WrittenBack> {
  const { file, observed } = reading;
  const isEdit = async (proposals: readonly Proposal[]): Promise<boolean> =>
    (await edited(world, reading, proposals)) !== file.text;
  // Edits that change no byte are none: nobody could merge a pull request of them.
  const wanted = (await isEdit(settled.proposals)) ? settled.proposals : [];
  const { mode, proposals, standsInFor } = await dispatch(world, reading, { wanted, isEdit });
  // What edits a path that the plan left is made anew.
  const moved = reading.ledger !== null && reading.ledger.path !== file.path;
  const base = { mode, blob: moved ? '' : file.blob, branch: world.repository.defaultBranch };
  const step = planWriteBack(observed.pulls, proposals, base);
  const stay = (state: WriteBackState): WrittenBack => ({ state, head: null });
  switch (step.kind) {
    case 'leave':
      return stay(standing(mode, openPull(observed.pulls)));
    case 'withdraw':
      return stay(await withdraw(world, reading, step.pull));
    case 'commit':
    case 'propose':
      try {
        return await write(world, reading, {
          settled: { ...settled, proposals },
          text: await edited(world, reading, proposals),
          pull: openPull(observed.pulls),
          step: step.kind,
          standsInFor,
        });
      } catch (error) {
        const isReadOnly = error instanceof TerminalError && /contents/.test(error.permission ?? '');
        if (!isReadOnly) throw error;
        return stay({ kind: 'forbidden' });
      }
  }
}

interface Dispatch {
  readonly mode: WriteBackPolicy['mode'];
  readonly proposals: readonly Proposal[];
  readonly standsInFor: WriteBackInput['standsInFor'];
}

/** Which edits go now, and which way: without a review only what follows people who could have edited the plan themselves. */
async function dispatch(
  world: World,
  { observed }: Reading,
  {
    wanted,
    isEdit,
  }: {
    readonly wanted: readonly Proposal[];
    readonly isEdit: (proposals: readonly Proposal[]) => Promise<boolean>;
  },
): Promise<Dispatch> {
  const { mode } = world.writeBack;
  const isStandIn = standsIn(openPull(observed.pulls));
  if (mode !== 'commit' || isStandIn)
    return { mode, proposals: wanted, standsInFor: isStandIn ? 'protected-branch' : null };
  const strangers = await strangersEdits(world, observed.issues, wanted);
  const way = wayOf(wanted, strangers, await isEdit(ownOf(wanted, strangers)));
  return { ...way, standsInFor: way.mode === 'commit' ? null : 'strangers' };
}

async function edited(
  { repository, reader }: World,
  { file: { path, text } }: Reading,
  proposals: readonly Proposal[],
): Promise<string> {
  const edits = proposals.map(({ edit }) => edit);
  if (edits.length === 0) return text;
  const work = { text, edits, path, repositoryUrl: repository.url };
  return unlessUnclear(path, await reader.edit(work)).text;
}

function standing(mode: World['writeBack']['mode'], pull: ObservedPull | null): WriteBackState {
  if (mode === 'off' || mode === 'forbidden') return { kind: mode };
  if (pull === null) return { kind: 'none' };
  return { kind: standsIn(pull) ? 'stands-in' : 'waits', number: pull.number };
}

async function withdraw(world: World, reading: Reading, pull: ObservedPull): Promise<WriteBackState> {
  const { id, label, file } = reading;
  const isOff = world.writeBack.mode === 'off';
  const closed = await closeWriteBack(world.client, world.repository, {
    number: pull.number,
    branch: branchOf(id, label),
    judge: branchJudge(id),
    body: renderWithdrawn(id, file.blob, isOff ? 'off' : 'in-step'),
  });
  if (closed.kind === 'blocked-by-person')
    return { kind: 'blocked', number: pull.number, commit: closed.commit };
  return { kind: isOff ? 'off' : 'none' };
}

interface Writing {
  readonly settled: Settled;
  readonly text: string;
  readonly pull: ObservedPull | null;
  readonly step: 'commit' | 'propose';
  readonly standsInFor: WriteBackInput['standsInFor'];
}

async function write(
  { client, repository, head, me }: World,
  reading: Reading,
  { settled, text, pull, step, standsInFor: why }: Writing,
): Promise<WrittenBack> {
  const { id, label, file, plan, place } = reading;
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
      proposals: settled.proposals,
      refused: settled.refused,
      states: settled.states,
      closings,
      standsInFor,
    });
  const edit = { head, path: file.path, mode: reading.mode, text };
  const made =
    step === 'commit'
      ? await commitWriteBack(client, repository, { ...edit, message: words(null, new Map()).message })
      : null;
  if (made?.kind === 'committed') return { state: { kind: 'none' }, head: made.head };
  const closings = await readClosings(client, repository, reading, settled.proposals);
  const standsInFor = made === null ? why : 'protected-branch';
  const update: WriteBack = {
    ...edit,
    ...words(standsInFor, closings),
    branch: branchOf(id, label),
    judge: branchJudge(id),
    pull,
    ...(made === null ? {} : { commit: made.commit }),
  };
  const result = await updateWriteBack(client, repository, update);
  if (result.kind === 'blocked-by-person')
    return { state: { kind: 'blocked', number: result.number, commit: result.commit }, head: null };
  if (result.kind === 'no-pulls') return { state: { kind: 'no-pulls', branch: update.branch }, head: null };
  if (result.commit !== null) await conclude({ client, repository, me }, result.commit);
  const kind = standsInFor === 'protected-branch' ? 'stands-in' : 'waits';
  return { state: { kind, number: result.number }, head: null };
}

/** A repository may require the check of every pull request, so the app's own has it too; nothing need be worked out. */
async function conclude(
  { client, repository, me }: Pick<World, 'client' | 'repository' | 'me'>,
  commit: string,
): Promise<void> {
  await reportCheck(client, repository, { ...renderOwnCheck(), headSha: commit, account: me, isFresh: true });
}

/** When the issues behind the ticks and strikes were closed and, of the newest, by whom. */
async function readClosings(
  client: World['client'],
  repository: World['repository'],
  { observed }: Reading,
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
