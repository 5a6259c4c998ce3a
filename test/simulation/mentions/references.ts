/** Boxes that only refer to an issue: people write them, and each is that issue or none. */
import { commit } from '../acts-plan.ts';
import { chance, choose } from '../dice.ts';
import { glance, type Glance, type GlancedIssue } from '../glance.ts';
import { boxesOf, joined, linesOf } from '../plan-lines.ts';
import type { Act } from '../play.ts';
import { randomTitle } from '../random-plan.ts';
import { isInStep } from './follow.ts';

/** How a box names an issue; an address with the port of the sandbox would tell another story each time. */
const REFERENCES: Readonly<Record<string, (issue: GlancedIssue) => string>> = {
  number: ({ number }) => `#${number}`,
  link: ({ number }) => `[#${number}](../../issues/${number})`,
  'words and number': ({ number, title }) => `${title} (#${number})`,
};

export const REFERS: Act = {
  name: 'plan-refer',
  weight: 2,
  async take(play, dice) {
    const { stage } = play;
    const isNew = chance(0.7, dice, 'new');
    if (isNew)
      await stage.person('POST', '/issues', { title: randomTitle(dice, 'by hand'), body: 'As seen.' });
    const seen = await glance(stage);
    const issue = isNew ? seen.issues.at(-1) : choose(seen.issues, ({ number }) => number, dice);
    const lines = linesOf(seen.text);
    const before = choose(boxesOf(lines), ({ title, at }) => `${title} ${at}`, dice, 'where');
    const how = choose(Object.keys(REFERENCES), String, dice, 'how') ?? 'number';
    const words = issue === undefined ? undefined : REFERENCES[how]?.(issue);
    if (issue === undefined || before === undefined || words === undefined) return null;
    const line = `${before.indent}${before.bullet} [ ] ${words}`;
    const text = joined(lines, lines.all.toSpliced(before.at, 0, line));
    await commit(stage, text);
    play.versions.push(text);
    return `edits the plan: adds a box that refers to #${issue.number} "${issue.title}" by ${how}`;
  },
};

/** What is wrong with boxes that only refer to an issue: they are that issue or none, and never the title of another. */
export function strayReferences(seen: Glance): string[] {
  const titled = seen.issues.filter(({ title, isByApp }) => isByApp && /^\W*#\d+\W*$|^https?:/.test(title));
  const found = titled.map(({ number, title }) => `#${number} is called "${title}".`);
  if (!isInStep(seen)) return found;
  const { entries } = seen.trackings[0]?.ledger ?? { entries: new Map<number, never>() };
  const held = new Set(
    [...entries.values()].flatMap((entry) => (entry.kind === 'issue' ? [entry.number] : [])),
  );
  const forgotten = boxesOf(linesOf(seen.text)).flatMap(({ title, mark }) => {
    const number = Number(/^\[?#(\d+)(?:\]\(\S*\))?$/.exec(title)?.[1]);
    const issue = seen.issues.find((one) => one.number === number);
    const isOthers =
      issue === undefined || issue.state === 'closed' || (issue.isByApp && issue.task === null);
    return isOthers || mark === 'x' || held.has(number) ? [] : [`The box "${title}" is not #${number}.`];
  });
  return [...found, ...forgotten];
}
