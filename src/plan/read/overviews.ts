import type { Parts } from './assemble.ts';
import { saysNothing } from '../text/cells.ts';
import type { TableKind } from './tables/columns.ts';
import { isPlainTask } from './tables/columns.ts';
import { DETAIL_COLUMNS } from '../vocabulary/column-words.ts';
import { fold } from '../text/fold.ts';
import { phaseName } from './headings.ts';
import { problem } from '../text/problems.ts';
import { normalTitle } from './row-box-join.ts';

/**
 * Tells a table whose rows are phases from one whose rows are tasks: each names a different phase, and no column is
 * called Task.
 *
 * @param header Plain texts of the header cells.
 * @param kind What the header alone says.
 * @param textsOf Plain texts of a column's cells, row by row.
 * @returns The phases in the order of the rows; null for another table.
 */
export function phasesInRows(
  header: readonly string[],
  kind: TableKind,
  textsOf: (column: number, most?: number) => readonly string[],
): string[] | null {
  const words = header.map(fold);
  if (words.some((word) => isPlainTask(word))) return null;
  const isFirst = DETAIL_COLUMNS.phase.includes(words[0] ?? '');
  const phase = kind.kind === 'tasks' ? kind.columns.phase : isFirst ? 0 : undefined;
  const mayTell = phase !== undefined && (kind.kind === 'tasks' || tellsMore(words));
  const inPhases = mayTell ? namesIn(textsOf(phase), isFirst ? 1 : 2) : null;
  if (inPhases !== null || kind.kind !== 'tasks') return inPhases;
  // One look at the first row spares the others in most tables.
  if (textsOf(kind.columns.task, 1).some((name) => phaseName(name) === null)) return null;
  const names = textsOf(kind.columns.task);
  return names.every((name) => phaseName(name) !== null) ? namesIn(names, 2) : null;
}

/** What a column names, if each row names something else. */
function namesIn(texts: readonly string[], least: number): string[] | null {
  const keys = texts.filter((text) => !saysNothing(text)).map(phaseKey);
  const isWhole = keys.length >= least && keys.length === texts.length;
  return isWhole && new Set(keys).size === keys.length ? keys : null;
}

/** `1`, `Phase 1` and `1. Setup` are one phase. */
function phaseKey(cell: string): string {
  return phaseName(cell) ?? phaseName(`Phase ${cell}`) ?? normalTitle(cell);
}

function tellsMore(words: readonly string[]): boolean {
  const kinds = [DETAIL_COLUMNS.status, DETAIL_COLUMNS.dependencies, DETAIL_COLUMNS.estimate];
  return words.some((word) => kinds.some((kind) => kind.includes(word)));
}

/**
 * Says that a table's rows are phases and open no issues, where neither headings nor todos stand for these phases.
 *
 * @param parts The plan as read.
 */
export function reportOverviews({ findings, roles }: Parts): void {
  const known = new Set<string>();
  for (const [section, role] of roles) {
    if (role.phase !== section) continue;
    known.add(phaseKey(section.title));
    known.add(normalTitle(section.title));
    known.add(normalTitle(section.title.replace(/^[^:：—–-]*[:：—–-]\s*/u, '')));
  }
  for (const { title } of findings.tasks) {
    const name = phaseName(title);
    if (name !== null) known.add(name);
  }
  const alone = findings.overviews.filter(
    ({ phases }) => phases.filter((phase) => !known.has(phase)).length * 2 > phases.length,
  );
  const [first] = alone;
  if (first === undefined) return;
  const count = alone.reduce((sum, { phases }) => sum + phases.length, 0);
  const message = `${count === 1 ? 'A row is a phase' : `${String(count)} rows are phases`}. An overview of phases opens no issues.`;
  findings.problems.push(problem('phase-overview', first, message));
}
