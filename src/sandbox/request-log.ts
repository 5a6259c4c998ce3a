/** The list of every request, for tests that count. */
import type { LoggedRequest, RequestLog } from './types.ts';

/** An empty log and the means to write to it. */
export function createRequestLog(): { log: RequestLog; record: (entry: LoggedRequest) => void } {
  const entries: LoggedRequest[] = [];
  const since = (mark = 0) => entries.slice(mark);
  return {
    record: (entry) => void entries.push(entry),
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
