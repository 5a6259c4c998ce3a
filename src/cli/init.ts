/** `planwright init`: a config, a first plan and, if wanted, a workflow. What is there already stays as it is. */
import { lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CONFIG_PATH, isPlanPath, parseConfig } from '../config/config.ts';
import { plansBelow, readConfigText, repositoryRoot } from './files.ts';
import { filesWithTasks } from './plan-like.ts';
import { AGENTS_PATH, agentsText, writeAgents } from './agents.ts';
import { EXIT, Stop } from './exit.ts';
import { git, optionsFor, pagesOf, PUBLIC_API, remoteAddress, type RepositoryAddress } from './remote.ts';
import { print } from './terminal.ts';
import { diffText } from './diff-text.ts';
import { firstPlan, initConfig, workflowText, WORKFLOW_PATH } from './templates.ts';

/** What `planwright init` takes. */
export interface InitOptions {
  readonly plan: string;
  readonly action?: boolean;
  /** Tell coding agents in AGENTS.md how plans work here. */
  readonly agents?: boolean;
  /** Only show what would be written. */
  readonly dryRun?: boolean;
}

/** Files outside the globs are offered as plans by their names only: a README with boxes is none. */
const NAMED_LIKE_PLANS = /(^|\/)(roadmap|todo|tasks?|plan|milestones)[^/]*\.md$/i;

/** Makes what is missing, and says what to do next. */
export function init({ plan, action, agents, dryRun }: InitOptions): void {
  const root = clonedHere();
  const branch = defaultBranch(root);
  const configText = readConfigText(root);
  const { config } = parseConfig(configText);
  const plans = plansBelow(root, config);
  const others = configText === null && plans.length === 0 ? filesWithTasks(root, NAMED_LIKE_PLANS) : [];
  const found = [...plans, ...others];
  if (found.length === 0 && !isPlanPath(config, inside(plan)))
    throw new Stop(
      EXIT.usage,
      `--plan: Expected a path that is a plan's (${config.plans.join(', ')}), found ${plan}.`,
    );
  const made = new Map([
    ...only(configText === null, CONFIG_PATH, () => initConfig(config.plans, others)),
    ...only(found.length === 0, plan, () => firstPlan(plan)),
    ...only(action === true, WORKFLOW_PATH, () => workflowText(branch)),
  ]);
  for (const path of made.keys()) refuseLinks(root, path);
  if (dryRun === true) return showDiffs(root, made, agents === true ? config.plans : null);
  if (configText !== null) print(`${CONFIG_PATH} is there already`);
  if (found.length > 0) sayPlans(found);
  for (const [path, text] of made) write(root, path, text);
  if (agents === true) writeAgents(root, parseConfig(readConfigText(root)).config.plans);
  sayNext(found[0] ?? plan, {
    branch,
    hasAction: action === true,
    repository: remoteAddress(root) ?? { name: 'OWNER/NAME', apiUrl: PUBLIC_API },
  });
}

function only(isMade: boolean, path: string, text: () => string): (readonly [string, string])[] {
  return isMade ? [[path, text()]] : [];
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
  }: { readonly branch: string; readonly hasAction: boolean; readonly repository: RepositoryAddress },
): void {
  print(`
Next:
  1. Fill in ${file}, and look at what it would open: planwright preview ${file}
  2. ${hasAction ? `${ALLOW}\n     ${settingsOf(repository)}` : `Commit to ${branch} and push`}
  3. ${hasAction ? `Commit to ${branch} and push; the workflow does the rest` : `planwright sync ${optionsFor(repository)}`}`);
}

/** The box without which a workflow may open no pull request (docs/action.md). */
const ALLOW =
  'Tick "Allow GitHub Actions to create and approve pull requests", under Settings → Actions → General';

function settingsOf(repository: RepositoryAddress): string {
  return `${pagesOf(repository)}/${repository.name}/settings/actions`;
}

/** Shows what would be written, file by file: whole files that are new, and how those that are there would differ. */
function showDiffs(root: string, made: ReadonlyMap<string, string>, globs: readonly string[] | null): void {
  const told = globs === null ? null : agentsText(root, globs);
  if (told !== null && told.before !== told.after) print(diffText(AGENTS_PATH, told.before, told.after));
  else if (made.size === 0) print('Nothing would be made.');
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
  if (all.length > 1)
    print(`The first sync opens the issues of all ${all.length}, without a question. To begin with one of them, name only that
under \`plans\` in ${CONFIG_PATH}; how to take on many: https://github.com/planwright/planwright/blob/main/docs/adopting.md`);
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
