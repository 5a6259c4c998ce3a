/** The tasks that a pull request completes, because its description closes their issues. */
import type { DiscoveredRepository } from '../discover/find-unlabelled.ts';
import type { PullReading } from '../../github/read/pull-files.ts';
import { allTasks } from '../../plan/walk.ts';
import { diffPlan, observePlan, type ObservedPlan } from '../observe/observe.ts';
import { closedBy } from '../../sync/render/sanitize/closing-keywords.ts';
import type { Completed } from '../../sync/render/preview-comment.ts';
import { isRetired } from '../../sync/plans/plan-status.ts';
import type { TaskOutcome } from '../../sync/types.ts';
import { UnclearTextError } from '../unclear/unclear.ts';
import type { PassContext } from '../context.ts';

/** The tasks whose issues the description closes, with what that means for their phases. */
export async function completedBy(
  context: PassContext,
  { plans }: DiscoveredRepository,
  pull: PullReading,
): Promise<Completed[]> {
  const numbers = new Set(closedBy(pull.body, context.repository));
  if (numbers.size === 0) return [];
  const completed: Completed[] = [];
  for (const paired of plans) {
    if (paired.kind !== 'known' || isRetired(paired)) continue;
    const held = [...paired.ledger.entries.values()].some(
      (entry) => entry.kind === 'issue' && numbers.has(entry.number),
    );
    const observedPlan = held ? await observePlan(context, paired).catch(nullIfUnclear) : null;
    if (observedPlan === null || 'problem' in observedPlan) continue;
    completed.push(...completedIn(observedPlan, diffPlan(context, observedPlan).tasks, numbers));
  }
  return completed;
}

/** Null where the plan's text could not be read yet; the check of the default branch says that. */
function nullIfUnclear(error: unknown): null {
  if (error instanceof UnclearTextError) return null;
  throw error;
}

function completedIn(
  { plan }: ObservedPlan,
  outcomes: readonly TaskOutcome[],
  numbers: ReadonlySet<number>,
): Completed[] {
  const byLine = new Map(outcomes.map((outcome) => [outcome.line, outcome]));
  const placed = allTasks(plan).flatMap((one) => {
    const outcome = byLine.get(one.task.line);
    const issue =
      outcome?.issue !== null && outcome?.issue !== undefined && 'number' in outcome.issue
        ? outcome.issue.number
        : null;
    return outcome === undefined
      ? []
      : [
          {
            ...one,
            issue,
            done: outcome.state === 'done' || (issue !== null && numbers.has(issue)),
            dropped: outcome.state === 'dropped',
          },
        ];
  });
  return placed.flatMap(({ task, phase, issue }) => {
    if (issue === null || !numbers.has(issue)) return [];
    const peers = placed.filter((one) => one.phase === phase && !one.dropped);
    return [
      {
        issue,
        title: task.title,
        phase: phase?.title ?? null,
        done: peers.filter(({ done }) => done).length,
        all: peers.length,
      },
    ];
  });
}
