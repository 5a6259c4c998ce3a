/**
 * Jobs during which processes died. Graphile-worker's own count of takes does not tell: it is lost when a job of the same key
 * comes while the job runs, and a process that is told to stop gives its jobs back, too, which counts as another take.
 */
import type { Pool, PoolClient } from 'pg';
import { note, readNote } from './postgres-notes.ts';
import type { QueueEntry, Fate } from './queue-entry.ts';
import type { Job, Outcome } from './types.ts';

/** After this many processes died while they ran a job it is given up. */
const MOST_DEATHS = 3;

const deathsOf = (key: string): string => `deaths over ${key}`;
const givenUpNote = (key: string): string => `given up ${key}`;

/** Counts a death for each of the jobs that these workers hold. */
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
export type DeathDecision =
  | 'run'
  /** Too many processes died over it: it is given up now. */
  | 'give-up'
  /** It was given up, and nothing has happened in its repository since. */
  | 'leave';

/** Decides whether a job may run, by the processes that died over it. An event in its repository since then gives it a new start. */
export async function decideByDeaths(pool: Pool, key: string, job: Job): Promise<DeathDecision> {
  if (Number(await readNote(pool, deathsOf(key))) >= MOST_DEATHS) {
    await note(pool, deathsOf(key), null);
    await note(pool, givenUpNote(key), true);
    return 'give-up';
  }
  if (job.kind !== 'repository' || (await readNote(pool, givenUpNote(key))) === null) return 'run';
  if (job.hints.every(({ kind }) => kind === 'sweep')) return 'leave';
  await note(pool, givenUpNote(key), null);
  return 'run';
}

/** Forgets the deaths for a job that ended here without one. */
export async function forgetDeaths(pool: Pool, key: string): Promise<void> {
  await note(pool, deathsOf(key), null);
}

/** The outcome of a job that is not run. */
export function outcomeOf(decision: DeathDecision): Outcome {
  if (decision === 'leave') return { kind: 'done' };
  return { kind: 'retry', afterMs: null, reason: 'The process ended over this job.' };
}

/** The end of a job that is given up. */
export function givenUp({ job }: QueueEntry): Fate {
  const reason = `${MOST_DEATHS} processes ended over this job.`;
  return { kind: 'dead', failure: { job, attempts: MOST_DEATHS, reason, error: null, isDeadly: true } };
}
