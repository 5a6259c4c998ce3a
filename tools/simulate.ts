/**
 * Tells stories made from seeds and prints a short one of each kind that goes wrong.
 *
 *     npm run simulate -- --seed N --steps M [--seeds COUNT] [--jobs N] [--only 3,7,9] [--whole]
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chosen, findShortest } from '../test/simulation/shrink.ts';
import { stepsOf, tell } from '../test/simulation/simulate.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '40' },
    seeds: { type: 'string', default: '1' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    /** Places of steps in the story of the seed: only these are taken. */
    only: { type: 'string' },
    /** Prints the story even if nothing is wrong, and does not make it shorter. */
    whole: { type: 'boolean', default: false },
  },
});

const first = Number(values.seed);
const steps = Number(values.steps);

/** What a child tells of a seed. */
interface Told {
  readonly seed: number;
  readonly words: string | null;
}

// Every server that Probot starts listens for the signals of the process.
process.setMaxListeners(0);

function print(seed: number, story: readonly string[], only: readonly number[] | null): string {
  const again = only === null ? '' : ` --only ${only.join(',')}`;
  return [
    `npm run simulate -- --seed ${seed} --steps ${steps}${again}`,
    ...story.map((one, index) => `  ${index + 1}. ${one}`),
  ].join('\n');
}

async function run(seed: number): Promise<string | null> {
  if (values.only !== undefined || values.whole) {
    const all = stepsOf(seed, steps);
    const only = values.only?.split(',').map(Number) ?? all.map((_, index) => index);
    const { story, wrong } = await tell(seed, chosen(all, only));
    console.log(print(seed, story, null));
    return wrong === null ? null : `seed ${seed}: ${wrong}`;
  }
  const shortest = await findShortest(seed, steps);
  if (shortest === null) return null;
  return `${print(seed, shortest.told.story, shortest.indexes)}\n  ${shortest.told.wrong?.replaceAll('\n', '\n  ')}`;
}

/** Hands the seeds out to processes of their own, and counts those that failed. */
async function runAll(seeds: number[]): Promise<number> {
  let failed = 0;
  const worker = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = fork(fileURLToPath(import.meta.url), process.argv.slice(2), {
        env: { ...process.env, SIMULATION_WORKER: '1' },
      });
      child.on('message', ({ seed, words }: Told) => {
        if (seed % 100 === 99) console.error(`… ${seed}`);
        if (words !== null) {
          failed += 1;
          console.log(words);
        }
        child.send(seeds.shift() ?? 'end');
      });
      child.on('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`A simulation ended with ${code}.`)),
      );
    });
  await Promise.all(Array.from({ length: Number(values.jobs) }, worker));
  return failed;
}

function work(): void {
  const say = (told: Told): void => void process.send?.(told);
  process.on('message', (seed: number | 'end') => {
    if (seed === 'end') process.exit(0);
    void run(seed).then(
      (words) => say({ seed, words }),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
  say({ seed: 0, words: null });
}

async function main(): Promise<void> {
  const started = performance.now();
  const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => first + index);
  const failed = await runAll(seeds.slice());
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  console.log(`${seeds.length} seeds of ${steps} steps, ${failed} failed, ${seconds} s`);
  process.exitCode = failed > 0 ? 1 : 0;
}

if (process.env.SIMULATION_WORKER === '1') work();
else await main();
