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
  const [olds, news] = [allTasks(base), allTasks(plan)].map((all) => all.map(({ task }) => task));
  const gone = without(olds ?? [], news ?? []);
  const came = gone.length === 0 ? [] : without(news ?? [], olds ?? []);
  if (came.length === 0) return [];
  const titles = new Map(issues.map((issue) => [issue.number, sameText(shownTitle(issue))]));
  const byName = groupBy(came, namesOf);
  const claims = gone.flatMap((old) => {
    const entry = entries.get(old.line);
    const number = entry?.kind === 'issue' ? entry.number : 0;
    const [now, another] = byName.get(titles.get(number) ?? '') ?? [];
    const isOnly = now !== undefined && another === undefined;
    return isOnly && (now.issue === null || now.issue === number) ? [{ now, old }] : [];
  });
  const rivals = groupBy(claims, ({ now }) => [String(now.line)]);
  return claims
    .filter(({ now }) => rivals.get(String(now.line))?.length === 1)
    .map(({ now, old }) => ({ line: now.line, was: old.line, guessed: false }));
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
