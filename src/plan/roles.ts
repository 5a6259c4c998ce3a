import { isContainer } from './headings.ts';
import { everySection } from './outline.ts';
import type { Outline, Section } from './outline.ts';

/** What a section is in its place among the others. */
export interface Role {
  /** The section is a checklist or stands in one. */
  readonly checklist: Section | null;
  /** The nearest task heading, itself counted. */
  readonly task: Section | null;
  /** The phase it is or stands in. */
  readonly phase: Section | null;
}

const HEADING_BOX = /^\[[ xX]\]\s/u;

/**
 * Says of every section what it is: in a checklist, in a task, in a phase. What is above decides first: all under a
 * checklist is checklist, a heading below a phase is a group within it.
 *
 * @param outline The headings of a plan.
 * @returns The role of each section.
 */
export function assignRoles(outline: Outline): ReadonlyMap<Section, Role> {
  const roles = new Map<Section, Role>();
  for (const section of everySection(outline.root)) {
    const above = section.parent ? roles.get(section.parent) : undefined;
    roles.set(section, roleOf(section, above ?? { checklist: null, task: null, phase: null }, outline));
  }
  return roles;
}

function roleOf(section: Section, above: Role, outline: Outline): Role {
  if (above.checklist || section.words === 'checklist') {
    const { task, phase } = above;
    const own =
      section.words === 'checklist' &&
      !(section === outline.titleSection && /^checklist$/iu.test(section.title));
    return { checklist: own ? section : above.checklist, task, phase };
  }
  if (section === outline.titleSection || section.heading === null) return above;
  if (section.words === 'task' || HEADING_BOX.test(section.title)) return { ...above, task: section };
  if (above.phase || above.task) return above;
  return isPhase(section, outline) ? { ...above, phase: section } : above;
}

function isPhase(section: Section, outline: Outline): boolean {
  if (section.words === 'phase') return true;
  const parent = section.parent;
  if (section.words === 'numbered') return !holdsPhase(section) && !isContainer(section.title);
  if (section.words === 'container' || !parent) return false;
  const contained =
    parent.words === 'container' && (parent !== outline.titleSection || isContainer(parent.title));
  return contained && !holdsPhase(section);
}

function holdsPhase(section: Section): boolean {
  for (const below of everySection(section)) {
    if (below !== section && (below.words === 'phase' || below.words === 'container')) return true;
  }
  return false;
}
