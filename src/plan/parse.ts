import type { Table } from 'mdast';
import { assemble } from './assemble.ts';
import type { Findings } from './draft.ts';
import { readList } from './lists.ts';
import { findLastUpdated } from './lastupdated.ts';
import { lineOf, readMarkdown } from './markdown.ts';
import { buildOutline, everySection } from './outline.ts';
import type { Section } from './outline.ts';
import { findTitle } from './plantitle.ts';
import { assignRoles } from './roles.ts';
import type { Role } from './roles.ts';
import { readSource } from './source.ts';
import type { Source } from './source.ts';
import { readTable } from './tables.ts';
import { openTaskHeading, settleTaskHeadings } from './taskheadings.ts';
import { joinTwins } from './twins.ts';
import type { Plan } from './types.ts';

/** What is known of a plan besides its text. */
export interface ParseOptions {
  /** Path of the file in its repository: names the plan if the text does not. */
  readonly path?: string;
}

/** A plan with the text it was read from. */
export interface Reading {
  readonly plan: Plan;
  readonly source: Source;
  /** The plan's tables by the line of their header row. */
  readonly tables: ReadonlyMap<number, Table>;
}

/**
 * Reads a plan. Never throws and never refuses a text: what it does not understand is among the problems.
 *
 * @param text The file, as UTF-16 text with its byte order mark and line endings.
 * @param options What is known besides.
 * @returns The plan that was understood.
 */
export function parsePlan(text: string, options: ParseOptions = {}): Plan {
  return readPlan(text, options).plan;
}

/** Reads a plan as {@link parsePlan} does, and keeps what an edit needs. */
export function readPlan(text: string, options: ParseOptions = {}): Reading {
  const source = readSource(text);
  const outline = buildOutline(readMarkdown(source.markdown));
  const roles = assignRoles(outline);
  const findings: Findings = {
    tasks: [],
    headings: new Map(),
    checklists: [],
    ignored: [],
    risks: [],
    problems: [],
  };
  const tables = new Map<number, Table>();
  for (const section of everySection(outline.root)) {
    readSection(source, section, roles, findings);
    for (const block of section.blocks) if (block.type === 'table') tables.set(lineOf(block), block);
  }
  settleTaskHeadings(findings.headings.values());
  const plan: Plan = {
    title: findTitle(source, outline, options.path),
    ...assemble(joinTwins(findings.tasks), outline, roles),
    checklists: findings.checklists.filter((checklist) => checklist.items.length > 0),
    risks: findings.risks,
    lastUpdated: findLastUpdated(source)?.text ?? null,
    ignored: findings.ignored,
    problems: findings.problems,
  };
  return { plan, source, tables };
}

function readSection(
  source: Source,
  section: Section,
  roles: ReadonlyMap<Section, Role>,
  findings: Findings,
): void {
  const role = roles.get(section);
  if (role?.checklist) {
    readChecklist(source, section, findings);
    return;
  }
  const owner = role?.task ? openTaskHeading(source, role.task, findings) : null;
  for (const block of section.blocks) {
    if (block.type === 'table') readTable(source, block, section, findings);
    if (block.type === 'list' && owner) readList(source, block, { kind: 'steps', section, owner }, findings);
    if (block.type === 'list' && !owner)
      readList(source, block, { kind: 'tasks', section, into: findings.tasks, owner: null }, findings);
  }
}

function readChecklist(source: Source, section: Section, findings: Findings): void {
  const checklist = { title: section.title, line: section.line, items: [] };
  findings.checklists.push(checklist);
  for (const block of section.blocks) {
    if (block.type === 'list')
      readList(source, block, { kind: 'checklist', items: checklist.items }, findings);
  }
}
