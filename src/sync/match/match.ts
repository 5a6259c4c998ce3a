/**
 * Which task of the new text is which task of the base. See DESIGN 4: issue link, then same text in the same section,
 * same text elsewhere if unique; the others are scored by text and place ({@link scoreRest}). Look-alikes are matched like
 * tasks, so that a known task may lose its box and get it back.
 */
import type { Plan, Task } from '../../plan/types.ts';
import { withLookAlikes } from './match-look-alikes.ts';
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

/** The match where there is no base to match with. */
export const NO_MATCH: Match = { pairs: new Map(), guessed: new Set() };

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
  const isKnown = ({ box, line }: Task): boolean => box === undefined || entries.has(line);
  const [before, now] = [withLookAlikes(base), withLookAlikes(plan)];
  const parents = new Map([...before, ...now].map(({ task, parent }) => [task, parent?.title ?? '']));
  const all = now.map(({ task }) => task);
  const neverTasks = lookAlikesThroughout(
    before.map(({ task }) => task),
    all,
    isKnown,
  );
  const board: Board = {
    olds: before.map(({ task }) => task).filter(isKnown),
    news: all.filter((task) => !neverTasks.has(task)),
    pairs: new Map(),
    taken: new Map(),
  };
  const guesses = pairContinued(board, continued);
  pairRowsLeft(board, entries);
  pairByLink(board, entries, board.news);
  const withParent = (task: Task): string => `${sectionedText(task)}\n${sameText(parents.get(task) ?? '')}`;
  pairByText(board, withParent, 'in order');
  pairByText(board, sectionedText, 'in order');
  pairByText(board, ({ text }) => sameText(text), 'if unique');
  // A copy that lost its box before stands for its task once no other line does.
  pairByLink(board, entries, [...neverTasks]);
  const certain = new Set([...board.pairs.keys()].filter((task) => !guesses.has(task)));
  scoreRest(board);
  return {
    pairs: board.pairs,
    guessed: new Set([...board.pairs.keys()].filter((task) => !certain.has(task))),
  };
}

/** The look-alikes that stood in the base, too, and were no tasks there. Known ones of the same words come first. */
function lookAlikesThroughout(
  olds: readonly Task[],
  news: readonly Task[],
  isKnown: (old: Task) => boolean,
): ReadonlySet<Task> {
  const before = groupBy(olds.filter(isLookAlike), sectionedText);
  const now = groupBy(news.filter(isLookAlike), sectionedText);
  return new Set(
    [...now].flatMap(([text, same]) => {
      const stood = before.get(text) ?? [];
      const isOne = (_: Task, index: number): boolean =>
        stood.slice(index, index + 1).some((old) => !isKnown(old));
      if (stood.length === same.length) return same.filter(isOne);
      const known = stood.filter(isKnown).length;
      return same.slice(known, stood.length);
    }),
  );
}

/** Where a box and a row were one task and only the row is left, it is that task, and no look-alike is. */
function pairRowsLeft(board: Board, entries: ReadonlyMap<number, Entry>): void {
  const byText = groupBy(board.news.filter(hasBox), ({ text }) => sameText(text));
  for (const old of board.olds) {
    const kinds = new Set(old.places.map(({ kind }) => kind));
    if (board.taken.has(old)) continue;
    if (!kinds.has('row') || !kinds.has('checkbox')) continue;
    const [now, another] = byText.get(sameText(old.text)) ?? [];
    if (now?.kind !== 'row' || another !== undefined || board.pairs.has(now)) continue;
    const entry = entries.get(old.line);
    const held = entry?.kind === 'issue' ? entry.number : null;
    if (now.issue === null || now.issue === held) pair(board, now, old);
  }
}

/** Of several lines with one link those of the same words come first. Lines and their copies are each paired once. */
function pairByLink(board: Board, entries: ReadonlyMap<number, Entry>, news: readonly Task[]): void {
  const claims = groupBy(news, (task) => (task.issue === null ? null : String(task.issue)));
  for (const how of ['same words', 'any words'] as const) {
    for (const old of board.olds) {
      const entry = entries.get(old.line);
      if (entry?.kind !== 'issue' || board.taken.has(old)) continue;
      const claimants = (claims.get(String(entry.number)) ?? []).filter(
        (task) =>
          !board.pairs.has(task) && (how === 'any words' || sameText(task.text) === sameText(old.text)),
      );
      const now = claimants.find(hasBox) ?? claimants[0];
      if (now !== undefined) pair(board, now, old);
    }
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
    if (now === undefined || old === undefined || board.pairs.has(now) || board.taken.has(old)) continue;
    if (guessed && now.issue === null) guesses.add(now);
    pair(board, now, old);
  }
  return guesses;
}

/** Pairs tasks of equal text. */
function pairByText(board: Board, textOf: (task: Task) => string, how: 'in order' | 'if unique'): void {
  const olds = board.olds.filter((task) => !board.taken.has(task));
  const news = board.news.filter((task) => !board.pairs.has(task));
  const oldsBy = groupBy(olds, textOf);
  for (const [text, same] of groupBy(news, textOf)) {
    const candidates = oldsBy.get(text) ?? [];
    const rivals = same.filter(hasBox).length || same.length;
    if (how === 'if unique' && (rivals > 1 || candidates.length > 1)) continue;
    pairInTurn(board, candidates, same);
  }
}

/**
 * Pairs tasks of one text in the order of their lines. Where some came or went, boxes are paired with boxes and look-alikes
 * with look-alikes first.
 */
function pairInTurn(board: Board, olds: readonly Task[], news: readonly Task[]): void {
  if (olds.length !== news.length) {
    takeTurns(board, olds.filter(hasBox), news.filter(hasBox));
    takeTurns(board, olds.filter(isLookAlike), news.filter(isLookAlike));
  }
  takeTurns(board, olds, news);
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
