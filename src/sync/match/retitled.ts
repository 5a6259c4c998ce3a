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

/** A task of the base, and the task that goes on in its place. */
interface Claim {
  readonly now: Task;
  readonly old: Task;
}

/** What the issue of a task of the base is called, as {@link sameText}, and its number; null where it has none. */
type IssueOf = (old: Task) => { readonly number: number; readonly title: string } | null;

/**
 * Finds the tasks of the base whose words became what their issue is called: in their own line, else where their words are
 * gone and one new task alone is called so.
 *
 * @param issues Those of the plan, as they are now.
 */
export function retitledTasks(
  { plan: base, entries }: Pick<Base, 'plan' | 'entries'>,
  plan: Plan,
  issues: readonly Pick<ObservedIssue, 'number' | 'title'>[],
): Continuation[] {
  const titles = new Map(issues.map((issue) => [issue.number, sameText(shownTitle(issue))]));
  const numberOf = (old: Task): number | null => {
    const entry = entries.get(old.line);
    return entry?.kind === 'issue' ? entry.number : null;
  };
  const issueOf: IssueOf = (old) => {
    const number = numberOf(old);
    const title = titles.get(number ?? 0);
    return number === null || title === undefined ? null : { number, title };
  };
  const inPlace = inTheirLines(tasksOf(base), tasksOf(plan), issueOf);
  const held = new Set(inPlace.flatMap(({ now, old }) => [now, old]));
  const { olds, news } = withoutLinked(base, plan, numberOf);
  const others = elsewhere(olds, news, issueOf).filter(({ now, old }) => !held.has(now) && !held.has(old));
  return [...inPlace, ...others].map(({ now, old }) => ({ line: now.line, was: old.line, guessed: false }));
}

/**
 * The tasks retitled in a text whose tasks stand in the lines of the base, as they do once a write-back is merged: titles may
 * have been swapped, or passed on from one task to the next. Where what had the words before became something that its issue
 * is not called, a person moved lines.
 */
function inTheirLines(olds: readonly Task[], news: readonly Task[], issueOf: IssueOf): readonly Claim[] {
  const both = olds.flatMap((old, index): Claim[] => {
    const now = news[index];
    return now?.line === old.line ? [{ now, old }] : [];
  });
  if (both.length !== olds.length || both.length !== news.length) return [];
  const changed = both
    .map((one) => ({ ...one, from: sameText(one.old.text), to: sameText(one.now.text) }))
    .filter(({ from, to }) => from !== to);
  const isCalled = ({ now, old }: Claim): boolean => {
    const issue = issueOf(old);
    return issue !== null && namesOf(now).includes(issue.title) && linksTo(now, issue.number);
  };
  return withoutMoved(changed, changed.filter(isCalled));
}

/** A task whose words changed in its line. */
interface Reworded extends Claim {
  readonly from: string;
  readonly to: string;
}

/** Leaves out those whose words another changed task had that is not, or no longer, among them. */
function withoutMoved(changed: readonly Reworded[], claims: readonly Reworded[]): readonly Reworded[] {
  const among = new Set(claims);
  const moved = new Set(changed.filter((one) => !among.has(one)).map(({ from }) => from));
  const left = claims.filter(({ to }) => !moved.has(to));
  return left.length === claims.length ? left : withoutMoved(changed, left);
}

function linksTo({ issue }: Task, number: number): boolean {
  return issue === null || issue === number;
}

function elsewhere(olds: readonly Task[], news: readonly Task[], issueOf: IssueOf): Claim[] {
  const gone = without(olds, news);
  const byName = groupBy(gone.length === 0 ? [] : without(news, olds), namesOf);
  const claims = gone.flatMap((old): Claim[] => {
    const issue = issueOf(old);
    const [now, another] = issue === null ? [] : (byName.get(issue.title) ?? []);
    if (issue === null || now === undefined || another !== undefined) return [];
    return linksTo(now, issue.number) ? [{ now, old }] : [];
  });
  const rivals = groupBy(claims, ({ now }) => [String(now.line)]);
  return claims.filter(({ now }) => rivals.get(String(now.line))?.length === 1);
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
