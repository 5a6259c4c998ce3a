import type { List, ListItem, RootContent } from 'mdast';
import { readCheckbox } from './checkboxes.ts';
import type { Checkbox } from './checkboxes.ts';
import { newDraft } from './draft.ts';
import type { Draft, DraftChecklist, Findings } from './draft.ts';
import { classifyHeading } from './headings.ts';
import { plainText } from './inline.ts';
import { endOf, lineOf, startOf } from './markdown.ts';
import type { Section } from './outline.ts';
import { isPlaceholder } from './placeholders.ts';
import type { Source } from './source.ts';
import { placeholder } from './tables.ts';
import type { Step } from './types.ts';

/** Who takes the boxes of a list. */
export type Taker =
  | {
      readonly kind: 'tasks';
      readonly section: Section;
      readonly into: Draft[];
      readonly owner: Draft | null;
    }
  | { readonly kind: 'steps'; readonly section: Section; readonly owner: Draft }
  | { readonly kind: 'checklist'; readonly items: Step[] };

/**
 * Reads a list: its boxes become tasks, steps or checklist items, its plain bullets the details of the task above them.
 *
 * @param source The plan.
 * @param list A list.
 * @param taker What its boxes are.
 * @param findings Takes what the taker does not.
 */
export function readList(source: Source, list: List, taker: Taker, findings: Findings): void {
  for (const item of list.children) readItem(source, item, taker, findings);
}

function readItem(source: Source, item: ListItem, taker: Taker, findings: Findings): void {
  const box = readCheckbox(source, item);
  if (box === null) readPlainItem(source, item, taker, findings);
  else readBox(source, item, box, taker, findings);
}

function readBox(source: Source, item: ListItem, box: Checkbox, taker: Taker, findings: Findings): void {
  const rest = item.children.slice(1);
  if (isPlaceholder(box.text)) {
    findings.problems.push(placeholder(box.text, box.line, 1));
    findings.ignored.push({ line: box.line, reason: 'placeholder' });
    readBlocks(source, rest, taker, findings);
    return;
  }
  switch (taker.kind) {
    case 'checklist':
      taker.items.push({ text: box.text, done: box.state === 'done', line: box.line });
      readBlocks(source, rest, taker, findings);
      return;
    case 'steps':
      taker.owner.steps.push({ text: box.text, done: box.state === 'done', line: box.line });
      readBlocks(source, rest, taker, findings);
      return;
    case 'tasks': {
      const draft = draftOf(box, taker.section);
      taker.into.push(draft);
      readBlocks(source, rest, { ...taker, into: draft.subtasks, owner: draft }, findings);
    }
  }
}

function draftOf(box: Checkbox, section: Section): Draft {
  const draft = newDraft('checkbox', section);
  draft.title = box.title;
  draft.state = box.state;
  draft.id = box.id;
  draft.issue = box.issue;
  draft.places.push(box.place);
  return draft;
}

function readPlainItem(source: Source, item: ListItem, taker: Taker, findings: Findings): void {
  const [first, ...rest] = item.children;
  const label = first?.type === 'paragraph' ? plainText(first) : '';
  if (taker.kind !== 'checklist' && holdsBox(item) && classifyHeading(label) === 'checklist') {
    const checklist: DraftChecklist = {
      title: label.replace(/\s*[:：]$/u, ''),
      line: lineOf(item),
      items: [],
    };
    findings.checklists.push(checklist);
    readBlocks(source, rest, { kind: 'checklist', items: checklist.items }, findings);
    return;
  }
  if (!holdsBox(item) && taker.kind === 'tasks' && taker.owner) {
    taker.owner.details.push(source.body.slice(startOf(item), endOf(item)));
    return;
  }
  readBlocks(source, item.children, taker, findings);
}

function readBlocks(source: Source, blocks: readonly RootContent[], taker: Taker, findings: Findings): void {
  for (const block of blocks) {
    if (block.type === 'list') readList(source, block, taker, findings);
    else if (block.type === 'blockquote') readBlocks(source, block.children, taker, findings);
    else if (taker.kind === 'tasks' && taker.owner && block.type !== 'heading')
      taker.owner.details.push(source.body.slice(startOf(block), endOf(block)));
  }
}

function holdsBox(item: ListItem): boolean {
  if (typeof item.checked === 'boolean') return true;
  return item.children.some((child) => child.type === 'list' && child.children.some(holdsBox));
}
