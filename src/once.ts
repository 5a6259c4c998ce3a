/** Runs a job to its end without a server: what the CLI and the Action do. The same pass, with a token and no queue. */
import { Octokit } from '@octokit/rest';
import { instrument, octokitDefaults, type Client } from './github/transport/client.ts';
import { RetryableError, TerminalError } from './github/transport/errors.ts';
import { createLane, wallClock, type LaneClock } from './github/transport/lane.ts';
import { whoAmI, type Account } from './github/read.ts';
import { readMergedSince } from './github/read/merged.ts';
import { runInProcess } from './parser/in-process.ts';
import { createReader } from './parser/reader.ts';
import type { WorkRunner } from './parser/types.ts';
import { confirmHeld } from './pass/commands/confirm.ts';
import { createJobMemory, openRepository, type Away, type JobContext } from './pass/open-repository.ts';
import type { PlanReport } from './pass/sync-plan.ts';
import { UnclearTextError } from './pass/unclear/unclear.ts';
import type { Hint, RepositoryPlace, RepositoryJob } from './queue/types.ts';
import { reconcile } from './reconcile.ts';

/** How long a run waits in all between attempts after errors that may pass, before it ends and leaves the work to the next run. */
const PATIENCE_MS = 15 * 60_000;
/** The steady rate allows 500 new issues an hour (GITHUB-FACTS 2): a plan of 2,000 tasks takes four. */
const LANE_PATIENCE_MS = 5 * 3_600_000;
const MAX_ATTEMPTS = 8;
/** How often a run tries a text that cannot be read yet; after so many attempts the check says so (DESIGN 6). */
const MOST_LOOKS = 3;
const UNREAD = 'A file could not be read yet.';
/** Shorter waits are not shown. */
const WORTH_SAYING_MS = 5_000;

/** The repository that a run works on, and the client to do it with. */
export interface RunTarget {
  readonly client: Client;
  readonly owner: string;
  readonly repo: string;
  readonly clock: LaneClock;
  readonly onProgress?: JobContext['onProgress'];
  /** Called with the reason and length of each wait. */
  readonly onWait?: ((reason: string, ms: number) => void) | undefined;
  /** Reads the texts of the repository; in this process if absent, for a person's own repository. */
  readonly run?: WorkRunner;
}

/** How a run ended. */
export type Ending =
  | { readonly kind: 'done' }
  /** Only a person can help: a permission, a setting, a token. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** A later run may succeed. */
  | { readonly kind: 'unclear'; readonly reason: string }
  | { readonly kind: 'away'; readonly reason: Away }
  /** No change waits under the id that was confirmed. */
  | { readonly kind: 'unknown-id'; readonly waiting: readonly string[] };

/** What a run did. */
export interface Ran {
  readonly ending: Ending;
  /** The last report on each plan. */
  readonly reports: readonly PlanReport[];
}

/** What makes a client out of a token. */
export interface TokenClientOptions {
  readonly token: string;
  /** `https://api.github.com`, or `https://HOST/api/v3` on GitHub Enterprise Server. */
  readonly apiUrl: string;
  readonly clock?: LaneClock;
  readonly onWait?: RunTarget['onWait'];
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** A client that works with a token: a person's, a workflow's, or an installation's. */
export function createTokenClient({ token, apiUrl, clock = wallClock, onWait }: TokenClientOptions): Client {
  const octokit = new Octokit({ ...octokitDefaults, auth: token, baseUrl: apiUrl, log: silent });
  const saying: LaneClock = {
    now: clock.now,
    sleep: (ms, why = "GitHub's rate limit is used up") => {
      if (ms >= WORTH_SAYING_MS) onWait?.(why, ms);
      return clock.sleep(ms);
    },
  };
  return instrument(octokit, { lane: createLane({ clock: saying, patienceMs: LANE_PATIENCE_MS }) });
}

/** The context of a run's jobs: one client, one account, no other jobs. */
export function jobContextOf(
  {
    client,
    clock,
    onProgress,
    run = runInProcess,
  }: Pick<RunTarget, 'client' | 'clock' | 'onProgress' | 'run'>,
  watchers: Pick<JobContext, 'onPlan' | 'onGiveUp' | 'firstLook'> = {},
): JobContext {
  let me: Promise<Account> | null = null;
  return {
    ...watchers,
    ...createJobMemory(),
    log: { info() {}, warn() {} },
    clientOf: async () => client,
    me: () => (me ??= whoAmI({ kind: 'token', client })),
    // A token does not tell its permissions. If writing is not allowed, GitHub refuses it.
    mayWriteContents: async () => true,
    shouldYield: () => false,
    onProgress,
    reader: createReader({ run, now: clock.now }),
  };
}

/** What a run has to do. */
export interface RunRequest {
  readonly hints: readonly Hint[];
  /** Id of the held change that a person confirms. */
  readonly confirm: string | null;
  /** Pull requests merged since then (ms since 1970) get their report; null for none. */
  readonly mergedSince: number | null;
  /** Which Markdown files outside the globs of the config are read. */
  readonly firstLook: NonNullable<JobContext['firstLook']>;
}

/** Runs a job until it is done, refused, or left to a later run. */
export async function runOnce(target: RunTarget, request: RunRequest): Promise<Ran> {
  const reports = new Map<string, PlanReport>();
  let refusal: Ending | null = null;
  const jobContext = jobContextOf(target, {
    firstLook: request.firstLook,
    onPlan: (report) => void reports.set(report.path, report),
    onGiveUp: (reason) => void (refusal = { kind: 'refused', reason }),
  });
  const at: RepositoryPlace = { installation: 0, owner: target.owner, repo: target.repo };
  const ending = await attempt(async () => {
    const prepared = await prepare(jobContext, at, request);
    return 'kind' in prepared
      ? prepared
      : untilDone(target, jobContext, { kind: 'repository', ...at, hints: prepared.hints });
  });
  return { ending: ending.kind === 'done' ? (refusal ?? ending) : ending, reports: [...reports.values()] };
}

/** Opens the repository, writes the confirmation, and lists the merged pull requests. */
async function prepare(
  jobContext: JobContext,
  at: RepositoryPlace,
  { hints, confirm, mergedSince }: RunRequest,
): Promise<Ending | { readonly hints: readonly Hint[] }> {
  const opened = await openRepository(jobContext, at);
  if ('away' in opened) return { kind: 'away', reason: opened.away };
  const confirmed = confirm === null ? null : await confirmHeld(opened, confirm);
  if (confirmed?.kind === 'unknown') return { kind: 'unknown-id', waiting: confirmed.waiting };
  const { client, repository } = opened.context;
  const merged = mergedSince === null ? [] : await readMergedSince(client, repository, mergedSince);
  return { hints: [...hints, ...merged.map((number) => ({ kind: 'pull-request' as const, number }))] };
}

/** Repeats work that needs a text which could not be read yet, a few times. */
export async function untilRead<T>(
  { clock, onWait }: Pick<RunTarget, 'clock' | 'onWait'>,
  look: () => Promise<T>,
): Promise<T> {
  for (let looks = 1; ; looks += 1) {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof UnclearTextError) || looks >= MOST_LOOKS) throw error;
      const { afterMs } = error.unclear;
      onWait?.(UNREAD, afterMs);
      await clock.sleep(afterMs);
    }
  }
}

async function attempt(work: () => Promise<Ending>): Promise<Ending> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TerminalError) return { kind: 'refused', reason: error.message };
    if (error instanceof RetryableError) return { kind: 'unclear', reason: error.message };
    throw error;
  }
}

async function untilDone(
  { clock, onWait }: RunTarget,
  jobContext: JobContext,
  first: RepositoryJob,
): Promise<Ending> {
  let waited = 0;
  let looks = 0;
  let job = first;
  for (let failures = 0; ;) {
    const outcome = await reconcile(jobContext, job);
    switch (outcome.kind) {
      case 'done': {
        const { later } = outcome;
        if (later === undefined) return { kind: 'done' };
        looks += 1;
        if (looks >= MOST_LOOKS) return { kind: 'unclear', reason: UNREAD };
        onWait?.(UNREAD, later.afterMs);
        await clock.sleep(later.afterMs);
        job = { ...job, hints: later.hints };
        break;
      }
      case 'again':
        break;
      case 'no-room':
        onWait?.("GitHub's rate limit", outcome.afterMs);
        await clock.sleep(outcome.afterMs);
        break;
      case 'retry': {
        failures += 1;
        const ms = outcome.afterMs ?? 2_000 * 2 ** (failures - 1);
        if (failures >= MAX_ATTEMPTS || waited + ms > PATIENCE_MS)
          return { kind: 'unclear', reason: outcome.reason };
        waited += ms;
        onWait?.(outcome.reason, ms);
        await clock.sleep(ms);
      }
    }
  }
}
