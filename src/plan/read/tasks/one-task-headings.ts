import type { ListItem, RootContent } from 'mdast';
import { visit } from 'unist-util-visit';
import { outdented } from '../details.ts';
import { classifyHeading, phaseName, taskIdIn } from '../headings.ts';
import { plainText } from '../../text/inline.ts';
import { takeTrailing, readMetadata } from './metadata.ts';
import { everySection, isLabel } from '../outline.ts';
import type { Outline, Section } from '../outline.ts';
import type { Source } from '../../text/source.ts';
import { PHASE_WORDS, STEP_WORDS } from '../../vocabulary/phases.ts';

const OWN_ID = /^\W{0,4}(?:[A-Z]{1,6}-?\d{2,}|[A-Z]{1,6}\d{0,3}-[A-Z]?\d+)(?![\p{L}\p{N}])/u;

/**
 * Finds the headings that are one task though their words alone do not say so: those with an id of a family (`U1 —`,
 * `U2 —`), and, where no box stands under them, steps and numbered headings that each carry a state, an owner, a
 * priority, an estimate or acceptance criteria; of numbered ones that count on through several groups, three of four.
 *
 * @param source The plan.
 * @param outline Its headings.
 * @returns The task headings; those whose sub-headings bear longer ids of the family hold tasks and are none.
 */
export function findOneTasks(source: Source, outline: Outline): OneTasks {
  const tasks = new Set<Section>();
  const holders = new Set<Section>();
  const families = new Map<string, Section[]>();
  for (const section of everySection(outline.root)) {
    if (section.words === 'id' && !isLabel(section)) add(families, familyOf(section), section);
    for (const group of steps(section.children, outline))
      if (tellingOf(source, group) === group.length) for (const one of group) tasks.add(one);
    const counted = countedOn(section);
    if (tellingOf(source, counted) * 4 >= counted.length * 3) for (const one of counted) tasks.add(one);
  }
  for (const family of families.values()) {
    if (family.length < 2) continue;
    for (const section of family) {
      if (holdsFamily(section)) holders.add(section);
      else if (!holdsOwnIds(section)) tasks.add(section);
    }
  }
  return { tasks, holders };
}

/** Headings that are one task, and headings with an id that hold such. */
export interface OneTasks {
  readonly tasks: ReadonlySet<Section>;
  readonly holders: ReadonlySet<Section>;
}

/** The letters of an id. */
function familyOf({ title }: Section): string {
  return /^[A-Z]+/u.exec(taskIdIn(title) ?? '')?.[0] ?? '';
}

/** Whether sub-headings continue the id: `STEREO.1` above `STEREO.1.1`. */
function holdsFamily(section: Section): boolean {
  const id = taskIdIn(section.title) ?? '';
  return section.children.some((child) => {
    const below = child.words === 'id' ? (taskIdIn(child.title) ?? '') : '';
    return below.length > id.length && below.startsWith(id) && /^[.-]/u.test(below.slice(id.length));
  });
}

/** Boxes that bear ids of their own are tasks, and the heading above them a group. */
function holdsOwnIds(section: Section): boolean {
  const texts = boxesIn(section).map(({ children: [first] }) => (first ? plainText(first).slice(0, 60) : ''));
  return texts.length > 0 && texts.filter((text) => OWN_ID.test(text)).length * 2 > texts.length;
}

/** Steps among siblings, and numbered ones, each kind by itself. */
function steps(children: readonly Section[], outline: Outline): Section[][] {
  const named = children.filter(
    (one) => one.words === 'phase' && !isLabel(one) && one !== outline.titleSection && isStep(one.title),
  );
  const numbered = children.filter((one) => one.words === 'numbered' && !isLabel(one));
  return [named, numbered].filter((group) => group.length > 1);
}

/**
 * Numbered headings that count on from one group to the next, as in a list of improvements by priority: `## High` above
 * `### 1.` and `### 2.`, `## Low` above `### 3.`. Empty if the numbers begin anew, or stand in one group only.
 */
function countedOn(section: Section): Section[] {
  const groups = section.children.map(({ children }) =>
    children.filter((one) => one.words === 'numbered' && !isLabel(one)),
  );
  const counted = groups.flat();
  const isCounted = counted.every(({ title }, at) => Number(/^\d+(?![.\d]*\d)/u.exec(title)?.[0]) === at + 1);
  return isCounted && groups.filter((group) => group.length > 0).length > 1 ? counted : [];
}

function isStep(title: string): boolean {
  const word = /^(.*?)\s*\S+$/u.exec(phaseName(title) ?? '')?.[1] ?? '';
  return PHASE_WORDS.includes(word) && STEP_WORDS.includes(word);
}

/** How many of a group carry details of a task; -1 where boxes stand under one. */
function tellingOf(source: Source, group: readonly Section[]): number {
  return group.every(isBare) ? group.filter((one) => carriesDetails(source, one)).length : -1;
}

function isBare(section: Section): boolean {
  return boxesIn(section).length === 0;
}

function boxesIn(section: Section): ListItem[] {
  const boxes: ListItem[] = [];
  for (const { blocks } of everySection(section))
    for (const block of blocks)
      if (block.type === 'list')
        visit(block, 'listItem', (item) => {
          if (typeof item.checked === 'boolean') boxes.push(item);
        });
  return boxes;
}

function carriesDetails(source: Source, section: Section): boolean {
  // The link to its issue ends a heading that was one task before.
  const title = section.title.replace(/\s*\(#\d{1,10}\)$/u, '');
  if (takeTrailing(title).found.some(({ metadata }) => metadata.kind !== 'due')) return true;
  if (section.children.some(({ words }) => words === 'checklist')) return true;
  return section.blocks.some((block) => linesOf(source, block).some(saysMore));
}

function saysMore(line: string): boolean {
  const found = readMetadata(line);
  if (found.some(({ kind }) => kind !== 'due' && kind !== 'dependencies')) return true;
  return (
    /^[\s*_>+-]*(?:acceptance|akzeptanz|critères|criterios|критерии|验收)/iu.test(line) &&
    classifyHeading(plainLabel(line)) === 'checklist'
  );
}

function plainLabel(line: string): string {
  return line
    .replaceAll(/[*_>]/gu, '')
    .replace(/^[\s+-]+/u, '')
    .replace(/[:：].*$/u, '');
}

function linesOf(source: Source, block: RootContent): string[] {
  if (block.type === 'paragraph') return outdented(source, block).slice(0, 2000).split('\n');
  if (block.type !== 'list') return [];
  return block.children.flatMap(({ children: [first] }) =>
    first?.type === 'paragraph' ? outdented(source, first).slice(0, 500).split('\n') : [],
  );
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
