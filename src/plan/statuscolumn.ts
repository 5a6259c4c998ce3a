import type { Table } from 'mdast';
import { endOf, startOf } from './markdown.ts';
import { lineAt, lineSpan } from './source.ts';
import type { Source } from './source.ts';
import type { Splice } from './splice.ts';
import { splitTableLine } from './tablelines.ts';
import { displayWidth } from './width.ts';

/**
 * Adds a Status column at the right end of a table.
 *
 * @param source The plan.
 * @param table The table.
 * @param values Cell by line of its row; rows without one stay empty.
 * @returns One splice per line of the table, in offsets of the source's body. A pretty table stays pretty.
 */
export function addStatusColumn(source: Source, table: Table, values: ReadonlyMap<number, string>): Splice[] {
  const first = lineAt(source, startOf(table));
  const last = lineAt(source, Math.max(startOf(table), endOf(table) - 1));
  const width = Math.max(displayWidth('Status'), ...[...values.values()].map(displayWidth));
  const columns = table.children[0]?.children.length ?? 0;
  const splices: Splice[] = [];
  for (let line = first; line <= last; line += 1) {
    const span = lineSpan(source, line);
    const start = line === first ? startOf(table) : span.start;
    const text = source.body.slice(start, span.end);
    const cell =
      line === first + 1
        ? delimiter(text, width)
        : newCell(line === first ? 'Status' : (values.get(line) ?? ''), width);
    splices.push(lineSplice(text, start, columns, cell));
  }
  return splices;
}

function newCell(content: string, width: number): string {
  return content + ' '.repeat(Math.max(0, width - displayWidth(content)));
}

/** Where the delimiter row's dashes fill their cells, the new ones do too. */
function delimiter(line: string, width: number): string {
  return '-'.repeat(isCompact(line) ? width + 2 : width);
}

/** Puts a cell behind a line's last one; a row that is too short gets the cells it lacks. */
function lineSplice(text: string, start: number, columns: number, cell: string): Splice {
  const body = text.trimEnd();
  const cells = splitTableLine(body);
  const compact = isCompact(body);
  const pad = compact ? '' : ' ';
  const lacking = '|'.repeat(Math.max(0, columns - cells.length)).replaceAll('|', `${pad}|`);
  const content = compact ? cell.trimEnd() : cell;
  const closed = body.endsWith('|') && !body.endsWith(String.raw`\|`);
  const at = start + body.length;
  if (closed) return { start: at, end: at, text: `${lacking}${pad}${content}${pad}|` };
  return { start: at, end: at, text: `${pad}|${lacking}${pad}${content}`.trimEnd() };
}

function isCompact(line: string): boolean {
  return /\|\S/u.test(line.trim()) && !/\|\s/u.test(line.trim());
}
