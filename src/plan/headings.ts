import { fold } from './fold.ts';
import { CHECKLIST_PHRASES, PHASE_CONTAINERS, PHASE_WORDS, TASK_WORDS } from './words.ts';

/** What a heading's words alone say it is. */
export type HeadingKind =
  /** `Phase 1: ...` */
  | 'phase'
  /** `1. Setup`: a phase, unless real phases stand below it. */
  | 'numbered'
  /** `Implementation Phases`: every heading under it is a phase. */
  | 'container'
  /** `Definition of Done` */
  | 'checklist'
  /** `Task 3: ...` */
  | 'task'
  | 'plain';

const DIGITS = String.raw`(?:\d+(?:\.\d+)*[a-z]?|[零一二三四五六七八九十百]+|[٠-٩۰-۹०-९]+)`;
const LETTERS = String.raw`(?:[ivx]+|[a-h]|one|two|three|four|five|six|seven|eight|nine|ten)`;
const LEAD = String.raw`(?:\d+(?:\.\d+)*[.)]?\s+)?`;
const END = String.raw`(?![\p{L}\p{N}])`;

const phaseWord = alternatives(PHASE_WORDS);
const PHASE_THEN_NUMBER = new RegExp(
  `^${LEAD}(?:${phaseWord})(?:\\s*[#№-]?\\s*${DIGITS}|\\s+${LETTERS})${END}(.*)$`,
  'u',
);
const NUMBER_THEN_PHASE = new RegExp(
  `^(?:第\\s*${DIGITS}\\s*(?:个|個|の)?\\s*|${DIGITS}(?:\\.|º|ª|°|e|er|ere|eme|re|st|nd|rd|th|-я|-й|-ша)?\\s*)(?:${phaseWord})(?=$|[^\\p{L}]|[:：])(.*)$`,
  'u',
);
const QUARTER = /^(?:q[1-4]|h[12])(?![\p{L}\p{N}])(.*)$/u;
/** What follows the number where the heading talks about a phase and is none: `Phase 2 Summary`. */
const ABOUT_A_PHASE =
  /^\s*(?:summary|recap|overview|status|notes?|results?|retrospective|report|criteria|dependencies|deliverables summary|timeline)\b/u;

const TASK_THEN_NUMBER = new RegExp(
  `^${LEAD}(?:${alternatives(TASK_WORDS)})\\s*[#№-]?\\s*(?:[a-z]{1,5}-?)?\\d+[\\d.]*[a-z]?${END}`,
  'u',
);
const TASK_COLON = /^(?:sub-?)?(?:task|story)\s*[:：]\s*\S/u;
const TASK_ID =
  /^\[?(?:task|tsk|story|us|wp|feat|bug|issue|ticket|t)-?\d{2,}(?:[-.]\d+)*\]?(?![\p{L}\p{N}])/u;
const NUMBERED = /^\d{1,3}(?:\.\d{1,3})*[.)、．]?\s+\S|^\d{1,3}[.、．]\S/u;

const CHECKLIST = new Set(CHECKLIST_PHRASES);
const CONTAINERS = new Set(PHASE_CONTAINERS);

/**
 * Says what a heading is by its words. Checklist beats task, task beats phase.
 *
 * @param title Plain text of the heading.
 * @returns Its kind.
 */
export function classifyHeading(title: string): HeadingKind {
  const text = fold(title);
  if (isChecklist(text)) return 'checklist';
  if (TASK_THEN_NUMBER.test(text) || TASK_COLON.test(text) || TASK_ID.test(text)) return 'task';
  if (isPhase(text)) return 'phase';
  if (isContainer(text)) return 'container';
  return NUMBERED.test(text) && !/^\d{4}/u.test(text) ? 'numbered' : 'plain';
}

/** Whether a heading names phases as a whole: `Implementation Phases`, `Roadmap`. */
export function isContainer(text: string): boolean {
  const bare = withoutLead(fold(text));
  return CONTAINERS.has(bare) || CONTAINERS.has(bare.replace(/\s*\(.*\)$/u, ''));
}

function isPhase(text: string): boolean {
  const match = PHASE_THEN_NUMBER.exec(text) ?? NUMBER_THEN_PHASE.exec(text) ?? QUARTER.exec(text);
  return match !== null && !ABOUT_A_PHASE.test(match[1] ?? '');
}

function isChecklist(text: string): boolean {
  const bare = withoutLead(text).replace(/\s*\([^()]*\)$/u, '');
  if (CHECKLIST.has(bare) || bare === 'checklist') return true;
  for (const phrase of CHECKLIST_PHRASES) {
    if (bare.endsWith(` ${phrase}`) || bare.startsWith(`${phrase} `) || bare.startsWith(`${phrase}:`))
      return true;
  }
  return false;
}

function withoutLead(text: string): string {
  return text.replace(/^\d+(?:\.\d+)*[.)、．]?\s*/u, '');
}

function alternatives(words: readonly string[]): string {
  return [...new Set(words)]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\/-]/gu, String.raw`\$&`).replaceAll(String.raw`\-`, '-'))
    .join('|');
}
