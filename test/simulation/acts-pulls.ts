/** What people do to the write-back pull request. */
import { actOn, type Around } from './act-on.ts';
import { commit } from './acts-plan.ts';
import { choose } from './dice.ts';
import { readPlanText, type Glance, type GlancedPull } from './glance.ts';
import { changedMentions, isInStep, namingNow, ownWriteBack } from './mentions/follow.ts';
import type { Act, Play } from './play.ts';
import { strayEdits } from './stray-edits.ts';

function onPull(
  name: string,
  weight: number,
  passes: (pull: GlancedPull) => boolean,
  act: (play: Play, pull: GlancedPull, around: Around) => Promise<string | null>,
): Act {
  return actOn(
    name,
    weight,
    ({ pulls }) => pulls.filter(passes),
    async (play, pull, around) => {
      const said = await act(play, pull, around);
      return said === null ? null : `${said} write-back #${pull.number}`;
    },
  );
}

const isOpen = ({ state }: GlancedPull): boolean => state === 'open';

/** Merges a write-back, and throws if that changed more of the plan than it should; false where GitHub refuses. */
export async function mergePull(
  play: Play,
  pull: GlancedPull,
  seen: Glance,
  dice: number,
): Promise<false | string> {
  const { person } = play.stage;
  const how = choose(['merge', 'squash', 'rebase'], String, dice) ?? 'merge';
  const isOwn = (await ownWriteBack(play, { ...seen, pulls: [pull] })) === pull;
  const { status } = await person('PUT', `/pulls/${pull.number}/merge`, { merge_method: how });
  if (status !== 200) return false;
  const text = await readPlanText(person);
  play.versions.push(text);
  if (!isOwn) return how;
  const titles = [...play.titles.values()].flatMap((one) => [...one]);
  const stray = [
    ...strayEdits(seen.text, text, titles),
    ...(isInStep(seen) ? changedMentions(play.named, seen, namingNow(seen, text)) : []),
  ];
  if (stray.length > 0)
    throw new Error(`Merging ${pull.branch} changed what it should not: ${stray.join('; ')}`);
  return how;
}

const merges = onPull('merge', 8, isOpen, async (play, pull, { seen, dice }) => {
  const how = await mergePull(play, pull, seen, dice);
  return how === false ? null : `merges (${how})`;
});

const refuses = onPull('refuse', 2, isOpen, async ({ stage }, { number }) => {
  await stage.person('PATCH', `/pulls/${number}`, { state: 'closed' });
  return 'closes';
});

const takesBack = onPull(
  'reopen-pull',
  1.5,
  ({ state, isMerged }) => state === 'closed' && !isMerged,
  async ({ stage }, { number }) => {
    const { status } = await stage.person('PATCH', `/pulls/${number}`, { state: 'open' });
    return status === 200 ? 'reopens' : null;
  },
);

const updates = onPull('update-branch', 1.5, isOpen, async ({ stage }, { number }) => {
  const { status } = await stage.person('PUT', `/pulls/${number}/update-branch`, {});
  return status === 202 ? 'updates the branch of' : null;
});

const commitsThere = onPull('commit-there', 0.7, isOpen, async (play, { branch }, { dice }) => {
  const text = await readPlanText(play.stage.person, branch);
  const words = `Word-${dice.toString(36)} from the branch.`;
  const done = await commit(play.stage, text.replace(/(\r?\n)/, `$1$1${words}$1`), branch);
  return done ? `commits "${words}" to the branch of` : null;
});

const deletesBranch = onPull(
  'delete-branch',
  1,
  ({ state }) => state === 'closed',
  async ({ stage }, { branch }) => {
    const { status } = await stage.person('DELETE', `/git/refs/heads/${branch}`);
    return status === 204 ? 'deletes the branch of' : null;
  },
);

export const PULL_ACTS: readonly Act[] = [merges, refuses, takesBack, updates, commitsThere, deletesBranch];
