/** Which lines took the titles that people gave to issues, where no link ties a line to its issue: a truth table. */
import { parsePlan } from '../../../src/plan/parse.ts';
import { allTasks } from '../../../src/plan/walk.ts';
import { retitledTasks } from '../../../src/sync/match/retitled.ts';
import type { Entry } from '../../../src/sync/types.ts';

const text = (tasks: readonly string[]): string =>
  ['# Zoo', '## Phase 1: Birds', ...tasks.map((task) => `- [ ] ${task}`)].join('\n');

/** The issues that are found in a text; the first line of the base has issue 1. */
function found(before: readonly string[], titles: readonly string[], after: readonly string[]): string[] {
  const [base, plan] = [parsePlan(text(before)), parsePlan(text(after))];
  const numbers = new Map(allTasks(base).map(({ task }, index) => [task.line, index + 1]));
  const entries = new Map<number, Entry>(
    [...numbers].map(([line, number]) => [line, { kind: 'issue', number }]),
  );
  const issues = titles.map((title, index) => ({ number: index + 1, title }));
  const words = new Map(allTasks(plan).map(({ task }) => [task.line, task.title]));
  return retitledTasks({ plan: base, entries }, plan, issues).map(
    ({ line, was }) => `${words.get(line)} is #${numbers.get(was)}`,
  );
}

const THREE = ['Sort birds', 'Feed otters', 'Paint walls'] as const;
const [ONE, TWO, OTHER] = THREE;

it.each([
  ['one title', ['Mend nets', TWO, OTHER], ['Mend nets', TWO, OTHER], ['Mend nets is #1']],
  ['one title, below a new line', ['Mend nets', TWO], ['Ask ada', 'Mend nets', TWO], ['Mend nets is #1']],
  ['one title, in another line', [ONE, TWO, 'Mend nets'], [ONE, 'Mend nets', TWO], ['Mend nets is #3']],
  ['swapped titles', [TWO, ONE, OTHER], [TWO, ONE, OTHER], [`${TWO} is #1`, `${ONE} is #2`]],
  ['a title passed on', [TWO, 'Mend nets'], [TWO, 'Mend nets'], [`${TWO} is #1`, 'Mend nets is #2']],
  ['the title of a task that keeps it', [TWO, TWO, OTHER], [TWO, TWO, OTHER], [`${TWO} is #1`]],
])('%s', (_, titles, after, expected) => {
  const all = titles.length === 2 ? [ONE, TWO] : THREE;
  expect(found(all, titles, after)).toEqual(expected);
});

it.each([
  ['lines that changed places while titles stay', [ONE, TWO, OTHER], [TWO, ONE, OTHER]],
  [
    'lines that changed places, one of which is called as the other was',
    [TWO, TWO, OTHER],
    [TWO, ONE, OTHER],
  ],
  ['swapped titles that the plan has not taken', [TWO, ONE, OTHER], [ONE, TWO, OTHER]],
  ['swapped titles of a plan in which a line went', [TWO, ONE, OTHER], [TWO, ONE]],
  ['a title that is the words of a line that was reworded', [TWO, TWO, OTHER], [TWO, 'Mend nets', OTHER]],
  ['a chain of titles whose last line says something else', [TWO, OTHER, OTHER], [TWO, OTHER, 'Mend nets']],
])('nothing: %s', (_, titles, after) => {
  expect(found(THREE, titles, after)).toEqual([]);
});
