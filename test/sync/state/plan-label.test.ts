/** How a plan's label and branch are named, and how they are found again. */
import {
  branchOf,
  isLabelOf,
  labelAmong,
  labelOf,
  labelWithId,
  planIdIn,
  shortLabel,
} from '../../../src/sync/state/plan-label.ts';

const id = '3f2a1c';

test.each([
  ['plans/search.md', null, 'plan: search', 'plan: search 3f2a1c'],
  ['plans/api/search.md', 'api', 'plan: api-search', 'plan: api-search 3f2a1c'],
  ['api/plan.md', 'api', 'plan: api', 'plan: api 3f2a1c'],
  ['plans/search.md', 'search', 'plan: search', 'plan: search 3f2a1c'],
  ['plans/search.md', id, 'plan: search', 'plan: search 3f2a1c'],
  [
    `plans/${'long-'.repeat(20)}/search.md`,
    'long-'.repeat(20),
    `plan: ${'long-'.repeat(8)}long`,
    `plan: ${'long-'.repeat(7)}lo 3f2a1c`,
  ],
  ['计划/搜索.md', '计划', 'plan: 3f2a1c', 'plan: 3f2a1c'],
])('The label of %s with the prefix %j is %s, or %s', (path, prefix, short, long) => {
  const plan = { id, path, prefix };
  expect([shortLabel(plan), labelWithId(plan)]).toEqual([short, long]);
  expect(Math.max(short.length, long.length)).toBeLessThanOrEqual(50);
});

/** What the tracking issue tells: its marker, where a version wrote it that knows labels. */
const now = { plan: id, path: 'plans/search.md', label: 'plan: search' };
const before = { plan: id, path: 'plans/search.md' };

test.each([
  ['is there', now, ['planwright', 'plan: search'], 'plan: search'],
  ['is there in other letters', now, ['Plan: Search'], 'Plan: Search'],
  ['is there beside one that a person put there', now, ['plan: b', 'plan: search'], 'plan: search'],
  ['was renamed', now, ['planwright', 'plan: Find it!'], 'plan: Find it!'],
  ['was taken off', now, ['planwright', 'urgent'], 'plan: search'],
  ['may be either of two', now, ['plan: a', 'plan: b'], 'plan: search'],
  ['has the id, as before', before, ['plan: a', 'plan: search 3f2a1c'], 'plan: search 3f2a1c'],
  ['has the id and was renamed', before, ['plan: a', 'plan: find 3f2a1c'], 'plan: find 3f2a1c'],
  ['had the id until it was renamed', before, ['planwright', 'plan: find'], 'plan: find'],
  ['had the id until it was taken off', before, ['planwright'], 'plan: search 3f2a1c'],
])('A label that %s', (_, plan, labels, expected) => {
  expect(labelOf(plan, labels)).toBe(expected);
});

test('An issue without a label of a plan tells none', () => {
  expect(labelAmong(now, ['urgent'])).toBeNull();
  expect(labelAmong(now, ['plan: a', 'plan: b'])).toBeNull();
});

test.each([
  ['of a short label', now, [], 'planwright/3f2a1c-search'],
  ['of a label that a person renamed', now, ['plan: Find it!'], 'planwright/3f2a1c-search'],
  ['of a label with the id', { ...now, label: 'plan: search 3f2a1c' }, [], 'planwright/3f2a1c-search'],
  ['of a label that is the id', { ...now, label: 'plan: 3f2a1c' }, [], 'planwright/3f2a1c'],
  ['of a label with the id, as before', before, ['plan: a-b 3f2a1c'], 'planwright/3f2a1c-a-b'],
  ['of a label that lost its id', before, ['plan: find'], 'planwright/3f2a1c-search'],
  [
    'of a label that the issues of a lost plan tell',
    { ...now, label: 'plan: Find it!' },
    [],
    'planwright/3f2a1c-find-it',
  ],
])('The branch %s', (_, plan, labels, expected) => {
  const branch = branchOf(plan, labels);
  expect(branch).toBe(expected);
  expect(planIdIn(branch)).toBe(id);
});

test.each(['main', 'planwright/search', 'plan: search 3f2a1c', 'planwright/3f2a1', 'x/planwright/3f2a1c'])(
  'The branch %s is none of a plan',
  (branch) => {
    expect(planIdIn(branch)).toBeNull();
  },
);

test.each([
  ['plan: search', 'plan: search', true],
  ['Plan: Search', 'plan: search', true],
  ['plan: search 3f2a1c', null, true],
  ['plan: search', null, false],
  ['plan: find', 'plan: search', false],
  ['release 3f2a1c', null, false],
])('%s, where the tracking issue tells %j', (name, label, expected) => {
  expect(isLabelOf({ plan: id, label }, name)).toBe(expected);
});
