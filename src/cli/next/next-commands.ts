/** The commands for the next thing to do, and what `--help` says of them. */
import type { Command } from 'commander';
import { numberFrom } from '../number-option.ts';
import type { ClaimOptions, ReleaseOptions } from './claim.ts';
import type { DoneOptions } from './done.ts';
import type { NextOptions } from './next.ts';
import type { ShowOptions } from './show.ts';
import type { StatusOptions } from './status.ts';

const TASK = ['<task>', 'number of its issue, id, place (plans/x.md:41) or words'] as const;
const AS = ['--as <name>', 'who claims; default: the account with a mark of this clone'] as const;
const FOR = ['--for <time>', 'how long the claim holds: 30m, 4h, 2d', '4h'] as const;

/** The options and words that commands share. */
export interface Shared {
  /** Adds `--repo`, `--api-url` and `--json`. */
  readonly github: (command: Command) => Command;
  readonly examples: (...lines: readonly string[]) => string;
}

/** Adds the commands. Each is loaded when it is typed. */
export function addWorking(program: Command, { github, examples }: Shared): void {
  const command = (name: string, description: string): Command =>
    github(program.command(name).description(description)).option(
      '--offline',
      'from the files alone: ask GitHub nothing',
    );
  command('status', 'say how far all plans are, what is late and what waits for a person')
    .argument('[plan...]', 'plans; none: all plans here')
    .addHelpText('after', examples('planwright status', 'planwright status --repo octocat/engine --json'))
    .action(async (plans: string[], options: StatusOptions) =>
      (await import('./status.ts')).runStatus(plans, options),
    );
  command('next', 'say which tasks to begin, best first, and why')
    .argument('[plan...]', 'plans; none: all plans here')
    .option('--claim', 'claim the best one that nobody else has')
    .option(...AS)
    .option(...FOR)
    .option('--limit <n>', 'list so many at most', numberFrom(1))
    .option('--label <name>', 'only tasks with this label or area')
    .option('--mine', 'only what one has claimed or is assigned to')
    .addHelpText(
      'after',
      examples(
        'planwright next',
        'planwright next plans/search.md --limit 3',
        'planwright next --claim --as agent-1 --json',
      ),
    )
    .action(async (plans: string[], options: NextOptions) =>
      (await import('./next.ts')).runNext(plans, options),
    );
  command(
    'claim',
    'say on GitHub that one works on a task, or go on claiming it; exits with 1 if somebody else has it',
  )
    .argument(...TASK)
    .option(...AS)
    .option(...FOR)
    .addHelpText('after', examples('planwright claim 12', 'planwright claim T010 --as agent-1 --for 2h'))
    .action(async (task: string, options: ClaimOptions) =>
      (await import('./claim.ts')).runClaim(task, options),
    );
  command('release', 'give a claim back')
    .argument(...TASK)
    .option(...AS)
    .addHelpText('after', examples('planwright release 12'))
    .action(async (task: string, options: ReleaseOptions) =>
      (await import('./claim.ts')).runRelease(task, options),
    );
  command('show', 'show all that is known of a task')
    .argument(...TASK)
    .addHelpText(
      'after',
      examples(
        'planwright show 12',
        'planwright show plans/search.md:41',
        'planwright show "ship the parser" --json',
      ),
    )
    .action(async (task: string, options: ShowOptions) => (await import('./show.ts')).runShow(task, options));
  command('done', 'tick a task in the working tree and print what changed; commits nothing')
    .argument(...TASK)
    .option(...AS)
    .addHelpText('after', examples('planwright done 12', 'planwright done T010 --as agent-1'))
    .action(async (task: string, options: DoneOptions) => (await import('./done.ts')).runDone(task, options));
}
