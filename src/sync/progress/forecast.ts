/**
 * When a plan will be done, as far as its past can tell. "Now" is the newest day in the state, never the clock: the same
 * state makes the same forecast on whichever day somebody looks.
 */
import { middleOf, parseEstimate, type Estimate } from '../../plan/values/estimates.ts';
import type { Plan, Task } from '../../plan/types.ts';
import { allTasks } from '../../plan/walk.ts';
import { firstDay, newestDay, type DatedTask, type Day, type TaskDates } from './burn-up.ts';
import { effortOf, type Effort } from './schedule.ts';
import { sectionsOf, topTasks } from '../resolve/sections.ts';

/** How fast tasks were finished of late. */
export interface Velocity {
  readonly finished: number;
  /** Length of the time looked at, the newest day included. */
  readonly days: number;
  /** What was finished: tasks, hours or points. */
  readonly amount: number;
  /** Relative variance of the pace: what chance alone does to so few, and more where tasks came in bursts. */
  readonly variance: number;
  /** By how much more than by chance the weeks differ; 1 where they do not. */
  readonly bursts: number;
}

/** When something will be done, in four of five cases. `to` is null where it may take longer than anybody could tell. */
export interface Range {
  readonly from: Day;
  readonly to: Day | null;
}

export interface Forecast {
  /** By the number of tasks finished of late. */
  readonly byPace: Range | null;
  /** By their estimates: how much estimated work was finished, and how much is left. */
  readonly byEstimates: Range | null;
}

/** What can be said of the days to come. */
export interface Outlook {
  readonly asOf: Day;
  /** Tasks finished since the plan was first synced. */
  readonly finished: number;
  readonly pace: Velocity | null;
  readonly whole: Forecast;
  /** One for each of {@link sectionsOf}; null where no task is open. */
  readonly sections: readonly (Forecast | null)[];
}

/** Under so many finished tasks it is too early to say anything. */
const ENOUGH_FINISHED = 5;
const WINDOW_DAYS = 42;
/** Four of five cases lie within so many deviations. */
const DEVIATIONS = 1.28;
const MOST_BURSTS = 4;
const FARTHEST_DAYS = 3 * 365;

/**
 * Looks ahead, section by section.
 *
 * @param plan The plan with the states of its issues.
 * @param dates By line of the task.
 * @returns Null where nothing is open or no issue tells a date. A section is done when all before it in the plan are done
 *   too: the pace is the whole plan's, and that is the order that the plan gives.
 */
export function lookAhead(plan: Plan, dates: ReadonlyMap<number, TaskDates | null>): Outlook | null {
  const all = allTasks(plan).map(({ task }) => task);
  const dated = all.map((task) => ({ task, state: task.state, dates: dates.get(task.line) ?? null }));
  const [first, asOf] = [firstDay(dated), newestDay(dated)];
  if (first === null || asOf === null || !all.some(({ state }) => state === 'open')) return null;
  const worked = dated.filter(isWorked);
  const closes = worked.map((one) => ({ day: endOf(one), amount: 1 }));
  const pace = paceOf(closes, first, asOf);
  const byEstimates = estimatedAhead(plan, worked, { first, asOf });
  const at = (left: Effort): Forecast => ({
    byPace: pace === null ? null : rangeOf(pace, asOf, { low: left.open, high: left.open, tasks: left.open }),
    byEstimates: byEstimates(left),
  });
  let before: readonly Task[] = plan.tasks;
  let latest: Forecast | null = null;
  const sections = sectionsOf(plan).map(({ tasks }) => {
    before = [...before, ...tasks];
    if (effortOf(tasks).open === 0) return null;
    latest = noEarlierThan(at(effortOf(before)), latest);
    return latest;
  });
  return { asOf, finished: worked.length, pace, whole: latest ?? at(effortOf(before)), sections };
}

type Worked = DatedTask & { readonly task: Task };

function isWorked({ state, dates }: Worked): boolean {
  return state === 'done' && dates?.worked === true;
}

function endOf({ dates }: DatedTask): Day {
  return dates?.ended ?? dates?.opened ?? 0;
}

/**
 * The pace of the last six weeks, or of as many as it takes to see five finished tasks.
 *
 * @param closes What was finished when, in any order.
 * @param first The day on which the plan was first synced.
 * @param asOf The newest day of the state.
 * @returns Null under five finished tasks.
 */
export function paceOf(
  closes: readonly { readonly day: Day; readonly amount: number }[],
  first: Day,
  asOf: Day,
): Velocity | null {
  const newest = closes.toSorted((a, b) => b.day - a.day);
  const fifth = newest[ENOUGH_FINISHED - 1];
  if (fifth === undefined) return null;
  const from = Math.max(first, Math.min(fifth.day, asOf - WINDOW_DAYS + 1));
  const within = newest.filter(({ day }) => day >= from);
  const days = asOf - from + 1;
  const amount = sum(within.map((one) => one.amount));
  const bursts = burstsOf(within, { asOf, days });
  const variance = (bursts * sum(within.map((one) => one.amount ** 2))) / amount ** 2;
  return amount > 0 ? { finished: within.length, days, amount, variance, bursts } : null;
}

/** Variance of the weekly counts over their mean: 1 where tasks are finished independently of each other. */
function burstsOf(
  closes: readonly { readonly day: Day }[],
  { asOf, days }: { asOf: Day; days: number },
): number {
  const weeks = Math.floor(days / 7);
  if (weeks < 3) return 1;
  const counts = Array.from({ length: weeks }, () => 0);
  for (const { day } of closes) {
    const week = Math.min(weeks - 1, Math.floor((asOf - day) / 7));
    counts[week] = (counts[week] ?? 0) + 1;
  }
  const mean = sum(counts) / weeks;
  const variance = sum(counts.map((one) => (one - mean) ** 2)) / (weeks - 1);
  return Math.min(MOST_BURSTS, Math.max(1, variance / mean));
}

/** The days between which all may be done. The fewer tasks are finished, or left, the wider the range. */
function rangeOf(
  pace: Velocity,
  asOf: Day,
  left: { readonly low: number; readonly high: number; readonly tasks: number },
): Range {
  const factor = Math.exp(DEVIATIONS * Math.sqrt(pace.variance + pace.bursts / left.tasks));
  const perDay = pace.amount / pace.days;
  const [soon, late] = [left.low / perDay / factor, (left.high / perDay) * factor];
  return {
    from: asOf + Math.min(FARTHEST_DAYS, Math.ceil(soon)),
    to: late > FARTHEST_DAYS ? null : asOf + Math.ceil(late),
  };
}

/** A range that does not begin or end before that of an earlier section, whose work must be done first. */
function noEarlierThan(forecast: Forecast, before: Forecast | null): Forecast {
  const later = (now: Range | null, then: Range | null): Range | null => {
    if (now === null || then === null) return now;
    const to = now.to === null || then.to === null ? null : Math.max(now.to, then.to);
    return { from: Math.max(now.from, then.from), to };
  };
  return {
    byPace: later(forecast.byPace, before?.byPace ?? null),
    byEstimates: later(forecast.byEstimates, before?.byEstimates ?? null),
  };
}

/**
 * How to look ahead by estimates. It takes five finished tasks with an estimate, estimates of one kind, and one on at least
 * half of the open tasks; those without one count as the mean.
 */
function estimatedAhead(
  plan: Plan,
  worked: readonly Worked[],
  { first, asOf }: { readonly first: Day; readonly asOf: Day },
): (left: Effort) => Range | null {
  const none = (): null => null;
  const estimates = countedEstimates(plan);
  const units = new Set([...estimates.values()].map(({ unit }) => unit));
  const [unit] = units;
  const open = effortOf(topTasks(plan));
  if (unit === undefined || unit === 'size' || units.size > 1 || open.unknown * 2 > open.open) return none;
  const mean = sum([...estimates.values()].map(middleOf)) / estimates.size;
  const closes = worked.flatMap((one) => {
    const estimate = estimates.get(one.task);
    return estimate === undefined ? [] : [{ day: endOf(one), amount: middleOf(estimate) }];
  });
  const pace = paceOf(closes, first, asOf);
  if (pace === null) return none;
  return (left) => {
    const guessed = left.unknown * mean;
    const [low, high] = [left[unit].low + guessed, left[unit].high + guessed];
    return rangeOf(pace, asOf, { low, high, tasks: left.open });
  };
}

/** Estimates that can be read, but those of sub-tasks that their task's own estimate covers. */
function countedEstimates(plan: Plan): ReadonlyMap<Task, Estimate> {
  const counted = new Map<Task, Estimate>();
  const visit = (task: Task): void => {
    const estimate = task.estimate === null ? null : parseEstimate(task.estimate, task.estimateUnit);
    if (estimate === null) task.subtasks.forEach(visit);
    else counted.set(task, estimate);
  };
  for (const task of topTasks(plan)) visit(task);
  return counted;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
