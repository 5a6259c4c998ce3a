import { createLooks } from '../../story/looks.ts';
import { begin, PLAN, type Story } from '../../story/scenario.ts';
import { SEARCH } from '../plans.ts';

/** Where the app does not work at all, and what it says where it may not do what it needs. */

let story: Story;
afterEach(() => story.ends());

/** All that the app wrote while it settled, wherever. */
async function writesWhileSettling(): Promise<string[]> {
  const mark = story.github.requests.mark();
  await story.app.sweeps();
  await story.app.settles();
  return story.github.requests
    .writes(mark)
    .filter(({ actor }) => actor.kind !== 'user')
    .map(({ method, path }) => `${method} ${path}`);
}

describe('Nothing is done', () => {
  it('in an archived repository, and all of it once it is back', async () => {
    story = await begin();
    await story.human.commits(SEARCH);
    await story.human.changesSettings({ archived: true });
    expect(await writesWhileSettling()).toEqual([]);
    await story.human.changesSettings({ archived: false });
    await story.app.sweeps();
    expect(await story.app.settles()).toContain('opens "Plan: Search"');
  });

  it('where issues are disabled', async () => {
    story = await begin();
    await story.human.commits(SEARCH);
    await story.human.changesSettings({ has_issues: false });
    expect(await writesWhileSettling()).toEqual([]);
  });

  it('in a fork, not even one with issues', async () => {
    story = await begin();
    await story.human.commits(SEARCH);
    await story.app.settles();
    const fork = await story.stranger('eve').forks();
    await fork.changesSettings({ has_issues: true });
    story.github.install(story.app.self().account, { account: 'eve' });
    expect(await writesWhileSettling()).toEqual([]);
    expect(await createLooks(fork.octokit, { owner: 'eve', repo: 'engine' }).titles()).toEqual([]);
  });

  it('while the installation is suspended; nothing is lost by it', async () => {
    story = await begin();
    await story.human.commits(SEARCH);
    const { installation } = story.app.self();
    story.github.suspend(installation);
    expect(await writesWhileSettling()).toEqual([]);
    story.github.unsuspend(installation);
    await story.app.sweeps();
    expect(await story.app.settles()).toContain('opens "Plan: Search"');
  });

  it('in a repository without a commit', async () => {
    story = await begin();
    story.github.createRepository({ owner: 'ada', name: 'empty', empty: true });
    expect(await writesWhileSettling()).toEqual([]);
    expect(story.app.gaveUp()).toEqual([]);
  });
});

describe('A permission that is missing', () => {
  it('is named once, in the check, and the job ends', async () => {
    story = await begin({ permissions: { issues: 'read', pull_requests: 'read' } });
    await story.human.commits(SEARCH);
    expect(await story.app.settles()).toEqual(['says in a check: failure: A permission is missing']);
    expect((await story.checks()).map(({ summary }) => summary)).toEqual([
      expect.stringMatching(
        /needs write access to issues or write access to pull requests\.[^]*found 403: Resource not accessible/,
      ),
    ]);
    expect(story.app.gaveUp()[0]).toContain('(permission issues=write');
    await story.human.edits((text) => `${text}\nA word.\n`, PLAN);
    await story.app.settles();
    expect((await story.sees()).issues.size).toBe(0);
  });

  it('is all there is to wait for: with it, the plan is synced', async () => {
    story = await begin({ permissions: { issues: 'read', pull_requests: 'read' } });
    await story.human.commits(SEARCH);
    await story.app.settles();
    story.github.acceptPermissions(story.app.self().installation, {
      metadata: 'read',
      contents: 'write',
      issues: 'write',
      pull_requests: 'write',
      checks: 'write',
    });
    // What the app knows of its permissions ages with its token.
    await story.app.dies();
    await story.app.starts();
    await story.app.sweeps();
    expect(await story.app.settles()).toContain('opens "Plan: Search"');
  });

  it('of checks keeps nothing from being synced', async () => {
    story = await begin({ permissions: { checks: 'read' } });
    await story.human.commits(SEARCH);
    expect(await story.app.settles()).toContain('opens "Plan: Search"');
    await story.human.commits('limits: 7\n', '.github/planwright.yml');
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
    expect(story.app.gaveUp()).toEqual([]);
  });
});
