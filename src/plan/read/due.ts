import type { RootContent } from 'mdast';
import { findDate } from '../values/dates.ts';
import { fold } from '../text/fold.ts';
import { endOf, lineOf, startOf } from '../text/markdown.ts';
import { METADATA_WORDS } from '../vocabulary/metadata-words.ts';
import type { Section } from './outline.ts';
import { problem, quoted } from '../text/problems.ts';
import type { Source } from '../text/source.ts';
import type { Problem } from '../types.ts';

const WORDS = [...METADATA_WORDS.due, 'by', 'until', 'bis'].sort((a, b) => b.length - a.length).join('|');
const DATE = String.raw`(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}\.\d{1,2}\.\d{4}|\d{4}年\d{1,2}月\d{1,2}日|(?:\d{1,2}(?:st|nd|rd|th)?\s+)?[A-Za-z]{3,9}\.?\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?\d{4})`;
const IN_HEADING = new RegExp(
  String.raw`\s*(?:[([]\s*(?:(?:${WORDS})\s*:?\s*)?(${DATE})\s*[)\]]|[—–-]+\s*(?:${WORDS})\s*:?\s*(${DATE}))\s*$`,
  'iu',
);
const LINE = /^[\s*_>+-]*([\p{L}][\p{L}\p{M} ']{0,30}?)[*_\s]*[:：][*_\s]*(.*?)[*_\s]*$/u;

/** A heading's title without the due date at its end. */
export function titleWithoutDue(title: string): string {
  return title.length > 400 ? title : title.replace(IN_HEADING, '');
}

/**
 * Finds a phase's due date: at the end of its heading, or in the lines right under it.
 *
 * @param source The plan.
 * @param section The phase.
 * @param problems Takes dates that do not exist.
 * @returns `YYYY-MM-DD`, or null.
 */
export function findDue(source: Source, section: Section, problems: Problem[]): string | null {
  const heading = section.title.length > 400 ? null : IN_HEADING.exec(section.title);
  const written = heading?.[1] ?? heading?.[2];
  if (written !== undefined) return existing(written, section.line, problems);
  for (const { text, line } of linesUnder(source, section)) {
    const match = LINE.exec(text);
    if (!match || !METADATA_WORDS.due.includes(fold(match[1] ?? ''))) continue;
    const date = existing(match[2] ?? '', line, problems);
    if (date !== null) return date;
  }
  return null;
}

/** The lines of a phase above its first list of boxes: paragraphs and plain bullets, each part of `A: x | B: y`. */
function* linesUnder(source: Source, section: Section): Generator<{ text: string; line: number }> {
  for (const block of section.blocks.slice(0, 4)) {
    if (block.type !== 'paragraph' && block.type !== 'list' && block.type !== 'blockquote') return;
    if (holdsBox(block)) return;
    const lines = source.body
      .slice(startOf(block), Math.min(endOf(block), startOf(block) + 2000))
      .split(/\r\n|\r|\n/u);
    for (const [index, line] of lines.entries()) {
      if (line.length > 300) continue;
      for (const part of line.split(/\s*[|·•]\s*/u)) yield { text: part, line: lineOf(block) + index };
    }
  }
}

function holdsBox(block: RootContent): boolean {
  return block.type === 'list' && block.children.some((item) => typeof item.checked === 'boolean');
}

function existing(text: string, line: number, problems: Problem[]): string | null {
  const found = findDate(text);
  if (found === null) return null;
  if (found.exists) return found.date;
  problems.push(problem('no-such-date', { line }, `${quoted(text)} is no date of the calendar.`));
  return null;
}
