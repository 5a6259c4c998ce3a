import type { Table } from 'mdast';
import { readHeader } from '../read/tables/columns.ts';
import { plainText } from '../text/inline.ts';
import { startOf } from '../text/markdown.ts';
import type { ParsedPlan } from '../parse.ts';
import { lineAt } from '../text/source.ts';
import type { Splice } from '../text/splice.ts';
import { readStatus } from '../values/status-value.ts';
import { statusWord, writeCell } from './status-cell.ts';
import { addStatusColumn, addMissingCell } from './status-column.ts';
import type { Place, TaskState } from '../types.ts';
import { allTasks } from '../walk.ts';

type Row = Extract<Place, { kind: 'row' }>;

/**
 * Sets Status cells of one table, in the column's own words, where they do not say so already. A word that nobody
 * knows is left as it is. Without such a column, one is added if a row is done or dropped.
 *
 * @param text The plan.
 * @param reading The plan as read.
 * @param tableLine Line of the table's header.
 * @param states State to write by line of the row.
 * @returns The splices.
 */
export function statusSplices(
  text: string,
  { plan, source, tables }: ParsedPlan,
  tableLine: number,
  states: ReadonlyMap<number, TaskState>,
): Splice[] {
  const table = tables.get(tableLine);
  const column = statusColumn(table);
  const inFile = (splice: Splice): Splice => ({
    ...splice,
    start: splice.start + source.shift,
    end: splice.end + source.shift,
  });
  if (!table) return [];
  if (column === undefined) {
    const needed = [...states].filter(([, state]) => state !== 'open');
    return needed.length === 0 ? [] : addStatusColumn(source, table, wordsFor(states)).map(inFile);
  }
  const rows = allTasks(plan)
    .flatMap(({ task }) => task.places)
    .filter((place): place is Row => place.kind === 'row' && place.table === tableLine);
  const cells = rows.flatMap(({ status }) => (status ? [text.slice(status.start, status.end)] : []));
  return rows.flatMap((row) => {
    const state = states.get(row.line);
    if (state === undefined) return [];
    const word = statusWord(state, cells);
    if (!takesStatus(text, row, state)) return [];
    if (row.status) return [writeCell(text, row.status, word)];
    const node = table.children.find((one) => lineAt(source, startOf(one)) === row.line);
    return node ? [inFile(addMissingCell(source, node, column, word))] : [];
  });
}

/**
 * Whether a row of a table with a Status column gets a state written: a word that nobody knows stays, and an open row that
 * is too short for the column stays short.
 */
export function takesStatus(text: string, { status }: Row, state: TaskState): boolean {
  if (status === null) return state !== 'open';
  const current = readStatus(text.slice(status.start, status.end));
  return current !== state && current !== null;
}

/** Whether the table whose header stands on this line has a Status column. */
export function hasStatusColumn({ tables }: ParsedPlan, tableLine: number): boolean {
  return statusColumn(tables.get(tableLine)) !== undefined;
}

function statusColumn(table: Table | undefined): number | undefined {
  const header = readHeader(table?.children[0]?.children.map((cell) => plainText(cell)) ?? []);
  return header.kind === 'tasks' ? header.columns.status : undefined;
}

/** Words for a new column: rows that are open may stay empty. */
function wordsFor(states: ReadonlyMap<number, TaskState>): Map<number, string> {
  return new Map([...states].map(([line, state]) => [line, statusWord(state, [])]));
}
