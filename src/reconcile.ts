/** The story of a job: look at a repository, and bring each of its plans and their issues in step. The only join. */
import { obey, sayUnconfirmed } from './pass/commands.ts';
import type { Around } from './pass/completed.ts';
import { isPlanPath, CONFIG_PATH, type Config } from './config.ts';
import { TerminalError, RetryableError } from './github/errors.ts';
import { readTrackingIssues } from './github/read.ts';
import { refusalIn } from './github/refused.ts';
import { findPlans } from './pass/finding.ts';
import { sayAtHead, sayForbidden } from './pass/head-check.ts';
import { openRepository, type Opened, type Surroundings } from './pass/opening.ts';
import { syncPlan, type PlanReport } from './pass/sync-plan.ts';
import { previewPull } from './pass/preview.ts';
import type { Hint, Outcome, RepositoryJob } from './queue/types.ts';
import { sayAtRest } from './pass/retiring.ts';
import type { Problem } from './plan/types.ts';
import type { PairedPlan } from './sync/pairing.ts';
import { isRetired } from './sync/rest.ts';
import type { ObservedIssue } from './sync/types.ts';
import { refusalProblems } from './sync/words-refused.ts';
import { inConfig, problems } from './sync/words.ts';
import { unlessUnchanged } from './pass/unchanged.ts';
import { asEmptied, isRetiring, retirable } from './pass/vanished.ts';
import { withoutWaiting } from './pass/waiting.ts';
import type { World } from './pass/world.ts';

/** Runs one job. */
export async function reconcile(around: Surroundings, job: RepositoryJob): Promise<Outcome> {
  const name = `${job.owner}/${job.repo}`;
  const config = around.configs.get(name);
  if (config !== undefined && job.hints.every((hint) => concernsNoPlan(hint, config)))
    return { kind: 'done' };
  try {
    const client = await around.clientOf(job.installation);
    return await unlessUnchanged({ client, glances: around.glances }, job, () => look(around, job));
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

function concernsNoPlan(hint: Hint, config: Config): boolean {
  if (hint.kind !== 'push' || hint.touched === 'unknown') return false;
  return hint.touched.every((path) => path !== CONFIG_PATH && !isPlanPath(config, path));
}

async function look(around: Surroundings, job: RepositoryJob): Promise<Outcome> {
  const name = `${job.owner}/${job.repo}`;
  const opened = await openRepository(around, job);
  if ('away' in opened) {
    around.log.info({ repository: name, reason: opened.away }, 'Left alone');
    return { kind: 'done' };
  }
  around.configs.set(name, opened.config);
  try {
    return await syncAll(around, job, opened);
  } catch (error) {
    await sayForbidden(opened.world, error);
    throw error;
  }
}

async function syncAll(around: Surroundings, job: RepositoryJob, opened: Opened): Promise<Outcome> {
  const { tree, config, configProblems } = opened;
  let { world } = opened;
  const claims = await readTrackingIssues(world.client, world.repository);
  const obeyed = await obey(world, { hints: job.hints, tree, config }, claims);
  const { trackings } = obeyed;
  const { paired: all, moves } = await findPlans(world, tree, config, trackings);
  const installedAt = async (): Promise<number | null> =>
    (await around.installedAt?.(job.installation)) ?? null;
  const waiting = await withoutWaiting(world, { paired: all, trackings, config, installedAt });
  const { paired } = waiting;
  const asked = [...job.hints, ...obeyed.hints];
  const hints = asked.map((hint) => widened(hint, paired));
  const said = configProblems.map((problem) => inConfig(problem, CONFIG_PATH));
  const reports: PlanReport[] = [];
  for (const plan of paired) {
    if (!worthLooking(plan, hints)) continue;
    const report = await syncOrSay({ ...world, moves, said }, plan);
    reports.push(report);
    around.onPlan?.(report);
    if (!report.finished) return { kind: 'again' };
    world = { ...world, head: report.head ?? world.head };
  }
  const onConfig = saying(CONFIG_PATH, configProblems);
  if (configProblems.length > 0) around.onPlan?.(onConfig);
  const sayable = [onConfig, ...obeyed.unsaid, ...waiting.unsaid, ...reports];
  const { isUnheard, forbidden } = await sayAtHead(world, sayable);
  if (isUnheard)
    around.log.warn({ permission: 'checks=write' }, 'Expected to be allowed to write a check, found 403');
  if (forbidden !== null) giveUp(around, job, forbidden);
  await refusalIn(() => sayUnconfirmed(world, obeyed.confirmations, reports));
  await previewAll(world, asked, { tree, config });
  const unclear = reports.flatMap((report) => report.unclear ?? []);
  const isRefused =
    sayable.some(({ refusals = [] }) => refusals.length > 0) ||
    reports.some(({ result }) => result?.writeBack?.kind === 'no-pulls');
  return unclear.length === 0
    ? { kind: 'done', ...(isRefused ? { refused: true } : {}) }
    : { kind: 'retry', afterMs: null, reason: unclear.join(' ') };
}

/** Previews come after the passes, so that a merged pull request is told what came of it. */
async function previewAll(
  world: World,
  hints: readonly Hint[],
  { tree, config }: Pick<Around, 'tree' | 'config'>,
): Promise<void> {
  const numbers = hints.flatMap((hint) => (hint.kind === 'pull-request' ? [hint.number] : []));
  if (numbers.length === 0) return;
  const trackings = await readTrackingIssues(world.client, world.repository);
  const { paired: plans } = await findPlans(world, tree, config, trackings);
  for (const number of new Set(numbers)) await previewPull(world, { tree, config, trackings, plans }, number);
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

async function syncOrSay(world: World, plan: PairedPlan): Promise<PlanReport> {
  switch (plan.kind) {
    case 'known':
    case 'new':
      return syncPlan(world, plan);
    case 'untrusted':
      return saying(plan.file.path, [problems.trackingUntrusted(plan.tracking)]);
    case 'newer':
      return saying(plan.path, [problems.newerMarker(plan.tracking.number, plan.version)]);
    case 'vanished': {
      const { path } = plan.ledger;
      const emptied = asEmptied(world, plan);
      if (emptied !== null) return syncPlan(emptied.world, emptied.plan);
      return restingAt(world, plan, path, problems.vanished(path, plan.tracking.number));
    }
    case 'let-go': {
      const { path } = plan.file;
      const retiring = isRetiring(plan.tracking) ? retirable(world, plan) : null;
      if (retiring !== null) return syncPlan(world, retiring.plan);
      return restingAt(world, plan, path, problems.letGo(path, plan.tracking.number));
    }
  }
}

async function restingAt(
  world: World,
  plan: Extract<PairedPlan, { readonly tracking: ObservedIssue }>,
  path: string,
  why: Problem,
): Promise<PlanReport> {
  const refusal = await sayAtRest(world, plan.tracking, plan.id, why);
  if (refusal === null) return saying(path, []);
  return { ...saying(path, [why, ...refusalProblems([refusal])]), refusals: [refusal] };
}

function saying(path: string, said: PlanReport['problems']): PlanReport {
  return { path, changes: [], problems: said, finished: true };
}
