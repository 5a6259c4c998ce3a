/** `planwright claim` and `planwright release`: says on GitHub who works on a task, and gives it back. */
import { claimIssue, releaseIssue, type ClaimOutcome } from '../../pass/next/claiming.ts';
import { availability, orderOf, type Claim, type TaskNow, type WorkOrder } from '../../pass/next/order.ts';
import { availabilityWords, claimWords, taskWords } from '../../sync/render/next/reason.ts';
import { EXIT, Stop } from '../exit.ts';
import { untilRefused } from '../print-outcome.ts';
import { complain, createProgress, print, say } from '../terminal.ts';
import { claimContext, DEFAULT_LEASE, leaseMs, requireGitHub } from './claimant.ts';
import { claimEntry, taskEntry, type ClaimEntry, type TaskEntry } from './task-entry.ts';
import { openSession, type Session, type SessionOptions } from './session.ts';
import { oneTask } from './which.ts';

/** What `planwright claim` takes. */
export interface ClaimOptions extends SessionOptions {
  readonly json?: boolean;
  readonly as?: string;
  readonly for?: string;
}

/** What came of claiming one task. */
export interface ClaimedTask {
  readonly order: WorkOrder;
  readonly task: TaskNow;
  /** Null where somebody else holds it, or its issue was closed. */
  readonly claim: Claim | null;
  /** In words, where it was not claimed. */
  readonly why: string | null;
}

/** Claims a task, or says who has it. */
export async function runClaim(name: string, options: ClaimOptions): Promise<void> {
  const progress = createProgress();
  await untilRefused(options.repo ?? 'the repository', async () => {
    const { task, claim, why, order } = await claimTask(
      await openSession([], options, progress),
      name,
      options,
    );
    progress.end();
    const entries: TaskEntry[] = claim === null ? [] : [taskEntry(order, task, claim)];
    if (options.json === true) print(JSON.stringify(entries, null, 2));
    else if (claim !== null) print(`${taskWords(task)}: ${claimWords(claim)}`);
    if (claim === null) {
      complain(`${taskWords(task)} was not claimed: ${why ?? ''}.`);
      process.exitCode = EXIT.failed;
    }
  });
}

/** Claims the task that is named, or takes on one's own claim for longer. What it waits for is said, and does not keep anybody. */
export async function claimTask(session: Session, name: string, options: ClaimOptions): Promise<ClaimedTask> {
  const order = orderOf(session.now);
  const task = oneTask(order, name);
  const issue = issueOf(task);
  const forMs = leaseMs(options.for ?? DEFAULT_LEASE);
  const context = await claimContext(requireGitHub(session), options.as);
  const now = availability(order, task);
  if (now.kind === 'over') return { order, task, claim: null, why: 'it is over' };
  const assignees = task.observed?.assignees ?? [];
  const outcome = await claimIssue(context, { issue, assignees, forMs, renews: true });
  if (outcome.kind === 'claimed') {
    if (now.kind === 'waits' || now.kind === 'in-pull') say(`${taskWords(task)} ${availabilityWords(now)}.`);
    return { order, task, claim: outcome.claim, why: null };
  }
  throwIfUnsettled(outcome, issue);
  const why = outcome.kind === 'held' ? claimWords(outcome.claim) : 'its issue was closed meanwhile';
  return { order, task, claim: null, why };
}

/** What `planwright release` takes. */
export type ReleaseOptions = Omit<ClaimOptions, 'for'>;

/** What came of giving a claim back. */
export interface ReleasedTask {
  readonly issue: number;
  /** False if nobody had claimed it. */
  readonly released: boolean;
  readonly claim: ClaimEntry | null;
}

/** Gives one's own claim back, and says so. */
export async function runRelease(name: string, options: ReleaseOptions): Promise<void> {
  const progress = createProgress();
  await untilRefused(options.repo ?? 'the repository', async () => {
    const released = await releaseTask(await openSession([], options, progress), name, options);
    progress.end();
    if (options.json === true) print(JSON.stringify(released, null, 2));
    else print(`#${String(released.issue)}: ${released.released ? 'released' : 'nobody had claimed it'}`);
  });
}

/** Gives one's own claim back; another's is left alone, and named. */
export async function releaseTask(
  session: Session,
  name: string,
  { as }: ReleaseOptions,
): Promise<ReleasedTask> {
  const task = oneTask(orderOf(session.now), name);
  const issue = issueOf(task);
  const changed = await releaseIssue(await claimContext(requireGitHub(session), as), issue);
  throwIfUnsettled(changed, issue);
  switch (changed.kind) {
    case 'held':
      throw new Stop(
        EXIT.failed,
        `Expected a claim of one's own on ${taskWords(task)}, found it ${claimWords(changed.claim)}.`,
      );
    case 'changed':
      return { issue, released: true, claim: claimEntry(changed.claim) };
    case 'unclaimed':
    case 'refused':
    case 'newer':
    case 'unclear':
      return { issue, released: false, claim: null };
  }
}

/** Ends the command where nothing was settled: claims are refused, or GitHub does not answer clearly. */
export function throwIfUnsettled(
  outcome: ClaimOutcome | { readonly kind: 'changed' | 'unclaimed' },
  issue: number,
): void {
  const of = `#${String(issue)}`;
  switch (outcome.kind) {
    case 'refused':
      throw new Stop(
        EXIT.refused,
        `Expected to write the claim of ${of} as the ref refs/planwright/claims/${String(issue)}, found ${outcome.message}. ` +
          'Claims need a token that may write Contents, and no rule of the repository against refs under refs/planwright/. Nothing was claimed.',
      );
    case 'newer':
      throw new Stop(
        EXIT.failed,
        `Expected a claim of ${of} that this version can read, found one by a newer Planwright. Update this one.`,
      );
    case 'unclear':
      throw new Stop(
        EXIT.later,
        `Expected a clear answer to the claim of ${of}, found: ${outcome.reason} It counts as not claimed; \`planwright show ${String(issue)}\` tells who has it.`,
      );
    case 'claimed':
    case 'held':
    case 'closed':
    case 'changed':
    case 'unclaimed':
  }
}

function issueOf(task: TaskNow): number {
  if (task.issue !== null) return task.issue;
  throw new Stop(
    EXIT.usage,
    `Expected a task that has an issue, since claims are kept by its number; ${taskWords(task)} has none. \`planwright sync\` opens it.`,
  );
}
