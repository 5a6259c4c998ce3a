/**
 * What GitHub lets each installation send, as all that share the queue know it: taken from there before a job, put there after it. So
 * a restart forgets nothing, and replicas that take turns with an installation count its requests together.
 */
import type { Lane } from '../github/transport/lane.ts';
import { paceMemoryOf, recallPace } from '../github/transport/pace-memory.ts';
import { hourRoomMs } from '../github/transport/pacing.ts';
import type { Queue } from '../queue/types.ts';
import type { Log } from './log.ts';

/** The paces of all installations. */
export interface Paces {
  /** Takes over what others learnt and counted. */
  load(installation: number): Promise<void>;
  /** Hands over what was learnt and counted here, if there is anything new. */
  save(installation: number): Promise<void>;
  /** How long until GitHub has room for so many content-creating requests, or as many as a burst holds. Asks nobody. */
  roomMs(installation: number, creates: number): number;
}

/** Creates them; a queue that cannot be reached is no reason to do no job. */
export function createPaces(
  laneOf: (installation: number) => Lane,
  {
    queue,
    log,
  }: { readonly queue: () => Promise<Pick<Queue, 'recall' | 'note'>>; readonly log: Pick<Log, 'warn'> },
): Paces {
  const saved = new Map<number, string>();
  const trying = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      log.warn({ err: error }, 'What GitHub allows cannot be shared just now');
    }
  };
  return {
    load: (installation) =>
      trying(async () =>
        recallPace(laneOf(installation).pace, await (await queue()).recall(noteOf(installation))),
      ),
    save: (installation) =>
      trying(async () => {
        const memory = paceMemoryOf(laneOf(installation).pace);
        const text = JSON.stringify(memory);
        if (text === (saved.get(installation) ?? NOTHING)) return;
        await (await queue()).note(noteOf(installation), memory);
        saved.set(installation, text);
      }),
    roomMs(installation, creates) {
      const { pace, clock, bannedUntil, usedUpUntil } = laneOf(installation);
      const now = clock.now();
      return Math.max(0, bannedUntil - now, usedUpUntil.rest - now, hourRoomMs(pace, creates, now));
    },
  };
}

const NOTHING = JSON.stringify({ learnt: {}, creates: [] });

function noteOf(installation: number): string {
  return `pace ${installation}`;
}
