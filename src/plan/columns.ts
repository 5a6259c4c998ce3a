import { fold } from './fold.ts';
import { COLUMN_WORDS } from './columnwords.ts';

/** What a column of a task table holds. */
export type ColumnKind =
  'task' | 'id' | 'priority' | 'estimate' | 'dependencies' | 'status' | 'owner' | 'phase';

/** Column of each kind; absent where the table has none. */
export type Columns = Readonly<Partial<Record<ColumnKind, number>>>;

const KINDS: readonly ColumnKind[] = [
  'id',
  'priority',
  'estimate',
  'dependencies',
  'status',
  'owner',
  'phase',
];

/**
 * Says which column of a table holds what.
 *
 * @param header Plain texts of the header row's cells.
 * @returns The columns, or null if it is no task table: no task column, or none that says more of a task.
 */
export function findColumns(header: readonly string[]): Columns | null {
  const words = header.map(fold);
  const columns: Partial<Record<ColumnKind, number>> = {};
  const task = findTaskColumn(words);
  if (task === undefined) return null;
  columns.task = task;
  for (const kind of KINDS) {
    const index = words.findIndex(
      (word, at) => !Object.values(columns).includes(at) && COLUMN_WORDS[kind].includes(word),
    );
    if (index >= 0) columns[kind] = index;
  }
  return Object.keys(columns).length > 1 ? columns : null;
}

/** The first column by the strongest task word: `Task` before `Title` before `Description`. */
function findTaskColumn(words: readonly string[]): number | undefined {
  for (const word of COLUMN_WORDS.task) {
    const index = words.indexOf(word);
    if (index >= 0) return index;
  }
  return undefined;
}
