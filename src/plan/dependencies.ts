import { closest } from './closest.ts';
import { phaseName } from './headings.ts';
import { problem, quoted } from './problems.ts';
import { normalTitle } from './twins.ts';
import type { Phase, Plan, Problem, Task } from './types.ts';
import { allTasks } from './walk.ts';
import type { PlacedTask } from './walk.ts';

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
  readonly target: Target;
}

/** The dependencies of a plan, and the words that name nothing. */
export interface Dependencies {
  readonly found: readonly Dependency[];
  readonly problems: readonly Problem[];
}

/** What names can be looked up. */
interface Index {
  readonly placed: readonly PlacedTask[];
  readonly byId: ReadonlyMap<string, readonly PlacedTask[]>;
  readonly byTitle: ReadonlyMap<string, readonly PlacedTask[]>;
  readonly byIssue: ReadonlyMap<number, Task>;
  readonly phases: readonly Phase[];
}

/** A name that was looked up: what it means, or what it might. */
type Found = readonly Target[] | { readonly ambiguous: readonly Task[] } | null;

const ISSUE = /^(?:[\w.-]+\/[\w.-]+|gh|issue|issues)?\s*#(\d{1,10})$|\/issues\/(\d{1,10})\/?$/iu;
const TASK_WORD = /^(?:tasks?|story|stories|step|item|wp|sub-?task)\s+(?=\S)/iu;
const ALL_ABOVE = /^(?:all|everything)(?:\s+(?:of the\s+)?(?:above|previous|prior|earlier)(?:\s+tasks)?)$/iu;
const LONGEST_RANGE = 200;
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
  const index = indexOf(plan);
  const found: Dependency[] = [];
  const problems: Problem[] = [];
  for (const placed of index.placed) {
    let previous = '';
    for (const written of placed.task.dependsOn) {
      const result = lookUp(written, previous, placed, index);
      previous = written;
      if (result === null || 'ambiguous' in result) {
        const guesses = problems.length < MOST_GUESSES ? namesBeside(placed.task, index) : [];
        problems.push(notFound(placed.task, written, result?.ambiguous ?? null, guesses));
        continue;
      }
      for (const target of result) {
        if (target.kind !== 'task' || target.task !== placed.task)
          found.push({ task: placed.task, written, target });
        else if (result.length === 1)
          problems.push(
            problem(
              'dependency-cycle',
              { line: lineFor(placed.task) },
              `Expected another task, found ${quoted(written)}: the task depends on itself.`,
            ),
          );
      }
    }
  }
  return { found, problems };
}

function lookUp(written: string, previous: string, from: PlacedTask, index: Index): Found {
  const bare = written.replace(AFTER, '').replaceAll('`', '').trim();
  const issue = ISSUE.exec(bare);
  if (issue) return issueTarget(Number(issue[1] ?? issue[2]), index);
  if (ALL_ABOVE.test(bare)) return tasksAbove(from, index);
  for (const name of [written.trim(), bare, inherit(bare, previous)]) {
    const result =
      titled(name, from, index) ?? withId(name.replace(TASK_WORD, ''), from, index) ?? byPhase(name, index);
    if (result !== null) return result;
    const range = byRange(name, from, index);
    if (range !== null) return range;
  }
  return null;
}

/** `TASK-002, 005` and `Phase 2, 3` do not repeat the prefix. */
function inherit(name: string, previous: string): string {
  if (!/^[\d.]+[a-z]?$/u.test(name)) return name;
  const prefix = /^(.*?\D)?[\d.]+[a-z]?$/u.exec(previous.replace(AFTER, ''))?.[1] ?? '';
  return prefix + name;
}

function issueTarget(issue: number, index: Index): Target[] {
  const task = index.byIssue.get(issue);
  return [task ? { kind: 'task', task } : { kind: 'issue', issue }];
}

function tasksAbove(from: PlacedTask, index: Index): Target[] {
  const section = from.task.section.join('\n');
  const above = index.placed.filter(
    ({ task, parent }) =>
      parent === from.parent && task.line < from.task.line && task.section.join('\n') === section,
  );
  return above.map(({ task }) => ({ kind: 'task', task }));
}

function titled(name: string, from: PlacedTask, index: Index): Found {
  return choose(index.byTitle.get(normalTitle(name)), from);
}

function withId(name: string, from: PlacedTask, index: Index): Found {
  return choose(index.byId.get(name.toLowerCase().replace(/[.:]$/u, '')), from);
}

/** Of several tasks of one name the nearest one is meant: in the same section, else in the same phase. */
function choose(candidates: readonly PlacedTask[] | undefined, from: PlacedTask): Found {
  const others = candidates?.filter(({ task }) => task !== from.task) ?? [];
  if (others.length === 0) return candidates?.length ? [{ kind: 'task', task: from.task }] : null;
  const section = from.task.section.join('\n');
  const near = others.filter(({ task }) => task.section.join('\n') === section);
  const inPhase = others.filter(({ phase }) => phase !== null && phase === from.phase);
  for (const group of [others, near, inPhase]) {
    const [only] = group;
    if (only && group.length === 1) return [{ kind: 'task', task: only.task }];
  }
  return { ambiguous: others.map(({ task }) => task) };
}

function byPhase(name: string, { phases }: Index): Found {
  const key = phaseName(name);
  const wanted = normalTitle(name);
  const phase = phases.find(({ title }) => {
    const bare = title.replace(/^[^:：—–]*[:：—–]\s*/u, '');
    return (
      normalTitle(title) === wanted ||
      normalTitle(bare) === wanted ||
      (key !== null && phaseName(title) === key && wanted.length <= key.length + 12)
    );
  });
  return phase ? [{ kind: 'phase', phase }] : null;
}

/** `T001-T004`, `Z5–Z8`, `Phase 1-4`, `Tasks 1–3`, `T001 to T004`. */
function byRange(name: string, from: PlacedTask, index: Index): Found {
  const targets = membersOf(name).flatMap((one) => {
    const result = withId(one.replace(TASK_WORD, ''), from, index) ?? byPhase(one, index);
    return result === null || 'ambiguous' in result ? [] : result;
  });
  return targets.length > 0 ? targets : null;
}

/** The names that a range stands for; none if the text is no range, or one too long to be meant. */
function membersOf(name: string): string[] {
  const match = /^(.*?)(\d+)\s*(?:[-–—~～]|to|through|bis|\.\.+)\s*(.*?)(\d+)$/iu.exec(name);
  const [, prefix = '', first = '', again = '', last = ''] = match ?? [];
  const sameKind = again.trim() === '' || again.trim().toLowerCase() === prefix.trim().toLowerCase();
  const count = Number(last) - Number(first) + 1;
  if (match === null || !sameKind || count < 2 || count > LONGEST_RANGE) return [];
  const width = first.startsWith('0') ? first.length : 1;
  return Array.from(
    { length: count },
    (_, index) => prefix + String(Number(first) + index).padStart(width, '0'),
  );
}

function notFound(
  task: Task,
  written: string,
  ambiguous: readonly Task[] | null,
  names: readonly string[],
): Problem {
  const at = { line: lineFor(task) };
  if (ambiguous) {
    const lines = ambiguous.slice(0, 5).map(({ line }) => String(line));
    return problem(
      'ambiguous-dependency',
      at,
      `Expected one task named ${quoted(written)}, found those on lines ${lines.join(', ')}.`,
    );
  }
  const near = closest(written, names);
  const meant = near.length > 0 ? ` Did you mean ${near.map(quoted).join(' or ')}?` : '';
  return problem(
    'unknown-dependency',
    at,
    `Expected a task, an issue or a phase, found ${quoted(written)}.${meant}`,
  );
}

function namesBeside(task: Task, { placed, phases }: Index): string[] {
  return [
    ...placed.filter((one) => one.task !== task).map((one) => one.task.title),
    ...phases.map(({ title }) => title),
  ];
}

/** Where the dependencies of a task are written: in its row, if it has one. */
function lineFor(task: Task): number {
  return task.places.find(({ kind }) => kind === 'row')?.line ?? task.line;
}

function indexOf(plan: Plan): Index {
  const placed = allTasks(plan);
  const byId = new Map<string, PlacedTask[]>();
  const byTitle = new Map<string, PlacedTask[]>();
  const byIssue = new Map<number, Task>();
  const add = (map: Map<string, PlacedTask[]>, key: string, one: PlacedTask): void => {
    const list = map.get(key);
    if (list) list.push(one);
    else map.set(key, [one]);
  };
  for (const one of placed) {
    const { id, title, issue } = one.task;
    if (id !== null) {
      add(byId, id.toLowerCase(), one);
      add(byTitle, normalTitle(`${id} ${title}`), one);
    }
    add(byTitle, normalTitle(title), one);
    if (issue !== null && !byIssue.has(issue)) byIssue.set(issue, one.task);
  }
  return { placed, byId, byTitle, byIssue, phases: plan.phases };
}
