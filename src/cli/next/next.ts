/** `planwright next`: which task to begin, and, if wanted, claims it. */
import { claimIssue, type ClaimContext } from '../../pass/next/claiming.ts';
import {
  availability,
  orderOf,
  tasksOf,
  type Claim,
  type RankedTask,
  type TaskNow,
  type WorkOrder,
} from '../../pass/next/order.ts';
import { nothingReadyWords } from '../../sync/render/next/reason.ts';
import { untilRefused } from '../print-outcome.ts';
import { complain, createProgress, print, say } from '../terminal.ts';
import { claimContext, DEFAULT_LEASE, leaseMs, requireGitHub } from './claimant.ts';
import { entryLines, taskEntry, type TaskEntry } from './task-entry.ts';
import { throwIfUnsettled } from './claim.ts';
import { openSession, type Session, type SessionOptions } from './session.ts';

/** What `planwright next` takes. */
export interface NextOptions extends SessionOptions {
  readonly json?: boolean;
  readonly limit?: number;
  readonly label?: string;
  readonly mine?: boolean;
  readonly claim?: boolean;
  readonly as?: string;
  readonly for?: string;
}

/** At most this many tasks are listed at the terminal; JSON has all of them. */
const LISTED = 10;

/** A task that was found or claimed. */
interface Chosen {
  readonly task: TaskNow;
  readonly claim: Claim | null;
}

/** The tasks to begin, best first; with `claim` the one that was claimed, or none. */
export interface NextTasks {
  readonly order: WorkOrder;
  readonly chosen: readonly Chosen[];
  /** How many more there are. */
  readonly more: number;
}

/** Prints what to begin. */
export async function runNext(named: readonly string[], options: NextOptions): Promise<void> {
  const progress = createProgress();
  await untilRefused(options.repo ?? 'the repository', async () => {
    const session = await openSession(named, options, progress);
    const found = await nextTasks(session, {
      ...options,
      limit: options.limit ?? (options.json === true ? Infinity : LISTED),
    });
    progress.end();
    const entries = entriesOf(found);
    if (options.json === true) print(JSON.stringify(entries, null, 2));
    else
      for (const [index, entry] of entries.entries())
        print(entryLines(entry, found.chosen[index]?.claim ?? null).join('\n'));
    sayOutcome(session, found, options);
  });
}

/** What to begin, as JSON. */
export function entriesOf({ order, chosen }: NextTasks): TaskEntry[] {
  return chosen.map(({ task, claim }) => taskEntry(order, task, claim));
}

/** Finds the tasks to begin, and claims the best of them if that is wanted. */
export async function nextTasks(session: Session, options: NextOptions): Promise<NextTasks> {
  const order = orderOf(session.now);
  if (options.claim === true) {
    const lease = leaseMs(options.for ?? DEFAULT_LEASE);
    const context = await claimContext(requireGitHub(session), options.as);
    const wanted = filtered(order.ready, options, context);
    const chosen = await claimFirst(context, wanted, lease);
    return { order, chosen: chosen === null ? [] : [chosen], more: 0 };
  }
  const context = options.mine === true ? await claimContext(requireGitHub(session), options.as) : null;
  const own = context === null ? [] : tasksOf(order).filter(({ claim }) => claim?.by === context.by);
  const ready = filtered(order.ready, options, context);
  const all = [...own, ...ready.map(({ task }) => task)].map((task) => ({ task, claim: task.claim }));
  const limit = options.limit ?? all.length;
  return { order, chosen: all.slice(0, limit), more: Math.max(0, all.length - limit) };
}

/** The ready tasks that bear a label, or that are assigned to whoever asks. */
function filtered(
  ready: readonly RankedTask[],
  { label, mine }: NextOptions,
  context: ClaimContext | null,
): readonly RankedTask[] {
  const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
  const login = context?.me?.login ?? null;
  return ready.filter(({ task }) => {
    const labels = [...(task.observed?.labels ?? []), ...(task.task.area === null ? [] : [task.task.area])];
    const isLabelled = label === undefined || labels.some((one) => same(one, label));
    const isMine =
      mine !== true || (task.observed?.assignees ?? []).some((one) => login !== null && same(one, login));
    return isLabelled && isMine;
  });
}

/** Claims the best task that nobody else is faster at. */
async function claimFirst(
  context: ClaimContext,
  wanted: readonly RankedTask[],
  forMs: number,
): Promise<Chosen | null> {
  for (const { task } of wanted) {
    const { issue } = task;
    if (issue === null || task.observed === null) continue;
    const assignees = task.observed.assignees;
    const outcome = await claimIssue(context, { issue, assignees, forMs, renews: false });
    if (outcome.kind === 'claimed') return { task, claim: outcome.claim };
    throwIfUnsettled(outcome, issue);
  }
  return null;
}

function sayOutcome(session: Session, { order, chosen, more }: NextTasks, options: NextOptions): void {
  if (options.json !== true && more > 0)
    say(`and ${String(more)} more; --limit ${String(chosen.length + more)} lists them all`);
  for (const { path, problem } of session.refused) complain(`${path}: ${problem.message} ${problem.hint}`);
  if (chosen.length === 0) say(whyNothing(session, order, options));
  if (session.withoutPulls)
    say('This token may not read pull requests, so tasks that one closes are among these.');
  say(`From ${session.source}.`);
}

function whyNothing(session: Session, order: WorkOrder, { claim }: NextOptions): string {
  const { ready } = order;
  if (session.now.plans.length === 0) return 'There is no plan.';
  if (ready.length === 0) return nothingReadyWords(tasksOf(order).map((task) => availability(order, task)));
  if (claim !== true) return 'Nothing that is ready is among what was asked for.';
  return ready.some(({ task }) => task.observed !== null)
    ? 'Nothing was claimed: others were faster, or what is ready is not among what was asked for.'
    : 'What is ready has no issue yet, and so cannot be claimed: `planwright sync` opens them.';
}
