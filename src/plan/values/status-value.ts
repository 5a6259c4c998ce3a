import { fold } from '../text/fold.ts';
import { stateOfWord } from '../vocabulary/state-words.ts';
import { STATUS_MARKS, STATUS_WORDS } from '../vocabulary/status-words.ts';
import type { TaskState } from '../types.ts';

const STATES: readonly TaskState[] = ['dropped', 'done', 'open'];
const BOX_DONE = /^\[[xX]\]/u;
const BOX_OPEN = /^\[ ?\]/u;
const EMPTY = /^[-–—]*$/u;

/**
 * Reads a Status cell by class.
 *
 * @param cell Plain text of the cell.
 * @returns The state it says; null for a word that says none we know. Empty is open.
 */
export function readStatus(cell: string): TaskState | null {
  const text = cell.trim();
  if (EMPTY.test(text) || BOX_OPEN.test(text)) return 'open';
  if (BOX_DONE.test(text)) return 'done';
  return readWords(text) ?? readNumber(text) ?? readMark(text) ?? stateOfWord(text);
}

function readWords(text: string): TaskState | null {
  const words = fold(text.replace(/^✅\s*/u, ''));
  if (words === '') return null;
  for (const candidate of [
    words,
    words.replace(/\s*[(:,;–—|/].*$/u, ''),
    words.replace(/\s+(?:on |am |el )?\d.*$/u, ''),
    words.replace(/\s+-\s.*$/u, ''),
  ]) {
    for (const state of STATES) if (STATUS_WORDS[state].includes(candidate.trim())) return state;
  }
  return null;
}

/** `100%`, `3/4`, or the date on which it was done. */
function readNumber(text: string): TaskState | null {
  const percent = /^(\d{1,3})\s*%$/u.exec(text);
  if (percent) return Number(percent[1]) >= 100 ? 'done' : 'open';
  const share = /^(\d{1,4})\s*\/\s*(\d{1,4})(?:\s.*)?$/u.exec(text);
  if (share) return Number(share[2]) > 0 && Number(share[1]) >= Number(share[2]) ? 'done' : 'open';
  return /^\d{4}-\d{2}-\d{2}$/u.test(text) ? 'done' : null;
}

function readMark(text: string): TaskState | null {
  for (const state of STATES) {
    if (STATUS_MARKS[state].some((mark) => text.startsWith(mark))) return state;
  }
  return null;
}
