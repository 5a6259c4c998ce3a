import type { ListItem, Paragraph } from 'mdast';
import { plainText } from './inline.ts';
import { findIssueLink } from './issuelink.ts';
import { endOf, startOf } from './markdown.ts';
import { inFile, lineAt } from './source.ts';
import type { Source } from './source.ts';
import { splitTitle } from './titles.ts';
import type { Place, Span, TaskState } from './types.ts';

/** A task-list item's own line(s). */
export interface Checkbox {
  readonly line: number;
  readonly state: TaskState;
  readonly title: string;
  /** The whole text, id and noise included. */
  readonly text: string;
  readonly id: string | null;
  readonly issue: number | null;
  readonly place: Place;
}

/** A run of text that names a task: what is left of it without the issue link. */
export interface TaskText {
  readonly text: string;
  readonly struck: boolean;
  readonly issue: number | null;
  readonly span: Span;
  readonly link: Span | null;
}

const BOX = /^(?:[-*+]|\d{1,9}[.)])\s+\[([^\r\n])\]/u;

/**
 * Reads the box and the text of a task-list item.
 *
 * @param source The plan.
 * @param item A list item.
 * @returns The checkbox, or null if GitHub shows no box there.
 */
export function readCheckbox(source: Source, item: ListItem): Checkbox | null {
  const [first] = item.children;
  if (typeof item.checked !== 'boolean' || first?.type !== 'paragraph') return null;
  const start = startOf(item);
  const box = BOX.exec(source.body.slice(start, start + 400));
  if (box === null) return null;
  const boxAt = start + box[0].length - 2;
  const { text, struck, issue, span, link } = readTaskText(source, first);
  const { title, id } = splitTitle(text);
  const line = lineAt(source, start);
  return {
    line,
    state: struck ? 'dropped' : item.checked ? 'done' : 'open',
    title,
    text,
    id,
    issue,
    place: { kind: 'checkbox', line, box: inFile(source, boxAt, boxAt + 1), text: span, link },
  };
}

/** Reads the words of a task from the paragraph, cell or heading that holds them. */
export function readTaskText(source: Source, node: Pick<Paragraph, 'children' | 'position'>): TaskText {
  const [first] = node.children;
  const last = node.children.at(-1);
  const padded = source.body.slice(first ? startOf(first) : 0, last ? endOf(last) : 0);
  const raw = padded.trim();
  const start = (first ? startOf(first) : 0) + padded.length - padded.trimStart().length;
  const link = findIssueLink(raw);
  const end = start + raw.length;
  const linkStart = link ? start + link.start : end;
  const own = node.children.filter((child) => startOf(child) < linkStart);
  const words = plainText(own).replace(/\s*\($/u, '');
  const struck = plainText(own.filter((child) => child.type === 'delete'));
  return {
    text: words,
    struck: words !== '' && struck === words,
    issue: link?.issue ?? null,
    span: inFile(source, start, end),
    link: link ? inFile(source, linkStart, end) : null,
  };
}
