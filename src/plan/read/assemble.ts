import type { Heading, Paragraph } from 'mdast';
import { areaOf, namesOnlyWork } from './areas.ts';
import { splitDependencies } from '../values/dependency-lists.ts';
import { joinBlocks } from './details.ts';
import { everyDraft } from './draft.ts';
import type { Draft, Findings } from './draft.ts';
import { findDue, titleWithoutDue } from './due.ts';
import { goalOf } from './goal.ts';
import { phaseName, withoutState } from './headings.ts';
import { isLabel } from './outline.ts';
import type { Outline, Section } from './outline.ts';
import { MOST_TITLE } from '../text/limits.ts';
import { problem, quoted } from '../text/problems.ts';
import type { Role } from './roles.ts';
import type { Source } from '../text/source.ts';
import { normalTitle } from './row-box-join.ts';
import type { Group, Phase, Task } from '../types.ts';

/** A plan's tasks, put where they belong. */
export interface Assembly {
  readonly tasks: readonly Task[];
  readonly phases: readonly Phase[];
  readonly emptyPhases: readonly Phase[];
  readonly groups: readonly Group[];
}

/** What is known of a plan when its tasks are put together. */
export interface Parts {
  readonly source: Source;
  readonly outline: Outline;
  readonly roles: ReadonlyMap<Section, Role>;
  readonly findings: Findings;
}

/** A phase that is being filled: a heading's, or one that only Phase cells name. */
interface OpenPhase {
  readonly title: string;
  readonly written: string;
  readonly line: number;
  readonly due: string | null;
  readonly tasks: Task[];
}

/**
 * Puts the tasks under their phases and groups.
 *
 * @param parts The plan, rows and boxes of one task joined; takes Problems of titles and phases.
 * @returns Phases and groups that hold tasks, in the order of their lines.
 */
export function assemble(parts: Parts): Assembly {
  const { findings, outline } = parts;
  const titles = titlesOf(findings);
  const tasks: Task[] = [];
  const phases = new Map<Section | string, OpenPhase>();
  const groups = new Map<Section, Task[]>();
  for (const draft of [...findings.tasks].sort((a, b) => lineOfDraft(a) - lineOfDraft(b))) {
    const task = finish(draft, parts, titles);
    const phase = phaseOf(draft, parts, phases);
    if (phase) phase.tasks.push(task);
    else if (draft.section === outline.titleSection || draft.section.heading === null) tasks.push(task);
    else add(groups, groupOf(draft.section, outline), task);
  }
  return {
    tasks,
    phases: [...phases.values()].sort((a, b) => a.line - b.line),
    emptyPhases: emptyPhases(parts, phases),
    groups: [...groups]
      .map(([section, held]) => ({
        title: titleWithoutDue(section.title),
        line: section.line,
        tasks: held,
        ...goalIn(section),
      }))
      .sort((a, b) => a.line - b.line),
  };
}

/** Titles that a dependency may name, whatever commas they hold; none are needed where nothing depends on anything. */
function titlesOf({ tasks }: Findings): ReadonlySet<string> {
  const titles = new Set<string>();
  const drafts = [...everyDraft(tasks)];
  if (drafts.every(({ dependsOn }) => dependsOn.length === 0)) return titles;
  for (const { id, title } of drafts) {
    titles.add(normalTitle(title));
    if (id !== null) titles.add(normalTitle(`${id} ${title}`));
  }
  return titles;
}

/** A section's headings, outermost first, without the plan's title. */
export function sectionPath(section: Section, outline: Outline): string[] {
  const path: string[] = [];
  for (let at: Section | null = section; at?.heading; at = at.parent) {
    if (at !== outline.titleSection) path.unshift(headingTitle(at));
  }
  return path;
}

/** The heading whose work a label such as `Deliverables:` lists; for any other section itself. */
function groupOf(section: Section, { titleSection }: Outline): Section {
  const { parent } = section;
  if (parent?.heading == null || parent === titleSection || !isLabel(section)) return section;
  return namesOnlyWork(section.title) ? parent : section;
}

/** The phase a row's cell names, else the one a task stands under, else one that only cells name. */
function phaseOf(draft: Draft, parts: Parts, phases: Map<Section | string, OpenPhase>): OpenPhase | null {
  const { roles, findings, source } = parts;
  const cell = draft.phaseCell === null ? null : findPhase(draft.phaseCell, roles);
  const section = draft.kind === 'row' && cell ? cell : (roles.get(draft.section)?.phase ?? cell);
  if (section) {
    const open = phases.get(section) ?? {
      ...named(section),
      due: findDue(source, section, findings.problems),
      tasks: [],
    };
    phases.set(section, open);
    return open;
  }
  if (draft.phaseCell === null) return null;
  const title = draft.phaseCell;
  const key = normalTitle(title);
  const open = phases.get(key);
  if (open) return open;
  const line = lineOfDraft(draft);
  const made = { title, written: title, line, due: null, tasks: [] };
  phases.set(key, made);
  findings.problems.push(
    problem(
      'unknown-phase',
      { line },
      `${quoted(title)} stands in the Phase column only and has no heading. The rows that name it are one phase.`,
    ),
  );
  return made;
}

/** Headings of phases that hold no task: named so, or with a list below them where every heading is a phase. */
function emptyPhases({ roles, outline }: Parts, open: ReadonlyMap<Section | string, OpenPhase>): Phase[] {
  return [...roles].flatMap(([section, role]) => {
    const hasList = section.blocks.some(({ type }) => type === 'list');
    const isNamed = isLabel(section)
      ? section.heading !== null && hasList && isBold(section.heading)
      : section.words === 'phase' || hasList;
    const isEmpty = role.phase === section && !role.ignored && !open.has(section);
    if (!isEmpty || !isNamed || section === outline.titleSection || section.words === 'numbered') return [];
    return [{ ...named(section), due: null, tasks: [] }];
  });
}

function isBold({ children: [first] }: Heading | Paragraph): boolean {
  return first?.type === 'strong';
}

function named(section: Section): Pick<Phase, 'title' | 'written' | 'line' | 'goal'> {
  const { title, line } = section;
  return { title: headingTitle(section), written: titleWithoutDue(title), line, ...goalIn(section) };
}

function goalIn(section: Section): Pick<Group, 'goal'> {
  const goal = goalOf(section);
  return goal === null ? {} : { goal };
}

/** A heading as a title: without due date, and, of a phase, without words of state. */
function headingTitle({ title, words }: Section): string {
  const written = titleWithoutDue(title);
  return words === 'phase' ? titleWithoutDue(withoutState(written)) : written;
}

/** The phase that a Phase cell names: by its words, else by its number. */
function findPhase(cell: string, roles: ReadonlyMap<Section, Role>): Section | null {
  const wanted = normalTitle(cell);
  const name = phaseName(cell);
  const number = /^\D*(\d+(?:\.\d+)*)$/u.exec(wanted)?.[1];
  const counted = number === undefined ? phaseName(`Phase ${cell}`) : phaseName(`Phase ${number}`);
  let byNumber: Section | null = null;
  for (const [section, role] of roles) {
    if (role.phase !== section) continue;
    const title = titleWithoutDue(section.title);
    const bare = normalTitle(title.replace(/^[^:：—–-]*[:：—–-]\s*/u, ''));
    const own = phaseName(title);
    if (normalTitle(title) === wanted || bare === wanted || (name !== null && own === name)) return section;
    if (counted !== null && own === counted) byNumber ??= section;
    if (number !== undefined && normalTitle(title).replace(/^(\d+(?:\.\d+)*)\D.*$/u, '$1') === number)
      byNumber ??= section;
  }
  return byNumber;
}

function finish(draft: Draft, parts: Parts, titles: ReadonlySet<string>): Task {
  const cut = draft.title.length > MOST_TITLE;
  const line = lineOfDraft(draft);
  if (cut)
    parts.findings.problems.push(
      problem(
        'long-title',
        { line },
        `The title has ${String(draft.title.length)} characters, more than the ${String(MOST_TITLE)} of an issue's. It is cut there.`,
      ),
    );
  const row = draft.places.find((place) => place.kind === 'row');
  return {
    title: cut ? cutTitle(draft.title) : draft.title,
    text: draft.text.length > MOST_TITLE ? cutText(draft.text) : draft.text,
    state: draft.state,
    line,
    kind: draft.kind,
    id: draft.id,
    issue: draft.issue,
    ...(draft.reference === 'here' ? { isReference: true } : {}),
    priority: draft.priority,
    estimate: draft.estimate,
    estimateUnit: draft.estimateUnit,
    dependsOn: draft.dependsOn.flatMap((value) =>
      splitDependencies(value, (text) => titles.has(normalTitle(text))),
    ),
    owners: draft.owners,
    section: sectionPath(draft.section, parts.outline),
    subtasks: draft.subtasks.map((subtask) => finish(subtask, parts, titles)),
    steps: draft.steps,
    alsoAt: draft.places.slice(1).map((place) => place.line),
    area: row
      ? (areaOfRow(row.table, parts.findings) ?? (draft.kind === 'row' ? areaOf(draft.section) : null))
      : null,
    details: joinBlocks(cut ? [draft.title, ...draft.details] : draft.details),
    places: draft.places,
    ...(draft.said.length === 0
      ? {}
      : { said: draft.said.map((one) => ({ ...one, section: sectionPath(one.section, parts.outline) })) }),
  };
}

/** The area of the table that the row of a task stands in. */
function areaOfRow(table: number, findings: Findings): string | null {
  const section = findings.tableSections.get(table);
  return section ? areaOf(section) : null;
}

/** The first sentence, or what stands before a colon, of a title that is too long. */
const FIRST_CLAUSE = /^.{24,140}?(?=[.!?:;]\s|\s[–—]\s|[。！？：；])/su;

/** Cuts before the limit: behind the first clause, else at a word, never inside a character. */
function cutTitle(title: string): string {
  const clause = FIRST_CLAUSE.exec(title)?.[0];
  const opened = clause?.match(/[([{]/gu)?.length ?? 0;
  const closed = clause?.match(/[)\]}]/gu)?.length ?? 0;
  return clause !== undefined && opened === closed ? clause : cutText(title);
}

/** Tasks are matched and keyed by as much of their words as an issue's title could hold. */
function cutText(text: string): string {
  const head = text.slice(0, MOST_TITLE - 1).replace(/[\uD800-\uDBFF]$/u, '');
  const word = head.replace(/\s+\S*$/u, '');
  return `${word.length > MOST_TITLE / 2 ? word : head}…`;
}

function lineOfDraft(draft: Draft): number {
  return draft.places[0]?.line ?? 1;
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
