import { fold } from '../text/fold.ts';
import { takeTrailing } from './tasks/metadata.ts';
import { isStateWord, STATE_WORDS } from '../vocabulary/state-words.ts';
import { STATUS_MARKS } from '../vocabulary/status-words.ts';
import {
  BARE_CHECKLISTS,
  CHECK_QUALIFIERS,
  CHECK_WORDS,
  CHECKLIST_HEADINGS,
  CHECKLIST_PHRASES,
  NO_TASK_IDS,
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
  /** `U1 — ...`: a task, unless others whose ids begin with its own stand below it. */
  | 'id'
  /** `CONSTRUCTION PHASE`, `PR #3: ...`, `M1: ...`: a phase if tasks stand below it. */
  | 'named-phase'
  | 'plain';

const DIGITS = String.raw`(?:\d+(?:\.\d+)*[a-z]?|[零一二三四五六七八九十百]+|[٠-٩۰-۹०-९]+)`;
const LETTERS = String.raw`(?:[ivx]+|one|two|three|four|five|six|seven|eight|nine|ten|[a-z](?=\s*(?:$|[:：.)—–-])))`;
const LEAD = String.raw`(?:\d+(?:\.\d+)*[.)]?\s+)?`;
const END = String.raw`(?![\p{L}\p{N}])`;

const phaseWord = alternatives(PHASE_WORDS);
const ORDINAL = String.raw`(?:º|ª|°|er|ere|eme|re|st|nd|rd|th|-я|-й|-ша)`;
const AFTER_WORD = String.raw`(?=$|[^\p{L}\p{N}])(?<rest>.*)$`;
/** `P0: Critical`: with words behind it, since `P0` alone is a priority. */
const PRIORITY_PHASE = /^(?<word>p)(?<number>[0-9])\s*[:：–—-]+\s+(?=\S)(?<rest>.*)$/u;
/** `PR #3: Basic canvas`, `M1 — Parser`: the tasks of one pull request, or of one milestone, stand below it. */
const SHORT_PHASE =
  /^(?<word>pr|pull request|m)\s*#?(?<number>\d+(?:\.\d+)*)\s*[:：–—-]+\s*(?=\S)(?<rest>.*)$/u;
/** `1. Preparation phase`, `2. テストフェーズ（1週間）` */
const NUMBERED_PHASE =
  /^(?<number>\d{1,2})[.)、．]?\s*\p{L}[\p{L} &/・·-]{0,40}(?<word>phase|フェーズ|阶段|階段|段階|단계)(?=\s*$|\s*[(（:：–—-])(?<rest>.*)$/u;
/** Ways to name a phase, each with `word`, `number` or `letter`, and the `rest` of the heading. */
const PHASE_FORMS: readonly RegExp[] = [
  // Phase 1: ..., 4.5 Phase 4, フェーズ1
  new RegExp(
    `^${LEAD}(?<word>${phaseWord})(?:\\s*[#№-]?\\s*(?<number>${DIGITS})|\\s+(?<letter>${LETTERS}))${END}(?<rest>.*)$`,
    'u',
  ),
  // 第1阶段
  new RegExp(`^第\\s*(?<number>${DIGITS})\\s*(?:个|個|の)?\\s*(?<word>${phaseWord})${AFTER_WORD}`, 'u'),
  // 1st phase, 1단계, but not 7 day plan
  new RegExp(
    `^(?<number>${DIGITS})(?:${ORDINAL}|\\s*(?=[^\\p{Script=Latin}\\s]))\\s*(?<word>${phaseWord})${AFTER_WORD}`,
    'u',
  ),
  // 1. Phase: Setup, but not 4. Week Summary
  new RegExp(`^(?<number>\\d+)\\.\\s*(?<word>${phaseWord})(?=$|\\s*[:：—–(-])(?<rest>.*)$`, 'u'),
  PRIORITY_PHASE,
  SHORT_PHASE,
  NUMBERED_PHASE,
  // Q1 2027, v0.2
  /^(?<word>q[1-4]|h[12]|v\d+(?:\.\d+)+[a-z]?|v\d+)(?![\p{L}\p{N}.])(?<rest>.*)$/u,
];
/** A release, or a time longer than phases are: one that holds phases is none itself. */
const RELEASE = /^(?:release|version|quarter|q[1-4]|h[12]|v\d+(?:\.\d+)*[a-z]?)(?= |$)/u;
/** What follows the number where the heading talks about a phase and is none: `Phase 2 Summary`. */
const ABOUT_A_PHASE =
  /^\s*(?:[-–—:]\s*)?(?:(?:task )?summary|recap|overview|status|notes?|results?|retrospective|report|dependencies|timeline|review|progress|risks?|metrics|deliverables summary|completion|goals?|objectives?|zusammenfassung|überblick|итоги|обзор|总结|概述|まとめ|概要|요약|개요)\s*$/u;

/** `INCEPTION PHASE`, `Construction Phase (per unit)` */
const NAMED_PHASE =
  /^(?!(?:the|this|current|next|previous|last|each|every|which|what|aktuelle|nächste|jede)\s)(?:\p{L}+[ -]){1,2}phase(?=\s*$|\s*[(:：–—-])/u;

const taskWord = alternatives(TASK_WORDS);
const TASK_THEN_NUMBER = new RegExp(
  `^${LEAD}(?:${taskWord})\\s*[#№-]?\\s*(?:[a-z]{1,5}-?)?\\d+[\\d.]*[a-z]?${END}`,
  'u',
);
/** `Task A — Clients` */
const TASK_THEN_LETTER = new RegExp(
  `^${LEAD}(?:${taskWord})\\s+[a-z]\\d{0,2}\\s*(?:[:：–—]|\\s-)\\s*\\S`,
  'u',
);
const TASK_COLON = /^(?:sub-?)?(?:task|story)\s*[:：]\s*\S/u;
const TASK_ID =
  /^\[?(?:task|tsk|story|us|wp|feat|bug|issue|ticket|t)-?\d{2,}(?:[-.]\d+)*\]?(?![\p{L}\p{N}])/u;
/** Ids that name one task where a separator and words follow: `U1 — ...`, `WP1 - ...`, `T1: ...`, `STEREO.1.1: ...`. */
const ID_WORDS =
  /^\[?(?<id>[A-Z][A-Z0-9]{0,11}(?:[-.][A-Z][A-Z0-9]{0,11}){0,2}(?:[-.]?\d{1,4})(?:[-.]\d{1,4}){0,3}[a-z]?)\]?(?:\s*(?:[:：–—]|\s-)\s*|(?<=^(?:T|TASK|WP|US)-?\d{1,3})[.)]\s+)\S/u;
/** `Tasks 1-4`, `Task 3 Summary`: several, or about one. */
const ABOUT_TASKS = /^(?:task|story)\s*\d+\s*(?:[-–—]|to|and|&)\s*\d+|\b(?:summary|notes|overview)$/u;
/** A prefix that says what the heading is, so that the rest is a name: `Task 7: Verify acceptance criteria`. */
const NAMED_WORK = new RegExp(
  `^${LEAD}(?<word>${taskWord}|${phaseWord})\\s*[#№-]?\\s*(?:[a-z]{1,5}-?)?\\d+[\\d.]*[a-z]?(?:\\s*[:：–—]\\s*|\\s+-{1,2}\\s+|[.)]\\s+)(?=\\S)`,
  'u',
);
const NUMBERED = /^\d{1,3}(?:\.\d{1,3})*[.)、．]?\s+\S|^\d{1,3}[.、．]\S/u;
/** `Pre-Migration Checklist`: what must be so before; BMAD's `Checklist Results Report`. */
const OF_CHECKS = /^pre-?\p{L}+ (?:checklist|checks?)$|\bchecklist (?:results?|report|results report)$/u;
/** Headings that end so list conditions: `Release Criteria`, `Final Metrics`. */
const CONDITIONS =
  /\b(?:criteria|criterion|metrics|kpis?|kriterien|criterios|criterii|critères|criteres|criteri)$|критерии$|критерії$|(?:标准|指标|条件|基準|指標|기준|지표|조건)$/u;

const CHECKLIST = new Set(CHECKLIST_PHRASES);
const CHECKLIST_AT_END = new RegExp(`(?:^|[^\\p{L}])(?:${alternatives(CHECKLIST_PHRASES)})$`, 'u');
const CHECKLIST_AT_START = new RegExp(`^(?:${alternatives(CHECKLIST_PHRASES)})[^\\p{L}]`, 'u');
const CHECKLIST_IN_MIDDLE = new RegExp(
  `(?:^|\\s)(?:${alternatives(CHECKLIST_PHRASES.filter((phrase) => /\bcriteria|kriter|criter|критери|^dod$|^definition of done$/u.test(phrase)))})(?=\\s)`,
  'u',
);
/** Nothing but a word of checking, maybe with one before it that says how: `Automated Verification`. */
const CHECK = new RegExp(
  `^(?:(?:${alternatives(CHECK_QUALIFIERS)})[ /&+-]*(?:and |und |et |y |e )?){0,3}(?:${alternatives(CHECK_WORDS)})(?:(?:[ -]|(?: and | und | et | y | e | & |/))(?:${alternatives(CHECK_WORDS)})){0,1}$`,
  'u',
);
/** A label that calls for checking: `Before considering the project complete, verify:` */
const CHECK_CALL =
  /(?:^|[,;]\s*(?:please\s+)?)(?:verify|confirm|ensure|make sure|check)(?: that| the following)?[:：]$/iu;
const EXACT = new Set(CHECKLIST_HEADINGS);
const CONTAINERS = new Set(PHASE_CONTAINERS);

/**
 * Says what a heading is by its words. An explicit prefix of work says that the rest is a name; else checklist beats
 * task, task beats phase.
 *
 * @param title Plain text of the heading.
 * @returns Its kind.
 */
export function classifyHeading(title: string): HeadingKind {
  const bare = withoutStateBefore(title);
  const text = fold(bare);
  if (CHECK_CALL.test(title.trim())) return 'checklist';
  if (!NAMED_WORK.test(text) && !(TASK_ID.test(text) && ID_WORDS.test(bare)) && isChecklist(text))
    return 'checklist';
  if (isTask(text)) return 'task';
  const name = phaseName(bare);
  if (name !== null) return SHORT_PHASE.test(text) ? 'named-phase' : 'phase';
  if (isContainer(text)) return 'container';
  if (taskIdIn(bare) !== null) return 'id';
  if (NAMED_PHASE.test(text)) return 'named-phase';
  return NUMBERED.test(text) && !/^\d{4}/u.test(text) ? 'numbered' : 'plain';
}

/**
 * The id that makes a heading one task: `U1`, `WP1`, `STEREO.1.1`.
 *
 * @param title Plain text of the heading.
 * @returns The id; null if the heading begins with none.
 */
export function taskIdIn(title: string): string | null {
  const text = title.replace(/^[^\p{L}\p{N}[]+/u, '');
  const id = ID_WORDS.exec(text)?.groups?.['id'];
  return id === undefined || NO_TASK_IDS.has(/^[A-Z]+/u.exec(id)?.[0] ?? '') ? null : id;
}

/**
 * The word and number that name a task: equal for `Task 1: Set up` and `task 1 — Set up`.
 *
 * @param title Plain text of a heading.
 * @returns The name; null if the heading begins with none, or talks about tasks.
 */
export function taskName(title: string): string | null {
  const text = fold(title);
  return ABOUT_TASKS.test(text) ? null : (TASK_THEN_NUMBER.exec(text)?.[0] ?? null);
}

const STATE_BEFORE = new RegExp(
  `^(?:[^\\p{L}\\p{N}([]*)(?:[([](?:${alternatives(STATE_WORDS)})[)\\]]\\s*[:：–—-]*|(?:${alternatives(STATE_WORDS)})\\s*(?:[:：–—]|\\s-))\\s*(?=\\S)`,
  'iu',
);

/** Words of state behind a name: `Done when — ✅ all met`. */
const STATE_BEHIND = new RegExp(
  `\\s*(?:[–—]|\\s-|[✅☑✔])\\s*(?:[✅☑✔]\\uFE0F?\\s*)?(?:${alternatives([...STATE_WORDS, 'all met', 'met'])})?$`,
  'u',
);

/** Cheap to look for: most headings begin with their name. */
const MAY_BEGIN_WITH_STATE = /^\s*[^\p{L}\p{N}\s]|^[^:：–—]{2,40}(?:[:：–—]|\s-\s)/u;
const MARKS = [...STATUS_MARKS.open, ...STATUS_MARKS.done, ...STATUS_MARKS.dropped].join('');
const MARK_BEFORE = new RegExp(`^[${MARKS}]\\uFE0F?\\s*`, 'u');
const MARK_BEHIND = new RegExp(`\\s*[${MARKS}]\\uFE0F?$`, 'u');

/** Words of state before a name: `COMPLETED — Phase 1`, `[DONE] Phase 1: Base`, `NEXT: Phase 6`. */
function withoutStateBefore(title: string): string {
  if (title.length > 400 || !MAY_BEGIN_WITH_STATE.test(title)) return title;
  const bare = title.replace(MARK_BEFORE, '').replace(STATE_BEFORE, '');
  return bare !== title && (phaseNameOf(bare) !== null || isTask(fold(bare))) ? bare : title;
}

/**
 * The name of a phase: without words of state before and behind it, and the commit that ended it. `COMPLETED — Phase 1:
 * Setup`, `Phase 1: Setup ✅ COMPLETE`, `🚧 Phase 1: Setup — In progress`, `Phase 1: Setup [checkpoint: 1a2b3c4]`.
 */
export function withoutState(title: string): string {
  const bare = withoutStateBefore(title).replace(MARK_BEHIND, '');
  const { found } = takeTrailing(bare);
  const from = found.find(({ metadata: { kind, value } }) => kind === 'status' || isCommit(value))?.from;
  const name = (from === undefined ? bare : bare.slice(0, from)).trimEnd();
  const behind = /^(.*[:：–—].*?)\s+[–—-]\s+([\p{L}][\p{L} '’-]{1,24})$/u.exec(name);
  return behind?.[1] !== undefined && isStateWord(behind[2] ?? '') ? behind[1] : name;
}

function isCommit(value: string | null): boolean {
  return value !== null && /^(?=[a-f]*\d)[0-9a-f]{7,40}$/iu.test(value);
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
  return phaseNameOf(withoutStateBefore(text));
}

/** Whether a heading names a release or a quarter, which may hold phases: `v2.1 Parsing`, `Q3 2027`. */
export function isRelease(title: string): boolean {
  return RELEASE.test(phaseName(title) ?? '');
}

function phaseNameOf(text: string): string | null {
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
    (TASK_THEN_NUMBER.test(text) ||
      TASK_THEN_LETTER.test(text) ||
      TASK_COLON.test(text) ||
      TASK_ID.test(text)) &&
    !ABOUT_TASKS.test(text)
  );
}

function isChecklist(text: string): boolean {
  const bare = withoutLead(text)
    .replace(/\s*\([^()]*\)$/u, '')
    .replace(STATE_BEHIND, '');
  if (EXACT.has(bare) || CHECKLIST.has(bare)) return true;
  if (CHECK.test(bare) || CONDITIONS.test(bare) || OF_CHECKS.test(bare)) return true;
  return CHECKLIST_AT_END.test(bare) || CHECKLIST_AT_START.test(bare) || CHECKLIST_IN_MIDDLE.test(bare);
}

/** Whether a heading says nothing but a word of checking: `Automated Verification`, `5. Validation`. */
export function isCheckOnly(title: string): boolean {
  return CHECK.test(withoutLead(fold(title)).replace(/\s*\([^()]*\)$/u, ''));
}

/** Whether a heading says nothing but checklist. */
export function isBareChecklist(title: string): boolean {
  return BARE_CHECKLISTS.includes(withoutLead(fold(title)).replace(/\s*\([^()]*\)$/u, ''));
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
