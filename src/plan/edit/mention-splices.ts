/** Rewrites a dependency that names a task by its words: in the Dependencies cell of a row, or behind "depends on" under a box. */
import { escapeTitle } from '../text/escape-title.ts';
import { lineText } from '../text/source.ts';
import type { Source } from '../text/source.ts';
import type { Splice } from '../text/splice.ts';
import type { Edit, Place, Task } from '../types.ts';

type MentionEdit = Extract<Edit, { readonly kind: 'mention' }>;

/** What says that a list of dependencies follows. */
const DEPENDS =
  /dep(?:ends|end|s)[ -]on|dependenc(?:ies|y)|\bdeps?\b|depends:|blocked[ -]by|[([](?:after|requires|needs)|abhängig|dépend|depende|зависит|依赖|依存/iu;
const AND = String.raw`\s(?:and|und|et|y|e|i|og|och|en|&|\+)\s`;
const MARKS = String.raw`[\s)\]*_~\x60]*`;
/** How such a list begins: with its label, in a cell perhaps without one. */
const BEGINNING = String.raw`(?:^|${DEPENDS.source})${MARKS}[:：]?${MARKS}(?:(?:depends on|blocked by|after|requires)\s*[:：]?\s)?`;
/** What stands before and behind one item of it. */
const BEFORE = String.raw`(?:${BEGINNING}|[,;、；，]|<br\s*\/?>|${AND})\s*\(?`;
const BEHIND = String.raw`(?=\s*(?:\.?\s*$|\.?[,;、；，)\]*_~\x60]|<br|${AND}))`;

/**
 * The splices of one such edit, in every place of the task where the words stand as a whole item.
 *
 * @param isTaken Whether another task begins on a line: what is said of a task ends there.
 */
export function mentionSplices(
  source: Source,
  task: Task,
  { from, to }: MentionEdit,
  isTaken: (line: number) => boolean,
): Splice[] {
  const pattern = new RegExp(BEFORE + wordsPattern(from) + BEHIND, 'giu');
  return task.places.flatMap((place): Splice[] => {
    if (place.kind === 'todo') return [];
    if (place.kind === 'row') {
      const cells = cellsOf(lineText(source, place.line));
      const start = startOf(source, place.line);
      return cells
        .filter(({ from: at, to: end }) => start + at > place.text.end || start + end < place.text.start)
        .flatMap((cell) => found(pattern, cell.text, start + cell.from, escapeTitle(to, true)));
    }
    return linesOf(source, place, isTaken).flatMap((line) => {
      const text = lineText(source, line);
      const word = DEPENDS.exec(text);
      if (word === null) return [];
      const at = word.index + word[0].length;
      return found(pattern, text.slice(at), startOf(source, line) + at, escapeTitle(to, false));
    });
  });
}

/**
 * The line of a task and those that are said of it: a list item goes on below the tasks that are nested in it, as far as it
 * is indented.
 */
function linesOf(source: Source, { kind, line: first }: Place, isTaken: (line: number) => boolean): number[] {
  const lines = [first];
  const own = indentOf(lineText(source, first));
  // Indentation of the nested task that is being passed over.
  let nested: number | null = null;
  for (let line = first + 1; line <= source.lineStarts.length; line += 1) {
    const indent = indentOf(lineText(source, line));
    if (isTaken(line) && (kind === 'heading' || indent <= own)) break;
    if (isTaken(line)) nested = indent;
    if (nested !== null && indent > nested) continue;
    if (nested !== null && indent <= own) break;
    if (!isTaken(line)) lines.push(line);
  }
  return lines;
}

/** How far a line is indented; without end where it is empty. */
function indentOf(line: string): number {
  const indent = line.search(/\S/u);
  return indent < 0 ? Infinity : indent;
}

/**
 * The words, escaped as Markdown may have them, with marks around them where the same ones stand on both sides:
 * `_Depends: Ship it_` keeps its own.
 */
function wordsPattern(words: string): string {
  const marks = String.raw`[*_~\x60\\]*`;
  const parts = words
    .trim()
    .split(/\s+/u)
    .map((word) =>
      word.replaceAll(/[^\p{L}\p{N}\s]/gu, (mark) => {
        const plain = /[$()*+./?[\\\]^{|}-]/u.test(mark) ? `\\${mark}` : mark;
        return String.raw`\\?${plain}`;
      }),
    );
  const said = parts.join(String.raw`${marks}\s+${marks}`);
  return String.raw`((?<around>[*_~\x60]*)\\*${said}\\*\k<around>)`;
}

function found(pattern: RegExp, text: string, offset: number, to: string): Splice[] {
  return [...text.matchAll(pattern)].map((match) => {
    const start = offset + match.index + match[0].length - (match[1]?.length ?? 0);
    return { start, end: start + (match[1]?.length ?? 0), text: to };
  });
}

/** The cells of a row, as they stand between its pipes. */
function cellsOf(line: string): { readonly text: string; readonly from: number; readonly to: number }[] {
  const cells: { text: string; from: number; to: number }[] = [];
  let from = 0;
  for (const pipe of line.matchAll(/(?<!\\)\||$/gu)) {
    const raw = line.slice(from, pipe.index);
    const at = from + raw.length - raw.trimStart().length;
    cells.push({ text: raw.trim(), from: at, to: at + raw.trim().length });
    from = pipe.index + 1;
  }
  return cells;
}

function startOf({ lineStarts, shift }: Source, line: number): number {
  return (lineStarts[line - 1] ?? 0) + shift;
}
