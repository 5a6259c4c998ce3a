import { begin, beginAfter, PLAN, type Story } from '../../story/scenario.ts';
import { firstSync, SEARCH } from '../plans.ts';

let story: Story;
afterEach(() => story.ends());

const afterFirstSync = beginAfter(firstSync);

/** The queue builds what it would merge, on a branch of its own: a merge of the pull request that leaves this text. */
async function enqueues(pull: number, text: string, path = PLAN): Promise<string> {
  const { sha: head } = await story.pull(pull);
  const { sha: main } = await story.commit();
  const branch = `gh-readonly-queue/main/pr-${pull}-${main}`;
  await story.human.pushes({ [path]: text }, { branch, parents: [main, head] });
  return (await story.commit(branch)).sha;
}
const textOf = (branch: string): Promise<string> => story.planText(PLAN, branch);

const said = async (of: string | number) =>
  (await story.checks(of)).map(({ conclusion, title, summary, annotations }) => ({
    conclusion,
    title,
    summary,
    annotations,
  }));

const cutsOne = (text: string): string => text.replace(/- \[ \] Cache hot queries.*\n/, '');

describe('A merge queue', () => {
  beforeEach(async () => void (story = await afterFirstSync()));

  it('gets the check that the pull request has', async () => {
    const pull = await story.human.proposes(cutsOne);
    await story.app.settles();
    const commit = await enqueues(pull, await textOf('change-the-plan'));
    await story.app.settles();
    expect(await said(commit)).toEqual(await said(pull));
    expect(await said(commit)).toMatchObject([
      { conclusion: 'success', title: 'Merging this makes 1 change to issues and milestones' },
    ]);
    expect(await story.buttons(commit)).toEqual([]);
  });

  it('is told of what the pull requests before it change, too', async () => {
    const pull = await story.human.proposes(cutsOne);
    await story.app.settles();
    const text = await textOf('change-the-plan');
    const commit = await enqueues(pull, text.replace('Rank the results', 'Rank all the results'));
    await story.app.settles();
    expect(await said(commit)).toMatchObject([
      { conclusion: 'success', title: 'Merging this makes 2 changes to issues and milestones' },
    ]);
  });

  it('is held up by an error, as the pull request is', async () => {
    const pull = await story.human.proposes((text) =>
      text
        .replace('| Low      | 1d         | Build the index |', '| Low | 1d | Ship the parser |')
        .replace('| High     | 3d         | None            |', '| High | 3d | Rotate the index |'),
    );
    await story.app.settles();
    const commit = await enqueues(pull, await textOf('change-the-plan'));
    await story.app.settles();
    expect(await said(commit)).toEqual(await said(pull));
    expect(await said(commit)).toMatchObject([{ conclusion: 'failure' }]);
  });

  it('gets it for a pull request that touches no plan, too', async () => {
    const pull = await story.human.proposes(() => '# Engine, renamed\n', {
      path: 'README.md',
      branch: 'rename',
    });
    await story.app.settles();
    const commit = await enqueues(pull, '# Engine, renamed\n', 'README.md');
    await story.app.settles();
    expect(await said(commit)).toEqual(await said(pull));
    expect(await said(commit)).toMatchObject([{ conclusion: 'success', title: 'This changes no plan' }]);
  });

  it('gets it before a long sync is done', async () => {
    const pull = await story.human.proposes(cutsOne);
    await story.app.settles();
    const long = Array.from({ length: 60 }, (_, index) => `- [ ] Feed animal ${index} of the zoo`).join('\n');
    await story.human.commits(`# Zoo\n\n## Phase 1: Begin\n${long}\n`, 'plans/zoo.md');
    const commit = await enqueues(pull, await textOf('change-the-plan'));
    await story.app.settles();
    const requests = story.app.requests();
    const check = requests.findIndex((line) => line.startsWith('POST') && line.endsWith('/check-runs'));
    const lastCreate = requests.findLastIndex((line) => /^POST .*(?:\/issues|\/graphql)$/.test(line));
    expect(check).toBeGreaterThan(-1);
    expect(check).toBeLessThan(lastCreate);
    expect(await said(commit)).toMatchObject([{ conclusion: 'success' }]);
  });

  it('that took the commit apart again is no error', async () => {
    const pull = await story.human.proposes(cutsOne);
    await story.app.settles();
    await enqueues(pull, await textOf('change-the-plan'));
    const [queue = ''] = (await story.branches()).filter((name) => name.startsWith('gh-readonly-queue/'));
    await story.human.deletesBranch(queue);
    await story.app.settles();
    expect(story.app.gaveUp()).toEqual([]);
  });
});

describe('A push to the default branch', () => {
  it('with problems gets a check on its lines, once', async () => {
    story = await begin();
    await story.human.commits(SEARCH.replace('| Build the index |', '| Sweep the index |'));
    expect(await story.app.settles()).toContain('says in a check: neutral: 1 thing to look at in the plan');
    const [check] = await story.checks();
    expect(check?.annotations).toMatchObject([{ path: PLAN, line: 20 }]);
    await story.human.closes('Ship the parser');
    expect((await story.app.settles()).filter((line) => line.includes('check'))).toEqual([]);
  });

  it('without problems gets none', async () => {
    story = await begin();
    await story.human.commits(SEARCH);
    await story.app.settles();
    expect(await story.checks()).toEqual([]);
  });
});
