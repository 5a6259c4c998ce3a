/**
 * The words of the queue.
 *
 * - **Hint**: a reason to look at a repository; never a fact to act on.
 * - **Job**: a repository to look at, with the hints that led there; or an installation, all of whose repositories are to be.
 * - **Outcome**: what running a job came to.
 * - **News**: what all processes that share a queue should know.
 */

/** A reason to look at a repository; never a fact to act on. */
export type Hint =
  | {
      readonly kind: 'push';
      readonly ref: string;
      readonly before: string;
      readonly after: string;
      /** Paths the push changed, or `unknown` when the payload cannot tell (forced, merged, cut short). */
      readonly touched: readonly string[] | 'unknown';
    }
  | { readonly kind: 'issue'; readonly number: number }
  /** A comment on an issue or pull request, which may hold commands. */
  | { readonly kind: 'comment'; readonly issue: number; readonly comment: number }
  | { readonly kind: 'pull-request'; readonly number: number }
  /** Somebody pressed a button of a check. */
  | {
      readonly kind: 'requested-action';
      /** What the check is on, and the pull requests whose head that is. */
      readonly commit: string;
      readonly pulls: readonly number[];
      /** Which button, as the check named it. */
      readonly identifier: string;
      /** Login of who pressed it. */
      readonly by: string;
    }
  /** A merge queue built what it is about to merge, and waits for the checks of this commit. */
  | { readonly kind: 'merge-queue'; readonly commit: string; readonly branch: string }
  /** A person closed or reopened a plan's write-back pull request. */
  | { readonly kind: 'write-back'; readonly plan: string }
  /** Look at every plan and its issues. Also what a job with too many hints is left with, beside what somebody waits for. */
  | { readonly kind: 'sweep' };

export type Job = RepositoryJob | InstallationJob;

/** A repository, and by which installation it is reached. */
export interface RepositoryPlace {
  readonly installation: number;
  readonly owner: string;
  readonly repo: string;
}

/** A repository to look at. Its place (in any case of letters) is its key. */
export interface RepositoryJob extends RepositoryPlace {
  readonly kind: 'repository';
  readonly hints: readonly Hint[];
  /** How many content-creating requests its last run found no room for in GitHub's limits: it waits until there is some. */
  readonly needs?: number;
}

/** An installation to look through: each of its repositories becomes a job. */
export interface InstallationJob {
  readonly kind: 'installation';
  readonly installation: number;
}

/** What makes other processes forget what they remember and ask GitHub again. News may come too often; it costs only requests. */
export type News =
  /** What the app may do there has changed. */
  | { readonly kind: 'installation'; readonly installation: number }
  /** Its config has changed, or it goes by another name. */
  | { readonly kind: 'repository'; readonly owner: string; readonly repo: string };

/** What running a job came to. */
export type Outcome =
  /**
   * `later`: whoever runs the job must run it again after a while, even if no event comes.
   * `refused`: GitHub refused some writes, so that the next sweep looks at everything even if nothing changed.
   */
  | { readonly kind: 'done'; readonly later?: Later; readonly refused?: true }
  /** Progress was made and there is more to do: to the back of the queue. */
  | { readonly kind: 'again' }
  /** Not now: after `afterMs` if GitHub named a time, else after a growing wait. */
  | { readonly kind: 'retry'; readonly afterMs: number | null; readonly reason: string }
  /** GitHub's limits have no room for so many content-creating requests until then. Nothing failed. */
  | { readonly kind: 'no-room'; readonly afterMs: number; readonly needs: number };

/** Another run of the job that comes without an event. */
export interface Later {
  readonly hints: readonly Hint[];
  readonly afterMs: number;
}

/** A job that failed, and how. */
export interface Failure {
  readonly job: Job;
  /** How often it was run without success. */
  readonly attempts: number;
  readonly reason: string;
  /** What `run` threw, if it threw. */
  readonly error: unknown;
  /** Several processes died while they ran it: it runs again only when something new happens in its repository. */
  readonly isDeadly?: boolean;
}

/** How full a queue is, over all processes that share it. */
export interface Fill {
  readonly running: number;
  /** Jobs that could run now, and wait for their turn. */
  readonly ready: number;
  /** Jobs whose time has not come. */
  readonly delayed: number;
  /** How long the oldest job has been ready; 0 if none is. */
  readonly oldestMs: number;
}

/** What every queue needs to know. */
export interface QueueOptions {
  /** Runs one job. Throwing counts as `retry`. */
  readonly run: (job: Job) => Promise<Outcome>;
  readonly clock: QueueClock;
  /** A number from 0 up to 1, such as `Math.random`: spreads retries so that jobs that failed together do not return together. */
  readonly random: () => number;
  /** Told of each job that is given up: log it loudly. Its work is found again by the next event or sweep. */
  readonly onDead: (failure: Failure) => void;
  /** Told of each job that will be tried again, and when. */
  readonly onRetry?: (failure: Failure, afterMs: number) => void;
  /** Told of each news, by whichever process; null where some may have been missed. */
  readonly onNews?: (news: News | null) => void;
  /** How many installations may work at the same time in this process; default 8. */
  readonly concurrency?: number;
  /** How often a job may fail in a row; default 12, with the other defaults more than half an hour. */
  readonly maxAttempts?: number;
  /** First wait after a failure, doubled with each further one; default 2 s. */
  readonly firstWaitMs?: number;
  /** Longest wait that the queue itself chooses; default 15 min. A time that GitHub named is obeyed whatever it is. */
  readonly longestWaitMs?: number;
}

/**
 * Jobs, one at a time per installation and so per repository; equal jobs become one. Of those that could run, previews
 * and commands go ahead, for somebody waits for them; a job with more to do has had its turn and goes behind the others.
 */
export interface Queue {
  /**
   * Adds a job, or unites it with the job of the same key that waits: then the earlier of the two times counts, so that a
   * stream of events cannot delay a job for ever. A job of that key that is running already does not count as waiting.
   *
   * @throws Error when the queue was stopped or cannot be reached, so that a webhook is answered as failed and can be
   *   delivered again.
   */
  add(job: Job, options?: { readonly delayMs?: number }): Promise<void>;
  /** How many jobs of an installation wait, as far as is known without asking; the running one is not among them. */
  waiting(installation: number): number;
  /**
   * How full the queue is.
   *
   * @throws Error when it cannot be reached.
   */
  fill(): Promise<Fill>;
  /** Whether it falls to this process to do what all that share the queue do once in `everyMs` together. */
  claims(name: string, everyMs: number): Promise<boolean>;
  /** What is remembered under a name by all that share the queue; null if nothing is. */
  recall(name: string): Promise<unknown>;
  /** Remembers a value that is JSON, for a month at most; null forgets. */
  note(name: string, value: unknown): Promise<void>;
  /** Tells all processes that share the queue, this one too. */
  tell(news: News): Promise<void>;
  /** Resolves when nothing runs and nothing waits. `hurry` runs delayed jobs at once, for stories and the command line. */
  idle(options?: { readonly hurry?: boolean }): Promise<void>;
  /**
   * Takes no new job and waits for the running ones, at most `graceMs`: each is safe to repeat. Waiting jobs stay: in a
   * queue of this process alone they are lost with it, and the sweep after a start finds their work.
   */
  stop(options?: { readonly graceMs?: number }): Promise<void>;
}

/** Time, so that tests need not wait for it. */
export interface QueueClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `act` once after `ms`; the answer takes that back. */
  after(ms: number, act: () => void): () => void;
}
