/** The queue in PostgreSQL: any number of processes share its jobs, and the jobs of one that dies are done by the others. */
import { EventEmitter } from 'node:events';
import { Logger, runTaskList, type JobHelpers, type WorkerEvents, type WorkerPool } from 'graphile-worker';
import pg from 'pg';
import {
  runToOutcome,
  entryAgain,
  entryOf,
  fateOf,
  settingsOf,
  type QueueEntry,
  type QueueSettings,
} from './queue-entry.ts';
import { jobKey, jobName } from './hints.ts';
import * as deaths from './postgres-deaths.ts';
import * as notes from './postgres-notes.ts';
import { repeat, sleep } from './timers.ts';
import * as store from './postgres-store.ts';
import type { Queue, QueueOptions } from './types.ts';

/** What a queue in PostgreSQL needs to know. */
export interface PostgresQueueOptions extends QueueOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  /** Called with a sentence about each trouble with the database from which the queue recovers by itself. */
  readonly onTrouble: (message: string) => void;
  /** Interval of the heartbeat; a process without one for 3.5 times as long counts as dead. Default 10 s. */
  readonly beatMs?: number;
  /** How often a worker looks for jobs that nobody told it of; default 1 s. */
  readonly pollMs?: number;
}

interface State {
  readonly settings: QueueSettings;
  readonly pool: pg.Pool;
  readonly logger: Logger;
  readonly events: WorkerEvents;
  readonly onTrouble: (message: string) => void;
  readonly beatMs: number;
  readonly pollMs: number;
  /** The jobs that this process runs, by graphile-worker's id. */
  readonly running: Map<string, QueueEntry>;
  /** How many jobs wait, as last counted, by installation; only for installations whose jobs run here. */
  waiting: ReadonlyMap<number, number>;
  workers: WorkerPool;
  lastBeatAt: number;
  stopped: boolean;
  ending: Promise<void> | null;
  readonly timers: Set<NodeJS.Timeout>;
}

/** How old the counts of waiting jobs may be. */
const COUNT_MS = 2_000;
/** How long a delivery waits for a connection: GitHub hangs up after ten seconds. */
const CONNECT_MS = 5_000;
/** Levels of graphile-worker's own log that are worth telling. */
const TROUBLE: ReadonlySet<string> = new Set(['error', 'warning']);
/** Graphile-worker frees an installation a moment after its job ended, and tells nobody. */
const FREED_AFTER_MS = 30;

/**
 * Opens a queue, making its tables if they are not there, and starts to work.
 *
 * @throws Error when the database cannot be reached or may not be written to.
 */
export async function openPostgresQueue(options: PostgresQueueOptions): Promise<Queue> {
  const settings = settingsOf(options);
  const { onTrouble, beatMs = 10_000, pollMs = 1_000 } = options;
  const pool = new pg.Pool({
    connectionString: options.url,
    max: settings.concurrency + 4,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    application_name: 'planwright',
  });
  // A connection that breaks while nobody uses it is only replaced; without a listener it would end the process.
  pool.on('error', (error) => onTrouble(`A connection to PostgreSQL broke: ${error.message}`));
  pool.on('connect', (client) => client.on('error', () => {}));
  const logger = new Logger(() => (level, message) => {
    if (TROUBLE.has(level)) onTrouble(message);
  });
  try {
    await store.migrate(pool, logger);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const events = new EventEmitter() as WorkerEvents;
  const parts = { settings, pool, logger, events, onTrouble, beatMs, pollMs };
  const state: State = {
    ...parts,
    running: new Map(),
    waiting: new Map(),
    workers: startWorkers({ ...parts, run: (entry, helpers) => work(state, entry, helpers) }),
    lastBeatAt: -Infinity,
    stopped: false,
    ending: null,
    timers: new Set(),
  };
  listen(state);
  watchOver(state);
  const onFailure = (error: unknown): void => {
    if (!state.stopped) state.onTrouble(messageOf(error));
  };
  state.timers.add(repeat(beatMs, () => live(state), onFailure));
  state.timers.add(repeat(COUNT_MS, () => count(state), onFailure));
  await live(state);
  return queueOf(state);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function queueOf(state: State): Queue {
  const { pool } = state;
  const now = (): number => state.settings.clock.now();
  return {
    async add(job, { delayMs = 0 } = {}) {
      if (state.stopped) throw new Error(`The queue was stopped: no job for ${jobName(job)}.`);
      await store.put(pool, jobKey(job), (queued) => entryOf(job, now() + delayMs, queued));
    },
    waiting: (installation) => state.waiting.get(installation) ?? 0,
    fill: () => store.fillOf(pool, now()),
    claims: (name, everyMs) => store.claims(pool, name, everyMs),
    recall: (name) => notes.readNote(pool, name),
    note: (name, value) => notes.note(pool, name, value),
    tell: (news) => store.tell(pool, news),
    idle: ({ hurry = false } = {}) => idle(state, hurry),
    stop: ({ graceMs = Infinity } = {}) => (state.ending ??= stop(state, graceMs)),
  };
}

interface Working extends Pick<State, 'settings' | 'pool' | 'logger' | 'events' | 'pollMs'> {
  readonly run: (entry: QueueEntry, helpers: JobHelpers) => Promise<void>;
}

function startWorkers({ settings, pool, logger, events, pollMs, run }: Working): WorkerPool {
  return runTaskList(
    {
      logger,
      events,
      noHandleSignals: true,
      preset: {
        worker: {
          concurrentJobs: settings.concurrency,
          pollInterval: pollMs,
          // The time of this process, as in memory; the times that processes compare are PostgreSQL's.
          useNodeTime: true,
          // Batched even if at once: only then does it try again when the database is away at the end of a job.
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
        },
      },
    },
    { [store.TASK]: async (payload, helpers) => run(payload as QueueEntry, helpers) },
    pool,
  );
}

/** Runs a job. What follows from it is in the database before graphile-worker removes the job, so that a crash only repeats it. */
async function work(
  state: State,
  taken: QueueEntry,
  { job: { id, attempts: takes } }: JobHelpers,
): Promise<void> {
  const { settings, pool, workers } = state;
  // Graphile-worker counts how often a job was taken. More than once means that a process died while it ran the job.
  const entry = { ...taken, attempts: taken.attempts + takes - 1 };
  state.running.set(id, entry);
  const decision = await deaths.decideByDeaths(pool, entry.key, entry.job);
  const result =
    decision === 'run' && entry.attempts < settings.maxAttempts
      ? await runToOutcome(settings.run, entry.job)
      : { outcome: deaths.outcomeOf(decision), error: null };
  try {
    const fate = decision === 'give-up' ? deaths.givenUp(entry) : fateOf(settings, entry, result);
    await persist(state, async () => {
      if (!(await store.holds(pool, id, workers.id))) throw new TakenForDead();
      if (fate.kind === 'back' || fate.kind === 'later')
        await store.put(pool, entry.key, (queued) => entryAgain(fate.entry, queued));
      if (takes > 1 && decision === 'run') await deaths.forgetDeaths(pool, entry.key);
    });
    if (fate.kind === 'dead') settings.onDead(fate.failure);
    if (fate.kind === 'later') settings.onRetry(fate.failure, fate.afterMs);
  } finally {
    state.running.delete(id);
    setTimeout(() => nudge(state), FREED_AFTER_MS);
  }
}

/** Another process runs this job again, since this one counted as dead: the outcome here is dropped. */
class TakenForDead extends Error {
  override readonly message = 'This process was taken for dead: another one does its job again.';
}

/** Tries until the database can be reached again: a restart of the database must not make a job run twice. */
async function persist(state: State, act: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (error instanceof TakenForDead || state.stopped) throw error;
      state.onTrouble(`The end of a job cannot be noted yet: ${messageOf(error)}`);
      await sleep(state.pollMs);
    }
  }
}

function nudge({ workers, stopped, settings }: State): void {
  if (!stopped && workers._active) workers.nudge(settings.concurrency);
}

/** Listens to the news of all processes. After each new connection everything counts as changed, since news may have been missed. */
function listen({ events, settings }: State): void {
  events.on('pool:listen:success', ({ client }) => {
    client.on('notification', ({ channel, payload }) => {
      if (channel === store.NEWS_CHANNEL) settings.onNews(store.newsIn(payload ?? ''));
    });
    client.query(`listen ${store.NEWS_CHANNEL}`).then(
      () => settings.onNews(null),
      // The connection broke again: graphile-worker makes a new one, and this handler runs again.
      () => {},
    );
  });
}

/** Starts new workers when graphile-worker ends them, which it does when it could not record the end of a job for minutes. */
function watchOver(state: State): void {
  const ended = async (reason: unknown): Promise<void> => {
    if (state.stopped) return;
    state.onTrouble(
      `The workers ended and start again: ${reason instanceof Error ? reason.message : 'no reason told'}`,
    );
    const { id } = state.workers;
    state.workers = startWorkers({ ...state, run: (entry, helpers) => work(state, entry, helpers) });
    watchOver(state);
    await store.free(state.pool, [id], state.settings.clock.now()).catch(() => {
      // The old worker sends no heartbeat any more, so the first process that reaches the database frees its jobs.
    });
  };
  state.workers.promise.then(() => ended(null), ended);
}

/** Sends this process's heartbeat, and frees the jobs of workers whose heartbeat stopped. */
async function live(state: State): Promise<void> {
  const { pool, workers, beatMs, settings } = state;
  await store.beat(pool, workers.id);
  const now = performance.now();
  // After a time without the database other workers may have had none either: they get one interval to send a heartbeat.
  const wasHere = now - state.lastBeatAt < 2 * beatMs;
  state.lastBeatAt = now;
  if (!wasHere) return;
  const dead = await store.deadWorkers(pool, { now: settings.clock.now(), beatMs });
  if (dead.length === 0) return;
  await store.releaseDead(pool, dead, settings.clock.now());
  state.onTrouble(`Took over the jobs of ${dead.length} worker(s) that fell silent.`);
  nudge(state);
}

async function count(state: State): Promise<void> {
  const installations = new Set([...state.running.values()].map(({ job }) => job.installation));
  state.waiting =
    installations.size === 0 ? new Map() : await store.countWaiting(state.pool, [...installations]);
}

async function idle(state: State, isHurried: boolean): Promise<void> {
  for (;;) {
    const now = state.settings.clock.now();
    if (isHurried) {
      await store.hurry(state.pool, now);
      nudge(state);
    }
    const { running, ready, delayed } = await store.fillOf(state.pool, now);
    if (running + ready + delayed === 0) return;
    await new Promise((resolve) => setTimeout(resolve, FREED_AFTER_MS));
  }
}

async function stop(state: State, graceMs: number): Promise<void> {
  state.stopped = true;
  const { workers, pool } = state;
  const ended = Promise.resolve(workers.gracefulShutdown()).catch(() => {});
  await Promise.race([ended, ...(Number.isFinite(graceMs) ? [sleep(graceMs)] : [])]);
  for (const timer of state.timers) clearInterval(timer);
  // Jobs that have not ended are freed now, so that other processes need not wait until this one counts as dead.
  await store.free(pool, [workers.id], state.settings.clock.now()).catch(() => {});
  const closed = ended.then(() => pool.end()).catch(() => {});
  if (state.running.size === 0) await closed;
}
