import { createMemoryQueue, type MemoryQueueOptions } from '../../src/queue/memory.ts';
import type { Failure, Hint, Job, Outcome, Queue } from '../../src/queue/types.ts';
import { createFakeClock, type FakeClock, settled } from './fake-clock.ts';

/** A queue on a test bench: jobs run until the test ends them. */
export interface Bench {
  readonly queue: Queue;
  readonly clock: FakeClock;
  /** Repositories whose jobs were started, in order. */
  readonly started: string[];
  /** The jobs as they were started. */
  readonly jobs: Job[];
  /** Repositories at work now. */
  readonly running: () => string[];
  readonly dead: Failure[];
  readonly retries: { readonly failure: Failure; readonly afterMs: number }[];
  readonly left: Job[];
  /** Ends the running job of a repository. */
  readonly ends: (repo: string, outcome?: Outcome | Error) => Promise<void>;
}

/** A job of repository `repo`; one hint unless told. */
export function job(repo: string, hints: readonly Hint[] = [{ kind: 'sweep' }], installation = 1): Job {
  return { installation, owner: 'ada', repo, hints };
}

export function createBench(options: Partial<MemoryQueueOptions> = {}): Bench {
  const clock = createFakeClock();
  const jobs: Job[] = [];
  const dead: Failure[] = [];
  const retries: Bench['retries'] = [];
  const left: Job[] = [];
  const atWork = new Map<string, (outcome: Outcome | Error) => void>();
  const queue = createMemoryQueue({
    run(started) {
      jobs.push(started);
      return new Promise((resolve, reject) => {
        atWork.set(started.repo, (outcome) =>
          outcome instanceof Error ? reject(outcome) : resolve(outcome),
        );
      });
    },
    clock,
    random: () => 0,
    onDead: (failure) => dead.push(failure),
    onRetry: (failure, afterMs) => retries.push({ failure, afterMs }),
    onLeft: (waiting) => left.push(...waiting),
    ...options,
  });
  return {
    queue,
    clock,
    jobs,
    dead,
    retries,
    left,
    get started() {
      return jobs.map(({ repo }) => repo);
    },
    running: () => [...atWork.keys()],
    async ends(repo, outcome = { kind: 'done' }) {
      const end = atWork.get(repo);
      if (!end) throw new Error(`${repo} is not at work; at work: ${[...atWork.keys()].join(', ')}`);
      atWork.delete(repo);
      end(outcome);
      await settled();
    },
  };
}
