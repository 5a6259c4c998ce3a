import type { Table } from 'mdast';
import { assemble, sectionPath } from './read/assemble.ts';
import { newFindings } from './read/draft.ts';
import type { Affixes, Draft, Findings } from './read/draft.ts';
import { IGNORED } from './read/ignoring.ts';
import { indexHeadings } from './read/heading-index.ts';
import { findLastUpdated } from './read/last-updated.ts';
import { checkDepth, checkSize, tooDeep } from './text/limits.ts';
import { readList } from './read/lists.ts';
import type { Context, Taker } from './read/lists.ts';
import { DEEPEST_TREE, lineOf, NestingError, readMarkdown } from './text/markdown.ts';
import { buildOutline, everySection } from './read/outline.ts';
import type { Outline, Section } from './read/outline.ts';
import { findTitle } from './read/plan-title.ts';
import { problem } from './text/problems.ts';
import { assignRoles } from './read/roles.ts';
import type { Role } from './read/roles.ts';
import { reportShape } from './read/shape.ts';
import { scanText } from './text/scans.ts';
import { readSource } from './text/source.ts';
import type { Source } from './text/source.ts';
import { readTable } from './read/tables/tables.ts';
import { addToHeading, openTaskHeading, finalizeTaskHeadings } from './read/tasks/task-headings.ts';
import { joinRowsWithBoxes } from './read/row-box-join.ts';
import type { Place, Plan, Problem } from './types.ts';

/** What is known of a plan besides its text. */
export interface ParseOptions {
  /** Path of the file in its repository: names the plan if the text does not. */
  readonly path?: string;
  /** `https://github.com/owner/name`: a link to the issue of another repository is text. Without it any link counts. */
  readonly repositoryUrl?: string;
}

/** A plan with the text it was read from. */
export interface ParsedPlan {
  readonly plan: Plan;
  readonly source: Source;
  /** The plan's tables by the line of their header row. */
  readonly tables: ReadonlyMap<number, Table>;
  readonly affixes: ReadonlyMap<Place, Affixes>;
  readonly outline: Outline;
}

/**
 * Reads a plan. Never throws and never refuses a text: what it does not understand is among the problems.
 *
 * @param text The file, as UTF-16 text with its byte order mark and line endings.
 * @param options What is known besides.
 * @returns The plan that was understood.
 */
export function parsePlan(text: string, options: ParseOptions = {}): Plan {
  try {
    return parseWithSource(text, options).plan;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // How much stack there is depends on the machine; who reads for others tries again elsewhere.
    return parseWithSource('', options, unreadable(error)).plan;
  }
}

/**
 * Reads a plan as {@link parsePlan} does, and keeps what an edit needs.
 *
 * @param beyond Why nothing of the text is read, if that is known.
 * @throws RangeError where the parser runs out of stack.
 */
export function parseWithSource(
  text: string,
  options: ParseOptions = {},
  beyond: Problem | null = checkSize(text) ?? scanText(text),
): ParsedPlan {
  const source = readSource(beyond === null ? text : '', options.repositoryUrl);
  const findings = newFindings();
  if (beyond !== null) findings.problems.push(beyond);
  const outline = outlineOf(source, findings);
  const roles = assignRoles(outline);
  const context: Context = { source, findings, headingNamed: indexHeadings(roles) };
  const tables = new Map<number, Table>();
  for (const section of everySection(outline.root)) {
    readSection(context, section, roles.get(section) ?? null);
    for (const block of section.blocks) if (block.type === 'table') tables.set(lineOf(block), block);
  }
  finalizeTaskHeadings(findings.headings.values());
  joinRowsWithBoxes(findings);
  const assembly = assemble({ source, outline, roles, findings });
  reportShape({ outline, roles, findings, source }, new Set(assembly.phases.map(({ line }) => line)));
  const plan: Plan = {
    title: findTitle(source, outline, options.path),
    ...assembly,
    checklists: findings.checklists.filter((checklist) => checklist.items.length > 0),
    risks: findings.risks,
    lastUpdated: findLastUpdated(source, outline)?.text ?? null,
    ignored: findings.ignored.sort((a, b) => a.line - b.line),
    lookAlikes: findings.lookAlikes
      .map((one) => ({ ...one, section: sectionPath(one.section, outline) }))
      .sort((a, b) => a.line - b.line),
    problems: findings.problems.sort((a, b) => a.line - b.line || a.column - b.column),
  };
  return { plan, source, tables, affixes: findings.affixes, outline };
}

/** Reads the outline; a text beyond the limits has an empty one, and a Problem that says so. */
function outlineOf(source: Source, findings: Findings): Outline {
  const refused = checkDepth(source);
  if (refused) findings.problems.push(refused);
  try {
    return buildOutline(readMarkdown(refused ? '' : source.markdown));
  } catch (error) {
    if (error instanceof RangeError && !(error instanceof NestingError)) throw error;
    findings.problems.push(
      error instanceof NestingError ? tooDeep(1, 'marks', DEEPEST_TREE) : unreadable(error),
    );
    return buildOutline({ type: 'root', children: [] });
  }
}

function unreadable(error: unknown): Problem {
  const why = error instanceof Error ? error.message : String(error);
  return problem(
    'unreadable',
    { line: 1 },
    `Expected Markdown, found text that the parser fails on (${why}).`,
  );
}

function readSection(context: Context, section: Section, role: Role | null): void {
  const { source, findings } = context;
  const owner =
    role?.task && !role.ignored && !role.checklist ? openTaskHeading(source, role.task, findings) : null;
  const taker = takerOf(section, role, owner, findings);
  for (const block of section.blocks) {
    if (block.type === 'list') readList(context, block, taker);
    else if (block.type === 'table' && !role?.ignored && !role?.checklist)
      readTable(source, findings, block, section);
    else if (owner) addToHeading(source, owner, block);
  }
}

function takerOf(section: Section, role: Role | null, owner: Draft | null, findings: Findings): Taker {
  if (role?.ignored) return { kind: 'nobody', section, reason: IGNORED };
  if (role?.checklist) {
    const checklist = { title: section.title.replace(/\s*[:：]$/u, ''), line: section.line, items: [] };
    findings.checklists.push(checklist);
    return { kind: 'checklist', section, items: checklist.items };
  }
  if (owner) return { kind: 'steps', section, owner, nested: false };
  return { kind: 'tasks', section, into: findings.tasks, owner: null };
}
