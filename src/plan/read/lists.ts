import type { List, ListItem, Nodes, RootContent } from 'mdast';
import { EXIT, visit } from 'unist-util-visit';
import { readCheckbox } from './tasks/checkboxes.ts';
import type { Checkbox } from './tasks/checkboxes.ts';
import { outdented } from './details.ts';
import { addMetadata, newDraft } from './draft.ts';
import type { Draft, DraftChecklist, Findings } from './draft.ts';
import { classifyHeading } from './headings.ts';
import { IGNORED, isIgnored } from './ignoring.ts';
import { plainText } from '../text/inline.ts';
import { lineOf } from '../text/markdown.ts';
import { reportMark, reportStray } from './tasks/mark-problems.ts';
import { readMetadata } from './tasks/metadata.ts';
import type { Section } from './outline.ts';
import { isPlaceholder } from '../vocabulary/placeholders.ts';
import { problem, quoted } from '../text/problems.ts';
import type { Source } from '../text/source.ts';
import { readStatus } from '../values/status.ts';
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
  | { readonly kind: 'steps'; readonly section: Section; readonly owner: Draft; readonly nested: boolean }
  | { readonly kind: 'checklist'; readonly section: Section; readonly items: DraftChecklist['items'] }
  /** Boxes that are ignored, and why. */
  | { readonly kind: 'nobody'; readonly section: Section; readonly reason: string };

/** A list with what is needed to read it. */
export interface Context {
  readonly source: Source;
  readonly findings: Findings;
  /** The heading that a list item stands for, see `headingindex.ts`. */
  readonly headingNamed: (text: string) => Section | null;
}

/**
 * Reads a list: its boxes become tasks, steps or checklist items, its plain bullets the details of the task above.
 *
 * @param context The plan.
 * @param list A list.
 * @param taker What its boxes are.
 */
export function readList(context: Context, list: List, taker: Taker): void {
  for (const item of list.children) readItem(context, item, taker);
}

/** Reads what stands under a task, in a plain bullet, or in a quote. */
function readBlocks(context: Context, blocks: readonly RootContent[], taker: Taker): void {
  for (const block of blocks) {
    if (block.type === 'list') readList(context, block, taker);
    else if (block.type === 'blockquote' && holdsBoxes(context, block))
      readBlocks(context, block.children, taker);
    else addDetail(context, block, taker);
  }
}

function readItem(context: Context, item: ListItem, taker: Taker): void {
  const box = readCheckbox(context.source, item);
  if (box === null) {
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
  const done = box.mark.kind !== 'look-alike' && box.mark.done;
  switch (taker.kind) {
    case 'checklist':
      taker.items.push({ text: box.words.text, done, line: box.line });
      readBlocks(context, rest, taker);
      return;
    case 'steps':
      taker.owner.steps.push({ text: box.words.text, done, line: box.line });
      readBlocks(context, rest, { ...taker, nested: true });
      return;
    case 'tasks': {
      const draft = readTask(context, box, taker.section, done);
      taker.into.push(draft);
      readBlocks(context, rest, { ...taker, into: draft.subtasks, owner: draft });
      return;
    }
    case 'nobody':
      return;
  }
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
      problem('empty-task', { line, column }, 'Expected words behind the box, found none.'),
    );
    return 'no text';
  }
  if (isPlaceholder(words.text)) {
    findings.problems.push(
      problem(
        'placeholder',
        { line, column },
        `Expected a task, found the placeholder ${quoted(words.text)}.`,
      ),
    );
    return 'placeholder';
  }
  const heading = taker.kind === 'tasks' && item.children.length === 1 ? headingNamed(words.text) : null;
  return heading === null ? null : `${NAMES_HEADING} on line ${String(heading.line)}`;
}

function readTask({ findings }: Context, box: Checkbox, section: Section, done: boolean): Draft {
  const { words, line } = box;
  const draft = newDraft('checkbox', section);
  const parts = splitTitle(words.text);
  draft.title = parts.title;
  draft.id = parts.id;
  draft.issue = words.issue;
  draft.state = words.struck ? 'dropped' : done ? 'done' : 'open';
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
  findings.affixes.set(place, parts);
  return draft;
}

/** Lines of a task's paragraph below its title: metadata, or details. */
function takeLines(draft: Draft, lines: readonly string[]): void {
  const words: string[] = [];
  for (const line of lines) {
    const found = readMetadata(line);
    for (const one of found) addMetadata(draft, one, readStatus);
    if (found.length === 0) words.push(line);
  }
  if (words.length > 0) draft.details.push(words.join('\n'));
}

function readPlainItem(context: Context, item: ListItem, taker: Taker): void {
  const { findings, source } = context;
  const [first, ...rest] = item.children;
  const label = first?.type === 'paragraph' ? plainText(first) : '';
  const holds = holdsBoxes(context, item);
  if (
    taker.kind !== 'checklist' &&
    taker.kind !== 'nobody' &&
    holds &&
    classifyHeading(label) === 'checklist'
  ) {
    const checklist: DraftChecklist = {
      title: label.replace(/\s*[:：]$/u, ''),
      line: lineOf(item),
      items: [],
    };
    findings.checklists.push(checklist);
    readBlocks(context, rest, { kind: 'checklist', section: taker.section, items: checklist.items });
    return;
  }
  if (holds) {
    readBlocks(context, item.children, taker);
    return;
  }
  const owner = ownerOf(taker);
  if (owner === null) {
    if (taker.kind === 'tasks') findings.bullets.add(taker.section);
    return;
  }
  const found = rest.length === 0 ? readMetadata(label) : [];
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

/** Whether any list below a node has a box, or what looks like one. */
function holdsBoxes({ source }: Context, node: Nodes): boolean {
  let found = false;
  visit(node, 'listItem', (item) => {
    found ||= readCheckbox(source, item) !== null;
    return found ? EXIT : undefined;
  });
  return found;
}
