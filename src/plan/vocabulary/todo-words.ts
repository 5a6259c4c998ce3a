import { readStatus } from '../values/status-value.ts';
import type { TaskState } from '../types.ts';

const WORDS: Readonly<Record<string, TaskState>> = {
  pending: 'open',
  in_progress: 'open',
  completed: 'done',
  cancelled: 'dropped',
};

/**
 * The state that the `status` of a front-matter todo says.
 *
 * @param status Its value: one of Cursor's words, or one that a Status cell may say.
 * @returns The state; null for a word that says none we know.
 */
export function readTodoStatus(status: string): TaskState | null {
  const word = status.trim().toLowerCase();
  return WORDS[word] ?? readStatus(word.replaceAll('_', ' '));
}
