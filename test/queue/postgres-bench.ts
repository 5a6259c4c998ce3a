import { realClock } from '../../src/queue/clock.ts';
import { openPostgresQueue, type PostgresQueueOptions } from '../../src/queue/postgres.ts';
import type { RealPostgres } from './real-postgres.ts';
import { createNotes, type Bench, type BenchOptions } from './test-bench.ts';

/** What happens beside the queue in its database. */
export interface Opened extends Bench {
  readonly troubles: readonly string[];
}

/** A queue in PostgreSQL, by the real time; that time passes means here that the jobs' times move towards now. */
export async function openPostgresBench(
  postgres: RealPostgres,
  options: BenchOptions & Partial<Pick<PostgresQueueOptions, 'beatMs'>> = {},
  others: readonly Bench[] = [],
): Promise<Opened> {
  const troubles: string[] = [];
  const { options: noted, notes } = createNotes(realClock);
  const queue = await openPostgresQueue({
    ...noted,
    url: postgres.url,
    pollMs: 20,
    onTrouble: (message) => troubles.push(message),
    ...options,
  });
  let isStopped = false;
  const settles = (): Promise<void> =>
    until(async () => {
      const [row] = await postgres.query(LOOK);
      const atWork = others.flatMap((other) => other.running()).length;
      const isFull = notes.running().length >= (options.concurrency ?? 8);
      if (isStopped) return true;
      const isStill = Number(row?.['working']) === atWork + notes.running().length;
      return isStill && (isFull || Number(row?.['runnable']) === 0);
    });
  return {
    ...notes,
    queue: {
      ...queue,
      stop(how) {
        isStopped = true;
        return queue.stop(how);
      },
    },
    left: [],
    troubles,
    settles,
    async passes(ms) {
      await postgres.query(PASS, [ms]);
      await settles();
    },
    async waits(installation) {
      const [row] = await postgres.query(WAITING, [`installation ${installation}`]);
      return Number(row?.['waiting']);
    },
    starts: (repo) => until(async () => notes.running().includes(repo)),
    async ends(repo, outcome) {
      notes.end(repo, outcome);
      await settles();
    },
  };
}

const LOOK = `
  select count(*) filter (where jobs.locked_at is not null) as working,
    count(*) filter (where jobs.locked_at is null and run_at <= now() and queues.locked_at is null) as runnable
  from graphile_worker._private_jobs as jobs
  join graphile_worker._private_job_queues as queues on queues.id = jobs.job_queue_id`;

const PASS = `
  update graphile_worker._private_jobs set
    run_at = run_at - $1 * interval '1 ms',
    payload = payload::jsonb || jsonb_build_object(
      'dueAt', (payload->>'dueAt')::numeric - $1, 'notBefore', (payload->>'notBefore')::numeric - $1)
  where locked_at is null`;

const WAITING = `
  select count(*) as waiting from graphile_worker.jobs where queue_name = $1 and locked_at is null`;

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('Expected the queue to settle within 10 s.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
