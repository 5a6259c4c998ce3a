import type { PhrasingContent } from 'mdast';
import { plainText } from '../../text/inline.ts';
import { findIssueLink } from '../../values/issue-link.ts';
import { endOf, lineOf, startOf } from '../../text/markdown.ts';
import { readMetadata } from './metadata.ts';
import { inFile } from '../../text/source.ts';
import type { Source } from '../../text/source.ts';
import type { Span } from '../../types.ts';

/** The words that name a task, with the lines below them in the same paragraph. */
export interface TaskText {
  /** Plain text without the issue link. */
  readonly text: string;
  /** All of it is struck through. */
  readonly struck: boolean;
  readonly issue: number | null;
  readonly span: Span;
  readonly link: Span | null;
  /** Source of the paragraph's lines that belong to the task but not to its title. */
  readonly rest: readonly string[];
}

/** `-[ ] text` right below an item: meant as the next one, but a line of the one above. */
export const STRAY_BOX = /^[-*+]\[[ xX]?\](?!\()/u;

/** Paragraph, heading or cell, as far as it matters here. */
interface Words {
  readonly children: readonly PhrasingContent[];
}

/**
 * Reads the words of a task.
 *
 * @param source The plan.
 * @param node The paragraph, heading or table cell that holds them.
 * @param skip Offset at which the words begin, if a mark stands before them.
 * @returns The words; those of a wrapped sentence joined, lines of metadata and notes apart.
 */
export function readTaskText(source: Source, node: Words, skip = 0): TaskText {
  const [first] = node.children;
  const last = node.children.at(-1);
  const from = Math.max(first ? startOf(first) : 0, skip);
  const whole = source.body.slice(from, last ? endOf(last) : from);
  const cut = findCut(whole, node);
  const raw = whole.slice(0, cut).trim();
  const start = from + whole.length - whole.trimStart().length;
  const end = start + raw.length;
  const link = findIssueLink(raw, source.repositoryUrl);
  const linkStart = link ? start + link.start : end;
  const own = upTo(node.children, source, Math.max(skip, start), linkStart);
  const words = plainText(own);
  const struck = plainText(own.filter((child) => child.type === 'delete'));
  return {
    text: words,
    struck: words !== '' && isAllOf(struck, words),
    issue: link?.issue ?? null,
    span: inFile(source, start, end),
    link: link ? inFile(source, linkStart, end) : null,
    rest: whole
      .slice(cut)
      .split(/\r\n|\r|\n/u)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  };
}

/** Struck text counts as all of it if only ids, marks and emoji stand outside: `**T001** ~~text~~`. */
function isAllOf(struck: string, words: string): boolean {
  if (struck === '' || !words.endsWith(struck)) return false;
  const before = words.slice(0, words.length - struck.length).trim();
  return before === '' || /^[^\p{L}]*(?:[A-Z]{1,6}-?\d[\w.-]*|\[[^\]]*\])?[^\p{L}]*$/u.test(before);
}

/** The nodes between two offsets, text cut to what lies before the end. */
function upTo(
  children: readonly PhrasingContent[],
  source: Source,
  start: number,
  end: number,
): PhrasingContent[] {
  const own: PhrasingContent[] = [];
  for (const child of children) {
    if (endOf(child) <= start || startOf(child) >= end) continue;
    if (child.type !== 'text' || (endOf(child) <= end && startOf(child) >= start)) {
      own.push(child);
      continue;
    }
    own.push({
      ...child,
      value: cutText(
        child.value,
        source.body.slice(startOf(child), endOf(child)),
        start - startOf(child),
        end - startOf(child),
      ),
    });
  }
  return own;
}

/** Cuts a text node's value where its source is cut: by what is left out, which holds no escapes worth minding. */
function cutText(value: string, raw: string, from: number, to: number): string {
  const head = from > 0 ? raw.slice(0, from) : '';
  const bare =
    head !== '' && value.startsWith(head) ? value.slice(head.length) : value.slice(Math.max(0, from));
  if (to >= raw.length) return bare;
  const lines = raw.slice(to).split(/\r\n|\r|\n/u).length - 1;
  if (lines > 0)
    return bare
      .split(/\r\n|\r|\n/u)
      .slice(0, -lines)
      .join('\n');
  const tail = raw.slice(to);
  return bare.endsWith(tail) ? bare.slice(0, bare.length - tail.length) : bare;
}

/** Where a paragraph's title ends: before a line of metadata, behind a hard break, before a note of its own. */
function findCut(whole: string, node: Words): number {
  let offset = 0;
  let previous = '';
  if (!/[\r\n]/u.test(whole)) return whole.length;
  for (const line of whole.split(/(?<=\r\n|\n|\r(?!\n))/u)) {
    if (offset > 0 && isApart(previous, line) && !isInside(node, offset, whole)) return offset;
    offset += line.length;
    previous = line;
  }
  return whole.length;
}

function isApart(previous: string, line: string): boolean {
  const text = previous.trimEnd();
  const next = line.trim();
  if (/(?: {2}|\\)[\r\n]+$/u.test(previous.slice(-8)) || readMetadata(next).length > 0) return true;
  if (/^_[^_]+_$/u.test(next) || /^\*\*[^*]+\*\*\s*[:：]|^\*\*[^*]+[:：]\*\*/u.test(next)) return true;
  if (STRAY_BOX.test(next) || findIssueLink(text.slice(-400)) !== null) return true;
  if (/[.!?。！？:：]\)?$/u.test(text.slice(-3))) return true;
  return text.length < 60 && /^[\p{Lu}\p{Lo}*[(]/u.test(next);
}

/** Whether a cut would go through a node such as bold text over two lines. */
function isInside(node: Words, offset: number, whole: string): boolean {
  const [first] = node.children;
  const last = node.children.at(-1);
  if (!first || !last || lineOf(first) === (last.position?.end.line ?? 0)) return false;
  const at = endOf(last) - whole.length + offset;
  return node.children.some((child) => child.type !== 'text' && startOf(child) < at && endOf(child) > at);
}
