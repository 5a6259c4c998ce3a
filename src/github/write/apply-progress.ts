/** Tells how far a change set is: after each change, and to whoever must be asked by a request now and then, at the right time. */
import type { Change } from '../../sync/types.ts';
import type { Client } from '../transport/client.ts';
import { laneOf } from '../transport/client.ts';
import { NoRoomError } from '../transport/errors.ts';
import { roomInMs } from '../transport/lane.ts';
import { costOf, graphqlCostOf, type Cost } from '../transport/pacing.ts';
import { timeLeft, type TimeLeft } from '../transport/time-left.ts';

/** How far a change set is. */
export interface ApplyProgress {
  readonly done: number;
  readonly total: number;
  /** How long the rest takes. Works it out when it is asked. */
  readonly left: () => TimeLeft;
}

/** A report is due so long after the last, or before a wait of at least {@link LONG_WAIT_MS}. */
const REPORT_EVERY_MS = 30_000;
const LONG_WAIT_MS = 10_000;

const READ = costOf('GET', '');
const WRITE = costOf('PATCH', '');
const CREATE = costOf('POST', '/issues');
const CREATE_IN_PLACE = graphqlCostOf(true);

/** What of a change set tells its progress. */
export interface ProgressOptions {
  readonly onProgress?: ((progress: ApplyProgress) => void) | undefined;
  /** Writes a report to GitHub; waited for. */
  readonly report?: ((progress: ApplyProgress) => Promise<void>) | undefined;
}

/** Watches over the progress of a change set. */
export function createProgressCheck(
  client: Client,
  changes: readonly Change[],
  { onProgress, report }: ProgressOptions,
): {
  /** Before a change is done, so many being done already. */
  readonly before: (done: number) => Promise<void>;
  readonly after: (done: number) => void;
  /** Does a change; where there is no room for it, the error says how much all that is left needs. */
  readonly counting: (done: number, change: () => Promise<void>) => Promise<void>;
} {
  const lane = laneOf(client);
  const inPlace = new Set(
    changes.flatMap((change) =>
      change.kind === 'add-sub-issue' && change.child.kind === 'task' ? [change.child.key] : [],
    ),
  );
  const isAtomic = (): boolean => lane.host.lacksParentUntil <= lane.clock.now();
  const costs = (change: Change): readonly Cost[] => costsOf(change, isAtomic() ? inPlace : new Set());
  const progress = (done: number): ApplyProgress => ({
    done,
    total: changes.length,
    left: () => timeLeft(lane, changes.slice(done).flatMap(costs)),
  });
  let saidAt = lane.clock.now();
  return {
    async before(done) {
      const change = changes[done];
      const next = change === undefined ? undefined : costs(change).at(-1);
      const since = lane.clock.now() - saidAt;
      const isDue = since >= REPORT_EVERY_MS || (since >= LONG_WAIT_MS / 2 && waits(next));
      // While GitHub wants to be left alone nothing is sent, a report neither.
      if (report === undefined || !isDue || lane.bannedUntil > lane.clock.now()) return;
      await report(progress(done));
      saidAt = lane.clock.now();
    },
    after: (done) => onProgress?.(progress(done)),
    async counting(done, act) {
      try {
        await act();
      } catch (error) {
        if (error instanceof NoRoomError)
          error.needs = changes
            .slice(done)
            .flatMap(costs)
            .filter(({ creates }) => creates).length;
        throw error;
      }
    },
  };

  function waits(next: Cost | undefined): boolean {
    return next !== undefined && roomInMs(lane, next) >= LONG_WAIT_MS;
  }
}

/** What a change costs, about. Those done together with making their issue cost nothing more. */
function costsOf(change: Change, inPlace: ReadonlySet<string>): readonly Cost[] {
  switch (change.kind) {
    case 'create-label':
    case 'create-milestone':
    case 'update-milestone':
      return [WRITE];
    case 'create-tracking-issue':
      return [CREATE];
    case 'create-issue':
      return [inPlace.has(change.key) ? CREATE_IN_PLACE : CREATE, ...(change.close === null ? [] : [WRITE])];
    case 'update-issue':
    case 'adopt-issue': {
      const { patch } = change;
      const sets = [patch.addLabels, patch.removeLabels, patch.addAssignees, patch.removeAssignees];
      return [READ, WRITE, ...sets.flatMap((set) => ((set?.length ?? 0) > 0 ? [WRITE] : []))];
    }
    case 'add-sub-issue':
      return change.child.kind === 'task' && inPlace.has(change.child.key) ? [] : [CREATE];
    case 'add-blocked-by':
      return [CREATE];
    case 'remove-sub-issue':
    case 'remove-blocked-by':
      return [READ, WRITE];
  }
}
