/** Does the work in processes of their own, each with a limit of time and memory: what a text does to one harms no other. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import workerpool from 'workerpool';
import type { Failed, WorkRunner, Work } from './types.ts';

/** How much a text may take. */
export interface ParserLimits {
  /** Counted from when a process begins with the text: how long the process takes to start says nothing of it. */
  readonly timeMs: number;
  /** Of JavaScript's heap; a process needs about 60 MB besides. */
  readonly memoryMb: number;
}

export const DEFAULT_PARSER_LIMITS: ParserLimits = { timeMs: 10_000, memoryMb: 256 };

/** How a pool is made. */
export interface PoolOptions {
  readonly limits?: ParserLimits;
  /** How many processes; one less than there are cores, and at least one. */
  readonly processes?: number;
  /** The file that a process runs, with its arguments; the one beside this file. */
  readonly entry?: { readonly file: string; readonly args: readonly string[] };
  /** Node's own options for a process; those of this one. */
  readonly execArgv?: readonly string[];
  /** Told of each process that ended in the midst of its work, or was ended for taking too long. */
  readonly onFailed?: (failed: Failed) => void;
}

/** Parser processes that run already. */
export interface Pool {
  readonly run: WorkRunner;
  readonly limits: ParserLimits;
  /** Ends them, whatever they do. */
  stop(): Promise<void>;
}

/** Node's own default: parsing makes much that is soon of no use. */
const YOUNG_MB = 16;

/** A process that has not begun by then never will; on a busy machine one takes many seconds to start. */
const LONGEST_START_MS = 60_000;

/** How long a process that is overdue has to end by itself before it is killed. */
const END_MS = 100;

/** Starts the processes. */
export function startPool(options: PoolOptions = {}): Pool {
  const { limits = DEFAULT_PARSER_LIMITS, onFailed = () => {} } = options;
  const own = fileURLToPath(import.meta.url);
  const { file, args } = options.entry ?? { file: own.replace(/pool(?=\.[jt]s$)/u, 'child'), args: [] };
  const processes = options.processes ?? Math.max(1, availableParallelism() - 1);
  const pool = workerpool.pool(file, {
    workerType: 'process',
    minWorkers: processes,
    maxWorkers: processes,
    workerTerminateTimeout: END_MS,
    // What V8 writes when it aborts is of no use in a log; the pool reads and drops it.
    emitStdStreams: true,
    forkArgs: [...args],
    forkOpts: {
      serialization: 'advanced',
      execArgv: [
        ...(options.execArgv ?? process.execArgv).filter(
          (arg) => !/^--(?:inspect|max-old-space|max-semi-space)/u.test(arg),
        ),
        // Over what NODE_OPTIONS says of the server itself.
        `--max-old-space-size=${limits.memoryMb}`,
        `--max-semi-space-size=${YOUNG_MB}`,
      ],
    },
  });
  let isStopped = false;
  const gate = createGate(processes);
  const run: WorkRunner = async (work) => {
    const result = await gate(async () => attempt(pool, work, limits.timeMs));
    // What a stop cut short says nothing of the text.
    if (isStopped && result.kind === 'died') throw new Error('The parser processes were stopped.');
    if (result.kind !== 'done') onFailed(result);
    return result as Awaited<ReturnType<typeof run<typeof work.kind>>>;
  };
  return {
    run,
    limits,
    async stop() {
      isStopped = true;
      await Promise.resolve(pool.terminate(true, 2_000)).catch(() => {
        // A process that does not end is killed by the pool; there is nothing else to wait for.
      });
    },
  };
}

type Result = { readonly kind: 'done'; readonly value: unknown } | Failed;

/**
 * Lets so many through at once, in their order. The pool has a queue of its own, but what waits there when a process dies is
 * only begun with the next call (workerpool 10.0.3, `_removeWorker` waits for an exit that has been).
 */
function createGate(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async (work) => {
    if (inside >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else inside += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) inside -= 1;
      else next();
    }
  };
}

/** A process may have ended while it had nothing to do: then the work was never begun, and is given to another one. */
const MOST_STARTS = 3;

async function attempt(
  pool: ReturnType<typeof workerpool.pool>,
  work: Work,
  timeMs: number,
): Promise<Result> {
  for (let starts = 1; ; starts += 1) {
    try {
      return await begin(pool, work, timeMs);
    } catch (error) {
      if (error instanceof workerpool.Promise.TimeoutError) return { kind: 'overdue' };
      const reason = error instanceof Error ? error.message : String(error);
      if (reason === 'Worker is terminated' && starts < MOST_STARTS) {
        // The pool takes note of the end in its next turn.
        await new Promise((resolve) => setImmediate(resolve));
        continue;
      }
      return { kind: 'died', reason: summary(reason) };
    }
  }
}

/** Gives the work to a process, which says by an event when it begins (child.ts). */
async function begin(pool: ReturnType<typeof workerpool.pool>, work: Work, timeMs: number): Promise<Result> {
  const result: ReturnType<typeof pool.exec> = pool.exec('work', [work], {
    on: () => void result.timeout(timeMs),
  });
  // Of two limits of a workerpool promise the one that ends first holds.
  return (await result.timeout(LONGEST_START_MS + timeMs)) as Result;
}

/** The exit code and the signal, of the many lines that the pool has to say. */
function summary(reason: string): string {
  const [, code, signal] = /exitCode: `(.*)`\s+signalCode: `(.*)`/u.exec(reason) ?? [];
  return code === undefined ? (reason.split('\n')[0] ?? '') : `exit code ${code}, signal ${signal ?? 'null'}`;
}
