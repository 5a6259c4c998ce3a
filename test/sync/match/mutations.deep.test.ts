/** Holds the measured precision of matching; `npx tsx tools/match-precision.ts` prints it by kind, with the corpus. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { BASES } from './bases.ts';
import { MUTATIONS, type MutationKind } from './mutations.ts';
import { measure, measureMentions, NONE, sum, type Figures } from './precision.ts';

const FIXTURES = 'test/fixtures';
/** Parsing is what takes time; larger plans are left to the tool. */
const MOST_CHARACTERS = 2_500;
const SEEDS = [11, 12, 13];

const fixtures = readdirSync(FIXTURES)
  .map((name) => `${FIXTURES}/${name}/plan.md`)
  .filter((path) => existsSync(path))
  .map((path) => readFileSync(path, 'utf8'))
  .filter((text) => text.length <= MOST_CHARACTERS);
const texts = [...BASES, ...fixtures];

const kinds = Object.keys(MUTATIONS) as MutationKind[];
const byKind = new Map<MutationKind, Figures>();

beforeAll(() => {
  for (const kind of kinds) {
    const figures = SEEDS.flatMap((seed) =>
      texts.map((text, index) => measure(text, kind, seed * 1000 + index)),
    );
    byKind.set(kind, figures.filter((one) => one !== null).reduce(sum, NONE));
  }
});

const all = (): Figures => [...byKind.values()].reduce(sum, NONE);

it('The measure mutates at least 300 plans, some of every kind', () => {
  expect(all().plans).toBeGreaterThanOrEqual(300);
  expect([...byKind].filter(([, { plans }]) => plans === 0)).toEqual([]);
});

it('At most one task in 1,000 is taken for another one, and of no kind more than one in 100', () => {
  const { wrong, pairs } = all();
  expect(wrong / pairs).toBeLessThanOrEqual(0.001);
  expect([...byKind].filter(([, one]) => one.wrong > one.pairs * 0.01)).toEqual([]);
});

it('Of all tasks that a reader would know again at most 15 in 1,000 are not found, of a plan written anew one in ten', () => {
  const { alive, found } = all();
  expect((alive - found) / alive).toBeLessThanOrEqual(0.015);
  const anew = byKind.get('regenerated') ?? NONE;
  expect((anew.alive - anew.found) / anew.alive).toBeLessThanOrEqual(0.1);
});

it('Dependencies that name a reworded task by its words hardly ever lose it, and never name another', () => {
  const figures = SEEDS.flatMap((seed) =>
    texts.map((text, index) => measureMentions(text, seed * 1000 + index)),
  );
  const { alive, missed, wrongs } = figures.filter((one) => one !== null).reduce(sum, NONE);
  expect(alive).toBeGreaterThan(20);
  expect(wrongs).toEqual([]);
  // A task that is not found again is not named either.
  expect(missed.length / alive).toBeLessThanOrEqual(0.05);
});

it.each([
  'one place reworded',
  'one place cut',
  'both places reworded',
  'words swapped between places',
] as const)('A task in two places is hardly ever lost or mistaken: %s', (kind) => {
  const { wrong, pairs, alive, found } = byKind.get(kind) ?? NONE;
  expect(wrong / pairs).toBeLessThanOrEqual(0.01);
  expect((alive - found) / alive).toBeLessThanOrEqual(0.015);
});

it.each([
  'moved in its phase',
  'reordered',
  'ids renumbered',
  'phases renamed',
  'headings re-levelled',
] as const)('Where no word of a task changes, none is mistaken and hardly one lost: %s', (kind) => {
  const { wrongs, alive, found } = byKind.get(kind) ?? NONE;
  expect(wrongs).toEqual([]);
  // Equal texts whose heading changed cannot be told apart.
  expect((alive - found) / alive).toBeLessThanOrEqual(0.02);
});
