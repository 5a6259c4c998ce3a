/** What people do to a plan's text, each a change of a few lines. */
import { chance, choose, roll } from './dice.ts';
import {
  BOX,
  BROKEN,
  boxesOf,
  familyOf,
  joined,
  linesOf,
  print,
  type Box,
  type Lines,
} from './plan-lines.ts';
import { randomPhase, randomTitle, reworded } from './random-plan.ts';

/** A plan edit: the new text and what was done in words; null where the text gives nothing to do it to. */
export type PlanEdit = (
  text: string,
  dice: number,
) => { readonly text: string; readonly said: string } | null;

/** An edit of one box that passes the test. */
function ofBox(
  passes: (box: Box) => boolean,
  change: (box: Box, lines: Lines, dice: number) => { all: readonly string[]; said: string } | null,
): PlanEdit {
  return (text, dice) => {
    const lines = linesOf(text);
    const box = choose(boxesOf(lines).filter(passes), ({ title, at }) => `${title} ${at}`, dice);
    const changed = box === undefined ? null : change(box, lines, dice);
    return changed === null ? null : { text: joined(lines, changed.all), said: changed.said };
  };
}

function marking(verb: string, passes: (box: Box) => boolean, to: Partial<Box>): PlanEdit {
  return ofBox(passes, (box, { all }) => ({
    all: all.with(box.at, print({ ...box, ...to })),
    said: `${verb} "${box.title}"`,
  }));
}

const tick = marking('ticks', ({ mark, isStruck }) => mark === ' ' && !isStruck, { mark: 'x' });
const untick = marking('unticks', ({ mark }) => mark === 'x', { mark: ' ' });
const strike = marking('strikes', ({ isStruck }) => !isStruck, { isStruck: true, mark: ' ' });
const unstrike = marking('takes the strike off', ({ isStruck }) => isStruck, { isStruck: false });
const unlink = marking('takes the link off', ({ link }) => link !== '', { link: '' });

/** Both the box and its row, or the box alone. */
const reword: PlanEdit = (text, dice) => {
  const lines = linesOf(text);
  const box = choose(boxesOf(lines), ({ title, at }) => `${title} ${at}`, dice);
  if (box === undefined) return null;
  const title = reworded(box.title, dice);
  if (title === box.title) return null;
  const rows = chance(0.5, dice, 'rows');
  const all = lines.all
    .with(box.at, print({ ...box, title }))
    .map((line) => (rows && line.startsWith(`| ${box.title} `) ? line.replace(box.title, title) : line));
  const said = `rewords "${box.title}" to "${title}"${rows ? ', and its row' : ''}`;
  return { text: joined(lines, all), said };
};

/** A row alone, whether or not a box says the same. */
const rewordRow: PlanEdit = (text, dice) => {
  const lines = linesOf(text);
  const titles = new Set(boxesOf(lines).map(({ title }) => title));
  const rows = lines.all.flatMap((line, at) => {
    const title = /^\| (.*?) +\|/.exec(line)?.[1] ?? '';
    return titles.has(title) ? [{ title, at }] : [];
  });
  const row = choose(rows, ({ title, at }) => `${title} ${at}`, dice);
  if (row === undefined) return null;
  const title = reworded(row.title, dice, 'row');
  const all = lines.all.with(row.at, (lines.all[row.at] ?? '').replace(row.title, title));
  return { text: joined(lines, all), said: `rewords the row "${row.title}" to "${title}"` };
};

/** Copies a line with its link, as agents do, and ticks the copy or not. */
const copy = ofBox(
  ({ link }) => link !== '',
  (box, { all }, dice) => {
    const mark = chance(0.5, dice, 'ticked') ? 'x' : box.mark;
    return {
      all: all.toSpliced(box.at + 1, 0, print({ ...box, mark })),
      said: `copies "${box.title}"${mark === box.mark ? '' : ' and ticks the copy'}`,
    };
  },
);

const cut = ofBox(
  () => true,
  (box, lines) => ({
    all: lines.all.toSpliced(box.at, familyOf(lines, box)),
    said: `cuts "${box.title}" and what is under it`,
  }),
);

const move = ofBox(
  () => true,
  (box, lines, dice) => {
    const size = familyOf(lines, box);
    const family = lines.all.slice(box.at, box.at + size).map((line) => line.slice(box.indent.length));
    const rest = lines.all.toSpliced(box.at, size);
    const target = choose(boxesOf({ ...lines, all: rest }), ({ title }) => title, dice, 'to');
    if (target === undefined) return null;
    return {
      all: rest.toSpliced(target.at, 0, ...family.map((line) => target.indent + line)),
      said: `moves "${box.title}" before "${target.title}"`,
    };
  },
);

const add = ofBox(
  () => true,
  (box, { all }, dice) => {
    const nested = chance(0.25, dice, 'nested');
    const title = chance(0.1, dice, 'twin') ? box.title : randomTitle(dice, 'new');
    const mark = chance(0.1, dice, 'done') ? 'x' : ' ';
    const one = { ...box, title, mark, link: '', isStruck: false };
    const line = print(nested ? { ...one, indent: `${box.indent}  ` } : one);
    return {
      all: all.toSpliced(nested ? box.at + 1 : box.at, 0, line),
      said: `adds "${title}" ${nested ? 'under' : 'before'} "${box.title}"`,
    };
  },
);

const reorder = ofBox(
  () => true,
  (box, lines) => {
    const after = box.at + familyOf(lines, box);
    const next = boxesOf(lines).find(({ at, indent }) => at === after && indent === box.indent);
    if (next === undefined) return null;
    const family = lines.all.slice(next.at, next.at + familyOf(lines, next));
    const all = lines.all.toSpliced(next.at, family.length).toSpliced(box.at, 0, ...family);
    return { all, said: `puts "${next.title}" before "${box.title}"` };
  },
);

const detail = ofBox(
  () => true,
  (box, { all }, dice) => {
    const words = `Word-${dice.toString(36)} matters`;
    return {
      all: all.toSpliced(box.at + 1, 0, `${box.indent}  - ${words}`),
      said: `adds the detail "${words}" to "${box.title}"`,
    };
  },
);

/** Lets a task wait for another one, or for none any more. */
const depend = ofBox(
  ({ isStruck }) => !isStruck,
  (box, lines, dice) => {
    const under = lines.all.slice(box.at + 1, box.at + familyOf(lines, box));
    const own = under.findIndex(
      (line) => line.startsWith(`${box.indent}  `) && line.includes('Depends on: '),
    );
    if (own >= 0 && !under.slice(0, own).some((line) => BOX.test(line)))
      return {
        all: lines.all.toSpliced(box.at + 1 + own, 1),
        said: `lets "${box.title}" wait for nothing`,
      };
    const other = choose(boxesOf(lines), ({ title }) => title, dice, 'other');
    if (other === undefined || other.title === box.title) return null;
    return {
      all: lines.all.toSpliced(box.at + 1, 0, `${box.indent}  - Depends on: ${other.title}`),
      said: `lets "${box.title}" wait for "${other.title}"`,
    };
  },
);

const addPhase: PlanEdit = (text, dice) => {
  const lines = linesOf(text);
  const phases = lines.all.flatMap((line, at) => (line.startsWith('## Phase') ? [at] : []));
  const at = choose(phases, (one) => lines.all[one] ?? '', dice);
  if (at === undefined) return null;
  const title = `Phase ${phases.length + 1}: ${randomPhase(dice)}`;
  const task = randomTitle(dice, 'in the new phase');
  const all = lines.all.toSpliced(at, 0, `## ${title}`, '', `- [ ] ${task}`, '');
  return { text: joined(lines, all), said: `adds "${title}" with "${task}"` };
};

const renamePhase: PlanEdit = (text, dice) => {
  const lines = linesOf(text);
  const phases = lines.all.flatMap((line, at) => (line.startsWith('## Phase') ? [{ line, at }] : []));
  const phase = choose(phases, ({ line }) => line, dice);
  if (phase === undefined) return null;
  const line = phase.line.replace(/: [a-z]+ [a-z]+/, `: ${randomPhase(dice)}`);
  if (line === phase.line) return null;
  const all = lines.all.with(phase.at, line);
  return { text: joined(lines, all), said: `renames "${phase.line}" to "${line}"` };
};

const prioritise: PlanEdit = (text, dice) => {
  const lines = linesOf(text);
  const rows = lines.all.flatMap((line, at) => (/\| (High|Medium|Low) \|/.test(line) ? [{ line, at }] : []));
  const row = choose(rows, ({ line }) => line, dice);
  if (row === undefined) return null;
  const priority = ['High', 'Medium', 'Low'][roll(3, dice, 'priority')] ?? 'Low';
  const line = row.line.replace(/\| (High|Medium|Low) \|/, `| ${priority} |`);
  if (line === row.line) return null;
  return {
    text: joined(lines, lines.all.with(row.at, line)),
    said: `gives "${row.line}" priority ${priority}`,
  };
};

const cutRow: PlanEdit = (text, dice) => {
  const lines = linesOf(text);
  const rows = lines.all.flatMap((line, at) => (/\| (High|Medium|Low) \|/.test(line) ? [{ line, at }] : []));
  const row = choose(rows, ({ line }) => line, dice);
  if (row === undefined || rows.length === 1) return null;
  return { text: joined(lines, lines.all.toSpliced(row.at, 1)), said: `cuts the row "${row.line}"` };
};

const prose: PlanEdit = (text, dice) => {
  const lines = linesOf(text);
  const words = `Word-${dice.toString(36)} is worth a thought.`;
  return { text: joined(lines, lines.all.toSpliced(2, 0, words, '')), said: `writes "${words}" at the top` };
};

const lineEnds: PlanEdit = (text) => {
  const lines = linesOf(text);
  const end = lines.end === '\n' ? '\r\n' : '\n';
  return { text: lines.all.join(end), said: `gives the file ${end === '\n' ? 'LF' : 'CRLF'} line ends` };
};

/** Takes the space out of a box: GitHub shows none any more. */
const breakBox = ofBox(
  ({ isStruck }) => !isStruck,
  (box, { all }) => ({
    all: all.with(box.at, print({ ...box, mark: '' })),
    said: `breaks the box of "${box.title}"`,
  }),
);

const mendBox: PlanEdit = (text, dice) => {
  const lines = linesOf(text);
  const broken = lines.all.flatMap((line, at) => (BROKEN.test(line) ? [{ line, at }] : []));
  const one = choose(broken, ({ line }) => line, dice);
  if (one === undefined) return null;
  const mark = chance(0.2, dice, 'ticked') ? 'x' : ' ';
  const line = one.line.replace(BROKEN, `$1 [${mark}] `);
  return { text: joined(lines, lines.all.with(one.at, line)), said: `makes it "${line}" again` };
};

const untickAll: PlanEdit = (text) => {
  const plain = text.replaceAll('[x]', '[ ]').replaceAll('~~', '');
  return plain === text ? null : { text: plain, said: 'unticks and unstrikes every task' };
};

const empty: PlanEdit = (text) => {
  const lines = linesOf(text);
  const all = lines.all.filter((line) => !/^ *[-*+] |^\|/.test(line));
  return all.length === lines.all.length ? null : { text: joined(lines, all), said: 'empties the plan' };
};

/** Every edit with how often people make it. */
export const PLAN_EDITS: readonly {
  readonly name: string;
  readonly weight: number;
  readonly edit: PlanEdit;
}[] = [
  { name: 'tick', weight: 6, edit: tick },
  { name: 'untick', weight: 5, edit: untick },
  { name: 'strike', weight: 3, edit: strike },
  { name: 'unstrike', weight: 3, edit: unstrike },
  { name: 'unlink', weight: 1, edit: unlink },
  { name: 'reword', weight: 6, edit: reword },
  { name: 'reword-row', weight: 2, edit: rewordRow },
  { name: 'copy', weight: 1, edit: copy },
  { name: 'cut', weight: 3, edit: cut },
  { name: 'move', weight: 4, edit: move },
  { name: 'add', weight: 6, edit: add },
  { name: 'reorder', weight: 3, edit: reorder },
  { name: 'detail', weight: 3, edit: detail },
  { name: 'depend', weight: 4, edit: depend },
  { name: 'add-phase', weight: 1, edit: addPhase },
  { name: 'rename-phase', weight: 2, edit: renamePhase },
  { name: 'break-box', weight: 2, edit: breakBox },
  { name: 'mend-box', weight: 2, edit: mendBox },
  { name: 'prioritise', weight: 2, edit: prioritise },
  { name: 'cut-row', weight: 1, edit: cutRow },
  { name: 'prose', weight: 2, edit: prose },
  { name: 'line-ends', weight: 1, edit: lineEnds },
  { name: 'untick-all', weight: 0.5, edit: untickAll },
  { name: 'empty', weight: 0.3, edit: empty },
];
