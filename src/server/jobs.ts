/** Runs the jobs of a server: watches, counts and logs what comes of each. */
import { readInstalledRepositories } from '../github/read/installations.ts';
import { RetryableError, TerminalError } from '../github/transport/errors.ts';
import { sayGivenUp } from '../pass/given-up.ts';
import type { Surroundings } from '../pass/repository.ts';
import type { PlanReport } from '../pass/sync-plan.ts';
import type { InstallationJob, Job, Outcome, Queue, RepositoryJob } from '../queue/types.ts';
import { reconcile } from '../reconcile.ts';
import type { Log } from './log.ts';
import type { JobResult, Metrics } from './metrics.ts';

/** What running jobs takes. */
export interface JobsOptions {
  readonly around: Surroundings;
  readonly queue: Pick<Queue, 'add' | 'tell'>;
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
      job.kind === 'installation' ? await lookThrough(options, job) : await lookAt(options, job);
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
  { around, log }: Pick<JobsOptions, 'around' | 'log'>,
  job: RepositoryJob,
  deaths: number,
): void {
  void sayGivenUp(around, job, deaths).catch((error: unknown) =>
    log.warn({ ...fieldsOf(job), err: error }, 'Nobody could be told that the job was given up'),
  );
}

/** What a log line says of a job. */
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

async function lookAt({ around, queue, metrics, log }: JobsOptions, job: RepositoryJob): Promise<Ran> {
  let isStuck = false;
  const outcome = await reconcile(
    {
      ...around,
      // Other processes remember the repository too, and none of them sees this job.
      outdated: () => queue.tell({ kind: 'repository', owner: job.owner, repo: job.repo }),
      onGiveUp(reason) {
        isStuck = true;
        around.onGiveUp?.(reason);
      },
      onPlan(report) {
        metrics.plan(twinsIn(report), report.result?.held != null);
        log.info({ ...fieldsOf(job), plan: report.path, count: report.changes.length }, 'Plan looked at');
        around.onPlan?.(report);
      },
    },
    job,
  );
  const later = outcome.kind === 'done' ? outcome.later : undefined;
  // Apart from the queue's own retries: what happens meanwhile in the repository is not to wait for it.
  if (later !== undefined) await queue.add({ ...job, hints: later.hints }, { delayMs: later.afterMs });
  return { outcome, isStuck };
}

function twinsIn({ changes }: PlanReport): number {
  const states = changes.flatMap((change) => (change.kind === 'update-issue' ? [change.patch.state] : []));
  return states.filter((state) => state?.to === 'closed' && state.reason === 'duplicate').length;
}

/** Makes a job of each repository of an installation. */
async function lookThrough({ around, queue, log }: JobsOptions, job: InstallationJob): Promise<Ran> {
  const { installation } = job;
  try {
    const repositories = await readInstalledRepositories(await around.clientOf(installation));
    for (const { owner, name } of repositories)
      await queue.add({ kind: 'repository', installation, owner, repo: name, hints: [{ kind: 'sweep' }] });
    log.info({ installation, count: repositories.length }, 'Sweep of an installation queued');
    return { outcome: { kind: 'done' }, isStuck: false };
  } catch (error) {
    if (error instanceof RetryableError)
      return { outcome: { kind: 'retry', afterMs: error.afterMs, reason: error.message }, isStuck: false };
    // Suspended, or gone: nothing to look at until an event says otherwise.
    if (!(error instanceof TerminalError)) throw error;
    log.info({ installation, reason: error.message }, 'Left alone');
    return { outcome: { kind: 'done' }, isStuck: true };
  }
}
