/** Links between the issues of a plan: sub-issues and blocked-by, as changes. */
import type { Problem } from '../../plan/types.ts';
import { blockerLinks } from './blocked-by.ts';
import { linkContextOf, type LinksInput } from './link-context.ts';
import { parentLinks } from './sub-issues.ts';
import type { Change } from '../types.ts';

export interface Links {
  /** To be applied once the issues that they name exist. */
  readonly changes: readonly Change[];
  readonly problems: readonly Problem[];
  readonly conflicts: readonly Problem[];
}

/** Decides on the links of all tasks. */
export function planLinks(input: LinksInput): Links {
  const context = linkContextOf(input);
  const parents = parentLinks(context);
  const blockers = blockerLinks(context);
  return {
    changes: [...parents.changes, ...blockers.changes],
    problems: [...parents.problems, ...blockers.problems],
    conflicts: parents.conflicts,
  };
}
