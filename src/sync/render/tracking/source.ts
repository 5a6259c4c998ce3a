/** What the words of a tracking issue are made from, so that other words for the same do not write it anew. */
import type { Problem } from '../../../plan/types.ts';
import { shortHash } from '../../state/hash.ts';
import { sayings } from '../../state/same-tasks.ts';
import type { TrackingInput } from './input.ts';

/** Where something stands, and whether an edit would open a pull request by itself, is told to nobody. */
const DROPPED: ReadonlySet<string> = new Set(['line', 'column', 'rider']);

/** Hash of all that a tracking issue tells, without Planwright's own words and without where it stands in the plan. */
export function trackingSource({ plan, tasks, problems, ...others }: TrackingInput): string {
  const told = {
    plan: [sayings(plan), plan.checklists, plan.risks],
    tasks: [...tasks.values()],
    problems: problems.map(subjectOf),
    ...others,
  };
  return shortHash(8, JSON.stringify(told, asTold));
}

/** What a problem is about: its names and numbers, not the sentence around them. */
function subjectOf({ code, message }: Problem): string[] {
  // The config seldom changes, and is little but names and numbers.
  if (code.startsWith('config-')) return [code, message];
  return [code, ...(message.match(/"[^"]*"|#\d+/g) ?? [])];
}

function asTold(key: string, value: unknown): unknown {
  if (value instanceof Map || value instanceof Set) return [...value];
  return DROPPED.has(key) ? undefined : value;
}
