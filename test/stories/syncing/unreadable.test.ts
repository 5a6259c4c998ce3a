/** Files that nobody can read: a preview says what merging them does, which is nothing, and fails. */
import { begin, beginAfter, PLAN, type Story } from '../../story/scenario.ts';
import { firstSync, SEARCH } from '../plans.ts';

const CONFIG = '.github/planwright.yml';
let story: Story;
afterEach(() => story.ends());

const afterFirstSync = beginAfter(firstSync);
const synced = async (): Promise<void> => void (story = await afterFirstSync());

const BROKEN: readonly (readonly [string, Uint8Array, string])[] = [
  ['holds a NUL', Buffer.from(`${SEARCH}\0`), 'it holds a NUL character, as only binary files do.'],
  ['is too large', Buffer.from(`${SEARCH}${'x'.repeat(1_048_577)}`), 'it is larger than 1 MB.'],
  ['is not UTF-8', Buffer.concat([Buffer.from(SEARCH), Buffer.from([0xff])]), 'it is not UTF-8.'],
];

async function proposes(path: string, bytes: Uint8Array | null): Promise<number> {
  await story.human.pushes({ [path]: bytes }, { branch: 'proposal' });
  return story.human.opensPull('proposal');
}

/** What the check on a pull request says, and its comment. */
async function told(
  pull: number,
): Promise<{ conclusion: string; title: string; check: string; comment: string }> {
  const [check] = await story.checks(pull);
  return {
    conclusion: check?.conclusion ?? '',
    title: check?.title ?? '',
    check: check?.summary ?? '',
    comment: (await story.preview(pull)) ?? '',
  };
}

it.each(BROKEN)(
  'A plan that %s fails the check of its pull request, and merging it does nothing',
  async (_, bytes, why) => {
    await synced();
    const pull = await proposes(PLAN, bytes);
    await story.app.settles();
    const { conclusion, title, check, comment } = await told(pull);
    expect({ conclusion, title }).toEqual({ conclusion: 'failure', title: '1 error in the plan' });
    expect(check).toContain(`The plan cannot be read: ${why} Its issues are left as they are.`);
    expect(comment).toContain(`After the merge Planwright could not read **${PLAN}** (${PLAN})`);
    expect(comment).toContain(why);
    expect(comment).not.toContain('changes no issue');
    await story.human.mergesPull(pull);
    expect(await story.app.settles()).toEqual(['says in a check: failure: 1 error in the plan']);
  },
);

it.each(BROKEN)('A new plan that %s fails, too', async (_, bytes, why) => {
  await synced();
  const pull = await proposes('plans/new.md', bytes);
  await story.app.settles();
  const { conclusion, check, comment } = await told(pull);
  expect(conclusion).toBe('failure');
  expect(check).toContain(why);
  expect(comment).toContain(why);
});

it.each(BROKEN)(
  'A config that %s fails, and the preview goes by the defaults, as the merge does',
  async (_, bytes, why) => {
    story = await begin({ files: { [CONFIG]: 'plans: ["work/*.md"]\n' } });
    await story.human.commits(SEARCH, 'work/search.md');
    await story.app.settles();
    const pull = await proposes(CONFIG, bytes);
    await story.app.settles();
    const { conclusion, title, check, comment } = await told(pull);
    expect({ conclusion, title }).toEqual({ conclusion: 'failure', title: '1 error in the config' });
    expect(check).toContain(`The config cannot be read: ${why}`);
    expect(comment).toContain(`The config cannot be read: ${why}`);
  },
);

it('A config that is taken away is previewed by the defaults', async () => {
  story = await begin({ files: { [CONFIG]: 'plans: ["work/*.md"]\n', [PLAN]: SEARCH } });
  await story.app.settles();
  const pull = await proposes(CONFIG, null);
  await story.app.settles();
  expect((await told(pull)).comment).toContain(`For **Search** (${PLAN}), merging this will:`);
});

it.each(BROKEN)(
  'A plan on the default branch that %s is told apart from the pull request that mends it',
  async (_, bytes, why) => {
    await synced();
    const good = await story.planText();
    await story.human.pushes({ [PLAN]: bytes });
    await story.app.settles();
    const mends = await proposes(
      PLAN,
      Buffer.from(good.replace('Cache hot queries', 'Cache the hottest queries')),
    );
    await story.app.settles();
    const mended = await told(mends);
    expect(mended.comment).toContain('Cache hot queries → Cache the hottest queries');
    expect(mended.comment).not.toContain(why);
    expect(mended.conclusion).toBe('success');
  },
);

it('A plan that became unreadable on the default branch stays so after the merge of an older branch', async () => {
  await synced();
  const good = await story.planText();
  const pull = await proposes(PLAN, Buffer.from(good.replace('Cache hot', 'Cache the hottest')));
  await story.human.pushes({ [PLAN]: Buffer.concat([Buffer.from(good), Buffer.from([0xff, 0x0a])]) });
  await story.app.settles();
  const { conclusion, comment } = await told(pull);
  expect(conclusion).toBe('failure');
  expect(comment).toContain('it is not UTF-8.');
});

it('A conflict is no promise that nothing changes: the check says it, too', async () => {
  await synced();
  const pull = await story.human.proposes((text) => text.replace('Rank the results', 'Rank by freshness'));
  await story.human.edits((text) => text.replace('Rank the results', 'Rank by popularity'));
  await story.app.settles();
  const { conclusion, title, check } = await told(pull);
  expect({ conclusion, title }).toEqual({
    conclusion: 'neutral',
    title: '1 file in conflict with the default branch',
  });
  expect(check).toContain(`${PLAN} conflicts with the default branch.`);
});

it('What will wait for a person does not change nothing: the check says it, too', async () => {
  await synced();
  const pull = await story.human.proposes(
    () => `${SEARCH.split('\n')[0]}\n\n- [ ] One thing\n- [ ] Another\n`,
  );
  await story.app.settles();
  expect((await told(pull)).title).toBe('Merging this changes much of a plan, and will wait for a person');
});
