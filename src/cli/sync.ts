/** `planwright sync` and `planwright preview`: the pass that the App runs, or a dry run of it. */
import { jobContextOf, runOnce } from '../once.ts';
import { dryRunOffline } from '../pass/dry-run/offline.ts';
import { parsePlan } from '../plan/parse.ts';
import { allTasks } from '../plan/walk.ts';
import { dryRunAllPlans } from '../pass/dry-run/all-plans.ts';
import { toldPlans } from '../sync/render/terminal.ts';
import { EXIT, Stop } from './exit.ts';
import { localConfig, pathInRepository, readInput } from './files.ts';
import { printOutcome, tellEnding, toldDryRun, untilRefused } from './report.ts';
import { openTarget, type GitHubOptions } from './sign-in.ts';
import { complain, createProgress, print } from './terminal.ts';

/** What `planwright sync` takes. */
export interface SyncOptions extends GitHubOptions {
  readonly dryRun?: boolean;
  readonly confirm?: string;
  readonly json?: boolean;
}

/** Brings all plans of a repository and their issues in step. */
export async function sync(options: SyncOptions): Promise<void> {
  if (options.dryRun === true) return previewRepository([], options);
  const progress = createProgress();
  const ran = await runOnce(openTarget(options, progress), {
    hints: [{ kind: 'sweep' }],
    confirm: options.confirm ?? null,
    mergedSince: null,
    firstLook: 'everything',
  });
  progress.end();
  const json = options.json === true;
  const isAtWork = ran.ending.kind !== 'away' && ran.ending.kind !== 'unknown-id';
  if (isAtWork) printOutcome({ plans: toldPlans(ran.reports), confirm: confirmCommand(options), json });
  if (!json && ran.ending.kind === 'done' && ran.reports.length === 0) print(noPlans(options));
  tellEnding(ran.ending, options.repo);
}

/** What `planwright preview` takes. */
export interface PreviewOptions extends Partial<GitHubOptions> {
  readonly json?: boolean;
}

/** Shows what a sync would do: with a repository against its issues, without one as a first sync. */
export async function preview(files: readonly string[], options: PreviewOptions): Promise<void> {
  const { repo } = options;
  if (repo !== undefined) return previewRepository(files, { ...options, repo });
  if (files.length === 0)
    throw new Stop(
      EXIT.usage,
      'Expected a plan, or --repo owner/name, found neither. Try: planwright preview PLAN.md',
    );
  const plans = files.flatMap((file) => {
    const text = textOf(file);
    if (text === null) return [];
    sayLinked(nameOf(file), text);
    return [toldDryRun(dryRunOffline(nameOf(file), text, localConfig()))];
  });
  printOutcome({
    plans,
    confirm: 'planwright sync --repo OWNER/NAME --confirm',
    json: options.json === true,
  });
}

async function previewRepository(
  files: readonly string[],
  options: PreviewOptions & GitHubOptions,
): Promise<void> {
  const progress = createProgress();
  const target = openTarget(options, progress);
  const texts = new Map<string, string>();
  for (const file of files) {
    const text = textOf(file);
    if (text !== null) texts.set(pathInRepository(file), text);
  }
  if (texts.size === 0 && files.length > 0) return;
  const job = { installation: 0, owner: target.owner, repo: target.repo };
  await untilRefused(options.repo, async () => {
    const found = await dryRunAllPlans(jobContextOf(target), job, files.length === 0 ? null : texts);
    if ('away' in found) return tellEnding({ kind: 'away', reason: found.away }, options.repo);
    const json = options.json === true;
    printOutcome({ plans: found.plans.map(toldDryRun), confirm: confirmCommand(options), json });
    if (!json && files.length === 0 && found.plans.length === 0) print(noPlans(options));
    for (const path of found.strangers) {
      complain(
        `${path}: Expected a plan, found a file that ${options.repo} takes for none. Name its path under \`plans\` in .github/planwright.yml, or write \`planwright: true\` into its front matter.`,
      );
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

function confirmCommand({ repo, apiUrl }: GitHubOptions): string {
  return `planwright sync --repo ${repo}${apiUrl === undefined ? '' : ` --api-url ${apiUrl}`} --confirm`;
}

function noPlans({ repo }: GitHubOptions): string {
  return `${repo} has no plan to sync on its default branch. \`planwright init\` in a clone makes one.`;
}
