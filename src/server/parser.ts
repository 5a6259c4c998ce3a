/** Starts the parser processes that the settings ask for, and the reader in front of them. */
import { startPool, type ParserLimits } from '../parser/pool.ts';
import { createReader } from '../parser/reader.ts';
import type { Attempts, WorkRunner, TextReader } from '../parser/types.ts';
import type { Queue } from '../queue/types.ts';
import type { Log } from './log.ts';
import { version } from '../version.ts';

/** What the reader needs. */
export interface OpenReaderOptions {
  /** Reads texts in place of the parser processes, for tests. */
  readonly run: WorkRunner | undefined;
  /** Remembers failed attempts, for all processes that share the queue. */
  readonly queue: () => Promise<Pick<Queue, 'recall' | 'note'>>;
  readonly now: () => number;
  readonly log: Log;
}

/** Starts the parser processes and creates the reader. */
export function openReader(
  { parser }: { readonly parser: ParserLimits },
  { run, queue, now, log }: OpenReaderOptions,
): { readonly reader: TextReader; stop(): Promise<void> } {
  const pool =
    run === undefined
      ? startPool({
          limits: parser,
          onFailed: (failed) => {
            const reason = failed.kind === 'overdue' ? failed.kind : `${failed.kind}: ${failed.reason}`;
            log.warn({ reason }, 'A text could not be read');
          },
        })
      : null;
  const nameOf = (key: string): string => `unclear text ${key}`;
  const reader = createReader({
    run: run ?? (pool?.run as WorkRunner),
    now,
    // A newer parser may read what an older one could not.
    terms: `${version()} ${parser.timeMs} ms ${parser.memoryMb} MB`,
    memory: {
      recall: async (key) => (await (await queue()).recall(nameOf(key))) as Attempts | null,
      note: async (key, attempts) => (await queue()).note(nameOf(key), attempts),
    },
  });
  return { reader, stop: async () => pool?.stop() };
}
