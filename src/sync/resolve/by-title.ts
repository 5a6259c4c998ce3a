/**
 * Ties tasks to issues of the plan that no entry holds, where no key tells which is which: an older version may have made
 * the keys of other words. A title that both sides have once decides. Of tasks that share a title, the place decides (the
 * parent's issue, else the milestone), then the lines that the issue was made from, then their order, since issues are
 * made in the order of the lines. Where the order may be wrong, it is said: a second issue would be worse.
 */
import type { Phase, Task } from '../../plan/types.ts';
import { splitTitle } from '../../plan/read/tasks/titles.ts';
import { issueTitle, sameText, sectionedText, sourceHash, sourceMade } from '../state/ids.ts';
import type { ResolvedTask } from './resolution.ts';
import type { Loose } from './texts-in-flight.ts';

/** Metadata at the end of a title of an older version is at most this many characters long. */
const MOST_NOISE = 24;

export interface TitleSearch {
  /** Tasks that are tied to nothing. */
  readonly tasks: readonly ResolvedTask[];
  /** Issues that nothing is tied to, oldest first. */
  readonly loose: readonly Loose[];
  /** The issue that a task is tied to already. */
  readonly issueOf: (task: Task) => number | null;
  /** The tracking issue, which is the parent of tasks that are no sub-tasks. */
  readonly tracking: number | null;
  /** The phase that a milestone was made for. */
  readonly phaseOf: (milestone: number) => Phase | null;
  /** Whether an issue may be tied by nothing but order. */
  readonly mayGuess: (found: Loose) => boolean;
}

export interface TitleTie {
  readonly one: ResolvedTask;
  readonly found: Loose;
  /** The issue's title has all words of the task, as an older version took them. */
  readonly isOld: boolean;
  /** Another task of the same words may be meant. */
  readonly byOrder: boolean;
}

/** Which task an issue of the same title is of; each task and each issue at most once. */
export function tieByTitle(input: TitleSearch): TitleTie[] {
  if (input.loose.length === 0) return [];
  const titlings = titlesOfVersions();
  const tying: Tying = { ...input, ties: new Map(), used: new Set(), sourceOf: memo(sourceHash) };
  for (const titles of titlings) tieOnly(tying, titles, anywhere);
  const tried = new Set<ResolvedTask>();
  for (let next = placeable(tying, tried); next.length > 0; next = placeable(tying, tried)) {
    for (const one of next) tried.add(one);
    const among = { ...tying, tasks: next };
    for (const titles of titlings) {
      tieInOrder(among, titles, inPlaceFrom);
      tieOnly(among, titles, from);
      tieInOrder(among, titles, inPlace);
    }
  }
  const guessing = { ...tying, loose: input.loose.filter(input.mayGuess) };
  for (const titles of titlings) tieInOrder(guessing, titles, anywhere);
  return [...tying.ties.values()];
}

interface Tying extends TitleSearch {
  readonly ties: Map<Task, TitleTie>;
  readonly used: Set<Loose>;
  readonly sourceOf: (task: Task) => string;
}

/** How the titles of tasks and issues are compared. */
interface Titles {
  readonly ofTask: (one: ResolvedTask) => string;
  /** Each title once, the likeliest first. */
  readonly ofIssue: (found: Loose) => readonly string[];
  readonly isOld: boolean;
}

function titlesOfVersions(): readonly Titles[] {
  return [
    {
      ofTask: memo(({ task }) => sameText(issueTitle(task))),
      ofIssue: ({ issue }) => [sameText(issue.title)],
      isOld: false,
    },
    // Older versions took all words of a task for its title.
    {
      ofTask: memo(({ task }) => sameText(task.text)),
      ofIssue: memo(({ issue }) => wordsIn(issue.title)),
      isOld: true,
    },
  ];
}

/** The words that a task may have whose issue has this title: an older version took a size or a date at its end for words, too. */
function wordsIn(title: string): string[] {
  const said = sameText(splitTitle(title).title);
  const ends = [...said.matchAll(/ /gu)]
    .map(({ index }) => index)
    .filter((end) => said.length - end <= MOST_NOISE);
  return [said, ...ends.toReversed().map((end) => said.slice(0, end))];
}

/** What tasks and issues must have in common besides their titles. */
interface Where {
  readonly ofTask: (tying: Tying, one: ResolvedTask) => string;
  readonly ofIssue: (tying: Tying, found: Loose) => string;
}

const anywhere: Where = { ofTask: () => '', ofIssue: () => '' };
const inPlace: Where = { ofTask: placeOfTask, ofIssue: placeOfIssue };
const from: Where = {
  ofTask: ({ sourceOf }, { task }) => sourceOf(task),
  ofIssue: (_, { marker }) => sourceMade(marker),
};
const inPlaceFrom: Where = {
  ofTask: (tying, one) => `${inPlace.ofTask(tying, one)} ${from.ofTask(tying, one)}`,
  ofIssue: (tying, found) => `${inPlace.ofIssue(tying, found)} ${from.ofIssue(tying, found)}`,
};

function placeOfTask(tying: Tying, { placed: { parent, phase } }: ResolvedTask): string {
  if (parent !== null) return `#${String(issueNow(tying, parent))}`;
  return phase === null ? NOWHERE : `line ${phase.line}`;
}

function placeOfIssue({ tracking, phaseOf }: Tying, { issue: { parent, milestone } }: Loose): string {
  if (typeof parent === 'number' && parent !== tracking) return `#${parent}`;
  const phase = milestone === null ? null : phaseOf(milestone);
  return phase === null ? NOWHERE : `line ${phase.line}`;
}

/** Under no task and in no phase, as far as it is known. */
const NOWHERE = '';

function issueNow({ ties, issueOf }: Tying, task: Task): number | null {
  return ties.get(task)?.found.issue.number ?? issueOf(task);
}

/** The tasks to tie next: those under no task, and those whose parent has its issue. */
function placeable(tying: Tying, tried: ReadonlySet<ResolvedTask>): ResolvedTask[] {
  return tying.tasks.filter(
    (one) => !tried.has(one) && (one.placed.parent === null || issueNow(tying, one.placed.parent) !== null),
  );
}

/** Tasks and issues that are tied to nothing yet, by what they must have in common. */
interface Groups {
  readonly tasks: ReadonlyMap<string, readonly ResolvedTask[]>;
  readonly issues: ReadonlyMap<string, readonly Loose[]>;
  /** The issues once more, oldest first, with the groups that each is in. */
  readonly free: readonly { readonly found: Loose; readonly keys: readonly string[] }[];
}

function groupsOf(tying: Tying, titles: Titles, where: Where): Groups {
  const keyOf = (one: ResolvedTask): string => `${titles.ofTask(one)}\n${where.ofTask(tying, one)}`;
  const tasks = groupBy(
    tying.tasks.filter(({ task }) => !tying.ties.has(task)),
    (one) => [keyOf(one)],
  );
  const free = tying.loose.flatMap((found) => {
    if (tying.used.has(found)) return [];
    const end = `\n${where.ofIssue(tying, found)}`;
    const keys = titles.ofIssue(found).map((title) => title + end);
    return [{ found, keys: keys.filter((key) => tasks.has(key)) }];
  });
  const groups = groupBy(free, ({ keys }) => keys);
  const issues = new Map([...groups].map(([key, group]) => [key, group.map(({ found }) => found)]));
  return { tasks, issues, free };
}

/** Ties where each of the two fits the other alone. */
function tieOnly(tying: Tying, titles: Titles, where: Where): void {
  const { tasks, issues, free } = groupsOf(tying, titles, where);
  for (const { found, keys } of free) {
    const [key, another] = keys;
    const [only, one] = tasks.get(key ?? '') ?? [];
    if (only === undefined || key === undefined || one !== undefined || another !== undefined) continue;
    if (issues.get(key)?.length === 1) tie(tying, only, { found, isOld: titles.isOld, byOrder: false });
  }
}

/** Ties the first task to the oldest issue, and so on. */
function tieInOrder(tying: Tying, titles: Titles, where: Where): void {
  const { tasks, issues, free } = groupsOf(tying, titles, where);
  const waiting = new Map([...tasks].map(([key, group]) => [key, group.values()]));
  const alike = memo((key: string) => areAlike(tasks.get(key) ?? []));
  for (const { found, keys } of free)
    for (const key of keys) {
      const one = waiting.get(key)?.next().value;
      if (one === undefined) continue;
      const isWhole = tasks.get(key)?.length === issues.get(key)?.length;
      const isPlaced = where !== anywhere || placeOfIssue(tying, found) === NOWHERE;
      tie(tying, one, { found, isOld: titles.isOld, byOrder: !(isWhole ? isPlaced : alike(key)) });
      break;
    }
}

/** Whether it makes no difference which of the tasks an issue is tied to. */
function areAlike([first, ...others]: readonly ResolvedTask[]): boolean {
  if (first === undefined) return true;
  const { phase, parent } = first.placed;
  return others.every(
    ({ placed, task }) =>
      placed.phase === phase &&
      placed.parent === parent &&
      sectionedText(task) === sectionedText(first.task) &&
      sourceHash(task) === sourceHash(first.task),
  );
}

function tie({ ties, used }: Tying, one: ResolvedTask, made: Omit<TitleTie, 'one'>): void {
  ties.set(one.task, { one, ...made });
  used.add(made.found);
}

function memo<K, V>(of: (one: K) => V): (one: K) => V {
  const known = new Map<K, V>();
  return (one) => {
    const had = known.get(one);
    if (had !== undefined) return had;
    const made = of(one);
    known.set(one, made);
    return made;
  };
}

/** Things by what they have in common; a thing may be in several groups. */
export function groupBy<T>(all: readonly T[], keysOf: (one: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all)
    for (const key of keysOf(one)) {
      const known = groups.get(key);
      if (known === undefined) groups.set(key, [one]);
      else known.push(one);
    }
  return groups;
}
