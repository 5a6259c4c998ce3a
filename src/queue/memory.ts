import { jobKey, uniteJobs } from './hints.ts';
import type { Clock, Failure, Job, Outcome, Queue } from './types.ts';

/** What a queue in memory needs to know. */
export interface MemoryQueueOptions {
  /** Runs one job. Throwing counts as `retry`. */
  readonly run: (job: Job) => Promise<Outcome>;
  readonly clock: Clock;
  /** A number from 0 up to 1, such as `Math.random`: spreads retries so that jobs that failed together do not return together. */
  readonly random: () => number;
  /** Told of each job that is given up: log it loudly. Its work is found again by the next event or sweep. */
  readonly onDead: (failure: Failure) => void;
  /** Told of each job that will be tried again, and when. */
  readonly onRetry?: (failure: Failure, afterMs: number) => void;
  /** Told at the end of `stop` of the jobs that were left waiting. */
  readonly onLeft?: (jobs: readonly Job[]) => void;
  /** How many installations may work at the same time; default 8. */
  readonly concurrency?: number;
  /** How often a job may fail in a row; default 12, with the other defaults more than half an hour. */
  readonly maxAttempts?: number;
  /** First wait after a failure, doubled with each further one; default 2 s. */
  readonly firstWaitMs?: number;
  /** Longest wait that the queue itself chooses; default 15 min. A time that GitHub named is obeyed whatever it is. */
  readonly longestWaitMs?: number;
}

/** A job that waits or runs. */
interface Item {
  readonly key: string;
  readonly job: Job;
  /** When it should run. */
  readonly dueAt: number;
  /** When it may run at the earliest: no event makes a job that must back off run sooner. */
  readonly notBefore: number;
  /** Place in the queue among jobs due at the same time. */
  readonly order: number;
  readonly attempts: number;
}

interface State {
  readonly options: Required<MemoryQueueOptions>;
  readonly waiting: Map<string, Item>;
  /** By installation: each has one rate limit, so it works on one job at a time. */
  readonly running: Map<number, Item>;
  /** Promises that wait for something: each answers whether it was kept. */
  readonly watchers: Set<() => boolean>;
  order: number;
  hurrying: boolean;
  stopped: boolean;
  cancelWake: () => void;
}

const nothing = (): void => {};

/** A queue in the memory of this process: nothing to install, gone with the process, as a plan's state is all in GitHub. */
export function createMemoryQueue(options: MemoryQueueOptions): Queue {
  const state: State = {
    options: {
      onRetry: nothing,
      onLeft: nothing,
      concurrency: 8,
      maxAttempts: 12,
      firstWaitMs: 2_000,
      longestWaitMs: 15 * 60_000,
      ...options,
    },
    waiting: new Map(),
    running: new Map(),
    watchers: new Set(),
    order: 0,
    hurrying: false,
    stopped: false,
    cancelWake: nothing,
  };
  return {
    async add(job, { delayMs = 0 } = {}) {
      if (state.stopped) throw new Error(`The queue was stopped: no job for ${job.owner}/${job.repo}.`);
      enqueue(state, job, options.clock.now() + delayMs);
      pump(state);
    },
    waiting: (installation) =>
      [...state.waiting.values()].filter(({ job }) => job.installation === installation).length,
    idle: ({ hurry = false } = {}) => idle(state, hurry),
    stop: () => stop(state),
  };
}

/** Puts a job into the queue, united with its twin if one waits. */
function enqueue(state: State, job: Job, dueAt: number): void {
  const key = jobKey(job);
  const twin = state.waiting.get(key);
  state.waiting.set(key, {
    key,
    job: uniteJobs(twin?.job, job),
    dueAt: Math.min(dueAt, twin?.dueAt ?? Infinity),
    notBefore: twin?.notBefore ?? 0,
    order: twin?.order ?? nextOrder(state),
    attempts: twin?.attempts ?? 0,
  });
}

/** Puts a job that ran behind all that could run now; a twin that came meanwhile joins it there. */
function requeue(
  state: State,
  { key, job }: Item,
  { notBefore = 0, attempts = 0 }: Partial<Item> = {},
): void {
  const twin = state.waiting.get(key);
  state.waiting.set(key, {
    key,
    job: twin ? uniteJobs(job, twin.job) : job,
    dueAt: state.options.clock.now(),
    notBefore,
    order: nextOrder(state),
    attempts,
  });
}

function nextOrder(state: State): number {
  state.order += 1;
  return state.order;
}

/** Starts all that may run now, and sees to it that the queue wakes for the next. */
function pump(state: State): void {
  state.cancelWake();
  state.cancelWake = nothing;
  while (!state.stopped && state.running.size < state.options.concurrency) {
    const item = nextItem(state);
    if (!item) break;
    const waitMs = state.hurrying ? 0 : readyAt(item) - state.options.clock.now();
    if (waitMs > 0) {
      state.cancelWake = state.options.clock.after(waitMs, () => pump(state));
      break;
    }
    void work(state, item);
  }
  tellWatchers(state);
}

/** The first job in the queue whose installation is not at work. */
function nextItem(state: State): Item | undefined {
  let first: Item | undefined;
  for (const item of state.waiting.values()) {
    if (state.running.has(item.job.installation)) continue;
    if (
      !first ||
      readyAt(item) < readyAt(first) ||
      (readyAt(item) === readyAt(first) && item.order < first.order)
    ) {
      first = item;
    }
  }
  return first;
}

function readyAt({ dueAt, notBefore }: Item): number {
  return Math.max(dueAt, notBefore);
}

async function work(state: State, item: Item): Promise<void> {
  state.waiting.delete(item.key);
  state.running.set(item.job.installation, item);
  const { outcome, error } = await attempt(state, item.job);
  state.running.delete(item.job.installation);
  try {
    settle(state, item, outcome, error);
  } finally {
    pump(state);
  }
}

async function attempt(state: State, job: Job): Promise<{ outcome: Outcome; error: unknown }> {
  try {
    // First let whoever added the job go on: a webhook must be answered at once.
    await Promise.resolve();
    return { outcome: await state.options.run(job), error: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { outcome: { kind: 'retry', afterMs: null, reason }, error };
  }
}

function settle(state: State, item: Item, outcome: Outcome, error: unknown): void {
  const { clock, onDead, onRetry, maxAttempts } = state.options;
  switch (outcome.kind) {
    case 'done':
      return;
    case 'again':
      requeue(state, item);
      return;
    case 'retry': {
      const attempts = item.attempts + 1;
      const failure: Failure = { job: item.job, attempts, reason: outcome.reason, error };
      if (attempts >= maxAttempts) {
        onDead(failure);
        return;
      }
      const afterMs = outcome.afterMs ?? backoff(state, attempts);
      requeue(state, item, { notBefore: clock.now() + afterMs, attempts });
      onRetry(failure, afterMs);
    }
  }
}

/** Doubles with every attempt up to the longest wait; chance takes away up to half of it. */
function backoff({ options: { firstWaitMs, longestWaitMs, random } }: State, attempts: number): number {
  const wait = Math.min(firstWaitMs * 2 ** (attempts - 1), longestWaitMs);
  return Math.round(wait * (1 - random() / 2));
}

/** Resolves as soon as the condition holds; looked at whenever a job was added or ended. */
function until(state: State, condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    state.watchers.add(() => {
      if (!condition()) return false;
      resolve();
      return true;
    });
    pump(state);
  });
}

function tellWatchers(state: State): void {
  for (const tell of state.watchers) if (tell()) state.watchers.delete(tell);
}

async function idle(state: State, hurry: boolean): Promise<void> {
  if (hurry) state.hurrying = true;
  await until(state, () => state.running.size === 0 && state.waiting.size === 0);
  state.hurrying = false;
}

async function stop(state: State): Promise<void> {
  state.stopped = true;
  await until(state, () => state.running.size === 0);
  const left = [...state.waiting.values()].map(({ job }) => job);
  state.waiting.clear();
  tellWatchers(state);
  if (left.length > 0) state.options.onLeft(left);
}
