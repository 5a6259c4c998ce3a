/** The words for what a change set does, kind by kind: before it is done, and afterwards with the numbers that came of it. */
import type { Cause, Effect } from '../types.ts';
import { count } from './words.ts';

/** How many effects of one kind are listed before the rest becomes a count. */
const LISTED = 50;

/** How effects are told. */
export interface Telling {
  /** The numbers of the issues that were opened, by task key; null before anything is done. */
  readonly numbers: ReadonlyMap<string, number> | null;
  /** Makes text of a plan or an issue harmless where the words will stand. */
  readonly quote: (text: string) => string;
  /** How many effects of one kind are listed before the rest becomes a count. */
  readonly listed?: number;
}

/** A line a kind, with the issues under it; one alone stands in the line itself. */
export function effectLines(effects: readonly Effect[], telling: Telling): string[] {
  const isPast = telling.numbers !== null;
  return [...new Set(effects.map(({ kind }) => kind))].flatMap((kind) => {
    const same = effects.filter((effect) => effect.kind === kind);
    const [now, past, noun] = HEADINGS[kind];
    const verb = isPast ? past : now;
    const [only] = same;
    if (kind === 'refresh' || only === undefined) return [`- ${verb} ${count(same.length, noun)}`];
    const typed = typeWords(only, telling);
    if (same.length === 1) return [`- ${verb} ${ARTICLES[noun]}${sentence(only, telling)}${typed}`];
    const said = same.slice(0, telling.listed ?? LISTED).map((effect) => `  - ${sentence(effect, telling)}`);
    const more = same.length - said.length;
    return [
      `- ${verb} ${count(same.length, noun)}${typed}`,
      ...said,
      ...(more > 0 ? [`  - and ${more} more`] : []),
    ];
  });
}

/** All issues that one change opens have the same type. */
function typeWords(effect: Effect, { quote }: Telling): string {
  return effect.kind === 'open' && effect.type !== undefined ? `, of type ${quote(effect.type)}` : '';
}

/** What stands before one alone. */
const ARTICLES = { issue: 'issue ', milestone: 'milestone ', 'issue text': '', line: '' } as const;

const HEADINGS: Readonly<
  Record<Effect['kind'], readonly [now: string, past: string, noun: keyof typeof ARTICLES]>
> = {
  open: ['open', 'opened', 'issue'],
  adopt: ['adopt', 'adopted', 'issue'],
  rename: ['rename', 'renamed', 'issue'],
  close: ['close', 'closed', 'issue'],
  reopen: ['reopen', 'reopened', 'issue'],
  move: ['move', 'moved', 'issue'],
  refresh: ['update', 'updated', 'issue text'],
  reword: ['propose to reword', 'proposed to reword', 'line'],
  'open-milestone': ['open', 'opened', 'milestone'],
  'rename-milestone': ['rename', 'renamed', 'milestone'],
  'move-milestone': ['move', 'moved', 'milestone'],
  'close-milestone': ['close', 'closed', 'milestone'],
  'reopen-milestone': ['reopen', 'reopened', 'milestone'],
};

function sentence(effect: Effect, { numbers, quote }: Telling): string {
  switch (effect.kind) {
    case 'open': {
      const number = numbers?.get(effect.key);
      const missing = numbers !== null && number === undefined ? ' (not yet)' : '';
      const where = effect.milestone === null ? '' : `, in ${quote(effect.milestone)}`;
      return `${number === undefined ? '' : `#${number} `}${quote(effect.title)}${where}${effect.closed ? ', closed right away' : ''}${missing}`;
    }
    case 'rename':
      return `#${effect.number} ${quote(effect.from)} → ${quote(effect.to)}${effect.guessed ? ' (guessed: it reads like the same task)' : ''}`;
    case 'close':
      return `#${effect.number} ${quote(effect.title)}, as ${effect.as}`;
    case 'move':
      return `#${effect.number} ${quote(effect.title)}, to ${effect.to === null ? 'no milestone' : quote(effect.to)}`;
    case 'adopt':
    case 'reopen':
    case 'refresh':
      return `#${effect.number} ${quote(effect.title)}`;
    case 'reword':
      return rewordSentence(effect.cause, effect.issue, quote);
    case 'rename-milestone':
      return `${quote(effect.from)} → ${quote(effect.to)}`;
    case 'move-milestone':
      return `${quote(effect.title)}, to ${effect.due ?? 'no date'}`;
    case 'open-milestone':
    case 'close-milestone':
    case 'reopen-milestone':
      return quote(effect.title);
  }
}

/** `the row in line 30: lines 11 and 30 are one task, #3`, `what line 31 depends on: "Old" → "New"` */
function rewordSentence(cause: Cause, issue: number | null, quote: (text: string) => string): string {
  switch (cause.kind) {
    case 'mention':
      return `what line ${cause.line} depends on: ${quote(cause.from)} → ${quote(cause.to)}`;
    case 'other-place': {
      const { leader, lines, place } = cause;
      const all = [...lines, leader].sort((a, b) => a - b);
      const [only, another] = lines;
      const which = another === undefined ? `the ${place} in line ${only}` : `lines ${lines.join(', ')}`;
      const number = issue === null ? '' : `, #${issue}`;
      return `${which}: lines ${all.slice(0, -1).join(', ')} and ${all.at(-1)} are one task${number}`;
    }
  }
}
