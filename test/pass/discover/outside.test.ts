/** Which Markdown files outside the globs are looked into, and which pushes concern no plan at all. */
import { runInProcess } from '../../../src/parser/in-process.ts';
import { createReader } from '../../../src/parser/reader.ts';
import { parseConfig, CONFIG_PATH } from '../../../src/config/config.ts';
import {
  askedOutside,
  concernOf,
  hasOthersOutside,
  type KnownRepository,
} from '../../../src/pass/discover/outside.ts';
import type { Outside } from '../../../src/pass/context.ts';
import type { Hint, RepositoryJob } from '../../../src/queue/types.ts';
import { newPlanId } from '../../../src/sync/state/ids.ts';
import type { Ledger } from '../../../src/sync/types.ts';

const { config } = parseConfig('plans: [plans/*.md]\n');
const known: KnownRepository = { config, plans: new Set(['plans/a.md', 'team/b.md', 'c.txt']) };

function push(...touched: string[]): Hint {
  return { kind: 'push', ref: 'refs/heads/main', before: 'b', after: 'a', touched };
}

function job(...hints: Hint[]): RepositoryJob {
  return { kind: 'repository', installation: 1, owner: 'ada', repo: 'engine', hints };
}

/** Nothing of these needs a request. */
const asking = (remembered: KnownRepository | null, firstLook?: 'touched') => ({
  clientOf: () => Promise.reject(new Error('Expected no request.')),
  known: new Map(remembered === null ? [] : [['ada/engine', remembered]]),
  reader: createReader({ run: runInProcess, now: Date.now }),
  firstLook,
});

it.each([
  ['no Markdown', [push('src/main.rs')]],
  ['nothing', [push()]],
  ['many files, Markdown among them', [push(...Array.from({ length: 200 }, (_, at) => `wiki/${at}.md`))]],
])('A push that touches %s concerns no plan', async (_, hints) => {
  expect(await concernOf(asking(known), job(...hints))).toBeNull();
});

it.each([
  ['a plan by the globs', 'plans/new.md'],
  ['a plan outside them', 'team/b.md'],
  ['a plan that is no Markdown', 'c.txt'],
  ['the config', CONFIG_PATH],
])('A push that touches %s concerns plans', async (_, path) => {
  const concern = await concernOf(asking(known), job(push(path, 'notes.md')));
  expect(concern?.outside).toEqual({ everything: false, paths: new Set(['notes.md', ...known.plans]) });
});

it.each([
  ['the first look', null, undefined, [push('notes.md')], true, ['notes.md']],
  ['the first look of a workflow', null, 'touched', [push('notes.md')], false, ['notes.md']],
  ['a sweep later on', known, undefined, [{ kind: 'sweep' }], false, [...known.plans]],
] as const)('%s looks where it should', async (_, remembered, firstLook, hints, everything, paths) => {
  const concern = await concernOf(asking(remembered, firstLook), job(...hints));
  expect(concern?.outside).toEqual({ everything, paths: new Set(paths) });
});

describe('Of the files of a tree', () => {
  const file = (path: string, blob = path) => ({ path, blob, mode: '100644' }) as const;
  const tree = ['plans/a.md', 'b.md', 'c.md', 'd.txt'].map((path) => file(path));
  const none: Outside = { everything: false, paths: new Set() };
  const around = { config, outside: none, ledgers: [], listed: new Set<string>() };
  const ledger = { base: { kind: 'blob', blob: 'c.md' } } as Ledger;

  it.each([
    ['none', {}, []],
    ['none where nobody said what to look into', { outside: undefined }, []],
    ['what was touched', { outside: { ...none, paths: new Set(['b.md', 'd.txt']) } }, ['b.md']],
    ['all, if they are few', { outside: { ...none, everything: true } }, ['b.md', 'c.md']],
    ['one that has the text of a plan', { ledgers: [ledger] }, ['c.md']],
    ['one that waits to be asked for', { listed: new Set([newPlanId('b.md', new Set())]) }, ['b.md']],
  ])('these are looked into: %s', (_, more, paths) => {
    expect([...askedOutside(tree, { ...around, ...more })]).toEqual(paths);
  });

  it('none of 200 is looked into, but what was touched', () => {
    const many = Array.from({ length: 200 }, (_, at) => file(`${at}.md`));
    const outside = { everything: true, paths: new Set(['7.md']) };
    expect([...askedOutside(many, { ...around, outside })]).toEqual(['7.md']);
    expect(askedOutside(many.slice(1), { ...around, outside }).size).toBe(199);
  });
});

it.each([
  ['the same', ['plans/a.md', 'team/b.md', 'c.txt'], false],
  ['another plan by the globs', ['plans/a.md', 'plans/z.md', 'team/b.md', 'c.txt'], false],
  ['one less outside', ['plans/a.md', 'c.txt'], true],
  ['one more outside', ['plans/a.md', 'team/b.md', 'c.txt', 'x.md'], true],
])(
  'Whether other processes must forget what they know, where the plans are %s: %j => %j',
  (_, plans, isNews) => {
    expect(hasOthersOutside(known, { config, plans: new Set(plans) })).toBe(isNews);
  },
);
