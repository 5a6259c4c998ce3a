/** The words for a change that waits for a person: how much it is, and issue by issue, so that nobody confirms it blind. */
import type { Effect, Held } from '../types.ts';
import { effectLines } from './effect-lines.ts';
import { inline } from './sanitize/escape.ts';
import { count } from './words.ts';

/** The kinds of effects that are listed before a person confirms. */
const TOLD: ReadonlySet<Effect['kind']> = new Set(['open', 'adopt', 'rename', 'close', 'reopen']);
/** How many issues of one kind are named before the rest becomes a count. */
const NAMED = 50;

/**
 * The issues that a held change would close, reopen, open or rename, as list items.
 *
 * @param quote Makes text of a plan or an issue harmless where the words will stand.
 */
export function heldLines({ effects }: Held, quote: (text: string) => string): string[] {
  const told = effects.filter(({ kind }) => TOLD.has(kind));
  return effectLines(told, { numbers: null, quote, listed: NAMED });
}

/** The same folded, for a comment or an issue; nothing where nothing is known. */
export function heldDetails(held: Held): string[] {
  return folded(heldLines(held, inline));
}

/** What a change would do, issue by issue, behind a fold; nothing where there are no lines. */
export function folded(lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const begin = ['', '<details>', '<summary>What it would do, issue by issue</summary>', ''];
  return [...begin, ...lines, '', '</details>'];
}

/** What waits for a person, and how to let it go. */
export function heldText(held: Held): string {
  const why = held.lost
    ? 'The record of what plan and issues last agreed on was lost, so the difference between them waits for a person.'
    : 'The last change of the plan waits for a person.';
  return [
    '> [!IMPORTANT]',
    `> ${why} ${heldSentence(held)} Nothing of it is done yet.`,
    `> Comment \`/plan confirm ${held.id}\` on this issue to let it go, or change the plan.`,
    ...heldDetails(held).map((line) => `> ${line}`.trimEnd()),
  ].join('\n');
}

/** What a held change set would do, by its counts. */
export function heldSentence({ lost, closes, drops, reopens, guesses, creates }: Held): string {
  const parts = [
    closes > 0 ? `close ${count(closes, 'issue')} as completed` : '',
    drops > 0 ? `close ${count(drops, 'issue')} as not planned` : '',
    reopens > 0 ? `reopen ${count(reopens, 'issue')}` : '',
    guesses > 0 ? `rename ${count(guesses, 'issue')}${lost ? '' : ' on a guess'}` : '',
    creates > 0 ? `open ${count(creates, 'issue')}` : '',
  ].filter((part) => part !== '');
  return `It would ${parts.join(', ')}.`;
}

/** The same in a few words, for where there is no room: `closes 12, opens 3`. */
export function heldCounts({ closes, drops, reopens, guesses, creates }: Held): string {
  const counts = [
    ['closes', closes + drops],
    ['reopens', reopens],
    ['renames', guesses],
    ['opens', creates],
  ] as const;
  return counts
    .filter(([, number]) => number > 0)
    .map(([verb, number]) => `${verb} ${number}`)
    .join(', ');
}
