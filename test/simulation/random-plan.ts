/** Plans made up from a seed: phases, nested boxes, tables, rows equal to boxes, duplicates, ids, and what depends on what. */
import { chance, choose, roll } from './dice.ts';

const VERBS = ['Feed', 'Paint', 'Weigh', 'Fetch', 'Mend', 'Sort', 'Hide', 'Wash', 'Carry', 'Count'];
const LOOKS = ['amber', 'brisk', 'calm', 'dusty', 'eager', 'faded', 'gentle', 'hollow', 'icy', 'jolly'];
const BEASTS = ['otter', 'badger', 'crane', 'dingo', 'egret', 'ferret', 'gibbon', 'heron', 'ibex', 'jackal'];
const PLACES = ['indoors', 'at dawn', 'by hand', 'in the yard', 'twice', 'before lunch', 'on deck', 'again'];

type Dice = readonly (string | number)[];

/** The text of a task: one of some thousands, so that two are equal only on purpose. */
export function randomTitle(...dice: Dice): string {
  const word = (words: readonly string[], at: number): string => words[roll(words.length, ...dice, at)] ?? '';
  const where = chance(0.4, ...dice, 'where') ? ` ${word(PLACES, 4)}` : '';
  return `${word(VERBS, 1)} the ${word(LOOKS, 2)} ${word(BEASTS, 3)}${where}`;
}

/** The same text with some of its words changed. */
export function reworded(title: string, ...dice: Dice): string {
  const all = randomTitle(...dice, 'other');
  if (chance(0.2, ...dice, 'all')) return all;
  const words = title.split(' ');
  const index = roll(words.length, ...dice, 'which');
  return chance(0.3, ...dice, 'more')
    ? `${title} ${PLACES[roll(PLACES.length, ...dice, 'tail')] ?? ''}`
    : words.with(index, (all.split(' ')[Math.min(index, 3)] ?? 'next').toLowerCase()).join(' ');
}

/** The text of a phase's heading. */
export function randomPhase(...dice: Dice): string {
  return `${LOOKS[roll(LOOKS.length, ...dice, 'look')] ?? ''} ${BEASTS[roll(BEASTS.length, ...dice, 'beast')] ?? ''}s`;
}

/** A whole plan. */
export function randomPlan(seed: number): string {
  const lines = ['# Menagerie Implementation Plan', '', 'What we do with the animals.', ''];
  const names: Names = { titles: [], others: [] };
  const phases = 1 + roll(3, seed, 'phases');
  for (let phase = 1; phase <= phases; phase += 1) {
    const due = chance(0.3, seed, phase, 'due') ? ` (due 2026-1${roll(3, seed, phase)}-0${1 + phase})` : '';
    const words = randomPhase(seed, phase);
    lines.push(`## Phase ${phase}: ${words}${due}`, '');
    lines.push(...boxes(seed, phase, names), '');
    names.others.push(words, `Phase ${phase}: ${words}`, `Phase ${phase}`);
  }
  if (chance(0.7, seed, 'table')) lines.push(...table(seed, names));
  if (chance(0.5, seed, 'done')) lines.push('## Definition of Done', '', '- [ ] Nobody was bitten', '');
  if (chance(0.5, seed, 'date')) lines.push('---', '', '*Last Updated: 2020-01-02*', '');
  const text = lines.join(chance(0.2, seed, 'crlf') ? '\r\n' : '\n');
  return chance(0.1, seed, 'bom') ? `\uFEFF${text}` : text;
}

/** What tasks may be said to depend on. */
interface Names {
  readonly titles: string[];
  /** Phases that are written down, and ids. */
  readonly others: string[];
}

function nameFrom({ titles, others }: Names, ...dice: Dice): string | undefined {
  return choose(chance(0.3, ...dice, 'kind') && others.length > 0 ? others : titles, String, ...dice);
}

function boxes(seed: number, phase: number, names: Names): string[] {
  const lines: string[] = [];
  const hasIds = chance(0.3, seed, 'ids');
  let depth = 0;
  const bullet = ['-', '*', '+'][roll(3, seed, phase, 'bullet')] ?? '-';
  const count = 2 + roll(4, seed, phase, 'boxes');
  for (let index = 0; index < count; index += 1) {
    const dice = [seed, phase, index] as const;
    depth = index === 0 ? 0 : Math.min(depth + 1, chance(0.25, ...dice, 'nested') ? depth + 1 : 0);
    lines.push(...boxLines(names, { bullet, depth, id: hasIds ? idOf(phase, index) : null }, dice));
  }
  return lines;
}

function idOf(phase: number, index: number): string {
  return `T${phase}${String(index).padStart(2, '0')}`;
}

/** A box, with what it depends on and a detail below it; its names are put to the others. */
function boxLines(
  names: Names,
  {
    bullet,
    depth,
    id: free,
  }: { readonly bullet: string; readonly depth: number; readonly id: string | null },
  dice: Dice,
): string[] {
  const equal = chance(0.08, ...dice, 'twin') ? choose(names.titles, String, ...dice) : undefined;
  const title = equal ?? randomTitle(...dice);
  const other = chance(0.25, ...dice, 'waits') ? nameFrom(names, ...dice, 'for') : undefined;
  names.titles.push(title);
  const id = chance(0.5, ...dice, 'id') ? free : null;
  if (id !== null) names.others.push(id, `${id} ${title}`);
  const mark = chance(0.15, ...dice, 'done') ? 'x' : ' ';
  const isInBrackets = chance(0.4, ...dice, 'brackets');
  const words = `${id === null ? '' : `${id} `}${title}${other !== undefined && isInBrackets ? ` (depends on ${other})` : ''}`;
  const text = chance(0.05, ...dice, 'struck') ? `~~${words}~~` : words;
  const under = '  '.repeat(depth + 1);
  return [
    `${'  '.repeat(depth)}${bullet} [${mark}] ${text}`,
    ...(other !== undefined && !isInBrackets ? [`${under}${bullet} Depends on: ${other}`] : []),
    ...(chance(0.15, ...dice, 'details') ? [`${under}${bullet} Mind the teeth`] : []),
  ];
}

function table(seed: number, names: Names): string[] {
  const hasStatus = chance(0.4, seed, 'status');
  const hasDependencies = chance(0.5, seed, 'dependencies');
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rows = Array.from({ length: 1 + roll(3, seed, 'rows') }, (_, index) => {
    const dice = [seed, 'row', index] as const;
    const equal = chance(0.5, ...dice, 'same') ? choose(names.titles, String, ...dice) : undefined;
    const priority = ['High', 'Medium', 'Low'][roll(3, ...dice, 'priority')] ?? 'Low';
    const waits = [nameFrom(names, ...dice, 'first'), nameFrom(names, ...dice, 'second')]
      .slice(0, roll(3, ...dice, 'waits'))
      .filter((name) => name !== undefined && name !== equal);
    return row([
      equal ?? randomTitle(...dice),
      priority,
      `${1 + roll(5, ...dice)}d`,
      ...(hasDependencies ? [waits.length === 0 ? 'None' : waits.join(', ')] : []),
      ...(hasStatus ? ['Todo'] : []),
    ]);
  });
  const head = [
    'Task',
    'Priority',
    'Estimation',
    ...(hasDependencies ? ['Dependencies'] : []),
    ...(hasStatus ? ['Status'] : []),
  ];
  return ['## Stable Tasks', '', row(head), row(head.map(() => '---')), ...rows, ''];
}
