/** Prints what a sync did or would do, and turns its end into an exit code. */
import { RetryableError, TerminalError } from '../github/transport/errors.ts';
import type { Ending } from '../once.ts';
import type { PlanDryRun } from '../pass/dry-run/dry-run.ts';
import { openingCost } from '../sync/render/opening-cost.ts';
import { renderPlan, type ToldPlan } from '../sync/render/terminal-words.ts';
import { awayText } from '../sync/render/away.ts';
import { EXIT } from './exit.ts';
import { RIGHTS } from './sign-in.ts';
import { complain, print, printProblem, say } from './terminal.ts';

/** What a command has to print about a repository. */
export interface Told {
  readonly plans: readonly ToldPlan[];
  /** The command that confirms a held change, without the id. */
  readonly confirm: string;
  readonly json: boolean;
}

/** A dry run as the printer takes it. */
export function toldDryRun(plan: PlanDryRun): ToldPlan {
  return { ...plan, done: null };
}

/** Prints the plans, and sets the exit code by their problems and held changes. */
export function printOutcome({ plans, confirm, json }: Told): void {
  if (json) print(JSON.stringify({ plans: plans.map(planJson) }, null, 2));
  else {
    for (const plan of plans) {
      print(renderPlan(plan, confirm).join('\n'));
      for (const problem of plan.problems)
        printProblem({ ...problem, file: problem.path ?? plan.path }, '  ');
    }
  }
  const cost = openingCost(plans.flatMap(({ effects, done }) => (done === null ? effects : [])));
  if (cost !== '') say(cost);
  const isWrong = plans.some(({ problems }) => problems.some(({ severity }) => severity === 'error'));
  if (isWrong) process.exitCode = EXIT.failed;
  if (plans.some(({ held }) => held !== null)) process.exitCode = EXIT.held;
}

/** Says why a run ended before it was done, and sets the exit code. */
export function tellEnding(ending: Ending, repository: string): void {
  switch (ending.kind) {
    case 'done':
      return;
    case 'away':
      complain(awayText(repository, ending.reason));
      process.exitCode = ending.reason === 'gone' ? EXIT.refused : EXIT.failed;
      return;
    case 'refused':
      complain(`${sentence(ending.reason)} ${RIGHTS}`);
      process.exitCode = EXIT.refused;
      return;
    case 'unclear':
      complain(`${sentence(ending.reason)} Run it again later: it goes on where it stopped.`);
      process.exitCode = EXIT.later;
      return;
    case 'unknown-id': {
      const { waiting } = ending;
      const found = waiting.length === 0 ? 'that nothing waits' : `waiting: ${waiting.join(', ')}`;
      complain(`--confirm: Expected the id of a change that waits, found ${found}.`);
      process.exitCode = EXIT.usage;
    }
  }
}

/** GitHub's own words have no full stop. */
function sentence(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}

function planJson({ path, title, effects, problems, held, done, proposals }: ToldPlan) {
  return {
    path,
    title,
    changes: effects.map((effect) =>
      effect.kind === 'open' ? { ...effect, number: done?.numbers.get(effect.key) ?? null } : effect,
    ),
    edits: proposals.map(({ edit, issue }) => ({ ...edit, issue })),
    problems,
    held,
    trackingIssue: done?.tracking ?? null,
    writeBack: done?.writeBack ?? null,
  };
}

/** Does work on GitHub; prints a refusal or an unclear answer and sets the exit code. */
export async function untilRefused(repository: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof TerminalError)
      return tellEnding({ kind: 'refused', reason: error.message }, repository);
    if (!(error instanceof RetryableError)) throw error;
    tellEnding({ kind: 'unclear', reason: error.message }, repository);
  }
}
