/**
 * Reads what the tasks of a simulated plan say that they depend on, and what tasks and phases are called. It knows the
 * plans of simulations only, and nothing of how the app reads: so it can tell whether the app reads them well.
 */
import { BOX, BROKEN, linesOf } from '../plan-lines.ts';

/** One name in a list of dependencies, where it stands in its line. */
export interface Item {
  readonly line: number;
  /** Line of the task that depends. */
  readonly holder: number;
  /** Which one of its line it is. */
  readonly nth: number;
  readonly start: number;
  readonly end: number;
  readonly words: string;
  readonly isInRow: boolean;
}

/** What one line calls a task, or a phase. */
export interface Called {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** With the id in front of it, if it has one. */
  readonly words: string;
}

/** A text as people read it; lines count from 1. */
export interface Reading {
  readonly tasks: readonly Called[];
  /** With the number of each, and the last line that is part of it. */
  readonly phases: readonly (Called & { readonly number: string; readonly last: number })[];
  readonly items: readonly Item[];
}

const IN_BRACKETS = /\s*\(depends on (.*)\)$/;
const LABEL = /^( *)[-*+] Depends on: /;
const PHASE = /^## Phase (\d+): (.*?)(?: \(due [^)]*\))?\r?$/;
/** Cells that name nothing. */
const EMPTY = new Set(['', 'none', '-']);
const ID = /^T\d{3} /;

/** Reads a text. */
export function readPlan(text: string): Reading {
  const { all } = linesOf(text);
  const boxes = all.flatMap((line, at) => (BOX.test(line) ? [at] : []));
  const end = all.findIndex((line) => line.startsWith('## Definition'));
  const isPlan = (at: number): boolean => end === -1 || at < end;
  const rows = rowsOf(all);
  return {
    tasks: [
      ...boxes.filter(isPlan).map((at) => boxWords(all[at] ?? '', at)),
      ...rows.map(({ line, cells: [first = NO_CELL] }) => ({ ...trimmed(first), line })),
    ],
    phases: all.flatMap((line, at) => {
      const [, number, words = ''] = PHASE.exec(line) ?? [];
      if (number === undefined) return [];
      const start = line.indexOf(': ') + 2;
      const next = all.findIndex((other, index) => index > at && other.startsWith('## '));
      const last = next === -1 ? all.length : next;
      return [{ line: at + 1, number, words, start, end: start + words.length, last }];
    }),
    items: [
      ...boxes.filter(isPlan).flatMap((at) => bracketItems(all[at] ?? '', at)),
      ...all.flatMap((_, at) => (isPlan(at) ? labelItems(all, at) : [])),
      ...rows.flatMap(({ line, cells, column }) => {
        const cell = cells[column];
        if (cell === undefined) return [];
        const items = itemsIn(cell.text, { line, holder: line, offset: cell.start });
        return items.map((item) => ({ ...item, isInRow: true }));
      }),
    ],
  };
}

function boxWords(line: string, at: number): Called {
  const found = BOX.exec(line);
  const start = /^ *[-*+] \[[ x]\] (?:~~)?/.exec(line)?.[0].length ?? 0;
  const words = (found?.[5] ?? '').replace(IN_BRACKETS, '');
  return { line: at + 1, words, start, end: start + words.length };
}

function bracketItems(line: string, at: number): Item[] {
  const title = BOX.exec(line)?.[5] ?? '';
  const list = IN_BRACKETS.exec(title);
  if (list === null) return [];
  const start = line.indexOf(title) + list.index + list[0].indexOf('on ') + 3;
  return itemsIn(list[1] ?? '', { line: at + 1, holder: at + 1, offset: start });
}

/** What is listed in a line of its own is said of the nearest box above that it is indented under. */
function labelItems(all: readonly string[], at: number): Item[] {
  const label = LABEL.exec(all[at] ?? '');
  const holder = label === null ? null : boxAbove(all, at);
  if (label === null || holder === null) return [];
  const offset = label[0].length;
  return itemsIn((all[at] ?? '').slice(offset), { line: at + 1, holder: holder + 1, offset });
}

/** The box that a line is indented under; null where that is a broken one, which is no task's. */
function boxAbove(all: readonly string[], at: number): number | null {
  let indent = indentOf(all[at] ?? '');
  for (let above = at - 1; above >= 0; above -= 1) {
    const line = all[above] ?? '';
    if (!/^ *[-*+] /.test(line) || indentOf(line) >= indent) continue;
    if (BOX.test(line)) return above;
    if (BROKEN.test(line)) return null;
    indent = indentOf(line);
  }
  return null;
}

function indentOf(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0;
}

function itemsIn(
  list: string,
  { line, holder, offset }: { readonly line: number; readonly holder: number; readonly offset: number },
): Item[] {
  return [...list.matchAll(/[^,;]+/g)].flatMap((match, nth) => {
    const { start, end, words } = trimmed({ text: match[0], start: offset + match.index });
    return EMPTY.has(words.toLowerCase()) ? [] : [{ line, holder, nth, start, end, words, isInRow: false }];
  });
}

interface Cell {
  readonly text: string;
  /** Where it begins in its line. */
  readonly start: number;
}

const NO_CELL: Cell = { text: '', start: 0 };

interface Row {
  readonly line: number;
  readonly cells: readonly Cell[];
  /** Index of the cell with the dependencies; -1 if there is none. */
  readonly column: number;
}

/** The rows of the tables, without their heads. */
function rowsOf(all: readonly string[]): Row[] {
  let column = -1;
  return all.flatMap((line, at): Row[] => {
    if (!line.startsWith('|')) return [];
    const cells = cellsOf(line);
    const isHead = /^\|\s*-/.test(all[at + 1] ?? '');
    if (isHead) column = cells.findIndex(({ text }) => text.trim() === 'Dependencies');
    return isHead || /^\|\s*-/.test(line) ? [] : [{ line: at + 1, cells, column }];
  });
}

function cellsOf(line: string): Cell[] {
  let start = 1;
  return [...line.matchAll(/(?<!\\)\|/g)].slice(1).map(({ index }) => {
    const cell = { text: line.slice(start, index), start };
    start = index + 1;
    return cell;
  });
}

function trimmed({ text, start }: Cell): { start: number; end: number; words: string } {
  const words = text.replace(/ \(\[#\d+\]\([^)]*\)\)/, '').trim();
  const from = start + text.length - text.trimStart().length;
  return { words, start: from, end: from + words.length };
}

/** Words as they compare: case, marks of escape and ids aside. */
export function plainWords(words: string): string {
  return words
    .replace(/\\(?=[^\w\s])/g, '')
    .replace(/ \(#\d+\)$/, '')
    .trim()
    .toLowerCase();
}

/** The names of a task: its words, with its id and without. */
export function namesOf({ words }: Called): string[] {
  return [...new Set([plainWords(words), plainWords(words.replace(ID, ''))])];
}

/** Whether an item names by an id or a number. */
export function isById(words: string): boolean {
  return /^(?:T\d{3}|#\d+|Phase \d+)$/.test(words);
}
