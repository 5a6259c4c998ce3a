/**
 * The words of the queue.
 *
 * - **Hint**: a reason to look at a repository; never a fact to act on.
 * - **Job**: a repository to look at, with the hints that led there.
 * - **Outcome**: what running a job came to.
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
  /** A person closed or reopened a plan's write-back pull request. */
  | { readonly kind: 'write-back'; readonly plan: string }
  /** Look at all of it, open pull requests too. Also what a job with too many hints is left with. */
  | { readonly kind: 'sweep' };

/** A repository to look at. Installation, owner and repo (in any case of letters) are its key. */
export interface Job {
  readonly installation: number;
  readonly owner: string;
  readonly repo: string;
  readonly hints: readonly Hint[];
}

/** What running a job came to. */
export type Outcome =
  | { readonly kind: 'done' }
  /** Progress was made and there is more to do: to the back of the queue. */
  | { readonly kind: 'again' }
  /** Not now: after `afterMs` if GitHub named a time, else after a growing wait. */
  | { readonly kind: 'retry'; readonly afterMs: number | null; readonly reason: string };

/** A job that failed, and how. */
export interface Failure {
  readonly job: Job;
  /** How often it was run without success. */
  readonly attempts: number;
  readonly reason: string;
  /** What `run` threw, if it threw. */
  readonly error: unknown;
}

/** Jobs, one at a time per installation and so per repository; equal jobs become one. */
export interface Queue {
  /**
   * Adds a job, or unites it with its twin that waits: then the earlier of the two times counts, so that a stream
   * of events cannot push a delayed job out for ever. A twin that is running already does not count as waiting.
   *
   * @throws Error when the queue was stopped, so that a webhook is answered as failed and can be delivered again.
   */
  add(job: Job, options?: { readonly delayMs?: number }): Promise<void>;
  /** How many jobs of an installation wait; the running one is not among them. */
  waiting(installation: number): number;
  /** Resolves when nothing runs and nothing waits. `hurry` runs delayed jobs at once, for stories and the command line. */
  idle(options?: { readonly hurry?: boolean }): Promise<void>;
  /** Takes no new job and waits for the running ones. Waiting jobs stay undone: the sweep after a start finds their work. */
  stop(): Promise<void>;
}

/** Time, so that tests need not wait for it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `act` once after `ms`; the answer takes that back. */
  after(ms: number, act: () => void): () => void;
}
