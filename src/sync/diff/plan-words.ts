/** The words of the plan after a change: the edits that the write-back proposes of them, and what is said of them. */
import type { Plan, Problem } from '../../plan/types.ts';
import { NOTHING_REMEMBERED, type RememberedLines } from '../match/joins.ts';
import { sayUnlinked } from '../resolve/named-issues.ts';
import type { ResolvedTask } from '../resolve/resolution.ts';
import type { Observed, Proposal } from '../types.ts';
import { followingMentions } from '../write-back/follow-mentions.ts';
import { otherPlaces, sayParted } from '../write-back/other-places.ts';

interface PlanWords {
  readonly proposals: readonly Proposal[];
  readonly problems: readonly Problem[];
  readonly conflicts: readonly Problem[];
}

/** Gathers what the tasks propose, and what follows from it for other lines. */
export function planWords(
  {
    plan,
    observed,
    remembered = NOTHING_REMEMBERED,
  }: { readonly plan: Plan; readonly observed: Observed; readonly remembered?: RememberedLines },
  tasks: readonly ResolvedTask[],
  results: readonly { readonly proposals: readonly Proposal[] }[],
): PlanWords {
  const own = results.flatMap(({ proposals }) => proposals);
  const unlinked = sayUnlinked(tasks, observed);
  const numbers = new Map(
    tasks.flatMap(({ task, tie }) => ('issue' in tie ? [[task.line, tie.issue.number] as const] : [])),
  );
  return {
    proposals: [
      ...own,
      ...otherPlaces(tasks, remembered, own),
      ...followingMentions(plan, remembered.named, own, numbers),
    ],
    problems: unlinked.problems,
    conflicts: [...unlinked.conflicts, ...sayParted(tasks, remembered)],
  };
}
