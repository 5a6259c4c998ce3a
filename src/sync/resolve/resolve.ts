/** Ties every task of the plan to its issue: by entry, by marker, by link. */
import type { Task } from '../../plan/types.ts';
import { allTasks } from '../../plan/walk.ts';
import { findOrphans } from './orphans.ts';
import { taskKeys } from '../state/ids.ts';
import { parseTask } from '../state/markers.ts';
import { matchTasks, type Match } from '../match/match.ts';
import type { Removed, Resolution, ResolvedTask, ResolveInput, Resting, Tie } from './resolution.ts';
import { baseOf, isBase, issuesIn, memoryOf, type Base } from '../state/known.ts';
import { owedBase, owedRemoval, owedRemovals } from '../state/owed.ts';
import { heldBy, boxLoss, sidesOf, type Side, type Sides } from '../match/sides.ts';
import { namedIssue } from './references.ts';
import { findDuplicates } from './duplicates.ts';
import type { Entry, ObservedIssue } from '../types.ts';

/** Ties the tasks of a plan to issues, and tells which tasks of the base are left over. */
export function resolveTasks(input: ResolveInput): Resolution {
  const { observed } = input;
  const base = baseOf(input.known);
  const matching = matchWithBase(input);
  const held = new Set(issuesIn(base?.entries.values()));
  const tasks = tieTasks(matching);
  const resting = restingTasks(matching);
  const orphans = findOrphans(input, held, tasks, resting);
  const tied = tasks.map((one) => {
    const { tie, base: made, guessed } = orphans.ties.get(one) ?? one;
    const isUnadopted = tie.kind === 'new' && one.task.isReference === true;
    return { ...one, tie: isUnadopted ? UNADOPTED : tie, base: made ?? one.base, guessed };
  });
  const gone = [...removedTasks(matching), ...orphans.removed];
  const removed = [...gone, ...owedRemovals(input, [...gone, ...tied.map(({ tie }) => tie)])];
  const duplicates = findDuplicates({
    id: input.id,
    trusted: input.trusted,
    tracking: memoryOf(input.known)?.tracking ?? null,
    issues: observed.issues,
    held: new Set([...held, ...orphans.resting.flatMap(({ issue }) => issue?.number ?? [])]),
    tied: [...tied.flatMap(({ tie }) => (tie.kind === 'issue' ? [tie] : [])), ...removed],
  });
  return {
    tasks: tied,
    resting: [...resting, ...orphans.resting],
    removed,
    duplicates,
    unexplained: orphans.unexplained,
  };
}

const UNADOPTED: Tie = { kind: 'unadopted' };

/** The tasks of the plan, matched with those of the base. */
interface Matching {
  readonly input: ResolveInput;
  readonly base: Base | null;
  readonly byNumber: ReadonlyMap<number, ObservedIssue>;
  readonly match: Match;
  readonly sides: Sides;
}

const NOBODY: Side = { placed: [], standIns: new Map() };

function matchWithBase(input: ResolveInput): Matching {
  const { plan, known, observed } = input;
  const base = baseOf(known);
  const byNumber = new Map(observed.issues.map((issue) => [issue.number, issue]));
  if (base === null) {
    const match = { pairs: new Map(), guessed: new Set<Task>() };
    return { input, base, byNumber, match, sides: { base: NOBODY, plan: NOBODY } };
  }
  const sides = sidesOf(base.plan, plan, base.entries);
  return { input, base, byNumber, match: matchTasks(sides, heldBy(sides.base, base.entries)), sides };
}

function tieTasks({ input, base, byNumber, match, sides }: Matching): ResolvedTask[] {
  const { plan, known, blob } = input;
  const keys = taskKeys(plan);
  const lostItsBox = boxLoss(plan);
  const inBase = new Map(sides.base.placed.map((placed) => [placed.task, placed]));
  return allTasks(plan).map((placed) => {
    const { task } = placed;
    const old = match.pairs.get(task);
    const entry = old === undefined ? undefined : base?.entries.get(old.line);
    // Of a task that stood as a look-alike, or that lost its box, the base cannot tell what has changed.
    const isToldOf = old !== undefined && !sides.base.standIns.has(old);
    const was = isToldOf ? (lostItsBox(task, old) ? placed : (inBase.get(old) ?? null)) : null;
    const isNewlySeen =
      old !== undefined && isBase(known, blob) && entry?.kind !== 'owed' && task.isReference !== true;
    return {
      placed,
      task,
      key: keys.get(task) ?? '',
      base: was,
      guessed: match.guessed.has(task),
      tie:
        tieByEntry(input, byNumber, entry, task) ?? (isNewlySeen ? { kind: 'newly-seen' } : { kind: 'new' }),
      ...owedBase(base, entry),
    };
  });
}

/** Known tasks whose lines became look-alikes. */
function restingTasks({ base, byNumber, match, sides }: Matching): Resting[] {
  return [...sides.plan.standIns.values()].flatMap((placed) => {
    const old = match.pairs.get(placed.task);
    const entry = old === undefined ? undefined : base?.entries.get(old.line);
    if (entry === undefined) return [];
    const issue = entry.kind === 'issue' ? (byNumber.get(entry.number) ?? null) : null;
    return [{ placed, entry, issue }];
  });
}

function removedTasks({ input, base: text, byNumber, match, sides }: Matching): Removed[] {
  const kept = new Set(match.pairs.values());
  return sides.base.placed.flatMap((placed) => {
    if (kept.has(placed.task)) return [];
    const tie = tieByEntry(input, byNumber, text?.entries.get(placed.task.line), placed.task);
    if (tie?.kind !== 'issue' || input.leaving.has(tie.issue.number)) return [];
    // While its line was a look-alike the issue was reopened, perhaps by a person: as if done in the base, it stays open.
    const isDecided = sides.base.standIns.has(placed.task) && tie.issue.reason === 'reopened';
    const base = isDecided ? { ...placed, task: { ...placed.task, state: 'done' as const } } : placed;
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
