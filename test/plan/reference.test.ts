/** Which words only name an issue, and which. */
import { parsePlan } from '../../src/plan/parse.ts';
import { allTasks } from '../../src/plan/walk.ts';

const HERE = 'https://github.com/acme/shop';

const read = (words: string): unknown => {
  const { ignored, ...plan } = parsePlan(`# P\n\n## Phase 1: A\n- [ ] ${words}\n`, { repositoryUrl: HERE });
  const [found] = allTasks({ ignored, ...plan });
  if (found === undefined) return ignored.map(({ reason }) => reason).join();
  const { isReference = false, issue, title } = found.task;
  return isReference ? issue : title;
};

it.each([
  ['#42', 42],
  ['(#42)', 42],
  ['GH-42', 42],
  ['acme/shop#42', 42],
  ['[#42](https://github.com/acme/shop/issues/42)', 42],
  ['([#42](https://github.com/acme/shop/issues/42))', 42],
  ['[#42](../issues/42)', 42],
  ['https://github.com/acme/shop/issues/42', 42],
  ['<https://github.com/acme/shop/pull/42>', 42],
  ['https://github.com/acme/shop/issues/42#issuecomment-7', 42],
  ['T001 #42 (2h) @ada', 42],
  ['~~#42~~', 42],
  ['**#42**', 42],
])('%s is issue %s', (words, issue) => {
  expect(read(words)).toBe(issue);
});

it.each([
  'other/shop#42',
  '[#42](https://github.com/other/shop/issues/42)',
  'https://github.com/other/shop/issues/42',
  'https://example.com/acme/shop/issues/42',
  '[#42](notes.md)',
])('%s is no task of this repository', (words) => {
  expect(read(words)).toBe('names an issue of another repository');
});

it.each([
  ['#42 shows the way', '#42 shows the way'],
  ['Fix #42', 'Fix #42'],
  ['Login is broken (#42)', 'Login is broken (#42)'],
  ['#42, #43', '#42, #43'],
  ['https://github.com/acme/shop', 'https://github.com/acme/shop'],
  ['issues/42', 'issues/42'],
  ['[The login](https://github.com/acme/shop/issues/42)', 'The login'],
])('%s has words of its own', (words, title) => {
  expect(read(words)).toBe(title);
});
