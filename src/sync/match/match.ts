/**
 * Which task of the new text is which task of the base. See DESIGN 4: issue link, then same text in the same section,
 * same text elsewhere if unique; the others are scored by text and place ({@link scoreRest}). Look-alikes are matched like
 * tasks, so that a known task may lose its box and get it back.
 */
import type { Plan, Task } from '../../plan/types.ts';
import { withLookAlikes } from './look-alikes.ts';
import { sameText, sectionedText } from '../state/ids.ts';
import type { Entry } from '../types.ts';
import { pair, scoreRest, type Board } from './score.ts';

export interface Match {
  /** New task → base task. Either may be a look-alike. */
  readonly pairs: ReadonlyMap<Task, Task>;
  /** New tasks whose base task was guessed from similar text: always shown in a preview. */
  readonly guessed: ReadonlySet<Task>;
}

/** A task, by a line of it in the plan, that goes on where a task of the base was, by its first line there. */
export interface Continuation {
  readonly line: number;
  readonly was: number;
  /** The place that was reworded was found by how alike its words are. */
  readonly guessed: boolean;
}

/**
 * @param base The text that plan and issues last agreed on.
 * @param plan The text as it is now.
 * @param entries What is remembered of the base, by line. A look-alike of it without an entry was never a task.
 * @param continued What places of the tasks tell already.
 */
export function matchTasks(
  base: Plan,
  plan: Plan,
  entries: ReadonlyMap<number, Entry>,
  continued: readonly Continuation[] = [],
): Match {
  const olds = withLookAlikes(base);
  const news = withLookAlikes(plan);
  const isKnown = ({ box, line }: Task): boolean => box === undefined || entries.has(line);
  const board: TextBoard = {
    olds: olds.map(({ task }) => task),
    news: news.map(({ task }) => task),
    isKnown,
    pairs: new Map(),
    taken: new Map(),
  };
  const parents = new Map([...olds, ...news].map(({ task, parent }) => [task, parent?.title ?? '']));
  pairByLink(board, entries);
  const linked = new Set(board.pairs.keys());
  const guessed = pairContinued(board, continued);
  pairRowsLeft(board);
  const withParent = (task: Task): string => `${sectionedText(task)}\n${sameText(parents.get(task) ?? '')}`;
  pairByText(board, withParent, 'in order');
  pairByText(board, sectionedText, 'in order');
  pairByText(board, (task) => sameText(task.text), 'if unique');
  const certain = new Set([...board.pairs.keys()].filter((task) => linked.has(task) || !guessed.has(task)));
  scoreRest({ ...board, olds: board.olds.filter((old) => isKnown(old) || board.taken.has(old)) });
  const pairs = new Map([...board.pairs].filter(([, old]) => isKnown(old)));
  return { pairs, guessed: new Set([...pairs.keys()].filter((task) => !certain.has(task))) };
}

/** The tasks and look-alikes of two texts, and the pairs found so far. */
interface TextBoard extends Board {
  /** Whether a task of the base was ever one. */
  readonly isKnown: (old: Task) => boolean;
}

function pairByLink(board: Board, entries: ReadonlyMap<number, Entry>): void {
  const claims = groupBy(board.news, (task) => (task.issue === null ? null : String(task.issue)));
  for (const old of board.olds) {
    const entry = entries.get(old.line);
    const claimants = entry?.kind === 'issue' ? (claims.get(String(entry.number)) ?? []) : [];
    const text = sameText(old.text);
    const same = claimants.filter((task) => sameText(task.text) === text);
    const now = same.find(hasBox) ?? same[0] ?? claimants[0];
    if (now !== undefined && !board.pairs.has(now)) pair(board, now, old);
  }
}

/** Pairs tasks whose places were compared one by one; returns those of which a place was found by its words alone. */
function pairContinued(board: Board, continued: readonly Continuation[]): ReadonlySet<Task> {
  const guesses = new Set<Task>();
  if (continued.length === 0) return guesses;
  const olds = new Map(board.olds.map((task) => [task.line, task]));
  const news = new Map(
    board.news.flatMap((task) => [task.line, ...task.alsoAt].map((line) => [line, task] as const)),
  );
  for (const { line, was, guessed } of continued) {
    const [now, old] = [news.get(line), olds.get(was)];
    if (now === undefined || old === undefined) continue;
    if (guessed) guesses.add(now);
    if (!board.pairs.has(now) && !board.taken.has(old)) pair(board, now, old);
  }
  return guesses;
}

/** Where a box and a row were one task and only the row is left, it is that task, and no look-alike is. */
function pairRowsLeft(board: Board): void {
  const free = board.news.filter((task) => hasBox(task) && !board.pairs.has(task));
  const byText = groupBy(free, ({ text }) => sameText(text));
  for (const old of board.olds) {
    const kinds = new Set(old.places.map(({ kind }) => kind));
    if (board.taken.has(old) || !kinds.has('row') || !kinds.has('checkbox')) continue;
    const [now, another] = byText.get(sameText(old.text)) ?? [];
    if (now?.kind === 'row' && another === undefined && !board.pairs.has(now)) pair(board, now, old);
  }
}

/** Pairs tasks of equal text. */
function pairByText(board: TextBoard, textOf: (task: Task) => string, how: 'in order' | 'if unique'): void {
  const olds = board.olds.filter((task) => !board.taken.has(task));
  const news = board.news.filter((task) => !board.pairs.has(task));
  const oldsBy = groupBy(olds, textOf);
  for (const [text, same] of groupBy(news, textOf)) {
    const candidates = oldsBy.get(text) ?? [];
    if (how === 'if unique' && (countOf(same, hasBox) > 1 || countOf(candidates, board.isKnown) > 1))
      continue;
    pairInTurn(board, candidates, same);
  }
}

/**
 * Pairs tasks of one text in the order of their lines. Where some came or went, boxes are paired with boxes and look-alikes
 * with look-alikes first. A look-alike that was never a task stays a look-alike or is new.
 */
function pairInTurn(board: TextBoard, olds: readonly Task[], news: readonly Task[]): void {
  const known = olds.filter(board.isKnown);
  if (known.length === olds.length && olds.length === news.length) return takeTurns(board, olds, news);
  const inTurn = [...new Set([...known, ...olds])];
  takeTurns(board, inTurn.filter(hasBox), news.filter(hasBox));
  takeTurns(board, inTurn.filter(isLookAlike), news.filter(isLookAlike));
  takeTurns(board, known, news);
}

function takeTurns(board: Board, olds: readonly Task[], news: readonly Task[]): void {
  const free = news.filter((task) => !board.pairs.has(task));
  for (const [index, old] of olds.filter((task) => !board.taken.has(task)).entries()) {
    const now = free[index];
    if (now !== undefined) pair(board, now, old);
  }
}

function isLookAlike({ box }: Task): boolean {
  return box === 'look-alike';
}

function hasBox(task: Task): boolean {
  return !isLookAlike(task);
}

/** How many of the tasks pass a test; all of them, where none does. */
function countOf(tasks: readonly Task[], test: (task: Task) => boolean): number {
  return tasks.filter(test).length || tasks.length;
}

function groupBy(tasks: readonly Task[], keyOf: (task: Task) => string | null): Map<string, Task[]> {
  const groups = new Map<string, Task[]>();
  for (const task of tasks) {
    const key = keyOf(task);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [task]);
    else group.push(task);
  }
  return groups;
}
