import { isContainer } from './headings.ts';
import { everySection, HEADING_BOX } from './outline.ts';
import type { Outline, Section } from './outline.ts';
import { isIgnored, isIgnoreMarker } from './ignoring.ts';

/** What a section is in its place among the others. */
export interface Role {
  /** The author asked to leave the section out. */
  readonly ignored: boolean;
  /** The checklist it is or stands in. */
  readonly checklist: Section | null;
  /** The task heading it is or stands in. */
  readonly task: Section | null;
  /** The phase it is or stands in. */
  readonly phase: Section | null;
}

const NO_ROLE: Role = { ignored: false, checklist: null, task: null, phase: null };

/**
 * Says of every section what it is. What is above decides first: all under a checklist is checklist, and a heading
 * below a phase is a group within it.
 *
 * @param outline The headings of a plan.
 * @returns The role of each section.
 */
export function assignRoles(outline: Outline): ReadonlyMap<Section, Role> {
  const roles = new Map<Section, Role>();
  const numbered = numberedArePhases(outline);
  for (const section of everySection(outline.root)) {
    const above = (section.parent ? roles.get(section.parent) : undefined) ?? NO_ROLE;
    const role = roleOf(section, above, outline, numbered);
    roles.set(section, isLeftOut(section) ? { ...role, ignored: true } : role);
  }
  return roles;
}

function roleOf(section: Section, above: Role, outline: Outline, numbered: boolean): Role {
  const isTitle = section === outline.titleSection;
  if (above.checklist || section.heading === null) return above;
  if (
    section.words === 'checklist' &&
    !(
      isTitle &&
      /checklist\W*$/iu.test(section.title) &&
      !/(?:quality|review|acceptance) checklist/iu.test(section.title)
    )
  ) {
    return { ...above, checklist: section };
  }
  if (isTitle) return above;
  if (section.words === 'task' || HEADING_BOX.test(section.title)) return { ...above, task: section };
  if (above.phase || above.task) return above;
  return isPhase(section, outline, numbered) ? { ...above, phase: section } : above;
}

function isPhase(section: Section, outline: Outline, numbered: boolean): boolean {
  if (section.words === 'phase') return true;
  if (section.words === 'container' || holdsPhase(section)) return false;
  const { parent } = section;
  const contained =
    parent?.words === 'container' ||
    (parent !== null && parent === outline.titleSection && isContainer(parent.title));
  return (contained && !isArea(section)) || (section.words === 'numbered' && numbered);
}

/** `Backend Tasks` above a table names an area of work, as in the template, and no stretch of time. */
function isArea({ title, blocks }: Section): boolean {
  return (
    /\btasks\W*$/iu.test(title) &&
    blocks.some(({ type }) => type === 'table') &&
    !blocks.some(({ type }) => type === 'list')
  );
}

/** `1. Setup` is a phase where no heading says `Phase`: real phases show what the author means by one. */
function numberedArePhases(outline: Outline): boolean {
  let named = 0;
  for (const section of everySection(outline.root))
    if (section.words === 'phase' && section !== outline.titleSection) named += 1;
  return named < 2;
}

function holdsPhase(section: Section): boolean {
  for (const below of everySection(section)) {
    if (below !== section && (below.words === 'phase' || below.words === 'container')) return true;
  }
  return false;
}

function isLeftOut(section: Section): boolean {
  if (section.heading && isIgnored(section.heading)) return true;
  return section.blocks.some((block) => block.type === 'html' && isIgnoreMarker(block.value));
}
