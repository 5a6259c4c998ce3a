/** Adds up estimates: the effort that is left, and the longest chain of open tasks that depend on each other. */
import { resolveDependencies } from '../../plan/lint/dependencies.ts';
import { middleOf, parseEstimate } from '../../plan/values/estimates.ts';
import type { Estimate } from '../../plan/values/estimates.ts';
import type { Plan, Task } from '../../plan/types.ts';
import { allTasks } from '../../plan/walk.ts';

/** Effort that is left, kinds that cannot be added up kept apart. Ranges stay ranges. */
export interface Effort {
  /** In hours: 8 a day, 40 a week. */
  readonly hours: { readonly low: number; readonly high: number };
  readonly points: { readonly low: number; readonly high: number };
  /** Open tasks per T-shirt size, `S` before `L`. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Open tasks with no estimate that could be read. */
  readonly unknown: number;
  /** Open tasks in all. */
  readonly open: number;
}

/** The chain of open tasks that takes longest, in the order they must be done. */
export interface CriticalPath {
  readonly tasks: readonly Task[];
  /** Sum of the middle of their estimates. */
  readonly length: number;
  readonly unit: 'hours' | 'points';
}

const SIZE_NAMES: readonly string[] = ['XS', 'S', 'M', 'L', 'XL', 'XXL', 'XXXL'];

/**
 * Finds the critical path: the longest chain of open tasks by dependencies and estimates. Tasks without an estimate
 * count as nothing, and so do dependencies that close a loop.
 *
 * @param plan A parsed plan.
 * @returns The path in hours, or in points where no task is estimated in hours; null if no open task is estimated, or
 *   none depends on another.
 */
export function criticalPath(plan: Plan): CriticalPath | null {
  const open = allTasks(plan)
    .map(({ task }) => task)
    .filter(({ state }) => state === 'open');
  const unit = open.some((task) => estimateOf(task)?.unit === 'hours') ? 'hours' : 'points';
  const weight = (task: Task): number => {
    const estimate = estimateOf(task);
    return estimate?.unit === unit ? middleOf(estimate) : 0;
  };
  const best = longestChains(open, predecessors(plan, new Set(open)), weight);
  const lengthTo = (task: Task): number => best.get(task)?.length ?? 0;
  const [first, ...others] = open;
  if (!first) return null;
  const last = others.reduce((longest, task) => (lengthTo(task) > lengthTo(longest) ? task : longest), first);
  const tasks: Task[] = [];
  for (let task: Task | null = last; task; task = best.get(task)?.previous ?? null) tasks.unshift(task);
  return tasks.length > 1 && lengthTo(last) > 0 ? { tasks, length: lengthTo(last), unit } : null;
}

interface Chain {
  readonly length: number;
  readonly previous: Task | null;
}

/** Longest chain that ends in each task. Without recursion: chains are as long as plans. */
function longestChains(
  tasks: readonly Task[],
  before: ReadonlyMap<Task, readonly Task[]>,
  weight: (task: Task) => number,
): Map<Task, Chain> {
  const best = new Map<Task, Chain>();
  const entered = new Set<Task>();
  for (const root of tasks) {
    const work = [root];
    for (let task = work.at(-1); task; task = work.at(-1)) {
      const waiting = entered.has(task) ? [] : (before.get(task) ?? []).filter((one) => !entered.has(one));
      entered.add(task);
      if (waiting.length > 0) {
        work.push(...waiting);
        continue;
      }
      work.pop();
      if (best.has(task)) continue;
      let longest: Chain = { length: 0, previous: null };
      for (const previous of before.get(task) ?? []) {
        const length = best.get(previous)?.length ?? -1;
        if (length > longest.length || (length >= 0 && longest.previous === null))
          longest = { length, previous };
      }
      best.set(task, { length: longest.length + weight(task), previous: longest.previous });
    }
  }
  return best;
}

function predecessors(plan: Plan, open: ReadonlySet<Task>): ReadonlyMap<Task, readonly Task[]> {
  const before = new Map<Task, Task[]>();
  for (const { task, target } of resolveDependencies(plan).found) {
    if (target.kind === 'issue') continue;
    const targets = target.kind === 'task' ? [target.task] : target.phase.tasks.filter((one) => one !== task);
    const waits = targets.filter((one) => open.has(one));
    if (open.has(task)) before.set(task, [...(before.get(task) ?? []), ...waits]);
  }
  return before;
}

/**
 * Adds up what is left to do.
 *
 * @param tasks Tasks of one level; their sub-tasks are counted too. A task whose own estimate covers its sub-tasks counts
 *   once: its sub-tasks' estimates count only where it has none.
 */
export function effortOf(tasks: readonly Task[]): Effort {
  const hours = { low: 0, high: 0 };
  const points = { low: 0, high: 0 };
  const sizes = new Map<string, number>();
  let unknown = 0;
  let open = 0;
  const count = (task: Task, covered: boolean): void => {
    const estimate = estimateOf(task);
    if (task.state === 'open') {
      open += 1;
      if (estimate === null && !covered && task.subtasks.length === 0) unknown += 1;
      if (estimate !== null && !covered) add(estimate, { hours, points, sizes });
    }
    for (const subtask of task.subtasks)
      count(subtask, covered || (task.state === 'open' && estimate !== null));
  };
  for (const task of tasks) count(task, false);
  return {
    hours,
    points,
    sizes: new Map([...sizes].sort((a, b) => SIZE_NAMES.indexOf(a[0]) - SIZE_NAMES.indexOf(b[0]))),
    unknown,
    open,
  };
}

function add(
  estimate: Estimate,
  sums: {
    hours: { low: number; high: number };
    points: { low: number; high: number };
    sizes: Map<string, number>;
  },
): void {
  switch (estimate.unit) {
    case 'hours':
    case 'points':
      sums[estimate.unit].low += estimate.low;
      sums[estimate.unit].high += estimate.high;
      return;
    case 'size': {
      const name = SIZE_NAMES[estimate.low - 1] ?? 'M';
      sums.sizes.set(name, (sums.sizes.get(name) ?? 0) + 1);
    }
  }
}

function estimateOf(task: Task): Estimate | null {
  return task.estimate === null ? null : parseEstimate(task.estimate, task.estimateUnit);
}
