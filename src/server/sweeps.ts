/**
 * What a server does by itself, so that nothing missed stays missed: it looks through every installation now and then,
 * and asks again for deliveries that never arrived. Of several replicas one does it.
 */
import type { Client } from '../github/transport/client.ts';
import { readDeliveries, readInstallations, redeliver, type Delivery } from '../github/read/installations.ts';
import type { QueueClock, Queue } from '../queue/types.ts';
import type { Log } from './log.ts';

/** What rounds take. */
export interface SweepsOptions {
  readonly app: () => Promise<Client>;
  readonly queue: Pick<Queue, 'add' | 'claims'>;
  readonly clock: QueueClock;
  readonly onRedelivered: (count: number) => void;
  readonly log: Log;
}

/** Rounds that go on until they are stopped. */
export interface Sweeps {
  /** The first look at everything has been asked for. */
  readonly begun: Promise<void>;
  stop(): void;
}

const MINUTE_MS = 60_000;
/** Replicas that start together sweep once. */
const START_MS = 5 * MINUTE_MS;
/** After a start nobody should wait for hours; one installation a second is no storm. */
const START_STEP_MS = 1_000;
/** How often failed deliveries are looked for. */
const DELIVERIES_MS = 15 * MINUTE_MS;
/** GitHub may still be at it. */
const YOUNG_MS = MINUTE_MS;
/** How many deliveries are looked back at (DESIGN 8.1). */
const MOST_DELIVERIES = 1_000;
/** A delivery that failed so often is left to the next sweep. */
const MOST_ATTEMPTS = 3;

/** Begins with a round at once; `sweepMs` is how often everything is looked through, null is never. */
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
 * Work that one of all replicas does. One that took it on and failed does it when it tries again: nobody else will before
 * its next time.
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

/** Asks for a look through every installation, one after the other. */
async function sweep({ app, queue, log }: SweepsOptions, sweepMs: number, isStart: boolean): Promise<void> {
  const installations = await readInstallations(await app());
  const even = (sweepMs * 0.9) / installations.length;
  const stepMs = isStart ? Math.min(START_STEP_MS, even) : even;
  for (const [index, installation] of installations.entries())
    await queue.add({ kind: 'installation', installation }, { delayMs: Math.round(index * stepMs) });
  log.info({ count: installations.length }, 'Sweep of all installations queued');
}

/** Asks again for deliveries that never arrived, the oldest first. */
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
 * The deliveries that never arrived, the oldest first.
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
