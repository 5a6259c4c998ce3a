/** Opens the queue that the settings ask for (memory or PostgreSQL), and logs what goes wrong with its jobs. */
import { createMemoryQueue } from '../queue/memory.ts';
import type { Queue, QueueOptions, RepositoryJob } from '../queue/types.ts';
import { fieldsOf } from './jobs.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { placeOf, type ServerSettings } from './settings.ts';

/** What the queue needs. */
export interface OpenOptions extends Pick<QueueOptions, 'run' | 'clock' | 'onNews'> {
  /** Told of each job that is given up. */
  readonly onDead: ((reason: string) => void) | undefined;
  /** Told of each over which so many processes died. */
  readonly onDeadly: (job: RepositoryJob, deaths: number) => void;
  readonly beatMs: number | undefined;
  readonly metrics: Pick<Metrics, 'dead'>;
  readonly log: Log;
}

/**
 * Opens the queue.
 *
 * @throws Error in one line if the database cannot be used.
 */
export async function openQueue(
  { databaseUrl }: Pick<ServerSettings, 'databaseUrl'>,
  { onDead, onDeadly, beatMs, metrics, log, ...given }: OpenOptions,
): Promise<Queue> {
  const options: QueueOptions = {
    ...given,
    random: Math.random,
    onDead({ job, reason, attempts, error, isDeadly = false }) {
      log.error({ ...fieldsOf(job), attempts, reason, err: error }, 'Job given up');
      metrics.dead();
      onDead?.(reason);
      if (isDeadly && job.kind !== 'installation') onDeadly(job, attempts);
    },
    onRetry({ job, reason, attempts }, afterMs) {
      log.warn({ ...fieldsOf(job), attempts, afterMs, reason }, 'Job tried again later');
    },
  };
  if (databaseUrl === null) {
    const onLeft = (jobs: readonly unknown[]): void =>
      log.info({ count: jobs.length }, 'Jobs left undone: the sweep after a start finds their work');
    return createMemoryQueue({ ...options, onLeft });
  }
  try {
    // Without a database nobody pays for what works with one.
    const { openPostgresQueue } = await import('../queue/postgres.ts');
    return await openPostgresQueue({
      ...options,
      url: databaseUrl,
      onTrouble: (words) => log.warn({ reason: words }, 'Trouble with PostgreSQL, which is being mended'),
      ...(beatMs === undefined ? {} : { beatMs }),
    });
  } catch (error) {
    const found = error instanceof AggregateError ? error.errors.map(String).join('; ') : String(error);
    throw new Error(
      `DATABASE_URL: expected a PostgreSQL that may be written to at ${placeOf(databaseUrl)}, found: ${found}.`,
      { cause: error },
    );
  }
}
