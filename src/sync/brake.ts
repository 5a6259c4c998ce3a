/**
 * The brake: what would drop, reopen, detach or guess-rename much of a plan, or open very many issues, waits for a
 * person (DESIGN 6). It is judged by what the plan changed since the base, so that a confirmed change set stays the
 * same one when a pass is cut short half-way through it.
 */
import type { TaskState } from '../plan/types.ts';
import { shortHash } from './hash.ts';
import { issueTitle } from './identity.ts';
import type { ResolvedTask, Resolution } from './resolve.ts';
import type { Held, PlanId } from './types.ts';

/** How much may happen without a person. */
export interface Limits {
  /** At least this many of a kind are always let through. */
  readonly floor: number;
  /** Share of the plan's issues, from 0 to 1. */
  readonly share: number;
  /** A plan's open issues are not all dropped without a person where they are this many. */
  readonly allOpen: number;
  readonly creates: number;
}

export const DEFAULT_LIMITS: Limits = { floor: 5, share: 0.3, allOpen: 3, creates: 200 };

export interface BrakeInput {
  readonly id: PlanId;
  readonly blob: string;
  /** Blob of the base; empty on a first sync. */
  readonly base: string;
  readonly resolution: Resolution;
  readonly limits: Limits;
  /** The id that a person confirmed, if any. */
  readonly confirmed: string | null;
}

/** Tells what of a change set must wait for a person; null if it may go. */
export function brake(input: BrakeInput): Held | null {
  const { resolution, limits, base } = input;
  const { drops, reopens, guesses, creates } = effects(resolution);
  const { all, open } = issuesHeld(resolution);
  const most = Math.max(limits.floor, Math.floor(all * limits.share));
  const isMuch = [drops, reopens, guesses].some((count) => count > most) || creates > limits.creates;
  const isAllOpen = open >= limits.allOpen && drops >= open;
  if (!isMuch && !isAllOpen) return null;
  const id = shortHash(8, input.id, base, input.blob, JSON.stringify(intentions(resolution)));
  return id === input.confirmed ? null : { id, creates, drops, reopens, guesses };
}

/** How many issues the change set touches now. */
function effects({ tasks, removed }: Resolution): Omit<Held, 'id'> {
  const count = (test: (one: ResolvedTask) => boolean): number => tasks.filter(test).length;
  const becomes = (state: TaskState) => (one: ResolvedTask) =>
    one.tie.kind === 'issue' &&
    one.base !== null &&
    one.base.task.state !== state &&
    one.task.state === state;
  const isOpen = ({ tie }: ResolvedTask): boolean => tie.kind === 'issue' && tie.issue.state === 'open';
  const cut = removed.filter(({ base, issue }) => base.task.state === 'open' && issue.state === 'open');
  return {
    creates: count(({ tie }) => tie.kind === 'new'),
    drops: cut.length + count((one) => becomes('dropped')(one) && isOpen(one)),
    reopens: count((one) => becomes('open')(one) && !isOpen(one)),
    guesses: count(
      ({ guessed, tie, task }) => guessed && tie.kind === 'issue' && tie.issue.title !== issueTitle(task),
    ),
  };
}

/** What the plan itself changed, by line: it stays the same while a confirmed change set is half applied. */
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
    ...tasks.flatMap(({ tie }) => (tie.kind === 'issue' ? [tie.issue] : [])),
    ...removed.map(({ issue }) => issue),
  ];
  return { all: held.length, open: held.filter(({ state }) => state === 'open').length };
}
