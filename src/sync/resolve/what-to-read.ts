/** When more must be read before the diff, so that nothing is made that is there already: lists lag, reads by number do not. */
import type { Plan, Task } from '../../plan/types.ts';
import { allTasks, type PlacedTask } from '../../plan/walk.ts';
import type { Match } from '../match/match.ts';
import { issueTitle, sameText, taskKeys } from '../state/ids.ts';
import { baseOf, issuesIn, type Known } from '../state/known.ts';
import { isDroppedByApp, parseTask } from '../state/markers.ts';
import { sameTask } from '../state/same-tasks.ts';
import type { ObservedIssue, PlanId } from '../types.ts';

/**
 * Whether newest issues and milestones are looked for (DESIGN 6): where the plan is not plainly known, where a pass was cut
 * short, and where a task may get an issue or another milestone.
 */
export function looksEverywhere(known: Known, plan: Plan, { pairs }: Match): boolean {
  const tasks = allTasks(plan);
  // A plan in which nothing is open makes nothing at its first sync.
  if (known.kind === 'first') return tasks.some(({ task }) => task.state === 'open');
  if (known.kind !== 'known' || known.memory.ledger.inFlight !== undefined) return true;
  const { entries, owed, plan: before } = known.base;
  const olds = new Map(allTasks(before).map((placed) => [placed.task, placed]));
  const phaseOf = (placed: PlacedTask | undefined): string => sameText(placed?.phase?.title ?? '');
  return tasks.some((placed) => {
    const { task } = placed;
    const old = pairs.get(task);
    const entry = old === undefined ? undefined : entries.get(old.line);
    // A reference is the issue that it names or none: nothing is made for it.
    if (old === undefined || entry === undefined)
      return task.isReference !== true && !isNewlySeen(known, old, task);
    if (entry.kind === 'owed' || (entry.kind === 'none' && task.state === 'open')) return true;
    const isOwed = owed !== undefined || (entry.kind === 'issue' && entry.unfinished === true);
    return isOwed || phaseOf(placed) !== phaseOf(olds.get(old) ?? placed);
  });
}

/**
 * Whether a task of the base has no entry, since the rules of the pass that wrote the base read no task there. It gets an
 * issue only once its own lines change.
 */
export function isNewlySeen(known: Known, old: Task | undefined, task: Task): boolean {
  if (known.kind !== 'known' || old === undefined || old.box === 'look-alike') return false;
  if (task.isReference === true) return false;
  return !known.base.entries.has(old.line) && sameTask(old, task);
}

/** What tells which closings are asked for their author. */
interface ClosingsInput {
  readonly id: PlanId;
  readonly known: Known;
  readonly plan: Plan;
  readonly match: Match;
  readonly observed: { readonly issues: readonly ObservedIssue[] };
}

/**
 * The issues that the app closed as dropped and that may open again now: of a plan that comes back all of them, else those
 * of tasks that come back. A person may have reopened and closed them since, which only their events tell.
 */
export function closingsToAsk({ id, known, plan, match, observed }: ClosingsInput): readonly ObservedIssue[] {
  const closed = observed.issues.flatMap((issue) => {
    const marker = parseTask(issue.body, id);
    return marker !== null && isDroppedByApp(issue, marker) ? [{ issue, marker }] : [];
  });
  if (known.kind !== 'known') return closed.map(({ issue }) => issue);
  const keys = taskKeys(plan);
  const fresh = allTasks(plan).flatMap(({ task }) => (match.pairs.has(task) ? [] : [task]));
  const returning = new Set(fresh.flatMap((task) => [keys.get(task) ?? '', sameText(issueTitle(task))]));
  const held = new Set(issuesIn(baseOf(known)?.entries.values()));
  return closed.flatMap(({ issue, marker }) =>
    !held.has(issue.number) && (returning.has(marker.task) || returning.has(sameText(issue.title)))
      ? [issue]
      : [],
  );
}
