/** What stands around each task in its plan, and that its issue tells: the phase, its goal, and what the task waits for. */
import { resolveDependencies, type Dependencies } from '../../plan/lint/dependencies.ts';
import type { Plan, Task } from '../../plan/types.ts';
import { allTasks, type PlacedTask } from '../../plan/walk.ts';
import type { Surroundings, WaitedFor } from '../render/issue.ts';
import type { Resolution, ResolvedTask } from '../resolve/resolution.ts';
import { sourceIn } from '../state/ids.ts';
import type { Base } from '../state/known.ts';
import type { TaskKey } from '../types.ts';
import { isElsewhere } from './blocked-by.ts';

/** Tells what stands around a task, now and in the base. */
export interface Around {
  now(task: Task): Surroundings;
  /** Null where that is not known: the task is of a text older than the base. */
  before(task: Task): Surroundings | null;
}

export interface AroundInput {
  readonly plan: Plan;
  readonly base: Base | null;
  readonly resolution: Pick<Resolution, 'tasks' | 'removed'>;
  readonly dependencies: { readonly now: Dependencies; readonly before: Dependencies | null };
  readonly repositoryUrl: string;
}

/** Gathers what stands around the tasks of plan and base. Tasks are known by their keys in both, whatever became of their words. */
export function surroundingsOf(input: AroundInput): Around {
  const { plan, base, resolution, dependencies, repositoryUrl } = input;
  const byTask = new Map(resolution.tasks.map((one) => [placesOf(one.task), one]));
  const now = textOf(plan, dependencies.now, repositoryUrl, (task) =>
    waitedFor(task, byTask.get(placesOf(task))),
  );
  const before =
    base === null || dependencies.before === null
      ? null
      : textOf(base.plan, dependencies.before, repositoryUrl, waitedForBefore(resolution));
  const nothing: Surroundings = { heading: null, goal: null, waitsFor: [] };
  return {
    now: (task) => now.get(placesOf(task)) ?? nothing,
    before: (task) => before?.get(placesOf(task)) ?? null,
  };
}

/**
 * What the issue text of each task is made from, by the task's line, for texts of one plan whose tasks stand in the same
 * lines: those of the same source have the same issue text.
 */
export function sourcesByLine(plan: Plan, repositoryUrl: string): ReadonlyMap<number, string> {
  const around = textOf(plan, resolveDependencies(plan), repositoryUrl, ({ line, title }) => ({
    kind: 'task',
    key: `line ${line}`,
    title,
    number: null,
  }));
  return new Map(
    allTasks(plan).map(({ task }) => {
      const surroundings = around.get(placesOf(task));
      return [task.line, sourceIn(task, surroundings === undefined ? [] : factsOf(surroundings))] as const;
    }),
  );
}

/** The key of a task: copies of it, in another state or without the number at the end of its words, share this object. */
function placesOf({ places }: Task): Task['places'] {
  return places;
}

function waitedFor(task: Task, resolved: ResolvedTask | undefined): WaitedFor {
  if (resolved === undefined) return { kind: 'words', text: task.title };
  return { kind: 'task', key: keyOf(resolved), title: task.title, number: numberOf(resolved) };
}

/** The key that the task's issue was made with: it stays while the words of the task change, and those of its phase. */
function keyOf({ tie, key }: ResolvedTask): TaskKey {
  return tie.kind === 'issue' ? tie.marker.task : key;
}

/** What a task of the base was to those that waited for it, whether the plan still has it or not. */
function waitedForBefore({
  tasks,
  removed,
}: Pick<Resolution, 'tasks' | 'removed'>): (task: Task) => WaitedFor {
  const resolved = new Map(
    tasks.flatMap((one) => (one.base === null ? [] : [[placesOf(one.base.task), one] as const])),
  );
  const gone = new Map(removed.map((one) => [placesOf(one.base.task), one]));
  return (task) => {
    const one = resolved.get(placesOf(task));
    if (one !== undefined) return waitedFor(task, one);
    const cut = gone.get(placesOf(task));
    if (cut === undefined) return { kind: 'words', text: task.title };
    return { kind: 'task', key: cut.marker.task, title: task.title, number: cut.issue.number };
  };
}

function numberOf({ tie }: ResolvedTask): number | null {
  switch (tie.kind) {
    case 'issue':
    case 'adopt':
      return tie.issue.number;
    case 'foreign':
      return tie.number;
    case 'look-alike':
      return tie.held?.number ?? null;
    case 'gone':
    case 'none-needed':
    case 'unadopted':
    case 'newly-seen':
    case 'new':
      return null;
  }
}

/** The surroundings of all tasks of a text. */
function textOf(
  plan: Plan,
  { found, repeated }: Dependencies,
  repositoryUrl: string,
  waited: (task: Task) => WaitedFor,
): ReadonlyMap<Task['places'], Surroundings> {
  const waits = new Map<Task, { readonly written: Set<string>; readonly all: WaitedFor[] }>();
  for (const dependency of found) {
    if (isElsewhere(dependency, repositoryUrl)) continue;
    const { task, target, written } = dependency;
    const held = waits.get(task) ?? { written: new Set<string>(), all: [] };
    waits.set(task, held);
    held.written.add(written);
    switch (target.kind) {
      case 'task':
        held.all.push(waited(target.task));
        break;
      case 'issue':
        held.all.push({ kind: 'issue', number: target.issue });
        break;
      case 'phase':
        held.all.push({ kind: 'words', text: target.phase.title });
        break;
    }
  }
  for (const { task, written } of repeated) waits.get(task)?.written.add(written);
  const goals = goalsIn(plan);
  return new Map(
    allTasks(plan).map((placed) => {
      const { task } = placed;
      const held = waits.get(task);
      // What names nothing stands there as it is written.
      const words = task.dependsOn.filter((written) => held?.written.has(written) !== true);
      const waitsFor = [...(held?.all ?? []), ...words.map((text) => ({ kind: 'words' as const, text }))];
      return [placesOf(task), { heading: headingOf(placed), goal: goals.get(task) ?? null, waitsFor }];
    }),
  );
}

function headingOf({ task, phase }: PlacedTask): string | null {
  return phase?.title ?? task.section.at(-1) ?? null;
}

function goalsIn({ phases, groups }: Plan): ReadonlyMap<Task, string> {
  const goals = new Map<Task, string>();
  const give = (tasks: readonly Task[], goal: string): void => {
    for (const task of tasks) {
      goals.set(task, goal);
      give(task.subtasks, goal);
    }
  };
  for (const { tasks, goal } of [...phases, ...groups]) if (goal !== undefined) give(tasks, goal);
  return goals;
}

/** What is compared of surroundings: titles, and of each task its name. */
export function factsOf({ heading, goal, waitsFor }: Surroundings): readonly string[] {
  return [heading ?? '', goal ?? '', ...waitsFor.map(nameOf)];
}

function nameOf(waited: WaitedFor): string {
  switch (waited.kind) {
    case 'task':
      return waited.key;
    case 'issue':
      return `#${waited.number}`;
    case 'words':
      return waited.text;
  }
}

/** The tasks that have no number yet: the words get theirs when they are made. */
export function unnumberedIn({ waitsFor }: Surroundings): readonly { key: TaskKey; title: string }[] {
  return waitsFor.flatMap((one) =>
    one.kind === 'task' && one.number === null ? [{ key: one.key, title: one.title }] : [],
  );
}
