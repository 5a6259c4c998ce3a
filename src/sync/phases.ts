/** Which milestone is which phase's, and what must be made, renamed, closed or reopened. */
import type { Phase, Plan } from '../plan/types.ts';
import { milestoneTitle, phaseKeys } from './identity.ts';
import { parseMilestone, printMilestone } from './markers.ts';
import type { Owing, ResolvedTask } from './resolution.ts';
import type { Change, MilestoneRef, ObservedMilestone, PhaseKey, PlanId } from './types.ts';

export interface PhaseInput {
  readonly id: PlanId;
  readonly plan: Plan;
  /** The plan of the base; null on a first sync. */
  readonly base: Plan | null;
  /** Plans of the texts whose pass was cut short. */
  readonly past: readonly Plan[];
  /** Phases whose milestones follow an older text, since GitHub refused to change them; none if absent. */
  readonly owed?: Owing['phases'];
  readonly tasks: readonly ResolvedTask[];
  readonly milestones: readonly ObservedMilestone[];
}

export interface PhasePlan {
  /** Milestones to make or change, before any issue is created in them. */
  readonly changes: readonly Change[];
  /** The milestone of each phase of the plan that has tasks. */
  readonly refs: ReadonlyMap<Phase, MilestoneRef>;
  /** The milestone that each phase of the base had. */
  readonly before: ReadonlyMap<Phase, ObservedMilestone>;
}

/**
 * Decides on the milestones of a plan's phases. A phase keeps the milestone that most of its matched tasks had in the
 * base; two phases never share one; a milestone of the same title is used as it is.
 */
export function planPhases(input: PhaseInput): PhasePlan {
  const { plan } = input;
  const keys = phaseKeys(plan);
  const before = milestonesBefore(input);
  const exact = exactMilestones(input, keys);
  const kept = keptMilestones(input, before, exact);
  const used = new Set([...kept.values()].map(({ milestone }) => milestone.number));
  const changes: Change[] = [];
  const refs = new Map<Phase, MilestoneRef>();
  for (const phase of plan.phases) {
    if (phase.tasks.length === 0) continue;
    const key = keys.get(phase) ?? '';
    const title = milestoneTitle(plan, phase);
    const keeps = kept.get(phase);
    const spare = keeps === undefined ? spareMilestone(input, keys, used) : undefined;
    const found = keeps?.milestone ?? findMilestone(input, key, title, used) ?? spare;
    if (found === undefined) {
      const description = printMilestone({ plan: input.id, phase: key, closed: false });
      changes.push({ kind: 'create-milestone', phase: key, title, description, due: phase.due });
      refs.set(phase, { phase: key });
      continue;
    }
    used.add(found.number);
    refs.set(phase, { number: found.number });
    if (found === spare) changes.push(renewed(found, { title, due: phase.due }));
    const base = [input.base, ...input.past].find((one) => keeps && one?.phases.includes(keeps.phase));
    const behind = input.owed?.get(found.number);
    if (behind !== undefined)
      changes.push(...changedByPlan(behind.plan, { milestone: found, phase: behind.phase }, { plan, phase }));
    else if (keeps !== undefined && base != null)
      changes.push(...changedByPlan(base, keeps, { plan, phase }, base === input.base));
  }
  return { changes, refs, before };
}

/** A phase of the plan with the phase of the base whose milestone it keeps. */
interface Kept {
  readonly milestone: ObservedMilestone;
  readonly phase: Phase;
}

/**
 * The milestone of each phase of the base: the one that bears its title, else the one made for it, else the one that
 * most of its issues are in, so that an issue that a person put elsewhere takes no phase along. For phases of texts whose
 * pass was cut short only the issues tell.
 */
function milestonesBefore(input: PhaseInput): Map<Phase, ObservedMilestone> {
  const { base, milestones, id } = input;
  const phases = base?.phases ?? [];
  const keys = base === null ? new Map<Phase, PhaseKey>() : phaseKeys(base);
  const before = new Map<Phase, ObservedMilestone>();
  const used = new Set<ObservedMilestone>();
  const claim = (belongs: (one: ObservedMilestone, phase: Phase) => boolean): void => {
    for (const phase of phases) {
      const found = milestones.find((one) => !used.has(one) && belongs(one, phase));
      if (found === undefined || before.has(phase)) continue;
      before.set(phase, found);
      used.add(found);
    }
  };
  claim(({ title }, phase) => base !== null && title === milestoneTitle(base, phase));
  claim(({ description }, phase) => {
    const marker = parseMilestone(description);
    return marker?.plan === id && marker.phase === keys.get(phase);
  });
  for (const [phase, counts] of votesOf(input)) {
    const isOfBase = phases.includes(phase);
    const ranked = [...counts].sort(([, x], [, y]) => y - x).map(([milestone]) => milestone);
    const winner = ranked.find((milestone) => !isOfBase || !used.has(milestone));
    if (winner === undefined || before.has(phase)) continue;
    before.set(phase, winner);
    if (isOfBase) used.add(winner);
  }
  return before;
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

/** The milestones that carry the very key of a phase. */
function exactMilestones(
  { id, plan, milestones }: PhaseInput,
  keys: ReadonlyMap<Phase, PhaseKey>,
): ReadonlyMap<Phase, ObservedMilestone> {
  const exact = new Map<Phase, ObservedMilestone>();
  for (const phase of plan.phases) {
    const found = milestones.find(({ description }) => {
      const marker = parseMilestone(description);
      return marker?.plan === id && marker.phase === keys.get(phase);
    });
    if (found !== undefined) exact.set(phase, found);
  }
  return exact;
}

function keptMilestones(
  input: PhaseInput,
  before: ReadonlyMap<Phase, ObservedMilestone>,
  exact: ReadonlyMap<Phase, ObservedMilestone>,
): Map<Phase, Kept> {
  const kept = new Map<Phase, Kept>();
  const used = new Set<number>();
  for (const { phase, old } of ballotsOf(input)) {
    const milestone = before.get(old);
    if (milestone === undefined || kept.has(phase) || used.has(milestone.number)) continue;
    // Of a text whose pass was cut short only some issues are known, too few to outvote a key.
    const isVague = input.base?.phases.includes(old) !== true;
    if (isVague && (exact.has(phase) || [...exact.values()].includes(milestone))) continue;
    kept.set(phase, { milestone, phase: old });
    used.add(milestone.number);
  }
  return kept;
}

/** Which phase of the base each phase may be, the likeliest first. */
function ballotsOf({ tasks, plan, base: text }: PhaseInput): { phase: Phase; old: Phase }[] {
  const votes = new Map<Phase, Map<Phase, number>>();
  for (const { placed, base } of tasks) {
    if (placed.phase !== null && base?.phase != null) addVote(votes, placed.phase, base.phase, 1);
  }
  // A phase that kept its title keeps its milestone, wherever its tasks went: GitHub lets no two bear one title.
  const byKey = new Map(text === null ? [] : [...phaseKeys(text)].map(([phase, key]) => [key, phase]));
  for (const [phase, key] of phaseKeys(plan)) {
    const same = byKey.get(key);
    if (same !== undefined) addVote(votes, phase, same, Infinity);
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

function findMilestone(
  input: PhaseInput,
  key: PhaseKey,
  title: string,
  used: ReadonlySet<number>,
): ObservedMilestone | undefined {
  const free = input.milestones.filter((milestone) => !used.has(milestone.number));
  const marked = free.find(({ description }) => {
    const marker = parseMilestone(description);
    return marker?.plan === input.id && marker.phase === key;
  });
  return marked ?? free.find((milestone) => milestone.title === title);
}

/**
 * An empty milestone that an unfinished first sync made for a phase that has another title now: a phase that needs one
 * takes it over.
 */
function spareMilestone(
  { id, base, plan, tasks, milestones }: PhaseInput,
  keys: ReadonlyMap<Phase, PhaseKey>,
  used: ReadonlySet<number>,
): ObservedMilestone | undefined {
  if (base !== null) return undefined;
  const wanted = new Set([...keys.keys()].map((phase) => milestoneTitle(plan, phase)));
  const filled = new Set(tasks.map(({ tie }) => ('issue' in tie ? tie.issue.milestone : null)));
  return milestones.find(({ number, title, description, openIssues }) => {
    const marker = parseMilestone(description);
    const isOurs = marker?.plan === id && ![...keys.values()].includes(marker.phase);
    return isOurs && openIssues === 0 && !wanted.has(title) && !used.has(number) && !filled.has(number);
  });
}

function renewed(
  { number, title, due }: ObservedMilestone,
  to: { title: string; due: string | null },
): Change {
  const redated = due === to.due ? {} : { due: { from: due, to: to.due } };
  return {
    kind: 'update-milestone',
    milestone: { number },
    title: { from: title, to: to.title },
    ...redated,
  };
}

/** Only what the plan itself changed since the base moves a milestone's title or date. */
function changedByPlan(base: Plan, kept: Kept, now: { plan: Plan; phase: Phase }, isTold = true): Change[] {
  const { milestone } = kept;
  const title = milestoneTitle(now.plan, now.phase);
  const renamed = title !== milestoneTitle(base, kept.phase) && milestone.title !== title;
  const redated = now.phase.due !== kept.phase.due && milestone.due !== now.phase.due;
  if (!renamed && !redated) return [];
  return [
    {
      kind: 'update-milestone',
      milestone: { number: milestone.number },
      ...(renamed ? { title: { from: milestone.title, to: title } } : {}),
      ...(redated ? { due: { from: milestone.due, to: now.phase.due } } : {}),
      ...(isTold ? { told: kept.phase.line } : {}),
    },
  ];
}
