/**
 * Feeds mutated plans to the real parser processes: `npm run fuzz -- [COUNT] [FOLDER] [--seed=N] [--short] [--minutes=N]`. Nothing may
 * throw; what is overdue or dies is counted, and the worst of it is written out with its seed, so that it can be made again.
 * --short takes excerpts of at most 3,000 characters, of which many more are read in the same time; --minutes ends it earlier.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPool } from '../src/parser/pool.ts';
import { excerptsOf, mutated, randomFrom } from './fuzz-mutations.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    short: { type: 'boolean', default: false },
    minutes: { type: 'string', default: 'Infinity' },
  },
});
const [count = '1000', folder = ''] = positionals;
const RULES = { nested: 'issues' } as const;
/** Names so many of what went wrong. */
const MOST_NAMED = 20;
const SHORT = 3_000;
/** What waits while a process works, so that it never does. */
const AT_ONCE = 4;

const whole = ['test/fixtures', folder].filter((one) => one !== '').flatMap(textsIn);
const texts = values.short ? whole.flatMap((text) => excerptsOf(text, SHORT)) : whole;
const pool = startPool();
const counts = { plan: 0, refused: 0, unreadable: 0, threw: 0, overdue: 0, died: 0 };
const wrong: string[] = [];
const took: { readonly seed: number; readonly ms: number; readonly bytes: number }[] = [];
const startedAt = performance.now();
const untilMs = startedAt + Number(values.minutes) * 60_000;
let next = 0;
await Promise.all(Array.from({ length: AT_ONCE }, () => work()));
await pool.stop();

took.sort((a, b) => b.ms - a.ms);
console.log(
  `${next} mutations of ${texts.length} texts in ${Math.round((performance.now() - startedAt) / 1000)} s`,
);
console.log(
  Object.entries(counts)
    .map(([kind, number]) => `${kind} ${number}`)
    .join(', '),
);
for (const { seed, ms, bytes } of took.slice(0, 5))
  console.log(`slow: seed ${seed}, ${Math.round(ms)} ms, ${bytes} characters`);
for (const line of wrong) console.log(line);
if (counts.threw + counts.unreadable > 0) process.exitCode = 1;

async function work(): Promise<void> {
  while (next < Number(count) && performance.now() < untilMs) {
    next += 1;
    const seed = Number(values.seed) + next - 1;
    const random = randomFrom(seed);
    const text = mutated(texts, random);
    const begunAt = performance.now();
    const result = await pool.run({ kind: 'plan', text, path: 'PLAN.md', rules: RULES });
    took.push({ seed, ms: performance.now() - begunAt, bytes: text.length });
    if (took.length > 10_000) took.sort((a, b) => b.ms - a.ms).splice(100);
    const kind = result.kind === 'done' ? kindOf(result.value) : result.kind;
    counts[kind] += 1;
    const isFault = kind !== 'plan' && kind !== 'refused';
    if (isFault && wrong.length < MOST_NAMED)
      wrong.push(`${kind}: seed ${seed}, ${JSON.stringify(result).slice(0, 300)}`);
    if (next % 1000 === 0) console.error(`${next}: ${JSON.stringify(counts)}`);
  }
}

type PlanRead = Extract<Awaited<ReturnType<typeof pool.run<'plan'>>>, { readonly kind: 'done' }>['value'];

function kindOf(value: PlanRead): 'plan' | 'refused' | 'unreadable' {
  return value.kind === 'refused' && value.problem.code === 'unreadable' ? 'unreadable' : value.kind;
}

function textsIn(place: string): string[] {
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => readFileSync(join(place, name), 'utf8'));
}
