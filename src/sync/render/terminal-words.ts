/** The words at the terminal: what a sync of a plan would do, or did. Plain text, whatever is in plan and issues. */
import { refusalFound } from '../../plan/text/limits.ts';
import type { Problem } from '../../plan/types.ts';

import { plain } from './sanitize/quiet.ts';
import { summary } from './edits.ts';
import { effectLines } from './effect-lines.ts';
import { retirementSentence } from './retirement-words.ts';
import type { WriteBackState } from './differences.ts';
import type { Retirement } from '../plans/retirement.ts';
import type { Effect, Held, Proposal } from '../types.ts';
import { heldLines, heldSentence } from './held.ts';

/** What there is to tell of one plan. */
export interface ToldPlan {
  readonly path: string;
  readonly title: string;
  readonly effects: readonly Effect[];
  readonly problems: readonly Problem[];
  readonly held: Held | null;
  /** What came of it; null before anything is done. */
  readonly done: {
    /** Numbers of the issues that were opened, by task key. */
    readonly numbers: ReadonlyMap<string, number>;
    readonly tracking: number | null;
    readonly writeBack: WriteBackState | null;
  } | null;
  /** Edits of the plan that would be proposed. */
  readonly proposals: readonly Proposal[];
}

/** One plan as a run left it, as far as it is told. */
interface Report {
  readonly path: string;
  readonly problems: readonly Problem[];
  readonly result?: {
    readonly title: string;
    readonly tracking: number;
    readonly effects: readonly Effect[];
    readonly numbers: ReadonlyMap<string, number>;
    readonly problems: readonly Problem[];
    readonly held: Held | null;
    readonly writeBack: WriteBackState | null;
  };
}

/** The plans as a run left them. */
export function toldPlans(reports: readonly Report[]): ToldPlan[] {
  return reports.map(({ path, problems, result }) => {
    const { numbers = new Map<string, number>(), tracking = null, writeBack = null } = result ?? {};
    return {
      path,
      title: result?.title ?? path,
      effects: result?.effects ?? [],
      problems: result?.problems ?? problems,
      held: result?.held ?? null,
      done: { numbers, tracking, writeBack },
      proposals: [],
    };
  });
}

/**
 * The lines of one plan, without its Problems, which stand in lines that editors understand.
 *
 * @param confirm What a person types to let a held change go, without the id.
 */
export function renderPlan(plan: ToldPlan, confirm: string): string[] {
  const { path, title, held, done } = plan;
  const name = plain(title) === path ? plain(path) : `${plain(title)} (${plain(path)})`;
  if (held !== null) {
    const waits = `waits for a person. ${heldSentence(held)} Nothing of it is done.`;
    const listed = heldLines(held, plain).map((line) => `  ${line}`);
    return [name, `  ${waits}`, ...listed, `  To let it go: ${confirm} ${held.id}`];
  }
  const numbers = done === null ? null : done.numbers;
  const lines = [
    ...effectLines(plan.effects, { numbers, quote: plain }).map((line) => `  ${line}`),
    ...editsLine(plan),
    ...(done?.tracking == null ? [] : [`  tracking issue #${done.tracking}`]),
  ];
  if (plan.effects.length > 0 || plan.proposals.length > 0) return [name, ...lines];
  return [name, `  ${unchangedWords(plan)}`, ...lines];
}

/** What is said where nothing changes. */
function unchangedWords({ problems, done }: ToldPlan): string {
  if (done === null)
    return refusalFound(problems) === null ? 'nothing would change' : 'would be left as it is';
  return problems.some(({ severity }) => severity === 'error') ? 'left as it is' : 'in step';
}

function editsLine({ proposals, done }: ToldPlan): string[] {
  if (done === null)
    return proposals.length === 0 ? [] : [`  - propose edits of the plan: ${summary(proposals)}`];
  switch (done.writeBack?.kind) {
    case 'waits':
    case 'stands-in':
      return [`  edits of the plan wait in pull request #${done.writeBack.number}`];
    case 'blocked':
      return [`  edits of the plan wait: a person's commit stands on its branch`];
    case 'no-pulls':
      return [
        `  edits of the plan wait on the branch ${done.writeBack.branch}, for a person to open the pull request`,
      ];
    case undefined:
    case 'none':
    case 'off':
    case 'forbidden':
    case 'refused':
      return [];
  }
}

/** What retiring a plan would do, and what a person types to do it. */
export function renderRetiring(
  { path, title }: Pick<ToldPlan, 'path' | 'title'>,
  retirement: Retirement,
  confirm: string,
): string[] {
  return [
    `${plain(title)} (${plain(path)})`,
    `  retiring it would ${retirementSentence(retirement, 'its tracking issue')}`,
    `  To do it: ${confirm} ${retirement.id}`,
  ];
}
