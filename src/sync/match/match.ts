/**
 * Which task of the new text is which task of the base. See DESIGN 4: issue link, then same text in the same section,
 * same text elsewhere if unique; the others are scored by text and place ({@link scoreRest}).
 */
import type { Task } from '../../plan/types.ts';
import { sameText, sectionedText } from '../state/ids.ts';
import type { Sides } from './sides.ts';
import { pair, scoreRest, type Board } from './score.ts';

export interface Match {
  /** New task → base task. Either may be a stand-in. */
  readonly pairs: ReadonlyMap<Task, Task>;
  /** New tasks whose base task was guessed from similar text: always shown in a preview. */
  readonly guessed: ReadonlySet<Task>;
}

/**
 * @param sides The plan that plan and issues last agreed on, and the plan as it is now.
 * @param heldBy Issue number → the base task whose entry holds it.
 */
export function matchTasks({ base, plan }: Sides, heldBy: ReadonlyMap<number, Task>): Match {
  const [olds, news] = [base.placed, plan.placed];
  const board: Board = {
    olds: olds.map(({ task }) => task),
    news: news.map(({ task }) => task),
    pairs: new Map(),
    taken: new Map(),
  };
  const parents = new Map([...olds, ...news].map(({ task, parent }) => [task, parent?.title ?? '']));
  const { standIns } = plan;
  pairByLink(board, heldBy);
  const withParent = (task: Task): string => `${sectionedText(task)}\n${sameText(parents.get(task) ?? '')}`;
  pairByText(board, withParent, 'in order', standIns);
  pairByText(board, sectionedText, 'in order', standIns);
  pairByText(board, (task) => sameText(task.text), 'if unique', standIns);
  const certain = new Set(board.pairs.keys());
  scoreRest(board);
  return {
    pairs: board.pairs,
    guessed: new Set([...board.pairs.keys()].filter((task) => !certain.has(task))),
  };
}

function pairByLink(board: Board, heldBy: ReadonlyMap<number, Task>): void {
  const claims = groupBy(board.news, (task) => (task.issue === null ? null : String(task.issue)));
  for (const [number, claimants] of claims) {
    const old = heldBy.get(Number(number));
    if (old === undefined) continue;
    const text = sameText(old.text);
    const now = claimants.find((task) => sameText(task.text) === text) ?? claimants[0];
    if (now !== undefined) pair(board, now, old);
  }
}

/** Pairs tasks of equal text. Where the base has fewer of a text than the plan, tasks are paired before look-alikes. */
function pairByText(
  board: Board,
  textOf: (task: Task) => string,
  how: 'in order' | 'if unique',
  standIns: ReadonlyMap<Task, unknown>,
): void {
  const olds = board.olds.filter((task) => !board.taken.has(task));
  const news = board.news.filter((task) => !board.pairs.has(task));
  const oldsBy = groupBy(olds, textOf);
  for (const [text, same] of groupBy(news, textOf)) {
    const candidates = oldsBy.get(text) ?? [];
    const tasks = same.filter((task) => !standIns.has(task));
    const rivals = tasks.length === 0 ? same : tasks;
    if (how === 'if unique' && (rivals.length > 1 || candidates.length > 1)) continue;
    const inTurn = candidates.length < same.length ? [...new Set([...tasks, ...same])] : same;
    for (const [index, now] of inTurn.entries()) {
      const old = candidates[index];
      if (old !== undefined) pair(board, now, old);
    }
  }
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
