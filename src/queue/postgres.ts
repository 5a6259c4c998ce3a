/** The queue in PostgreSQL: any number of processes share its jobs, and the jobs of one that dies are done by the others. */
import { EventEmitter } from 'node:events';
import { Logger, runTaskList, type JobHelpers, type WorkerEvents, type WorkerPool } from 'graphile-worker';
import pg from 'pg';
import {
  attempt,
  entryAgain,
  entryOf,
  fateOf,
  settingsOf,
  type QueueEntry,
  type QueueSettings,
} from './entry.ts';
import { jobKey, jobName } from './hints.ts';
import * as deaths from './postgres-deaths.ts';
import * as notes from './postgres-notes.ts';
import { repeat } from './timers.ts';
import * as store from './postgres-store.ts';
import type { Queue, QueueOptions } from './types.ts';
import { passed, wordsOf } from './patience.ts';

/** What a queue in PostgreSQL needs to know. */
export interface PostgresQueueOptions extends QueueOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  /** Told, in words, of what goes wrong with the database and is being mended. */
  readonly onTrouble: (message: string) => void;
  /** How often a process says that it lives; one that is silent for 3.5 times as long is dead. Default 10 s. */
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
  /** By id of graphile-worker: what this process works on. */
  readonly running: Map<string, QueueEntry>;
  /** By installation, as last counted: only of those that are at work here. */
  waiting: ReadonlyMap<number, number>;
  workers: WorkerPool;
  lastBeatAt: number;
  stopped: boolean;
  ending: Promise<void> | null;
  readonly timers: Set<NodeJS.Timeout>;
}

/** How long the look for the state of the queue may be old. */
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
    if (!state.stopped) state.onTrouble(wordsOf(error));
  };
  state.timers.add(repeat(beatMs, () => live(state), onFailure));
  state.timers.add(repeat(COUNT_MS, () => count(state), onFailure));
  await live(state);
  return queueOf(state);
}

function queueOf(state: State): Queue {
  const { pool } = state;
  const now = (): number => state.settings.clock.now();
  return {
    async add(job, { delayMs = 0 } = {}) {
      if (state.stopped) throw new Error(`The queue was stopped: no job for ${jobName(job)}.`);
      await store.put(pool, jobKey(job), (twin) => entryOf(job, now() + delayMs, twin));
    },
    waiting: (installation) => state.waiting.get(installation) ?? 0,
    fill: () => store.fillOf(pool, now()),
    claims: (name, everyMs) => store.claims(pool, name, everyMs),
    recall: (name) => notes.recall(pool, name),
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

/** Runs a job. What is to come of it is in the database before graphile-worker takes the job away: a crash repeats it. */
async function work(
  state: State,
  taken: QueueEntry,
  { job: { id, attempts: takes } }: JobHelpers,
): Promise<void> {
  const { settings, pool, workers } = state;
  // Taken more than once: a process died over it.
  const entry = { ...taken, attempts: taken.attempts + takes - 1 };
  state.running.set(id, entry);
  const verdict = await deaths.judge(pool, entry.key, entry.job);
  const result =
    verdict === 'run' && entry.attempts < settings.maxAttempts
      ? await attempt(settings.run, entry.job)
      : { outcome: deaths.outcomeOf(verdict), error: null };
  try {
    const fate = verdict === 'give-up' ? deaths.givenUp(entry) : fateOf(settings, entry, result);
    await persist(state, async () => {
      if (!(await store.holds(pool, id, workers.id))) throw new TakenForDead();
      if (fate.kind === 'back' || fate.kind === 'later')
        await store.put(pool, entry.key, (twin) => entryAgain(fate.entry, twin));
      if (takes > 1 && verdict === 'run') await deaths.forgetDeaths(pool, entry.key);
    });
    if (fate.kind === 'dead') settings.onDead(fate.failure);
    if (fate.kind === 'later') settings.onRetry(fate.failure, fate.afterMs);
  } finally {
    state.running.delete(id);
    setTimeout(() => nudge(state), FREED_AFTER_MS);
  }
}

/** Another process has begun this job anew: what came of it here counts no more. */
class TakenForDead extends Error {
  override readonly message = 'This process was taken for dead: another one does its job again.';
}

/** Tries until the database is there again: what a job did is not to be done twice because of a restart. */
async function persist(state: State, act: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (error instanceof TakenForDead || state.stopped) throw error;
      state.onTrouble(`The end of a job cannot be noted yet: ${wordsOf(error)}`);
      await passed(state.pollMs);
    }
  }
}

function nudge({ workers, stopped, settings }: State): void {
  if (!stopped && workers._active) workers.nudge(settings.concurrency);
}

/** Hears the news of all processes. While it could not listen it may have missed some. */
function listen({ events, settings }: State): void {
  events.on('pool:listen:success', ({ client }) => {
    client.on('notification', ({ channel, payload }) => {
      if (channel === store.NEWS_CHANNEL) settings.onNews(store.newsIn(payload ?? ''));
    });
    client.query(`listen ${store.NEWS_CHANNEL}`).then(
      () => settings.onNews(null),
      // The connection is gone again: it is made anew, and this comes again.
      () => {},
    );
  });
}

/** Graphile-worker ends its workers when it cannot note the end of a job for minutes: then there are new ones. */
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
      // It does not beat any more, so whoever reaches the database first takes it for dead.
    });
  };
  state.workers.promise.then(() => ended(null), ended);
}

/** Says that this process lives, and gives to the living what the dead hold. */
async function live(state: State): Promise<void> {
  const { pool, workers, beatMs, settings } = state;
  await store.beat(pool, workers.id);
  const now = performance.now();
  // Whoever could not reach the database cannot tell who else could not: let them all beat first.
  const wasHere = now - state.lastBeatAt < 2 * beatMs;
  state.lastBeatAt = now;
  if (!wasHere) return;
  const dead = await store.deadWorkers(pool, { now: settings.clock.now(), beatMs });
  if (dead.length === 0) return;
  await store.bury(pool, dead, settings.clock.now());
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
  await Promise.race([ended, ...(Number.isFinite(graceMs) ? [passed(graceMs)] : [])]);
  for (const timer of state.timers) clearInterval(timer);
  // Of the jobs that have not ended others need not wait to see that this process is silent.
  await store.free(pool, [workers.id], state.settings.clock.now()).catch(() => {});
  const closed = ended.then(() => pool.end()).catch(() => {});
  if (state.running.size === 0) await closed;
}
