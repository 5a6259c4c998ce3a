import type { Table, TableRow } from 'mdast';
import { endOf, startOf } from '../text/markdown.ts';
import { columnAt, lineAt, lineSpan } from '../text/source.ts';
import type { Source } from '../text/source.ts';
import type { Splice } from '../text/splice.ts';
import { splitTableLine } from '../read/tables/table-lines.ts';
import { displayWidth } from '../text/width.ts';

const HEADER = 'Status';

/**
 * Adds a Status column at the right end of a table.
 *
 * @param source The plan.
 * @param table The table.
 * @param values Cell by line of its row; rows without one stay empty.
 * @returns One splice per line of the table, in offsets of the source's body. A pretty table stays pretty.
 */
export function addStatusColumn(source: Source, table: Table, values: ReadonlyMap<number, string>): Splice[] {
  const [header, ...rows] = table.children;
  if (!header) return [];
  const width = Math.max(displayWidth(HEADER), ...[...values.values()].map(displayWidth));
  const columns = header.children.length;
  const first = lineAt(source, startOf(header));
  const below = lineSpan(source, first + 1);
  const delimiterStart = Math.min(below.end, below.start + columnAt(source, startOf(header)) - 1);
  const delimiter = source.body.slice(delimiterStart, below.end);
  return [
    cellSplice(rowText(source, header), startOf(header), columns, pad(HEADER, width)),
    cellSplice(delimiter, delimiterStart, columns, dashes(delimiter, width)),
    ...rows.map((row) => {
      const value = values.get(lineAt(source, startOf(row))) ?? '';
      return cellSplice(rowText(source, row), startOf(row), columns, pad(value, width));
    }),
  ];
}

/**
 * Gives a row that is too short the cells up to a column.
 *
 * @param source The plan.
 * @param row The row.
 * @param column Index of the column.
 * @param value What its cell says.
 */
export function addMissingCell(source: Source, row: TableRow, column: number, value: string): Splice {
  return cellSplice(rowText(source, row), startOf(row), column, value);
}

function rowText(source: Source, row: TableRow): string {
  return source.body.slice(startOf(row), endOf(row));
}

/** Puts a cell behind a line's last one; a row that is too short gets the cells it lacks. */
function cellSplice(text: string, start: number, columns: number, cell: string): Splice {
  const body = text.trimEnd();
  const compact = isCompact(body);
  const space = compact ? '' : ' ';
  const lacking = `${space}|`.repeat(Math.max(0, columns - splitTableLine(body).length));
  const content = compact ? cell.trimEnd() : cell;
  const closed = body.endsWith('|') && !body.endsWith(String.raw`\|`);
  const at = start + body.length;
  if (closed) return { start: at, end: at, text: `${lacking}${space}${content}${space}|` };
  return { start: at, end: at, text: `${space}|${lacking}${space}${content}`.trimEnd() };
}

function pad(content: string, width: number): string {
  return content + ' '.repeat(Math.max(0, width - displayWidth(content)));
}

/** Where the delimiter row's dashes fill their cells, the new ones do too. */
function dashes(line: string, width: number): string {
  return '-'.repeat(isCompact(line.trimEnd()) ? width + 2 : width);
}

function isCompact(line: string): boolean {
  return /\|\S/u.test(line) && !/\|[ \t]/u.test(line);
}
