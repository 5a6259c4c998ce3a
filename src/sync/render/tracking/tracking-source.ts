/** A hash of the facts that a tracking issue tells, so that new wording of Planwright's own does not rewrite it. */
import type { Problem } from '../../../plan/types.ts';
import { shortHash } from '../../state/hash.ts';
import { taskFacts } from '../../state/same-tasks.ts';
import type { TrackingInput } from './input.ts';

/**
 * Fields that are no reason to write: places in the text, whether an edit opens a pull request by itself, and who claims what.
 */
const DROPPED: ReadonlySet<string> = new Set(['line', 'column', 'rider', 'commit', 'claims']);

/** Hash of all that a tracking issue tells, without Planwright's own words, without line numbers, and without claims. */
export function trackingSource({ plan, tasks, problems, ...others }: TrackingInput): string {
  const told = {
    plan: [taskFacts(plan), plan.checklists, plan.risks],
    tasks: [...tasks.values()],
    problems: problems.map(subjectOf),
    ...others,
  };
  return shortHash(8, JSON.stringify(told, asTold));
}

/** What a problem is about: its names and numbers, not the sentence around them. */
function subjectOf({ code, message, path, line }: Problem): string[] {
  // The config seldom changes, and is little but names and numbers.
  if (path !== undefined) return [code, `${path}, line ${line}: ${message}`];
  return [code, ...(message.match(/"[^"]*"|#\d+/g) ?? [])];
}

function asTold(key: string, value: unknown): unknown {
  if (value instanceof Map || value instanceof Set) return [...value];
  return DROPPED.has(key) ? undefined : value;
}
