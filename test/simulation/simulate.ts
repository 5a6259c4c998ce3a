/** Simulations: a seed makes a plan, and people, mishaps and the app take turns. The same seed tells the same story. */
import { ISSUE_ACTS } from './acts-issues.ts';
import { LINK_ACTS } from './acts-links.ts';
import { MISHAPS } from './acts-mishaps.ts';
import { commit, PLAN_ACTS } from './acts-plan.ts';
import { PULL_ACTS } from './acts-pulls.ts';
import { chooseWeighted, hash } from './dice.ts';
import { PLAN } from './glance.ts';
import { MENTION_ACTS } from './mentions/acts.ts';
import { NOTHING_NAMED } from './mentions/follow.ts';
import { MERGES_AND_LOOKS } from './mentions/merge.ts';
import { REFERS } from './mentions/references.ts';
import type { Play, Step } from './play.ts';
import { randomPlan } from './random-plan.ts';
import { SETTLE } from './settle.ts';
import { setStage } from './stage.ts';

const ACTS = [
  ...PLAN_ACTS,
  ...ISSUE_ACTS,
  ...LINK_ACTS,
  ...PULL_ACTS,
  ...MENTION_ACTS,
  REFERS,
  ...MISHAPS,
  SETTLE,
  MERGES_AND_LOOKS,
];

/** What a story came to. */
export interface Told {
  /** What happened, one sentence a step. */
  readonly story: readonly string[];
  /** What went wrong in the end; null if nothing did. */
  readonly wrong: string | null;
  /** Indexes of the steps that did something. */
  readonly taken: readonly number[];
}

/** The steps that a seed makes; the app settles in the end. */
export function stepsOf(seed: number, count: number): Step[] {
  const steps = Array.from({ length: count }, (_, index): Step => {
    const { name } = chooseWeighted(ACTS, seed, index, 'act');
    return { name, dice: hash(seed, index, 'dice') };
  });
  return [...steps, { name: SETTLE.name, dice: 0 }];
}

/** Tells the story of a seed, with these of its steps. */
export async function tell(seed: number, steps: readonly Step[]): Promise<Told> {
  const text = randomPlan(seed);
  const stage = await setStage({ [PLAN]: '# Menagerie\n' }, { echoes: seed % 4 === 0 });
  const play: Play = {
    stage,
    versions: [text],
    decisions: [],
    mishaps: [],
    ledgers: new Map(),
    titles: new Map(),
    named: NOTHING_NAMED,
  };
  const story: string[] = [];
  const taken: number[] = [];
  let at = 0;
  try {
    await commit(stage, text);
    for (const [index, { name, dice }] of steps.entries()) {
      const act = ACTS.find((one) => one.name === name);
      if (act === undefined) throw new Error(`Expected an act named "${name}", found none.`);
      at = index;
      const said = await act.take(play, dice);
      if (said === null) continue;
      story.push(said);
      taken.push(index);
    }
    return { story, taken, wrong: null };
  } catch (error) {
    story.push(steps[at]?.name ?? 'commits the plan');
    taken.push(at);
    return { story, taken, wrong: error instanceof Error ? wordsOf(error) : String(error) };
  } finally {
    await stage.ends();
  }
}

function wordsOf(error: Error): string {
  return error.name === 'Broken' ? error.message : (error.stack ?? error.message);
}
