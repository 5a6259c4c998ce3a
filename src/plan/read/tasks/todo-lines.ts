import type { Span } from '../../types.ts';

/** A todo of the front matter, as it is written; offsets are those of the text it was found in. */
export interface RawTodo {
  /** Where the item begins. */
  readonly at: number;
  readonly id: string | null;
  readonly content: string;
  /** The value of `content`, quotes included. */
  readonly contentSpan: Span;
  /** The value of `status` without quotes. */
  readonly statusSpan: Span | null;
  readonly dependencies: readonly string[];
}

/** The todos of a front matter. */
export interface RawTodos {
  readonly todos: readonly RawTodo[];
  /** Where items begin that are no todos as Cursor writes them; offsets as in {@link RawTodo}. */
  readonly unread: readonly number[];
}

interface Open {
  at: number;
  id: string | null;
  content: string;
  contentSpan: Span | null;
  statusSpan: Span | null;
  readonly dependencies: string[];
  /** The key that a list below belongs to. */
  key: string;
}

const TODOS = /^todos[ \t]*:[ \t]*(?<inline>\S.*)?$/u;
const ITEM = /^([ \t]*)-[ \t]+(?=\S)/u;
const PAIR = /^([A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(.*))?$/u;

/**
 * Reads the todos of a front matter line by line, for one that is no YAML: `content: Phase 0: Setup` is common.
 *
 * @param block The front matter between its fences.
 * @returns Its todos, in the order of their lines, and what of the list cannot be read.
 */
export function readTodoLines(block: string): RawTodos {
  const found: Open[] = [];
  let margin = -1;
  for (const { line, start } of linesOfList(block)) {
    // `todos: [{...}, {...}]`, in a front matter that is no YAML
    if (TODOS.test(line)) return { todos: [], unread: [start] };
    const item = ITEM.exec(line);
    const indent = line.length - line.trimStart().length;
    const isTodo = item !== null && (margin < 0 || indent <= margin);
    if (isTodo) {
      margin = indent;
      found.push(openTodo(start + indent));
    }
    const todo = found.at(-1);
    if (todo === undefined) break;
    const offset = item === null ? indent : item[0].length;
    takeLine(todo, line.slice(offset), start + offset, item !== null && !isTodo);
  }
  return closed(found);
}

/** The lines below `todos:`, up to the next key, without blank ones and comments; the line itself if the list stands on it. */
function* linesOfList(block: string): Generator<{ readonly line: string; readonly start: number }> {
  let at = 0;
  let isWithin = false;
  for (const whole of block.split(/(?<=\r\n|\n|\r(?!\n))/u)) {
    const line = whole.replace(/[\r\n]+$/u, '');
    const start = at;
    at += whole.length;
    const list = isWithin ? null : TODOS.exec(line);
    if (list?.groups !== undefined) {
      isWithin = true;
      if (/[^[\]\s]/u.test(list.groups['inline'] ?? '')) yield { line, start };
    } else if (isWithin && line.trim() !== '' && !/^[ \t]*#/u.test(line)) {
      if (/^[^\s-]/u.test(line)) return;
      yield { line, start };
    }
  }
}

function openTodo(at: number): Open {
  return { at, id: null, content: '', contentSpan: null, statusSpan: null, dependencies: [], key: '' };
}

function closed(found: readonly Open[]): RawTodos {
  return {
    todos: found.flatMap(({ at: begin, id, content, contentSpan, statusSpan, dependencies }) =>
      contentSpan === null ? [] : [{ at: begin, id, content, contentSpan, statusSpan, dependencies }],
    ),
    unread: found.flatMap(({ at: begin, contentSpan }) => (contentSpan === null ? [begin] : [])),
  };
}

function takeLine(todo: Open, text: string, at: number, isMember: boolean): void {
  if (isMember) {
    if (todo.key === 'dependencies') todo.dependencies.push(bare(text.trim()).text);
    return;
  }
  const pair = PAIR.exec(text);
  if (pair === null) return;
  const [, key = '', rest = ''] = pair;
  const value = rest.trim();
  const start = at + text.length - rest.trimStart().length;
  const { text: words, margin } = bare(value);
  todo.key = key;
  if (value === '') return;
  if (key === 'id') todo.id = words;
  if (key === 'content') {
    todo.content = words;
    todo.contentSpan = { start, end: start + value.length };
  }
  if (key === 'status') todo.statusSpan = { start: start + margin, end: start + value.length - margin };
}

/** A value without the quotes around it. */
function bare(value: string): { readonly text: string; readonly margin: 0 | 1 } {
  const quoted = /^"(.*)"$|^'(.*)'$/u.exec(value);
  if (quoted === null) return { text: value, margin: 0 };
  const text = quoted[1]?.replaceAll(/\\(["\\])/gu, '$1') ?? quoted[2]?.replaceAll("''", "'") ?? '';
  return { text, margin: 1 };
}
