import type { List, ListItem, RootContent } from 'mdast';
import { hasBoxes, holdsBoxes, readCheckbox } from './tasks/checkboxes.ts';
import type { Checkbox } from './tasks/checkboxes.ts';
import { outdented } from './details.ts';
import { addMetadata, newDraft, takeWords } from './draft.ts';
import type { Draft, DraftChecklist, Findings } from './draft.ts';
import { labelBehind, conditionLabelOf } from './conditions.ts';
import type { ConditionLabel } from './conditions.ts';
import { classifyHeading } from './headings.ts';
import { IGNORED, isIgnored } from './ignoring.ts';
import { plainText } from '../text/inline.ts';
import { lineOf } from '../text/markdown.ts';
import { reportEmoji, reportMark, reportStray } from './tasks/mark-problems.ts';
import { readMetadata } from './tasks/metadata.ts';
import { namesElsewhere } from './tasks/foreign-references.ts';
import type { Section } from './outline.ts';
import { isPlaceholder, namesNoTask } from '../vocabulary/placeholders.ts';
import { problem, quoted } from '../text/problems.ts';
import type { Source } from '../text/source.ts';
import { readStatus } from '../values/status-value.ts';
import type { TaskText } from './tasks/task-text.ts';
import { splitTitle } from './tasks/titles.ts';

/** Why a list item that stands for a heading is no task. */
export const NAMES_HEADING = 'names the heading';

/** Who takes the boxes of a list. */
export type Taker =
  | {
      readonly kind: 'tasks';
      readonly section: Section;
      readonly into: Draft[];
      readonly owner: Draft | null;
    }
  | {
      readonly kind: 'steps';
      readonly section: Section;
      readonly owner: Draft;
      readonly nested: boolean;
      /** The list stands right under the task heading: owner and estimate of a sub-heading are not the task's. */
      readonly own: boolean;
    }
  | { readonly kind: 'checklist'; readonly section: Section; readonly items: DraftChecklist['items'] }
  /** Boxes that are ignored, and why. */
  | { readonly kind: 'nobody'; readonly section: Section; readonly reason: string };

/** A list with what is needed to read it. */
export interface Context {
  readonly source: Source;
  readonly findings: Findings;
  /** The heading that a list item stands for, see `heading-index.ts`. */
  readonly headingNamed: (text: string) => Section | null;
}

/** What the items of a list share. */
interface Among {
  /** Other items have boxes. */
  readonly boxes: boolean;
  /** Items that begin with an emoji of state, said once for the list. */
  readonly emoji: Checkbox[];
}

/**
 * Reads a list: its boxes become tasks, steps or checklist items, its plain bullets the details of the task above.
 *
 * @param context The plan.
 * @param list A list.
 * @param taker What its boxes are.
 */
export function readList(context: Context, list: List, taker: Taker): void {
  const among: Among = { boxes: hasBoxes(list), emoji: [] };
  for (const item of list.children) readItem(context, item, taker, among);
  if (taker.kind !== 'nobody') reportEmoji(context, among.emoji, taker.section);
}

/**
 * Reads what stands under a task, in a plain bullet, or in a quote. Boxes below a label of conditions are a checklist.
 *
 * @param context The plan.
 * @param blocks The blocks.
 * @param taker What their boxes are.
 * @param above The label that the task's own words end with, if any.
 */
function readBlocks(
  context: Context,
  blocks: readonly RootContent[],
  taker: Taker,
  above: ConditionLabel | null = null,
): void {
  let label = above;
  for (const block of blocks) {
    if (block.type === 'list') {
      if (label !== null && isOfTasks(taker) && holdsBoxes(context.source, block))
        readConditions(context, block, taker, label);
      else readList(context, block, taker);
    } else if (block.type === 'blockquote' && holdsBoxes(context.source, block))
      readBlocks(context, block.children, taker);
    else addDetail(context, block, taker);
    label = labelBehind(context.source, block, label);
  }
}

/** A list of conditions within a task: shown in that task's issue. */
function readConditions(context: Context, list: List, taker: Taker, { title, line }: ConditionLabel): void {
  const checklist: DraftChecklist = { title, line, items: [] };
  context.findings.checklists.push(checklist);
  readList(context, list, { kind: 'checklist', section: taker.section, items: checklist.items });
  ownerOf(taker)?.details.push(outdented(context.source, list));
}

function isOfTasks(taker: Taker): boolean {
  return taker.kind === 'tasks' || taker.kind === 'steps';
}

function readItem(context: Context, item: ListItem, taker: Taker, among: Among): void {
  const box = readCheckbox(context.source, item, among.boxes);
  if (box === null) {
    readPlainItem(context, item, taker);
    return;
  }
  if (box.mark.kind === 'emoji') {
    among.emoji.push(box);
    readPlainItem(context, item, taker);
    return;
  }
  if (taker.kind !== 'nobody' && isIgnored(item)) {
    readBox(context, item, box, { kind: 'nobody', section: taker.section, reason: IGNORED });
    return;
  }
  reportMark(context, item, box, taker.section);
  reportStray(context, item, box, taker.section);
  if (box.mark.kind === 'look-alike') readPlainItem(context, item, taker);
  else readBox(context, item, box, taker);
}

function readBox(context: Context, item: ListItem, box: Checkbox, taker: Taker): void {
  const rest = item.children.slice(1);
  const reason = taker.kind === 'nobody' ? taker.reason : whyIgnored(context, item, box, taker);
  if (reason !== null) {
    if (box.mark.kind === 'box') context.findings.ignored.push({ line: box.line, reason });
    readBlocks(
      context,
      rest,
      reason === IGNORED ? { kind: 'nobody', section: taker.section, reason } : taker,
    );
    return;
  }
  const done = 'done' in box.mark && box.mark.done;
  switch (taker.kind) {
    case 'checklist':
      taker.items.push({ text: box.words.text, done, line: box.line });
      readBlocks(context, rest, taker);
      return;
    case 'steps':
      taker.owner.steps.push({ text: box.words.text, done, line: box.line });
      if (!done && isSkipped(box.words)) context.findings.skippedSteps.add(box.line);
      readBlocks(context, rest, { ...taker, nested: true });
      return;
    case 'tasks': {
      const draft = readTask(context, box, taker.section, done);
      if (namesElsewhere(context.findings, draft, box)) return readBlocks(context, rest, taker);
      taker.into.push(draft);
      const above = conditionLabelOf(box.words.rest.at(-1) ?? '', box.line + box.words.rest.length);
      readBlocks(context, rest, { ...taker, into: draft.subtasks, owner: draft }, above);
      return;
    }
    case 'nobody':
      return;
  }
}

/** A step that is struck through or says that it is skipped; its box stays open. */
function isSkipped({ text, marks, struckFrom }: TaskText): boolean {
  const { prefix, droppedBy } = splitTitle(text, marks);
  return droppedBy !== null || (struckFrom !== null && !/\p{L}/u.test(text.slice(prefix.length, struckFrom)));
}

/** Why a box is no task, step or checklist item; null if it is one. */
function whyIgnored(
  { findings, headingNamed }: Context,
  item: ListItem,
  box: Checkbox,
  taker: Taker,
): string | null {
  const { line, column, words } = box;
  if (words.text === '') {
    findings.problems.push(
      problem('empty-task', { line, column }, 'This box has no words behind it, so it is no task.'),
    );
    return 'no text';
  }
  const heading = taker.kind === 'tasks' && item.children.length === 1 ? headingNamed(words.text) : null;
  if (heading !== null) return `${NAMES_HEADING} on line ${String(heading.line)}`;
  if (taker.kind === 'tasks' ? namesNoTask(words.text) : isPlaceholder(words.text)) {
    findings.problems.push(
      problem(
        'placeholder',
        { line, column },
        `${quoted(words.text)} is a placeholder of the template, no task.`,
      ),
    );
    return 'placeholder';
  }
  return null;
}

function readTask({ source, findings }: Context, box: Checkbox, section: Section, done: boolean): Draft {
  const { words, line } = box;
  const draft = newDraft('checkbox', section);
  const { parts, affixes } = takeWords(source, words, draft, findings);
  draft.state = affixes.struck ? 'dropped' : done ? 'done' : parts.droppedBy === null ? 'open' : 'dropped';
  for (const one of parts.metadata) addMetadata(draft, one, readStatus);
  takeLines(draft, words.rest);
  const place = {
    kind: 'checkbox',
    line,
    box: box.box ?? words.span,
    text: words.span,
    link: words.link,
  } as const;
  draft.places.push(place);
  findings.affixes.set(place, affixes);
  return draft;
}

/** `</tasks>` right below a list is read as a line of its last item. */
const END_TAG = /^<\/[a-z][\w-]{0,40}>$/iu;

/** Lines of a task's paragraph below its title: metadata, or details. */
function takeLines(draft: Draft, lines: readonly string[]): void {
  const words: string[] = [];
  for (const line of lines) {
    const found = readMetadata(line);
    for (const one of found) addMetadata(draft, one, readStatus);
    if (found.length === 0 && !END_TAG.test(line)) words.push(line);
  }
  if (words.length > 0) draft.details.push(words.join('\n'));
}

function readPlainItem(context: Context, item: ListItem, taker: Taker): void {
  const { findings } = context;
  if (!holdsBoxes(context.source, item)) {
    readBullet(context, item, taker);
    return;
  }
  const [, ...rest] = item.children;
  const label = labelOf(item);
  if (!isOfTasks(taker) || classifyHeading(label) !== 'checklist') {
    readBlocks(context, item.children, taker);
    return;
  }
  const checklist: DraftChecklist = {
    title: label.replace(/\s*[:：]$/u, ''),
    line: lineOf(item),
    items: [],
  };
  findings.checklists.push(checklist);
  readBlocks(context, rest, { kind: 'checklist', section: taker.section, items: checklist.items });
  ownerOf(taker)?.details.push(outdented(context.source, item));
}

function labelOf({ children: [first] }: ListItem): string {
  return first?.type === 'paragraph' ? plainText(first) : '';
}

/** A bullet without boxes: metadata or details of the task above it. */
function readBullet({ findings, source }: Context, item: ListItem, taker: Taker): void {
  const owner = ownerOf(taker);
  if (owner === null) {
    if (taker.kind === 'tasks') findings.bullets.add(taker.section);
    return;
  }
  const isOwn = taker.kind !== 'steps' || taker.own;
  const found = item.children.length === 1 && isOwn ? readMetadata(labelOf(item)) : [];
  for (const one of found) addMetadata(owner, one, readStatus);
  if (found.length === 0) owner.details.push(outdented(source, item));
}

function addDetail({ source }: Context, block: RootContent, taker: Taker): void {
  const owner = taker.kind === 'tasks' ? taker.owner : null;
  if (owner === null || block.type === 'html') return;
  if (block.type === 'paragraph') takeLines(owner, outdented(source, block).split('\n'));
  else owner.details.push(outdented(source, block));
}

/** Who takes the plain bullets of a list: the task above it, but for those below a task heading's steps. */
function ownerOf(taker: Taker): Draft | null {
  if (taker.kind === 'tasks') return taker.owner;
  return taker.kind === 'steps' && !taker.nested ? taker.owner : null;
}
