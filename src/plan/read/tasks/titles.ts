import { takeTrailing } from './metadata.ts';
import type { Metadata } from './metadata.ts';
import { TASK_WORDS } from '../../vocabulary/phases.ts';

/** What a task's text says, taken apart: `text` is `prefix + title + suffix`. */
export interface TitleParts {
  /** As a person would write the title. */
  readonly title: string;
  readonly id: string | null;
  /** Id and noise before the title: `T001 [P] `. */
  readonly prefix: string;
  /** Metadata behind it, and the colon that introduces a list: ` (2h) @alice`, `:`. */
  readonly suffix: string;
  readonly metadata: readonly Metadata[];
}

/** spec-kit's `[P]` and `[US1]`, cc-sdd's `(P)`: marks for machines, no words of a title. */
const NOISE = /^(?:\[(?:P|S|US-?\d+|Story|parallel)\]|\(P\))\s*/iu;
/** GitHub's editor continues lists inside lists: `- [ ] - [ ] text`; and people tick headings: `- [ ] ## text`. */
const REPEATED_MARK = /^(?:(?:[-*+]\s+)?\[[ xX~/-]?\]\*?\s+|[-*+]\s+(?=\[[ xX~/-]?\])|#{1,6}\s+)/u;
const TASK_PREFIX = /^(?:sub-?\s?task|task|todo|step|track|story|user story)\s*[:：]\s*(?=\S)/iu;

const SEPARATOR = String.raw`(?:\s*[:：|–—]\s*|\s+-\s+|[.)]\s+|\s+)`;
const STRICT = String.raw`(?:\s*[:：|–—]\s*|\s+-\s+|[.)]\s+)`;
const WORDS = [...TASK_WORDS].sort((a, b) => b.length - a.length).join('|');
/** `UTF-8 output` and `Sec-9 filing` begin with no id. */
const STANDARDS =
  'UTF|SHA|ISO|RFC|AES|MD|GPT|ES|SOC|RS|ARM|IEEE|COVID|HTTP|TLS|IPV|RSA|HS|CVE|X|A|PEP|PSR|WCAG|GB|ASCII|BASE|INT|UINT|FLOAT|PHASE|STEP|CLAUDE|LLAMA|GEMINI';

const ID_FORMS: readonly RegExp[] = [
  // Task 3: ..., Story 2 - ...
  new RegExp(`^(?:${WORDS})\\s*#?(\\d+(?:\\.\\d+)*[a-z]?)(?:\\s*[:：.)–—|-]\\s*|\\s+)(?=\\S)`, 'iu'),
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
  // M1: ..., Z5 - ..., M3.1 — ...
  new RegExp(`^([A-Z]{1,4}\\d{1,4}(?:\\.\\d+)*)${STRICT}(?=\\S)`, 'u'),
  // 1.2, 1.2.3., P1.2, A8.5
  /^([A-Z]?\d{1,3}(?:\.\d{1,2})+[a-z]?)\*?(?:[.):：]?\s+(?:[-–—]\s+)?)(?=\S)/u,
  // 1. ..., 1) ..., 1: ...
  /^(\d{1,3}[a-z]?)(?:[.)]\s+|[:：]\s+)(?=\S)/u,
  // 3 - ..., 001 Project skeleton
  /^(\d{1,3})\s+[-–—]\s+(?=\S)/u,
];

/** Marks and ids before a title; nobody writes more, a hostile text may. */
const MOST_PREFIXES = 12;

/**
 * Takes id, noise and trailing metadata off a task's text.
 *
 * @param text Plain text of a task, its issue link already gone.
 * @returns Its parts. A text that is all prefix is its own title.
 */
export function splitTitle(text: string): TitleParts {
  const trailing = takeTrailing(text);
  const body = trailing.text.replace(/(?<=[^\s:：])\s*[:：]$/u, '');
  let rest = body;
  let id: string | null = null;
  for (let count = 0; count < MOST_PREFIXES; count += 1) {
    const before = rest;
    rest = rest.replace(REPEATED_MARK, '').replace(NOISE, '').replace(TASK_PREFIX, '');
    const found = takeId(rest);
    // `2. task-168 - Add it`: the number counts, the id names.
    if (id === null || (/^\d+$/u.test(id) && /\p{L}/u.test(found.id ?? ''))) {
      id = found.id ?? id;
      rest = found.rest;
    }
    if (rest === before) break;
  }
  if (rest.trim() === '') return { title: text.trim(), id, prefix: '', suffix: '', metadata: trailing.found };
  const prefix = body.slice(0, body.length - rest.length);
  return { title: rest, id, prefix, suffix: text.slice(body.length), metadata: trailing.found };
}

function takeId(text: string): { id: string | null; rest: string } {
  for (const form of ID_FORMS) {
    const match = form.exec(text);
    if (match?.[1] !== undefined) return { id: match[1], rest: text.slice(match[0].length) };
  }
  return { id: null, rest: text };
}
