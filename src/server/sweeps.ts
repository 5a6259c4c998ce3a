/**
 * What a server does without events: sweeps of every installation at intervals, and requests to GitHub to send failed webhook
 * deliveries again. Of several replicas one does it.
 */
import type { Client } from '../github/transport/client.ts';
import { readDeliveries, readInstallations, redeliver, type Delivery } from '../github/read/installations.ts';
import type { QueueClock, Queue } from '../queue/types.ts';
import type { Log } from './log.ts';

/** What sweeps need. */
export interface SweepsOptions {
  readonly app: () => Promise<Client>;
  readonly queue: Pick<Queue, 'add' | 'claims'>;
  readonly clock: QueueClock;
  readonly onRedelivered: (count: number) => void;
  readonly log: Log;
}

/** Sweeps that go on until they are stopped. */
export interface Sweeps {
  /** Resolves when the jobs of the first sweep are queued. */
  readonly begun: Promise<void>;
  stop(): void;
}

const MINUTE_MS = 60_000;
/** Replicas that start together sweep once. */
const START_MS = 5 * MINUTE_MS;
/** The first sweep after a start takes one installation a second; later ones are spread over the whole interval. */
const START_STEP_MS = 1_000;
/** How often failed deliveries are looked for. */
const DELIVERIES_MS = 15 * MINUTE_MS;
/** A delivery younger than this may still be under way. */
const YOUNG_MS = MINUTE_MS;
/** How many past deliveries are read at most (DESIGN 8.1). */
const MOST_DELIVERIES = 1_000;
/** A delivery that failed so often is left to the next sweep. */
const MOST_ATTEMPTS = 3;

/** Starts with a sweep at once; `sweepMs` is the interval between sweeps, null for none at all. */
export function startSweeps(sweepMs: number | null, options: SweepsOptions): Sweeps {
  if (sweepMs === null) return { begun: Promise.resolve(), stop() {} };
  const { clock, queue } = options;
  const [sweeping, recovering] = [createSharedTask(queue, 'sweep'), createSharedTask(queue, 'deliveries')];
  let cancel = (): void => {};
  let nextSweepAt = -Infinity;
  let lookedAt = -Infinity;
  let isStopped = false;
  const round = async (): Promise<void> => {
    const now = clock.now();
    try {
      if (now >= nextSweepAt) {
        const isStart = nextSweepAt === -Infinity;
        const everyMs = isStart ? Math.min(START_MS, sweepMs / 2) : sweepMs * 0.9;
        await sweeping(everyMs, () => sweep(options, sweepMs, isStart));
        nextSweepAt = now + sweepMs;
      }
      const since = lookedAt - 2 * DELIVERIES_MS;
      await recovering(DELIVERIES_MS / 2, () => recover(options, since));
      lookedAt = now;
    } catch (error) {
      options.log.warn({ err: error }, 'The look for what was missed did not end; it begins again later');
    }
    if (!isStopped) cancel = clock.after(lookedAt === now ? DELIVERIES_MS : MINUTE_MS, () => void round());
  };
  return {
    begun: round(),
    stop() {
      isStopped = true;
      cancel();
    },
  };
}

/**
 * Work that one of all replicas does in each interval. A replica that claimed it and failed does it at its next try, since no
 * other replica can claim it before the next interval.
 */
function createSharedTask(
  queue: Pick<Queue, 'claims'>,
  name: string,
): (everyMs: number, work: () => Promise<void>) => Promise<void> {
  let isOurs = false;
  return async (everyMs, work) => {
    isOurs ||= await queue.claims(name, everyMs);
    if (!isOurs) return;
    await work();
    isOurs = false;
  };
}

/** Queues a job for every installation, spread over time. */
async function sweep({ app, queue, log }: SweepsOptions, sweepMs: number, isStart: boolean): Promise<void> {
  const installations = await readInstallations(await app());
  const even = (sweepMs * 0.9) / installations.length;
  const stepMs = isStart ? Math.min(START_STEP_MS, even) : even;
  for (const [index, installation] of installations.entries())
    await queue.add({ kind: 'installation', installation }, { delayMs: Math.round(index * stepMs) });
  log.info({ count: installations.length }, 'Sweep of all installations queued');
}

/** Asks GitHub to send failed deliveries again, the oldest first. */
async function recover(options: SweepsOptions, since: number): Promise<void> {
  const { app: open, clock, onRedelivered, log } = options;
  const app = await open();
  const all = await readDeliveries(app, { since, most: MOST_DELIVERIES });
  let count = 0;
  for (const one of missed(all, clock.now() - YOUNG_MS)) if (await redeliver(app, one)) count += 1;
  if (count === 0) return;
  onRedelivered(count);
  log.info({ count }, 'Failed deliveries asked for again');
}

/**
 * The deliveries that failed, the oldest first.
 *
 * @param deliveries All attempts, newest first.
 * @param before Attempts after this time may still be under way.
 */
export function missed(deliveries: readonly Delivery[], before: number): Delivery[] {
  const attempts = new Map<string, Delivery[]>();
  for (const one of deliveries) attempts.set(one.guid, [...(attempts.get(one.guid) ?? []), one]);
  return [...attempts.values()]
    .flatMap((tries) => {
      const [newest] = tries;
      const isOver = tries.some(({ ok }) => ok) || tries.length >= MOST_ATTEMPTS;
      return newest === undefined || isOver || newest.at > before ? [] : [newest];
    })
    .toReversed();
}
