import type { Affixes } from '../read/draft.ts';
import { escapeTitle } from '../text/escape-title.ts';
import { standsBeforeColon } from '../read/tasks/leads.ts';
import type { Lead } from '../read/tasks/leads.ts';
import { applySplices } from '../text/splice.ts';
import type { Splice } from '../text/splice.ts';
import { strike, unstrike } from '../text/strike.ts';
import { saidBy } from '../walk.ts';
import { todoSplices } from './todo.ts';
import type { Place, Span, Task, TaskState } from '../types.ts';

/** A place that is written in Markdown. */
type Written = Exclude<Place, { readonly kind: 'todo' }>;

/** What stands between a first clause and what follows it, see `clauses.ts`. */
const CLAUSE_END = /^\s*(?:[;:.!?；：。！？]|[–—]|--?(?=\s))?\s*/u;

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
 * @returns The splices. The Status cell of a row is edited by `status-splices.ts`.
 */
export function placeSplices(
  text: string,
  place: Place,
  order: Order,
  affixes: Affixes | undefined,
): Splice[] {
  if (place.kind === 'todo') return todoSplices(text, place, order);
  const { start, end } = place.text;
  const old = text.slice(start, place.link?.start ?? end);
  const words = editWords(old.trimEnd(), place, order, affixes);
  const oldLink = place.link ? text.slice(place.link.start, place.link.end) : null;
  const newLink = linkFor(place, order, oldLink);
  const gap = oldLink === null ? ' ' : old.slice(old.trimEnd().length);
  const linked = oldLink === null && newLink !== null ? withoutNumber(words, newLink) : words;
  const written =
    newHeadingBox(text, place, order, affixes) + linked + (newLink === null ? '' : gap + newLink);
  // One place may be struck through while the task, by its other places, is not dropped: unstriking it also sets its box.
  const isBack = affixes?.struck === true && order.state !== 'dropped';
  const stays = order.state === order.task.state && !isBack;
  const splices = stays ? [] : boxSplices(text, place, order.state);
  return written === text.slice(start, end) ? splices : [...splices, { start, end, text: written }];
}

function boxSplices(text: string, place: Written, state: TaskState | null): Splice[] {
  if (place.kind === 'row' || place.box === null || state === null) return [];
  const isDone = /[xX]/u.test(text.slice(place.box.start, place.box.end));
  return isDone === (state === 'done') ? [] : [{ ...place.box, text: state === 'done' ? 'x' : ' ' }];
}

/** The words of a place after the edits, without the link. */
function editWords(old: string, place: Written, order: Order, affixes: Affixes | undefined): string {
  const { task, state } = order;
  const newTitle = titleFor(place, order, affixes);
  const within = newTitle === null ? [] : titleSplices(old, place, newTitle, affixes);
  const words = applySplices(old, [...within, ...dropSplices(old, place, order, affixes)]).trimEnd();
  const plain = newTitle === null || within.length > 0 ? null : newTitle;
  const rewritten = (from: string): string => (plain === null ? from : retitle(from, plain, place, affixes));
  if (affixes?.struck === true) {
    const keeps = state === null || state === 'dropped';
    if (keeps && plain === null) return words;
    return keeps ? strike(rewritten(unstrike(words))) : rewritten(unstrike(words));
  }
  const strikes = state === 'dropped' && task.state !== 'dropped' && place.kind !== 'row';
  return strikes ? strike(rewritten(words)) : rewritten(words);
}

/** Whether a place has the number of the task's issue in the place of words, which stays whatever the issue is called. */
function onlyNamesIssue(task: Task, { line }: Place): boolean {
  return saidBy(task).some((said) => said.line === line && said.text === `#${said.issue}`);
}

/** The title to be written in a place that calls the task otherwise; null for none. */
function titleFor(place: Place, { task, title }: Order, affixes: Affixes | undefined): string | null {
  const own = affixes?.title ?? task.title;
  return title === own || onlyNamesIssue(task, place) ? null : title;
}

/** A task that is not dropped any more loses the word that dropped it. */
function dropSplices(
  old: string,
  place: Written,
  { task, state }: Order,
  affixes: Affixes | undefined,
): Splice[] {
  if (state === null || state === 'dropped' || task.state !== 'dropped') return [];
  const span = affixes?.dropSpan() ?? null;
  return span === null ? [] : splicesWithin(old, place, span, '');
}

/**
 * Writes a new title over the old one, which may be only the first words of the text. Returns no splice where those words
 * cannot be replaced alone. A colon behind bold words gives way to a dash where it would read as a label; a first clause
 * becomes bold words with a dash behind, since it names the task only as long as the whole is long.
 */
function titleSplices(old: string, place: Written, title: string, affixes: Affixes | undefined): Splice[] {
  const span = affixes?.titleSpan() ?? null;
  if (span === null) return [];
  const words = escapeTitle(title, place.kind === 'row');
  const by = affixes?.lead?.by;
  const splices = splicesWithin(old, place, span, by === 'clause' ? `**${words}**` : words);
  const at = span.end - place.text.start;
  const behind = splices.length === 0 ? null : separatorSplice(old.slice(at), at, title, by);
  return behind === null ? splices : [...splices, behind];
}

/** What stands between a title and the rest of its text becomes a dash where it would not do behind the new title. */
function separatorSplice(text: string, at: number, title: string, by: Lead['by'] | undefined): Splice | null {
  if (by === 'clause') return { start: at, end: at + (CLAUSE_END.exec(text)?.[0].length ?? 0), text: ' - ' };
  const colon =
    by === 'colon' && !standsBeforeColon(title)
      ? /^(?:\s*[:：])?([*_]{2,3})(?:\s*[:：])?\s*/u.exec(text)
      : null;
  return colon && { start: at, end: at + colon[0].length, text: `${colon[1] ?? ''} - ` };
}

/** A splice of the plan as one of a place's words. */
function splicesWithin(old: string, place: Written, span: Span, text: string): Splice[] {
  const start = span.start - place.text.start;
  const end = span.end - place.text.start;
  return start < 0 || end > old.length ? [] : [{ start, end, text }];
}

/** Id, noise and metadata around the title stay; where they are not written as they read, they are written plainly. */
function retitle(words: string, title: string, place: Written, affixes: Affixes | undefined): string {
  const { prefix = '', suffix = '' } = affixes ?? {};
  return (
    prefix +
    escapeTitle(title, place.kind === 'row') +
    (words.endsWith(suffix) ? suffix : ` ${suffix.trim()}`)
  );
}

/** A link goes to the box or the heading; a row gets one if that is all there is, or if it has one. */
function linkFor(place: Written, { task, link }: Order, old: string | null): string | null {
  if (link === undefined) return old;
  if (link === null || old !== null || place.kind !== 'row') return link;
  return task.places.some(({ kind }) => kind === 'checkbox' || kind === 'heading') ? null : link;
}

/** A link takes the place of the bare number of its own issue at the end of the words: `Login is broken (#1)`. */
function withoutNumber(words: string, link: string): string {
  const bare = /\s*\((#\d{1,10})\)$/u.exec(words);
  return bare !== null && bare.index > 0 && link.startsWith(`([${bare[1] ?? ''}]`)
    ? words.slice(0, bare.index)
    : words;
}

/** A heading without box and steps has nothing to tick: it gets a box. */
function newHeadingBox(
  text: string,
  place: Written,
  { task, state: wanted, title }: Order,
  affixes: Affixes | undefined,
): string {
  if (!mayGetBox(place, task)) return '';
  // A list with emoji tells the heading's state by its old title; once it is renamed, a box on the heading must tell the state.
  const isCutOff = affixes?.told === true && title !== null && title !== task.title;
  const state = wanted ?? (isCutOff ? task.state : null);
  if (task.state === 'dropped' || (state === task.state && !isCutOff)) return '';
  if (state === null || state === 'dropped' || !isAtx(text, place.text.start)) return '';
  return state === 'done' ? '[x] ' : '[ ] ';
}

/** A task heading without box and steps. */
function mayGetBox(place: Written, { steps }: Task): boolean {
  return place.kind === 'heading' && place.box === null && steps.length === 0;
}

/** `## text`: a heading that is underlined cannot hold a box. */
function isAtx(text: string, at: number): boolean {
  return /#[ \t]+$/u.test(text.slice(Math.max(0, at - 20), at));
}
