import { findDate } from './dates.ts';
import { plainText } from './inline.ts';
import type { Section } from './outline.ts';

const IN_HEADING =
  /\s*\(\s*(?:due|by|target|deadline|until|fällig|bis|échéance|vence|prazo|срок|до|截止|期限)?\s*:?\s*(\d{4}-\d{2}-\d{2})\s*\)\s*$/iu;
const LABEL =
  /^(?:due|due date|target|target date|deadline|eta|end date|fällig|termin|échéance|vence|fecha límite|prazo|срок|截止日期|期限|목표일)\s*[:：]\s*(.*)$/iu;

/** A heading's title without the due date at its end. */
export function titleWithoutDue(title: string): string {
  return title.replace(IN_HEADING, '');
}

/**
 * Finds a phase's due date: in its heading, or in a line right under it.
 *
 * @param section The phase.
 * @returns `YYYY-MM-DD`, or null.
 */
export function findDue(section: Section): string | null {
  const heading = IN_HEADING.exec(section.title);
  if (heading?.[1] !== undefined) return existing(heading[1]);
  const [first] = section.blocks;
  if (first?.type !== 'paragraph') return null;
  const lines = plainText(first).split(/\s+(?=(?:due|target|deadline|eta)\b)|\n/iu);
  for (const line of lines) {
    const label = LABEL.exec(line);
    if (label?.[1] !== undefined) return existing(label[1]);
  }
  return null;
}

function existing(text: string): string | null {
  const found = findDate(text);
  return found?.exists === true ? found.date : null;
}
