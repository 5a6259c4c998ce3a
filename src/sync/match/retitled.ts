/**
 * Tasks whose words became what a person called their issue: the write-back that says so was merged. However little is
 * left of the old words, the issue tells whose they are.
 */
import type { Plan, Task } from '../../plan/types.ts';
import { allTasks } from '../../plan/walk.ts';
import { sameText, shownTitle } from '../state/ids.ts';
import type { Base } from '../state/known.ts';
import type { ObservedIssue } from '../types.ts';
import type { Continuation } from './match.ts';

/**
 * Finds the tasks of the base whose words are gone, where one new task alone is called as their issue is.
 *
 * @param issues Those of the plan, as they are now.
 */
export function retitledTasks(
  { plan: base, entries }: Pick<Base, 'plan' | 'entries'>,
  plan: Plan,
  issues: readonly ObservedIssue[],
): Continuation[] {
  const numberOf = (old: Task): number | null => {
    const entry = entries.get(old.line);
    return entry?.kind === 'issue' ? entry.number : null;
  };
  const { olds, news } = withoutLinked(base, plan, numberOf);
  const gone = without(olds, news);
  const came = gone.length === 0 ? [] : without(news, olds);
  if (came.length === 0) return [];
  const titles = new Map(issues.map((issue) => [issue.number, sameText(shownTitle(issue))]));
  const byName = groupBy(came, namesOf);
  const claims = gone.flatMap((old) => {
    const [now, another] = byName.get(titles.get(numberOf(old) ?? 0) ?? '') ?? [];
    return now !== undefined && another === undefined && now.issue === null ? [{ now, old }] : [];
  });
  const rivals = groupBy(claims, ({ now }) => [String(now.line)]);
  return claims
    .filter(({ now }) => rivals.get(String(now.line))?.length === 1)
    .map(({ now, old }) => ({ line: now.line, was: old.line, guessed: false }));
}

/** The tasks of both texts but those that a link ties: whatever such a line says now, it is no other task's. */
function withoutLinked(
  base: Plan,
  plan: Plan,
  numberOf: (old: Task) => number | null,
): { readonly olds: readonly Task[]; readonly news: readonly Task[] } {
  const [olds, news] = [tasksOf(base), tasksOf(plan)];
  const held = new Set(olds.map(numberOf));
  const linked = new Set(news.flatMap(({ issue }) => (issue !== null && held.has(issue) ? [issue] : [])));
  const isFree = (number: number | null): boolean => number === null || !linked.has(number);
  return {
    olds: olds.filter((old) => isFree(numberOf(old))),
    news: news.filter(({ issue }) => isFree(issue)),
  };
}

function tasksOf(plan: Plan): Task[] {
  return allTasks(plan).map(({ task }) => task);
}

/** The tasks whose words none of the others has. */
function without(tasks: readonly Task[], others: readonly Task[]): Task[] {
  const words = new Set(others.map(({ text }) => sameText(text)));
  return tasks.filter(({ text }) => !words.has(sameText(text)));
}

/** What the issue of a task may be called: a person may have put the id in front. */
function namesOf({ id, title }: Task): string[] {
  return (id === null ? [title] : [title, `${id} ${title}`]).map(sameText);
}

function groupBy<One>(all: readonly One[], keysOf: (one: One) => readonly string[]): Map<string, One[]> {
  const groups = new Map<string, One[]>();
  for (const one of all) for (const key of keysOf(one)) groups.set(key, [...(groups.get(key) ?? []), one]);
  return groups;
}
