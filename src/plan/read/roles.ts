import { fold } from '../text/fold.ts';
import { isBareChecklist, isCheckOnly, isContainer, isRelease } from './headings.ts';
import { plainText } from '../text/inline.ts';
import { findOneTasks } from './tasks/one-task-headings.ts';
import type { OneTasks } from './tasks/one-task-headings.ts';
import { everySection, HEADING_BOX, isLabel } from './outline.ts';
import type { Outline, Section } from './outline.ts';
import { isIgnored, isIgnoreMarker } from './ignoring.ts';
import type { Source } from '../text/source.ts';
import { AUTOMATED_CHECKS, BOARD_WORDS, MANUAL_CHECKS } from '../vocabulary/phases.ts';

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

/** What the headings of a plan say together. */
interface Whole {
  readonly outline: Outline;
  /** `1. Setup` is a phase. */
  readonly numbered: boolean;
  /** `Manual` lists checks, since a heading says `Automated`. */
  readonly manual: boolean;
  readonly oneTasks: OneTasks;
}

/**
 * Says of every section what it is. What is above decides first: all under a checklist is checklist, and a heading
 * below a phase is a group within it.
 *
 * @param source The plan.
 * @param outline Its headings.
 * @returns The role of each section.
 */
export function assignRoles(source: Source, outline: Outline): ReadonlyMap<Section, Role> {
  const roles = new Map<Section, Role>();
  const oneTasks = findOneTasks(source, outline);
  const whole: Whole = {
    outline,
    numbered: numberedArePhases(outline, oneTasks),
    manual: [...everySection(outline.root)].some((section) => isOneOf(AUTOMATED_CHECKS, section)),
    oneTasks,
  };
  for (const section of everySection(outline.root)) {
    const above = (section.parent ? roles.get(section.parent) : undefined) ?? NO_ROLE;
    const role = roleOf(section, above, whole);
    roles.set(section, isLeftOut(section) ? { ...role, ignored: true } : role);
  }
  return roles;
}

function roleOf(section: Section, above: Role, whole: Whole): Role {
  const isTitle = section === whole.outline.titleSection;
  if (above.checklist || section.heading === null) return above;
  if (isChecklist(section, whole) && !(isTitle && isTitleOfWork(section)))
    return { ...above, checklist: section };
  if (isTitle) return above;
  const isTask = section.words === 'task' || whole.oneTasks.tasks.has(section);
  if (isTask || HEADING_BOX.test(section.title)) return { ...above, task: section };
  if (above.phase || above.task) return above;
  return isPhase(section, whole) ? { ...above, phase: section } : above;
}

function isChecklist(section: Section, { manual }: Whole): boolean {
  return (section.words === 'checklist' || (manual && isOneOf(MANUAL_CHECKS, section))) && !isWork(section);
}

/** A plan may be called a checklist: `# Launch Checklist`. */
function isTitleOfWork({ title }: Section): boolean {
  return /checklist\W*$/iu.test(title) && !/(?:quality|review|acceptance) checklist/iu.test(title);
}

function isOneOf(words: readonly string[], { title }: Section): boolean {
  return words.includes(fold(title));
}

/**
 * Headings of checking that list work: `## Checklist` above phases or tasks, a column of a board, or `## 5. Validation`
 * above `5.1`, `5.2`.
 */
function isWork(section: Section): boolean {
  if (isBareChecklist(section.title)) {
    const work = section.children.filter((one) => !isLabel(one) && /^(?:phase|task)$/u.test(one.words));
    return work.length >= 2;
  }
  if (!isCheckOnly(section.title)) return false;
  const beside = section.parent?.children.filter(({ title }) => BOARD_WORDS.includes(fold(title))) ?? [];
  return beside.length >= 2 || isNumberedWork(section);
}

/** `## 5. Validation` above boxes that go on counting: `5.1`, `5.2`. */
function isNumberedWork(section: Section): boolean {
  const number = /^\D{0,4}(\d{1,3})[.)、]?\s/u.exec(section.title)?.[1];
  if (number === undefined) return false;
  return section.blocks.some(
    (block) =>
      block.type === 'list' &&
      block.children.some(({ children: [first] }) => first && plainText(first).startsWith(`${number}.`)),
  );
}

function isPhase(section: Section, whole: Whole): boolean {
  const { outline, numbered, oneTasks } = whole;
  if ((isRelease(section.title) || isContainer(section.title)) && holdsPhase(section)) return false;
  if (section.words === 'phase' || oneTasks.holders.has(section)) return true;
  if (section.words === 'container' || holdsPhase(section)) return false;
  if (section.words === 'named-phase' && holdsWork(section)) return true;
  return isContained(section, outline) || (numbered && isNumberedPhase(section));
}

/** Whether a heading stands under one that names phases as a whole. */
function isContained(section: Section, outline: Outline): boolean {
  const { parent } = section;
  const contained =
    parent?.words === 'container' ||
    (parent !== null && parent === outline.titleSection && isContainer(parent.title));
  const isHeading = !isLabel(section) || (parent?.children.every(isLabel) === true && holdsBoxes(section));
  return contained && isHeading && !isArea(section);
}

function isNumberedPhase(section: Section): boolean {
  return section.words === 'numbered' || (section.words === 'checklist' && isNumberedWork(section));
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
function numberedArePhases(outline: Outline, { tasks }: OneTasks): boolean {
  let named = 0;
  for (const section of everySection(outline.root))
    if (section.words === 'phase' && section !== outline.titleSection && !tasks.has(section)) named += 1;
  return named < 2;
}

function holdsBoxes(section: Section): boolean {
  for (const { blocks } of everySection(section))
    for (const block of blocks)
      if (block.type === 'list' && block.children.some(({ checked }) => typeof checked === 'boolean'))
        return true;
  return false;
}

/** Boxes, or a table, which may list tasks. */
function holdsWork(section: Section): boolean {
  if (holdsBoxes(section)) return true;
  for (const { blocks } of everySection(section))
    if (blocks.some(({ type }) => type === 'table')) return true;
  return false;
}

/** Whether phases stand below a heading; `### Tasks` above a list holds none. */
function holdsPhase(section: Section): boolean {
  for (const below of everySection(section)) {
    if (below === section) continue;
    if (below.words === 'phase' && !isRelease(below.title)) return true;
    if (below.words === 'named-phase' && holdsWork(below)) return true;
    if (below.words === 'container' && below.children.some((child) => !isLabel(child))) return true;
  }
  return false;
}

function isLeftOut(section: Section): boolean {
  if (section.heading && isIgnored(section.heading)) return true;
  return section.blocks.some((block) => block.type === 'html' && isIgnoreMarker(block.value));
}
