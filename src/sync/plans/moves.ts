/** Tasks that move from one plan to another: their issues go along. */
import type { Plan, Task } from '../../plan/types.ts';
import { allTasks } from '../../plan/walk.ts';
import { sameText } from '../state/ids.ts';
import { issuesIn } from '../state/known.ts';
import { matchTasks } from '../match/match.ts';
import { withLookAlikes } from '../match/match-look-alikes.ts';
import type { Entry, Ledger, PlanId } from '../types.ts';

/** A plan whose text changed, or that is new. */
export interface ChangedPlan {
  readonly id: PlanId;
  readonly plan: Plan;
  /** Null where the plan is new. */
  readonly base: Plan | null;
  readonly entries: ReadonlyMap<number, Entry>;
}

/** What moves between the plans of a repository. */
export interface Moves {
  /** For each plan, the issues that come to it, by the line of the task in its text. */
  readonly arriving: ReadonlyMap<PlanId, ReadonlyMap<number, number>>;
  /** The issues that leave the plan that holds them. */
  readonly leaving: ReadonlySet<number>;
  /** The issues that some plan's entries hold. */
  readonly held: ReadonlySet<number>;
}

interface Loss {
  readonly from: PlanId;
  readonly number: number;
  readonly text: string;
}

interface Arrival {
  readonly to: PlanId;
  readonly task: Task;
}

/**
 * Finds the tasks that one plan lost and another one gained: by the link to the issue, or by the same text, if that was
 * lost once and gained once.
 *
 * @param ledgers What all plans hold, changed or not.
 */
export function findMoves(changed: readonly ChangedPlan[], ledgers: readonly Ledger[]): Moves {
  const losses: Loss[] = [];
  const arrivals: Arrival[] = [];
  for (const one of changed) {
    const found = lostAndGained(one);
    losses.push(...found.losses);
    arrivals.push(...found.arrivals);
  }
  const arriving = new Map<PlanId, Map<number, number>>();
  const leaving = new Set<number>();
  for (const { to, task } of arrivals) {
    const loss = lossOf(task, losses, arrivals);
    if (loss === undefined || loss.from === to || leaving.has(loss.number)) continue;
    leaving.add(loss.number);
    const lines = arriving.get(to) ?? new Map<number, number>();
    arriving.set(to, lines.set(task.line, loss.number));
  }
  const held = new Set(ledgers.flatMap(({ entries }) => issuesIn(entries.values())));
  return { arriving, leaving, held };
}

/** The tasks that one plan lost and gained. A lost one may be in another plan now, a gained one may come from another. */
export function lostAndGained(one: ChangedPlan): {
  readonly losses: readonly Loss[];
  readonly arrivals: readonly Arrival[];
} {
  const { id, plan, base, entries } = one;
  const pairs = base === null ? new Map<Task, Task>() : matchTasks(base, plan, entries).pairs;
  const kept = new Set(pairs.values());
  const losses = (base === null ? [] : withLookAlikes(base)).flatMap(({ task }): Loss[] => {
    const entry = entries.get(task.line);
    if (kept.has(task) || entry?.kind !== 'issue') return [];
    return [{ from: id, number: entry.number, text: sameText(task.text) }];
  });
  const gained = allTasks(plan).filter(({ task }) => !pairs.has(task));
  return { losses, arrivals: gained.map(({ task }) => ({ to: id, task })) };
}

function lossOf(task: Task, losses: readonly Loss[], arrivals: readonly Arrival[]): Loss | undefined {
  if (task.issue !== null) return losses.find(({ number }) => number === task.issue);
  const text = sameText(task.text);
  const same = losses.filter((loss) => loss.text === text);
  const gained = arrivals.filter((one) => sameText(one.task.text) === text);
  return same.length === 1 && gained.length === 1 ? same[0] : undefined;
}
