import { fold } from '../text/fold.ts';
import { readStatus } from '../values/status-value.ts';
import { STATUS_LANGUAGES } from '../vocabulary/status-words.ts';
import type { Splice } from '../text/splice.ts';
import type { Span, TaskState } from '../types.ts';
import { displayWidth } from '../text/width.ts';

/** Words for a column that has none of its own for a state, by the look of the ones it has. */
const DEFAULTS: Readonly<
  Record<'box' | 'mark' | 'marked' | 'lower' | 'upper' | 'title', Readonly<Record<TaskState, string>>>
> = {
  box: { open: '[ ]', done: '[x]', dropped: '~~[ ]~~' },
  mark: { open: '⬜', done: '✅', dropped: '🗑️' },
  marked: { open: '⬜ Todo', done: '✅ Done', dropped: '🗑️ Dropped' },
  lower: { open: 'todo', done: 'done', dropped: 'dropped' },
  upper: { open: 'TODO', done: 'DONE', dropped: 'DROPPED' },
  title: { open: 'Todo', done: 'Done', dropped: 'Dropped' },
};

/**
 * Chooses the word for a state in a Status column's own vocabulary.
 *
 * @param state The state to write.
 * @param cells What the column's cells say, as Markdown.
 * @returns The word most cells use for that state, else one that looks like the others.
 */
export function statusWord(state: TaskState, cells: readonly string[]): string {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '' && !/^[-–—]+$/u.test(cell));
  const counts = new Map<string, number>();
  for (const cell of filled) {
    if (readStatus(cell) === state && isPlainWord(cell)) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  return best?.[0] ?? defaultWord(state, filled);
}

function defaultWord(state: TaskState, cells: readonly string[]): string {
  const words = cells.map((cell) => fold(cell));
  const language = STATUS_LANGUAGES.find((one) => words.some((word) => one.words.includes(word)));
  const look = lookOf(cells);
  if (!language) return DEFAULTS[look][state];
  if (look === 'lower') return language[state].toLowerCase();
  return look === 'marked' ? `${DEFAULTS.mark[state]} ${language[state]}` : language[state];
}

/** A word that would be true of another task too: no date, no link, no note. */
function isPlainWord(cell: string): boolean {
  return !/[[(]|\d{2}|%|\//u.test(cell) || /^\[[ xX]\]$/u.test(cell);
}

function lookOf(cells: readonly string[]): keyof typeof DEFAULTS {
  if (cells.length === 0) return 'title';
  const most = (test: RegExp): boolean => cells.filter((cell) => test.test(cell)).length * 2 > cells.length;
  if (most(/^\[[ xX]?\]$/u)) return 'box';
  if (most(/^[^\p{L}\p{N}]+$/u)) return 'mark';
  if (most(/^[^\p{L}\p{N}[(*_`~]+\s*\p{L}/u)) return 'marked';
  if (most(/^[^\p{L}]*\p{Ll}/u)) return 'lower';
  return most(/^[^\p{Ll}]*\p{Lu}{2}[^\p{Ll}]*$/u) ? 'upper' : 'title';
}

/**
 * Writes a cell's content. Padding behind it gives way, or grows, so that the pipe behind it stays where it was.
 *
 * @param text The text that holds the cell.
 * @param content Span of the cell's content, without padding.
 * @param word The new content.
 * @returns The splice.
 */
export function writeCell(text: string, content: Span, word: string): Splice {
  const padding = /^ */u.exec(text.slice(content.end))?.[0].length ?? 0;
  const grown = displayWidth(word) - displayWidth(text.slice(content.start, content.end));
  const keep = padding === 0 ? 0 : 1;
  const left = Math.max(keep, padding - grown);
  const bordered = text[content.end + padding] === '|';
  if (!bordered || padding < 1) return { ...content, text: word };
  return { start: content.start, end: content.end + padding, text: word + ' '.repeat(left) };
}
