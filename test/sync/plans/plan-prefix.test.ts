/** Which prefix a plan gets that has the title of another one, and which label where the short one is another's. */
import {
  nameOf,
  newPlanLabel,
  prefixFor,
  titleOfTracking,
  type LabelClaim,
  type TitledPlan,
} from '../../../src/sync/plans/plan-prefix.ts';
import { trackingTitle } from '../../../src/sync/render/words.ts';

const other = (path: string, title = 'Search', prefix: string | null = null): TitledPlan => ({
  id: 'bbbbbb',
  path,
  title,
  prefix,
  label: { kind: 'none' },
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

const WANTS: LabelClaim = { kind: 'wants' };
const has = (name: string): LabelClaim => ({ kind: 'has', name });
const claimed = (label: LabelClaim, path: string, title = 'Find', id = 'bbbbbb'): TitledPlan => ({
  ...other(path, title),
  id,
  label,
});

test.each<[string, string, TitledPlan[], string]>([
  ['no other plan is there', 'plans/b/search.md', [], 'plan: search'],
  ['another has another', 'plans/b/search.md', [claimed(has('plan: find'), 'a.md')], 'plan: search'],
  ['another has it', 'plans/b/search.md', [claimed(has('plan: search'), 'z.md')], 'plan: search aaaaaa'],
  [
    'another has it in other letters',
    'plans/b/search.md',
    [claimed(has('Plan: Search'), 'z.md')],
    'plan: search aaaaaa',
  ],
  [
    'another has it with its id',
    'plans/b/search.md',
    [claimed(has('plan: search bbbbbb'), 'a.md')],
    'plan: search',
  ],
  [
    'another wants it and comes first',
    'plans/b/search.md',
    [claimed(WANTS, 'plans/a/search.md')],
    'plan: search aaaaaa',
  ],
  [
    'another wants it and comes later',
    'plans/b/search.md',
    [claimed(WANTS, 'plans/c/search.md')],
    'plan: search',
  ],
  [
    'another of its name makes no issue',
    'plans/b/search.md',
    [claimed({ kind: 'none' }, 'plans/a/search.md')],
    'plan: search',
  ],
  [
    'a prefix tells those apart that want it',
    'plans/b/search.md',
    [claimed(WANTS, 'plans/a/search.md', 'Same'), claimed(WANTS, 'plans/c/same.md', 'Same', 'cccccc')],
    'plan: search',
  ],
  [
    'it is the plan itself',
    'b/search.md',
    [claimed(has('plan: search'), 'a.md', 'x', 'aaaaaa')],
    'plan: search',
  ],
])('The label of a new plan where %s', (_, path, others, expected) => {
  expect(newPlanLabel({ id: 'aaaaaa', path, prefix: null }, others)).toBe(expected);
});
