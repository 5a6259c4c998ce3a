import { isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, Pair, YAMLMap } from 'yaml';
import { readTodoLines } from '../read/tasks/todo-lines.ts';
import type { RawTodo, RawTodos } from '../read/tasks/todo-lines.ts';
import type { Span } from '../types.ts';
import { isMapping, scanYaml } from './scans.ts';

/** The YAML block that a file may begin with. */
export interface FrontMatter {
  /** Offset behind the closing fence. */
  readonly end: number;
  readonly title: string | null;
  /** `planwright: true|false`: the file's own word on whether it is a plan. */
  readonly planwright: boolean | null;
  /** The todos that Cursor keeps in a `.plan.md`, in offsets of the body. */
  readonly todos: readonly RawTodo[];
  /** Where items of its list begin that cannot be read, in offsets of the body. */
  readonly unreadTodos: readonly number[];
}

const BLOCK = /^---[ \t]*(?:\r\n|\n|\r)([\s\S]*?)(?:\r\n|\n|\r)?^(?:---|\.\.\.)[ \t]*$/mu;

/**
 * Finds the front matter of a file.
 *
 * @param body A text without byte order mark.
 * @returns The block, or null if the text does not begin with one. Broken YAML counts as a block without values.
 */
export function findFrontMatter(body: string): FrontMatter | null {
  if (!body.startsWith('---')) return null;
  const match = BLOCK.exec(body);
  if (match?.index !== 0) return null;
  const block = match[1] ?? '';
  const values = readBlock(block);
  if (values === null) return null;
  const { title, planwright, todos, unread } = values;
  const start = match[0].indexOf(block, match[0].search(/[\r\n]/u));
  return {
    end: match[0].length,
    title: typeof title === 'string' && title.trim() !== '' ? title.trim() : null,
    planwright: typeof planwright === 'boolean' ? planwright : null,
    todos: todos.map((todo) => movedBy(todo, start)),
    unreadTodos: unread.map((at) => at + start),
  };
}

interface Values extends RawTodos {
  readonly title?: unknown;
  readonly planwright?: unknown;
}

const NONE: RawTodos = { todos: [], unread: [] };

/** The block's values; null if it is no mapping at all, as between two thematic breaks. */
function readBlock(block: string): Values | null {
  if (block.trim() === '') return NONE;
  if (scanYaml(block) !== null) return isMapping(block) ? NONE : null;
  try {
    const document = parseDocument(block, { logLevel: 'silent' });
    if (document.errors.length > 0) return brokenBlock(block);
    const values: unknown = document.toJS();
    if (typeof values !== 'object' || values === null || Array.isArray(values)) return null;
    return { ...values, ...todosIn(document) };
  } catch {
    return brokenBlock(block);
  }
}

function brokenBlock(block: string): Values | null {
  return /^[\w-]+[ \t]*:/u.test(block) ? readTodoLines(block) : null;
}

function todosIn({ contents }: Document): RawTodos {
  const list = isMap(contents) ? contents.get('todos') : null;
  if (!isSeq(list)) return NONE;
  const todos: RawTodo[] = [];
  const unread: number[] = [];
  for (const item of list.items) {
    const todo = isMap(item) ? todoIn(item) : null;
    if (todo !== null) todos.push(todo);
    else if (isNode(item) && item.range) unread.push(item.range[0]);
  }
  return { todos, unread };
}

function todoIn(item: YAMLMap): RawTodo | null {
  const content = scalarOf(item, 'content');
  if (content === null || !item.range) return null;
  const status = scalarOf(item, 'status');
  const quote = status?.quoted === true ? 1 : 0;
  const dependencies = item.get('dependencies');
  return {
    at: item.range[0],
    id: scalarOf(item, 'id')?.value ?? null,
    content: content.value,
    contentSpan: content.span,
    statusSpan: status === null ? null : { start: status.span.start + quote, end: status.span.end - quote },
    dependencies: isSeq(dependencies)
      ? dependencies.items.flatMap((one) =>
          isScalar(one) && typeof one.value === 'string' ? [one.value] : [],
        )
      : [],
  };
}

function scalarOf(map: YAMLMap, key: string): { value: string; span: Span; quoted: boolean } | null {
  const pair = map.items.find((one: Pair) => isScalar(one.key) && one.key.value === key);
  const node = pair?.value;
  if (!isScalar(node) || !node.range || node.value === null || typeof node.value === 'object') return null;
  const [start, end] = node.range;
  const value = typeof node.value === 'string' ? node.value : JSON.stringify(node.value);
  return { value, span: { start, end }, quoted: node.type?.startsWith('QUOTE_') === true };
}

function movedBy(todo: RawTodo, by: number): RawTodo {
  const moved = ({ start, end }: Span): Span => ({ start: start + by, end: end + by });
  return {
    ...todo,
    at: todo.at + by,
    contentSpan: moved(todo.contentSpan),
    statusSpan: todo.statusSpan === null ? null : moved(todo.statusSpan),
  };
}
