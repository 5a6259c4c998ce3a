/** Reads the texts of plans for whoever wants to know what is next: from files alone, no request is made. */
import type { TextReader } from '../../parser/types.ts';
import type { Rules } from '../../plan/rules.ts';
import type { Plan, Problem } from '../../plan/types.ts';
import { planNow, tieToIssues } from '../../sync/next/tasks-now.ts';
import type { PlansNow } from '../../sync/next/types.ts';
import { orThrowUnclear } from '../unclear/unclear.ts';

/** The text of a plan, by its path in the repository. */
export interface PlanText {
  readonly path: string;
  readonly text: string;
}

/** A plan that was read from a text. */
export interface PlanOfText {
  readonly path: string;
  readonly plan: Plan;
  readonly problems: readonly Problem[];
}

/** What reading a text takes. */
export interface Reading {
  readonly reader: TextReader;
  readonly rules: Rules;
  /** Links to the issues of other repositories are text; every link counts where it is not known. */
  readonly repositoryUrl?: string;
}

/** What the texts of some plans came to. */
export interface PlansOfTexts {
  readonly plans: readonly PlanOfText[];
  /** Texts that are too large or otherwise no plan. */
  readonly refused: readonly { readonly path: string; readonly problem: Problem }[];
}

/** Parses the texts of plans. */
export async function readPlanTexts(
  { reader, rules, repositoryUrl }: Reading,
  texts: readonly PlanText[],
): Promise<PlansOfTexts> {
  const plans: PlanOfText[] = [];
  const refused: { path: string; problem: Problem }[] = [];
  for (const { path, text } of texts) {
    const about = { path, text, rules, ...(repositoryUrl === undefined ? {} : { repositoryUrl }) };
    const read = orThrowUnclear(path, await reader.plan(about));
    if (read.kind === 'refused') refused.push({ path, problem: read.problem });
    else plans.push({ path, plan: read.plan, problems: [...read.plan.problems, ...read.lint] });
  }
  return { plans, refused };
}

/** The plans as their texts alone have them. */
export function offlineNow(plans: readonly PlanOfText[]): PlansNow {
  return {
    plans: plans.map(({ path, plan }) => planNow(path, plan, tieToIssues(plan, null, []), new Map())),
    others: new Map(),
  };
}
