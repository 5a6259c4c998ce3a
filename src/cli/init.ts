/** `planwright init`: a config, a first plan and, if wanted, a workflow. What is there already stays as it is. */
import { spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CONFIG_PATH, isPlanPath, parseConfig } from '../config/config.ts';
import { parsePlan } from '../plan/parse.ts';
import { allTasks } from '../plan/walk.ts';
import { markdownFiles, plansBelow, readConfigText, readInput, repositoryRoot } from './files.ts';
import { EXIT, Stop } from './exit.ts';
import { print } from './terminal.ts';
import { diffText } from './diff-text.ts';
import { firstPlan, initConfig, workflowText, WORKFLOW_PATH } from './templates.ts';

/** What `planwright init` takes. */
export interface InitOptions {
  readonly plan: string;
  readonly action?: boolean;
  /** Only show what would be written. */
  readonly dryRun?: boolean;
}

/** A file outside the globs is offered as a plan if it has at least so many tasks. */
const PLAN_LIKE = 3;
/** How many files are searched for tasks at most. */
const LOOKED_INTO = 500;

/** Makes what is missing, and says what to do next. */
export function init({ plan, action, dryRun }: InitOptions): void {
  const root = clonedHere();
  const branch = defaultBranch(root);
  const configText = readConfigText(root);
  const { config } = parseConfig(configText);
  const plans = plansBelow(root, config);
  const others = configText === null && plans.length === 0 ? planLike(root) : [];
  const found = [...plans, ...others];
  if (found.length === 0 && !isPlanPath(config, inside(plan)))
    throw new Stop(
      EXIT.usage,
      `--plan: Expected a path that is a plan's (${config.plans.join(', ')}), found ${plan}.`,
    );
  const made = new Map<string, string>();
  if (configText === null) made.set(CONFIG_PATH, initConfig(config.plans, others));
  if (found.length === 0) made.set(plan, firstPlan(plan));
  if (action === true) made.set(WORKFLOW_PATH, workflowText(branch));
  for (const path of made.keys()) refuseLinks(root, path);
  if (dryRun === true) return showDiffs(root, made);
  if (configText !== null) print(`${CONFIG_PATH} is there already`);
  if (found.length > 0) sayPlans(found);
  for (const [path, text] of made) write(root, path, text);
  sayNext(found[0] ?? plan, {
    branch,
    hasAction: action === true,
    repository: nameOnGitHub(root) ?? 'OWNER/NAME',
  });
}

/** The folder of the repository around here. */
function clonedHere(): string {
  const root = repositoryRoot('.');
  if (root !== null) return root;
  throw new Stop(
    EXIT.usage,
    'Expected a git repository around this folder, found none. Go to a clone, or `git init` one.',
  );
}

function sayNext(
  file: string,
  {
    branch,
    hasAction,
    repository,
  }: { readonly branch: string; readonly hasAction: boolean; readonly repository: string },
): void {
  print(`
Next:
  1. Fill in ${file}, and look at what it would open: planwright preview ${file}
  2. ${hasAction ? `${ALLOW}\n     ${settingsOf(repository)}` : `Commit to ${branch} and push`}
  3. ${hasAction ? `Commit to ${branch} and push; the workflow does the rest` : `planwright sync --repo ${repository}`}`);
}

/** The box without which a workflow may open no pull request (docs/action.md). */
const ALLOW =
  'Tick "Allow GitHub Actions to create and approve pull requests", under Settings → Actions → General';

function settingsOf(repository: string): string {
  return `https://github.com/${repository}/settings/actions`;
}

/** Shows what would be written, file by file: whole files that are new, and how those that are there would differ. */
function showDiffs(root: string, made: ReadonlyMap<string, string>): void {
  if (made.size === 0) print('Nothing would be made.');
  for (const [path, text] of made) {
    const file = join(root, path);
    const isThere = lstatSync(file, { throwIfNoEntry: false })?.isFile() === true;
    print(diffText(path, isThere ? readFileSync(file, 'utf8') : null, text));
    if (isThere) print(`${path} is there already, and stays as it is`);
  }
}

function sayPlans(all: readonly string[]): void {
  const more = all.length > 5 ? ` and ${String(all.length - 5)} more` : '';
  print(`Plans here: ${all.slice(0, 5).join(', ')}${more}`);
}

/** Files with tasks that match no glob of the config: a roadmap, a tasks.md of another tool. */
function planLike(root: string): string[] {
  return markdownFiles(root)
    .filter((path) => /(^|\/)(roadmap|todo|tasks?|plan|milestones)[^/]*\.md$/i.test(path))
    .slice(0, LOOKED_INTO)
    .filter((path) => {
      const input = readInput(join(root, path));
      return 'text' in input && allTasks(parsePlan(input.text, { path })).length >= PLAN_LIKE;
    });
}

/** A path, if it stays in the repository. */
function inside(path: string): string {
  return path.split('/').includes('..') ? '' : path;
}

/** Nothing is written through a symbolic link: somebody else may have committed it, and it may lead anywhere. */
function refuseLinks(root: string, path: string): void {
  const folders = path.split('/').slice(0, -1);
  for (const [index] of folders.entries()) {
    const folder = folders.slice(0, index + 1).join('/');
    if (lstatSync(join(root, folder), { throwIfNoEntry: false })?.isSymbolicLink() === true)
      throw new Stop(
        EXIT.failed,
        `${folder}: Expected a folder of this repository, found a symbolic link, and wrote nothing. Put a folder in its place, or make ${path} by hand.`,
      );
  }
}

function write(root: string, path: string, text: string): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  try {
    // Fails if the file is there, even if it came this very moment.
    writeFileSync(file, text, { flag: 'wx' });
    print(`made ${path}`);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    print(`${path} is there already`);
  }
}

/** The branch that plans count on: the remote's, as the clone knows it, else the one that is checked out. */
function defaultBranch(root: string): string {
  const remote = git(root, 'symbolic-ref', '--short', 'refs/remotes/origin/HEAD');
  return remote?.replace(/^origin\//, '') ?? git(root, 'symbolic-ref', '--short', 'HEAD') ?? 'main';
}

/** `owner/name` of the remote, if it is on a GitHub. */
function nameOnGitHub(root: string): string | null {
  const url = git(root, 'remote', 'get-url', 'origin');
  return /[/:]([^/:]+\/[^/]+?)(?:\.git)?$/.exec(url ?? '')?.[1] ?? null;
}

function git(root: string, ...args: readonly string[]): string | null {
  const { status, stdout } = spawnSync('git', ['-C', root, ...args], { encoding: 'utf8' });
  const text = (stdout ?? '').trim();
  return status === 0 && text !== '' ? text : null;
}
