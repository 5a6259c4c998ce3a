/** `planwright sync` and `planwright preview`: the pass that the App runs, or a dry run of it. */
import { isPlanPath } from '../config/config.ts';
import { jobContextOf, runOnce } from '../once.ts';
import { dryRunOffline } from '../pass/dry-run/offline.ts';
import { ownWordIn } from '../plan/text/own-word.ts';
import { parsePlan } from '../plan/parse.ts';
import { allTasks } from '../plan/walk.ts';
import { dryRunAllPlans } from '../pass/dry-run/all-plans.ts';
import { toldPlans } from '../sync/render/terminal-words.ts';
import { EXIT } from './exit.ts';
import { localConfig, pathInRepository, plansHere, readInput } from './files.ts';
import { noPlansHere } from './plan-like.ts';
import { printOutcome, tellEnding, toldDryRun, untilRefused } from './print-outcome.ts';
import { findRepository, optionsFor, type GitHubOptions, type RepositoryAddress } from './remote.ts';
import { findToken, openTarget, targetAt, whyOffline, type SignedInTarget } from './sign-in.ts';
import { complain, createProgress, print, say } from './terminal.ts';

/** What `planwright sync` takes. */
export interface SyncOptions extends GitHubOptions {
  readonly dryRun?: boolean;
  readonly confirm?: string;
  readonly json?: boolean;
}

/** Brings all plans of a repository and their issues in step. */
export async function sync(options: SyncOptions): Promise<void> {
  const progress = createProgress();
  const target = openTarget(options, progress);
  if (options.dryRun === true) return previewRepository([], options, target);
  const ran = await runOnce(target, {
    hints: [{ kind: 'sweep' }],
    confirm: options.confirm ?? null,
    mergedSince: null,
    firstLook: 'everything',
  });
  progress.end();
  const json = options.json === true;
  const isAtWork = ran.ending.kind !== 'away' && ran.ending.kind !== 'unknown-id';
  if (isAtWork) printOutcome({ plans: toldPlans(ran.reports), confirm: confirmCommand(target), json });
  if (!json && ran.ending.kind === 'done' && ran.reports.length === 0) print(noPlans(target));
  tellEnding(ran.ending, target.name);
}

/** What `planwright preview` takes. */
export interface PreviewOptions extends GitHubOptions {
  readonly json?: boolean;
  readonly offline?: boolean;
}

/**
 * Shows what a sync would do: against the issues where a repository and a token are found, else as a first sync. Without
 * files: of all plans, as they are on the default branch or, without network, as they stand here.
 */
export async function preview(files: readonly string[], options: PreviewOptions): Promise<void> {
  const address = findRepository(options);
  const target = options.offline === true ? null : previewTarget(address, options);
  if (target !== null) return previewRepository(files, options, target);
  const why = whyOffline(address, options);
  const named = files.length > 0 ? files : plansHere();
  if (named.length === 0) complain(noPlansHere());
  const plans = named.flatMap((file) => {
    const text = textOf(file);
    if (text === null) return [];
    sayLinked(nameOf(file), text);
    sayIfNoPlan(file, text);
    return [toldDryRun(dryRunOffline(nameOf(file), text, localConfig()))];
  });
  printOutcome({
    plans,
    confirm: 'planwright sync --repo OWNER/NAME --confirm',
    json: options.json === true,
  });
  if (plans.length > 0) say(`GitHub was not asked (${why}): this is what a first sync would do.`);
}

/** Where to look, if that is wanted or possible: a repository or server that was named must be reached, the clone's may be. */
function previewTarget(address: RepositoryAddress | null, options: PreviewOptions): SignedInTarget | null {
  if (options.repo !== undefined || options.apiUrl !== undefined)
    return openTarget(options, createProgress());
  const token = address === null ? null : findToken(address);
  return address === null || token === null ? null : targetAt(address, token, createProgress());
}

/** Says of a file that no sync would take, since its preview looks as if one would. */
function sayIfNoPlan(file: string, text: string): void {
  if (file === '-') return;
  const path = nameOf(file);
  if (!(ownWordIn(text) ?? isPlanPath(localConfig(), path))) complain(notAPlan(path));
}

async function previewRepository(
  files: readonly string[],
  options: PreviewOptions,
  target: SignedInTarget,
): Promise<void> {
  const texts = new Map<string, string>();
  for (const file of files) {
    const text = textOf(file);
    if (text !== null) texts.set(pathInRepository(file), text);
  }
  if (texts.size === 0 && files.length > 0) return;
  const job = { installation: 0, owner: target.owner, repo: target.repo };
  await untilRefused(target.name, async () => {
    const found = await dryRunAllPlans(jobContextOf(target), job, files.length === 0 ? null : texts);
    if ('away' in found) return tellEnding({ kind: 'away', reason: found.away }, target.name);
    const json = options.json === true;
    printOutcome({ plans: found.plans.map(toldDryRun), confirm: confirmCommand(target), json });
    if (!json && files.length === 0 && found.plans.length === 0) print(noPlans(target));
    for (const path of found.notPlans) {
      complain(notAPlan(path, target.name));
      process.exitCode = EXIT.failed;
    }
  });
}

/** Says that linked tasks count as new in an offline dry run, since without network it is unknown whether their issues exist. */
function sayLinked(path: string, text: string): void {
  const linked = allTasks(parsePlan(text, { path })).filter(({ task }) => task.issue !== null).length;
  if (linked === 0) return;
  const tasks =
    linked === 1 ? '1 task links its issue, and counts' : `${linked} tasks link their issues, and count`;
  complain(`${path}: ${tasks} as new here. With --repo owner/name the issues are looked at.`);
}

function textOf(file: string): string | null {
  const input = readInput(file);
  if ('text' in input) return input.text;
  complain(input.error);
  process.exitCode = EXIT.failed;
  return null;
}

/** The path of a plan in its repository, if there is one: a plan without a title is named after its path. */
function nameOf(file: string): string {
  return file === '-' ? 'standard input' : pathInRepository(file);
}

function confirmCommand(target: SignedInTarget): string {
  return `planwright sync ${optionsFor(target)} --confirm`;
}

function noPlans(target: SignedInTarget): string {
  return (
    `${target.name} has no plan to sync on its default branch. If it has one that was retired, change the plan's text or ` +
    'comment /plan sync on its tracking issue; if it has none, `planwright init` in a clone makes one.'
  );
}

/** What is said of a file that stands where no plans are. */
function notAPlan(path: string, taker = 'a sync'): string {
  return `${path}: Expected a plan, found a file that ${taker} takes for none. Name its path under \`plans\` in .github/planwright.yml, or write \`planwright: true\` into its front matter.`;
}
