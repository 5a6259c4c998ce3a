import {
  DESCRIPTION_COLUMN,
  DETAIL_COLUMNS,
  RECORD_COLUMN,
  SUMMARY_COLUMN,
  TASK_COLUMN,
  WEAK_TASK_COLUMN,
} from '../../vocabulary/column-words.ts';
import type { ColumnKind } from '../../vocabulary/column-words.ts';
import { fold } from '../../text/fold.ts';
import type { Task } from '../../types.ts';

/** Which column holds what; a kind that a table has no column for is absent. */
export type Columns = Readonly<Partial<Record<ColumnKind, number>>>;

/** What a table is, by its header. */
export type TableKind =
  | {
      readonly kind: 'tasks';
      readonly columns: Columns & { readonly task: number };
      readonly unit: Task['estimateUnit'];
    }
  /** Has columns as a task table has them, but no column of tasks, or a column of tasks and nothing else. */
  | { readonly kind: 'nearly'; readonly missing: 'task' | 'detail' }
  | { readonly kind: 'other' };

type DetailKind = Exclude<ColumnKind, 'task'>;
const DETAIL_KINDS = Object.keys(DETAIL_COLUMNS) as readonly DetailKind[];

/** Headers that say more than the word: `Estimate (hours)`, `Depends on / blocked by`, `CRIT Issue ID`. */
const LONGER: Readonly<Partial<Record<DetailKind, RegExp>>> = {
  id: /[\s-]id$/u,
  priority: /^priorit(?:y|at|e|a|et)\b/u,
  estimate: /^(?:est(?:imat(?:ed?|ion))?|effort|duration|hours|aufwand|estimativa|estimacion)\b/u,
  dependencies: /^(?:depend(?:s|encies|ency)|blocked by|prereq)/u,
  status: /^status\b/u,
  owner: /^(?:owner|assignee)\b/u,
};

/**
 * Says what a table is.
 *
 * @param header Plain texts of its header cells.
 * @returns For a task table, which column holds what, and the unit that the estimate's header names (`h`, `d`, ...).
 */
export function readHeader(header: readonly string[]): TableKind {
  const words = header.map(fold);
  const summary = isSummary(words[0] ?? '');
  const task = findTask(words, summary);
  const details = findDetails(words, task);
  const telling = DETAIL_KINDS.filter((kind) => details[kind] !== undefined);
  if (task === undefined) {
    const known = telling.filter((kind) => kind !== 'id' && kind !== 'phase');
    return known.length >= 2 && !summary ? { kind: 'nearly', missing: 'task' } : { kind: 'other' };
  }
  if (telling.length === 0)
    return words.length >= 2 && isPlainTask(words[task])
      ? { kind: 'nearly', missing: 'detail' }
      : { kind: 'other' };
  const estimate = details.estimate === undefined ? '' : (words[details.estimate] ?? '');
  return { kind: 'tasks', columns: { ...details, task }, unit: unitOf(estimate) };
}

/**
 * The columns of a table whose task column holds nothing but ids, and whose tasks stand in the column beside it:
 * `| Task | Description | Status |` with `TASK-001` under Task.
 *
 * @param header Plain texts of the header cells.
 * @param columns The columns as the header alone tells them.
 * @returns The columns with the texts as tasks; null if no other column could hold them.
 */
export function withIdsAsTasks(header: readonly string[], columns: Columns): Columns | null {
  const words = header.map(fold);
  const taken = new Set(Object.values(columns));
  const text = words.findIndex(
    (word, at) => !taken.has(at) && (WEAK_TASK_COLUMN.includes(word) || TASK_COLUMN.includes(word)),
  );
  return text < 0 ? null : { ...columns, id: columns.task ?? 0, task: text };
}

/** The first column by the strongest word: `Task` before `Title`, and `Description` only if more speaks for it. */
function findTask(words: readonly string[], summary: boolean): number | undefined {
  for (const word of TASK_COLUMN) {
    const index = words.indexOf(word);
    if (index >= 0 && !(summary && (isPlural(word) || !mayName(words[0] ?? '', word)))) return index;
  }
  if (summary || words.some((word) => RECORD_COLUMN.includes(word))) return undefined;
  for (const word of WEAK_TASK_COLUMN) {
    const index = words.indexOf(word);
    if (index < 0) continue;
    const details = findDetails(words, index);
    const more = DETAIL_KINDS.filter(
      (kind) => details[kind] !== undefined && kind !== 'id' && kind !== 'phase',
    ).length;
    if (details.id === undefined ? more >= 2 : Object.keys(details).length >= 2) return index;
  }
  return findUnknown(words);
}

/**
 * The one column whose header is no word we know, in whatever language, beside an id, an estimate and another column that
 * says more of a task: what people number and estimate is work. `| # | Verbesserung | Aufwand | Status |`
 */
function findUnknown(words: readonly string[]): number | undefined {
  const details = findDetails(words, undefined);
  const more = DETAIL_KINDS.filter(
    (kind) => details[kind] !== undefined && kind !== 'id' && kind !== 'phase',
  );
  if (details.id === undefined || details.estimate === undefined || more.length < 2) return undefined;
  const taken = new Set<number | undefined>(Object.values(details));
  const unknown = words.flatMap((word, at) => (taken.has(at) ? [] : [{ word, at }]));
  const [only] = unknown;
  return unknown.length === 1 && only && isUnknown(only.word) ? only.at : undefined;
}

function isUnknown(word: string): boolean {
  return /\p{L}{2}/u.test(word) && !SUMMARY_COLUMN.includes(word) && !DESCRIPTION_COLUMN.includes(word);
}

/**
 * The column that says more of a task than its name does.
 *
 * @param header Plain texts of the header cells.
 * @param columns What the table's columns hold.
 */
export function descriptionColumn(header: readonly string[], columns: Columns): number | null {
  const taken = new Set<number | undefined>(Object.values(columns));
  const found = strongest(header.map(fold), DESCRIPTION_COLUMN, taken);
  return found < 0 ? null : found;
}

function findDetails(
  words: readonly string[],
  task: number | undefined,
): Partial<Record<DetailKind, number>> {
  const found: Partial<Record<DetailKind, number>> = {};
  const taken = new Set<number | undefined>([task]);
  for (const exact of [true, false]) {
    for (const kind of DETAIL_KINDS) {
      if (found[kind] !== undefined) continue;
      const index = exact
        ? strongest(words, DETAIL_COLUMNS[kind], taken)
        : words.findIndex((word, at) => !taken.has(at) && LONGER[kind]?.test(word) === true);
      if (index < 0) continue;
      found[kind] = index;
      taken.add(index);
    }
  }
  return found;
}

/** The column whose header is the first of a list of words, strongest first: `Assignee` before `Team`. */
function strongest(
  words: readonly string[],
  list: readonly string[],
  taken: ReadonlySet<number | undefined>,
): number {
  let best = -1;
  let rank = Infinity;
  for (const [at, word] of words.entries()) {
    const place = taken.has(at) ? -1 : list.indexOf(word);
    if (place < 0 || place >= rank) continue;
    best = at;
    rank = place;
  }
  return best;
}

function isSummary(first: string): boolean {
  return SUMMARY_COLUMN.includes(first);
}

/** Beside a column of phases any word may name work; beside roles, states or metrics only `Task` does. */
function mayName(first: string, word: string): boolean {
  return (
    DETAIL_COLUMNS.phase.includes(first) ||
    ['week', 'day', 'month', 'date', 'version'].includes(first) ||
    isPlainTask(word)
  );
}

function isPlural(word: string): boolean {
  return [
    'tasks',
    'work items',
    'action items',
    'aufgaben',
    'taches',
    'tarefas',
    'tareas',
    'задачи',
  ].includes(word);
}

/** `Task` and its translations, the words that name nothing but work. */
export function isPlainTask(word: string | undefined): boolean {
  return (
    word !== undefined &&
    TASK_COLUMN.indexOf(word) >= 0 &&
    TASK_COLUMN.indexOf(word) < TASK_COLUMN.indexOf('title')
  );
}

function unitOf(estimate: string): Task['estimateUnit'] {
  if (/\b(?:hours?|hrs?|h|stunden|heures|horas|часы?|часов)\b|小时|時間|시간/u.test(estimate)) return 'h';
  if (/\b(?:days?|d|tage|jours|dias|дни|дней)\b|人日|天/u.test(estimate)) return 'd';
  if (/\b(?:weeks?|w|wochen|semaines|semanas)\b|周/u.test(estimate)) return 'w';
  if (/\b(?:points?|pts|sp)\b/u.test(estimate)) return 'pts';
  return /\b(?:minutes?|mins?)\b/u.test(estimate) ? 'm' : null;
}
