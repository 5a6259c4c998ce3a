import type { Nodes } from 'mdast';
import { endOf, startOf } from '../text/markdown.ts';
import { columnAt } from '../text/source.ts';
import type { Source } from '../text/source.ts';
import type { Span } from '../types.ts';

const LIST_LINE = /^(?:[-*+]|\d{1,9}[.)])\s/u;

/**
 * The source of a block, as it would stand at the left margin.
 *
 * @param source The plan.
 * @param node A block, maybe in a list or a quote.
 * @returns Its Markdown, outdented, with `\n` as line ending.
 */
export function outdented(source: Source, node: Nodes): string {
  const start = startOf(node);
  const width = columnAt(source, start) - 1;
  const lines = source.body.slice(start, endOf(node)).split(/\r\n|\r|\n/u);
  return lines.map((line, index) => (index === 0 ? line : withoutMargin(line, width))).join('\n');
}

/** The source of a span of the body, its lines without the margin that they all have in a list. */
export function outdentedSlice(source: Source, { start, end }: Span): string {
  return source.body
    .slice(start, end)
    .split(/\r\n|\r|\n/u)
    .map((line, index) => (index === 0 ? line : line.trimStart()))
    .join('\n');
}

/** Joins blocks of Markdown: list items stand together, all else apart. */
export function joinBlocks(blocks: readonly string[]): string {
  let text = '';
  let last = '';
  for (const block of blocks) {
    const tight = LIST_LINE.test(last) && LIST_LINE.test(block) && !last.includes('\n\n');
    text += text === '' ? block : (tight ? '\n' : '\n\n') + block;
    last = block;
  }
  return text;
}

/** Takes up to `width` columns of white space and quote marks off a line. */
function withoutMargin(line: string, width: number): string {
  let column = 0;
  let index = 0;
  while (column < width && index < line.length) {
    const character = line[index];
    if (character === '\t') column += 4 - (column % 4);
    else if (character === ' ' || character === '>') column += 1;
    else break;
    index += 1;
  }
  return ' '.repeat(Math.max(0, column - width)) + line.slice(index);
}
