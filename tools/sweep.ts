/**
 * Sweeps all stories with all faults at all writes and prints how many ends differed.
 *
 *     npm run sweep -- [--story NAME] [--fault KIND] [--at STEP.WRITE] [--deep] [--every N] [--jobs N]
 *                      [--slice K/N] [--results FILE]
 *
 * --fault takes the beginning of names too; --every N takes each Nth case only; --slice K/N takes the Kth of N parts, always
 * the same cases. --results keeps what each case came to, one a line; a sweep that is started with such a file again goes
 * on where it ended. `--fault refused` is the sweep of refusals:
 * each write of a story with each answer by which GitHub may say no; there --at is as a case that differs prints it.
 * With --deep a fault strikes after every step of one run, at the nth write: the same faults in a third of the runs.
 */
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { faultNamed } from '../test/story/sweep/faults.ts';
import {
  casesOf,
  deepCasesOf,
  FAULT_NAMES,
  judge,
  mayStrikeOften,
  parseAt,
  printAt,
  type Case,
  type Verdict,
} from '../test/story/sweep/sweep.ts';
import { ANSWERS, judgeRefusal, printRefusal, refusalCasesOf } from '../test/story/sweep/refusals.ts';
import { STORIES } from '../test/story/sweep/stories.ts';

const { values } = parseArgs({
  options: {
    story: { type: 'string' },
    fault: { type: 'string' },
    at: { type: 'string' },
    deep: { type: 'boolean', default: false },
    every: { type: 'string', default: '1' },
    slice: { type: 'string', default: '1/1' },
    results: { type: 'string' },
    jobs: { type: 'string', default: String(availableParallelism()) },
  },
});

/** What a child is told to sweep, and what it tells of each case. */
interface Pair {
  readonly story: string;
  readonly fault: string;
}
interface Told extends Pair {
  readonly at: string;
  readonly kind: Verdict['kind'];
  readonly findings: readonly string[];
}

// Every server that Probot starts listens for the signals of the process.
process.setMaxListeners(0);

/** What earlier runs told, as the file of results has it. */
const told: readonly Told[] =
  values.results === undefined || !existsSync(values.results)
    ? []
    : readFileSync(values.results, 'utf8')
        .split('\n')
        .filter((line) => line.endsWith('}'))
        .map((line) => JSON.parse(line) as Told);
const over = new Set(told.map(nameOf));

function nameOf({ story, fault, at }: Pick<Told, 'story' | 'fault' | 'at'>): string {
  return [story, fault, at].join(' ');
}

/** Whether a case is in this slice and not judged yet. */
function isLeft(one: Pick<Told, 'story' | 'fault' | 'at'>): boolean {
  const [nth = 1, parts = 1] = values.slice.split('/').map(Number);
  const hash = createHash('sha256').update(nameOf(one)).digest().readUInt32BE();
  return hash % parts === nth - 1 && !over.has(nameOf(one));
}

const counts = new Map<string, { same: number; different: number; 'nothing-to-do': number }>();

async function casesFor({ story, fault }: Pair): Promise<Case[]> {
  if (values.at !== undefined) return [{ story, fault, at: parseAt(values.at) }];
  const isDeep = values.deep && mayStrikeOften(faultNamed(fault));
  const all = await (isDeep ? deepCasesOf(story, fault) : casesOf(story, fault));
  return all
    .filter((_, index) => index % Number(values.every) === 0)
    .filter(({ at }) => isLeft({ story, fault, at: printAt(at) }));
}

const REFUSED = 'refused-';
const NAMES: readonly string[] = [...FAULT_NAMES, ...Object.keys(ANSWERS).map((name) => REFUSED + name)];

async function sweepRefusals({ story, fault }: Pair, tell: (told: Told) => void): Promise<void> {
  const all = await refusalCasesOf(story, [fault.slice(REFUSED.length)]);
  const meant = values.at === undefined ? all : all.filter((one) => printRefusal(one) === values.at);
  // Each answer takes other writes, so that a part of the cases meets all kinds of them.
  const offset = NAMES.indexOf(fault);
  const taken = meant.filter((_, index) => (index + offset) % Number(values.every) === 0);
  for (const one of taken.filter((each) => isLeft({ story, fault, at: printRefusal(each) }))) {
    const { findings } = await judgeRefusal(one);
    tell({
      story,
      fault,
      at: printRefusal(one),
      kind: findings.length === 0 ? 'same' : 'different',
      findings,
    });
  }
}

async function sweepPair({ story, fault }: Pair, tell: (told: Told) => void): Promise<void> {
  if (fault.startsWith(REFUSED)) return sweepRefusals({ story, fault }, tell);
  for (const one of await casesFor({ story, fault })) {
    const { kind, findings } = await judge(one);
    tell({ story, fault, at: printAt(one.at), kind, findings });
  }
}

function count({ story, fault, at, kind, findings }: Told): void {
  const row = counts.get(fault) ?? { same: 0, different: 0, 'nothing-to-do': 0 };
  row[kind] += fault.startsWith(REFUSED) ? 1 : at.split(',').length;
  counts.set(fault, row);
  if (kind !== 'different') return;
  const where = at === '' ? '' : ` --at '${at}'`;
  console.log(`npm run sweep -- --story ${story} --fault ${fault}${where}`);
  for (const finding of findings) console.log(`    ${finding}`);
}

/** Hands the pairs out to processes of their own, one pair after the other. */
async function sweepAll(pairs: Pair[]): Promise<void> {
  const worker = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = fork(fileURLToPath(import.meta.url), process.argv.slice(2), {
        env: { ...process.env, SWEEP_WORKER: '1' },
      });
      const next = (): void => void child.send(pairs.shift() ?? 'end');
      child.on('message', (message: Told | 'next') => {
        if (message === 'next') return next();
        if (values.results !== undefined) appendFileSync(values.results, `${JSON.stringify(message)}\n`);
        count(message);
      });
      child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`A sweep ended with ${code}.`))));
    });
  await Promise.all(Array.from({ length: Number(values.jobs) }, worker));
}

function work(): void {
  const tell = (message: Told | 'next'): void => void process.send?.(message);
  process.on('message', (message: Pair | 'end') => {
    if (message === 'end') process.exit(0);
    void sweepPair(message, tell).then(
      () => tell('next'),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
  tell('next');
}

function isMeant(fault: string): boolean {
  const { fault: wanted } = values;
  if (wanted === undefined || fault === wanted) return true;
  return !NAMES.includes(wanted) && fault.startsWith(wanted);
}

async function main(): Promise<void> {
  const pairs = STORIES.filter(({ name }) => values.story === undefined || name === values.story).flatMap(
    ({ name }) =>
      NAMES.filter((fault) => isMeant(fault)).map((fault) => ({
        story: name,
        fault,
      })),
  );
  if (pairs.length === 0) throw new Error('Expected the name of a story and of a fault, found neither.');
  const started = performance.now();
  for (const one of told) count(one);
  await sweepAll(pairs);
  console.table(Object.fromEntries(counts));
  const rows = [...counts.values()];
  const failed = rows.reduce((sum, row) => sum + row.different, 0);
  const all = rows.reduce((sum, row) => sum + row.same + row.different, 0);
  console.log(`${all} cases, ${failed} different, ${Math.round((performance.now() - started) / 1000)} s`);
  process.exitCode = failed > 0 ? 1 : 0;
}

if (process.env.SWEEP_WORKER === '1') work();
else await main();
