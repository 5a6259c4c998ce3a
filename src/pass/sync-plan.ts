/** One plan, once through: read, parse, diff, apply, write back, move the base. */
import type { Unclear } from '../parser/types.ts';
import type { Problem } from '../plan/types.ts';
import { applyChanges, type Applied } from '../github/apply.ts';
import type { Head } from '../github/read.ts';
import { reportCheck } from '../github/report.ts';
import { updateTracking } from '../github/tracking.ts';
import { retitled } from './naming.ts';
import { notedProblems } from './notes.ts';
import { diffWithAllItNeeds, readPlan, type Reading, type Syncable } from './reading.ts';
import { datesByIssue } from '../sync/burn-up.ts';
import { effectsOf, type Effect } from '../sync/effects.ts';
import { stateOf } from '../sync/merge.ts';
import { lastingIn } from '../sync/ledger-text.ts';
import { LOST_BASE, parseTracking, printBlock, printTracking, spliceBlock } from '../sync/markers.ts';
import { renderCheck } from '../sync/render-check.ts';
import { renderTracking, TRACKING_LIMIT } from '../sync/render-tracking.ts';
import { restOf } from '../sync/rest.ts';
import { sameTasks } from '../sync/same-tasks.ts';
import { awaitsPull, toldOf, type Standing, type WriteBackState } from '../sync/render-standing.ts';
import { settle, type Settled } from '../sync/settle.ts';
import type { TrackingInput } from '../sync/tracking-input.ts';
import { trackingSource } from '../sync/tracking-source.ts';
import type { Change, ChangeSet, Held, Ledger } from '../sync/types.ts';
import { refusedProposals, standingProposals } from '../sync/write-back.ts';
import { problems } from '../sync/words.ts';
import { retire, sayAtRest, stayRetired } from './retiring.ts';
import { writeBack } from './write-back.ts';
import type { World } from './world.ts';

/** What a pass over one plan came to. */
export interface PlanReport {
  readonly path: string;
  readonly changes: readonly Change[];
  /** Problems that the tracking issue does not show. */
  readonly problems: readonly Problem[];
  /** False if the pass paused before the last change. */
  readonly finished: boolean;
  /** Id of what waits for a person. */
  readonly held?: string | null;
  /** What stopped it that another pass may find healed. */
  readonly unclear?: string | null;
  /** The text that it waits for, of which there is no word yet. */
  readonly waitsFor?: Unclear;
  /** The default branch's head, if the pass moved it. */
  readonly head?: Head | null;
  /** What became of the plan; absent where its issues were left alone. */
  readonly result?: PlanResult;
}

/** What a pass did for one plan, for whoever started it by hand. */
export interface PlanResult {
  readonly title: string;
  readonly tracking: number;
  readonly effects: readonly Effect[];
  /** Numbers of the issues that were opened, by task key. */
  readonly numbers: ReadonlyMap<string, number>;
  /** All that there is to look at, what the tracking issue shows too. */
  readonly problems: readonly Problem[];
  readonly held: Held | null;
  /** Where the edits of the plan wait; null where the plan itself waits for a person. */
  readonly writeBack: WriteBackState | null;
}

/**
 * Brings one plan and its issues in step, as far as the changes of this moment go. A second pass right after finds
 * nothing to do.
 */
export async function syncPlan(world: World, paired: Syncable): Promise<PlanReport> {
  const { client, repository } = world;
  const first = await readPlan(world, paired);
  if ('problem' in first) return { ...nothingDone(paired, first.problem), unclear: first.unclear };
  const resting = await keepsResting(world, paired, first);
  if (resting !== null) return resting;
  const { reading, changeSet } = await diffWithAllItNeeds(world, first);
  const { path } = reading.file;
  const applied = await applyChanges(client, repository, changeSet.changes, {
    splice: spliceBlock,
    unavailable: world.unavailable,
    shouldPause: world.shouldPause,
    onProgress: ({ done, total }) => world.onProgress({ path, done, total }),
  });
  if (!applied.finished) return { path, changes: changeSet.changes, problems: [], finished: false };
  const tracking = reading.observed.tracking?.number ?? applied.created.tracking;
  if (tracking === null) return { path, changes: [], problems: changeSet.problems, finished: true };
  const said = [...changeSet.conflicts, ...notedProblems(applied.notes)];
  await sayBefore(world, path, said);
  const result = {
    title: reading.plan.title,
    tracking,
    effects: effectsOf(changeSet, reading.observed),
    numbers: applied.created.issues,
    problems: [...changeSet.problems, ...said],
    held: changeSet.held,
  };
  const report = { path, changes: changeSet.changes, problems: said, finished: true };
  if (changeSet.held !== null) {
    await writeHeld(world, reading, { held: changeSet.held, changeSet, applied, tracking });
    return { ...report, held: changeSet.held.id, result: { ...result, writeBack: null } };
  }
  const { head, state, refusal } = await writeUp(world, reading, { changeSet, applied, tracking });
  const refused = refusal === null ? [] : [refusal];
  return {
    ...report,
    head,
    problems: [...said, ...refused],
    result: { ...result, writeBack: state, problems: [...result.problems, ...refused] },
  };
}

/** What is over once the base has moved is said before it moves: a pass cut short in between would never say it. */
async function sayBefore(
  { client, repository, head, me }: World,
  path: string,
  said: readonly Problem[],
): Promise<void> {
  const text = renderCheck([{ path, problems: said }]);
  if (text !== null) await reportCheck(client, repository, { ...text, headSha: head.commit, account: me });
}

/** What becomes of a plan that is paused, or retired, or about to be; null for one that is at work. */
async function keepsResting(world: World, paired: Syncable, reading: Reading): Promise<PlanReport | null> {
  const rest = restOf(reading);
  switch (rest.kind) {
    case 'none':
      return null;
    case 'paused': {
      const { tracking } = reading.observed;
      if (tracking !== null) await sayAtRest(world, tracking, reading.id, rest.problem);
      return nothingDone(paired, rest.problem);
    }
    case 'retiring':
      return { path: reading.file.path, problems: [], ...(await retire(world, reading)) };
    case 'retired':
      await stayRetired(world, reading);
      return { path: reading.file.path, changes: [], problems: [], finished: true };
  }
}

function nothingDone({ file }: Syncable, problem: Problem): PlanReport {
  return { path: file.path, changes: [], problems: [problem], finished: true };
}

interface Done {
  readonly changeSet: ChangeSet;
  readonly applied: Applied;
  readonly tracking: number;
}

interface WrittenUp {
  /** The default branch's head, if a commit moved it. */
  readonly head: Head | null;
  readonly state: WriteBackState;
  /** There are edits that the app may not propose. */
  readonly refusal: Problem | null;
}

/** Proposes what the plan should take over, then tells the tracking issue what the plan and its issues agreed on. */
async function writeUp(world: World, reading: Reading, done: Done): Promise<WrittenUp> {
  const { observed, plan, base, place } = reading;
  const settled = settle({
    plan,
    changeSet: done.changeSet,
    created: done.applied.created,
    issues: observed.issues,
    repositoryUrl: world.repository.url,
    firstSync: (base === null && !reading.lost) || awaitsPull(observed.tracking?.body ?? ''),
    refused: refusedProposals(observed.pulls),
    standing: standingProposals(observed.pulls),
    policy: world.writeBack,
    file: reading.file,
  });
  const { state: writtenBack, head } = await writeBack(world, reading, settled);
  const standing = standingOf(settled, place, writtenBack);
  const numbers = [...settled.issues.values()];
  const dates = datesByIssue(observed, done.applied.times, { ...done, numbers, account: world.me.id });
  const tasks = done.changeSet.tasks.map(({ line, state }) => {
    const issue = settled.issues.get(line) ?? null;
    return [line, { state, issue, dates: dates.get(issue ?? 0) ?? null }] as const;
  });
  const told: TrackingInput = {
    plan,
    place,
    tasks: new Map(tasks),
    problems: done.changeSet.problems,
    standing,
    held: null,
  };
  await updateLedger(world, reading, done.tracking, {
    ledger: nextLedger(reading, done.changeSet, settled.entries),
    told,
    allClosed: tasks.every(([, { state }]) => state !== 'open'),
  });
  const { length } = standing.proposals;
  return { head, state: writtenBack, refusal: length === 0 ? null : refusalOf(writtenBack) };
}

/** Why edits that there are cannot be proposed, where only a person can help. */
function refusalOf({ kind }: WriteBackState): Problem | null {
  if (kind === 'forbidden') return problems.contentsReadOnly();
  return kind === 'no-pulls' ? problems.pullsRefused() : null;
}

function standingOf(
  { proposals, refused, unwritable }: Settled,
  place: Standing['place'],
  state: Standing['writeBack'],
): Standing {
  return { place, proposals: toldOf(proposals, state), refused, unwritable, writeBack: state };
}

/** Says what waits for a person. Base and entries stay: nothing else was done. */
async function writeHeld(
  world: World,
  reading: Reading,
  { held, ...done }: Done & { readonly held: Held },
): Promise<void> {
  const { observed, base, plan, place } = reading;
  const byNumber = new Map(observed.issues.map((issue) => [issue.number, issue]));
  const numbers = [...(base?.entries.values() ?? [])].flatMap((entry) =>
    entry.kind === 'issue' ? [entry.number] : [],
  );
  const dates = datesByIssue(observed, done.applied.times, { ...done, numbers, account: world.me.id });
  const tasks = [...(base?.entries ?? [])].flatMap(([line, entry]) => {
    const issue = entry.kind === 'issue' ? byNumber.get(entry.number) : undefined;
    if (issue === undefined) return [];
    return [
      [line, { state: stateOf(issue), issue: issue.number, dates: dates.get(issue.number) ?? null }] as const,
    ];
  });
  const told: TrackingInput = {
    plan: base?.plan ?? plan,
    place,
    tasks: new Map(tasks),
    problems: done.changeSet.problems,
    standing: { place, proposals: [], refused: [], unwritable: [], writeBack: { kind: 'none' } },
    held,
  };
  const ledger = { ...(reading.ledger ?? emptyLedger(reading)), confirmed: null, held: held.id };
  await updateLedger(world, reading, done.tracking, { ledger, told, allClosed: false });
}

/** The base moves to the text this pass read, unless the base it has says the same of every task. */
function nextLedger(
  { id, file, base, plan, ledger, prefix }: Reading,
  { changes }: ChangeSet,
  entries: Ledger['entries'],
): Ledger {
  const lasting = { ...(prefix === null ? {} : { prefix }), ...lastingIn(ledger) };
  const next: Ledger = { plan: id, path: file.path, base: file.blob, entries, confirmed: null, ...lasting };
  if (base === null || ledger === null || ledger.path !== file.path || ledger.base === file.blob) return next;
  const isSame = changes.length === 0 && sameTasks(base.plan, plan);
  return isSame ? { ...next, base: ledger.base, entries: ledger.entries } : next;
}

/** What the marker of a tracking issue holds that this pass itself made. */
function emptyLedger({ id, file, lost, prefix }: Reading): Ledger {
  const base = lost ? LOST_BASE : '';
  const named = prefix === null ? {} : { prefix };
  return { plan: id, path: file.path, base, entries: new Map(), confirmed: null, ...named };
}

/**
 * Writes the tracking issue, unless its marker is no longer the one this pass read. It closes when no task is open and
 * opens again for a new one; what a person did to it stands.
 */
async function updateLedger(
  { client, repository }: World,
  reading: Reading,
  tracking: number,
  next: { readonly ledger: Ledger; readonly told: TrackingInput; readonly allClosed: boolean },
): Promise<void> {
  const { observed, closedByApp } = reading;
  const isOpen = observed.tracking?.state !== 'closed';
  const closes = isOpen && next.allClosed && !closedByApp;
  const reopens = !isOpen && !next.allClosed;
  const asRead = printTracking(reading.ledger ?? emptyLedger(reading));
  const marker = printTracking(next.ledger, next.allClosed, trackingSource(next.told));
  const edit = (body: string): string | null => {
    const found = parseTracking(body);
    if (found.kind !== 'ledger' || printTracking(found.ledger) !== asRead) return null;
    // Other words for the same, as a newer Planwright may have them, are no reason to write.
    const isTold = printTracking(found.ledger, found.closedByApp, found.src) === marker;
    return isTold
      ? body
      : spliceBlock(body, printBlock(marker, renderTracking(next.told, TRACKING_LIMIT - marker.length)));
  };
  const before = observed.tracking?.body;
  const title = next.told.held === null ? retitled(reading) : null;
  if (!closes && !reopens && before !== undefined && edit(before) === before) return;
  await updateTracking(client, repository, tracking, {
    edit,
    ...(title === null ? {} : { title }),
    ...(closes ? { state: { to: 'closed', reason: 'completed' } as const } : {}),
    ...(reopens ? { state: { to: 'open' } as const } : {}),
  });
}
