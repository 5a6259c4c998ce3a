/** Ties every task of the plan to its issue: by entry, by marker, by link. */
import type { Task } from '../../plan/types.ts';
import { allTasks } from '../../plan/walk.ts';
import { findOrphans, looseIssues } from './orphans.ts';
import { taskKeys } from '../state/ids.ts';
import { parseTask } from '../state/markers.ts';
import type { Removed, Resolution, ResolvedTask, ResolveInput, Tie } from './resolution.ts';
import { baseOf, issuesIn, memoryOf, type Base } from '../state/known.ts';
import { owedBase, owedRemoval, owedRemovals } from '../state/owed.ts';
import { boxLoss, withLookAlikes } from '../match/match-look-alikes.ts';
import { namedIssue } from './named-issues.ts';
import { asLastSaid } from './said-states.ts';
import { findDuplicates } from './duplicates.ts';
import { matchInFlight, versionsInFlight, type TextInFlight } from './texts-in-flight.ts';
import { isNewlySeen } from './what-to-read.ts';
import type { Entry, ObservedIssue } from '../types.ts';

/** Ties the tasks of a plan to issues, and tells which tasks of the base are left over. */
export function resolveTasks(input: ResolveInput): Resolution {
  const { observed } = input;
  const base = baseOf(input.known);
  const byNumber = new Map(observed.issues.map((issue) => [issue.number, issue]));
  const held = new Set(issuesIn(base?.entries.values()));
  for (const number of input.released) held.delete(number);
  const loose = looseIssues(input, held);
  const texts = matchInFlight(input.plan, input.inFlight, loose);
  const tying = { input, base, byNumber, texts };
  const tasks = tieTasks(tying);
  const orphans = findOrphans(input, { loose, texts, tasks });
  const tied = tasks
    .map((one) => {
      const { tie, base: made, guessed, byOrder } = orphans.ties.get(one) ?? one;
      const isUnadopted = tie.kind === 'new' && one.task.isReference === true;
      const now = { ...one, tie: isUnadopted ? UNADOPTED : tie, base: made ?? one.base, guessed };
      return { ...now, ...(byOrder && { byOrder }) };
    })
    .filter(({ tie }) => tie.kind !== 'look-alike' || tie.entry !== null);
  const gone = [...removedTasks(tying), ...orphans.removed];
  const removed = [...gone, ...owedRemovals(input, [...gone, ...tied.map(({ tie }) => tie)])];
  const kept = tied.flatMap(({ tie }) => (tie.kind === 'look-alike' ? (tie.held?.number ?? []) : []));
  const duplicates = findDuplicates({
    id: input.id,
    trusted: input.trusted,
    tracking: memoryOf(input.known)?.tracking ?? null,
    issues: observed.issues,
    held: new Set([...held, ...kept]),
    tied: [...tied.flatMap(({ tie }) => (tie.kind === 'issue' ? [tie] : [])), ...removed],
  });
  const twins = new Set(duplicates.map(({ issue }) => issue));
  const unexplained = orphans.unexplained.filter((issue) => !twins.has(issue));
  return { tasks: tied, removed, duplicates, unexplained };
}

const UNADOPTED: Tie = { kind: 'unadopted' };

/** What tasks are tied by. */
interface Tying {
  readonly input: ResolveInput;
  readonly base: Base | null;
  readonly byNumber: ReadonlyMap<number, ObservedIssue>;
  readonly texts: readonly TextInFlight[];
}

function tieTasks({ input, base, byNumber, texts }: Tying): ResolvedTask[] {
  const { plan, known, match } = input;
  const keys = taskKeys(plan);
  const lostItsBox = boxLoss(plan);
  const inBase = new Map((base === null ? [] : allTasks(base.plan)).map((placed) => [placed.task, placed]));
  return withLookAlikes(plan).map((placed) => {
    const { task } = placed;
    const old = match.pairs.get(task);
    const entry = old === undefined ? undefined : base?.entries.get(old.line);
    const one = { placed, task, key: keys.get(task) ?? '', guessed: match.guessed.has(task) };
    if (task.box === 'look-alike') return { ...one, base: placed, tie: tieOfLookAlike(byNumber, entry) };
    // A task that was a look-alike, or that lost its box, is its own base: what has changed cannot be told.
    const was =
      old === undefined ? null : lostItsBox(task, old) ? placed : asLastSaid(inBase.get(old) ?? null, task);
    const otherwise = { kind: isNewlySeen(known, old, task) ? 'newly-seen' : 'new' } as const;
    const tie = tieByEntry(input, byNumber, entry, task) ?? otherwise;
    const versions = versionsInFlight(texts, task);
    return { ...one, base: was, tie, ...owedBase(base, entry), ...(versions.length > 0 && { versions }) };
  });
}

function tieOfLookAlike(byNumber: Tying['byNumber'], entry: Entry | undefined): Tie {
  const number = entry?.kind === 'issue' ? entry.number : 0;
  return { kind: 'look-alike', entry: entry ?? null, held: byNumber.get(number) ?? null };
}

function removedTasks({ input, base: text, byNumber }: Tying): Removed[] {
  if (text === null) return [];
  const kept = new Set(input.match.pairs.values());
  return withLookAlikes(text.plan).flatMap((placed) => {
    const { task } = placed;
    if (kept.has(task)) return [];
    const tie = tieByEntry(input, byNumber, text.entries.get(task.line), task);
    if (tie?.kind !== 'issue' || input.leaving.has(tie.issue.number)) return [];
    // The issue was reopened while its line had no box, perhaps by a person. With a base that is done, it stays open.
    const isDecided = task.box === 'look-alike' && tie.issue.reason === 'reopened';
    const base = isDecided ? { ...placed, task: { ...task, state: 'done' as const } } : placed;
    return [{ base, issue: tie.issue, marker: tie.marker, ...owedRemoval(text, placed, tie.issue) }];
  });
}

function tieByEntry(
  input: ResolveInput,
  byNumber: ReadonlyMap<number, ObservedIssue>,
  entry: Entry | undefined,
  task: Task,
): Tie | null {
  if (entry === undefined) return null;
  switch (entry.kind) {
    case 'gone':
      return { kind: 'gone' };
    case 'owed':
      return null;
    case 'none':
      // The task was done or dropped when it was first seen. Now that it is open it gets an issue like any other.
      return task.state === 'open' ? null : { kind: 'none-needed' };
    case 'issue': {
      const issue = byNumber.get(entry.number);
      if (issue === undefined)
        return input.observed.gone.has(entry.number)
          ? { kind: 'gone' }
          : { kind: 'foreign', number: entry.number };
      const marker = parseTask(issue.body, input.id);
      // A marker can be copied and a ledger edited: an issue that somebody else opened counts as adopted only while the
      // plan, whose changes are reviewed, links it.
      const isOurs = input.trusted.has(issue.creator) || namedIssue(task)?.number === entry.number;
      return marker === null || !isOurs
        ? { kind: 'foreign', number: entry.number }
        : { kind: 'issue', issue, marker };
    }
  }
}
