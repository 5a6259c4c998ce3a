/** What both queues keep of a job, and what becomes of it: plain data and arithmetic. */
import { isAwaited, jobKey, uniteJobs } from './hints.ts';
import type { Failure, Job, Outcome, QueueOptions } from './types.ts';

/** A job in a queue. Times are milliseconds since 1970. */
export interface QueueEntry {
  readonly key: string;
  readonly job: Job;
  /** When it should run. */
  readonly dueAt: number;
  /** The earliest time it may run: a job that must back off runs no sooner because another event came. */
  readonly notBefore: number;
  /** How often it was run without success. */
  readonly attempts: number;
  /** Whether it goes before other jobs that could run at the same time. */
  readonly ahead: boolean;
}

/** {@link QueueOptions} with every default filled in. */
export type QueueSettings = Required<QueueOptions>;

/** What becomes of a job that ran. */
export type Fate =
  | { readonly kind: 'gone' }
  | { readonly kind: 'dead'; readonly failure: Failure }
  | { readonly kind: 'back'; readonly entry: QueueEntry }
  | {
      readonly kind: 'later';
      readonly entry: QueueEntry;
      readonly failure: Failure;
      readonly afterMs: number;
    };

const nothing = (): void => {};

/** The options with their defaults. */
export function settingsOf(options: QueueOptions): QueueSettings {
  return {
    onRetry: nothing,
    onNews: nothing,
    concurrency: 8,
    maxAttempts: 12,
    firstWaitMs: 2_000,
    longestWaitMs: 15 * 60_000,
    ...options,
  };
}

/** A job that comes in, united with the queued job of the same key, if any. */
export function entryOf(job: Job, dueAt: number, queued: QueueEntry | undefined): QueueEntry {
  return {
    key: jobKey(job),
    job: uniteJobs(queued?.job, job),
    dueAt: Math.min(dueAt, queued?.dueAt ?? Infinity),
    notBefore: queued?.notBefore ?? 0,
    attempts: queued?.attempts ?? 0,
    ahead: isAwaited(job) || (queued?.ahead ?? false),
  };
}

/** A job that ran and will run again, united with a job of the same key that came meanwhile. */
export function entryAgain(entry: QueueEntry, queued: QueueEntry | undefined): QueueEntry {
  return {
    ...entry,
    job: queued === undefined ? entry.job : uniteJobs(entry.job, queued.job),
    ahead: queued?.ahead ?? false,
  };
}

/** When a job may run. */
export function readyAt({ dueAt, notBefore }: Pick<QueueEntry, 'dueAt' | 'notBefore'>): number {
  return Math.max(dueAt, notBefore);
}

/** Runs a job; what it throws counts as `retry`. */
export async function runToOutcome(
  run: QueueOptions['run'],
  job: Job,
): Promise<{ readonly outcome: Outcome; readonly error: unknown }> {
  try {
    return { outcome: await run(job), error: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { outcome: { kind: 'retry', afterMs: null, reason }, error };
  }
}

/** Decides what becomes of a job that ran. */
export function fateOf(
  settings: Pick<QueueSettings, 'clock' | 'random' | 'maxAttempts' | 'firstWaitMs' | 'longestWaitMs'>,
  entry: QueueEntry,
  { outcome, error }: { readonly outcome: Outcome; readonly error: unknown },
): Fate {
  const now = settings.clock.now();
  switch (outcome.kind) {
    case 'done':
      return { kind: 'gone' };
    case 'again':
      return {
        kind: 'back',
        entry: { ...entry, job: withoutNeeds(entry.job), dueAt: now, notBefore: 0, attempts: 0 },
      };
    case 'no-room': {
      const job = entry.job.kind === 'repository' ? { ...entry.job, needs: outcome.needs } : entry.job;
      // An event may let it run sooner: whether there is room is asked again then, at no request.
      return { kind: 'back', entry: { ...entry, job, dueAt: now + outcome.afterMs, notBefore: 0 } };
    }
    case 'retry': {
      const attempts = entry.attempts + 1;
      const failure: Failure = { job: entry.job, attempts, reason: outcome.reason, error };
      if (attempts >= settings.maxAttempts) return { kind: 'dead', failure };
      const afterMs = outcome.afterMs ?? backoff(settings, attempts);
      const again = { ...entry, dueAt: now, notBefore: now + afterMs, attempts };
      return { kind: 'later', entry: again, failure, afterMs };
    }
  }
}

/** What the next run needs, that run finds out. */
function withoutNeeds(job: Job): Job {
  if (job.kind === 'installation') return job;
  const { needs: _, ...rest } = job;
  return rest;
}

/** Doubles with every attempt up to the longest wait; chance takes away up to half of it. */
function backoff(
  { firstWaitMs, longestWaitMs, random }: Pick<QueueSettings, 'firstWaitMs' | 'longestWaitMs' | 'random'>,
  attempts: number,
): number {
  const wait = Math.min(firstWaitMs * 2 ** (attempts - 1), longestWaitMs);
  return Math.round(wait * (1 - random() / 2));
}
