/** The commands, and what `--help` says of them: what each is for, and how it is typed. */
import { Command, Option } from 'commander';
import type { CheckOptions } from './check.ts';
import type { DemoOptions } from './demo.ts';
import type { InitOptions } from './init.ts';
import { addWorking } from './next/next-commands.ts';
import type { RetireOptions } from './retire.ts';
import { numberFrom } from './number-option.ts';
import type { PreviewOptions, SyncOptions } from './sync.ts';
import { version } from '../version.ts';

const REPO = [
  '--repo <owner/name>',
  'the repository on GitHub, or its address; default: that of the remote "origin"',
] as const;
const API_URL = [
  '--api-url <url>',
  'GitHub Enterprise Server; default GITHUB_API_URL, or github.com',
] as const;

/** Assembles the command line. Each command is loaded when it is typed: `check` needs nothing that talks to GitHub. */
export function createProgram(): Command {
  const program = new Command('planwright')
    .description('Keeps Markdown plans and GitHub issues in step, both ways.')
    .version(version(), '-v, --version')
    .showHelpAfterError('Type it with --help for examples.')
    .addHelpText(
      'after',
      `
Begin:
  $ planwright demo                             see it work, on this machine alone
  $ planwright init                             make a config and a first plan here
  $ planwright preview plans/search.md          what a first sync would open
  $ planwright sync                             do it
  $ planwright next                             what to begin, and why

Exit codes: 0 done, 1 something is wrong, 2 typed wrongly, 3 waits for --confirm, 4 not allowed, 5 try again later`,
    );
  addReading(program);
  addWorking(program, { github: onGitHub, examples });
  addSyncing(program);
  addRetiring(program);
  addBeginning(program);
  return program;
}

function addReading(program: Command): void {
  program
    .command('check')
    .description('say what is wrong in plans; exits with 1 if there are errors')
    .argument('[file...]', 'plans; - reads standard input; none: all plans here')
    .option('--json', 'the same as --format json')
    .option('--fix', 'make boxes of what looks like boxes, then check')
    .option('--bullets', 'with --fix: make the plain bullets of phases boxes, too')
    .addOption(
      new Option('--format <format>', 'how to print')
        .choices(['text', 'json', 'github', 'sarif'])
        .default('text'),
    )
    .option('--strict', 'exit with 1 for warnings, too')
    .option('--max-warnings <n>', 'exit with 1 for more warnings than these', numberFrom(0))
    .option('--watch', 'check again after each change, until ended')
    .addHelpText(
      'after',
      examples('planwright check', 'planwright check --fix plans/*.md', 'planwright check --format github'),
    )
    .action(async (files: string[], options: CheckOptions) =>
      (await import('./check.ts')).runCheck(files, options),
    );
  program
    .command('parse')
    .description('print what Planwright reads in a plan, as JSON')
    .argument('<file>', 'a plan; - reads standard input')
    .option('--json', 'JSON is the only format so far')
    .addHelpText(
      'after',
      examples('planwright parse plans/search.md', 'git show main:PLAN.md | planwright parse -'),
    )
    .action(async (file: string) => (await import('./check.ts')).parse(file));
}

function addSyncing(program: Command): void {
  program
    .command('preview')
    .description('show what a sync would do, and do none of it')
    .argument('[file...]', 'plans as they would be on the default branch; none: all plans as they are there')
    .option(...REPO)
    .option('--offline', 'without network: what a first sync would do')
    .option(...API_URL)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples(
        'planwright preview plans/search.md',
        'planwright preview plans/search.md --repo octocat/engine',
        'planwright preview --repo octocat/engine',
      ),
    )
    .action(async (files: string[], options: PreviewOptions) =>
      (await import('./sync.ts')).preview(files, options),
    );
  program
    .command('sync')
    .description('bring the plans of a repository and their issues in step')
    .option(...REPO)
    .option('--dry-run', 'only show what it would do')
    .option('--confirm <id>', 'let the change go that waits under this id')
    .option(...API_URL)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `${examples(
        'planwright sync --repo octocat/engine --dry-run',
        'planwright sync --repo octocat/engine',
        'planwright sync --repo octocat/engine --confirm 1a2b3c4d',
      )}
The token comes from GITHUB_TOKEN, GH_TOKEN or \`gh auth token\`. Stopping it is safe: the next run goes on where it stopped.`,
    )
    .action(async (options: SyncOptions) => (await import('./sync.ts')).sync(options));
}

function addRetiring(program: Command): void {
  program
    .command('retire')
    .description('undo what was made for a plan; shows it first')
    .argument('<plan>', 'path of the plan in the repository')
    .option(...REPO)
    .option('--confirm <id>', 'do it, under the id that was shown')
    .option(...API_URL)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `${examples(
        'planwright retire plans/search.md --repo octocat/engine',
        'planwright retire plans/search.md --repo octocat/engine --confirm 1a2b3c4d',
      )}
The plan's text stays. Its open issues are closed as not planned; change the text to take them back.`,
    )
    .action(async (path: string, options: RetireOptions) =>
      (await import('./retire.ts')).runRetire(path, options),
    );
}

function addBeginning(program: Command): void {
  program
    .command('init')
    .description('make a config and a first plan in this repository; overwrites nothing')
    .option('--plan <path>', 'where the plan goes', 'plans/first-plan.md')
    .option('--action', 'also make a workflow, so that GitHub Actions keeps plans and issues in step')
    .option(
      '--agents',
      'also tell coding agents in AGENTS.md how plans work here; the rest of that file stays as it is',
    )
    .option('--dry-run', 'only show what it would write')
    .addHelpText(
      'after',
      examples(
        'planwright init',
        'planwright init --agents',
        'planwright init --action --dry-run',
        'planwright init --action --plan docs/plans/search.md',
      ),
    )
    .action(async (options: InitOptions) => (await import('./init.ts')).init(options));
  program
    .command('demo')
    .description('play with it in the browser: a GitHub in memory, nothing leaves this machine')
    .option('--once', 'play one loop at the terminal and end')
    .option('--port <port>', 'where the page is served')
    .addHelpText('after', examples('planwright demo', 'planwright demo --once'))
    .action(async (options: DemoOptions) => (await import('./demo.ts')).runDemo(options));
}

/** What commands take that look at GitHub. */
function onGitHub(command: Command): Command {
  return command
    .option(...REPO)
    .option(...API_URL)
    .option('--json', 'print JSON');
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}
