/** What `next`, `claim` and `show` print of a task: as JSON for programs, and as lines at the terminal. */
import {
  availability,
  type Availability,
  type Claim,
  type Obstacle,
  type RankedTask,
  type TaskNow,
  type WorkOrder,
} from '../../pass/next/order.ts';
import { availabilityWords, claimWords, reasonWords } from '../../sync/render/next/reason.ts';
import { plain } from '../../sync/render/sanitize/quiet.ts';

/** A claim as JSON. */
export interface ClaimEntry {
  readonly by: string;
  /** `2026-11-30T20:00:00.000Z`, by GitHub's clock. */
  readonly until: string;
  readonly state: Claim['state'];
}

/** What a task waits for, as JSON. */
export interface ObstacleEntry {
  readonly issue: number | null;
  readonly id: string | null;
  /** Null where it is an issue that is no task of these plans. */
  readonly title: string | null;
}

/** A task as JSON. docs/agents.md describes it: programs rely on these names. */
export interface TaskEntry {
  readonly issue: number | null;
  readonly id: string | null;
  readonly title: string;
  /** Path of its plan. */
  readonly plan: string;
  readonly line: number;
  readonly phase: string | null;
  /** Why it comes here, or why it does not come at all, in words. */
  readonly reason: string;
  /** Empty for a task that can be begun. */
  readonly waitsFor: readonly ObstacleEntry[];
  readonly claim: ClaimEntry | null;
}

/** A task as JSON, ranked or not. */
export function taskEntry(order: WorkOrder, task: TaskNow, claim: Claim | null = task.claim): TaskEntry {
  const ranked = order.ready.find((one) => one.task === task);
  const now = availability(order, task);
  const waits = order.obstacles.get(task) ?? [];
  return {
    issue: task.issue,
    id: task.task.id,
    title: task.task.title,
    plan: task.path,
    line: task.task.line,
    phase: task.phase?.title ?? null,
    reason: reasonOf(now, ranked),
    waitsFor: now.kind === 'over' ? [] : waits.map(obstacleEntry),
    claim: claim === null ? null : claimEntry(claim),
  };
}

function reasonOf(now: Availability, ranked: RankedTask | undefined): string {
  return ranked === undefined ? availabilityWords(now) : reasonWords(ranked.task, ranked.merits);
}

/** A claim as JSON. */
export function claimEntry({ by, until, state }: Claim): ClaimEntry {
  return { by, until: new Date(until).toISOString(), state };
}

function obstacleEntry(obstacle: Obstacle): ObstacleEntry {
  if (obstacle.kind === 'issue') return { issue: obstacle.number, id: null, title: null };
  const { issue, task } = obstacle.task;
  return { issue, id: task.id, title: task.title };
}

/** Two lines: where the task is and what it is called, and why it comes here. */
export function entryLines(
  { issue, id, title, plan, line, reason }: TaskEntry,
  claim: Claim | null,
): string[] {
  const name = [issue === null ? '' : `#${String(issue)}`, id ?? '', plain(title)].filter(
    (part) => part !== '',
  );
  const claimed = claim === null ? '' : `; ${claimWords(claim)}`;
  return [`${plan}:${String(line)}  ${name.join(' ')}`, `  ${reason}${claimed}`];
}
