import type { Table, TableCell, TableRow } from 'mdast';
import { ownersIn, valueOrNull } from '../../text/cells.ts';
import type { Columns } from './columns.ts';
import type { ColumnKind } from '../../vocabulary/column-words.ts';
import { addMetadata, newDraft, takeWords } from '../draft.ts';
import type { Draft, Findings } from '../draft.ts';
import { IGNORED, isIgnored } from '../ignoring.ts';
import { plainText } from '../../text/inline.ts';
import { endOf, lineOf, startOf } from '../../text/markdown.ts';
import { namesElsewhere } from '../tasks/foreign-references.ts';
import type { Section } from '../outline.ts';
import { isPlaceholder, namesNoTask } from '../../vocabulary/placeholders.ts';
import { counted, problem, quoted } from '../../text/problems.ts';
import { inFile } from '../../text/source.ts';
import type { Source } from '../../text/source.ts';
import { readStatus } from '../../values/status-value.ts';
import { readTaskText } from '../tasks/task-text.ts';
import type { Place, Span } from '../../types.ts';

/** A task table, where it stands, and what its columns hold. */
export interface TaskTable {
  readonly source: Source;
  readonly findings: Findings;
  readonly table: Table;
  readonly section: Section;
  readonly columns: Columns;
  /** The column that says more of the task than its name. */
  readonly description: number | null;
  /** The unit that the estimate's header names. */
  readonly unit: Draft['estimateUnit'];
}

/**
 * Reads a row of a task table.
 *
 * @param of The table.
 * @param row The row.
 * @param width How many cells its header has.
 */
export function readRow(of: TaskTable, row: TableRow, width: number): void {
  const { findings, section, source } = of;
  const line = lineOf(row);
  const cell = cellOf(of, row, 'task');
  if (!cell || isIgnored(row)) {
    if (cell) findings.ignored.push({ line, reason: IGNORED });
    return;
  }
  // A line without a pipe right below a table is a row to GFM, and prose to its author.
  if (width > 1 && !source.body.slice(startOf(row), endOf(row)).includes('|')) return;
  const words = readTaskText(source, cell);
  if (/^[-–—\s]*$/u.test(words.text)) return;
  if (namesNoTask(words.text)) {
    sayPlaceholder(of, cell, words.text);
    return;
  }
  const draft = newDraft('row', section);
  const { parts, affixes } = takeWords(source, words, draft, findings);
  if (namesElsewhere(findings, draft, { line, column: columnOf(cell) })) return;
  takeCells(of, row, draft);
  takeDescription(of, row, draft);
  draft.id ??= parts.id;
  for (const one of parts.metadata) addMetadata(draft, one, readStatus);
  draft.state = affixes.struck ? 'dropped' : (draft.status ?? 'open');
  const status = cellOf(of, row, 'status');
  const place: Place = {
    kind: 'row',
    line,
    table: lineOf(of.table),
    text: words.span,
    link: words.link,
    status: status ? contentSpan(source, status) : null,
  };
  draft.places.push(place);
  findings.affixes.set(place, affixes);
  findings.tasks.push(draft);
  reportRaggedness(of, row, width);
}

function takeCells(of: TaskTable, row: TableRow, draft: Draft): void {
  const value = (kind: ColumnKind): string | null => {
    const cell = cellOf(of, row, kind);
    const text = cell ? plainText(cell) : '';
    return cell && reportPlaceholder(of, cell, text) ? null : valueOrNull(text);
  };
  draft.id = value('id');
  draft.priority = value('priority');
  draft.estimate = value('estimate');
  draft.estimateUnit = draft.estimate === null ? null : of.unit;
  const dependencies = value('dependencies');
  if (dependencies !== null) draft.dependsOn = [dependencies];
  draft.owners = ownersIn(value('owner'));
  draft.phaseCell = phaseOf(of, value('phase'));
  takeStatus(of, row, draft);
}

/** A bare number is one of what the header names: `2` under Wave is `Wave 2`. */
function phaseOf({ table, columns }: TaskTable, value: string | null): string | null {
  const header = table.children[0]?.children[columns.phase ?? -1];
  return value !== null && header !== undefined && /^\d+$/u.test(value)
    ? `${plainText(header)} ${value}`
    : value;
}

/** What a Description column says beside the name of the task goes into the body. */
function takeDescription({ source, description }: TaskTable, row: TableRow, draft: Draft): void {
  const cell = description === null ? undefined : row.children[description];
  const [first] = cell?.children ?? [];
  const last = cell?.children.at(-1);
  if (!cell || !first || !last || valueOrNull(plainText(cell)) === null || isPlaceholder(plainText(cell)))
    return;
  draft.details.push(
    source.body
      .slice(startOf(first), endOf(last))
      .replaceAll(String.raw`\|`, '|')
      .trim(),
  );
}

function takeStatus(of: TaskTable, row: TableRow, draft: Draft): void {
  const cell = cellOf(of, row, 'status');
  if (!cell) return;
  const text = plainText(cell);
  if (reportPlaceholder(of, cell, text)) return;
  draft.status = readStatus(text);
  if (draft.status !== null) return;
  const message = `${quoted(text)} is no state such as Todo, In progress or Done, so the task counts as open.`;
  of.findings.problems.push(
    problem('unknown-status', { line: lineOf(row), column: columnOf(cell) }, message),
  );
}

function reportPlaceholder(
  { findings }: Pick<TaskTable, 'findings'>,
  cell: TableCell,
  text: string,
): boolean {
  if (!isPlaceholder(text)) return false;
  sayPlaceholder({ findings }, cell, text);
  return true;
}

function sayPlaceholder({ findings }: Pick<TaskTable, 'findings'>, cell: TableCell, text: string): void {
  const message = `${quoted(text)} is a placeholder of the template, no value.`;
  findings.problems.push(problem('placeholder', { line: lineOf(cell), column: columnOf(cell) }, message));
}

function reportRaggedness({ findings }: TaskTable, row: TableRow, width: number): void {
  const count = row.children.length;
  if (count === width) return;
  const message = `The row has ${counted(count, 'cell')}, its table ${counted(width, 'column')}.${count > width ? ' GitHub leaves the last cells out.' : ''}`;
  findings.problems.push(problem('ragged-row', { line: lineOf(row) }, message));
}

function cellOf({ columns }: TaskTable, row: TableRow, kind: ColumnKind): TableCell | undefined {
  const index = columns[kind];
  return index === undefined ? undefined : row.children[index];
}

function columnOf(cell: TableCell): number {
  return cell.position?.start.column ?? 1;
}

/** The cell's content without pipes and padding; of an empty cell, the point one space behind its pipe. */
function contentSpan(source: Source, cell: TableCell): Span {
  const [first] = cell.children;
  const last = cell.children.at(-1);
  if (first && last) {
    const raw = source.body.slice(startOf(first), endOf(last));
    const start = startOf(first) + raw.length - raw.trimStart().length;
    return inFile(source, start, start + raw.trim().length);
  }
  const raw = source.body.slice(startOf(cell), endOf(cell));
  const at = startOf(cell) + (/^\|?[ \t]?/u.exec(raw)?.[0].length ?? 0);
  return inFile(source, at, at);
}
