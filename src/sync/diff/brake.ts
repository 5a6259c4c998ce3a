/**
 * The brake: what would drop, reopen, detach or guess-rename much of a plan, or open very many issues, waits for a
 * person (DESIGN 6). The id that a person confirms is made from what the plan changed since the base, not from what is left
 * to do, so that it stays the same when a pass is cut short half-way through a confirmed change set.
 */
import type { TaskState } from '../../plan/types.ts';
import { shortHash } from '../state/hash.ts';
import { isRetitled, issueTitle, shownTitle } from '../state/ids.ts';
import { withoutOwnNumber } from '../resolve/named-issues.ts';
import { baseOf, memoryOf, type Known } from '../state/known.ts';
import { isDroppedByApp } from '../state/markers.ts';
import type { ResolvedTask, Resolution } from '../resolve/resolution.ts';
import type { Held, PlanId } from '../types.ts';

/** How much may happen without a person; the config sets it, and has the defaults. */
export interface Limits {
  /** At least this many of a kind are always let through. */
  readonly changes: number;
  /** And so many percent of the plan's issues. */
  readonly percent: number;
  readonly creates: number;
  /** Where a person asked for the issues back: reopens let through besides those. */
  readonly reopens?: number;
}

/** A plan's open issues are not all dropped without a person where they are this many, whatever the limits say. */
const ALL_OPEN = 3;

export interface BrakeInput {
  readonly id: PlanId;
  readonly blob: string;
  readonly known: Known;
  readonly resolution: Resolution;
  readonly limits: Limits;
}

/** Tells what of a change set must wait for a person; null if it may go. */
export function brake(input: BrakeInput): Omit<Held, 'effects'> | null {
  const { resolution, limits, known } = input;
  const lost = known.kind === 'lost';
  const counts = lost ? guessedEffects(resolution) : countsOf(notYetLetGo(resolution));
  if (
    !(lost
      ? Object.values(counts).some((count) => count > 0)
      : isMuch(counts, issuesHeld(resolution), limits))
  )
    return null;
  const base = baseOf(known)?.blob ?? (lost ? 'lost' : '');
  const id = shortHash(8, input.id, base, input.blob, JSON.stringify(intentions(resolution)));
  return id === memoryOf(known)?.ledger.confirmed ? null : { id, lost, ...counts };
}

type Counts = Omit<Held, 'id' | 'lost' | 'effects'>;

function isMuch(
  { creates, drops, reopens, guesses }: Counts,
  held: { all: number; open: number },
  limits: Limits,
): boolean {
  const most = Math.max(limits.changes, Math.floor((held.all * limits.percent) / 100));
  const isAllOpen = held.open >= ALL_OPEN && drops >= held.open;
  const isManyReopens = reopens > Math.max(most, limits.reopens ?? 0);
  return (
    isAllOpen || isManyReopens || creates > limits.creates || [drops, guesses].some((count) => count > most)
  );
}

/** What would be done without a base: nobody can tell who changed what, so all of it waits. */
function guessedEffects({ tasks }: Resolution): Counts {
  const tied = tasks.flatMap(({ tie, task }) => (tie.kind === 'issue' ? [{ ...tie, task }] : []));
  const open = tied.filter(({ issue }) => issue.state === 'open');
  return {
    creates: tasks.filter(({ tie }) => tie.kind === 'new').length,
    closes: open.filter(({ task }) => task.state === 'done').length,
    drops: open.filter(({ task }) => task.state === 'dropped').length,
    reopens: tied.filter(({ issue, marker, task }) => isDroppedByApp(issue, marker) && task.state === 'open')
      .length,
    guesses: tied.filter(
      ({ issue, marker, task }) =>
        task.isReference !== true &&
        !isRetitled(issue, marker.title) &&
        shownTitle(issue) !== issueTitle(withoutOwnNumber(task, issue.number)),
    ).length,
  };
}

/** Leaves out the tasks of which GitHub refused a write: those changes passed the brake in the pass that tried them. */
function notYetLetGo({ tasks, removed }: Resolution): Pick<Resolution, 'tasks' | 'removed'> {
  return {
    tasks: tasks.filter(({ owed }) => owed === undefined),
    removed: removed.filter(({ owed }) => owed === undefined),
  };
}

/** How many issues the change set touches now. */
function countsOf({ tasks, removed }: Pick<Resolution, 'tasks' | 'removed'>): Counts {
  const count = (test: (one: ResolvedTask) => boolean): number => tasks.filter(test).length;
  const becomes = (state: TaskState) => (one: ResolvedTask) =>
    one.tie.kind === 'issue' &&
    one.base !== null &&
    one.base.task.state !== state &&
    one.task.state === state;
  // The app closed the issue because its task was cut or its plan retired, and now the task is back.
  const comesBack = ({ tie, task }: ResolvedTask): boolean =>
    tie.kind === 'issue' && isDroppedByApp(tie.issue, tie.marker) && task.state === 'open';
  const isOpen = ({ tie }: ResolvedTask): boolean => tie.kind === 'issue' && tie.issue.state === 'open';
  const cut = removed.filter(({ base, issue }) => base.task.state === 'open' && issue.state === 'open');
  return {
    creates: count(({ tie }) => tie.kind === 'new'),
    closes: 0,
    drops: cut.length + count((one) => becomes('dropped')(one) && isOpen(one)),
    reopens: count((one) => (becomes('open')(one) || comesBack(one)) && !isOpen(one)),
    guesses: count(
      ({ guessed, tie, task }) =>
        guessed && tie.kind === 'issue' && shownTitle(tie.issue) !== issueTitle(task),
    ),
  };
}

/** What the plan itself changed, by line. The answer stays the same while a confirmed change set is half applied. */
function intentions({ tasks, removed }: Resolution): unknown {
  const changed = tasks.flatMap(({ task, base }) => {
    if (base === null) return [[task.line, 'new']];
    return base.task.state === task.state && base.task.title === task.title ? [] : [[task.line, task.state]];
  });
  return [changed, removed.map(({ base }) => base.task.line)];
}

/** How many issues the plan holds, and how many of them are open. */
function issuesHeld({ tasks, removed }: Resolution): { all: number; open: number } {
  const held = [
    ...tasks.flatMap(({ tie }) =>
      tie.kind === 'issue' ? [tie.issue] : tie.kind === 'look-alike' ? (tie.held ?? []) : [],
    ),
    ...removed.map(({ issue }) => issue),
  ];
  return { all: held.length, open: held.filter(({ state }) => state === 'open').length };
}
