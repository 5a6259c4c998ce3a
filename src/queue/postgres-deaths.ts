/**
 * Jobs over which processes died. Graphile-worker's own count of takes is of no use for that: it is lost where a twin of the
 * job comes while it runs, and a process that is told to stop gives its jobs back, too.
 */
import type { Pool, PoolClient } from 'pg';
import { note, readNote } from './postgres-notes.ts';
import type { QueueEntry, Fate } from './entry.ts';
import type { Job, Outcome } from './types.ts';

/** Processes that may die over a job before it is given up. */
const MOST_DEATHS = 3;

const deathsOf = (key: string): string => `deaths over ${key}`;
const poison = (key: string): string => `given up ${key}`;

/** Counts a death over each of the jobs that these workers hold. */
export async function countDeaths(client: PoolClient, workers: readonly string[]): Promise<void> {
  await client.query(
    `insert into planwright.notes as noted
       select 'deaths over ' || (payload->>'key'), '1', now() from graphile_worker._private_jobs
       where locked_by = any($1) and payload->>'key' is not null group by payload->>'key'
     on conflict (name) do update set value = to_jsonb(noted.value::int + 1), at = now()`,
    [workers],
  );
}

/** What is to be done with a job that was taken. */
export type Verdict =
  | 'run'
  /** Processes died over it; it is given up now. */
  | 'give-up'
  /** It was given up, and nothing has happened in its repository since. */
  | 'leave';

/** Judges a job by the processes that died over it; what happened in its repository since gives it a new start. */
export async function judge(pool: Pool, key: string, job: Job): Promise<Verdict> {
  if (Number(await readNote(pool, deathsOf(key))) >= MOST_DEATHS) {
    await note(pool, deathsOf(key), null);
    await note(pool, poison(key), true);
    return 'give-up';
  }
  if (job.kind !== 'repository' || (await readNote(pool, poison(key))) === null) return 'run';
  if (job.hints.every(({ kind }) => kind === 'sweep')) return 'leave';
  await note(pool, poison(key), null);
  return 'run';
}

/** A job came to an end here, so nobody need die over it. */
export async function forgetDeaths(pool: Pool, key: string): Promise<void> {
  await note(pool, deathsOf(key), null);
}

/** What a job comes to that is not run. */
export function outcomeOf(verdict: Verdict): Outcome {
  if (verdict === 'leave') return { kind: 'done' };
  return { kind: 'retry', afterMs: null, reason: 'The process ended over this job.' };
}

/** The end of a job that is given up. */
export function givenUp({ job }: QueueEntry): Fate {
  const reason = `${MOST_DEATHS} processes ended over this job.`;
  return { kind: 'dead', failure: { job, attempts: MOST_DEATHS, reason, error: null, isDeadly: true } };
}
