import type { Table, TableRow } from 'mdast';
import { saysNothing } from '../../text/cells.ts';
import { descriptionColumn, isPlainTask, readHeader, withIdsAsTasks } from './columns.ts';
import type { Columns } from './columns.ts';
import type { ColumnKind } from '../../vocabulary/column-words.ts';
import { TOTAL_WORDS } from '../../vocabulary/column-words.ts';
import type { Findings } from '../draft.ts';
import { fold } from '../../text/fold.ts';
import { plainText } from '../../text/inline.ts';
import { lineOf } from '../../text/markdown.ts';
import type { Section } from '../outline.ts';
import { phasesInRows } from '../overviews.ts';
import { problem } from '../../text/problems.ts';
import { readRisks } from './risks.ts';
import { readRow } from './rows.ts';
import type { TaskTable } from './rows.ts';
import type { Source } from '../../text/source.ts';
import { NO_WORK_HEADINGS, RECORD_HEADINGS } from '../../vocabulary/phases.ts';

/** A count, a range or a list of ids: what a Tasks column holds that sums up. */
const COUNT = /^(?:~?\d+(?:[-–/]\d+)?(?:\s+(?:tasks?|items?))?|multiple|several|all)$/iu;
const BARE_ID = /^(?:[A-Za-z]{1,10}[-.]?)?(?:[A-Z0-9]{1,8}[-.]){0,3}\d+(?:\.\d+)*[a-z]?$/u;

/**
 * Reads a table, if it is a task table or a risks table.
 *
 * @param source The plan.
 * @param findings Takes tasks, risks and problems.
 * @param table The table.
 * @param section Where it stands.
 */
export function readTable(source: Source, findings: Findings, table: Table, section: Section): void {
  const [header, ...rows] = table.children;
  if (!header) return;
  const titles = header.children.map((cell) => plainText(cell));
  if (readRisks(titles, rows, findings)) return;
  const kind = readHeader(titles);
  const phases = phasesInRows(titles, kind, (column, most) =>
    rows.slice(0, most).flatMap((row) => {
      const cell = row.children[column];
      return isTotal(row) ? [] : [cell ? plainText(cell) : ''];
    }),
  );
  if (phases !== null) {
    findings.overviews.push({ line: lineOf(table), phases });
    return;
  }
  switch (kind.kind) {
    case 'other':
      reportBoxes(rows, findings, null);
      return;
    case 'nearly':
      findings.problems.push(
        problem(
          'not-a-task-table',
          { line: lineOf(table) },
          kind.missing === 'task'
            ? `A table with the columns ${titles.join(' | ')} has no Task column. Its rows are no tasks.`
            : `A table with the columns ${titles.join(' | ')} has none such as Priority, Estimate, Dependencies, Status or Owner. Its rows are no tasks.`,
        ),
      );
      return;
    case 'tasks': {
      const columns = columnsThatHold(titles, kind.columns, rows);
      if (columns === null || listsNoWork(section, isPlainTask(fold(titles[columns.task ?? 0] ?? ''))))
        return;
      reportBoxes(rows, findings, columns.status ?? null);
      findings.tableSections.set(lineOf(table), section);
      const description = descriptionColumn(titles, columns);
      const of: TaskTable = { source, findings, table, section, columns, description, unit: kind.unit };
      for (const row of rows) if (!isTotal(row)) readRow(of, row, header.children.length);
    }
  }
}

/** The text of a row's cell. */
export function cellText(row: TableRow, columns: Columns, kind: ColumnKind): string {
  const index = columns[kind];
  const cell = index === undefined ? undefined : row.children[index];
  return cell ? plainText(cell) : '';
}

/** Looks below the header: counts are no tasks, and ids have their tasks beside them. */
function columnsThatHold(
  titles: readonly string[],
  columns: Columns,
  rows: readonly TableRow[],
): Columns | null {
  const texts = rows.map((row) => cellText(row, columns, 'task')).filter((text) => !saysNothing(text));
  const most = (test: RegExp): boolean =>
    texts.length > 0 && texts.filter((text) => test.test(text)).length * 2 > texts.length;
  if (most(BARE_ID)) {
    const shifted = withIdsAsTasks(titles, columns);
    if (shifted) return shifted;
  }
  return most(COUNT) ? null : columns;
}

/** Under some headings tables list no work; under those of records only a column called Task does. */
function listsNoWork(section: Section, isTask: boolean): boolean {
  const wordsOf = ({ title }: Section): string => fold(title).replace(/^[\d.]+\s*/u, '');
  if (section.heading !== null && NO_WORK_HEADINGS.includes(wordsOf(section))) return true;
  return !isTask && headsRecords(section, wordsOf);
}

function headsRecords(section: Section, wordsOf: (one: Section) => string): boolean {
  if (section.heading === null) return false;
  const words = wordsOf(section);
  const isRecord = RECORD_HEADINGS.some((word) => words === word || words.startsWith(`${word} `));
  return isRecord || (section.parent !== null && headsRecords(section.parent, wordsOf));
}

function isTotal(row: TableRow): boolean {
  const first = row.children.map((cell) => plainText(cell)).find((text) => text !== '');
  const words = fold(first ?? '');
  return TOTAL_WORDS.some(
    (word) =>
      words === word ||
      words.startsWith(`${word}:`) ||
      words.startsWith(`${word} (`) ||
      (words.startsWith(`${word} `) && words.length <= word.length + 14),
  );
}

/** Boxes in cells: GitHub shows brackets. In a Status column they are read all the same. */
function reportBoxes(rows: readonly TableRow[], findings: Findings, status: number | null): void {
  for (const row of rows) {
    const cell = row.children.find(
      (one, index) => index !== status && /^\[[ xX]?\](?:\s|$)/u.test(plainText(one)),
    );
    if (!cell) continue;
    findings.problems.push(
      problem(
        'box-in-cell',
        { line: lineOf(row), column: cell.position?.start.column ?? 1 },
        `A box stands in a table cell, where GitHub shows it as "[ ]".`,
      ),
    );
    return;
  }
}
