/** `planwright status`: how far all plans are, what is late, and what waits for a person. */
import { orderOf, tallies, tasksOf, type PlanTally, type WorkOrder } from '../../pass/next/order.ts';
import type { Waiting } from '../../pass/next/plans-now.ts';
import { claimWords, taskWords } from '../../sync/render/next/reason.ts';
import { tallyLines, waitingWords } from '../../sync/render/next/tally-words.ts';
import { optionsFor } from '../remote.ts';
import { untilRefused } from '../print-outcome.ts';
import { noPlansHere } from '../plan-like.ts';
import { complain, createProgress, print, say } from '../terminal.ts';
import { claimEntry, type ClaimEntry } from './task-entry.ts';
import { openSession, type Session, type SessionOptions } from './session.ts';

/** What `planwright status` takes. */
export interface StatusOptions extends SessionOptions {
  readonly json?: boolean;
}

/** How far plans are, as JSON. */
export interface StatusReport {
  /** `owner/name`, where one is known. */
  readonly repository: string | null;
  /** Whether issues were looked at, or the files alone. */
  readonly from: 'issues' | 'files';
  readonly plans: readonly PlanStatusEntry[];
}

/** How far one plan is. */
interface PlanStatusEntry extends PlanTally {
  /** How many tasks can be begun. */
  readonly ready: number;
  readonly trackingIssue: number | null;
  readonly waiting: readonly (Waiting & { readonly text: string })[];
  readonly claims: readonly (ClaimEntry & { readonly issue: number; readonly title: string })[];
}

/** Prints how far all plans are. */
export async function runStatus(named: readonly string[], options: StatusOptions): Promise<void> {
  const progress = createProgress();
  await untilRefused(options.repo ?? 'the repository', async () => {
    const session = await openSession(named, options, progress);
    progress.end();
    const order = orderOf(session.now);
    const report = statusReport(session, new Date().toISOString().slice(0, 10));
    if (options.json === true) print(JSON.stringify(report, null, 2));
    else
      for (const plan of report.plans)
        print(
          [
            ...tallyLines(
              plan,
              plan.waiting.map(({ text }) => text),
            ),
            ...claimLines(order, plan.path),
          ].join('\n'),
        );
    for (const { path, problem } of session.refused) complain(`${path}: ${problem.message} ${problem.hint}`);
    if (report.plans.length === 0 && options.json !== true) say(noPlansHere());
    say(`From ${session.source}.`);
  });
}

/** The claims that hold tasks of a plan. */
function claimLines(order: WorkOrder, path: string): string[] {
  return tasksOf(order).flatMap((task) =>
    task.path !== path || task.claim === null ? [] : [`  ${taskWords(task)}: ${claimWords(task.claim)}`],
  );
}

/**
 * How far all plans are.
 *
 * @param today `YYYY-MM-DD`.
 */
export function statusReport(session: Session, today: string): StatusReport {
  const order = orderOf(session.now);
  const { address } = session;
  const sync = `planwright sync${address === null ? '' : ` ${optionsFor(address)}`}`;
  const problems = new Map(session.plans.map((plan) => [plan.path, plan.problems]));
  const plans = tallies(order, problems, today).map((tally): PlanStatusEntry => {
    const tracked = session.tracked.find(({ path }) => path === tally.path);
    const claimed = tasksOf(order).filter(({ path }) => path === tally.path);
    return {
      ...tally,
      ready: order.ready.filter(({ task }) => task.path === tally.path).length,
      trackingIssue: tracked?.tracking ?? null,
      waiting: (tracked?.waiting ?? []).map((one) => ({ ...one, text: waitingWords(one, sync) })),
      claims: claimed.flatMap(({ claim, issue, task: { title } }) =>
        claim === null || issue === null ? [] : [{ issue, title, ...claimEntry(claim) }],
      ),
    };
  });
  return { repository: address?.name ?? null, from: session.github === null ? 'files' : 'issues', plans };
}
