/**
 * Jobs a second of 1, 2 and 4 processes that share one PostgreSQL. A job is a glance: three answers of GitHub, 100 ms each, of an
 * installation of its own. Only the queue is measured; four whole servers and an embedded GitHub would measure this machine's
 * processors. `npx tsx bench/replicas.ts [jobs]`; exits with 1 under 3.5 times the jobs of one process at four.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { realClock } from '../src/queue/clock.ts';
import { openPostgresQueue } from '../src/queue/postgres.ts';
import { startPostgres } from '../test/queue/real-postgres.ts';

const JOBS = Number(process.argv[2] ?? 1_000);
const ANSWERS = 3;
const LATENCY_MS = 100;

function open(url: string, concurrency?: number) {
  return openPostgresQueue({
    url,
    clock: realClock,
    random: Math.random,
    onDead: ({ reason }) => {
      throw new Error(reason);
    },
    onTrouble: (message) => console.error(message),
    ...(concurrency === undefined ? {} : { concurrency }),
    run: async () => {
      for (let count = 0; count < ANSWERS; count += 1) await sleep(LATENCY_MS);
      return { kind: 'done' };
    },
  });
}

async function startReplica(url: string): Promise<ChildProcess> {
  const child = fork(fileURLToPath(import.meta.url), [], { env: { ...process.env, BENCH_REPLICA: url } });
  await once(child, 'message');
  return child;
}

/** Fills the queue while nobody works, then lets so many processes work it off. */
async function measure(processes: number): Promise<number> {
  const postgres = await startPostgres();
  const filling = await open(postgres.url, 1);
  const due = 4_000 + JOBS * 3;
  for (let job = 0; job < JOBS; job += 1) {
    const place = { installation: job, owner: 'ada', repo: `engine-${job}` };
    await filling.add({ kind: 'repository', ...place, hints: [{ kind: 'sweep' }] }, { delayMs: due });
  }
  await filling.stop();
  const replicas = await Promise.all(Array.from({ length: processes }, () => startReplica(postgres.url)));
  await postgres.query('update graphile_worker._private_jobs set run_at = now()');
  const start = performance.now();
  for (;;) {
    const [row] = await postgres.query('select count(*)::int as left from graphile_worker._private_jobs');
    if (row?.['left'] === 0) break;
    await sleep(50);
  }
  const rate = (JOBS / (performance.now() - start)) * 1000;
  for (const replica of replicas) replica.kill('SIGKILL');
  await postgres.ends();
  return rate;
}

async function compare(): Promise<void> {
  const one = await measure(1);
  process.stdout.write(`1 process: ${one.toFixed(1)} jobs/s\n`);
  for (const processes of [2, 4]) {
    const rate = await measure(processes);
    const times = rate / one;
    const goal = processes === 4 ? ' (at least 3.5)' : '';
    process.stdout.write(
      `${processes} processes: ${rate.toFixed(1)} jobs/s, ${times.toFixed(2)} times${goal}\n`,
    );
    if (processes === 4 && times < 3.5) process.exitCode = 1;
  }
  process.exit();
}

if (process.env.BENCH_REPLICA === undefined) await compare();
else {
  await open(process.env.BENCH_REPLICA);
  process.send?.('ready');
}
