import type { List, ListItem, Nodes } from 'mdast';
import { EXIT, visit } from 'unist-util-visit';
import { readMark } from './boxes.ts';
import type { Mark } from './boxes.ts';
import { startOf } from '../../text/markdown.ts';
import { columnAt, inFile, lineAt } from '../../text/source.ts';
import type { Source } from '../../text/source.ts';
import { readTaskText } from './task-text.ts';
import type { TaskText } from './task-text.ts';
import type { Span } from '../../types.ts';

/** A list item's mark and the words behind it. */
export interface Checkbox {
  readonly line: number;
  /** Column of the item's bullet. */
  readonly column: number;
  readonly mark: Exclude<Mark, { kind: 'none' }>;
  /** The one character between the brackets; null for look-alikes. */
  readonly box: Span | null;
  readonly words: TaskText;
}

/** Whether GitHub shows a box in a list. */
export function hasBoxes({ children }: List): boolean {
  return children.some(({ checked }) => typeof checked === 'boolean');
}

/** Bullet, white space and mark of an item are never longer than this. */
const MARK_LIMIT = 300;

/**
 * Reads the mark and the words of a list item.
 *
 * @param source The plan.
 * @param item A list item.
 * @param amongBoxes Whether other items of its list have boxes, see {@link hasBoxes}.
 * @returns What stands there, or null for a plain bullet.
 */
export function readCheckbox(source: Source, item: ListItem, amongBoxes: boolean): Checkbox | null {
  const start = startOf(item);
  const mark = readMark(source.body.slice(start, start + MARK_LIMIT), amongBoxes);
  if (mark.kind === 'none') return null;
  const [first] = item.children;
  // After five spaces Markdown reads the item's text as a code block.
  if (first?.type === 'code') return null;
  const holder = first?.type === 'paragraph' || first?.type === 'heading' ? first : { children: [] };
  const words = readTaskText(source, holder, start + mark.textAt);
  const at = mark.kind === 'look-alike' || mark.kind === 'emoji' ? null : start + mark.at;
  return {
    line: lineAt(source, start),
    column: columnAt(source, start),
    mark,
    box: at === null ? null : inFile(source, at, at + 1),
    words,
  };
}

/** Whether any list below a node has a box, or what looks like one; an emoji of state is none. */
export function holdsBoxes(source: Source, node: Nodes): boolean {
  let found = false;
  const look = (item: ListItem, amongBoxes: boolean): void => {
    const box = found ? null : readCheckbox(source, item, amongBoxes);
    found ||= box !== null && box.mark.kind !== 'emoji';
  };
  if (node.type === 'listItem') look(node, false);
  visit(node, 'list', (list) => {
    const amongBoxes = hasBoxes(list);
    for (const item of list.children) look(item, amongBoxes);
    return found ? EXIT : undefined;
  });
  return found;
}
