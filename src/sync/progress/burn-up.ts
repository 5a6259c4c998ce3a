/** Progress over time, out of the dates of the issues themselves: no record of it is kept, and no clock is asked. */
import type { Plan, Task, TaskState } from '../../plan/types.ts';
import type { IssueTimes, ObservedIssue } from '../types.ts';

/** A whole day in UTC, counted from 1970-01-01. */
export type Day = number;

/** When a task was there, and when it was over. */
export interface TaskDates {
  readonly opened: Day;
  readonly ended: Day | null;
  /** Somebody worked on it in between: it was not over already when it was first seen. */
  readonly worked: boolean;
}

/** A task as its issue says it is. */
export interface DatedTask {
  readonly state: TaskState;
  /** Null where it has no issue to tell. */
  readonly dates: TaskDates | null;
}

/** Where a plan stood on one day. */
export interface BurnUpPoint {
  readonly day: Day;
  readonly done: number;
  /** Tasks there were to do or done, dropped ones not among them. */
  readonly scope: number;
}

/** An issue, as far as its dates go. */
type DatedIssue = IssueTimes & Pick<ObservedIssue, 'number' | 'creator'>;

/** What a pass read of a plan's issues. */
interface Seen {
  readonly tracking: DatedIssue | null;
  readonly issues: readonly DatedIssue[];
  readonly linked: ReadonlyMap<number, DatedIssue>;
}

const DAY_MS = 86_400_000;
/** The app closes the issue of a task that is over right after it opens it; the requests may have to wait in between. */
const AT_ONCE_MS = 600_000;
/** Days between two points: days, then weeks, then months of four weeks. */
const STEPS: readonly Day[] = [1, 2, 7, 14, 28, 56, 112, 224];
/** With more, their dates would run into each other. */
const MOST_POINTS = 12;

/**
 * When the tasks of a plan came to it and were over.
 *
 * @param written Times of the issues that this pass wrote, which are newer than what it read.
 * @param of The plan's tracking issue, its tasks' issues, and the account that writes.
 * @returns By issue. A plan begins with its tracking issue, or, where that was lost and made anew, with the oldest of the
 *   issues that the same account made for it.
 */
export function datesByIssue(
  { tracking, issues, linked }: Seen,
  written: ReadonlyMap<number, IssueTimes>,
  of: { readonly tracking: number; readonly numbers: readonly number[]; readonly account: number },
): ReadonlyMap<number, TaskDates> {
  const observed = new Map([...linked.values(), ...issues].map((issue) => [issue.number, issue]));
  const times = new Map<number, IssueTimes>([...observed, ...written]);
  const maker = tracking?.creator ?? of.account;
  const own = of.numbers.filter((number) => observed.get(number)?.creator === maker);
  const [since = ''] = [tracking ?? times.get(of.tracking), ...own.map((number) => times.get(number))]
    .flatMap((one) => (one === undefined ? [] : [one.createdAt]))
    .sort();
  return new Map(
    of.numbers.flatMap((number) => {
      const one = times.get(number);
      return one === undefined ? [] : [[number, taskDates(one, since)] as const];
    }),
  );
}

/**
 * Tells of one issue when its task came to the plan and when it was over.
 *
 * @param since When the plan was first synced, as GitHub writes times: what an adopted issue was before is not the plan's.
 */
export function taskDates({ createdAt, closedAt }: IssueTimes, since: string): TaskDates {
  const opened = createdAt > since ? createdAt : since;
  if (closedAt === null) return { opened: dayOf(opened), ended: null, worked: false };
  return {
    opened: dayOf(opened),
    ended: dayOf(closedAt > opened ? closedAt : opened),
    worked: closedAt > since && Date.parse(closedAt) - Date.parse(createdAt) > AT_ONCE_MS,
  };
}

/** The day of a time or date as GitHub and plans write it: `2026-03-02T09:30:00Z`, `2026-03-02`. */
export function dayOf(time: string): Day {
  return Math.floor(Date.parse(time) / DAY_MS);
}

/** The newest day on which a task came or was over: what stands for "now". Null if no task has dates. */
export function newestDay(tasks: readonly DatedTask[]): Day | null {
  const days = tasks.flatMap(({ dates }) =>
    dates === null ? [] : [dates.opened, dates.ended ?? dates.opened],
  );
  return days.length === 0 ? null : days.reduce((a, b) => Math.max(a, b));
}

/** The day on which the plan was first synced; null if no task has dates. */
export function firstDay(tasks: readonly DatedTask[]): Day | null {
  const days = tasks.flatMap(({ dates }) => (dates === null ? [] : [dates.opened]));
  return days.length === 0 ? null : days.reduce((a, b) => Math.min(a, b));
}

/**
 * Counts the tasks that a plan has today through its life: how many there were, and how many of them done. A task cut from
 * the plan is in none of it.
 *
 * @returns At most 13 points at even distances, the last one on the newest day; none if nothing was finished since the
 *   plan was first synced, or all of it on the first day.
 */
export function burnUp(tasks: readonly DatedTask[]): BurnUpPoint[] {
  const [first, last] = [firstDay(tasks), newestDay(tasks)];
  const isMoving = tasks.some(({ state, dates }) => state === 'done' && dates?.worked === true);
  if (first === null || last === null || first === last || !isMoving) return [];
  const step =
    STEPS.find((days) => (last - first) / days <= MOST_POINTS) ?? Math.ceil((last - first) / MOST_POINTS);
  const days: Day[] = [];
  for (let day = last; day > first; day -= step) days.unshift(day);
  return [first, ...days].map((day) => pointOn(day, tasks));
}

function pointOn(day: Day, tasks: readonly DatedTask[]): BurnUpPoint {
  let [done, scope] = [0, 0];
  for (const { state, dates } of tasks) {
    const isThere = dates === null || dates.opened <= day;
    const isOver = isThere && (dates?.ended ?? day) <= day;
    if (isThere && !(state === 'dropped' && isOver)) scope += 1;
    if (state === 'done' && isOver) done += 1;
  }
  return { day, done, scope };
}

/**
 * The plan with every task in the state that its issue is in: a tick that is only proposed counts already.
 *
 * @param issues By line of the task.
 */
export function asIssuesSay(plan: Plan, issues: ReadonlyMap<number, { readonly state: TaskState }>): Plan {
  const retold = (tasks: readonly Task[]): Task[] =>
    tasks.map((task) => ({
      ...task,
      state: issues.get(task.line)?.state ?? task.state,
      subtasks: retold(task.subtasks),
    }));
  return {
    ...plan,
    tasks: retold(plan.tasks),
    phases: plan.phases.map((phase) => ({ ...phase, tasks: retold(phase.tasks) })),
    groups: plan.groups.map((group) => ({ ...group, tasks: retold(group.tasks) })),
  };
}
