/** The story of a job: look at a repository, and bring each of its plans and their issues in step. The only join. */
import { obey, sayUnconfirmed } from './pass/commands/commands.ts';
import type { Around } from './pass/preview/completed.ts';
import { CONFIG_PATH } from './config/config.ts';
import { TerminalError, RetryableError } from './github/transport/errors.ts';
import { readTrackingIssues } from './github/read.ts';
import { refusalIn } from './github/transport/refused.ts';
import { findPlans } from './pass/discover.ts';
import { pathOf } from './pass/dry-run/dry-run.ts';
import { sayAtHead, sayForbidden, type Sayable } from './pass/head-check.ts';
import { concernOf, hasOthersOutside, mayChangeConfig, type KnownRepository } from './pass/outside.ts';
import { openRepository, type Opened, type Surroundings } from './pass/repository.ts';
import { syncPlan, type PlanReport } from './pass/sync-plan.ts';
import { previewPull } from './pass/preview/preview.ts';
import type { Hint, Later, Outcome, RepositoryJob } from './queue/types.ts';
import { sayAtRest } from './pass/commands/retiring.ts';
import type { Problem } from './plan/types.ts';
import type { PairedPlan } from './sync/plans/pairing.ts';
import type { ObservedIssue } from './sync/types.ts';
import { isRetired } from './sync/plans/status.ts';
import { unlabelledId } from './sync/plans/unlabelled.ts';
import { planProblems } from './sync/render/words-plans.ts';
import { refusalProblems } from './sync/render/words-refused.ts';
import { inConfig, problems } from './sync/render/words.ts';
import { unlessUnchanged } from './pass/glance.ts';
import { findAllPlans, readCommented, rereadTrackings } from './pass/unlabelled.ts';
import { doneBut, laterFor, saidOf, UnclearTextError } from './pass/unclear.ts';
import { asEmptied, isRetiring, retirable } from './pass/vanished.ts';
import { withoutOnboarding } from './pass/onboarding.ts';
import type { Outside, PassContext } from './pass/context.ts';

/** Runs one job. */
export async function reconcile(around: Surroundings, job: RepositoryJob): Promise<Outcome> {
  try {
    const concern = await concernOf(around, job);
    if (concern === null) return { kind: 'done' };
    const { hints, outside } = concern;
    if (mayChangeConfig(hints)) await around.outdated?.();
    const client = await around.clientOf(job.installation);
    return await unlessUnchanged({ client, glances: around.glances }, job, () =>
      look(around, { ...job, hints }, outside),
    );
  } catch (error) {
    if (error instanceof RetryableError)
      return { kind: 'retry', afterMs: error.afterMs, reason: error.message };
    if (!(error instanceof TerminalError)) throw error;
    giveUp(around, job, error);
    return { kind: 'done' };
  }
}

/** Says that only a person can help. */
function giveUp(around: Surroundings, { owner, repo }: RepositoryJob, error: TerminalError): void {
  around.log.warn({ repository: `${owner}/${repo}`, permission: error.permission }, error.message);
  around.onGiveUp?.(error.message);
}

async function look(around: Surroundings, job: RepositoryJob, outside: Outside): Promise<Outcome> {
  const name = `${job.owner}/${job.repo}`;
  const opened = await openRepository(around, job);
  if ('away' in opened) {
    around.log.info({ repository: name, reason: opened.away }, 'Left alone');
    return { kind: 'done' };
  }
  try {
    return await syncAll(around, job, { ...opened, world: { ...opened.world, outside } });
  } catch (error) {
    await sayForbidden(opened.world, error);
    around.provisional.add(name);
    throw error;
  }
}

async function syncAll(around: Surroundings, job: RepositoryJob, opened: Opened): Promise<Outcome> {
  const { tree, config, configProblems } = opened;
  let { world } = opened;
  const claims = await readTrackingIssues(world.client, world.repository);
  const commented = await readCommented(world, job.hints, claims);
  const obeyed = await obey(world, { hints: job.hints, tree, config }, [...claims, ...commented]);
  const seen = { tree, config, hints: job.hints, trackings: obeyed.trackings };
  const { paired: all, moves, titled, trackings, own, waits } = await findAllPlans(world, seen);
  await remember(around, job, { config, plans: new Set(all.map(pathOf)) });
  const installedAt = async (): Promise<number | null> =>
    (await around.installedAt?.(job.installation)) ?? null;
  const waiting = await withoutOnboarding(world, { paired: all, trackings, config, installedAt });
  const { paired, unclear: listless } = waiting;
  const asked = [...job.hints, ...obeyed.hints];
  const hints = asked.map((hint) => widened(hint, paired));
  const said = configProblems.map((problem) => inConfig(problem, CONFIG_PATH));
  const shared = { moves, titled, own, waits: new Map([...listless, ...waits]), said };
  const reports: PlanReport[] = [];
  for (const plan of paired) {
    if (!worthLooking(plan, hints)) continue;
    const report = await syncApart(around, { ...world, ...shared }, plan);
    reports.push(report);
    around.onPlan?.(report);
    if (!report.finished) return { kind: 'again' };
    world = { ...world, head: report.head ?? world.head };
  }
  const onConfig = saying(CONFIG_PATH, configProblems);
  if (configProblems.length > 0) around.onPlan?.(onConfig);
  const sayable = [onConfig, ...obeyed.unsaid, ...waiting.unsaid, ...reports];
  await sayAll(around, job, { world, sayable, hints, paired });
  await refusalIn(() => sayUnconfirmed(world, obeyed.confirmations, reports));
  const listed = new Set(claims.map(({ number }) => number));
  const unlabelled = trackings.filter(({ number }) => !listed.has(number));
  const laters = await previewAll(world, asked, { tree, config, unlabelled });
  const unclear = reports.flatMap((report) => report.unclear ?? []);
  const isRefused =
    sayable.some(({ refusals = [] }) => refusals.length > 0) ||
    reports.some(({ result }) => result?.writeBack?.kind === 'no-pulls');
  return unclear.length === 0
    ? {
        ...doneBut([
          ...laters,
          ...reports.flatMap(({ waitsFor }) =>
            waitsFor === undefined ? [] : [laterFor(waitsFor, { kind: 'sweep' })],
          ),
        ]),
        ...(isRefused ? { refused: true } : {}),
      }
    : { kind: 'retry', afterMs: null, reason: unclear.join(' ') };
}

interface ToSay {
  readonly world: PassContext;
  readonly sayable: readonly Sayable[];
  readonly hints: readonly Hint[];
  readonly paired: readonly PairedPlan[];
}

/** Says what no tracking issue shows, or takes back what was said: at a sweep, or where this process said it. */
async function sayAll(
  around: Surroundings,
  job: RepositoryJob,
  { world, sayable, hints, paired }: ToSay,
): Promise<void> {
  const name = `${job.owner}/${job.repo}`;
  const isWhole = looksAtAll(paired, hints);
  const isDue = around.provisional.has(name) || hints.some(({ kind }) => kind === 'sweep');
  const said = await sayAtHead(world, sayable, { mayTakeBack: isWhole && isDue });
  if (said.isProvisional) around.provisional.add(name);
  else if (isWhole) around.provisional.delete(name);
  if (said.isUnheard)
    around.log.warn({ permission: 'checks=write' }, 'Expected to be allowed to write a check, found 403');
  if (said.forbidden !== null) giveUp(around, job, said.forbidden);
}

/** Keeps in mind what the next pushes are judged by. */
async function remember(around: Surroundings, job: RepositoryJob, now: KnownRepository): Promise<void> {
  const name = `${job.owner}/${job.repo}`;
  const before = around.known.get(name);
  if (before !== undefined && hasOthersOutside(before, now)) await around.outdated?.();
  around.known.set(name, now);
}

/** Previews come after the passes, so that a merged pull request is told what came of it. None of them ends another. */
async function previewAll(
  context: PassContext,
  hints: readonly Hint[],
  {
    tree,
    config,
    unlabelled,
  }: Pick<Around, 'tree' | 'config'> & { readonly unlabelled: readonly ObservedIssue[] },
): Promise<(Later | null)[]> {
  const numbers = hints.flatMap((hint) => (hint.kind === 'pull-request' ? [hint.number] : []));
  const laters: (Later | null)[] = [];
  const failures: Error[] = [];
  if (numbers.length === 0) return laters;
  const labelled = await readTrackingIssues(context.client, context.repository);
  const trackings = [...labelled, ...(await rereadTrackings(context, unlabelled))];
  const { paired: plans } = await findPlans(context, tree, config, trackings);
  for (const number of new Set(numbers)) {
    try {
      await previewPull(context, { tree, config, trackings, plans }, number);
    } catch (error) {
      if (error instanceof UnclearTextError)
        laters.push(laterFor(error.unclear, { kind: 'pull-request', number }));
      else if (error instanceof RetryableError || error instanceof TerminalError) throw error;
      else failures.push(error instanceof Error ? error : new Error(String(error)));
    }
  }
  const [first] = failures;
  if (first !== undefined) throw first;
  return laters;
}

/** An issue that no plan holds may be one whose task was cut: only its marker tells whose, so every plan is looked at. */
function widened(hint: Hint, paired: readonly PairedPlan[]): Hint {
  if (hint.kind !== 'issue') return hint;
  return paired.some((plan) => numbersOf(plan).has(hint.number)) ? hint : { kind: 'sweep' };
}

function numbersOf(plan: PairedPlan): ReadonlySet<number> {
  if (plan.kind !== 'known' && plan.kind !== 'vanished') return new Set();
  const entries = [...plan.ledger.entries.values()];
  return new Set([
    plan.tracking.number,
    ...entries.flatMap((entry) => (entry.kind === 'issue' ? [entry.number] : [])),
  ]);
}

/** Whether anything of a plan may have moved: its text, or one of its issues. */
function worthLooking(plan: PairedPlan, hints: readonly Hint[]): boolean {
  if (isRetired(plan)) return false;
  if (plan.kind !== 'known' || plan.file.blob !== plan.ledger.base) return true;
  const numbers = numbersOf(plan);
  return hints.some((hint) => {
    switch (hint.kind) {
      case 'sweep':
        return true;
      case 'pull-request':
        return false;
      case 'write-back':
        return hint.plan === plan.id;
      case 'issue':
        return numbers.has(hint.number);
      case 'comment':
        return numbers.has(hint.issue);
      case 'push':
        return (
          hint.touched === 'unknown' ||
          hint.touched.some((path) => path === plan.file.path || path === CONFIG_PATH)
        );
    }
  });
}

/** Whether none is passed by of which the check may say something. */
function looksAtAll(paired: readonly PairedPlan[], hints: readonly Hint[]): boolean {
  return paired.every((plan) => isRetired(plan) || worthLooking(plan, hints));
}

/** One plan apart from the others: what goes wrong with it is said, and theirs go on. What is wrong with GitHub ends the job. */
async function syncApart({ log }: Surroundings, context: PassContext, plan: PairedPlan): Promise<PlanReport> {
  const path = pathOf(plan);
  try {
    return await syncOrSay(context, plan);
  } catch (error) {
    if (error instanceof UnclearTextError)
      return { ...saying(path, saidOf(error.unclear)), waitsFor: error.unclear };
    if (error instanceof RetryableError || error instanceof TerminalError) throw error;
    const { owner, name } = context.repository;
    log.warn({ repository: `${owner}/${name}`, plan: path, err: error }, 'A plan failed, the others go on');
    const reason = error instanceof Error ? error.message : String(error);
    return { ...saying(path, [problems.failed()]), unclear: reason };
  }
}

async function syncOrSay(context: PassContext, plan: PairedPlan): Promise<PlanReport> {
  switch (plan.kind) {
    case 'known':
    case 'new':
      return syncPlan(context, plan);
    case 'untrusted':
      return saying(plan.file.path, [problems.trackingUntrusted(plan.tracking)]);
    case 'unlabelled':
      return saying(plan.path, [planProblems.unlabelled(plan.tracking.number, unlabelledId(plan.tracking))]);
    case 'newer':
      return saying(plan.path, [problems.newerMarker(plan.tracking.number, plan.version)]);
    case 'vanished': {
      const { path } = plan.ledger;
      const emptied = asEmptied(context, plan);
      if (emptied !== null) return syncPlan(emptied.world, emptied.plan);
      return restingAt(context, plan, path, problems.vanished(path, plan.tracking.number));
    }
    case 'let-go': {
      const { path } = plan.file;
      const retiring = isRetiring(plan.tracking) ? retirable(context, plan) : null;
      if (retiring !== null) return syncPlan(context, retiring.plan);
      return restingAt(context, plan, path, problems.letGo(path, plan.tracking.number));
    }
  }
}

async function restingAt(
  context: PassContext,
  plan: Extract<PairedPlan, { readonly tracking: ObservedIssue }>,
  path: string,
  why: Problem,
): Promise<PlanReport> {
  const refusal = await sayAtRest(context, plan.tracking, plan.id, why);
  if (refusal === null) return saying(path, []);
  return { ...saying(path, [why, ...refusalProblems([refusal])]), refusals: [refusal] };
}

function saying(path: string, said: PlanReport['problems']): PlanReport {
  return { path, changes: [], problems: said, finished: true };
}
