import { readHeader } from '../../src/plan/read/tables/columns.ts';
import type { Columns } from '../../src/plan/read/tables/columns.ts';

/** The columns of a header written as in a plan; null if it is no task table's. */
export function findColumns(header: string): Columns | null {
  const kind = readHeader(header.split('|').map((cell) => cell.trim()));
  return kind.kind === 'tasks' ? kind.columns : null;
}
