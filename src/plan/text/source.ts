import { findFrontMatter } from './front-matter.ts';
import type { FrontMatter } from './front-matter.ts';
import type { Span } from '../types.ts';

/** A plan's text, ready to be read: offsets of `body` are those of the file less `shift`. */
export interface Source {
  /** The text without its byte order mark. */
  readonly body: string;
  /** `body` with the front matter blanked out, so that offsets stay and remark does not see a heading in it. */
  readonly markdown: string;
  /** 1 if the text began with a byte order mark, else 0. */
  readonly shift: number;
  readonly frontMatter: FrontMatter | null;
  /** Address of the plan's repository, where it is known. */
  readonly repositoryUrl: string | undefined;
  /** Offsets in `body` at which lines begin. */
  readonly lineStarts: readonly number[];
}

/**
 * Prepares a text for reading.
 *
 * @param text A plan as it stands in the file.
 * @param repositoryUrl Address of its repository, where it is known.
 * @returns Its source.
 */
export function readSource(text: string, repositoryUrl?: string): Source {
  const shift = text.startsWith('\uFEFF') ? 1 : 0;
  const body = text.slice(shift);
  const frontMatter = findFrontMatter(body);
  const markdown = frontMatter ? blank(body.slice(0, frontMatter.end)) + body.slice(frontMatter.end) : body;
  return { body, markdown, shift, frontMatter, repositoryUrl, lineStarts: findLineStarts(body) };
}

/** The 1-based line that holds an offset of `body`. */
export function lineAt(source: Source, offset: number): number {
  const starts = source.lineStarts;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

/** The 1-based column of an offset of `body`. */
export function columnAt(source: Source, offset: number): number {
  return offset - (source.lineStarts[lineAt(source, offset) - 1] ?? 0) + 1;
}

/** The span in `body` of a 1-based line, without its line ending. Empty if there is no such line. */
export function lineSpan(source: Source, line: number): Span {
  const start = source.lineStarts[line - 1] ?? source.body.length;
  let end = source.lineStarts[line] ?? source.body.length;
  while (end > start && /[\r\n]/u.test(source.body.charAt(end - 1))) end -= 1;
  return { start, end };
}

/** The text of a 1-based line, without its line ending. */
export function lineText(source: Source, line: number): string {
  const { start, end } = lineSpan(source, line);
  return source.body.slice(start, end);
}

/** A span of `body` as a span of the text in the file. */
export function inFile(source: Source, start: number, end: number): Span {
  return { start: start + source.shift, end: end + source.shift };
}

function findLineStarts(body: string): number[] {
  const starts = [0];
  for (let index = 0; index < body.length; index += 1) {
    const code = body.charCodeAt(index);
    if (code === 10 || (code === 13 && body.charCodeAt(index + 1) !== 10)) starts.push(index + 1);
  }
  return starts;
}

function blank(text: string): string {
  return text.replaceAll(/[^\r\n]/gu, ' ');
}
