import { dateLike } from './dateformat.ts';
import { escapeTitle } from './escape.ts';
import { writeIssueLink } from './issuelink.ts';
import { findLastUpdated } from './lastupdated.ts';
import { readPlan } from './parse.ts';
import type { Reading } from './parse.ts';
import { lineText } from './source.ts';
import { applySplices } from './splice.ts';
import type { Splice } from './splice.ts';
import { readStatus } from './status.ts';
import { statusWord, writeCell } from './statuscell.ts';
import { addStatusColumn } from './statuscolumn.ts';
import { strike, unstrike } from './strike.ts';
import type { Edit, Place, Task, TaskState } from './types.ts';
import { allTasks } from './walk.ts';

/** An edit that cannot be done: it names a line on which no task begins. */
export class EditError extends Error {
  override readonly name = 'EditError';
}

/** All edits of one task. */
interface Order {
  readonly task: Task;
  state: TaskState | null;
  title: string | null;
  /** The link to end with; null takes it away, undefined leaves it. */
  link: string | null | undefined;
}

/**
 * Edits a plan's text. Not one byte outside the edited places changes.
 *
 * @param text The plan.
 * @param edits What to change; lines are those of this text. Of two edits of one kind and line the later holds.
 * @returns The new text.
 * @throws EditError if an edit names a line that is no task's first.
 */
export function editPlan(text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return text;
  const reading = readPlan(text);
  const splices: Splice[] = [];
  const statuses = new Map<number, Map<number, TaskState>>();
  for (const order of ordersOf(edits, reading)) {
    for (const place of order.task.places) {
      splices.push(...placeSplices(text, place, order));
      if (place.kind === 'row' && order.state !== null) remember(statuses, place, order.state);
    }
    splices.push(...stepSplices(reading, order));
  }
  for (const [table, rows] of statuses) splices.push(...statusSplices(text, reading, table, rows));
  for (const edit of edits)
    if (edit.kind === 'last-updated') splices.push(...lastUpdatedSplices(reading, edit.date));
  return applySplices(text, splices);
}

function ordersOf(edits: readonly Edit[], { plan }: Reading): Order[] {
  const byLine = new Map(allTasks(plan).map(({ task }) => [task.line, task]));
  const orders = new Map<Task, Order>();
  for (const edit of edits) {
    if (edit.kind === 'last-updated') continue;
    const task = byLine.get(edit.line);
    if (!task)
      throw new EditError(
        `Expected a task that begins on line ${String(edit.line)}, found none (edit "${edit.kind}").`,
      );
    const order = orders.get(task) ?? { task, state: null, title: null, link: undefined };
    orders.set(task, order);
    switch (edit.kind) {
      case 'state':
        order.state = edit.state;
        break;
      case 'title':
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

/** Splices of one place: its box, and its text with strike, title and link. */
function placeSplices(text: string, place: Place, { task, state, title, link }: Order): Splice[] {
  const splices: Splice[] = [];
  if (place.kind !== 'row' && place.box && state !== null) {
    const isDone = /[xX]/u.test(text.slice(place.box.start, place.box.end));
    if (isDone !== (state === 'done')) splices.push({ ...place.box, text: state === 'done' ? 'x' : ' ' });
  }
  const old = text.slice(place.text.start, place.link?.start ?? place.text.end);
  let words = old.trimEnd();
  if (title !== null) words = retitle(words, title, task, place);
  if (state !== null) words = restrike(words, { state, task, place });
  const oldLink = place.link ? text.slice(place.link.start, place.link.end) : null;
  const newLink = link === undefined ? oldLink : link;
  const gap = oldLink !== null && newLink !== null ? old.slice(old.trimEnd().length) : ' ';
  const written = newLink === null ? words : words + gap + newLink;
  if (written !== text.slice(place.text.start, place.text.end))
    splices.push({ ...place.text, text: written });
  return splices;
}

/** A box is dropped by a strike, a row by its Status cell. */
function restrike(
  words: string,
  { state, task, place }: { state: TaskState; task: Task; place: Place },
): string {
  if (state === 'dropped' && place.kind === 'row') return words;
  if (state === 'dropped') return task.state === 'dropped' && /~/u.test(words) ? words : strike(words);
  return task.state === 'dropped' && words.includes('~') ? unstrike(words) : words;
}

function retitle(words: string, title: string, task: Task, place: Place): string {
  if (title === task.title) return words;
  const id = task.id !== null && words.includes(task.id) ? `${task.id} ` : '';
  const written = id + escapeTitle(title, place.kind === 'row');
  return task.state === 'dropped' && words.startsWith('~') ? strike(written) : written;
}

/** Closing a task heading ticks its steps; reopening it never unticks one. */
function stepSplices({ source }: Reading, { task, state }: Order): Splice[] {
  if (task.kind !== 'heading' || state !== 'done') return [];
  const splices: Splice[] = [];
  for (const step of task.steps) {
    if (step.done) continue;
    const box = lineText(source, step.line).search(/\[ \]/u);
    const start = (source.lineStarts[step.line - 1] ?? 0) + box + 1 + source.shift;
    if (box >= 0) splices.push({ start, end: start + 1, text: 'x' });
  }
  return splices;
}

function remember(
  statuses: Map<number, Map<number, TaskState>>,
  place: Place & { kind: 'row' },
  state: TaskState,
): void {
  const rows = statuses.get(place.table) ?? new Map<number, TaskState>();
  statuses.set(place.table, rows.set(place.line, state));
}

function statusSplices(
  text: string,
  { plan, source, tables }: Reading,
  tableLine: number,
  rows: ReadonlyMap<number, TaskState>,
): Splice[] {
  const places = allTasks(plan).flatMap(({ task }) => task.places);
  const ofTable = places.filter(
    (place): place is Place & { kind: 'row' } => place.kind === 'row' && place.table === tableLine,
  );
  const cells = ofTable.flatMap((place) =>
    place.status ? [text.slice(place.status.start, place.status.end)] : [],
  );
  const table = tables.get(tableLine);
  if (cells.length === 0 && table) {
    if (![...rows.values()].some((state) => state !== 'open')) return [];
    const values = new Map([...rows].map(([line, state]) => [line, statusWord(state, [])]));
    return addStatusColumn(source, table, values).map((splice) => ({
      ...splice,
      start: splice.start + source.shift,
      end: splice.end + source.shift,
    }));
  }
  const splices: Splice[] = [];
  for (const place of ofTable) {
    const state = rows.get(place.line);
    if (state === undefined || place.status === null) continue;
    const current = readStatus(text.slice(place.status.start, place.status.end));
    if (current === state || current === null) continue;
    splices.push(writeCell(text, place.status, statusWord(state, cells)));
  }
  return splices;
}

function lastUpdatedSplices({ source, outline }: Reading, date: string): Splice[] {
  const found = findLastUpdated(source, outline);
  if (found === null) return [];
  return [
    {
      start: found.span.start + source.shift,
      end: found.span.end + source.shift,
      text: dateLike(found.text, date),
    },
  ];
}
