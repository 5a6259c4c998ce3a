/** One plan, once through: read, parse, diff, apply, write back, move the base. */
import { editPlan } from './plan/edit.ts';
import type { Problem } from './plan/types.ts';
import { applyChanges, type Applied } from './github/apply.ts';
import { setTrackingState, updateTracking } from './github/tracking.ts';
import { closeWriteBack, updateWriteBack } from './github/write-back.ts';
import { diffWithAllItNeeds, readPlan, type Reading, type Syncable, type World } from './reading.ts';
import { branchOf } from './sync/identity.ts';
import { parseTracking, printBlock, printTracking, spliceBlock } from './sync/markers.ts';
import { renderTracking, type WriteBackState } from './sync/render-tracking.ts';
import { renderWithdrawn, renderWriteBack } from './sync/render-write-back.ts';
import { sameTasks } from './sync/same-tasks.ts';
import { settle } from './sync/settle.ts';
import type { Change, ChangeSet, Ledger, Proposal } from './sync/types.ts';
import { openPull, planWriteBack, refusedProposals, standingProposals } from './sync/write-back.ts';
import { problems } from './sync/words.ts';

/** What a pass over one plan came to. */
export interface PlanReport {
  readonly path: string;
  readonly changes: readonly Change[];
  /** Problems that the tracking issue does not show. */
  readonly problems: readonly Problem[];
  /** False if the pass paused before the last change. */
  readonly finished: boolean;
}

/**
 * Brings one plan and its issues in step, as far as the changes of this moment go. A second pass right after finds
 * nothing to do.
 */
export async function syncPlan(world: World, paired: Syncable): Promise<PlanReport> {
  const { client, repository } = world;
  const first = await readPlan(world, paired);
  if ('problem' in first)
    return { path: paired.file.path, changes: [], problems: [first.problem], finished: true };
  const paused = pausedBy(first);
  if (paused !== null) return { path: paired.file.path, changes: [], problems: [paused], finished: true };
  const { reading, changeSet } = await diffWithAllItNeeds(world, first);
  const { path } = reading.file;
  const applied = await applyChanges(client, repository, changeSet.changes, {
    splice: spliceBlock,
    shouldPause: world.shouldPause,
    onProgress: ({ done, total }) => world.onProgress({ path, done, total }),
  });
  if (!applied.finished) return { path, changes: changeSet.changes, problems: [], finished: false };
  const tracking = reading.observed.tracking?.number ?? applied.created.tracking;
  if (tracking === null) return { path, changes: [], problems: changeSet.problems, finished: true };
  await writeUp(world, reading, { changeSet, applied, tracking });
  return {
    path,
    changes: changeSet.changes,
    problems: [...changeSet.conflicts, ...notes(applied)],
    finished: true,
  };
}

/** A person who closes the tracking issue while tasks are open wants a pause. */
function pausedBy({ observed: { tracking, issues }, closedByApp }: Reading): Problem | null {
  if (tracking === null || tracking.state === 'open' || closedByApp) return null;
  const isOpen = issues.some(({ state, number }) => state === 'open' && number !== tracking.number);
  return isOpen ? problems.paused(tracking.number) : null;
}

function notes({ notes: said }: Applied): Problem[] {
  return said.flatMap((note) =>
    note.kind === 'unassignable' ? [problems.unassignable(note.logins, note.number)] : [],
  );
}

interface Done {
  readonly changeSet: ChangeSet;
  readonly applied: Applied;
  readonly tracking: number;
}

/** Proposes what the plan should take over, then tells the tracking issue what the plan and its issues agreed on. */
async function writeUp(world: World, reading: Reading, done: Done): Promise<void> {
  const { observed, plan, base, place } = reading;
  const settled = settle({
    plan,
    changeSet: done.changeSet,
    created: done.applied.created,
    issues: observed.issues,
    repositoryUrl: world.repository.url,
    firstSync: base === null,
    refused: refusedProposals(observed.pulls),
    standing: standingProposals(observed.pulls),
  });
  const writeBack = await proposeEdits(world, reading, settled.proposals);
  const allClosed = done.changeSet.tasks.every(({ state }) => state !== 'open');
  const content = renderTracking({
    plan,
    place,
    tasks: new Map(
      done.changeSet.tasks.map(({ line, state }) => [
        line,
        { state, issue: settled.issues.get(line) ?? null },
      ]),
    ),
    problems: done.changeSet.problems,
    proposals: settled.proposals,
    writeBack,
  });
  const next = nextLedger(reading, done.changeSet, settled.entries);
  const edit = (body: string): string | null => {
    const marker = parseTracking(body);
    const asRead =
      marker.kind === 'ledger' &&
      printTracking(marker.ledger) === printTracking(reading.ledger ?? emptyLedger(reading));
    return asRead ? spliceBlock(body, printBlock(printTracking(next, allClosed), content)) : null;
  };
  const asObserved = observed.tracking?.body;
  if (asObserved === undefined || edit(asObserved) !== asObserved) {
    await updateTracking(world.client, world.repository, done.tracking, edit);
  }
  await settleTrackingState(world, reading, done.tracking, allClosed);
}

/** The base moves to the text this pass read, unless the base it has says the same of every task. */
function nextLedger(
  { id, file, base, plan, ledger }: Reading,
  { changes }: ChangeSet,
  entries: Ledger['entries'],
): Ledger {
  const stays = base !== null && changes.length === 0 && sameTasks(base.plan, plan);
  if (stays && ledger !== null && ledger.path === file.path) return ledger;
  return { plan: id, path: file.path, base: file.blob, entries };
}

function emptyLedger({ id, file }: Reading): Ledger {
  return { plan: id, path: file.path, base: '', entries: new Map() };
}

/** Closes the tracking issue when no task is open and opens it again for a new one; what a person did to it stands. */
async function settleTrackingState(
  { client, repository }: World,
  reading: Reading,
  tracking: number,
  allClosed: boolean,
): Promise<void> {
  const isOpen = reading.observed.tracking?.state !== 'closed';
  if (isOpen && allClosed && !reading.closedByApp) {
    await setTrackingState(client, repository, tracking, { to: 'closed', reason: 'completed' });
  }
  if (!isOpen && !allClosed) await setTrackingState(client, repository, tracking, { to: 'open' });
}

/** Opens, updates or withdraws the write-back pull request. */
async function proposeEdits(
  world: World,
  reading: Reading,
  proposals: readonly Proposal[],
): Promise<WriteBackState> {
  const { client, repository, head } = world;
  const { id, label, file, plan, place, observed } = reading;
  const step = planWriteBack(observed.pulls, proposals, file.blob);
  switch (step.kind) {
    case 'leave':
      return { number: openPull(observed.pulls)?.number ?? null, blockedBy: null };
    case 'withdraw':
      await closeWriteBack(client, repository, step.pull.number, renderWithdrawn(id, file.blob));
      return { number: null, blockedBy: null };
    case 'propose': {
      const result = await updateWriteBack(client, repository, {
        ...renderWriteBack({ id, blob: file.blob, planTitle: plan.title, place, proposals }),
        branch: branchOf(id, label),
        head,
        path: file.path,
        mode: reading.mode,
        text: editPlan(
          file.text,
          proposals.map(({ edit }) => edit),
        ),
        pull: step.pull,
        mayExist: observed.pulls.length > 0,
      });
      return { number: result.number, blockedBy: result.kind === 'blocked-by-person' ? result.commit : null };
    }
  }
}
