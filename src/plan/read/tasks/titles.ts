import { findClause } from './clauses.ts';
import { findLead } from './leads.ts';
import type { Lead } from './leads.ts';
import { takeTrailing } from './metadata.ts';
import type { Metadata } from './metadata.ts';
import { saysDropped } from '../../vocabulary/state-words.ts';
import { STEP_WORDS, TASK_WORDS } from '../../vocabulary/phases.ts';

/** What a task's text says, taken apart: `text` is `prefix + title + suffix`. */
export interface TitleParts {
  /** All words of the task: what an issue's title is made of, unless a {@link Lead} names the task. */
  readonly title: string;
  /** The bold words at its beginning that name the task, if the author wrote it so. */
  readonly lead: Lead | null;
  readonly id: string | null;
  /** Id and noise before the title: `T001 [P] `. */
  readonly prefix: string;
  /** Metadata behind it, and the colon that introduces a list: ` (2h) @alice`, `:`. */
  readonly suffix: string;
  readonly metadata: readonly Metadata[];
  /** The trailing word that drops the task (`**SKIP**`), as a range of the text; null if there is none. */
  readonly droppedBy: { readonly from: number; readonly to: number } | null;
}

/** spec-kit's `[P]` and `[US1]`, cc-sdd's `(P)`, BMAD's `[AI-Review]`, ralphex's `[Final]`: marks for machines, no words of a title. */
const NOISE = /^(?:\[(?:P|S|US-?\d+|Story|parallel|AI-Review|Final)\]|\(P\))\s*/iu;
/** `[High]`, `[P1]`, `(P2)` */
const PRIORITY = /^(?:\[(P[0-4]|critical|high|medium|med|low)\]|\((P[0-4])\))\s*[:：–—-]?\s*(?=\S)/iu;
/** GitHub's editor continues lists inside lists: `- [ ] - [ ] text`; and people tick headings: `- [ ] ## text`. */
const REPEATED_MARK = /^(?:(?:[-*+]\s+)?\[[ xX~/-]?\]\*?\s+|[-*+]\s+(?=\[[ xX~/-]?\])|#{1,6}\s+)/u;
const TASK_PREFIX = /^(?:sub-?\s?task|task|todo|step|track|story|user story)\s*[:：]\s*(?=\S)/iu;
const DAY = String.raw`\d{4}[-/.]\d{1,2}[-/.]\d{1,2}`;
const CLOCK = String.raw`\d{1,2}[:.h]\d{2}(?::\d{2})?\s?(?:Z|UTC|GMT|[AP]M|CES?T|[ECMP][SD]T|[+-]\d{2}:?\d{2})?`;
/** When a step of a progress log was done: `(2026-04-27 00:30Z) `, `[2026-04-29] `, `2026-04-29: `. */
const TIMESTAMP = new RegExp(
  `^(?:[([]${DAY}(?:[T,\\s]\\s?${CLOCK})?[)\\]]\\s*[:：–—-]?\\s*|${DAY}(?:[T,\\s]\\s?${CLOCK}\\s*[:：–—-]?\\s+|\\s*[:：]\\s+|\\s+[–—-]\\s+))(?=\\S)`,
  'iu',
);

const SEPARATOR = String.raw`(?:\s*[:：|–—]\s*|\s+-\s+|[.)]\s+|\s+)`;
const STRICT = String.raw`(?:\s*[:：|–—]\s*|\s+-\s+|[.)]\s+)`;
const WORDS = [...TASK_WORDS].sort((a, b) => b.length - a.length).join('|');
/** `UTF-8 output` and `Sec-9 filing` begin with no id. */
const STANDARDS =
  'UTF|SHA|ISO|RFC|AES|MD|GPT|ES|SOC|RS|ARM|IEEE|COVID|HTTP|TLS|IPV|RSA|HS|CVE|X|A|PEP|PSR|WCAG|GB|ASCII|BASE|INT|UINT|FLOAT|PHASE|STEP|CLAUDE|LLAMA|GEMINI';

const ID_FORMS: readonly RegExp[] = [
  // Task 3: ..., Story 2 - ..., Task 4 (AC: 1): ..., but not Task 1-a
  new RegExp(
    `^(?:${WORDS})\\s*#?(\\d+(?:\\.\\d+)*[a-z]?)(?:\\s*\\([^()]{1,40}\\)(?=\\s*[:：–—]))?(?:\\s*[:：.)–—|]\\s*|\\s*-\\s+|\\s+-|\\s+)(?=\\S)`,
    'iu',
  ),
  // 08-01-PLAN.md - ...: GSD names a task by its file
  /^(\d{1,3}(?:\.\d{1,2})?-\d{1,3})(?:-PLAN\.md)(?:\s*[:：–—]\s*|\s+-{1,2}\s+)(?=\S)/iu,
  // 01-01: ...
  /^(\d{2}(?:\.\d{1,2})?-\d{2})(?:\s*[:：–—]\s*|\s+-{1,2}\s+)(?=\S)/u,
  // Task T1 - ..., Task A: ...
  new RegExp(`^(?:${WORDS})\\s+([A-Z](?:[A-Z]{0,2}-?\\d{1,4}(?:\\.\\d+)*)?)${STRICT}(?=\\S)`, 'iu'),
  // T001, WP01, t12.1, US-03
  new RegExp(
    `^(?:(?:Work Package|Task)\\s+)?((?:T\\d{2,4}[a-z]?|WP\\d{2,3}|t\\d{1,4}(?:\\.\\d+)*))${SEPARATOR}(?=\\S)`,
    'u',
  ),
  // TASK-002, P1-03, S01-T01, T-RT005-27
  new RegExp(
    `^(?:Task\\s+)?((?!(?:${STANDARDS})-)[A-Z][A-Z0-9]{0,11}(?:-[A-Z0-9]{1,8}){0,3}-[A-Z]{0,4}\\d{1,5}(?:\\.\\d+)*[a-z]?)${SEPARATOR}(?=\\S)`,
    'u',
  ),
  // task-211, back-12
  new RegExp(`^((?:task|back|issue|story|bug)-\\d{1,5}(?:\\.\\d+)*)${SEPARATOR}(?=\\S)`, 'iu'),
  // [DB1]
  /^\[([A-Z]{1,8}-?\d{1,4}(?:[.-]\d+)*)\]\s*[:：–—-]?\s*(?=\S)/u,
  // [1.2]
  /^\[([A-Z]?\d{1,3}(?:\.\d{1,2}){1,3}[a-z]?)\]\s*[:：–—-]?\s*(?=\S)/u,
  // STEREO.1.1: ...
  new RegExp(`^([A-Z][A-Z0-9]{0,11}(?:\\.\\d{1,4})+)${STRICT}(?=\\S)`, 'u'),
  // M1: ..., Z5 - ..., M3.1 — ...
  new RegExp(`^([A-Z]{1,4}\\d{1,4}(?:\\.\\d+)*)${STRICT}(?=\\S)`, 'u'),
  // 1.2, 1.2.3., P1.2, A8.5
  /^([A-Z]?\d{1,3}(?:\.\d{1,2})+[a-z]?)\*?(?:[.):：]?\s+(?:[-–—]\s+)?)(?=\S)/u,
  // 1. ..., 1) ..., 1: ...
  /^(\d{1,3}[a-z]?)(?:[.)]\s+|[:：]\s+)(?=\S)/u,
  // 3 - ..., 001 Project skeleton
  /^(\d{1,3})\s+[-–—]\s+(?=\S)/u,
];

/** `Step 3: Map the journeys`, of a heading that is one task. */
const STEP_ID = new RegExp(
  `^(?:${[...STEP_WORDS].sort((a, b) => b.length - a.length).join('|')})\\s*#?(\\d+(?:\\.\\d+)*[a-z]?)${STRICT}(?=\\S)`,
  'iu',
);

/**
 * Takes the parts of a heading that is one task: its `Step 3` counts as an id, too.
 *
 * @param text Plain text of the heading, its issue link already gone.
 * @param marks See {@link splitTitle}.
 */
export function splitHeading(text: string, marks: string | null): TitleParts {
  const parts = splitTitle(text, marks);
  const whole = parts.id === null ? STEP_ID.exec(parts.title) : null;
  if (whole?.[1] === undefined) return parts;
  return {
    ...parts,
    id: whole[1],
    prefix: parts.prefix + whole[0],
    title: parts.title.slice(whole[0].length),
  };
}

/** Marks and ids before a title; nobody writes more, a hostile text may. */
const MOST_PREFIXES = 12;

/** Stands for a character of inline code, where nothing is looked for. */
const MASK = '\uE000';
/** Code that is an id: `` `[DB1]` ``, `` `T001` ``. */
const CODE_ID = /^\[?[A-Za-z]{0,10}[-.]?\d[\w.-]{0,10}\]?$/u;

/**
 * Takes id, noise and trailing metadata off a task's text.
 *
 * @param text Plain text of a task, its issue link already gone.
 * @param marks What of it stood in code or bold (`styled.ts`); code is only read where all of it is an id or a size.
 * @returns Its parts. A text that is all prefix is its own title.
 */
export function splitTitle(text: string, marks: string | null = null): TitleParts {
  const masked = maskCode(text, marks);
  const trailing = takeTrailing(masked, text, marks);
  const body = withoutColon(masked.slice(0, trailing.length));
  const { id, priority, rest } = takePrefix(body);
  const dropped = trailing.found.find(
    ({ metadata }) => metadata.kind === 'status' && saysDropped(metadata.value),
  );
  const common = {
    id,
    metadata: [
      ...(priority === null ? [] : [{ kind: 'priority', value: priority } as const]),
      ...trailing.found.map(({ metadata }) => metadata),
    ],
    droppedBy: dropped === undefined ? null : { from: dropped.from, to: dropped.to },
  };
  if (rest.trim() === '') return { ...common, title: text.trim(), lead: null, prefix: '', suffix: '' };
  const from = body.length - rest.length;
  return {
    ...common,
    title: text.slice(from, body.length),
    lead: findLead(text, marks, from, body.length) ?? findClause(masked, text, from, body.length),
    prefix: text.slice(0, from),
    suffix: text.slice(body.length),
  };
}

/** The colon that introduces a list goes; one that ends code or `:rocket:` is part of it. */
function withoutColon(text: string): string {
  return /:[\w+-]+:$/u.test(text) ? text : text.replace(/(?<=[^\s:：])\s*[:：]$/u, '');
}

function takePrefix(body: string): { id: string | null; priority: string | null; rest: string } {
  let rest = body;
  let id: string | null = null;
  let priority: string | null = null;
  for (let count = 0; count < MOST_PREFIXES; count += 1) {
    const before = rest;
    // Most words begin with a letter, and so with no mark.
    if (/^[^\p{L}]/u.test(rest)) {
      rest = rest.replace(REPEATED_MARK, '').replace(TIMESTAMP, '').replace(NOISE, '');
      const [mark = '', inBrackets, inRound] = PRIORITY.exec(rest) ?? [];
      priority ??= inBrackets ?? inRound ?? null;
      rest = rest.slice(mark.length);
    }
    rest = rest.replace(TASK_PREFIX, '');
    const found = takeId(rest);
    // `2. task-168 - Add it`: the number counts, the id names.
    if (id === null || (/^\d+$/u.test(id) && /\p{L}/u.test(found.id ?? ''))) {
      id = found.id ?? id;
      rest = found.rest;
    }
    if (rest === before) break;
  }
  return { id, priority, rest };
}

/** The text with its code blotted out, but for an id at its beginning. */
function maskCode(text: string, marks: string | null): string {
  if (marks === null || !/c/iu.test(marks)) return text;
  const first = /^c+/iu.exec(marks)?.[0].length ?? 0;
  const kept = CODE_ID.test(text.slice(0, first)) ? first : 0;
  let masked = text.slice(0, kept);
  for (let at = kept; at < text.length; at += 1)
    masked += marks[at] === 'c' || marks[at] === 'C' ? MASK : (text[at] ?? '');
  return masked;
}

function takeId(text: string): { id: string | null; rest: string } {
  for (const form of ID_FORMS) {
    const match = form.exec(text);
    if (match?.[1] !== undefined) return { id: match[1], rest: text.slice(match[0].length) };
  }
  return { id: null, rest: text };
}
