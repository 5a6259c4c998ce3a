import { createMemoryQueue } from '../../src/queue/memory.ts';
import type { Failure, Hint, Job, News, Outcome, Queue, QueueOptions } from '../../src/queue/types.ts';
import { createFakeClock, settled } from './fake-clock.ts';

/** A queue on a test bench: jobs run until the test ends them. */
export interface Bench {
  readonly queue: Queue;
  /** Repositories whose jobs were started, in order; `all` for an installation. */
  readonly started: () => string[];
  /** The jobs as they were started. */
  readonly jobs: readonly Job[];
  /** Repositories at work now, sorted. */
  readonly running: () => string[];
  readonly dead: readonly Failure[];
  readonly retries: readonly { readonly failure: Failure; readonly afterMs: number }[];
  readonly news: readonly (News | null)[];
  /** Only of a queue in memory: what its end left undone. */
  readonly left: readonly Job[];
  /** Lets everything happen that can happen now. */
  settles(): Promise<void>;
  /** Lets time pass, and everything happen that is due by then. */
  passes(ms: number): Promise<void>;
  /** How many jobs of an installation wait. */
  waits(installation: number): Promise<number>;
  /** Waits until the job of a repository runs. */
  starts(repo: string): Promise<void>;
  /** Ends the running job of a repository, and waits for nothing. */
  end(repo: string, outcome?: Outcome | Error): void;
  /** Ends the running job of a repository, and lets happen what happens then. */
  ends(repo: string, outcome?: Outcome | Error): Promise<void>;
}

export type BenchOptions = Partial<QueueOptions>;

/** A job of repository `repo`; one hint unless told. */
export function job(
  repo: string,
  hints: readonly Hint[] = [{ kind: 'sweep' }],
  installation = 1,
  owner = 'ada',
): Job {
  return { kind: 'repository', installation, owner, repo, hints };
}

export function hintsOf(one: Job | undefined): readonly Hint[] {
  return one?.kind === 'repository' ? one.hints : [];
}

/** What a bench notes, and the options of a queue that has it noted. */
export function createNotes(now: QueueOptions['clock']) {
  const jobs: Job[] = [];
  const dead: Failure[] = [];
  const retries: { readonly failure: Failure; readonly afterMs: number }[] = [];
  const news: (News | null)[] = [];
  const atWork = new Map<string, (outcome: Outcome | Error) => void>();
  const nameOf = (one: Job): string => (one.kind === 'repository' ? one.repo : 'all');
  const options: QueueOptions = {
    run(started) {
      jobs.push(started);
      return new Promise((resolve, reject) => {
        atWork.set(nameOf(started), (outcome) =>
          outcome instanceof Error ? reject(outcome) : resolve(outcome),
        );
      });
    },
    clock: now,
    random: () => 0,
    onDead: (failure) => dead.push(failure),
    onRetry: (failure, afterMs) => retries.push({ failure, afterMs }),
    onNews: (one) => news.push(one),
  };
  const end = (repo: string, outcome: Outcome | Error = { kind: 'done' }): void => {
    const act = atWork.get(repo);
    if (!act) throw new Error(`${repo} is not at work; at work: ${[...atWork.keys()].join(', ')}`);
    atWork.delete(repo);
    act(outcome);
  };
  return {
    options,
    notes: {
      end,
      jobs,
      dead,
      retries,
      news,
      started: () => jobs.map(nameOf),
      running: () => [...atWork.keys()].toSorted(),
    },
  };
}

/** A queue in memory, by a clock that stands still. */
export async function openMemoryBench(options: BenchOptions = {}): Promise<Bench> {
  const clock = createFakeClock();
  const left: Job[] = [];
  const { options: noted, notes } = createNotes(clock);
  const queue = createMemoryQueue({ ...noted, onLeft: (jobs) => left.push(...jobs), ...options });
  return {
    ...notes,
    queue,
    left,
    settles: settled,
    async passes(ms) {
      await clock.advance(ms);
      await settled();
    },
    waits: async (installation) => queue.waiting(installation),
    starts: settled,
    async ends(repo, outcome) {
      notes.end(repo, outcome);
      await settled();
    },
  };
}
