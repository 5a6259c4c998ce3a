/**
 * Which task of the new text is which task of the base. See DESIGN 4: issue link, then same text in the same section,
 * same text elsewhere if unique; what is left is weighed by its text and by where it stands ({@link weighRest}).
 */
import type { Plan, Task } from '../plan/types.ts';
import { allTasks } from '../plan/walk.ts';
import { sameText, sectionedText } from './identity.ts';
import { pair, weighRest, type Board } from './weigh.ts';

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
  const [olds, news] = [allTasks(base), allTasks(plan)];
  const board: Board = {
    olds: olds.map(({ task }) => task),
    news: news.map(({ task }) => task),
    pairs: new Map(),
    taken: new Map(),
  };
  const parents = new Map([...olds, ...news].map(({ task, parent }) => [task, parent?.title ?? '']));
  pairByLink(board, heldBy);
  pairByText(board, (task) => `${sectionedText(task)}\n${sameText(parents.get(task) ?? '')}`, 'in order');
  pairByText(board, sectionedText, 'in order');
  pairByText(board, (task) => sameText(task.title), 'if unique');
  const certain = new Set(board.pairs.keys());
  weighRest(board);
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
    const now = claimants.find((task) => sameText(task.title) === sameText(old.title)) ?? claimants[0];
    if (now !== undefined) pair(board, now, old);
  }
}

function pairByText(board: Board, textOf: (task: Task) => string, how: 'in order' | 'if unique'): void {
  const olds = board.olds.filter((task) => !board.taken.has(task));
  const news = board.news.filter((task) => !board.pairs.has(task));
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
