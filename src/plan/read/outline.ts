import type { Heading, Paragraph, Root, RootContent } from 'mdast';
import { classifyHeading, isCheckOnly, taskName } from './headings.ts';
import type { HeadingKind } from './headings.ts';
import { plainText } from '../text/inline.ts';
import { endOf, lineOf, startOf } from '../text/markdown.ts';

/** `### [x] Step: ...` */
export const HEADING_BOX = /^\[[ xX]\]\s/u;

/** A heading, or the plan itself, with what stands under it. */
export interface Section {
  /** 0 for the plan. Paragraphs that head a list stand between this level and the next. */
  readonly level: number;
  readonly title: string;
  readonly line: number;
  /** Null for the plan. */
  readonly heading: Heading | Paragraph | null;
  /** By its words alone; what it is in its place, {@link Outline} says. */
  readonly words: HeadingKind;
  readonly parent: Section | null;
  readonly children: Section[];
  /** The blocks right under the heading, those under sub-headings left out. */
  readonly blocks: RootContent[];
}

/** A plan's headings as a tree. */
export interface Outline {
  readonly root: Section;
  /** The first H1, if it is the plan's title. */
  readonly titleSection: Section | null;
}

/**
 * Builds the tree of headings. Block quotes are looked through: a plan may stand in one.
 *
 * @param tree Syntax tree of a plan.
 * @returns Its outline.
 */
export function buildOutline(tree: Root): Outline {
  const root = section({ level: 0, title: '', line: 1, heading: null, words: 'plain', parent: null });
  const tasks = new Set<string>();
  let current = root;
  let titleSection: Section | null = null;
  const blocks = unquote(tree.children);
  for (const [index, block] of blocks.entries()) {
    while (endsLabel(block, current) && current.parent) current = current.parent;
    const opened = openSection(block, blocks[index + 1], current, tasks);
    if (opened === null) {
      current.blocks.push(block);
      continue;
    }
    current = opened;
    if (opened.level === 1 && titleSection === null && opened.heading?.type === 'heading')
      titleSection = opened;
  }
  return { root, titleSection: titleSection && isTitle(titleSection, root) ? titleSection : null };
}

/** All sections under one, in document order, itself first. */
export function* everySection(from: Section): Generator<Section> {
  yield from;
  for (const child of from.children) yield* everySection(child);
}

/** Opens a section, if the block heads one; `tasks` takes the names of the task headings so far. */
function openSection(
  block: RootContent,
  next: RootContent | undefined,
  current: Section,
  tasks: Set<string>,
): Section | null {
  if (block.type === 'heading') {
    // The words of a label reach no further than the next heading, of whatever level.
    let above = current;
    while (isLabel(above) && above.parent) above = above.parent;
    const text = plainText(block);
    const name = taskName(text);
    if (name !== null && !tasks.has(name)) above = aboveChecks(above);
    if (name !== null) tasks.add(name);
    return openBelow(above, block, text, { level: block.depth, title: text });
  }
  if (block.type !== 'paragraph' || !mayBeLabel(block, next)) return null;
  const text = labelText(block);
  const step = labelStep(block, text, wordsOf(block, text), next);
  if (step === null) return null;
  const level = Math.floor(current.level) + step;
  return openBelow(current, block, text, { level, title: text.replace(/\s*[:：]$/u, '') });
}

function openBelow(
  current: Section,
  block: Heading | Paragraph,
  text: string,
  { level, title }: Pick<Section, 'level' | 'title'>,
): Section {
  const words = wordsOf(block, text);
  let parent = current;
  while (parent.level >= level && parent.parent) parent = parent.parent;
  if (words === 'task' || HEADING_BOX.test(text)) parent = phaseBefore(parent, level) ?? parent;
  const opened = section({ level, title, line: lineOf(block), heading: block, words, parent });
  parent.children.push(opened);
  return opened;
}

/** Whether a section is headed by a paragraph. */
export function isLabel({ level }: Section): boolean {
  return !Number.isInteger(level);
}

/**
 * A label heads the list below it and no more: what stands behind that list is the heading's again, and so is all of
 * it where no list comes. `**Phase 1**` holds until the next of its kind.
 */
function endsLabel(block: RootContent, label: Section): boolean {
  const { words, blocks } = label;
  if (!isLabel(label) || words === 'phase' || words === 'task') return false;
  const hasList = blocks.some(({ type }) => type === 'list' || type === 'table');
  return block.type === 'thematicBreak' || (hasList && block.type !== 'list' && block.type !== 'html');
}

/** `**task-3 (parent):**` above a list talks about a task and is none. */
function wordsOf(block: Heading | Paragraph, title: string): HeadingKind {
  const words = classifyHeading(title);
  return block.type === 'paragraph' && words === 'task' && /[:：]$/u.test(title) ? 'plain' : words;
}

/**
 * Where a task heading stands that comes behind a section of checking and one level below it, as in ralphex's plans:
 * `## Validation Commands` above the commands, then `### Task 1: …`. The second heading of a task lists its checks.
 */
function aboveChecks(current: Section): Section {
  let above = current;
  for (let at: Section | null = current; at; at = at.parent)
    if (at.parent && at.words === 'checklist' && isCheckOnly(at.title)) above = at.parent;
  return above;
}

/** The phase heading that task headings of its own level follow, as under `## Phase 1` with nothing else below it. */
function phaseBefore(parent: Section, level: number): Section | null {
  const last = parent.children.at(-1);
  if (last?.words !== 'phase' || last.level !== level) return null;
  const holds = last.blocks.some((block) => block.type === 'list' || block.type === 'table');
  return holds ? null : last;
}

/**
 * How far below the heading above it a paragraph stands that heads a list: a bold run that names a phase or a task goes
 * on beyond its list, so that other bold runs stand below it, and `Label:` right above a list below these. Null for any
 * other paragraph.
 */
function labelStep(
  paragraph: Paragraph,
  text: string,
  words: HeadingKind,
  next: RootContent | undefined,
): number | null {
  const isNamedWork = words === 'phase' || words === 'task';
  if (isBoldRun(paragraph, isNamedWork ? NOTES : NOTHING)) {
    const headsList = next?.type === 'list' || next?.type === 'table';
    if (isNamedWork) return 0.25;
    return text !== '' && (headsList || words !== 'plain') ? 0.5 : null;
  }
  if (!/[:：]$/u.test(text)) return null;
  return (isShortLabel(text) && isRightAbove(paragraph, next)) || words === 'checklist' ? 0.75 : null;
}

/** A tag right above a list, as in GSD's plans: `<success_criteria>`. */
const TAG = /^<([a-z]+(?:[_-][a-z]+){0,3})>(?:\s*\n.{0,120})?$/u;

/** The words of a paragraph that may be a label; of a tag that names conditions they are its name. */
function labelText(paragraph: Paragraph): string {
  const text = plainText(paragraph);
  const name = TAG.exec(text)?.[1]?.replaceAll(/[_-]/gu, ' ') ?? '';
  return classifyHeading(name) === 'checklist' ? `${name}:` : text;
}

/** Cheap to ask of every paragraph: one bold run, or a short one above a list. */
function mayBeLabel(paragraph: Paragraph, next: RootContent | undefined): boolean {
  return (
    isBoldRun(paragraph, NOTES) || (next?.type === 'list' && endOf(paragraph) - startOf(paragraph) < 200)
  );
}

function isRightAbove(paragraph: Paragraph, next: RootContent | undefined): boolean {
  return next !== undefined && lineOf(next) === (paragraph.position?.end.line ?? 0) + 1;
}

function isShortLabel(text: string): boolean {
  return text.length <= 60 && /[^:：][:：]$/u.test(text) && !/[.!?。]\s/u.test(text);
}

const NOTHING = /^\s*[:：]?\s*$/u;
/** Behind the bold name of a phase or a task: `**Task 1.1: Set up** (2h)`, `**Phase 1: Base** ✅`, `**Task 2** ([#12](…))`. */
const NOTES = /^\s*[:：]?(?:\s*(?:\([^()]{1,60}\)|\p{Extended_Pictographic}\uFE0F?)){0,3}\s*[:：]?\s*$/u;

/** Whether a paragraph is bold, but for what may stand behind. */
function isBoldRun({ children }: Paragraph, behind: RegExp): boolean {
  const [only, ...others] = children;
  if (only?.type !== 'strong' || others.length > 3) return false;
  return others.every(({ type }) => type === 'text' || type === 'link') && behind.test(plainText(others));
}

/** The first H1 is the plan's title, unless it is one phase or task among several H1s. */
function isTitle(candidate: Section, root: Section): boolean {
  if ((candidate.words !== 'phase' && candidate.words !== 'task') || /\bplan\W*$/iu.test(candidate.title))
    return true;
  return !root.children.some(
    (other) => other !== candidate && other.level === 1 && other.words === candidate.words,
  );
}

function unquote(blocks: readonly RootContent[]): RootContent[] {
  const flat: RootContent[] = [];
  for (const block of blocks) {
    if (block.type === 'blockquote') flat.push(...unquote(block.children));
    else flat.push(block);
  }
  return flat;
}

function section(of: Omit<Section, 'children' | 'blocks'>): Section {
  return { ...of, children: [], blocks: [] };
}
