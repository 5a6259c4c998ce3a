/** The list of every request, for tests that count. */
import type { LoggedRequest, RequestLog } from './types.ts';

/** A log with the means to write to it, and to forget all since a mark. */
export interface WritableLog {
  readonly log: RequestLog;
  readonly record: (entry: LoggedRequest) => void;
  readonly rewind: (mark: number) => void;
}

/** An empty log. */
export function createRequestLog(): WritableLog {
  const entries: LoggedRequest[] = [];
  const since = (mark = 0) => entries.slice(mark);
  return {
    record: (entry) => void entries.push(entry),
    rewind: (mark) => void entries.splice(mark),
    log: {
      all: since,
      writes: (mark) => since(mark).filter((entry) => entry.isWrite && !entry.faulted),
      byApps: (mark) =>
        since(mark).filter(({ actor }) => actor.kind === 'app' || actor.kind === 'installation'),
      unknown: (mark) => since(mark).filter((entry) => entry.status === 501),
      mark: () => entries.length,
    },
  };
}
