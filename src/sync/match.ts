/**
 * Which task of the new text is which task of the base. See DESIGN 4: issue link, then same text in the same section,
 * same text elsewhere if unique, same id and similar text, similar text between the same neighbours.
 */
import type { Plan, Task } from '../plan/types.ts';
import { allTasks } from '../plan/walk.ts';
import { sameText, sectionedText } from './identity.ts';
import { similarity } from './similarity.ts';

/** How alike two texts of one id must be to be one task. */
const SAME_ID_SIMILARITY = 0.4;
/** How alike two texts that stand between the same neighbours must be. */
const NEIGHBOUR_SIMILARITY = 0.5;
/** The same, where nothing else stands there on either side. */
const ALONE_SIMILARITY = 0.3;

export interface Match {
  /** New task → base task. */
  readonly pairs: ReadonlyMap<Task, Task>;
  /** New tasks whose base task was guessed from similar text: always shown in a preview. */
  readonly guessed: ReadonlySet<Task>;
}

/**
 * @param base The plan that plan and issues last agreed on.
 * @param plan The plan as it is now.
 * @param heldBy Issue number → the base task whose entry holds it.
 */
export function matchTasks(base: Plan, plan: Plan, heldBy: ReadonlyMap<number, Task>): Match {
  const olds = allTasks(base).map(({ task }) => task);
  const news = allTasks(plan).map(({ task }) => task);
  const board: Board = { olds, news, pairs: new Map(), taken: new Set(), guessed: new Set() };
  pairByLink(board, heldBy);
  pairByText(board, sectionedText, 'in order');
  pairByText(board, (task) => sameText(task.title), 'if unique');
  pairById(board);
  pairByNeighbours(board);
  return { pairs: board.pairs, guessed: board.guessed };
}

interface Board {
  readonly olds: readonly Task[];
  readonly news: readonly Task[];
  readonly pairs: Map<Task, Task>;
  readonly taken: Set<Task>;
  readonly guessed: Set<Task>;
}

function pair(board: Board, now: Task, old: Task): void {
  board.pairs.set(now, old);
  board.taken.add(old);
}

function free(board: Board): { olds: Task[]; news: Task[] } {
  return {
    olds: board.olds.filter((task) => !board.taken.has(task)),
    news: board.news.filter((task) => !board.pairs.has(task)),
  };
}

function pairByLink(board: Board, heldBy: ReadonlyMap<number, Task>): void {
  const claims = groupBy(board.news, (task) => (task.issue === null ? null : String(task.issue)));
  for (const [number, claimants] of claims) {
    const old = heldBy.get(Number(number));
    if (old === undefined) continue;
    const now = claimants.find((task) => sameText(task.title) === sameText(old.title)) ?? claimants[0];
    if (now !== undefined) pair(board, now, old);
  }
}

function pairByText(board: Board, textOf: (task: Task) => string, how: 'in order' | 'if unique'): void {
  const { olds, news } = free(board);
  const oldsBy = groupBy(olds, textOf);
  for (const [text, same] of groupBy(news, textOf)) {
    const candidates = oldsBy.get(text) ?? [];
    if (how === 'if unique' && (same.length > 1 || candidates.length > 1)) continue;
    for (const [index, now] of same.entries()) {
      const old = candidates[index];
      if (old !== undefined) pair(board, now, old);
    }
  }
}

function pairById(board: Board): void {
  const { olds, news } = free(board);
  const oldsBy = groupBy(olds, (task) => task.id);
  for (const [id, same] of groupBy(news, (task) => task.id)) {
    const candidates = oldsBy.get(id) ?? [];
    const [now, old] = [same[0], candidates[0]];
    if (same.length > 1 || candidates.length > 1 || now === undefined || old === undefined) continue;
    if (similarity(now.title, old.title) < SAME_ID_SIMILARITY) continue;
    pair(board, now, old);
    board.guessed.add(now);
  }
}

/** Between two tasks that are matched already, or an end of the plan, what is left on both sides is compared in order. */
function pairByNeighbours(board: Board): void {
  const gaps = groupBy(free(board).news, (task) => gapOf(board.news, task, (one) => board.pairs.get(one)));
  const partner = new Map([...board.pairs].map(([now, old]) => [old, now]));
  const oldGaps = groupBy(free(board).olds, (task) =>
    gapOf(board.olds, task, (one) => (partner.has(one) ? one : undefined)),
  );
  for (const [gap, news] of gaps) {
    const olds = oldGaps.get(gap) ?? [];
    const least = olds.length === 1 && news.length === 1 ? ALONE_SIMILARITY : NEIGHBOUR_SIMILARITY;
    for (const [now, old] of align(news, olds, least)) {
      pair(board, now, old);
      board.guessed.add(now);
    }
  }
}

/** Names the gap a task stands in by the line, in the base, of the nearest matched task before it. */
function gapOf(tasks: readonly Task[], task: Task, baseOf: (task: Task) => Task | undefined): string {
  for (let index = tasks.indexOf(task) - 1; index >= 0; index -= 1) {
    const before = tasks[index];
    const old = before === undefined ? undefined : baseOf(before);
    if (old !== undefined) return String(old.line);
  }
  return 'start';
}

/** The order-keeping pairing of two runs of tasks with the greatest sum of similarities, each at least `least`. */
function align(news: readonly Task[], olds: readonly Task[], least: number): [Task, Task][] {
  const width = olds.length + 1;
  const best = new Float64Array((news.length + 1) * width);
  const score = (n: number, o: number): number => best[n * width + o] ?? 0;
  const alike = news.map((now) => olds.map((old) => similarity(now.title, old.title)));
  for (let n = news.length - 1; n >= 0; n -= 1) {
    for (let o = olds.length - 1; o >= 0; o -= 1) {
      const both = alike[n]?.[o] ?? 0;
      const paired = both >= least ? both + score(n + 1, o + 1) : 0;
      best[n * width + o] = Math.max(paired, score(n + 1, o), score(n, o + 1));
    }
  }
  const pairs: [Task, Task][] = [];
  for (let n = 0, o = 0; n < news.length && o < olds.length;) {
    const [now, old] = [news[n], olds[o]];
    const both = alike[n]?.[o] ?? 0;
    if (
      now !== undefined &&
      old !== undefined &&
      both >= least &&
      score(n, o) === both + score(n + 1, o + 1)
    ) {
      pairs.push([now, old]);
      n += 1;
      o += 1;
    } else if (score(n, o) === score(n + 1, o)) n += 1;
    else o += 1;
  }
  return pairs;
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
