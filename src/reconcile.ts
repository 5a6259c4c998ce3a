/**
 * The story of a job: open the repository, obey its commands, discover its plans, sync each of them (observe, diff, apply,
 * write back, record: `pass/sync-plan.ts`), report in the check, preview pull requests. No other file joins these steps.
 */
import { CONFIG_PATH } from './config/config.ts';
import { TerminalError, RetryableError } from './github/transport/errors.ts';
import { readTrackingIssues } from './pass/tracking-issues.ts';
import { refusalIn } from './github/transport/refused.ts';
import { obey, sayUnconfirmed, type Obeyed } from './pass/commands/commands.ts';
import { answerElsewhere, answersTo, obeyActions } from './pass/commands/requested-actions.ts';
import { sayWhyInactive } from './pass/commands/retiring.ts';
import type { Outside, PassContext } from './pass/context.ts';
import { isAffected, widened } from './pass/discover/affected.ts';
import { pathOf } from './pass/discover/discover.ts';
import { withoutOnboarding } from './pass/discover/onboarding.ts';
import {
  concernOf,
  hasOthersOutside,
  mayChangeConfig,
  type KnownRepository,
} from './pass/discover/outside.ts';
import { discoverAllPlans, readCommented, type AllPlans } from './pass/discover/unlabelled.ts';
import { asEmptied, retirable } from './pass/discover/vanished.ts';
import { unlessUnchanged } from './pass/glance.ts';
import { sayAtHead, sayForbidden, type Sayable } from './pass/head-check.ts';
import { previewQueues } from './pass/preview/merge-queue.ts';
import { previewPulls } from './pass/preview/pulls.ts';
import { laterOutcome } from './pass/later.ts';
import { openRepository, type OpenedRepository, type JobContext } from './pass/repository.ts';
import { syncPlan, type PlanReport } from './pass/sync-plan.ts';
import { doneExceptFor, lookAgainFor, problemsOf, UnclearTextError } from './pass/unclear/unclear.ts';
import type { Problem } from './plan/types.ts';
import type { Hint, Later, Outcome, RepositoryJob } from './queue/types.ts';
import type { PairedPlan } from './sync/plans/pairing.ts';
import { isRetired } from './sync/plans/status.ts';
import { unlabelledId } from './sync/plans/unlabelled.ts';
import { planProblems } from './sync/render/words/plans.ts';
import { refusalProblems } from './sync/render/words/refused.ts';
import { problems } from './sync/render/words.ts';
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

/** Logs, and tells whoever runs the job, that it ends undone because only a person can help. */
function giveUp(jobContext: JobContext, { owner, repo }: RepositoryJob, error: TerminalError): void {
  jobContext.log.warn({ repository: `${owner}/${repo}`, permission: error.permission }, error.message);
  jobContext.onGiveUp?.(error.message);
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
    jobContext.provisional.add(name);
    throw error;
  }
}

async function syncRepository(
  jobContext: JobContext,
  job: RepositoryJob,
  opened: OpenedRepository,
): Promise<Outcome> {
  const { tree, config } = opened;
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
  await reportAtHead(jobContext, job, { context, sayable, hints, paired: discovered.paired });
  await answerElsewhere(context, actions);
  await refusalIn(() => sayUnconfirmed(context, commands.confirmations, reports));
  const listed = new Set(labelled.map(({ number }) => number));
  const unlabelled = discovered.trackings.filter(({ number }) => !listed.has(number));
  const laters = await previewPulls(context, asked, { tree, config, unlabelled });
  return outcomeOf({ reports, laters, sayable });
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
  /** What GitHub refused of writing the onboarding issue. */
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
  return { ...all, paired, waits: new Map([...unclear, ...all.waits]), unsaid };
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

/** What syncing the plans came to: the report on each, the head after the last, and whether none paused half-way. */
interface SyncedPlans {
  readonly reports: readonly PlanReport[];
  readonly head: PassContext['head'];
  readonly finished: boolean;
}

async function syncPlans(
  jobContext: JobContext,
  { context, configProblems }: OpenedRepository,
  { discovered, hints }: { readonly discovered: Discovered; readonly hints: readonly Hint[] },
): Promise<SyncedPlans> {
  const { moves, titled, own, newest, waits } = discovered;
  const said = configProblems.map((problem) => ({ ...problem, path: CONFIG_PATH }));
  const reports: PlanReport[] = [];
  let { head } = context;
  for (const plan of discovered.paired) {
    if (!isAffected(plan, hints)) continue;
    // What the first plan writes is in no list that was read before.
    const fresh = reports.length === 0 ? { newest } : {};
    const read = { moves, titled, own, waits, said, ...fresh };
    const report = await syncOnePlan(jobContext, { ...context, head, ...read }, plan);
    reports.push(report);
    jobContext.onPlan?.(report);
    if (!report.finished) return { reports, head, finished: false };
    head = report.head ?? head;
  }
  return { reports, head, finished: true };
}

/** One plan. An error of its own is reported, and the other plans go on; an error of GitHub as a whole ends the job. */
async function syncOnePlan({ log }: JobContext, context: PassContext, plan: PairedPlan): Promise<PlanReport> {
  const path = pathOf(plan);
  try {
    return await syncOrExplain(context, plan);
  } catch (error) {
    if (error instanceof UnclearTextError)
      return { ...reportOf(path, problemsOf(error.unclear)), waitsFor: error.unclear };
    if (error instanceof RetryableError || error instanceof TerminalError) throw error;
    const { owner, name } = context.repository;
    log.warn({ repository: `${owner}/${name}`, plan: path, err: error }, 'A plan failed, the others go on');
    const reason = error instanceof Error ? error.message : String(error);
    return { ...reportOf(path, [problems.failed()]), unclear: reason };
  }
}

/** Syncs a plan that has a file or is being closed down; says of any other plan why it is left alone. */
async function syncOrExplain(context: PassContext, plan: PairedPlan): Promise<PlanReport> {
  switch (plan.kind) {
    case 'known':
    case 'new':
      return syncPlan(context, plan);
    case 'untrusted':
      return reportOf(plan.file.path, [problems.trackingUntrusted(plan.tracking)]);
    case 'unlabelled': {
      const { path, tracking } = plan;
      const id = unlabelledId(tracking);
      const waits = { kind: 'confirm', held: null, isSaid: true } as const;
      const awaited = { ...waits, id, tracking: tracking.number, title: path };
      return { ...reportOf(path, [planProblems.unlabelled(tracking.number, id)]), awaited };
    }
    case 'newer':
      return reportOf(plan.path, [problems.newerMarker(plan.tracking.number, plan.version)]);
    case 'vanished': {
      const { path } = plan.ledger;
      const emptied = asEmptied(context, plan);
      if (emptied !== null) return syncPlan(emptied.context, emptied.plan);
      return explainInactive(context, plan, path, problems.vanished(path, plan.tracking.number));
    }
    case 'let-go': {
      const { path } = plan.file;
      const retiring = plan.ledger.retire?.kind === 'asked' ? retirable(context, plan) : null;
      if (retiring !== null) return syncPlan(context, retiring.plan);
      return explainInactive(context, plan, path, problems.letGo(path, plan.tracking.number));
    }
  }
}

/** Says in the tracking issue why its plan is left alone; where GitHub refuses that, the report says it. */
async function explainInactive(
  context: PassContext,
  plan: Extract<PairedPlan, { readonly tracking: ObservedIssue }>,
  path: string,
  why: Problem,
): Promise<PlanReport> {
  const refusal = await sayWhyInactive(context, plan.tracking, plan.id, why);
  if (refusal === null) return reportOf(path, []);
  return { ...reportOf(path, [why, ...refusalProblems([refusal])]), refusals: [refusal] };
}

/** The report on a file for which nothing was done. */
function reportOf(path: string, said: PlanReport['problems']): PlanReport {
  return { path, changes: [], problems: said, finished: true };
}

/** What the check of the head is written from. */
interface HeadReport {
  readonly context: PassContext;
  readonly sayable: readonly Sayable[];
  readonly hints: readonly Hint[];
  readonly paired: readonly PairedPlan[];
}

/**
 * Writes the check of the head: what no tracking issue shows, and which permission is missing. What an earlier check said of
 * refusals and unclear texts is taken back once it is over: by a sweep, or where this process said it.
 */
async function reportAtHead(
  jobContext: JobContext,
  job: RepositoryJob,
  { context, sayable, hints, paired }: HeadReport,
): Promise<void> {
  const name = `${job.owner}/${job.repo}`;
  const looksAtAll = paired.every((plan) => isRetired(plan) || isAffected(plan, hints));
  const isDue = jobContext.provisional.has(name) || hints.some(({ kind }) => kind === 'sweep');
  const { isUnheard, forbidden, isProvisional } = await sayAtHead(context, sayable, {
    mayTakeBack: looksAtAll && isDue,
    seen: new Set(paired.flatMap((plan) => (plan.kind === 'new' ? [] : [plan.tracking.number]))),
  });
  if (isProvisional) jobContext.provisional.add(name);
  else if (looksAtAll) jobContext.provisional.delete(name);
  if (isUnheard)
    jobContext.log.warn({ permission: 'checks=write' }, 'Expected to be allowed to write a check, found 403');
  if (forbidden !== null) giveUp(jobContext, job, forbidden);
}

/** Done, with a look later for each text that could not be read yet; or to be tried again, if a plan failed. */
function outcomeOf({
  reports,
  laters,
  sayable,
}: {
  readonly reports: readonly PlanReport[];
  readonly laters: readonly (Later | null)[];
  readonly sayable: readonly Sayable[];
}): Outcome {
  const failed = reports.flatMap((report) => report.unclear ?? []);
  if (failed.length > 0) return { kind: 'retry', afterMs: null, reason: failed.join(' ') };
  const isRefused =
    sayable.some(({ refusals = [] }) => refusals.length > 0) ||
    reports.some(({ result }) => result?.writeBack?.kind === 'no-pulls');
  const forPlans = reports.flatMap(({ waitsFor }) =>
    waitsFor === undefined ? [] : [lookAgainFor(waitsFor, { kind: 'sweep' })],
  );
  return { ...doneExceptFor([...laters, ...forPlans]), ...(isRefused ? { refused: true } : {}) };
}
