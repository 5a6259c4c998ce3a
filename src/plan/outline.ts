import type { Heading, Paragraph, Root, RootContent } from 'mdast';
import { classifyHeading } from './headings.ts';
import type { HeadingKind } from './headings.ts';
import { plainText } from './inline.ts';
import { lineOf } from './markdown.ts';

/** A heading, or the plan itself, with what stands under it. */
export interface Section {
  /** 0 for the plan. Label paragraphs stand half a level below the heading above them. */
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
  let current = root;
  let titleSection: Section | null = null;
  const blocks = unquote(tree.children);
  for (const [index, block] of blocks.entries()) {
    const opened = openSection(block, blocks[index + 1], current);
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

function openSection(block: RootContent, next: RootContent | undefined, current: Section): Section | null {
  let level: number;
  if (block.type === 'heading') level = block.depth;
  else if (block.type === 'paragraph' && isLabel(block, next)) level = labelLevel(current);
  else return null;
  const title = plainText(block);
  if (title === '' && block.type === 'paragraph') return null;
  let parent = current;
  while (parent.level >= level && parent.parent) parent = parent.parent;
  const words = classifyHeading(title);
  const opened = section({ level, title, line: lineOf(block), heading: block, words, parent });
  parent.children.push(opened);
  return opened;
}

function labelLevel(current: Section): number {
  return Number.isInteger(current.level) ? current.level + 0.5 : current.level;
}

/** A paragraph that heads a list: one bold run, or `Label:` right above a list. */
function isLabel(paragraph: Paragraph, next: RootContent | undefined): boolean {
  const [only, ...others] = paragraph.children;
  if (next?.type !== 'list' && next?.type !== 'table') return false;
  if (
    only?.type === 'strong' &&
    others.every((node) => node.type === 'text' && /^\s*[:：]?\s*$/u.test(node.value))
  )
    return true;
  if (next.type !== 'list') return false;
  const text = plainText(paragraph);
  const gap = lineOf(next) - (paragraph.position?.end.line ?? 0);
  return gap === 1 && text.length <= 60 && /[:：]$/u.test(text) && !/[.!?。]\s/u.test(text);
}

/** The first H1 is the plan's title, unless it is one phase or task among several H1s. */
function isTitle(candidate: Section, root: Section): boolean {
  if (candidate.words !== 'phase' && candidate.words !== 'task') return true;
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
