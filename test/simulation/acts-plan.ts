/** What people do to the plan on the default branch. */
import { choose } from './dice.ts';
import { PLAN, readPlanText } from './glance.ts';
import { MENTION_EDITS } from './mentions/edits.ts';
import { PLAN_EDITS } from './plan-edits.ts';
import type { Act } from './play.ts';
import type { Stage } from './stage.ts';

const edits: readonly Act[] = [...PLAN_EDITS, ...MENTION_EDITS].map(({ name, weight, edit }) => ({
  name: `plan-${name}`,
  weight,
  async take(play, dice) {
    const text = await readPlanText(play.stage.person);
    const edited = edit(text, dice);
    if (edited === null || edited.text === text) return null;
    await commit(play.stage, edited.text);
    play.versions.push(edited.text);
    return `edits the plan: ${edited.said}`;
  },
}));

const goesBack: Act = {
  name: 'plan-back',
  weight: 2,
  async take(play, dice) {
    const text = await readPlanText(play.stage.person);
    const old = choose(
      play.versions.slice(-4).filter((one) => one !== text),
      String,
      dice,
    );
    if (old === undefined) return null;
    await commit(play.stage, old);
    play.versions.push(old);
    return 'puts an older text of the plan back';
  },
};

export const PLAN_ACTS: readonly Act[] = [...edits, goesBack];

/** Commits a text of the plan, to the default branch unless another is named; false where GitHub refuses. */
export async function commit({ person }: Stage, text: string, branch = 'main'): Promise<boolean> {
  const { data } = await person('GET', `/contents/${PLAN}?ref=${encodeURIComponent(branch)}`);
  const { status } = await person('PUT', `/contents/${PLAN}`, {
    message: 'Change the plan',
    content: Buffer.from(text).toString('base64'),
    sha: (data as { sha: string }).sha,
    branch,
  });
  return status < 300;
}
