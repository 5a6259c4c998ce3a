import type { Splice } from '../text/splice.ts';
import type { Place, Task, TaskState } from '../types.ts';
import { readTodoStatus } from '../vocabulary/todo-words.ts';

type Todo = Extract<Place, { readonly kind: 'todo' }>;

/** What is to become of a todo. */
interface TodoOrder {
  readonly task: Task;
  readonly state: TaskState | null;
  readonly title: string | null;
}

/** What Cursor writes. */
const STATUS: Readonly<Record<TaskState, string>> = {
  open: 'pending',
  done: 'completed',
  dropped: 'cancelled',
};

/** What YAML would not read as plain words. */
const NOT_PLAIN =
  /^[\s\-?:,[\]{}#&*!|>'"%@`~=]|:(?:\s|$)|\s#|\s$|\p{Cc}|^(?:true|false|yes|no|on|off|null|[\d.+-]+)$/iu;

/**
 * What an order changes in a todo of the front matter: the value of its `status`, the value of its `content`, and
 * nothing else. A todo without a status gets one.
 *
 * @param text The plan.
 * @param place The todo.
 * @param order The edits.
 */
export function todoSplices(text: string, place: Todo, { task, state, title }: TodoOrder): Splice[] {
  const splices: Splice[] = [];
  const own = task.said?.find(({ line }) => line === place.line)?.text ?? task.title;
  if (title !== null && title !== own) {
    const written = text.slice(place.text.start, place.text.end);
    splices.push({ ...place.text, text: scalarLike(written, title) });
  }
  if (state === null) return splices;
  if (place.status === null) {
    if (state !== 'open') splices.push(newStatus(text, place, STATUS[state]));
    return splices;
  }
  const current = readTodoStatus(text.slice(place.status.start, place.status.end));
  return current === state || current === null
    ? splices
    : [...splices, { ...place.status, text: STATUS[state] }];
}

/** Words as a YAML scalar, in the quotes that the old ones had if that will do. */
function scalarLike(written: string, title: string): string {
  const words = title.replaceAll(/\s+/gu, ' ').trim();
  const isBlock = /^[|>]/u.test(written);
  if (written.startsWith("'") && !/\p{Cc}/u.test(words)) return `'${words.replaceAll("'", "''")}'`;
  if (!written.startsWith('"') && !isBlock && !NOT_PLAIN.test(words)) return words;
  const quoted = `"${words.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;
  return isBlock ? quoted + (/(?:\r\n|\r|\n)$/u.exec(written)?.[0] ?? '') : quoted;
}

function newStatus(text: string, place: Todo, word: string): Splice {
  const at = place.text.end;
  const lineStart =
    Math.max(text.lastIndexOf('\n', place.text.start - 1), text.lastIndexOf('\r', place.text.start - 1)) + 1;
  const before = /^([ \t]*(?:-[ \t]+)?)content[ \t]*:/u.exec(text.slice(lineStart, place.text.start))?.[1];
  if (before === undefined) return { start: at, end: at, text: `, status: ${word}` };
  const ending = /\r\n|\r|\n/u.exec(text.slice(lineStart))?.[0] ?? '\n';
  const line = `${' '.repeat(before.length)}status: ${word}`;
  const isBlock = /(?:\r\n|\r|\n)$/u.test(text.slice(place.text.start, at));
  return { start: at, end: at, text: isBlock ? `${line}${ending}` : `${ending}${line}` };
}
