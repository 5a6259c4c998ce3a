import type { PhrasingContent } from 'mdast';
import { alignText } from './align.ts';
import { ODD_BLANK } from './boxes.ts';
import { plainText } from '../../text/inline.ts';
import { findIssueLink } from '../../values/issue-link.ts';
import { endOf, lineOf, startOf } from '../../text/markdown.ts';
import { readMetadata } from './metadata.ts';
import { inFile } from '../../text/source.ts';
import type { Source } from '../../text/source.ts';
import { styledText } from './styled.ts';
import type { Span } from '../../types.ts';

/** The words that name a task, with the lines below them in the same paragraph. */
export interface TaskText {
  /** Plain text without the issue link. */
  readonly text: string;
  /** Which of its characters stood in code or bold, see `styled.ts`. */
  readonly marks: string | null;
  /** What the text was read from. */
  readonly nodes: readonly PhrasingContent[];
  /** Where in `text` the strike begins, if it goes to the end; else null. It counts if ids, marks and emoji alone stand before it. */
  readonly struckFrom: number | null;
  readonly issue: number | null;
  readonly span: Span;
  readonly link: Span | null;
  /** Source of the paragraph's lines that belong to the task but not to its title. */
  readonly rest: readonly string[];
}

/** `-[ ] text` right below an item: meant as the next one, but a line of the one above. */
export const STRAY_BOX = new RegExp(`^[-*+](?:${ODD_BLANK}[ \\t]*)*\\[[ xX]?\\](?!\\()`, 'u');

/** A box that stands alone on its line has its words on the next. */
const ABOVE_WORDS = /^[ \t]*(?:\r\n|\r|\n)(?:[ \t>]|\r\n|\r|\n)*/u;

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
  const begin = Math.max(first ? startOf(first) : 0, skip);
  const end = last ? Math.max(begin, endOf(last)) : begin;
  const from = begin + (ABOVE_WORDS.exec(source.body.slice(begin, end))?.[0].length ?? 0);
  const whole = source.body.slice(from, end);
  const cut = findCut(whole, node);
  const raw = whole.slice(0, cut).trim();
  const start = from + whole.length - whole.trimStart().length;
  const stop = start + raw.length;
  const trailing = findIssueLink(raw, source.repositoryUrl);
  // A link with nothing before it is not where the words end: it is the words.
  const link = trailing !== null && trailing.start > 0 ? trailing : null;
  const linkStart = link ? start + link.start : stop;
  const nodes = upTo(node.children, source, start, linkStart);
  const { text, marks } = styledText(nodes);
  const struck = plainText(nodes.filter((child) => child.type === 'delete'));
  return {
    text,
    marks,
    nodes,
    struckFrom: struck !== '' && text.endsWith(struck) ? text.length - struck.length : null,
    issue: link?.issue ?? null,
    span: inFile(source, start, stop),
    link: link ? inFile(source, linkStart, stop) : null,
    rest: whole
      .slice(cut)
      .split(/\r\n|\r|\n/u)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  };
}

/** The nodes between two offsets, text cut to what lies between them. */
function upTo(
  children: readonly PhrasingContent[],
  source: Source,
  start: number,
  end: number,
): PhrasingContent[] {
  return children.flatMap((child): PhrasingContent[] => {
    if (endOf(child) <= start || startOf(child) >= end) return [];
    const isWhole = endOf(child) <= end && startOf(child) >= start;
    if (child.type !== 'text' || isWhole || child.position === undefined) return [child];
    const raw = source.body.slice(startOf(child), endOf(child));
    const offsets =
      alignText(raw, child.value) ?? Array.from({ length: child.value.length + 1 }, (_, at) => at);
    const from = offsets.findIndex((offset) => startOf(child) + offset >= start);
    const to = offsets.findLastIndex((offset) => startOf(child) + offset <= end);
    const { position } = child;
    return [
      {
        ...child,
        value: child.value.slice(from, Math.max(from, to)),
        position: {
          start: { ...position.start, offset: startOf(child) + (offsets[from] ?? 0) },
          end: { ...position.end, offset: startOf(child) + (offsets[Math.max(from, to)] ?? 0) },
        },
      },
    ];
  });
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
  if (/^<\/?[a-z][\w-]{0,40}>$/iu.test(next)) return true;
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
