/** Looks up tasks and phases by what people call them. Everything is read once, however many names are looked up. */
import { phaseName } from '../read/headings.ts';
import { normalTitle } from '../read/row-box-join.ts';
import type { Phase, Plan, Task } from '../types.ts';
import { allTasks, type PlacedTask } from '../walk.ts';

/** The tasks of one name, in the order of the plan. */
export interface Named {
  readonly all: readonly Task[];
  readonly bySection: ReadonlyMap<number, readonly Task[]>;
  readonly byPhase: ReadonlyMap<Phase, readonly Task[]>;
}

/** What names can be looked up. */
export interface NameIndex {
  readonly placed: readonly PlacedTask[];
  readonly phases: readonly Phase[];
  readonly byId: ReadonlyMap<string, Named>;
  readonly byTitle: ReadonlyMap<string, Named>;
  readonly byIssue: ReadonlyMap<number, Task>;
  /** The first phase of a name. */
  readonly phaseNamed: (name: string) => Phase | null;
  /** Equal for tasks under the same headings. */
  readonly sectionOf: (task: Task) => number;
  /** Equal for tasks of one section and one parent. */
  readonly listOf: (task: Task, parent: Task | null) => string;
  /** The tasks of each list, in the order of the plan. */
  readonly besides: ReadonlyMap<string, readonly Task[]>;
}

/** Reads the names of a plan's tasks and phases. */
export function indexNames(plan: Plan): NameIndex {
  const placed = allTasks(plan);
  const sectionOf = sectionNumbers(placed);
  const parents = numberer();
  const listOf = (task: Task, parent: Task | null): string =>
    `${String(sectionOf(task))} ${parent === null ? '' : String(parents(parent))}`;
  const byId = new Map<string, Naming>();
  const byTitle = new Map<string, Naming>();
  const byIssue = new Map<number, Task>();
  const besides = new Map<string, Task[]>();
  for (const { task, phase, parent } of placed) {
    const section = sectionOf(task);
    const { id, title, issue } = task;
    if (id !== null) {
      addTo(byId, id.toLowerCase(), { task, phase, section });
      addTo(byTitle, normalTitle(`${id} ${title}`), { task, phase, section });
    }
    addTo(byTitle, normalTitle(title), { task, phase, section });
    if (issue !== null && !byIssue.has(issue)) byIssue.set(issue, task);
    push(besides, listOf(task, parent), task);
  }
  const phaseNamed = phasesByName(plan.phases);
  return { placed, phases: plan.phases, byId, byTitle, byIssue, phaseNamed, sectionOf, listOf, besides };
}

interface Naming extends Named {
  readonly all: Task[];
  readonly bySection: Map<number, Task[]>;
  readonly byPhase: Map<Phase, Task[]>;
}

function addTo(
  names: Map<string, Naming>,
  name: string,
  { task, phase, section }: { readonly task: Task; readonly phase: Phase | null; readonly section: number },
): void {
  const named: Naming = names.get(name) ?? { all: [], bySection: new Map(), byPhase: new Map() };
  names.set(name, named);
  named.all.push(task);
  push(named.bySection, section, task);
  if (phase !== null) push(named.byPhase, phase, task);
}

function push<Key, One>(lists: Map<Key, One[]>, key: Key, one: One): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [one]);
  else list.push(one);
}

/** Gives equal things one number. */
function numberer(): (one: unknown) => number {
  const numbers = new Map<unknown, number>();
  return (one) => {
    const number = numbers.get(one) ?? numbers.size;
    numbers.set(one, number);
    return number;
  };
}

/** Tasks share their headings, so that each is read once. */
function sectionNumbers(placed: readonly PlacedTask[]): (task: Task) => number {
  const heading = numberer();
  const section = numberer();
  const numbers = new Map(placed.map(({ task }) => [task, section(task.section.map(heading).join(' '))]));
  return (task) => numbers.get(task) ?? -1;
}

/** A phase is named by its title, by what stands behind the colon, or by its number: `Phase 3`. */
function phasesByName(phases: readonly Phase[]): (name: string) => Phase | null {
  const byTitle = new Map<string, number>();
  const byNumber = new Map<string, number>();
  for (const [index, { title }] of phases.entries()) {
    const bare = title.replace(/^[^:：—–]*[:：—–]\s*/u, '');
    for (const name of [normalTitle(title), normalTitle(bare)])
      if (!byTitle.has(name)) byTitle.set(name, index);
    const number = phaseName(title);
    if (number !== null && !byNumber.has(number)) byNumber.set(number, index);
  }
  const find = (name: string): Phase | null => {
    const wanted = normalTitle(name);
    const number = phaseName(name);
    const isNumber = number !== null && wanted.length <= number.length + 12;
    const found = [byTitle.get(wanted), isNumber ? byNumber.get(number) : undefined].filter(
      (index) => index !== undefined,
    );
    return phases[Math.min(...found)] ?? null;
  };
  const known = new Map<string, Phase | null>();
  return (name) => {
    const phase = known.get(name);
    if (phase !== undefined) return phase;
    const looked = find(name);
    known.set(name, looked);
    return looked;
  };
}
