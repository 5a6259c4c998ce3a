/**
 * Prints how well matching finds tasks again after mutations of the fixtures and, where it is there, the corpus:
 * `npx tsx tools/match-precision.ts [--seeds N] [--first SEED] [--bytes MOST] [--kind KIND] [--corpus FOLDER] [--show KIND | --show "missed KIND"]`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { BASES } from '../test/sync/match/bases.ts';
import { MUTATIONS, type MutationKind } from '../test/sync/match/mutations.ts';
import { measure, measureMentions, NONE, sum, type Figures } from '../test/sync/match/precision.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    first: { type: 'string', default: '1' },
    kind: { type: 'string' },
    show: { type: 'string' },
    bytes: { type: 'string', default: 'Infinity' },
    corpus: { type: 'string', default: '../shared/corpus/files' },
  },
});

const fixtures = readdirSync('test/fixtures').map((name) => `test/fixtures/${name}/plan.md`);
const { corpus } = values;
const files = existsSync(corpus) ? readdirSync(corpus).map((name) => `${corpus}/${name}`) : [];
const bases = BASES.map((text, index) => ({ path: `base ${index + 1}`, text }));
const readings = [...fixtures, ...files]
  .filter((path) => existsSync(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
  .filter(({ text }) => text.length <= Number(values.bytes));

const percent = (part: number, whole: number): string =>
  `${((100 * part) / Math.max(1, whole)).toFixed(2)} %`;

function row(name: string, { plans, alive, pairs, wrong, found }: Figures): string {
  const cells = [
    plans,
    alive,
    pairs,
    wrong,
    percent(wrong, pairs),
    alive - found,
    percent(alive - found, alive),
  ];
  return [name.padEnd(22), ...cells.map((cell) => String(cell).padStart(9))].join('');
}

console.log(
  [
    'kind'.padEnd(22),
    ...['plans', 'tasks', 'pairs', 'wrong', '', 'missed', ''].map((head) => head.padStart(9)),
  ].join(''),
);
let all = NONE;
/** Not tasks that are found again, but dependencies that go on naming them. */
const MENTIONS = 'mentions of reworded';
const kinds = [...(Object.keys(MUTATIONS) as MutationKind[]), MENTIONS] as const;
for (const kind of kinds.filter((one) => values.kind === undefined || one === values.kind)) {
  let figures = NONE;
  for (let seed = Number(values.first); seed < Number(values.first) + Number(values.seeds); seed += 1) {
    for (const [index, { path, text }] of [...bases, ...readings].entries()) {
      const dice = seed * 1000 + index;
      const one = kind === MENTIONS ? measureMentions(text, dice) : measure(text, kind, dice);
      if (one === null) continue;
      if (values.show === kind && one.wrong > 0)
        console.log(`${basename(path)}\n  ${one.wrongs.join('\n  ')}`);
      if (values.show === `missed ${kind}` && one.missed.length > 0)
        console.log(`${basename(path)}\n  ${one.missed.join('\n  ')}`);
      figures = sum(figures, one);
    }
  }
  console.log(row(kind, figures));
  all = sum(all, figures);
}
console.log(row('all', all));
