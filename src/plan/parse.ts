import type { RootContent, Table } from 'mdast';
import { assemble, sectionPath } from './read/assemble.ts';
import { newFindings } from './read/draft.ts';
import type { Affixes, Draft, Findings } from './read/draft.ts';
import { IGNORED } from './read/ignoring.ts';
import { indexHeadings } from './read/heading-index.ts';
import { findLastUpdated } from './read/last-updated.ts';
import { checkDepth, checkSize, tooDeep } from './text/limits.ts';
import { readList } from './read/lists.ts';
import type { Context, Taker } from './read/lists.ts';
import { DEEPEST_TREE, lineOf, NestingError, readMarkdown, startOf } from './text/markdown.ts';
import { outdented } from './read/details.ts';
import { buildOutline, everySection, isLabel } from './read/outline.ts';
import type { Outline, Section } from './read/outline.ts';
import { lookAlikeTask } from './read/tasks/look-alikes.ts';
import { nameByLeads } from './read/tasks/lead-names.ts';
import { findTitle } from './read/plan-title.ts';
import { problem } from './text/problems.ts';
import { assignRoles } from './read/roles.ts';
import type { Role } from './read/roles.ts';
import { reportShape } from './read/shape.ts';
import { scanText } from './text/scans.ts';
import { readSource } from './text/source.ts';
import type { Source } from './text/source.ts';
import { readTable } from './read/tables/tables.ts';
import { joinCopies } from './read/tasks/copies.ts';
import { joinRemembered } from './read/tasks/joining.ts';
import {
  addToHeading,
  dropPlaceholderHeadings,
  finalizeTaskHeadings,
  openTaskHeading,
} from './read/tasks/task-headings.ts';
import { joinTodos, readTodos } from './read/tasks/todos.ts';
import { joinRowsWithBoxes } from './read/row-box-join.ts';
import type { Joins, Place, Plan, Problem } from './types.ts';

/** What is known of a plan besides its text. */
export interface ParseOptions {
  /** Path of the file in its repository: names the plan if the text does not. */
  readonly path?: string;
  /** `https://github.com/owner/name`: a link to the issue of another repository is text. Without it any link counts. */
  readonly repositoryUrl?: string;
  /** Which lines are one task and which are not, where the text alone would say otherwise. */
  readonly joins?: Joins;
}

/** A plan with the text it was read from. */
export interface ParsedPlan {
  readonly plan: Plan;
  readonly source: Source;
  /** The plan's tables by the line of their header row. */
  readonly tables: ReadonlyMap<number, Table>;
  readonly affixes: ReadonlyMap<Place, Affixes>;
  /** Lines of steps that nobody is to do. */
  readonly skippedSteps: ReadonlySet<number>;
  readonly outline: Outline;
  /** Sections right under which plain bullets stand. */
  readonly bullets: ReadonlySet<Section>;
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
  const findings = newFindings(options.joins?.apart);
  if (beyond !== null) findings.problems.push(beyond);
  const outline = outlineOf(source, findings);
  const roles = assignRoles(source, outline);
  const context: Context = { source, findings, headingNamed: indexHeadings(roles) };
  const tables = new Map<number, Table>();
  readBlocks(context, outline, roles);
  for (const section of everySection(outline.root))
    for (const block of section.blocks) if (block.type === 'table') tables.set(lineOf(block), block);
  readTodos(source, outline, findings);
  dropPlaceholderHeadings(findings);
  finalizeTaskHeadings(findings);
  nameByLeads(source, findings);
  joinRemembered(findings, options.joins?.together ?? []);
  joinCopies(findings);
  joinRowsWithBoxes(findings);
  joinTodos(findings, roles);
  const assembly = assemble({ source, outline, roles, findings });
  reportShape({ outline, roles, findings, source }, new Set(assembly.phases.map(({ line }) => line)));
  const plan: Plan = {
    title: findTitle(source, outline, options.path),
    ...assembly,
    checklists: findings.checklists
      .filter((checklist) => checklist.items.length > 0)
      .sort((a, b) => a.line - b.line),
    risks: findings.risks,
    lastUpdated: findLastUpdated(source, outline)?.text ?? null,
    ignored: findings.ignored.sort((a, b) => a.line - b.line),
    lookAlikes: findings.lookAlikes
      .map((one) =>
        lookAlikeTask(one, { section: sectionPath(one.section, outline), role: roles.get(one.section) }),
      )
      .sort((a, b) => a.line - b.line),
    problems: findings.problems.sort((a, b) => a.line - b.line || a.column - b.column),
  };
  return {
    plan,
    source,
    tables,
    affixes: findings.affixes,
    skippedSteps: findings.skippedSteps,
    outline,
    bullets: findings.bullets,
  };
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
  return problem('unreadable', { line: 1 }, `The parser fails on this text (${why}).`);
}

/** Who takes what stands in a section. */
interface Reader {
  readonly section: Section;
  readonly role: Role | null;
  readonly owner: Draft | null;
  readonly taker: Taker;
}

/** Reads all blocks in the order of the text: a label takes some out of the midst of those of its heading. */
function readBlocks(context: Context, outline: Outline, roles: ReadonlyMap<Section, Role>): void {
  const all = [...everySection(outline.root)].flatMap((section) => {
    const reader = readerOf(context, section, roles.get(section) ?? null);
    return section.blocks.map((block) => ({ reader, block }));
  });
  all.sort((a, b) => startOf(a.block) - startOf(b.block));
  for (const { reader, block } of all) readBlock(context, reader, block);
}

function readerOf({ source, findings }: Context, section: Section, role: Role | null): Reader {
  const owner =
    role?.task && !role.ignored && !role.checklist ? openTaskHeading(source, role.task, findings) : null;
  return { section, role, owner, taker: takerOf(section, role, owner, findings) };
}

function readBlock(context: Context, { section, role, owner, taker }: Reader, block: RootContent): void {
  const { source, findings } = context;
  if (block.type === 'list') {
    readList(context, block, taker);
    if (role?.checklist && role.task && !role.ignored)
      addConditions(source, section, block, openTaskHeading(source, role.task, findings));
  } else if (block.type === 'table' && !role?.ignored && !role?.checklist)
    readTable(source, findings, block, section);
  else if (owner) addToHeading(source, owner, block, isOwn(section, role));
}

/** Conditions of a task heading are shown in its issue. */
function addConditions(source: Source, section: Section, list: RootContent, { details }: Draft): void {
  const isFirst = section.blocks.find(({ type }) => type === 'list') === list;
  details.push(...(isFirst ? [`**${section.title}**`] : []), outdented(source, list));
}

/** Whether what stands in a section is said of the task heading itself: right under it, or below a label there. */
function isOwn(section: Section, role: Role | null): boolean {
  let at: Section | null = section;
  while (at !== null && isLabel(at)) at = at.parent;
  return at === role?.task || section === role?.task;
}

function takerOf(section: Section, role: Role | null, owner: Draft | null, findings: Findings): Taker {
  if (role?.ignored) return { kind: 'nobody', section, reason: IGNORED };
  if (role?.checklist) {
    const checklist = { title: section.title.replace(/\s*[:：]$/u, ''), line: section.line, items: [] };
    findings.checklists.push(checklist);
    return { kind: 'checklist', section, items: checklist.items };
  }
  if (owner) return { kind: 'steps', section, owner, nested: false, own: isOwn(section, role) };
  return { kind: 'tasks', section, into: findings.tasks, owner: null };
}
