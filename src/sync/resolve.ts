/** Ties every task of the plan to its issue: by entry, by marker, by link. */
import type { Plan, Task } from '../plan/types.ts';
import { allTasks, type PlacedTask } from '../plan/walk.ts';
import { issueTitle, sameText, taskKeys } from './identity.ts';
import { parseTask, type TaskMarker } from './markers.ts';
import { matchTasks } from './match.ts';
import type { Entry, Observed, ObservedIssue, PlanId, TaskKey } from './types.ts';

/** The plan that plan and issues last agreed on, and what the ledger remembers of it. */
export interface Base {
  readonly plan: Plan;
  readonly blob: string;
  readonly text: string;
  readonly entries: ReadonlyMap<number, Entry>;
}

/** What a task of the plan is tied to. */
export type Tie =
  /** Held by an entry, or found by its marker: an issue the app may write to. */
  | { readonly kind: 'issue'; readonly issue: ObservedIssue; readonly marker: TaskMarker }
  /** Linked from the plan and held by nobody: to be adopted. */
  | { readonly kind: 'adopt'; readonly issue: ObservedIssue }
  /** Held by an entry, but its issue carries no marker of this plan by a trusted creator: nothing may be written to it. */
  | { readonly kind: 'foreign'; readonly number: number }
  /** A person deleted or moved the issue away: never again. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'none-needed' }
  /** In the base without an entry: today's rules see more than those of its time did. */
  | { readonly kind: 'newly-seen' }
  | { readonly kind: 'new' };

export interface ResolvedTask {
  readonly placed: PlacedTask;
  readonly task: Task;
  readonly key: TaskKey;
  /** The task in the base; null if the base does not know it. */
  readonly base: PlacedTask | null;
  /** Its base task was guessed from similar text. */
  readonly guessed: boolean;
  readonly tie: Tie;
}

export interface Resolution {
  readonly tasks: readonly ResolvedTask[];
  /** Tasks of the base that the plan has no more, with the issues they held. */
  readonly removed: readonly {
    readonly base: PlacedTask;
    readonly issue: ObservedIssue;
    readonly marker: TaskMarker;
  }[];
}

export interface ResolveInput {
  readonly id: PlanId;
  readonly plan: Plan;
  readonly blob: string;
  readonly base: Base | null;
  readonly observed: Observed;
  /** Numeric ids of the accounts whose issues count as the app's own. */
  readonly trusted: ReadonlySet<number>;
}

/** Ties the tasks of a plan to issues, and tells which tasks of the base are left over. */
export function resolveTasks(input: ResolveInput): Resolution {
  const { plan, base, observed } = input;
  const byNumber = new Map(observed.issues.map((issue) => [issue.number, issue]));
  const match = base === null ? null : matchTasks(base.plan, plan, heldBy(base));
  const placedInBase = new Map(
    (base === null ? [] : allTasks(base.plan)).map((placed) => [placed.task, placed]),
  );
  const keys = taskKeys(plan);
  const held = heldNumbers(base);
  const finder = createFinder(input, held);

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
        tieByEntry(input, byNumber, entry) ??
        (old !== undefined && input.blob === base?.blob ? { kind: 'newly-seen' } : { kind: 'new' }),
    };
  });
  const found = finder(tasks);
  const kept = new Set(match?.pairs.values());
  const removed = [...placedInBase.values()].flatMap((placed) => {
    if (kept.has(placed.task)) return [];
    const tie = tieByEntry(input, byNumber, base?.entries.get(placed.task.line));
    return tie?.kind === 'issue' ? [{ base: placed, issue: tie.issue, marker: tie.marker }] : [];
  });
  return { tasks: tasks.map((one) => ({ ...one, tie: found.get(one) ?? one.tie })), removed };
}

function tieByEntry(
  input: ResolveInput,
  byNumber: ReadonlyMap<number, ObservedIssue>,
  entry: Entry | undefined,
): Tie | null {
  if (entry === undefined) return null;
  switch (entry.kind) {
    case 'gone':
      return { kind: 'gone' };
    case 'none':
      return { kind: 'none-needed' };
    case 'issue': {
      const issue = byNumber.get(entry.number);
      if (issue === undefined)
        return input.observed.gone.has(entry.number)
          ? { kind: 'gone' }
          : { kind: 'foreign', number: entry.number };
      const marker = parseTask(issue.body, input.id);
      return marker === null ? { kind: 'foreign', number: entry.number } : { kind: 'issue', issue, marker };
    }
  }
}

/**
 * Finds issues for tasks that no entry knows, before anything is created: those the app made in a pass that was cut
 * short, those of tasks that were cut and came back, and those that a link names.
 */
function createFinder(
  input: ResolveInput,
  held: ReadonlySet<number>,
): (tasks: readonly ResolvedTask[]) => Map<ResolvedTask, Tie> {
  const { id, observed, trusted } = input;
  const loose = observed.issues.flatMap((issue) => {
    const marker = parseTask(issue.body, id);
    return marker !== null && trusted.has(issue.creator) && !held.has(issue.number)
      ? [{ issue, marker }]
      : [];
  });
  return (tasks) => {
    const found = new Map<ResolvedTask, Tie>();
    const used = new Set<number>();
    const unclaimed = (): ResolvedTask[] => tasks.filter((one) => one.tie.kind === 'new' && !found.has(one));
    const claim = (one: ResolvedTask, tie: Tie & { issue: ObservedIssue }): void => {
      found.set(one, tie);
      used.add(tie.issue.number);
    };
    for (const one of unclaimed()) {
      const byKey = loose.find(({ issue, marker }) => marker.task === one.key && !used.has(issue.number));
      if (byKey !== undefined) claim(one, { kind: 'issue', ...byKey });
    }
    const titles = countBy(unclaimed().map((one) => sameText(issueTitle(one.task))));
    for (const one of unclaimed()) {
      const title = sameText(issueTitle(one.task));
      const same = loose.filter(({ issue }) => !used.has(issue.number) && sameText(issue.title) === title);
      const only = same[0];
      if (only !== undefined && same.length === 1 && titles.get(title) === 1)
        claim(one, { kind: 'issue', ...only });
    }
    for (const one of unclaimed()) {
      const linked = one.task.issue === null ? undefined : observed.linked.get(one.task.issue);
      if (linked !== undefined && !used.has(linked.number)) claim(one, { kind: 'adopt', issue: linked });
    }
    return found;
  };
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

function countBy(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
