/** Which milestone each phase of the base had, and which of them each phase of the plan keeps. */
import type { Phase, Plan } from '../../plan/types.ts';
import { formerPhaseKeys, milestoneTitle, phaseKeys, sameText } from '../state/ids.ts';
import { parseMilestone } from '../state/markers.ts';
import { isAnotherPlans } from './phase-titles.ts';
import type { Owing } from '../state/known.ts';
import type { ResolvedTask } from '../resolve/resolution.ts';
import type { ObservedMilestone, PhaseKey, PlanId } from '../types.ts';

export interface PhaseInput {
  readonly id: PlanId;
  readonly plan: Plan;
  /** The plan of the base; null on a first sync. */
  readonly base: Plan | null;
  /** The texts in flight. */
  readonly inFlight: readonly Plan[];
  /** Phases whose milestones follow an older text, since GitHub refused to change them; none if absent. */
  readonly owed?: Owing['phases'];
  readonly tasks: readonly ResolvedTask[];
  readonly milestones: readonly ObservedMilestone[];
}

/** The milestone that a phase of the plan keeps, and the phase of the base that had it. */
export interface Kept {
  readonly milestone: ObservedMilestone;
  readonly phase: Phase;
}

/**
 * The milestone of each phase of the base, by the first of these that there is:
 * 1. this plan's milestone of the same title;
 * 2. the milestone that was made for the phase;
 * 3. a milestone of the same title that no plan made;
 * 4. the milestone that most of the phase's issues are in (last, since a person may have put some into another one).
 *
 * If phases share a title, their issues decide first, because title and key cannot tell such phases apart. For phases of
 * texts whose pass was cut short the issues are all there is to go by.
 */
export function milestonesBefore(input: PhaseInput): Map<Phase, ObservedMilestone> {
  const { base, milestones, id } = input;
  const phases = base?.phases ?? [];
  const keys = base === null ? new Map<Phase, PhaseKey>() : phaseKeys(base);
  const former = base === null ? new Map<Phase, PhaseKey>() : formerPhaseKeys(base);
  const shared = base === null ? new Set<Phase>() : sharingTitles(base);
  const before = new Map<Phase, ObservedMilestone>();
  const used = new Set<ObservedMilestone>();
  const claim = (
    among: (phase: Phase) => boolean,
    belongs: (one: ObservedMilestone, phase: Phase) => boolean,
  ): void => {
    for (const phase of phases) {
      if (before.has(phase) || !among(phase)) continue;
      const found = milestones.find((one) => !used.has(one) && belongs(one, phase));
      if (found === undefined) continue;
      before.set(phase, found);
      used.add(found);
    }
  };
  const markers = new Map(milestones.map((one) => [one, parseMilestone(one.description)]));
  const titles = new Map(base === null ? [] : phases.map((phase) => [phase, milestoneTitle(base, phase)]));
  const isOwn = (one: ObservedMilestone): boolean => markers.get(one)?.plan === id;
  const isNobodys = (one: ObservedMilestone): boolean => isOwn(one) || markers.get(one) === null;
  const bearsTitle = ({ title }: ObservedMilestone, phase: Phase): boolean => title === titles.get(phase);
  const bearsKey = (one: ObservedMilestone, phase: Phase): boolean =>
    isOwn(one) && markers.get(one)?.phase === keys.get(phase);
  const bearsFormerKey = (one: ObservedMilestone, phase: Phase): boolean =>
    isOwn(one) && markers.get(one)?.phase === former.get(phase);
  const isAlone = (phase: Phase): boolean => !shared.has(phase);
  claim(isAlone, (one, phase) => bearsTitle(one, phase) && isOwn(one));
  claim(isAlone, bearsKey);
  claim(isAlone, bearsFormerKey);
  claim(isAlone, (one, phase) => bearsTitle(one, phase) && isNobodys(one));
  for (const [phase, counts] of votesOf(input)) {
    const isOfBase = phases.includes(phase);
    const ranked = [...counts].sort(([, x], [, y]) => y - x).map(([milestone]) => milestone);
    const winner = ranked.find((milestone) => !isOfBase || !used.has(milestone));
    if (winner === undefined || before.has(phase)) continue;
    before.set(phase, winner);
    if (isOfBase) used.add(winner);
  }
  claim(() => true, bearsKey);
  claim(
    () => true,
    (one, phase) => bearsTitle(one, phase) && isNobodys(one),
  );
  return before;
}

/** The phases whose milestones would be called alike. */
function sharingTitles(plan: Plan): ReadonlySet<Phase> {
  const byTitle = new Map<string, Phase[]>();
  for (const phase of plan.phases) {
    const title = sameText(milestoneTitle(plan, phase));
    byTitle.set(title, [...(byTitle.get(title) ?? []), phase]);
  }
  return new Set([...byTitle.values()].filter((phases) => phases.length > 1).flat());
}

function votesOf({ tasks, milestones, id }: PhaseInput): Map<Phase, Map<ObservedMilestone, number>> {
  const byNumber = new Map(milestones.map((milestone) => [milestone.number, milestone]));
  const votes = new Map<Phase, Map<ObservedMilestone, number>>();
  for (const { base: old, tie } of tasks) {
    if (old?.phase == null || tie.kind !== 'issue' || tie.issue.milestone === null) continue;
    const milestone = byNumber.get(tie.issue.milestone);
    if (milestone === undefined) continue;
    const ours = parseMilestone(milestone.description)?.plan === id;
    addVote(votes, old.phase, milestone, ours ? 1000 : 1);
  }
  return votes;
}

/**
 * The milestone that each phase of the plan keeps. Plans of one title once shared milestones: a phase keeps one that
 * belongs to another plan only until the phase gets another title, since only the owner may rename a milestone.
 */
export function keptMilestones(
  input: PhaseInput,
  before: ReadonlyMap<Phase, ObservedMilestone>,
  exact: ReadonlyMap<Phase, ObservedMilestone>,
): Map<Phase, Kept> {
  const kept = new Map<Phase, Kept>();
  const used = new Set<number>();
  for (const { phase, old } of ballotsOf(input)) {
    const milestone = before.get(old);
    if (milestone === undefined || kept.has(phase) || used.has(milestone.number)) continue;
    // Of a text of a pass cut short only some issues are known: too few to overrule the key of a milestone.
    const isVague = input.base?.phases.includes(old) !== true;
    if (isVague && (exact.has(phase) || [...exact.values()].includes(milestone))) continue;
    if (isAnotherPlans(milestone, input.id) && isRenamed(input, phase, old)) continue;
    kept.set(phase, { milestone, phase: old });
    used.add(milestone.number);
  }
  return kept;
}

function isRenamed({ base, plan }: PhaseInput, phase: Phase, old: Phase): boolean {
  return base !== null && milestoneTitle(plan, phase) !== milestoneTitle(base, old);
}

/** Which phase of the base each phase may be, the likeliest first. */
function ballotsOf({ tasks, plan, base: text }: PhaseInput): { phase: Phase; old: Phase }[] {
  const votes = new Map<Phase, Map<Phase, number>>();
  for (const { placed, base } of tasks) {
    if (placed.phase !== null && base?.phase != null) addVote(votes, placed.phase, base.phase, 1);
  }
  // A phase that kept its title keeps its milestone, wherever its tasks went: GitHub lets no two milestones have one
  // title. Which of several phases of one title is which, their tasks say; their order counts only where the tasks do not.
  const byKey = new Map(text === null ? [] : [...phaseKeys(text)].map(([phase, key]) => [key, phase]));
  const shared = new Set([plan, text].flatMap((one) => (one === null ? [] : [...sharingTitles(one)])));
  for (const [phase, key] of phaseKeys(plan)) {
    const same = byKey.get(key);
    if (same === undefined) continue;
    addVote(votes, phase, same, shared.has(phase) || shared.has(same) ? 0.5 : Infinity);
  }
  return [...votes]
    .flatMap(([phase, counts]) => [...counts].map(([old, count]) => ({ phase, old, count })))
    .sort((a, b) => (a.count === b.count ? a.phase.line - b.phase.line : b.count - a.count));
}

function addVote<K, V>(votes: Map<K, Map<V, number>>, key: K, value: V, weight: number): void {
  const counts = votes.get(key) ?? new Map<V, number>();
  counts.set(value, (counts.get(value) ?? 0) + weight);
  votes.set(key, counts);
}
