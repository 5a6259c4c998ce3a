/** Runs a job to its end without a server: what the CLI and the Action do. The same pass, with a token and no queue. */
import { Octokit } from '@octokit/rest';
import { instrument, octokitDefaults, type Client } from './github/transport/client.ts';
import { RetryableError, TerminalError } from './github/transport/errors.ts';
import { createLane, wallClock, type LaneClock } from './github/transport/lane.ts';
import { whoAmI, type Account } from './github/read.ts';
import { readMergedSince } from './github/read/merged.ts';
import { runInProcess } from './parser/in-process.ts';
import { createReader } from './parser/reader.ts';
import type { Run } from './parser/types.ts';
import { confirmHeld } from './pass/commands/confirm.ts';
import { openRepository, type Away, type Surroundings } from './pass/repository.ts';
import type { PlanReport } from './pass/sync-plan.ts';
import { UnclearTextError } from './pass/unclear.ts';
import type { Hint, RepositoryPlace, RepositoryJob } from './queue/types.ts';
import { reconcile } from './reconcile.ts';

/** How long a run waits in all for what may heal by itself before it leaves it to the next one. */
const PATIENCE_MS = 15 * 60_000;
/** The steady rate allows 500 new issues an hour (GITHUB-FACTS 2): a plan of 2,000 tasks takes four. */
const LANE_PATIENCE_MS = 5 * 3_600_000;
const MAX_ATTEMPTS = 8;
/** So often a run looks for what it could not read; by then that is said (DESIGN 6). */
const MOST_LOOKS = 3;
const UNREAD = 'A file could not be read yet.';
/** A wait shorter than this is nothing to speak of. */
const WORTH_SAYING_MS = 5_000;

/** Where to work, and as whom. */
export interface Door {
  readonly client: Client;
  readonly owner: string;
  readonly repo: string;
  readonly clock: LaneClock;
  readonly onProgress?: Surroundings['onProgress'];
  /** Told of what the run waits for, and how long. */
  readonly onWait?: ((reason: string, ms: number) => void) | undefined;
  /** Where the texts of the repository are read; in this process if absent, as for somebody's own. */
  readonly run?: Run;
}

/** How a run ended. */
export type Ending =
  | { readonly kind: 'done' }
  /** Only a person can help: a permission, a setting, a token. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Another run may well find it healed. */
  | { readonly kind: 'unclear'; readonly reason: string }
  | { readonly kind: 'away'; readonly reason: Away }
  /** No change waits under the id that was confirmed. */
  | { readonly kind: 'unknown-id'; readonly waiting: readonly string[] };

/** What a run did. */
export interface Ran {
  readonly ending: Ending;
  /** The last word on each plan. */
  readonly reports: readonly PlanReport[];
}

/** What makes a client out of a token. */
export interface TokenClientOptions {
  readonly token: string;
  /** `https://api.github.com`, or `https://HOST/api/v3` on GitHub Enterprise Server. */
  readonly apiUrl: string;
  readonly clock?: LaneClock;
  readonly onWait?: Door['onWait'];
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** A client that works with a token: a person's, a workflow's, or an installation's. */
export function createTokenClient({ token, apiUrl, clock = wallClock, onWait }: TokenClientOptions): Client {
  const octokit = new Octokit({ ...octokitDefaults, auth: token, baseUrl: apiUrl, log: silent });
  const saying: LaneClock = {
    now: clock.now,
    sleep: (ms) => {
      if (ms >= WORTH_SAYING_MS) onWait?.("GitHub's rate limit", ms);
      return clock.sleep(ms);
    },
  };
  return instrument(octokit, { lane: createLane({ clock: saying, patienceMs: LANE_PATIENCE_MS }) });
}

/** The world around a run: one client, one account, nobody else who waits. */
export function aroundOf(
  { client, clock, onProgress, run = runInProcess }: Pick<Door, 'client' | 'clock' | 'onProgress' | 'run'>,
  watchers: Pick<Surroundings, 'onPlan' | 'onGiveUp' | 'firstLook'> = {},
): Surroundings {
  let me: Promise<Account> | null = null;
  return {
    ...watchers,
    log: { info() {}, warn() {} },
    clientOf: async () => client,
    me: () => (me ??= whoAmI({ kind: 'token', client })),
    // No token tells what it may do; a refusal does.
    mayWriteContents: async () => true,
    shouldPause: () => false,
    onProgress,
    known: new Map(),
    glances: new Map(),
    unavailable: new Set(),
    reader: createReader({ run, now: clock.now }),
    provisional: new Set(),
  };
}

/** What a run is to look at. */
export interface Errand {
  readonly hints: readonly Hint[];
  /** Id of a held change that a person lets go. */
  readonly confirm: string | null;
  /** Pull requests merged since then (ms since 1970) get their report; null if nobody waits for one. */
  readonly mergedSince: number | null;
  /** What of the Markdown outside the globs of the config is looked into. */
  readonly firstLook: NonNullable<Surroundings['firstLook']>;
}

/** Runs a job until it is done, given up, or must be left to another run. */
export async function runOnce(door: Door, errand: Errand): Promise<Ran> {
  const reports = new Map<string, PlanReport>();
  let refusal: Ending | null = null;
  const around = aroundOf(door, {
    firstLook: errand.firstLook,
    onPlan: (report) => void reports.set(report.path, report),
    onGiveUp: (reason) => void (refusal = { kind: 'refused', reason }),
  });
  const at: RepositoryPlace = { installation: 0, owner: door.owner, repo: door.repo };
  const ending = await attempt(async () => {
    const prepared = await prepare(around, at, errand);
    return 'kind' in prepared
      ? prepared
      : untilDone(door, around, { kind: 'repository', ...at, hints: prepared.hints });
  });
  return { ending: ending.kind === 'done' ? (refusal ?? ending) : ending, reports: [...reports.values()] };
}

/** Sees whether there is anything to work on, writes down what a person confirmed, and finds what was merged. */
async function prepare(
  around: Surroundings,
  at: RepositoryPlace,
  { hints, confirm, mergedSince }: Errand,
): Promise<Ending | { readonly hints: readonly Hint[] }> {
  const opened = await openRepository(around, at);
  if ('away' in opened) return { kind: 'away', reason: opened.away };
  const confirmed = confirm === null ? null : await confirmHeld(opened, confirm);
  if (confirmed?.kind === 'unknown') return { kind: 'unknown-id', waiting: confirmed.waiting };
  const { client, repository } = opened.world;
  const merged = mergedSince === null ? [] : await readMergedSince(client, repository, mergedSince);
  return { hints: [...hints, ...merged.map((number) => ({ kind: 'pull-request' as const, number }))] };
}

/** Looks again at a text that could not be read yet, until it can or its state is said. */
export async function untilRead<T>(
  { clock, onWait }: Pick<Door, 'clock' | 'onWait'>,
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
  { clock, onWait }: Door,
  around: Surroundings,
  first: RepositoryJob,
): Promise<Ending> {
  let waited = 0;
  let looks = 0;
  let job = first;
  for (let failures = 0; ;) {
    const outcome = await reconcile(around, job);
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
