/**
 * What writes that GitHub refused leave to the next pass. Base and entries move on without them, so that nothing else
 * waits; here each refused change is tied to the text that its issue or milestone still follows.
 */
import type { PlacedTask } from '../../plan/walk.ts';
import { parseTask } from './markers.ts';
import { baseOf, issuesIn, type Base } from './known.ts';
import type { Removed, ResolvedTask, ResolveInput, Tie } from '../resolve/resolution.ts';
import type { Entry, ObservedIssue } from '../types.ts';

/** For a task with a refused write: the task in the text that its issue still follows, as its base; nothing for others. */
export function owedBase(
  base: Base | null,
  entry: Entry | undefined,
): Pick<ResolvedTask, 'base' | 'owed'> | {} {
  if (entry?.kind === 'owed' || (entry?.kind === 'issue' && entry.unfinished === true))
    return { base: null, owed: true };
  const told = entry?.kind === 'issue' ? base?.owed?.tasks.get(entry.number) : undefined;
  return told === undefined ? {} : { base: told, owed: true };
}

/** The same for a task that the plan has no more. Where GitHub refused to close its new issue, the base counts as open. */
export function owedRemoval(
  base: Base | null,
  placed: PlacedTask,
  issue: ObservedIssue,
): Pick<Removed, 'base' | 'owed'> | {} {
  const entry = base?.entries.get(placed.task.line);
  if (entry?.kind === 'issue' && entry.unfinished === true && issue.state === 'open')
    return { base: { ...placed, task: { ...placed.task, state: 'open' } }, owed: true };
  const told = base?.owed?.tasks.get(issue.number);
  return told === undefined ? {} : { base: told, owed: true };
}

/** Tasks that were cut before the base moved on, and whose issues GitHub refused to close. */
export function owedRemovals(
  { known, id, observed, trusted, leaving }: ResolveInput,
  tied: readonly (Tie | Removed)[],
): Removed[] {
  const base = baseOf(known);
  if (base?.owed === undefined) return [];
  const inUse = new Set([
    ...issuesIn(base.entries.values()),
    ...tied.flatMap((one) => ('issue' in one ? [one.issue.number] : [])),
  ]);
  return observed.issues.flatMap((issue): Removed[] => {
    const told = base.owed?.tasks.get(issue.number);
    const marker = parseTask(issue.body, id);
    if (told === undefined || marker === null || inUse.has(issue.number)) return [];
    if (!trusted.has(issue.creator) || leaving.has(issue.number)) return [];
    return [{ base: told, issue, marker, owed: true }];
  });
}
