import { fold } from '../text/fold.ts';
import {
  CHECKLIST_HEADINGS,
  CHECKLIST_PHRASES,
  PHASE_CONTAINERS,
  PHASE_WORDS,
  TASK_WORDS,
} from '../vocabulary/phases.ts';

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
const LETTERS = String.raw`(?:[ivx]+|one|two|three|four|five|six|seven|eight|nine|ten|[a-z](?=\s*(?:$|[:：.)—–-])))`;
const LEAD = String.raw`(?:\d+(?:\.\d+)*[.)]?\s+)?`;
const END = String.raw`(?![\p{L}\p{N}])`;

const phaseWord = alternatives(PHASE_WORDS);
const ORDINAL = String.raw`(?:º|ª|°|er|ere|eme|re|st|nd|rd|th|-я|-й|-ша)?`;
const AFTER_WORD = String.raw`(?=$|[^\p{L}\p{N}])(?<rest>.*)$`;
/** Ways to name a phase, each with `word`, `number` or `letter`, and the `rest` of the heading. */
const PHASE_FORMS: readonly RegExp[] = [
  // Phase 1: ..., 4.5 Phase 4, フェーズ1
  new RegExp(
    `^${LEAD}(?<word>${phaseWord})(?:\\s*[#№-]?\\s*(?<number>${DIGITS})|\\s+(?<letter>${LETTERS}))${END}(?<rest>.*)$`,
    'u',
  ),
  // 第1阶段
  new RegExp(`^第\\s*(?<number>${DIGITS})\\s*(?:个|個|の)?\\s*(?<word>${phaseWord})${AFTER_WORD}`, 'u'),
  // 1st phase, 1단계
  new RegExp(`^(?<number>${DIGITS})${ORDINAL}\\s*(?<word>${phaseWord})${AFTER_WORD}`, 'u'),
  // 1. Phase: Setup, but not 4. Week Summary
  new RegExp(`^(?<number>\\d+)\\.\\s*(?<word>${phaseWord})(?=$|\\s*[:：—–(-])(?<rest>.*)$`, 'u'),
  // Q1 2027, v0.2
  /^(?<word>q[1-4]|h[12]|v\d+(?:\.\d+)+[a-z]?|v\d+)(?![\p{L}\p{N}.])(?<rest>.*)$/u,
];
/** What follows the number where the heading talks about a phase and is none: `Phase 2 Summary`. */
const ABOUT_A_PHASE =
  /^\s*(?:[-–—:]\s*)?(?:summary|recap|overview|status|notes?|results?|retrospective|report|dependencies|timeline|review|progress|risks?|metrics|deliverables summary|completion|goals?|objectives?|zusammenfassung|überblick|итоги|обзор|总结|概述|まとめ|概要|요약|개요)\s*$/u;

const TASK_THEN_NUMBER = new RegExp(
  `^${LEAD}(?:${alternatives(TASK_WORDS)})\\s*[#№-]?\\s*(?:[a-z]{1,5}-?)?\\d+[\\d.]*[a-z]?${END}`,
  'u',
);
const TASK_COLON = /^(?:sub-?)?(?:task|story)\s*[:：]\s*\S/u;
const TASK_ID =
  /^\[?(?:task|tsk|story|us|wp|feat|bug|issue|ticket|t)-?\d{2,}(?:[-.]\d+)*\]?(?![\p{L}\p{N}])/u;
/** `Tasks 1-4`, `Task 3 Summary`: several, or about one. */
const ABOUT_TASKS = /^(?:task|story)\s*\d+\s*(?:[-–—]|to|and|&)\s*\d+|\b(?:summary|notes|overview)$/u;
const NUMBERED = /^\d{1,3}(?:\.\d{1,3})*[.)、．]?\s+\S|^\d{1,3}[.、．]\S/u;
/** Headings that end so list conditions: `Release Criteria`, `Final Metrics`. */
const CONDITIONS =
  /\b(?:criteria|criterion|metrics|kpis?|kriterien|criterios|criterii|critères|criteres|criteri)$|критерии$|критерії$|(?:标准|指标|基準|指標|기준|지표)$/u;

const CHECKLIST = new Set(CHECKLIST_PHRASES);
const CHECKLIST_AT_END = new RegExp(`(?:^|[^\\p{L}])(?:${alternatives(CHECKLIST_PHRASES)})$`, 'u');
const CHECKLIST_AT_START = new RegExp(`^(?:${alternatives(CHECKLIST_PHRASES)})[^\\p{L}]`, 'u');
const EXACT = new Set(CHECKLIST_HEADINGS);
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
  if (isTask(text)) return 'task';
  if (phaseName(title) !== null) return 'phase';
  if (isContainer(text)) return 'container';
  return NUMBERED.test(text) && !/^\d{4}/u.test(text) ? 'numbered' : 'plain';
}

/** Whether a heading names phases as a whole: `Implementation Phases`, `Roadmap`. */
export function isContainer(text: string): boolean {
  return CONTAINERS.has(withoutLead(fold(text)));
}

/**
 * The word and number that name a phase.
 *
 * @param text A heading, or a text that begins as one.
 * @returns A key equal for `Phase 1: Setup` and `phase 1`; null if the text names no phase.
 */
export function phaseName(text: string): string | null {
  const words = fold(text);
  for (const form of PHASE_FORMS) {
    const match = form.exec(words)?.groups;
    if (!match) continue;
    const name = `${match['word'] ?? ''} ${match['number'] ?? match['letter'] ?? ''}`.trim();
    return ABOUT_A_PHASE.test(match['rest'] ?? '') ? null : name;
  }
  return null;
}

function isTask(text: string): boolean {
  return (
    (TASK_THEN_NUMBER.test(text) || TASK_COLON.test(text) || TASK_ID.test(text)) && !ABOUT_TASKS.test(text)
  );
}

function isChecklist(text: string): boolean {
  const bare = withoutLead(text).replace(/\s*\([^()]*\)$/u, '');
  if (EXACT.has(bare) || CHECKLIST.has(bare) || CONDITIONS.test(bare)) return true;
  return CHECKLIST_AT_END.test(bare) || CHECKLIST_AT_START.test(bare);
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
