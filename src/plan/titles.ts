import { TASK_WORDS } from './words.ts';

/** What a task's text says, taken apart. */
export interface TitleParts {
  readonly title: string;
  readonly id: string | null;
}

/** spec-kit's `[P]` and `[US1]`, cc-sdd's `(P)`: marks for machines, no words of a title. */
const NOISE = /^(?:\[(?:P|S|US-?\d+|Story|parallel)\]|\(P\))\s*/iu;
/** GitHub's editor continues lists inside lists: `- [ ] - [ ] text`; and people tick headings: `- [ ] ## text`. */
const REPEATED_MARK = /^(?:(?:[-*+]\s+)?\[[ xX~/-]\]\s+|[-*+]\s+(?=\[)|#{1,6}\s+)/u;
const TASK_PREFIX = /^(?:sub-?\s?task|task)\s*[:：]\s*/iu;
const words = [...TASK_WORDS].sort((a, b) => b.length - a.length).join('|');
const NUMBERED_PREFIX = new RegExp(
  `^(?:${words})\\s*#?(\\d+(?:\\.\\d+)*[a-z]?)\\s*(?:[:：.)–—|-]\\s*|\\s+)(?=\\S)`,
  'iu',
);

const SEPARATOR = String.raw`(?:\s*[:：|–—]\s*|\s+-\s+|[.)]\s+|\s+)`;
const STRICT_SEPARATOR = String.raw`(?:\s*[:：|–—]\s*|\s+-\s+|[.)]\s+)`;
/** `UTF-8 output` begins with no id. */
const STANDARDS =
  'UTF|SHA|ISO|RFC|AES|MD|GPT|ES|SOC|RS|ARM|IEEE|COVID|HTTP|TLS|IPV|RSA|HS|CVE|X|A|PEP|PSR|WCAG|GB|ASCII';
const ID_FORMS: readonly RegExp[] = [
  // T001, WP01, t12.1
  new RegExp(`^((?:T\\d{2,4}[a-z]?|WP\\d{2,3}|t\\d{1,4}(?:\\.\\d+)*))${SEPARATOR}(?=\\S)`, 'u'),
  // TASK-002, P1-03, S01-T01, T-RT005-27
  new RegExp(
    `^((?!(?:${STANDARDS})-)[A-Z][A-Z0-9]{0,11}(?:-[A-Z0-9]{1,8}){0,3}-[A-Z]{0,4}\\d{1,5}(?:\\.\\d+)*[a-z]?)${SEPARATOR}(?=\\S)`,
    'u',
  ),
  // [DB1] in brackets
  /^\[([A-Z]{1,6}-?\d{1,4}(?:[.-]\d+)*)\]\s*[:：–—-]?\s*(?=\S)/u,
  // M1: ..., Z5 - ...
  new RegExp(`^([A-Z]{1,4}\\d{1,4}(?:\\.\\d+)*)${STRICT_SEPARATOR}(?=\\S)`, 'u'),
  // 1.2, 1.2.3, 1.2.
  /^(\d{1,3}(?:\.\d{1,3})+)(?:[.):：]?\s+(?:[-–—]\s+)?)(?=\S)/u,
  // 1. text, 1) text
  /^(\d{1,3})(?:[.)]\s+|[:：]\s+)(?=\S)/u,
];

/**
 * Takes id and noise off a task's text.
 *
 * @param text Plain text of a task, its issue link already gone.
 * @returns The title as a person would write the issue's, and the id.
 */
export function splitTitle(text: string): TitleParts {
  let title = text;
  let id: string | null = null;
  for (let before = ''; before !== title;) {
    before = title;
    title = title.replace(REPEATED_MARK, '').replace(NOISE, '').replace(TASK_PREFIX, '');
    if (id === null) ({ id, title } = takeId(title));
  }
  return { title: title.trim() === '' ? text.trim() : title.trim(), id };
}

function takeId(text: string): TitleParts {
  for (const form of [NUMBERED_PREFIX, ...ID_FORMS]) {
    const match = form.exec(text);
    if (match?.[1] !== undefined) return { id: match[1], title: text.slice(match[0].length) };
  }
  return { id: null, title: text };
}
