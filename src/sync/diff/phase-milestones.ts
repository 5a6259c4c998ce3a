/** Which milestone is which phase's, and what must be made, renamed, closed or reopened. */
import type { Phase, Plan, Problem } from '../../plan/types.ts';
import { formerPhaseKeys, milestoneTitle, phaseKey, phaseKeys, sameText } from '../state/ids.ts';
import { keptMilestones, milestonesBefore, type Kept, type PhaseInput } from './kept-milestones.ts';
import { parseMilestone, printMilestone } from '../state/markers.ts';
import { isAnotherPlans, phaseTitles, repeatedTitleProblems, type PhaseTitle } from './phase-titles.ts';
import type { Change, MilestoneRef, ObservedMilestone, PhaseKey } from '../types.ts';
import { planProblems } from '../render/words/plan-problems.ts';

export interface PhasePlan {
  /** Milestones to make or change, before any issue is created in them, ordered so that a title is free before another milestone gets it. */
  readonly changes: readonly Change[];
  /** The milestone of each phase of the plan that has tasks. */
  readonly refs: ReadonlyMap<Phase, MilestoneRef>;
  /** The key of each phase of the plan, as the marker of its milestone has it, or will have it. */
  readonly keys: ReadonlyMap<Phase, PhaseKey>;
  /** The milestone that each phase of the base had. */
  readonly before: ReadonlyMap<Phase, ObservedMilestone>;
  /** Phases of one title: reported at every pass. */
  readonly problems: readonly Problem[];
  /** Titles that another plan's milestones bear: reported once, by the pass that finds them. */
  readonly conflicts: readonly Problem[];
}

/**
 * Decides on the milestones of a plan's phases. A phase keeps the milestone that most of its matched tasks had in the
 * base; two phases never share one; a milestone of nobody's with the same title is used as it is, another plan's never.
 */
export function planPhases(input: PhaseInput): PhasePlan {
  const { plan } = input;
  const before = milestonesBefore(input);
  const natural = phaseKeys(plan);
  const kept = keptMilestones(input, before, markedMilestones(input, natural));
  const used = new Set([...kept.values()].map(({ milestone }) => milestone.number));
  const keys = distinctKeys(input, natural, kept);
  const own = markedMilestones(input, keys);
  const had = new Map([...own, ...[...kept].map(([phase, { milestone }]) => [phase, milestone] as const)]);
  const titles = phaseTitles({ ...input, had });
  const spares = input.base === null ? spareMilestones(input, keys, titles) : [];
  const taken = new Set([...own.values()].map(({ number }) => number));
  const choosing: Choosing = { ...input, kept, keys, own, titles, spares, taken, used };
  const chosen = [...titles.keys()].map((phase) => choose(choosing, phase));
  const named = new Map(chosen.map(({ phase, title }) => [phase, title]));
  return {
    changes: inOrder(chosen.flatMap(({ change }) => change ?? [])),
    refs: new Map(chosen.map(({ phase, ref }) => [phase, ref])),
    keys,
    before,
    problems: repeatedTitleProblems(plan, (phase) => named.get(phase) ?? ''),
    conflicts: chosen.flatMap(({ phase, change, title }) =>
      change !== null && titleAfter(change) === title && titles.get(phase)?.taken === true
        ? [planProblems.titleTaken(phase, title)]
        : [],
    ),
  };
}

/** What the milestone of each phase is chosen by. */
interface Choosing extends PhaseInput {
  readonly kept: ReadonlyMap<Phase, Kept>;
  readonly keys: ReadonlyMap<Phase, PhaseKey>;
  /** The milestones that were made for phases, by their keys. */
  readonly own: ReadonlyMap<Phase, ObservedMilestone>;
  readonly titles: ReadonlyMap<Phase, PhaseTitle>;
  readonly spares: readonly ObservedMilestone[];
  /** Numbers of {@link own}. */
  readonly taken: ReadonlySet<number>;
  /** Numbers of the milestones that phases have; what is chosen is added. */
  readonly used: Set<number>;
}

/** The milestone of one phase. */
interface Chosen {
  readonly phase: Phase;
  readonly ref: MilestoneRef;
  /** What it is called once the change is made. */
  readonly title: string;
  readonly change: Change | null;
}

function choose(choosing: Choosing, phase: Phase): Chosen {
  const title = choosing.titles.get(phase)?.title ?? '';
  const keeps = choosing.kept.get(phase);
  const found = keeps?.milestone ?? choosing.own.get(phase) ?? nobodysMilestone(choosing, title);
  const isSpare = ({ number }: ObservedMilestone): boolean => !choosing.used.has(number);
  const spare = found === undefined ? choosing.spares.find(isSpare) : undefined;
  const milestone = found ?? spare;
  if (milestone === undefined) return made(choosing, phase);
  choosing.used.add(milestone.number);
  const older = olderText(choosing, milestone, keeps);
  const change =
    spare !== undefined
      ? renewed(spare, { title, due: phase.due })
      : older === null
        ? null
        : changedByPlan(choosing.plan, { milestone, older }, { phase, title });
  const ref = { number: milestone.number };
  return { phase, ref, title: change?.title?.to ?? milestone.title, change };
}

function made({ id, keys, titles }: Choosing, phase: Phase): Chosen {
  const key = keys.get(phase) ?? '';
  const { title = '', otherwise = '' } = titles.get(phase) ?? {};
  const description = printMilestone({ plan: id, phase: key, closed: false });
  const { due } = phase;
  const change: Change = { kind: 'create-milestone', phase: key, title, otherwise, description, due };
  return { phase, ref: { phase: key }, title, change };
}

/** Orders changes so that a milestone loses a title before another one gets it. */
function inOrder(changes: readonly Change[]): readonly Change[] {
  const held = new Map<string, number>();
  const count = (change: Change, by: number): void => {
    const from = change.kind === 'update-milestone' ? change.title?.from : undefined;
    if (from !== undefined) held.set(from, (held.get(from) ?? 0) + by);
  };
  for (const change of changes) count(change, 1);
  const isFree = (change: Change): boolean => (held.get(titleAfter(change)) ?? 0) === 0;
  if (changes.every(isFree)) return changes;
  const waiting = [...changes];
  const ordered: Change[] = [];
  while (waiting.length > 0) {
    for (const next of waiting.splice(Math.max(0, waiting.findIndex(isFree)), 1)) {
      count(next, -1);
      ordered.push(next);
    }
  }
  return ordered;
}

function titleAfter(change: Change): string {
  if (change.kind === 'create-milestone') return change.title;
  return change.kind === 'update-milestone' ? (change.title?.to ?? '') : '';
}

/**
 * The keys of the phases. A key is made from title and occurrence, so a phase can have the key under which the milestone
 * of another, since retitled phase was made. Then it gets the key of the next occurrence.
 */
function distinctKeys(
  { id, milestones }: PhaseInput,
  natural: ReadonlyMap<Phase, PhaseKey>,
  kept: ReadonlyMap<Phase, Kept>,
): ReadonlyMap<Phase, PhaseKey> {
  const keeping = new Set([...kept.values()].map(({ milestone }) => milestone.number));
  const bearers = new Map<PhaseKey, number>();
  for (const { number, description } of milestones) {
    const marker = parseMilestone(description);
    if (marker?.plan === id) bearers.set(marker.phase, number);
  }
  const isKept = (key: PhaseKey): boolean => keeping.has(bearers.get(key) ?? 0);
  const keys = new Map(natural);
  const given = new Set(natural.values());
  const occurrences = new Map<string, number>();
  for (const [phase, key] of natural) {
    if (kept.has(phase) || !isKept(key)) continue;
    const title = sameText(phase.title);
    let [next, occurrence] = [key, occurrences.get(title) ?? 1];
    for (; isKept(next) || given.has(next); occurrence += 1) next = phaseKey(phase, occurrence);
    occurrences.set(title, occurrence);
    keys.set(phase, next);
    given.add(next);
  }
  return keys;
}

/** The milestones whose marker has the key of a phase, or the one that a former version gave it. */
function markedMilestones(
  { id, plan, milestones }: PhaseInput,
  keys: ReadonlyMap<Phase, PhaseKey>,
): ReadonlyMap<Phase, ObservedMilestone> {
  const byKey = new Map<PhaseKey, ObservedMilestone>();
  for (const one of milestones) {
    const marker = parseMilestone(one.description);
    if (marker?.plan === id && !byKey.has(marker.phase)) byKey.set(marker.phase, one);
  }
  const former = formerPhaseKeys(plan);
  // A key that a phase would have today tells nothing of former versions.
  const current = new Set([...keys.values(), ...phaseKeys(plan).values()]);
  return new Map(
    plan.phases.flatMap((phase) => {
      const before = former.get(phase) ?? '';
      const found = byKey.get(keys.get(phase) ?? '') ?? (current.has(before) ? undefined : byKey.get(before));
      return found === undefined ? [] : [[phase, found] as const];
    }),
  );
}

/** A milestone of that title that no plan made, or that this one made for a phase of another title. */
function nobodysMilestone(
  { id, milestones, taken, used }: Choosing,
  title: string,
): ObservedMilestone | undefined {
  return milestones.find(
    (one) =>
      one.title === title && !used.has(one.number) && !taken.has(one.number) && !isAnotherPlans(one, id),
  );
}

/**
 * The empty milestones that an unfinished first sync made for phases that have another title now: a phase that needs one
 * takes it over.
 */
function spareMilestones(
  { id, tasks, milestones }: PhaseInput,
  keys: ReadonlyMap<Phase, PhaseKey>,
  titles: ReadonlyMap<Phase, PhaseTitle>,
): ObservedMilestone[] {
  const wanted = new Set([...titles.values()].map(({ title }) => title));
  const filled = new Set(tasks.map(({ tie }) => ('issue' in tie ? tie.issue.milestone : null)));
  const current = new Set(keys.values());
  return milestones.filter(({ number, title, description, openIssues }) => {
    const marker = parseMilestone(description);
    const isOurs = marker?.plan === id && !current.has(marker.phase);
    return isOurs && openIssues === 0 && !wanted.has(title) && !filled.has(number);
  });
}

type MilestoneUpdate = Extract<Change, { kind: 'update-milestone' }>;

function renewed(
  { number, title, due }: ObservedMilestone,
  to: { title: string; due: string | null },
): MilestoneUpdate {
  const redated = due === to.due ? {} : { due: { from: due, to: to.due } };
  return {
    kind: 'update-milestone',
    milestone: { number },
    title: { from: title, to: to.title },
    ...redated,
  };
}

/** The text that a milestone follows: the base, an older one where GitHub refused what came since, or one in between. */
interface OlderText {
  readonly plan: Plan;
  readonly phase: Phase;
  /** Whether the marker can name the phase by its line there. */
  readonly isNamed: boolean;
}

function olderText(
  { base, inFlight, owed }: PhaseInput,
  { number }: ObservedMilestone,
  keeps: Kept | undefined,
): OlderText | null {
  const behind = owed?.get(number);
  if (behind !== undefined) return { ...behind, isNamed: true };
  const plan = [base, ...inFlight].find((one) => keeps !== undefined && one?.phases.includes(keeps.phase));
  return plan == null || keeps === undefined ? null : { plan, phase: keeps.phase, isNamed: plan === base };
}

/** Only what the plan itself changed since that text moves a milestone's title or date. */
function changedByPlan(
  plan: Plan,
  { milestone, older }: { readonly milestone: ObservedMilestone; readonly older: OlderText },
  { phase, title }: { readonly phase: Phase; readonly title: string },
): MilestoneUpdate | null {
  const old = older.phase;
  const renamed =
    milestoneTitle(plan, phase) !== milestoneTitle(older.plan, old) && milestone.title !== title;
  const redated = phase.due !== old.due && milestone.due !== phase.due;
  if (!renamed && !redated) return null;
  return {
    kind: 'update-milestone',
    milestone: { number: milestone.number },
    ...(renamed ? { title: { from: milestone.title, to: title } } : {}),
    ...(redated ? { due: { from: milestone.due, to: phase.due } } : {}),
    ...(older.isNamed ? { told: old.line } : {}),
  };
}
