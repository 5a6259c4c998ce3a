/** Whose work stands on the branch of a write-back: what a person did there is never overwritten. */
import { blobSha } from '../../../src/sync/state/hash.ts';
import { installationToken } from '../../story/accounts.ts';
import { createHuman, type Human } from '../../story/human.ts';
import { octokitOf } from '../../story/stage.ts';
import { beginAfter, PLAN, type Story } from '../../story/scenario.ts';
import type { Files, Push } from '../../story/repository-verbs.ts';
import type { SeenPull } from '../../story/world.ts';
import { firstSync } from '../plans.ts';

let story: Story;
/** The write-back that ticks "Rank the results". */
let pull: SeenPull;

const afterTick = beginAfter(async (begun) => {
  await firstSync(begun);
  await begun.human.closes('Rank the results');
  await begun.app.settles();
});
beforeEach(async () => {
  story = await afterTick();
  pull = await story.openPull();
});
afterEach(() => story.ends());

/** What people do, done by the app itself. */
async function asApp(): Promise<Human> {
  const { account, installation } = story.app.self();
  const token = await installationToken(story.github, account, installation);
  return createHuman(octokitOf(story.github, { token }));
}

/** Pushes a commit to the branch of the write-back, by force where it is no successor. */
function pushes(files: Files, how: Omit<Push, 'branch' | 'force'>): Promise<string> {
  return story.human.pushes(files, { onto: pull.sha, ...how, branch: pull.branch, force: true });
}

/** Another close, which the app would put on the branch too. */
async function another(): Promise<string[]> {
  await story.human.closes('Cache hot queries');
  return story.app.settles();
}

/** Where the branch stands, and what is said of it, once the app had reason to move it; then a person merges it. */
async function keeps(): Promise<{ readonly tip: string; readonly said: number }> {
  await another();
  const { sha: tip } = await story.commit(pull.branch);
  const said = (await story.issue('Plan: Search')).body.match(/A commit by a person stands on its branch/g);
  await story.human.mergesWriteBack();
  await story.app.settles();
  expect(await story.writeBack()).toContain('+- [x] Cache hot queries');
  return { tip, said: said?.length ?? 0 };
}

/** The edits that the branch carries once the app had reason to move it. */
async function movedOn(): Promise<string> {
  await another();
  const edits = await story.writeBack();
  expect((await story.issue('Plan: Search')).body).not.toContain('by a person stands');
  expect(edits).toContain('+- [x] Rank the results');
  return edits;
}

const reworded = (text: string): string => text.replace('- [x] Rank the results', '- [x] Rank all results');

describe('A person’s on the branch is', () => {
  it('an amended text under the app’s own message', async () => {
    const { message, parents } = await story.commit(pull.sha);
    const sha = await pushes(
      { [PLAN]: reworded(await story.planText(PLAN, pull.branch)) },
      {
        message,
        parents,
      },
    );
    expect(await keeps()).toEqual({ tip: sha, said: 1 });
  });

  it('a file added to the app’s commit', async () => {
    const { message, parents } = await story.commit(pull.sha);
    const sha = await pushes(
      { 'NOTES.md': 'Mine.\n' },
      {
        message,
        parents,
      },
    );
    expect(await keeps()).toEqual({ tip: sha, said: 1 });
  });

  it('a commit with a copied message', async () => {
    const { message } = await story.commit(pull.sha);
    const sha = await pushes(
      { 'NOTES.md': 'Mine.\n' },
      {
        message,
        parents: [pull.sha],
      },
    );
    expect(await keeps()).toEqual({ tip: sha, said: 1 });
  });

  it('an edit of the plan inside a merge of the default branch', async () => {
    await story.human.commits('# Engine\n\nNews.\n', 'README.md');
    await story.app.settles();
    const main = (await story.commit()).sha;
    const sha = await pushes(
      { [PLAN]: reworded(await story.planText(PLAN, pull.branch)) },
      {
        onto: main,
        message: `Merge branch 'main' into ${pull.branch}`,
        parents: [pull.sha, main],
      },
    );
    expect(await keeps()).toEqual({ tip: sha, said: 1 });
  });

  it('an edit of another file inside a merge of the default branch', async () => {
    await story.human.commits('# Engine\n\nNews.\n', 'README.md');
    await story.app.settles();
    const main = (await story.commit()).sha;
    const sha = await pushes(
      { [PLAN]: await story.planText(PLAN, pull.branch), 'README.md': '# Engine\n\nMine.\n' },
      {
        onto: main,
        message: `Merge branch 'main' into ${pull.branch}`,
        parents: [pull.sha, main],
      },
    );
    expect(await keeps()).toEqual({ tip: sha, said: 1 });
  });

  it('a revert of the app’s commit', async () => {
    const [parent] = (await story.commit(pull.sha)).parents;
    const sha = await pushes(
      { 'NOTES.md': 'Not yet.\n' },
      {
        onto: parent!,
        message: `Revert "Update ${PLAN}"\n\nThis reverts commit ${pull.sha}.`,
        parents: [pull.sha],
      },
    );
    expect(await keeps()).toEqual({ tip: sha, said: 1 });
  });

  it('a suggestion that was committed in the review', async () => {
    const sha = await pushes(
      { [PLAN]: reworded(await story.planText(PLAN, pull.branch)) },
      {
        message: `Update ${PLAN}\n\nCo-authored-by: Mona <mona@example.com>`,
        parents: [pull.sha],
      },
    );
    expect(await keeps()).toEqual({ tip: sha, said: 1 });
  });

  it('a squash of the app’s commit and their own', async () => {
    const { message, parents } = await story.commit(pull.sha);
    const sha = await pushes(
      { [PLAN]: reworded(await story.planText(PLAN, pull.branch)) },
      {
        message: `${message}\nFix a word\n`,
        parents,
      },
    );
    expect(await keeps()).toEqual({ tip: sha, said: 1 });
  });
});

/** The plan with a word changed far from what the write-back edits. */
const elsewhere = (text: string): string =>
  text.replace('## Development Tasks', 'A word.\n\n## Development Tasks');

/** A push to the default branch that the app does not hear of. */
async function unheard(push: () => Promise<void>): Promise<string> {
  await story.app.goesDown();
  await push();
  return (await story.commit()).sha;
}

describe('The app goes on over', () => {
  it('a merge of a default branch whose plan changed elsewhere', async () => {
    await unheard(() => story.human.edits(elsewhere));
    await story.human.updatesPull(pull.number);
    await story.app.starts();
    const edits = await movedOn();
    expect(edits).toContain('+- [x] Cache hot queries');
    expect(edits).not.toContain('A word.');
  });

  it.each([
    [
      'as it was',
      async () => story.human.commits('# Engine\n\nNews.\n', 'README.md'),
      (text: string) => text,
    ],
    ['changed elsewhere', async () => story.human.edits(elsewhere), elsewhere],
  ])('its own commit rebased onto a default branch whose plan is %s', async (_, push, rebased) => {
    const main = await unheard(push);
    const { message } = await story.commit(pull.sha);
    const files = { [PLAN]: rebased(await story.planText(PLAN, pull.sha)) };
    await pushes(files, { onto: main, message });
    await story.app.starts();
    expect(await movedOn()).toContain('+- [x] Cache hot queries');
  });

  it('an older commit of its own that a person forced the branch back to', async () => {
    await story.human.closes('Build the index');
    await story.app.settles();
    await story.human.resetsBranch(pull.branch, pull.sha);
    const edits = await movedOn();
    expect(edits).toContain('+- [x] Cache hot queries');
    expect(edits).toContain('+- [x] Build the index');
  });

  it('a commit of an older version, which named the plan only', async () => {
    const { message, parents } = await story.commit(pull.sha);
    await (
      await asApp()
    ).pushes(
      {},
      {
        onto: pull.sha,
        message: message.replace(/^(Planwright-Plan: \w+).*[^]*/m, '$1\n'),
        parents,
        branch: pull.branch,
        force: true,
      },
    );
    expect(await movedOn()).toContain('+- [x] Cache hot queries');
  });
});

it('A commit names the plan, what it makes of it, and what it was made from', async () => {
  const { message, parents } = await story.commit(pull.sha);
  const made = blobSha(await story.planText(PLAN, pull.sha));
  const base = blobSha(await story.planText(PLAN, parents[0]));
  expect(message).toMatch(
    new RegExp(`\\n\\nPlanwright-Plan: [0-9a-f]{6} ${made}\\nPlanwright-Base: ${base}\\n$`),
  );
});
