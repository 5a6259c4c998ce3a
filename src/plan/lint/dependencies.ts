import { candidatesFrom, closest, type Candidates } from '../text/closest.ts';
import { indexNames, type Named, type NameIndex } from './names.ts';
import { problem, quoted } from '../text/problems.ts';
import { membersOf } from '../values/ranges.ts';
import { normalTitle } from '../read/row-box-join.ts';
import type { Phase, Plan, Problem, Task } from '../types.ts';
import type { PlacedTask } from '../walk.ts';

/** What a task waits for. */
export type Target =
  | { readonly kind: 'task'; readonly task: Task }
  | { readonly kind: 'phase'; readonly phase: Phase }
  /** An issue that is no task of this plan. */
  | { readonly kind: 'issue'; readonly issue: number };

/** One dependency of a task. */
export interface Dependency {
  readonly task: Task;
  /** As written; a range yields several dependencies of one text. */
  readonly written: string;
  /** Which of the task's dependencies it is, as they are written. */
  readonly index: number;
  readonly target: Target;
}

/** The dependencies of a plan, and the words that name nothing. */
export interface Dependencies {
  readonly found: readonly Dependency[];
  /** Those that name once more what the task waits for already, in whatever words; of a range its first such target. */
  readonly repeated: readonly Dependency[];
  readonly problems: readonly Problem[];
}

/** A name that was looked up: what it means, or what it might. */
type Found = readonly Target[] | { readonly ambiguous: readonly Task[] } | null;

const ISSUE = /^(?:[\w.-]+\/[\w.-]+|gh|issue|issues)?\s*#(\d{1,10})$|\/issues\/(\d{1,10})\/?$/iu;
const TASK_WORD = /^(?:tasks?|story|stories|step|item|wp|sub-?task)\s+(?=\S)/iu;
const ALL_ABOVE = /^(?:all|everything)(?:\s+(?:of the\s+)?(?:above|previous|prior|earlier)(?:\s+tasks)?)$/iu;
/** A longer name can only be a title; it is not read for what stands around an id. */
const LONGEST_NAME = 200;
/** At most this many things that one task waits for; GitHub links at most 50 (GITHUB-FACTS 4). */
const MOST_TARGETS = 200;
/** A plan with more wrong names than this gets no guesses for the rest. */
const MOST_GUESSES = 100;
/** Words behind a name: `Phase 1 complete`, `T001 ✅`, `T002 (soft)`. */
const AFTER =
  /\s*(?:\((?:[^()]*)\)|\[P\]|[✅⏳❌🔄✔☑]|\s(?:complete|completed|done|finished|merged|ready))\s*$/iu;

/**
 * Resolves what the tasks of a plan depend on.
 *
 * @param plan A parsed plan.
 * @returns Each dependency with its target, and a Problem for each name that means nothing or too much.
 */
export function resolveDependencies(plan: Plan): Dependencies {
  const index = indexNames(plan);
  const candidates = once(() => candidatesFrom(namesIn(index)));
  const found: Dependency[] = [];
  const repeated: Dependency[] = [];
  const problems: Problem[] = [];
  for (const placed of index.placed) {
    const { task } = placed;
    const targets = new Set<Task | Phase | number>();
    let previous = '';
    for (const [at, written] of task.dependsOn.entries()) {
      const result = lookUp(written, previous, placed, index);
      previous = written;
      if (result === null || 'ambiguous' in result) {
        const near = result === null && problems.length < MOST_GUESSES ? candidates() : null;
        problems.push(notFound(task, written, result?.ambiguous ?? near, index));
        continue;
      }
      if (result.length === 1 && result.every((target) => nodeOf(target) === task))
        problems.push(onItself(task, written));
      const named = new Map(result.map((target) => [nodeOf(target), target]));
      const more = [...named].filter(([node]) => node !== task && !targets.has(node));
      // Of a range one is enough: what strangers write may name hundreds, hundreds of times.
      const again = result.find((target) => targets.has(nodeOf(target)));
      if (again !== undefined) repeated.push({ task, written, index: at, target: again });
      const room = MOST_TARGETS - targets.size;
      const from = isAllAbove(written) ? Math.max(0, more.length - room) : 0;
      for (const [node, target] of more.slice(from, from + room)) {
        targets.add(node);
        found.push({ task, written, index: at, target });
      }
      if (more.length > room) {
        problems.push(tooMany(task));
        break;
      }
    }
  }
  return { found, repeated, problems };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

function nodeOf(target: Target): Task | Phase | number {
  switch (target.kind) {
    case 'task':
      return target.task;
    case 'phase':
      return target.phase;
    case 'issue':
      return target.issue;
  }
}

function lookUp(written: string, previous: string, from: PlacedTask, index: NameIndex): Found {
  if (written.length > LONGEST_NAME) return titled(written.trim(), from, index);
  const bare = bareName(written);
  const issue = ISSUE.exec(bare);
  if (issue) return issueTarget(Number(issue[1] ?? issue[2]), index);
  if (isAllAbove(written)) return tasksAbove(from, index);
  for (const name of [written.trim(), bare, inherit(bare, previous)]) {
    const result =
      titled(name, from, index) ?? withId(name.replace(TASK_WORD, ''), from, index) ?? byPhase(name, index);
    if (result !== null) return result;
    const range = byRange(name, from, index);
    if (range !== null) return range;
  }
  return null;
}

/** A name without the words behind it. */
function bareName(written: string): string {
  return written.replace(AFTER, '').replaceAll('`', '').trim();
}

function isAllAbove(written: string): boolean {
  return written.length <= LONGEST_NAME && ALL_ABOVE.test(bareName(written));
}

/** `TASK-002, 005` and `Phase 2, 3` do not repeat the prefix. */
function inherit(name: string, previous: string): string {
  if (!/^[\d.]+[a-z]?$/u.test(name)) return name;
  if (previous.length > LONGEST_NAME) return name;
  const prefix = /^(.*?\D)?[\d.]+[a-z]?$/u.exec(previous.replace(AFTER, ''))?.[1] ?? '';
  return prefix + name;
}

function issueTarget(issue: number, index: NameIndex): Target[] {
  const task = index.byIssue.get(issue);
  return [task ? { kind: 'task', task } : { kind: 'issue', issue }];
}

/** The tasks above in the same list; of very many the nearest, enough to see that they are too many. */
function tasksAbove({ task, parent }: PlacedTask, index: NameIndex): Target[] {
  const beside = index.besides.get(index.listOf(task, parent)) ?? [];
  const end = beside.findIndex((one) => one.line >= task.line);
  return beside.slice(Math.max(0, end - 2 * MOST_TARGETS), end).map((one) => ({ kind: 'task', task: one }));
}

function titled(name: string, from: PlacedTask, index: NameIndex): Found {
  return choose(index.byTitle.get(normalTitle(name)), from, index);
}

function withId(name: string, from: PlacedTask, index: NameIndex): Found {
  return choose(index.byId.get(name.toLowerCase().replace(/[.:]$/u, '')), from, index);
}

/** Of several tasks of one name the nearest one is meant: in the same section, else in the same phase. */
function choose(named: Named | undefined, from: PlacedTask, index: NameIndex): Found {
  if (named === undefined) return null;
  const { task, phase } = from;
  const near = named.bySection.get(index.sectionOf(task));
  const inPhase = phase === null ? [] : named.byPhase.get(phase);
  for (const group of [named.all, near, inPhase]) {
    // Of more than two there is no only other one.
    const others = group !== undefined && group.length <= 2 ? group.filter((one) => one !== task) : [];
    const [only] = others;
    if (only && others.length === 1) return [{ kind: 'task', task: only }];
  }
  if (named.all.length === 1) return [{ kind: 'task', task }];
  return { ambiguous: named.all.slice(0, MOST_NAMED + 1).filter((one) => one !== task) };
}

function byPhase(name: string, index: NameIndex): Found {
  const phase = index.phaseNamed(name);
  return phase ? [{ kind: 'phase', phase }] : null;
}

/** `T001-T004`, `Z5–Z8`, `Phase 1-4`, `Tasks 1–3`, `T001 to T004`. */
function byRange(name: string, from: PlacedTask, index: NameIndex): Found {
  const targets = membersOf(name).flatMap((one) => {
    const result = withId(one.replace(TASK_WORD, ''), from, index) ?? byPhase(one, index);
    return result === null || 'ambiguous' in result ? [] : result;
  });
  return targets.length > 0 ? targets : null;
}

/** At most this many of the tasks with an ambiguous name are listed. */
const MOST_NAMED = 5;

/** @param near The tasks that could be meant, or the texts that may be; null if none is looked for. */
function notFound(
  task: Task,
  written: string,
  near: readonly Task[] | Candidates | null,
  { byTitle }: NameIndex,
): Problem {
  const at = { line: lineFor(task) };
  if (near !== null && !('texts' in near)) {
    const lines = near.slice(0, MOST_NAMED).map(({ line }) => String(line));
    return problem(
      'ambiguous-dependency',
      at,
      `This task depends on ${quoted(written)}, which names several tasks: those on lines ${lines.join(', ')}.`,
    );
  }
  const isAlone = byTitle.get(normalTitle(task.title))?.all.length === 1;
  const texts = near === null ? [] : closest(written, near, isAlone ? task.title : undefined);
  const meant = texts.length > 0 ? ` Did you mean ${texts.map(quoted).join(' or ')}?` : '';
  return problem(
    'unknown-dependency',
    at,
    `This task depends on ${quoted(written)}, which names no task, issue or phase.${meant}`,
  );
}

function onItself(task: Task, written: string): Problem {
  return problem(
    'dependency-cycle',
    { line: lineFor(task) },
    `This task depends on ${quoted(written)}, which is the task itself.`,
  );
}

function tooMany(task: Task): Problem {
  return problem(
    'many-dependencies',
    { line: lineFor(task) },
    `This task depends on more than ${String(MOST_TARGETS)} things; the rest are left out.`,
  );
}

function namesIn({ placed, phases }: NameIndex): string[] {
  return [...placed.map(({ task }) => task.title), ...phases.map(({ title }) => title)];
}

/** Where the dependencies of a task are written: in its row, if it has one. */
function lineFor(task: Task): number {
  return task.places.find(({ kind }) => kind === 'row')?.line ?? task.line;
}
