/** Finds the task that somebody means: by the number of its issue, its id, its line, or its words. */
import { normalTitle } from '../../plan/read/row-box-join.ts';
import { candidatesFrom, closest } from '../../plan/text/closest.ts';
import type { TaskNow } from './types.ts';

/** What a name was found to mean. */
export type FoundTask =
  | { readonly kind: 'found'; readonly task: TaskNow }
  | { readonly kind: 'ambiguous'; readonly tasks: readonly TaskNow[] }
  /** With the titles that come closest. */
  | { readonly kind: 'none'; readonly near: readonly string[] };

/**
 * Finds a task by what somebody typed: `12`, `#12`, the address of an issue, `T010`, `plans/search.md:41`, its title or some
 * words of it. What is exact comes before what is part of something.
 */
export function findTask(name: string, tasks: readonly TaskNow[]): FoundTask {
  const text = name.trim();
  const ways: readonly ((task: TaskNow) => boolean)[] = [
    byNumber(text),
    byPlace(text),
    (one) => one.task.id !== null && one.task.id.toLowerCase() === text.toLowerCase(),
    (one) => [one.task.title, titleWithId(one)].some((title) => normalTitle(title) === normalTitle(text)),
    (one) => text !== '' && normalTitle(titleWithId(one)).includes(normalTitle(text)),
  ];
  for (const way of ways) {
    const found = tasks.filter(way);
    const [task] = found;
    if (task !== undefined)
      return found.length === 1 ? { kind: 'found', task } : { kind: 'ambiguous', tasks: found };
  }
  return { kind: 'none', near: closest(text, candidatesFrom(tasks.map(({ task }) => task.title))) };
}

function byNumber(text: string): (task: TaskNow) => boolean {
  const match = /^#?(\d{1,10})$|\/issues\/(\d{1,10})\/?$/.exec(text);
  const number = Number(match?.[1] ?? match?.[2]);
  return ({ issue }) => issue !== null && issue === number;
}

/** By path and line, as editors and compilers write places; of the path its end is enough. */
function byPlace(text: string): (task: TaskNow) => boolean {
  const [, path = '', line = ''] = /^(.+?):(\d{1,7})(?::\d+)?$/.exec(text.replace(/^\.\//, '')) ?? [];
  const wanted = Number(line);
  return (one) => {
    if (path === '' || !(one.path === path || one.path.endsWith(`/${path}`))) return false;
    const { task } = one;
    return [task.line, ...task.alsoAt, ...task.steps.map((step) => step.line)].includes(wanted);
  };
}

function titleWithId({ task: { id, title } }: TaskNow): string {
  return id === null ? title : `${id} ${title}`;
}
