/** `planwright retire`: shows what was made for a plan and would be undone, and does it once a person says so. */
import { jobContextOf, runOnce } from '../once.ts';
import { openRepository } from '../pass/open-repository.ts';
import { confirmRetirement, findRetirement } from '../pass/commands/confirm-retirement.ts';
import { renderRetiring } from '../sync/render/terminal-words.ts';
import { EXIT, Stop } from './exit.ts';
import { tellEnding, untilRefused } from './print-outcome.ts';
import { optionsFor, type GitHubOptions } from './remote.ts';
import { openTarget } from './sign-in.ts';
import { createProgress, print } from './terminal.ts';

/** What `planwright retire` takes. */
export interface RetireOptions extends GitHubOptions {
  readonly confirm?: string;
  readonly json?: boolean;
}

/** Retires a plan, or shows what that would do. */
export async function runRetire(path: string, options: RetireOptions): Promise<void> {
  const progress = createProgress();
  const target = openTarget(options, progress);
  await untilRefused(target.name, async () => {
    const at = { installation: 0, owner: target.owner, repo: target.repo };
    const opened = await openRepository(jobContextOf(target), at);
    if ('away' in opened) return tellEnding({ kind: 'away', reason: opened.away }, target.name);
    const found = await findRetirement(opened, path);
    switch (found.kind) {
      case 'none':
        throw new Stop(EXIT.usage, unknownPlan(path, target.name, found.known));
      case 'over':
        return print(`${path} is retired already.`);
      case 'found':
    }
    const { id } = found.retirement;
    if (options.confirm === undefined)
      return show(path, { json: options.json === true, repository: optionsFor(target) }, found);
    if (options.confirm !== id)
      throw new Stop(
        EXIT.usage,
        `--confirm: Expected ${id}, under which retiring ${path} waits, found ${options.confirm}.`,
      );
    await confirmRetirement(opened, found);
    const hints = [{ kind: 'issue' as const, number: found.tracking }];
    const { ending } = await runOnce(target, {
      hints,
      confirm: null,
      mergedSince: null,
      firstLook: 'touched',
    });
    progress.end();
    if (ending.kind === 'done')
      print(options.json === true ? JSON.stringify({ path, retired: true }) : `${path} is retired.`);
    tellEnding(ending, target.name);
  });
}

function show(
  path: string,
  { repository, json }: { readonly repository: string; readonly json: boolean },
  { title, retirement }: Extract<Awaited<ReturnType<typeof findRetirement>>, { kind: 'found' }>,
): void {
  const { id, closes, detaches, milestones, unblocks, pull } = retirement;
  const numbers = (issues: readonly { readonly number: number }[]): number[] =>
    issues.map(({ number }) => number);
  if (json)
    print(
      JSON.stringify({
        path,
        retired: false,
        confirm: id,
        closes: numbers(closes),
        detaches: numbers(detaches),
        milestones: numbers(milestones),
        unblocks,
        pull: pull?.number ?? null,
      }),
    );
  else
    print(
      renderRetiring({ path, title }, retirement, `planwright retire ${path} ${repository} --confirm`).join(
        '\n',
      ),
    );
  process.exitCode = EXIT.held;
}

function unknownPlan(path: string, repository: string, known: readonly string[]): string {
  const found = known.length === 0 ? 'that it has none' : `only ${known.join(', ')}`;
  return `Expected a plan of ${repository} that has issues, found ${path}, and ${found}.`;
}
