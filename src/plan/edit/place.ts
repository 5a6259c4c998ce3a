import type { Affixes } from '../read/draft.ts';
import { escapeTitle } from '../text/escape.ts';
import type { Splice } from '../text/splice.ts';
import { strike, unstrike } from '../text/strike.ts';
import type { Place, Task, TaskState } from '../types.ts';

/** All edits of one task. */
export interface Order {
  readonly task: Task;
  state: TaskState | null;
  title: string | null;
  /** The link to end with; null takes it away, undefined leaves it. */
  link: string | null | undefined;
  /** Whether a table may get a Status column for it. */
  addsColumn: boolean;
}

/**
 * What an order changes in one place of its task: the box, and the text with its strike, title and link.
 *
 * @param text The plan.
 * @param place One of the task's places.
 * @param order The edits.
 * @param affixes What stands around the title there.
 * @returns The splices. The Status cell of a row is `statusedit.ts`'s.
 */
export function placeSplices(
  text: string,
  place: Place,
  order: Order,
  affixes: Affixes | undefined,
): Splice[] {
  const { start, end } = place.text;
  const old = text.slice(start, place.link?.start ?? end);
  const words = editWords(old.trimEnd(), place, order, affixes);
  const oldLink = place.link ? text.slice(place.link.start, place.link.end) : null;
  const newLink = linkFor(place, order, oldLink);
  const gap = oldLink === null ? ' ' : old.slice(old.trimEnd().length);
  const written = newHeadingBox(text, place, order) + words + (newLink === null ? '' : gap + newLink);
  const splices = order.state === order.task.state ? [] : boxSplices(text, place, order.state);
  return written === text.slice(start, end) ? splices : [...splices, { start, end, text: written }];
}

function boxSplices(text: string, place: Place, state: TaskState | null): Splice[] {
  if (place.kind === 'row' || place.box === null || state === null) return [];
  const isDone = /[xX]/u.test(text.slice(place.box.start, place.box.end));
  return isDone === (state === 'done') ? [] : [{ ...place.box, text: state === 'done' ? 'x' : ' ' }];
}

function editWords(
  old: string,
  place: Place,
  { task, state, title }: Order,
  affixes: Affixes | undefined,
): string {
  const wasStruck = isStruck(old, place, task);
  let words = wasStruck ? unstrike(old) : old;
  if (title !== null && title !== task.title) words = retitle(words, title, place, affixes);
  const stays = state === null ? wasStruck : state === 'dropped' && (place.kind !== 'row' || wasStruck);
  if (!stays) return words;
  return wasStruck && words === unstrike(old) ? old : strike(words);
}

/** A box or heading is dropped by its strike alone, a row by its Status cell too. */
function isStruck(words: string, place: Place, task: Task): boolean {
  return task.state === 'dropped' && (place.kind === 'row' ? /^~.*~$/su.test(words) : words.includes('~'));
}

/** Id, noise and metadata around the title stay; where they are not written as they read, they are written plainly. */
function retitle(words: string, title: string, place: Place, affixes: Affixes | undefined): string {
  const { prefix = '', suffix = '' } = affixes ?? {};
  return (
    prefix +
    escapeTitle(title, place.kind === 'row') +
    (words.endsWith(suffix) ? suffix : ` ${suffix.trim()}`)
  );
}

/** A link goes to the box or the heading; a row gets one if that is all there is, or if it has one. */
function linkFor(place: Place, { task, link }: Order, old: string | null): string | null {
  if (link === undefined) return old;
  if (link === null || old !== null || place.kind !== 'row') return link;
  return task.places.some(({ kind }) => kind !== 'row') ? null : link;
}

/** A heading without box and steps has nothing to tick: it gets a box. */
function newHeadingBox(text: string, place: Place, { task, state }: Order): string {
  if (place.kind !== 'heading' || place.box !== null || task.steps.length > 0) return '';
  if (state === null || state === 'dropped' || state === task.state || task.state === 'dropped') return '';
  const isAtx = /#[ \t]+$/u.test(text.slice(Math.max(0, place.text.start - 20), place.text.start));
  if (!isAtx) return '';
  return state === 'done' ? '[x] ' : '[ ] ';
}
