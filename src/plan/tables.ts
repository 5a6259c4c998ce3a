import type { Table, TableCell, TableRow } from 'mdast';
import { valueOrNull } from './cells.ts';
import { readTaskText } from './checkboxes.ts';
import { findColumns } from './columns.ts';
import type { ColumnKind, Columns } from './columns.ts';
import { newDraft } from './draft.ts';
import type { Findings } from './draft.ts';
import { fold } from './fold.ts';
import { plainText } from './inline.ts';
import { endOf, lineOf, startOf } from './markdown.ts';
import type { Section } from './outline.ts';
import { isPlaceholder } from './placeholders.ts';
import { inFile } from './source.ts';
import type { Source } from './source.ts';
import { readStatus } from './status.ts';
import { splitTitle } from './titles.ts';
import type { Span } from './types.ts';

const TOTAL =
  /^(?:sub-?)?(?:total|totals|sum|gesamt|summe|insgesamt|totale|somme|итого|всего|разом|合计|总计|合計|小計|合計工時|합계|총계|total general|totaal|razem|celkem|toplam)(?![\p{L}])/u;

/**
 * Reads a table, if it is a task table or a risks table.
 *
 * @param source The plan.
 * @param table A table.
 * @param section Where it stands.
 * @param findings Takes the rows.
 */
export function readTable(source: Source, table: Table, section: Section, findings: Findings): void {
  const [header, ...rows] = table.children;
  if (!header) return;
  const titles = header.children.map((cell) => plainText(cell));
  if (readRisks(titles, rows, findings)) return;
  const columns = findColumns(titles);
  if (columns === null) return;
  for (const row of rows) readRow({ source, table, section, columns }, row, findings);
}

interface TaskTable {
  readonly source: Source;
  readonly table: Table;
  readonly section: Section;
  readonly columns: Columns;
}

function readRow(of: TaskTable, row: TableRow, findings: Findings): void {
  const { source, section, columns } = of;
  const text = (kind: ColumnKind): string => plainText(cellOf(row, columns, kind)?.children ?? []);
  const cell = cellOf(row, columns, 'task');
  const line = lineOf(row);
  if (!cell || text('task') === '' || TOTAL.test(fold(text('task'))) || TOTAL.test(fold(text('id')))) return;
  if (isPlaceholder(text('task'))) {
    findings.problems.push(placeholder(text('task'), line, columnOf(cell)));
    return;
  }
  const draft = newDraft('row', section);
  const words = readTaskText(source, cell);
  const { title, id } = splitTitle(words.text);
  const value = (kind: ColumnKind): string | null =>
    valueOf(text(kind), findings, row, cellOf(row, columns, kind));
  const status = cellOf(row, columns, 'status');
  draft.title = title;
  draft.id = value('id') ?? id;
  draft.issue = words.issue;
  draft.state = words.struck ? 'dropped' : ((status ? readStatus(text('status')) : 'open') ?? 'open');
  draft.priority = value('priority');
  draft.estimate = value('estimate');
  draft.dependsOn = splitList(value('dependencies'));
  draft.owners = splitList(value('owner'));
  draft.phaseCell = value('phase');
  draft.places.push({
    kind: 'row',
    line,
    table: lineOf(of.table),
    text: words.span,
    link: words.link,
    status: status ? contentSpan(source, status) : null,
  });
  findings.tasks.push(draft);
}

function valueOf(
  text: string,
  findings: Findings,
  row: TableRow,
  cell: TableCell | undefined,
): string | null {
  if (!cell || !isPlaceholder(text)) return valueOrNull(text);
  findings.problems.push(placeholder(text, lineOf(row), columnOf(cell)));
  return null;
}

function splitList(value: string | null): string[] {
  if (value === null) return [];
  return value
    .split(/\s*[,;、；，]\s*|\s+and\s+/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function readRisks(titles: readonly string[], rows: readonly TableRow[], findings: Findings): boolean {
  const words = titles.map(fold);
  const at = (...names: readonly string[]): number => words.findIndex((word) => names.includes(word));
  const risk = at(
    'risk',
    'risks',
    'risk description',
    'risiko',
    'risque',
    'riesgo',
    'risco',
    'риск',
    '风险',
    'リスク',
    '위험',
  );
  if (risk < 0) return false;
  const cellText = (row: TableRow, index: number): string | null => {
    const cell = row.children[index];
    return cell ? valueOrNull(plainText(cell)) : null;
  };
  const impact = at('impact', 'severity', 'auswirkung', 'impacto', '影响', '影響', 'влияние', '영향');
  const probability = at(
    'probability',
    'likelihood',
    'wahrscheinlichkeit',
    'probabilite',
    'probabilidad',
    'probabilidade',
    '概率',
    '可能性',
    '発生確率',
    'вероятность',
    '확률',
  );
  const mitigation = at(
    'mitigation',
    'mitigation strategy',
    'mitigations',
    'response',
    'massnahme',
    'gegenmaßnahme',
    'mitigacion',
    'mitigacao',
    '缓解措施',
    '対策',
    '완화',
    'меры',
    'смягчение',
  );
  for (const row of rows) {
    const named = cellText(row, risk);
    if (named === null) continue;
    const line = lineOf(row);
    if (isPlaceholder(named))
      findings.problems.push(placeholder(named, line, row.children[risk] ? columnOf(row.children[risk]) : 1));
    else
      findings.risks.push({
        risk: named,
        impact: cellText(row, impact),
        probability: cellText(row, probability),
        mitigation: cellText(row, mitigation),
        line,
      });
  }
  return true;
}

function cellOf(row: TableRow, columns: Columns, kind: ColumnKind): TableCell | undefined {
  const index = columns[kind];
  return index === undefined ? undefined : row.children[index];
}

function columnOf(cell: TableCell): number {
  return cell.position?.start.column ?? 1;
}

/** The cell's content without pipes and padding; an empty cell is the point after its first space. */
function contentSpan(source: Source, cell: TableCell): Span {
  const [first] = cell.children;
  const last = cell.children.at(-1);
  if (first && last) return inFile(source, startOf(first), endOf(last));
  const raw = source.body.slice(startOf(cell), endOf(cell));
  const lead = /^\|?[ \t]?/u.exec(raw)?.[0].length ?? 0;
  return inFile(source, startOf(cell) + lead, startOf(cell) + lead);
}

/** The Problem of a placeholder that nobody filled in. */
export function placeholder(text: string, line: number, column: number): Findings['problems'][number] {
  return {
    code: 'placeholder',
    severity: 'warning',
    message: `Expected a task or a value, found the template's placeholder "${text}".`,
    line,
    column,
    hint: 'Fill it in, or delete the line.',
  };
}
