import { dateLike } from './values/date-format.ts';
import { writeIssueLink } from './values/issue-link.ts';
import { findLastUpdated } from './read/last-updated.ts';
import { parseWithSource } from './parse.ts';
import type { ParseOptions, ParsedPlan } from './parse.ts';
import { mentionSplices } from './edit/mention-splices.ts';
import { placeSplices } from './edit/place.ts';
import type { Order } from './edit/place.ts';
import { lineText } from './text/source.ts';
import { applySplices } from './text/splice.ts';
import type { Splice } from './text/splice.ts';
import { hasStatusColumn, statusSplices, takesStatus } from './edit/status-splices.ts';
import type { Edit, Place, Plan, Task, TaskState } from './types.ts';
import { allTasks } from './walk.ts';

/** An edit that cannot be done: it names a line on which no task begins, or a title without words. */
export class EditError extends Error {
  override readonly name = 'EditError';
}

/**
 * Edits a plan's text. Not one byte outside the edited places changes.
 *
 * @param text The plan.
 * @param edits What to change; lines are those of this text. Of two edits of one kind and line the later holds.
 * @param options What {@link parseWithSource} was told when the edits' lines were read.
 * @returns The new text.
 * @throws EditError if an edit names a line that is no task's first, or a title without words.
 */
export function editPlan(text: string, edits: readonly Edit[], options: ParseOptions = {}): string {
  return editInTurn(text, edits, (now) => parseWithSource(now, options));
}

/**
 * Edits a plan's text as {@link editPlan} does: dependencies first, and then, as the text reads with these, everything else.
 * No edit takes or adds a line.
 *
 * @param parse Reads a text as the edits' lines were read.
 */
export function editInTurn(
  text: string,
  edits: readonly Edit[],
  parse: (text: string) => ParsedPlan,
): string {
  const mentions = edits.filter((edit) => edit.kind === 'mention');
  const others = edits.filter(({ kind }) => kind !== 'mention');
  const after = mentions.length === 0 ? text : editMentions(text, mentions, parse(text));
  return others.length === 0 ? after : editParsed(after, others, parse(after));
}

function editMentions(
  text: string,
  mentions: readonly Extract<Edit, { readonly kind: 'mention' }>[],
  { plan, source }: ParsedPlan,
): string {
  const tasks = allTasks(plan).map(({ task }) => task);
  const byLine = new Map(tasks.map((task) => [task.line, task]));
  const taken = new Set(
    [...tasks.flatMap(({ places }) => places), ...plan.phases, ...plan.groups].map(({ line }) => line),
  );
  const splices = mentions.flatMap((edit) => {
    const task = byLine.get(edit.line);
    return task === undefined ? [] : mentionSplices(source, task, edit, (line) => taken.has(line));
  });
  return applySplices(text, splices);
}

/**
 * Edits a plan's text as {@link editPlan} does, where it is parsed already.
 *
 * @param reading What {@link parseWithSource} made of this very text.
 */
export function editParsed(text: string, edits: readonly Edit[], reading: ParsedPlan): string {
  const splices: Splice[] = [];
  const statuses = new Map<number, Map<number, TaskState>>();
  for (const order of ordersOf(edits, reading)) {
    const { task, state } = order;
    for (const place of task.places) {
      splices.push(...placeSplices(text, place, order, reading.affixes.get(place)));
      if (place.kind !== 'row' || state === null) continue;
      if (!order.addsColumn && !hasStatusColumn(reading, place.table)) continue;
      statuses.set(
        place.table,
        (statuses.get(place.table) ?? new Map<number, TaskState>()).set(place.line, state),
      );
    }
    if (task.kind === 'heading' && state === 'done') splices.push(...stepSplices(reading, task));
  }
  for (const [table, rows] of statuses) splices.push(...statusSplices(text, reading, table, rows));
  const dates = edits.filter((edit) => edit.kind === 'last-updated');
  splices.push(...lastUpdatedSplices(reading, dates.at(-1)?.date));
  return applySplices(text, splices);
}

/**
 * Prepares to tell whether an edit of a task's state has a place to be written to, where no table may get a Status
 * column. It is told from the places of the tasks alone: the text is not parsed again.
 *
 * @param text The text that the plan was read from.
 */
export function stateWriter(text: string, plan: Plan): (line: number, state: TaskState) => boolean {
  const tasks = allTasks(plan).map(({ task }) => task);
  const byLine = new Map(tasks.map((task) => [task.line, task]));
  const withStatus = new Set(
    tasks.flatMap(({ places }) =>
      places.flatMap((place) => (place.kind === 'row' && place.status !== null ? [place.table] : [])),
    ),
  );
  return (line, state) => {
    const task = byLine.get(line);
    if (task === undefined) return false;
    const order: Order = { task, state, title: null, link: undefined, addsColumn: false };
    if (task.kind === 'heading' && state === 'done' && task.steps.some(({ done }) => !done)) return true;
    const comesBack = task.state === 'dropped' && state !== 'dropped';
    return task.places.some(
      (place) =>
        (comesBack && isDroppedByWords(text, place)) ||
        placeSplices(text, place, order, undefined).length > 0 ||
        (place.kind === 'row' && withStatus.has(place.table) && takesStatus(text, place, state)),
    );
  };
}

/** Whether a place says in its words that the task is dropped: by a strike, or by a word at the end. A row may say it in its Status. */
function isDroppedByWords(text: string, place: Place): boolean {
  switch (place.kind) {
    case 'checkbox':
    case 'heading':
      return true;
    case 'row':
      return text.slice(place.text.start, place.text.end).trimStart().startsWith('~');
    case 'todo':
      return false;
  }
}

function ordersOf(edits: readonly Edit[], { plan }: ParsedPlan): Order[] {
  const byLine = new Map(allTasks(plan).map(({ task }) => [task.line, task]));
  const orders = new Map<Task, Order>();
  for (const edit of edits) {
    if (edit.kind === 'last-updated' || edit.kind === 'mention') continue;
    const task = byLine.get(edit.line);
    if (!task)
      throw new EditError(
        `Expected a task that begins on line ${String(edit.line)}, found none (edit "${edit.kind}").`,
      );
    const order = orders.get(task) ?? { task, state: null, title: null, link: undefined, addsColumn: true };
    orders.set(task, order);
    switch (edit.kind) {
      case 'state':
        order.state = edit.state;
        order.addsColumn = edit.addsColumn ?? true;
        break;
      case 'title':
        if (edit.title.trim() === '')
          throw new EditError(
            `Expected words as the title of the task on line ${String(edit.line)}, found none.`,
          );
        order.title = edit.title;
        break;
      case 'link':
        order.link = writeIssueLink(edit.issue, edit.url);
        break;
      case 'unlink':
        order.link = null;
        break;
    }
  }
  return [...orders.values()];
}

/** Closing a task heading ticks its steps; reopening it never unticks one. */
function stepSplices({ source, skippedSteps }: ParsedPlan, task: Task): Splice[] {
  const splices: Splice[] = [];
  for (const step of task.steps) {
    const box =
      step.done || skippedSteps.has(step.line) ? -1 : lineText(source, step.line).search(/\[[^\]]\]/u);
    const start = (source.lineStarts[step.line - 1] ?? 0) + box + 1 + source.shift;
    if (box >= 0) splices.push({ start, end: start + 1, text: 'x' });
  }
  return splices;
}

function lastUpdatedSplices({ source, outline }: ParsedPlan, date: string | undefined): Splice[] {
  const found = date === undefined ? null : findLastUpdated(source, outline);
  if (found === null || date === undefined) return [];
  const { start, end } = found.span;
  return [{ start: start + source.shift, end: end + source.shift, text: dateLike(found.text, date) }];
}
