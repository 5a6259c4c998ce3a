/**
 * The story of a job: open the repository, obey its commands, discover its plans, sync each of them (observe, diff, apply,
 * write back, record: `pass/sync-plan.ts`), report in the check, preview pull requests. No other file joins these steps.
 */
import { CONFIG_PATH } from './config/config.ts';
import { RetryableError, TerminalError } from './github/transport/errors.ts';
import { refusalIn } from './github/transport/refused.ts';
import { obey, sayUnconfirmed, type Obeyed } from './pass/commands/obey-commands.ts';
import { answerElsewhere, answersTo, obeyActions } from './pass/commands/requested-actions.ts';
import type { Outside, PassContext } from './pass/context.ts';
import { widened } from './pass/discover/affected.ts';
import { pathOf } from './pass/discover/discover.ts';
import { withoutOnboarding } from './pass/discover/update-onboarding.ts';
import {
  concernOf,
  hasOthersOutside,
  mayChangeConfig,
  type KnownRepository,
} from './pass/discover/outside.ts';
import {
  discoverAgain,
  discoverAllPlans,
  readCommented,
  type AllPlans,
  type DiscoveredRepository,
} from './pass/discover/find-unlabelled.ts';
import { unlessUnchanged } from './pass/skip-unchanged.ts';
import { sayForbidden, type Sayable } from './pass/head-check.ts';
import { laterOutcome } from './pass/later.ts';
import { previewQueues } from './pass/preview/merge-queue.ts';
import { previewPulls } from './pass/preview/preview-pulls.ts';
import { giveUp, jobOutcome, reportAtHead } from './pass/report.ts';
import { openRepository, type JobContext, type OpenedRepository } from './pass/open-repository.ts';
import { reportOf, syncPlans } from './pass/sync-plans.ts';
import { readTrackingIssues } from './pass/read-tracking-issues.ts';
import type { Outcome, RepositoryJob } from './queue/types.ts';
import type { ObservedIssue } from './sync/types.ts';

/** Runs one job. */
export async function reconcile(jobContext: JobContext, job: RepositoryJob): Promise<Outcome> {
  try {
    const concern = await concernOf(jobContext, job);
    if (concern === null) return { kind: 'done' };
    const { hints, outside } = concern;
    if (mayChangeConfig(hints)) await jobContext.outdated?.();
    const client = await jobContext.clientOf(job.installation);
    return await unlessUnchanged({ client, glances: jobContext.glances }, job, () =>
      openAndSync(jobContext, { ...job, hints }, outside),
    );
  } catch (error) {
    if (error instanceof RetryableError) return laterOutcome(error);
    if (!(error instanceof TerminalError)) throw error;
    giveUp(jobContext, job, error);
    return { kind: 'done' };
  }
}

async function openAndSync(jobContext: JobContext, job: RepositoryJob, outside: Outside): Promise<Outcome> {
  const name = `${job.owner}/${job.repo}`;
  const opened = await openRepository(jobContext, job);
  if ('away' in opened) {
    jobContext.log.info({ repository: name, reason: opened.away }, 'Left alone');
    return { kind: 'done' };
  }
  try {
    return await syncRepository(jobContext, job, { ...opened, context: { ...opened.context, outside } });
  } catch (error) {
    await sayForbidden(opened.context, error);
    jobContext.provisional.set(name, []);
    throw error;
  }
}

async function syncRepository(
  jobContext: JobContext,
  job: RepositoryJob,
  opened: OpenedRepository,
): Promise<Outcome> {
  await previewQueues(jobContext, opened, job.hints);
  const actions = await obeyActions(opened, job.hints);
  const labelled = await readTrackingIssues(opened.context.client, opened.context.repository);
  const commands = await obeyCommands(job, opened, labelled);
  const discovered = await discover(jobContext, job, opened, commands.trackings);
  const asked = [...job.hints, ...actions.hints, ...commands.hints];
  const hints = asked.map((hint) => widened(hint, discovered.paired));

  const { reports, head, finished } = await syncPlans(jobContext, opened, { discovered, hints });
  if (!finished) return { kind: 'again' };

  const context: PassContext = { ...opened.context, head, pressed: answersTo(actions, reports) };
  const onConfig = reportOf(CONFIG_PATH, opened.configProblems);
  if (opened.configProblems.length > 0) jobContext.onPlan?.(onConfig);
  const sayable = [onConfig, ...commands.unsaid, ...discovered.unsaid, ...reports];
  const again = await reportAtHead(jobContext, job, { context, sayable, hints, paired: discovered.paired });
  await answerElsewhere(context, actions);
  await refusalIn(() => sayUnconfirmed(context, commands.confirmations, reports));

  const isAsBefore = reports.length === 0 && discovered.unsaid.length === 0;
  const { before } = discovered;
  const laters = await previewPulls(context, asked, async () =>
    isAsBefore ? before : discoverAgain(context, before, labelled),
  );
  return jobOutcome({ reports, laters: [...laters, again], sayable });
}

/** Carries out the commands in comments, before anything is discovered: what they change counts in this job already. */
async function obeyCommands(
  { hints }: RepositoryJob,
  { context, tree, config }: OpenedRepository,
  labelled: readonly ObservedIssue[],
): Promise<Obeyed> {
  const commented = await readCommented(context, hints, labelled);
  return obey(context, { hints, tree, config }, [...labelled, ...commented]);
}

/** The plans that are synced, without those that wait in the onboarding issue. */
interface Discovered extends AllPlans {
  /** What was there before anything was synced, with those that wait. */
  readonly before: DiscoveredRepository;
  /** What GitHub refused of writing the onboarding issue; empty where no plan waits. */
  readonly unsaid: readonly Sayable[];
}

async function discover(
  jobContext: JobContext,
  job: RepositoryJob,
  { context, tree, config }: OpenedRepository,
  trackings: readonly ObservedIssue[],
): Promise<Discovered> {
  const all = await discoverAllPlans(context, { tree, config, hints: job.hints, trackings });
  await rememberRepository(jobContext, job, { config, plans: new Set(all.paired.map(pathOf)) });
  const installedAt = async (): Promise<number | null> =>
    (await jobContext.installedAt?.(job.installation)) ?? null;
  const { paired, unclear, unsaid } = await withoutOnboarding(context, {
    paired: all.paired,
    trackings: all.trackings,
    config,
    installedAt,
  });
  const before = { tree, config, trackings: all.trackings, plans: all.paired };
  return { ...all, paired, waits: new Map([...unclear, ...all.waits]), before, unsaid };
}

/** Remembers config and plans, by which the next push is known to concern a plan or not. */
async function rememberRepository(
  jobContext: JobContext,
  job: RepositoryJob,
  now: KnownRepository,
): Promise<void> {
  const name = `${job.owner}/${job.repo}`;
  const before = jobContext.known.get(name);
  if (before !== undefined && hasOthersOutside(before, now)) await jobContext.outdated?.();
  jobContext.known.set(name, now);
}
