/** Which tasks of a plan wait for which, as far as it can be drawn. */
import { resolveDependencies } from '../../plan/lint/dependencies.ts';
import type { Phase, Plan, Task } from '../../plan/types.ts';
import { allTasks } from '../../plan/walk.ts';

/** Done, to be begun, waiting for another, or not to be done at all. */
export type Readiness = 'done' | 'ready' | 'waiting' | 'dropped';

/** A task, or a phase that tasks wait for as a whole. */
export interface GraphNode {
  readonly of: Task | Phase;
  readonly readiness: Readiness;
}

export type DependencyGraph =
  | {
      readonly kind: 'graph';
      readonly nodes: readonly GraphNode[];
      /** From what is waited for to what waits, by position in `nodes`; none that others imply. */
      readonly edges: readonly (readonly [number, number])[];
      /** Only what is still to be done is drawn, since all of it would be too much. */
      readonly openOnly: boolean;
    }
  | { readonly kind: 'too-large'; readonly tasks: number }
  /** No task waits for another, or none that is open. */
  | { readonly kind: 'none' };

interface Edge {
  readonly from: Task | Phase;
  readonly to: Task | Phase;
}

/**
 * Draws the dependencies of a plan: the tasks that wait or are waited for.
 *
 * @param plan The plan with the states of its issues.
 * @param most How many nodes can be drawn; where all would be more, those that are open, else none.
 */
export function dependencyGraph(plan: Plan, most: number): DependencyGraph {
  const phases = new Map(allTasks(plan).map(({ task, phase }) => [task, phase]));
  const edges = resolveDependencies(plan).found.flatMap(({ task, target }): Edge[] => {
    switch (target.kind) {
      case 'task':
        return [{ from: target.task, to: task }];
      case 'phase':
        return phases.get(task) === target.phase ? [] : [{ from: target.phase, to: task }];
      case 'issue':
        return [];
    }
  });
  const open = edges.filter(({ from, to }) => isOpen(to) && isOpen(from));
  if (!edges.some(({ to }) => isOpen(to))) return { kind: 'none' };
  const [all, left] = [ends(edges), ends(open)];
  if (all.size <= most) return graphOf(plan, edges, false);
  if (left.size === 0) return { kind: 'none' };
  return left.size <= most ? graphOf(plan, open, true) : { kind: 'too-large', tasks: left.size };
}

function ends(edges: readonly Edge[]): Set<Task | Phase> {
  return new Set(edges.flatMap(({ from, to }) => [from, to]));
}

function isOpen(one: Task | Phase): boolean {
  if ('state' in one) return one.state === 'open';
  return one.tasks.some(({ state, subtasks }) => state === 'open' || subtasks.some(isOpen));
}

/** Draws some dependencies. Where a phase is among them, its own tasks that are drawn lead to it. */
function graphOf(plan: Plan, waits: readonly Edge[], openOnly: boolean): DependencyGraph {
  const wanted = ends(waits);
  const phases = plan.phases.filter((phase) => wanted.has(phase));
  const placed = allTasks(plan).filter(({ task }) => wanted.has(task));
  const within = placed.flatMap(({ task, phase }): Edge[] =>
    phase !== null && wanted.has(phase) ? [{ from: task, to: phase }] : [],
  );
  const waiting = new Set(waits.filter(({ from }) => isOpen(from)).map(({ to }) => to));
  const nodes: GraphNode[] = [...placed.map(({ task }) => task), ...phases].map((of) => ({
    of,
    readiness: readinessOf(of, waiting.has(of)),
  }));
  const at = new Map(nodes.map(({ of }, index) => [of, index]));
  const edges = [...waits, ...within].map(({ from, to }) => [at.get(from) ?? 0, at.get(to) ?? 0] as const);
  return { kind: 'graph', nodes, edges: withoutImplied(edges, nodes.length), openOnly };
}

/** A task can begin once nothing that it waits for is open, its own sub-tasks included. */
function readinessOf(one: Task | Phase, isWaiting: boolean): Readiness {
  if (!isOpen(one)) return 'state' in one && one.state === 'dropped' ? 'dropped' : 'done';
  return isWaiting || !('state' in one) || one.subtasks.some(isOpen) ? 'waiting' : 'ready';
}

/** Takes out edges whose ends a longer way joins, too. One is tested after the other, so that a loop stays a loop. */
function withoutImplied(
  edges: readonly (readonly [number, number])[],
  size: number,
): (readonly [number, number])[] {
  const next = Array.from({ length: size }, () => new Set<number>());
  for (const [from, to] of edges) next[from]?.add(to);
  for (const [from, to] of edges) {
    next[from]?.delete(to);
    if (!leads(next, from, to)) next[from]?.add(to);
  }
  return next.flatMap((targets, from) => [...targets].sort((a, b) => a - b).map((to) => [from, to] as const));
}

function leads(next: readonly ReadonlySet<number>[], from: number, to: number): boolean {
  const seen = new Set<number>();
  const work = [from];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    for (const one of next[at] ?? []) {
      if (one === to) return true;
      if (!seen.has(one)) work.push(one);
      seen.add(one);
    }
  }
  return false;
}
