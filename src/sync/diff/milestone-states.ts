/** Which milestones close with their last task, and which open again. */
import type { Phase, TaskState } from '../../plan/types.ts';
import { parseMilestone, printMilestone, spliceMilestone } from '../state/markers.ts';
import { isAnotherPlans } from './phase-titles.ts';
import type { PhaseInput } from './kept-milestones.ts';
import type { PhasePlan } from './phase-milestones.ts';
import type { Change, MilestoneRef, ObservedMilestone, PhaseKey, PlanId } from '../types.ts';

/** A task's milestone and the state its issue will be in once all changes are applied. */
export interface FinalState {
  readonly phase: Phase;
  readonly state: TaskState;
}

/**
 * Closes the milestone of a phase whose last task closed, and reopens one that the app itself had closed. A milestone
 * that holds other people's open issues, or belongs to another plan, stays as it is.
 *
 * @param openNow How many of the plan's own observed issues are open in each milestone, by number.
 */
export function finalizeMilestones(
  input: PhaseInput,
  { refs, keys }: Pick<PhasePlan, 'refs' | 'keys'>,
  finals: readonly FinalState[],
  openNow: ReadonlyMap<number, number>,
): Change[] {
  return [...refs].flatMap(([phase, ref]): Change[] => {
    const states = finals.filter((one) => one.phase === phase);
    if (states.length === 0) return [];
    const isClosed = states.every(({ state }) => state !== 'open');
    const key = keys.get(phase) ?? '';
    if ('phase' in ref)
      return isClosed ? [closed(ref, printMilestone({ plan: input.id, phase: key, closed: true }))] : [];
    const milestone = input.milestones.find(({ number }) => number === ref.number);
    return milestone === undefined || isAnotherPlans(milestone, input.id)
      ? []
      : finalizeMilestone({ id: input.id, key, milestone, isClosed, openNow });
  });
}

interface Finalizing {
  readonly id: PlanId;
  readonly key: PhaseKey;
  readonly milestone: ObservedMilestone;
  readonly isClosed: boolean;
  readonly openNow: ReadonlyMap<number, number>;
}

function finalizeMilestone({ id, key, milestone, isClosed, openNow }: Finalizing): Change[] {
  const { number, description } = milestone;
  const marker = parseMilestone(description);
  const marked = { plan: id, phase: marker?.phase ?? key };
  const others = milestone.openIssues - (openNow.get(number) ?? 0);
  if (isClosed && milestone.state === 'open' && others <= 0) {
    return [closed({ number }, spliceMilestone(description, { ...marked, closed: true }))];
  }
  const isOurs = marker?.plan === id && marker.closed;
  if (isClosed || milestone.state === 'open' || !isOurs) return [];
  const reopened = spliceMilestone(description, { ...marked, closed: false });
  return [{ kind: 'update-milestone', milestone: { number }, state: 'open', description: reopened }];
}

function closed(milestone: MilestoneRef, description: string): Change {
  return { kind: 'update-milestone', milestone, state: 'closed', description };
}
