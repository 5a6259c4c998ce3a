/** What the milestones of a plan's phases are called: no two of a repository bear one title (GITHUB-FACTS 5). */
import type { Phase, Plan, Problem } from '../../plan/types.ts';
import { milestoneTitle, sameText } from '../state/ids.ts';
import { parseMilestone } from '../state/markers.ts';
import type { ObservedMilestone, PlanId } from '../types.ts';
import { planProblems } from '../render/words/plan-problems.ts';

export interface TitleInput {
  readonly id: PlanId;
  readonly plan: Plan;
  /** The milestones that phases have already. */
  readonly had: ReadonlyMap<Phase, ObservedMilestone>;
  readonly milestones: readonly ObservedMilestone[];
}

/** What the milestone of a phase is to be called. */
export interface PhaseTitle {
  readonly title: string;
  /** What it is called if GitHub says that a milestone of this title is there already. */
  readonly otherwise: string;
  /** Another plan's milestone bears the title that this one should have. */
  readonly taken: boolean;
}

/**
 * The titles of the milestones of all phases that have tasks. Of phases whose titles are equal, as far as GitHub can tell
 * them apart, a later one gets ` (2)`, unless its milestone bears such a title already: that one keeps it wherever the
 * phases go. A title that another plan's milestone bears gets the plan's id.
 */
export function phaseTitles(input: TitleInput): ReadonlyMap<Phase, PhaseTitle> {
  const { id, plan, had } = input;
  const phases = plan.phases.filter(({ tasks }) => tasks.length > 0);
  const plainTitles = new Set(phases.map((phase) => sameText(milestoneTitle(plan, phase))));
  const others = titlesOfOthers(input);
  const titles = new Map<Phase, PhaseTitle>();
  const given = new Set<string>();
  const give = (phase: Phase, title: PhaseTitle): void => {
    titles.set(phase, title);
    given.add(sameText(title.title));
  };
  for (const phase of phases) {
    const title = had.get(phase)?.title;
    if (title !== undefined && isTitleOf(input, phase, title) && !given.has(sameText(title)))
      give(phase, { title, otherwise: title, taken: false });
  }
  const numbers = new Map<string, number>();
  for (const phase of phases) {
    const plainTitle = sameText(milestoneTitle(plan, phase));
    for (let number = numbers.get(plainTitle) ?? 1; !titles.has(phase); number += 1) {
      const mark = number === 1 ? '' : ` (${number})`;
      const title = milestoneTitle(plan, phase, mark);
      numbers.set(plainTitle, number + 1);
      const isFree = !given.has(sameText(title)) && (number === 1 || !plainTitles.has(sameText(title)));
      if (!isFree) continue;
      const otherwise = milestoneTitle(plan, phase, `${mark} (${id})`);
      const taken = others.has(sameText(title));
      given.add(sameText(title));
      give(phase, { title: taken ? otherwise : title, otherwise, taken });
    }
  }
  return titles;
}

/** Whether a title is the one of a phase's milestone, with or without ` (2)` or the plan's id behind it. */
function isTitleOf({ id, plan }: TitleInput, phase: Phase, title: string): boolean {
  const [mark = ''] = new RegExp(`(?: \\(\\d+\\))?(?: \\(${id}\\))?$`, 'u').exec(title) ?? [];
  return ['', mark].some((one) => sameText(milestoneTitle(plan, phase, one)) === sameText(title));
}

function titlesOfOthers({ id, milestones }: TitleInput): ReadonlySet<string> {
  return new Set(milestones.filter((one) => isAnotherPlans(one, id)).map(({ title }) => sameText(title)));
}

/** Whether a milestone belongs to another plan: that one alone renames, closes and reopens it. */
export function isAnotherPlans({ description }: ObservedMilestone, id: PlanId): boolean {
  const marker = parseMilestone(description);
  return marker !== null && marker.plan !== id;
}

/** A Problem for each phase that has the title of an earlier one, with the title of its milestone. */
export function repeatedTitleProblems(plan: Plan, titleOf: (phase: Phase) => string): Problem[] {
  const first = new Map<string, Phase>();
  return plan.phases.flatMap((phase) => {
    if (phase.tasks.length === 0) return [];
    const key = sameText(milestoneTitle(plan, phase));
    const before = first.get(key);
    if (before !== undefined) return [planProblems.phaseTwice(phase, before.line, titleOf(phase))];
    first.set(key, phase);
    return [];
  });
}
