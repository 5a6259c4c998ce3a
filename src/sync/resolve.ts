/** Ties every task of the plan to its issue: by entry, by marker, by link. */
import type { Task } from '../plan/types.ts';
import { allTasks } from '../plan/walk.ts';
import { findIssues } from './found.ts';
import { taskKeys } from './identity.ts';
import { parseTask } from './markers.ts';
import { matchTasks } from './match.ts';
import type { Base, Resolution, ResolvedTask, ResolveInput, Tie } from './resolution.ts';
import { findTwins } from './twins.ts';
import type { Entry, ObservedIssue } from './types.ts';

/** Ties the tasks of a plan to issues, and tells which tasks of the base are left over. */
export function resolveTasks(input: ResolveInput): Resolution {
  const { plan, base, observed } = input;
  const byNumber = new Map(observed.issues.map((issue) => [issue.number, issue]));
  const match = base === null ? null : matchTasks(base.plan, plan, heldBy(base));
  const placedInBase = new Map(
    (base === null ? [] : allTasks(base.plan)).map((placed) => [placed.task, placed]),
  );
  const keys = taskKeys(plan);

  const tasks = allTasks(plan).map((placed): ResolvedTask => {
    const { task } = placed;
    const old = match?.pairs.get(task);
    const entry = old === undefined ? undefined : base?.entries.get(old.line);
    return {
      placed,
      task,
      key: keys.get(task) ?? '',
      base: old === undefined ? null : (placedInBase.get(old) ?? null),
      guessed: match?.guessed.has(task) ?? false,
      tie:
        tieByEntry(input, byNumber, entry, task) ??
        (old !== undefined && input.blob === base?.blob ? { kind: 'newly-seen' } : { kind: 'new' }),
    };
  });
  const found = findIssues(input, heldNumbers(base), tasks);
  const kept = new Set(match?.pairs.values());
  const removed = [...placedInBase.values()].flatMap((placed) => {
    if (kept.has(placed.task)) return [];
    const tie = tieByEntry(input, byNumber, base?.entries.get(placed.task.line), placed.task);
    return tie?.kind === 'issue' && !input.leaving.has(tie.issue.number)
      ? [{ base: placed, issue: tie.issue, marker: tie.marker }]
      : [];
  });
  const tied = tasks.map((one) => {
    const { tie, base: made, guessed } = found.ties.get(one) ?? one;
    return { ...one, tie, base: made ?? one.base, guessed };
  });
  const gone = [...removed, ...found.removed];
  const twins = findTwins({
    ...input,
    ...observed,
    held: heldNumbers(base),
    tied: [...tied.flatMap(({ tie }) => (tie.kind === 'issue' ? [tie] : [])), ...gone],
  });
  return { tasks: tied, removed: gone, twins, unexplained: found.unexplained };
}

function tieByEntry(
  input: ResolveInput,
  byNumber: ReadonlyMap<number, ObservedIssue>,
  entry: Entry | undefined,
  { issue: linked, state }: Task,
): Tie | null {
  if (entry === undefined) return null;
  switch (entry.kind) {
    case 'gone':
      return { kind: 'gone' };
    case 'none':
      // It was over when first seen; open again, it is a task like any other.
      return state === 'open' ? null : { kind: 'none-needed' };
    case 'issue': {
      const issue = byNumber.get(entry.number);
      if (issue === undefined)
        return input.observed.gone.has(entry.number)
          ? { kind: 'gone' }
          : { kind: 'foreign', number: entry.number };
      const marker = parseTask(issue.body, input.id);
      // A marker can be copied and a ledger edited: an issue that somebody else opened counts as adopted only while the
      // plan, whose changes are reviewed, links it.
      const isOurs = input.trusted.has(issue.creator) || linked === entry.number;
      return marker === null || !isOurs
        ? { kind: 'foreign', number: entry.number }
        : { kind: 'issue', issue, marker };
    }
  }
}

function heldBy(base: Base): Map<number, Task> {
  const held = new Map<number, Task>();
  for (const { task } of allTasks(base.plan)) {
    const entry = base.entries.get(task.line);
    if (entry?.kind === 'issue') held.set(entry.number, task);
  }
  return held;
}

function heldNumbers(base: Base | null): Set<number> {
  const numbers = new Set<number>();
  for (const entry of base?.entries.values() ?? []) if (entry.kind === 'issue') numbers.add(entry.number);
  return numbers;
}
