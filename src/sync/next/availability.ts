/** Which tasks can be begun: open, claimed by nobody, in no pull request, and all that they wait for is over. */
import { resolveDependencies } from '../../plan/lint/dependencies.ts';
import type { Task } from '../../plan/types.ts';
import type { Availability, Obstacle, PlanNow, PlansNow, TaskNow } from './types.ts';

/** What every task waits for; a task that waits for nothing is not in it. */
export type Obstacles = ReadonlyMap<TaskNow, readonly Obstacle[]>;

/**
 * Finds what the tasks wait for: what their plan says they depend on, what their parents depend on, their own sub-tasks, and
 * the issues that GitHub has them marked as blocked by.
 */
export function obstaclesOf(now: PlansNow): Obstacles {
  const byIssue = new Map(
    now.plans.flatMap(({ tasks }) =>
      tasks.flatMap((task) => (task.issue === null ? [] : [[task.issue, task] as const])),
    ),
  );
  const ofIssue = (number: number): Obstacle[] => {
    const task = byIssue.get(number);
    if (task !== undefined) return task.state === 'open' ? [{ kind: 'task', task }] : [];
    return now.others.get(number) === false ? [] : [{ kind: 'issue', number }];
  };
  return new Map(now.plans.flatMap((plan) => [...obstaclesIn(plan, ofIssue)]));
}

/** Whether a task can be begun. */
export function availabilityOf(task: TaskNow, obstacles: Obstacles): Availability {
  if (task.state !== 'open') return { kind: 'over' };
  if (task.claim !== null) return { kind: 'claimed', claim: task.claim };
  if (task.pull !== null) return { kind: 'in-pull', number: task.pull };
  const waits = obstacles.get(task) ?? [];
  return waits.length > 0 ? { kind: 'waits', for: waits } : { kind: 'ready' };
}

function obstaclesIn(
  { plan, tasks }: PlanNow,
  ofIssue: (number: number) => Obstacle[],
): ReadonlyMap<TaskNow, readonly Obstacle[]> {
  const nowOf = new Map(tasks.map((one) => [one.task, one]));
  const openIn = openByPhase(tasks);
  const written = new Map<Task, Obstacle[]>();
  for (const { task, target } of resolveDependencies(plan).found) {
    const found = written.get(task) ?? [];
    written.set(task, found);
    switch (target.kind) {
      case 'task': {
        const one = nowOf.get(target.task);
        if (one?.state === 'open') found.push({ kind: 'task', task: one });
        break;
      }
      case 'phase':
        // A task cannot wait for the end of its own phase.
        if (nowOf.get(task)?.phase !== target.phase)
          found.push(
            ...(openIn.get(target.phase) ?? []).map((one) => ({ kind: 'task', task: one }) as const),
          );
        break;
      case 'issue':
        found.push(...ofIssue(target.issue));
    }
  }
  const waits = new Map<TaskNow, readonly Obstacle[]>();
  // Parents come before their sub-tasks, in the order of lines.
  const inherited = new Map<Task, readonly Obstacle[]>();
  for (const one of tasks) {
    const family = new Set([...descendants(one.task), ...ancestors(one, nowOf)]);
    const own = [
      ...(written.get(one.task) ?? []),
      ...one.blockers.flatMap(ofIssue),
      ...(one.parent === null ? [] : (inherited.get(one.parent) ?? [])),
    ].filter(
      (obstacle) => obstacle.kind === 'issue' || !(obstacle.task === one || family.has(obstacle.task.task)),
    );
    inherited.set(one.task, own);
    const below = descendants(one.task).flatMap((task): Obstacle[] => {
      const sub = nowOf.get(task);
      return sub?.state === 'open' ? [{ kind: 'task', task: sub }] : [];
    });
    const all = distinct([...own, ...below]);
    if (all.length > 0) waits.set(one, all);
  }
  return waits;
}

function openByPhase(tasks: readonly TaskNow[]): ReadonlyMap<TaskNow['phase'], readonly TaskNow[]> {
  const open = new Map<TaskNow['phase'], TaskNow[]>();
  for (const one of tasks) {
    if (one.state !== 'open') continue;
    const same = open.get(one.phase);
    if (same === undefined) open.set(one.phase, [one]);
    else same.push(one);
  }
  return open;
}

function descendants({ subtasks }: Task): Task[] {
  return subtasks.flatMap((one) => [one, ...descendants(one)]);
}

function ancestors({ parent }: TaskNow, nowOf: ReadonlyMap<Task, TaskNow>): Task[] {
  const above: Task[] = [];
  for (let at = parent; at !== null; at = nowOf.get(at)?.parent ?? null) above.push(at);
  return above;
}

function distinct(obstacles: readonly Obstacle[]): Obstacle[] {
  const seen = new Set<TaskNow | number>();
  return obstacles.filter((one) => {
    const key = one.kind === 'task' ? one.task : one.number;
    return !seen.has(key) && seen.add(key);
  });
}
