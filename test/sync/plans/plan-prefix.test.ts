/** Which prefix a plan gets that has the title of another one. */
import { newPlanLabel } from '../../../src/sync/state/ids.ts';
import { nameOf, prefixFor, titleOfTracking, type TitledPlan } from '../../../src/sync/plans/plan-prefix.ts';
import { trackingTitle } from '../../../src/sync/render/words.ts';

const other = (path: string, title = 'Search', prefix: string | null = null): TitledPlan => ({
  id: 'bbbbbb',
  path,
  title,
  prefix,
});

test.each<[string, string, TitledPlan[], string | null]>([
  ['no other has its title', 'plans/api/search.md', [other('plans/web/search.md', 'Find')], null],
  ['its folder tells', 'plans/api/search.md', [other('plans/web/search.md')], 'api'],
  ['titles are compared as people read them', 'api/search.md', [other('web/search.md', ' SEARCH ')], 'api'],
  ['the folder is the same', 'a/x/search.md', [other('b/x/find.md')], 'search'],
  ['there is no folder', 'search.md', [other('FIND.md')], 'search'],
  ['folder and file are the same', 'a/x/search.plan.md', [other('b/x/search.md')], 'aaaaaa'],
  ['the other has that prefix already', 'new/x/search.md', [other('old/y/find.md', 'Search', 'X')], 'search'],
  ['one of several has that folder', 'a/x/s.md', [other('b/y/s.md'), other('b/x/t.md')], 'aaaaaa'],
])('Where %s, %s gets %s', (_, path, others, expected) => {
  expect(prefixFor({ id: 'aaaaaa', path, title: 'Search' }, others)).toBe(expected);
});

test('A plan is no rival of its own', () => {
  expect(
    prefixFor({ id: 'bbbbbb', path: 'a/search.md', title: 'Search' }, [other('b/search.md')]),
  ).toBeNull();
});

test.each([null, 'api', 'plans / old'])('A title is read out of its tracking issue, prefix %j', (prefix) => {
  expect(titleOfTracking(trackingTitle(nameOf('Search', prefix)), prefix)).toBe('Search');
  expect(titleOfTracking('What a person wrote', prefix)).toBe('What a person wrote');
});

test.each([
  ['plans/search.md', null, 'plan: search aaaaaa'],
  ['plans/api/search.md', 'api', 'plan: api-search aaaaaa'],
  ['api/plan.md', 'api', 'plan: api aaaaaa'],
  ['plans/search.md', 'search', 'plan: search aaaaaa'],
  ['plans/search.md', 'aaaaaa', 'plan: search aaaaaa'],
  [`plans/${'long-'.repeat(20)}/search.md`, 'long-'.repeat(20), `plan: ${'long-'.repeat(7)}lo aaaaaa`],
  ['计划/搜索.md', '计划', 'plan: aaaaaa'],
])('The label of %s with the prefix %j is %s', (path, prefix, expected) => {
  const label = newPlanLabel('aaaaaa', path, prefix);
  expect(label).toBe(expected);
  expect(label.length).toBeLessThanOrEqual(50);
});
