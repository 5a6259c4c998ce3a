/** Runs the jobs of a server, and counts and logs the outcome of each. */
import { readInstalledRepositories } from '../github/read/installations.ts';
import { RetryableError, TerminalError } from '../github/transport/errors.ts';
import { sayGivenUp } from '../pass/given-up.ts';
import type { JobContext } from '../pass/open-repository.ts';
import type { PlanReport } from '../pass/sync-plan.ts';
import { isAwaited } from '../queue/hints.ts';
import type { InstallationJob, Job, Outcome, Queue, RepositoryJob } from '../queue/types.ts';
import { reconcile } from '../reconcile.ts';
import type { Log } from './log.ts';
import type { Paces } from './paces.ts';
import type { JobResult, Metrics } from './metrics.ts';

/** What running jobs needs. */
export interface JobsOptions {
  readonly jobContext: JobContext;
  readonly queue: Pick<Queue, 'add' | 'tell'>;
  readonly paces: Paces;
  readonly metrics: Pick<Metrics, 'job' | 'plan'>;
  readonly log: Log;
}

/** Runs a job. */
export async function runJob(options: JobsOptions, job: Job): Promise<Outcome> {
  const { metrics, log } = options;
  const startedAt = performance.now();
  let result: JobResult = 'retry';
  try {
    const { outcome, isStuck } =
      job.kind === 'installation' ? await lookThrough(options, job) : await lookIfRoom(options, job);
    result = isStuck ? 'stuck' : outcome.kind;
    return outcome;
  } finally {
    const ms = Math.round(performance.now() - startedAt);
    metrics.job(job.kind, result, ms);
    log.debug({ ...fieldsOf(job), outcome: result, ms }, 'Job ended');
  }
}

/** Says in its repository that a job was given up, over which so many processes died. */
export function tellGivenUp(
  { jobContext, log }: Pick<JobsOptions, 'jobContext' | 'log'>,
  job: RepositoryJob,
  deaths: number,
): void {
  void sayGivenUp(jobContext, job, deaths).catch((error: unknown) =>
    log.warn({ ...fieldsOf(job), err: error }, 'Nobody could be told that the job was given up'),
  );
}

/** The fields of a log line about a job. */
export function fieldsOf(job: Job): Record<string, unknown> {
  const { installation } = job;
  return job.kind === 'installation'
    ? { installation }
    : { installation, repository: `${job.owner}/${job.repo}` };
}

interface Ran {
  readonly outcome: Outcome;
  /** Only a person can help. */
  readonly isStuck: boolean;
}

/** So soon there is room that a job may begin: it reads before it creates. */
const SOON_MS = 60_000;

/**
 * Asks for room in GitHub's limits before anything is read, where the job is likely to create something: its last run found no room,
 * or it looks at a repository that nobody knows yet. What somebody does in a known one is looked at in any case.
 */
async function lookIfRoom(options: JobsOptions, job: RepositoryJob): Promise<Ran> {
  const { paces, jobContext } = options;
  const { installation, owner, repo, hints, needs } = job;
  await paces.load(installation);
  const isKnown = jobContext.known.has(`${owner}/${repo}`);
  const mayWait = hints.every(({ kind }) => kind === 'sweep' || (kind === 'push' && !isKnown));
  if (!isAwaited(job) && (needs !== undefined || mayWait)) {
    const afterMs = paces.roomMs(installation, needs ?? 1);
    if (afterMs > SOON_MS)
      return { outcome: { kind: 'no-room', afterMs, needs: needs ?? 1 }, isStuck: false };
  }
  try {
    return await lookAt(options, job);
  } finally {
    await paces.save(installation);
  }
}

async function lookAt({ jobContext, queue, metrics, log }: JobsOptions, job: RepositoryJob): Promise<Ran> {
  let isStuck = false;
  const outcome = await reconcile(
    {
      ...jobContext,
      // Other processes remember the repository, too, and do not see this job.
      outdated: () => queue.tell({ kind: 'repository', owner: job.owner, repo: job.repo }),
      onGiveUp(reason) {
        isStuck = true;
        jobContext.onGiveUp?.(reason);
      },
      onPlan(report) {
        metrics.plan(duplicatesIn(report), report.result?.held != null);
        log.info({ ...fieldsOf(job), plan: report.path, count: report.changes.length }, 'Plan looked at');
        jobContext.onPlan?.(report);
      },
    },
    job,
  );
  const later = outcome.kind === 'done' ? outcome.later : undefined;
  // A new job, not a retry: events in the repository meanwhile need not wait for it.
  if (later !== undefined) await queue.add({ ...job, hints: later.hints }, { delayMs: later.afterMs });
  return { outcome, isStuck };
}

function duplicatesIn({ changes }: PlanReport): number {
  const states = changes.flatMap((change) => (change.kind === 'update-issue' ? [change.patch.state] : []));
  return states.filter((state) => state?.to === 'closed' && state.reason === 'duplicate').length;
}

/** Makes a job of each repository of an installation. */
async function lookThrough({ jobContext, queue, log }: JobsOptions, job: InstallationJob): Promise<Ran> {
  const { installation } = job;
  try {
    const repositories = await readInstalledRepositories(await jobContext.clientOf(installation));
    for (const { owner, name } of repositories)
      await queue.add({ kind: 'repository', installation, owner, repo: name, hints: [{ kind: 'sweep' }] });
    log.info({ installation, count: repositories.length }, 'Sweep of an installation queued');
    return { outcome: { kind: 'done' }, isStuck: false };
  } catch (error) {
    if (error instanceof RetryableError)
      return { outcome: { kind: 'retry', afterMs: error.afterMs, reason: error.message }, isStuck: false };
    // The installation is suspended or deleted; an event will say when it is back.
    if (!(error instanceof TerminalError)) throw error;
    log.info({ installation, reason: error.message }, 'Left alone');
    return { outcome: { kind: 'done' }, isStuck: true };
  }
}
