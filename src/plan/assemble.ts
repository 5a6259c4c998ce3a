import { areaOf } from './areas.ts';
import type { Draft } from './draft.ts';
import { findDue, titleWithoutDue } from './due.ts';
import type { Outline, Section } from './outline.ts';
import type { Role } from './roles.ts';
import type { Group, Phase, Task } from './types.ts';

/** A GitHub issue's title holds no more characters than this. */
const TITLE_LIMIT = 256;

/** A plan's tasks, put where they belong. */
export interface Assembly {
  readonly tasks: readonly Task[];
  readonly phases: readonly Phase[];
  readonly groups: readonly Group[];
}

/**
 * Puts the tasks under their phases and groups.
 *
 * @param drafts Top-level tasks, twins joined.
 * @param outline The plan's headings.
 * @param roles What each section is.
 * @returns Phases and groups that hold tasks, in the order of their lines.
 */
export function assemble(
  drafts: readonly Draft[],
  outline: Outline,
  roles: ReadonlyMap<Section, Role>,
): Assembly {
  const tasks: Task[] = [];
  const phases = new Map<Section, Task[]>();
  const groups = new Map<Section, Task[]>();
  for (const draft of [...drafts].sort((a, b) => lineOfDraft(a) - lineOfDraft(b))) {
    const phase = phaseOf(draft, roles);
    const task = finish(draft, outline);
    const named = draft.section === outline.titleSection || draft.section.heading === null;
    if (phase) add(phases, phase, task);
    else if (named) tasks.push(task);
    else add(groups, draft.section, task);
  }
  const inOrder = <T>(map: Map<Section, T>): [Section, T][] => [...map].sort((a, b) => a[0].line - b[0].line);
  return {
    tasks,
    phases: inOrder(phases).map(([section, held]) => ({
      title: titleWithoutDue(section.title),
      line: section.line,
      due: findDue(section),
      tasks: held,
    })),
    groups: inOrder(groups).map(([section, held]) => ({
      title: section.title,
      line: section.line,
      tasks: held,
    })),
  };
}

function phaseOf(draft: Draft, roles: ReadonlyMap<Section, Role>): Section | null {
  const own = roles.get(draft.section)?.phase ?? null;
  if (own !== null || draft.phaseCell === null) return own;
  const wanted = draft.phaseCell.toLowerCase();
  for (const [section, role] of roles) {
    if (role.phase !== section) continue;
    const title = titleWithoutDue(section.title).toLowerCase();
    if (
      title === wanted ||
      title.startsWith(`${wanted}:`) ||
      title.startsWith(`${wanted} `) ||
      title === `phase ${wanted}` ||
      title.startsWith(`phase ${wanted}:`)
    )
      return section;
  }
  return null;
}

function finish(draft: Draft, outline: Outline): Task {
  const cut = draft.title.length > TITLE_LIMIT;
  const details = cut ? [draft.title, ...draft.details] : draft.details;
  return {
    title: cut ? cutTitle(draft.title) : draft.title,
    state: draft.state,
    line: lineOfDraft(draft),
    kind: draft.kind,
    id: draft.id,
    issue: draft.issue,
    priority: draft.priority,
    estimate: draft.estimate,
    dependsOn: draft.dependsOn,
    owners: draft.owners,
    section: sectionPath(draft.section, outline),
    subtasks: draft.subtasks.map((subtask) => finish(subtask, outline)),
    steps: draft.steps,
    alsoAt: draft.places.slice(1).map((place) => place.line),
    area: draft.kind === 'row' ? areaOf(draft.section) : draft.area,
    details: details.join('\n\n'),
    places: draft.places,
  };
}

/** Cuts before the limit, at a word, never inside a character. */
function cutTitle(title: string): string {
  const head = title.slice(0, TITLE_LIMIT - 1).replace(/[\uD800-\uDBFF]$/u, '');
  const word = head.replace(/\s+\S*$/u, '');
  return `${word.length > TITLE_LIMIT / 2 ? word : head}…`;
}

function sectionPath(section: Section, outline: Outline): string[] {
  const path: string[] = [];
  for (let at: Section | null = section; at?.heading; at = at.parent) {
    if (at !== outline.titleSection) path.unshift(titleWithoutDue(at.title));
  }
  return path;
}

function lineOfDraft(draft: Draft): number {
  return draft.places[0]?.line ?? 1;
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
