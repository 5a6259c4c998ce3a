/**
 * The jobs in PostgreSQL: graphile-worker keeps them, and says by its queue names that one of an installation runs at a
 * time. Only its documented SQL functions and its `jobs` view are used, and two small tables of our own.
 */
import { makeWorkerUtils, type Logger } from 'graphile-worker';
import type { Pool, PoolClient } from 'pg';
import { readyAt, type QueueEntry } from './queue-entry.ts';
import { countDeaths } from './postgres-deaths.ts';
import { NOTES_TABLE } from './postgres-notes.ts';
import type { Fill, News } from './types.ts';

/** Name of the one task that graphile-worker is told of. */
export const TASK = 'look';

/** The channel on which {@link tell} sends. */
export const NEWS_CHANNEL = 'planwright';

/** A worker counts as dead after so many intervals without a heartbeat. */
const DEAD_AFTER_BEATS = 3.5;

/** How often graphile-worker lets a job be taken: far more often than this queue does before it gives the job up. */
const MOST_TAKES = 1_000;

/** Creates the tables; the first process does it, others wait. */
export async function migrate(pgPool: Pool, logger: Logger): Promise<void> {
  await transaction(pgPool, async (client) => {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', ['planwright migrates']);
    const utils = await makeWorkerUtils({ pgPool, logger });
    try {
      await utils.migrate();
    } finally {
      await utils.release();
    }
    await client.query(`
      create schema if not exists planwright;
      create table if not exists planwright.workers (worker text primary key, beat timestamptz not null);
      create table if not exists planwright.claims (name text primary key, at timestamptz not null);
      ${NOTES_TABLE}`);
  });
}

/**
 * Adds a job, in place of the waiting job of the same key if there is one.
 *
 * @param unite Makes the entry out of the waiting job of that key, if any, which is locked meanwhile.
 */
export async function put(
  pool: Pool,
  key: string,
  unite: (queued: QueueEntry | undefined) => QueueEntry,
): Promise<void> {
  await transaction(pool, async (client) => {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
    // A job of that key that runs already only loses its key by this, and keeps its hints: see `free`.
    const { rows } = await client.query<{ payload: QueueEntry | null; locked_at: Date | null }>(
      'select payload, locked_at from graphile_worker.remove_job($1)',
      [key],
    );
    const [row] = rows;
    const entry = unite(row?.payload && row.locked_at === null ? row.payload : undefined);
    await client.query(
      `select from graphile_worker.add_job($1, payload := $2::json, queue_name := $3, run_at := $4,
         max_attempts := $5, job_key := $6, priority := $7)`,
      [
        TASK,
        JSON.stringify(entry),
        laneName(entry.job.installation),
        new Date(readyAt(entry)),
        MOST_TAKES,
        key,
        entry.ahead ? 0 : 1,
      ],
    );
  });
}

/** Whether this worker still holds a job: a worker that was taken for dead must not end what another has begun anew. */
export async function holds(pool: Pool, job: string, worker: string): Promise<boolean> {
  const { rowCount } = await pool.query('select from graphile_worker.jobs where id = $1 and locked_by = $2', [
    job,
    worker,
  ]);
  return rowCount === 1;
}

/** Writes a worker's heartbeat. */
export async function beat(pool: Pool, worker: string): Promise<void> {
  await pool.query(
    `insert into planwright.workers values ($1, now()) on conflict (worker) do update set beat = now()`,
    [worker],
  );
}

/**
 * Workers that hold jobs and whose heartbeat stopped.
 *
 * @param now The time by which jobs are locked: a worker that has just started may hold a job before its first heartbeat.
 */
export async function deadWorkers(
  pool: Pool,
  { now, beatMs }: { readonly now: number; readonly beatMs: number },
): Promise<string[]> {
  const ms = DEAD_AFTER_BEATS * beatMs;
  const { rows } = await pool.query<{ worker: string }>(
    `select distinct locked_by as worker from graphile_worker.jobs
     where locked_at < $1 and locked_by not in
       (select worker from planwright.workers where beat > now() - $2 * interval '1 ms')`,
    [new Date(now - ms / 2), ms],
  );
  return rows.map(({ worker }) => worker);
}

/** Frees the jobs of dead workers, and counts a death for each of those jobs. */
export async function releaseDead(pool: Pool, workers: readonly string[], now: number): Promise<void> {
  await transaction(pool, async (client) => {
    // Of two processes that find the same worker dead, the second waits here and then finds its jobs free.
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', ['planwright buries']);
    await countDeaths(client, workers);
    await unlock(client, workers, now);
  });
}

/**
 * Frees the jobs of these workers, and forgets the workers. Graphile-worker lets a job not run again for which another job of
 * its key came while it ran. That other job has other hints, so here it runs again.
 */
export async function free(pool: Pool, workers: readonly string[], now: number): Promise<void> {
  await transaction(pool, async (client) => unlock(client, workers, now));
}

async function unlock(client: PoolClient, workers: readonly string[], now: number): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    'select id from graphile_worker.jobs where locked_by = any($1) and attempts >= max_attempts',
    [workers],
  );
  await client.query('select graphile_worker.force_unlock_workers($1)', [workers]);
  await client.query('select from graphile_worker.reschedule_jobs($1, run_at := $2, attempts := 1)', [
    rows.map(({ id }) => id),
    new Date(now),
  ]);
  await client.query('delete from planwright.workers where worker = any($1)', [workers]);
}

/** How full the queue is. */
export async function fillOf(pool: Pool, now: number): Promise<Fill> {
  const { rows } = await pool.query<{ running: string; ready: string; delayed: string; oldest: Date | null }>(
    `select count(*) filter (where locked_at is not null) as running,
       count(*) filter (where locked_at is null and run_at <= $1) as ready,
       count(*) filter (where locked_at is null and run_at > $1) as delayed,
       min(run_at) filter (where locked_at is null and run_at <= $1) as oldest
     from graphile_worker.jobs`,
    [new Date(now)],
  );
  const [row] = rows;
  return {
    running: Number(row?.running ?? 0),
    ready: Number(row?.ready ?? 0),
    delayed: Number(row?.delayed ?? 0),
    oldestMs: row?.oldest ? Math.max(0, now - row.oldest.getTime()) : 0,
  };
}

/** How many jobs wait, for each of these installations that has any. */
export async function countWaiting(
  pool: Pool,
  installations: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await pool.query<{ lane: string; waiting: string }>(
    `select queue_name as lane, count(*) as waiting from graphile_worker.jobs
     where queue_name = any($1) and locked_at is null group by queue_name`,
    [installations.map(laneName)],
  );
  const counts = new Map(rows.map(({ lane, waiting }) => [lane, Number(waiting)]));
  return new Map(installations.map((id) => [id, counts.get(laneName(id)) ?? 0]));
}

/** Lets every waiting job run now, whatever its time. */
export async function hurry(pool: Pool, now: number): Promise<void> {
  await pool.query(
    `select from graphile_worker.reschedule_jobs(
       (select array_agg(id) from graphile_worker.jobs where locked_at is null and run_at > $1), run_at := $1)`,
    [new Date(now)],
  );
}

/** Whether `name` was claimed by nobody in the last `everyMs`; claims it if so. */
export async function claims(pool: Pool, name: string, everyMs: number): Promise<boolean> {
  const { rowCount } = await pool.query(
    `insert into planwright.claims as claimed values ($1, now())
     on conflict (name) do update set at = now() where claimed.at < now() - $2 * interval '1 ms'`,
    [name, everyMs],
  );
  return rowCount === 1;
}

/** Sends news on {@link NEWS_CHANNEL}. */
export async function tell(pool: Pool, news: News): Promise<void> {
  await pool.query('select pg_notify($1, $2)', [NEWS_CHANNEL, JSON.stringify(news)]);
}

/** The news in a notification; null for one that another version sent and this one does not know, which may mean anything. */
export function newsIn(text: string): News | null {
  try {
    const news = JSON.parse(text) as News;
    return news.kind === 'installation' || news.kind === 'repository' ? news : null;
  } catch {
    return null;
  }
}

function laneName(installation: number): string {
  return `installation ${installation}`;
}

async function transaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let failed: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    // A connection that failed is closed, which rolls its transaction back.
    failed = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(failed);
  }
}
