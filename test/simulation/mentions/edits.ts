/** What people do to names in a plan: they let tasks depend on what they call by its words, and change those words. */
import { chance, choose, roll } from '../dice.ts';
import type { PlanEdit } from '../plan-edits.ts';
import { joined, linesOf } from '../plan-lines.ts';
import { randomPhase, randomTitle, reworded } from '../random-plan.ts';
import { isById, namesOf, plainWords, readPlan, type Called, type Item, type Reading } from './reading.ts';

/** Words in the place of others in their line. */
interface Spot {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function written(text: string, spots: readonly Spot[]): string {
  const lines = linesOf(text);
  const all = [...lines.all];
  for (const { line, start, end, text: words } of spots.toSorted((a, b) => b.start - a.start)) {
    const old = all[line - 1] ?? '';
    all[line - 1] = old.slice(0, start) + (old.startsWith('|') ? escaped(words) : words) + old.slice(end);
  }
  return joined(lines, all);
}

function escaped(words: string): string {
  return words.replaceAll(/(?<!\\)\|/g, '\\|');
}

/** What can be called by its words: what only refers to an issue has none. */
function callable(one: Called): boolean {
  return !/#\d|^https?:|[()[\],;]/.test(one.words) && one.words !== '';
}

/** A task or a phase with all its lines and the items that call it by its words. */
interface Subject {
  readonly words: string;
  readonly isPhase: boolean;
  readonly lines: readonly Called[];
  readonly items: readonly Item[];
}

/** Tasks and phases that some dependency calls by their words. */
function mentioned({ tasks, phases, items }: Reading): Subject[] {
  const words = items.filter((item) => !isById(item.words));
  const subjects = (among: readonly Called[], isPhase: boolean): Subject[] =>
    among.filter(callable).flatMap((one) => {
      const names = new Set(namesOf(one));
      const naming = words.filter((item) => names.has(bareName(item.words)));
      const lines = among.filter((other) => namesOf(other).some((name) => names.has(name)));
      return naming.length === 0 ? [] : [{ words: one.words, isPhase, lines, items: naming }];
    });
  return [...subjects(tasks, false), ...subjects(phases, true)];
}

/** `Phase 2: Launch` calls a phase as `Launch` does. */
function bareName(words: string): string {
  return plainWords(words).replace(/^phase \d+: /, '');
}

/** The words of a subject in the place of what a line or an item says, whose id or number stays. */
function spotsFor(at: readonly (Called | Item)[], to: string): Spot[] {
  return at.map(({ line, start, end, words }) => {
    const head = /^(?:T\d{3} |Phase \d+: )/.exec(words)?.[0] ?? '';
    return { line, start: start + head.length, end, text: to };
  });
}

function newWords({ words, isPhase }: Subject, dice: number): string {
  const bare = words.replace(/^T\d{3} /, '');
  return isPhase ? randomPhase(dice, 'renamed') : reworded(bare, dice, 'renamed');
}

/** Renames what others depend on, in all its lines or one; some of those others may be adapted by hand. */
const renameNamed: PlanEdit = (text, dice) => {
  const subject = choose(mentioned(readPlan(text)), ({ words }) => words, dice);
  if (subject === undefined) return null;
  const to = newWords(subject, dice);
  const lines = chance(0.3, dice, 'one line') ? subject.lines.slice(0, 1) : subject.lines;
  const adapted = chance(0.4, dice, 'adapts')
    ? subject.items.filter(({ line, nth }) => chance(0.5, dice, 'adapts', line, nth))
    : [];
  const by = adapted.length === 0 ? '' : `, and in ${adapted.length} of ${subject.items.length} dependencies`;
  return {
    text: written(text, [...spotsFor(lines, to), ...spotsFor(adapted, to)]),
    said: `renames "${subject.words}", on which others depend, to "${to}"${by}`,
  };
};

/** Swaps the words of two tasks, or phases, and adapts whatever calls them by these words. */
const swapNamed: PlanEdit = (text, dice) => {
  const reading = readPlan(text);
  const one = choose(mentioned(reading), ({ words }) => words, dice);
  if (one === undefined) return null;
  const others = (one.isPhase ? reading.phases : reading.tasks).filter(
    (other) => callable(other) && !one.lines.includes(other),
  );
  const other = choose(others, ({ words }) => words, dice, 'other');
  if (other === undefined) return null;
  const names = new Set(namesOf(other));
  const [mine, its] = [one.words, other.words].map((words) => words.replace(/^T\d{3} /, ''));
  const otherLines = others.filter((called) => namesOf(called).some((name) => names.has(name)));
  const otherItems = reading.items.filter((item) => !isById(item.words) && names.has(bareName(item.words)));
  return {
    text: written(text, [
      ...spotsFor([...one.lines, ...one.items], its ?? ''),
      ...spotsFor([...otherLines, ...otherItems], mine ?? ''),
    ]),
    said: `swaps the words "${one.words}" and "${other.words}", in all dependencies, too`,
  };
};

/** Names that a person may write down: of tasks, with their id or without, of phases, and ids and numbers. */
function namesIn({ tasks, phases }: Reading): string[] {
  return [
    ...tasks.filter(callable).flatMap(({ words }) => {
      const id = /^T\d{3}/.exec(words)?.[0];
      return id === undefined ? [words] : [words, words.slice(id.length + 1), id];
    }),
    ...phases.flatMap(({ words, number }) => [words, `Phase ${number}: ${words}`, `Phase ${number}`]),
  ];
}

/** Lets a task depend on one thing more, behind the others if it has a list, else in brackets. */
const mention: PlanEdit = (text, dice) => {
  const reading = readPlan(text);
  const name = choose(namesIn(reading), String, dice, 'name');
  const task = choose(reading.tasks.filter(callable), ({ words, line }) => `${words} ${line}`, dice);
  if (name === undefined || task === undefined || namesOf(task).includes(plainWords(name))) return null;
  const said = `lets "${task.words}" depend on "${name}"`;
  const list = reading.items.findLast(({ holder }) => holder === task.line);
  if (list !== undefined) {
    const spot = { line: list.line, start: list.end, end: list.end, text: `, ${name}` };
    return { text: written(text, [spot]), said: `${said}, too` };
  }
  const line = linesOf(text).all[task.line - 1] ?? '';
  const none = / None(?= \|)/.exec(line);
  if (line.startsWith('|') && none === null) return null;
  const at =
    none === null ? { start: task.end, end: task.end } : { start: none.index + 1, end: none.index + 5 };
  const words = none === null ? ` (depends on ${name})` : name;
  return { text: written(text, [{ line: task.line, ...at, text: words }]), said };
};

/** Writes another name in the place of one. */
const retarget: PlanEdit = (text, dice) => {
  const reading = readPlan(text);
  const item = choose(reading.items, ({ words, line }) => `${words} ${line}`, dice);
  const names = [...namesIn(reading), randomTitle(dice, 'unknown')];
  const name = names[roll(names.length, dice, 'name')];
  if (item === undefined || name === undefined) return null;
  return {
    text: written(text, [{ ...item, text: name }]),
    said: `writes "${name}" for the dependency "${item.words}" in line ${item.line}`,
  };
};

/** Every edit with how often people make it. */
export const MENTION_EDITS: readonly {
  readonly name: string;
  readonly weight: number;
  readonly edit: PlanEdit;
}[] = [
  { name: 'rename-named', weight: 6, edit: renameNamed },
  { name: 'swap-named', weight: 2, edit: swapNamed },
  { name: 'mention', weight: 5, edit: mention },
  { name: 'retarget', weight: 2, edit: retarget },
];
