/**
 * What is checked of a text before any parser sees it, in one pass over its lines each: parsers are quadratic in places,
 * and what no plan needs is refused for a reason its author can see. Nothing here depends on anything but the text.
 */
import { problem } from './problems.ts';
import type { ProblemCode } from './problems.ts';
import type { Problem } from '../types.ts';

/** Lines that a plan may have. */
export const MOST_LINES = 20_000;
/** UTF-16 code units that a line may have. */
export const LONGEST_LINE = 20_000;
/** Lines with a box, and lines of tables, that a plan may have: a task may have one of each, and steps and checklists have boxes, too. */
export const MOST_BOXES = 4_000;
/** Square brackets that may be open at once in a paragraph. */
export const MOST_BRACKETS = 100;
/** UTF-16 code units that front matter and config may have. */
export const LONGEST_YAML = 32_768;
/** Levels of lists and mappings that front matter and config may have. */
export const MOST_YAML_LEVELS = 20;

/** A limit that a text is beyond. */
interface Beyond {
  readonly code: ProblemCode;
  readonly line: number;
  /** What it has too much of: `more than 4000 boxes`. */
  readonly has: string;
}

const FENCE = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})/u;
const BOX = /^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[/u;
/** The YAML that a file begins with: to the closing fence. */
const FRONT_MATTER_END = /^(?:---|\.\.\.)[ \t]*$/u;

/**
 * Checks a text by its lines.
 *
 * @param text A plan as it stands in the file.
 * @returns The Problem of a text beyond a limit, or null.
 */
export function scanText(text: string): Problem | null {
  const beyond = scanFrontMatter(text) ?? scanLines(text);
  if (beyond === null) return null;
  const { code, line, has } = beyond;
  return problem(code, { line }, `This plan has ${has}. It is left alone.`);
}

function scanLines(text: string): Beyond | null {
  const counts = { boxes: 0, rows: 0, open: 0, fence: '' };
  let number = 0;
  for (const line of linesOf(text)) {
    number += 1;
    if (number > MOST_LINES)
      return {
        code: 'too-many-lines',
        line: number,
        has: `more than ${String(MOST_LINES)} lines`,
      };
    if (line.length > LONGEST_LINE)
      return {
        code: 'line-too-long',
        line: number,
        has: `a line of ${String(line.length)} characters, more than ${String(LONGEST_LINE)}`,
      };
    const beyond = scanLine(line, counts);
    if (beyond !== null) return { ...beyond, line: number };
  }
  return null;
}

interface Counts {
  boxes: number;
  rows: number;
  /** Square brackets open in this paragraph. */
  open: number;
  /** The mark of the code block that is open; code has neither boxes nor rows. */
  fence: string;
}

function scanLine(line: string, counts: Counts): Omit<Beyond, 'line'> | null {
  const fence = FENCE.exec(line)?.[1] ?? '';
  if (counts.fence !== '') {
    if (fence.startsWith(counts.fence)) counts.fence = '';
    return null;
  }
  counts.fence = fence;
  if (BOX.test(line)) counts.boxes += 1;
  if (line.includes('|')) counts.rows += 1;
  if (counts.boxes > MOST_BOXES || counts.rows > MOST_BOXES)
    return {
      code: 'too-many-boxes',
      has: `more than ${String(MOST_BOXES)} boxes or ${String(MOST_BOXES)} lines of tables`,
    };
  if (line.trim() === '') counts.open = 0;
  if (deepest(line, counts) > MOST_BRACKETS)
    return { code: 'too-deep', has: `more than ${String(MOST_BRACKETS)} open brackets` };
  return null;
}

/** How many brackets are open at once in a line, those of the lines above it included. */
function deepest(line: string, counts: Counts): number {
  let most = counts.open;
  for (let at = line.indexOf('['); at >= 0 && at < line.length; at += 1) {
    const character = line[at];
    if (character === '[') most = Math.max(most, (counts.open += 1));
    else if (character === ']') counts.open = Math.max(0, counts.open - 1);
  }
  return most;
}

/** Front matter that is too much for its parser. Between two rules may stand anything: only a mapping is front matter. */
function scanFrontMatter(text: string): Beyond | null {
  const lines = linesOf(text.startsWith('\uFEFF') ? text.slice(1) : text);
  const first = lines.next();
  if (first.done === true || !/^---[ \t]*$/u.test(first.value)) return null;
  const block: string[] = [];
  let length = 0;
  for (const line of lines) {
    if (FRONT_MATTER_END.test(line)) {
      const beyond = scanYaml(block, length);
      if (beyond === null || !isMapping(block.join('\n'))) return null;
      const code = beyond.kind === 'size' ? 'front-matter-too-large' : 'front-matter-too-deep';
      return { ...beyond, code, line: beyond.line + 1 };
    }
    length += line.length + 1;
    if (length <= LONGEST_YAML || block.length === 0) block.push(line);
  }
  return null;
}

/** Whether YAML that is not parsed is one mapping, as front matter is: it begins with a key. */
export function isMapping(yaml: string): boolean {
  return /^(?:[ \t\r]*(?:#[^\n]*)?\n)*[ \t]*["']?[\w-]+["']?[ \t]*:/u.test(yaml.slice(0, 4096));
}

/** Why YAML is not to be parsed. */
export interface YamlBeyond {
  readonly kind: 'size' | 'levels';
  readonly line: number;
  /** What it has too much of: `more than 20 levels of YAML`. */
  readonly has: string;
}

/**
 * Checks YAML before its parser sees it, which recurses with each level: a thousand levels end a process.
 *
 * @param yaml Front matter without its fences, or a config; or its lines.
 * @param length Its length.
 * @returns What is too much of it; null for YAML that may be parsed.
 */
export function scanYaml(yaml: string | readonly string[], length = yaml.length): YamlBeyond | null {
  if (length > LONGEST_YAML)
    return {
      kind: 'size',
      line: 1,
      has: `${String(length)} characters of YAML, more than ${String(LONGEST_YAML)}`,
    };
  const levels: YamlLevels = { columns: [], brackets: 0 };
  let number = 0;
  for (const line of typeof yaml === 'string' ? linesOf(yaml) : yaml) {
    number += 1;
    if (yamlDepth(line, levels) > MOST_YAML_LEVELS)
      return {
        kind: 'levels',
        line: number,
        has: `more than ${String(MOST_YAML_LEVELS)} levels of YAML`,
      };
  }
  return null;
}

interface YamlLevels {
  /** Columns of the block lists and mappings that are open. */
  columns: number[];
  /** Brackets and braces that are open. */
  brackets: number;
}

/** How deep a line of YAML stands: by its column, the list marks it begins with, and the brackets open in it. */
function yamlDepth(line: string, levels: YamlLevels): number {
  let at = 0;
  while (line[at] === ' ' || line[at] === '\t') at += 1;
  if (at === line.length || line[at] === '#') return 0;
  levels.columns = levels.columns.filter((column) => column < at);
  at = afterMarks(line, at, levels.columns);
  return levels.columns.length + bracketsIn(line, at, levels);
}

/** Takes the list marks that a line begins with, each a level; returns where its words begin. */
function afterMarks(line: string, start: number, columns: number[]): number {
  let at = start;
  columns.push(at);
  while (/[-?:]/u.test(line[at] ?? '') && /^[ \t]?$/u.test(line[at + 1] ?? '')) {
    at += 1;
    while (line[at] === ' ' || line[at] === '\t') at += 1;
    if (at < line.length) columns.push(at);
  }
  return at;
}

/** How many brackets and braces are open at once from there on. */
function bracketsIn(line: string, start: number, levels: YamlLevels): number {
  let most = levels.brackets;
  for (let at = start; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === '[' || character === '{') most = Math.max(most, (levels.brackets += 1));
    else if (character === ']' || character === '}') levels.brackets = Math.max(0, levels.brackets - 1);
  }
  return most;
}

/** The lines of a text, without their ends, one by one: a text of a megabyte is not held twice. */
function* linesOf(text: string): Generator<string, undefined> {
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 10 && code !== 13) continue;
    yield text.slice(start, at);
    if (code === 13 && text.charCodeAt(at + 1) === 10) at += 1;
    start = at + 1;
  }
  yield text.slice(start);
  return undefined;
}
