/** The queue in the memory of one process: nothing to install, and gone when the process ends. */
import {
  runToOutcome,
  entryAgain,
  entryOf,
  fateOf,
  readyAt,
  settingsOf,
  type QueueEntry,
  type QueueSettings,
} from './queue-entry.ts';
import { jobKey, jobName } from './hints.ts';
import { createNotes, type Notes } from './notes.ts';
import type { Fill, Job, Queue, QueueOptions } from './types.ts';

/** What a queue in memory needs to know. */
export interface MemoryQueueOptions extends QueueOptions {
  /** Told at the end of `stop` of the jobs that were left waiting or running. */
  readonly onLeft?: (jobs: readonly Job[]) => void;
}

/** A job that waits or runs. */
interface Item extends QueueEntry {
  /** Place in the queue among jobs due at the same time. */
  readonly order: number;
}

interface State {
  readonly settings: QueueSettings;
  readonly onLeft: (jobs: readonly Job[]) => void;
  /** By installation, then by key. */
  readonly waiting: Map<number, Map<string, Item>>;
  /** By installation: each has one rate limit, so it works on one job at a time. */
  readonly running: Map<number, Item>;
  readonly notes: Notes;
  /** Conditions that somebody waits for: each resolves its promise and answers true once it holds. */
  readonly watchers: Set<() => boolean>;
  order: number;
  hurrying: boolean;
  stopped: boolean;
  cancelWake: () => void;
}

const nothing = (): void => {};

/** Creates the queue. Jobs that are lost with the process lose no data, since all state is in GitHub: the next sweep finds their work. */
export function createMemoryQueue({ onLeft = nothing, ...options }: MemoryQueueOptions): Queue {
  const state: State = {
    settings: settingsOf(options),
    onLeft,
    waiting: new Map(),
    running: new Map(),
    notes: createNotes(),
    watchers: new Set(),
    order: 0,
    hurrying: false,
    stopped: false,
    cancelWake: nothing,
  };
  return {
    async add(job, { delayMs = 0 } = {}) {
      if (state.stopped) throw new Error(`The queue was stopped: no job for ${jobName(job)}.`);
      const lane = laneOf(state, job.installation);
      const queued = lane.get(jobKey(job));
      const entry = entryOf(job, options.clock.now() + delayMs, queued);
      lane.set(entry.key, { ...entry, order: queued?.order ?? nextOrder(state) });
      pump(state);
    },
    waiting: (installation) => state.waiting.get(installation)?.size ?? 0,
    fill: async () => fillOf(state),
    claims: async () => true,
    recall: async (name) => state.notes.recall(name),
    note: async (name, value) => state.notes.note(name, value),
    tell: async (news) => state.settings.onNews(news),
    idle: ({ hurry = false } = {}) => idle(state, hurry),
    stop: ({ graceMs = Infinity } = {}) => stop(state, graceMs),
  };
}

function laneOf(state: State, installation: number): Map<string, Item> {
  const known = state.waiting.get(installation);
  if (known !== undefined) return known;
  const lane = new Map<string, Item>();
  state.waiting.set(installation, lane);
  return lane;
}

function nextOrder(state: State): number {
  state.order += 1;
  return state.order;
}

/** Starts all jobs that may run now, and sets a timer for the next one. */
function pump(state: State): void {
  state.cancelWake();
  state.cancelWake = nothing;
  const { clock, concurrency } = state.settings;
  while (!state.stopped && state.running.size < concurrency) {
    const now = state.hurrying ? Infinity : clock.now();
    const item = nextItem(state, now);
    if (!item) break;
    if (readyAt(item) > now) {
      state.cancelWake = clock.after(readyAt(item) - now, () => pump(state));
      break;
    }
    void work(state, item);
  }
  tellWatchers(state);
}

/** The first job whose installation has no other job running. */
function nextItem(state: State, now: number): Item | undefined {
  let first: Item | undefined;
  for (const [installation, lane] of state.waiting) {
    if (state.running.has(installation)) continue;
    for (const item of lane.values()) if (!first || goesBefore(item, first, now)) first = item;
  }
  return first;
}

function goesBefore(item: Item, other: Item, now: number): boolean {
  const bothReady = readyAt(item) <= now && readyAt(other) <= now;
  if (bothReady && item.ahead !== other.ahead) return item.ahead;
  return readyAt(item) < readyAt(other) || (readyAt(item) === readyAt(other) && item.order < other.order);
}

async function work(state: State, item: Item): Promise<void> {
  const { installation } = item.job;
  const lane = state.waiting.get(installation);
  lane?.delete(item.key);
  if (lane?.size === 0) state.waiting.delete(installation);
  state.running.set(installation, item);
  // First let whoever added the job go on: a webhook must be answered at once.
  await Promise.resolve();
  const result = await runToOutcome(state.settings.run, item.job);
  // A job that `stop` gave up on was reported as left; it may end as it likes.
  if (state.running.get(installation) !== item) return;
  state.running.delete(installation);
  try {
    finish(state, item, result);
  } finally {
    pump(state);
  }
}

function finish(state: State, item: Item, result: Awaited<ReturnType<typeof runToOutcome>>): void {
  const { onDead, onRetry } = state.settings;
  const fate = fateOf(state.settings, item, result);
  switch (fate.kind) {
    case 'gone':
      return;
    case 'dead':
      onDead(fate.failure);
      return;
    case 'back':
      putBack(state, fate.entry);
      return;
    case 'later':
      putBack(state, fate.entry);
      onRetry(fate.failure, fate.afterMs);
  }
}

/** Puts a job that ran behind all that could run now, united with a job of its key that came meanwhile. */
function putBack(state: State, entry: QueueEntry): void {
  const lane = laneOf(state, entry.job.installation);
  lane.set(entry.key, { ...entryAgain(entry, lane.get(entry.key)), order: nextOrder(state) });
}

function fillOf({ waiting, running, settings }: State): Fill {
  const now = settings.clock.now();
  const times = [...waiting.values()].flatMap((lane) => [...lane.values()].map(readyAt));
  const ready = times.filter((time) => time <= now);
  const oldest = ready.reduce((least, time) => Math.min(least, time), now);
  return {
    running: running.size,
    ready: ready.length,
    delayed: times.length - ready.length,
    oldestMs: now - oldest,
  };
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

async function stop(state: State, graceMs: number): Promise<void> {
  state.stopped = true;
  let isOver = false;
  const cancel = Number.isFinite(graceMs)
    ? state.settings.clock.after(graceMs, () => {
        isOver = true;
        tellWatchers(state);
      })
    : nothing;
  await until(state, () => isOver || state.running.size === 0);
  cancel();
  const lanes = [...state.waiting.values()];
  const left = [...state.running.values(), ...lanes.flatMap((lane) => [...lane.values()])].map(
    ({ job }) => job,
  );
  state.running.clear();
  state.waiting.clear();
  tellWatchers(state);
  if (left.length > 0) state.onLeft(left);
}
