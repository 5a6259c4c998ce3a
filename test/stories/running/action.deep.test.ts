import { startSandbox, type Sandbox, type UserAccount } from '@planwright/github-sandbox';
import { installationToken } from '../../story/accounts.ts';
import { createHuman, type Human } from '../../story/human.ts';
import { createLooks, type Looks } from '../../story/looks.ts';
import { PLAN } from '../../story/place.ts';
import { octokitOf } from '../../story/stage.ts';
import { bundleAction, eventOf, type Bundle } from '../../story/workflow.ts';

const SEARCH =
  '# Search\n\n## Phase 1\n\n- [ ] Ship the parser\n- [x] Pick a name\n- [ ] Rank the results\n- [ ] Cache\n';

let bundle: Bundle;
let github: Sandbox;
let ada: UserAccount;
let human: Human;
let looks: Looks;
beforeAll(() => {
  bundle = bundleAction();
});
afterAll(() => bundle.remove());
beforeEach(async () => {
  github = await startSandbox();
  ada = github.createUser('ada');
  github.createRepository({ owner: 'ada', name: 'engine', files: { [PLAN]: SEARCH } });
  human = createHuman(octokitOf(github, ada));
  looks = createLooks(octokitOf(github, ada));
});
afterEach(() => github.close());

const push = { event: 'push', payload: { ref: 'refs/heads/main' } };

async function issues(): Promise<string[]> {
  const { issues: seen } = await looks.sees();
  return [...seen.values()]
    .sort((a, b) => a.number - b.number)
    .map(({ title, state }) => `${title}: ${state}`);
}

describe('A push', () => {
  it('opens the issues as the bot of workflows, and tells in the summary; the next run writes nothing', async () => {
    const first = await bundle.run(github, push);
    expect(first.log).not.toContain('::error');
    expect(first.code).toBe(0);
    expect(await issues()).toEqual([
      'Plan: Search: open',
      'Ship the parser: open',
      'Pick a name: closed as completed',
      'Rank the results: open',
      'Cache: open',
    ]);
    expect(await looks.author(2)).toBe('github-actions[bot]');
    expect(first.summary).toContain(
      `**Search** (plans/search.md), [tracking issue 1](${github.url}/ada/engine/issues/1): \n\n- opened`,
    );
    expect(first.summary).toContain('  - #2 Ship the parser, in Search: Phase 1\n');
    expect(first.summary).toContain(`wait in [pull request 6](${github.url}/ada/engine/pull/6).`);
    expect(first.outputs).toMatchObject({ held: '' });
    const mark = github.requests.mark();
    const second = await bundle.run(github, push);
    expect(second.code).toBe(0);
    expect(second.outputs).toEqual({ changes: '0', held: '' });
    expect(second.summary).toContain('in step.');
    expect(github.requests.writes(mark)).toEqual([]);
    expect(github.requests.unknown()).toEqual([]);
  });

  it('works with the token of an App, in the App’s name', async () => {
    const permissions = {
      contents: 'write',
      issues: 'write',
      pull_requests: 'write',
      checks: 'write',
    } as const;
    const app = github.createApp({ slug: 'plans-of-ada', permissions });
    const token = await installationToken(github, app, github.install(app, { account: 'ada' }));
    expect((await bundle.run(github, { ...push, token })).code).toBe(0);
    expect(await looks.author(2)).toBe('plans-of-ada[bot]');
    const mark = github.requests.mark();
    expect((await bundle.run(github, { ...push, token })).outputs).toMatchObject({ changes: '0' });
    expect(github.requests.writes(mark)).toEqual([]);
  });
});

describe('A file outside the globs that says it is a plan', () => {
  const NOTES = 'notes/launch.md';
  const LAUNCH = '---\nplanwright: true\n---\n\n# Launch\n\n## Phase 1\n\n- [ ] Write the post\n';

  async function pushesNotes() {
    const { sha: before } = await looks.commit();
    const after = await human.pushes({ [NOTES]: LAUNCH });
    return { event: 'push', payload: { ref: 'refs/heads/main', before, after } };
  }

  it('is found by the run of its push, and known to the runs after it', async () => {
    await bundle.run(github, await pushesNotes());
    expect(await issues()).toContain('Write the post: open');
    const mark = github.requests.mark();
    expect((await bundle.run(github, push)).outputs).toEqual({ changes: '0', held: '' });
    expect(github.requests.writes(mark)).toEqual([]);
  });

  it('is found by a run of the schedule, where that run was dropped', async () => {
    await pushesNotes();
    const mark = github.requests.mark();
    await bundle.run(github, { event: 'issues', payload: { action: 'closed' } });
    expect(await issues()).not.toContain('Write the post: open');
    expect(github.requests.all(mark).filter(({ path }) => path.includes(NOTES))).toEqual([]);
    await bundle.run(github, { event: 'schedule' });
    expect(await issues()).toContain('Write the post: open');
  });
});

describe('Where workflows may open no pull requests', () => {
  const closed = async (): Promise<string> => github.createWorkflowToken('ada/engine', { opensPulls: false });

  it('the edits wait on a branch, a click away, and it says which box to tick; ticked, the next run opens it', async () => {
    const first = await bundle.run(github, { ...push, token: await closed() });
    expect(first.code).toBe(0);
    expect(first.log).toMatch(
      /::warning title=Planwright::plans\/search\.md:1 GitHub did not let Planwright open the pull request .* tick "Allow GitHub Actions to create and approve pull requests"/u,
    );
    expect((await looks.issue(1)).body).toMatch(
      /wait on \[its branch\]\(http:\S+\/ada\/engine\/compare\/main\.\.\.planwright\/\S+\?expand=1\)/u,
    );
    const before = (await looks.sees()).files;
    const mark = github.requests.mark();
    await bundle.run(github, { ...push, token: await closed() });
    const done = github.requests.writes(mark).filter(({ status }) => (status ?? 0) < 400);
    expect(done).toEqual([]);
    expect((await looks.sees()).files).toEqual(before);
    await bundle.run(github, push);
    expect((await looks.openPull()).title).toBe('Update plans/search.md: link 4 tasks to their issues');
  });
});

describe('A right that is missing', () => {
  it('is named as the line that the workflow lacks', async () => {
    const permissions = {
      contents: 'write',
      issues: 'read',
      pull_requests: 'write',
      checks: 'write',
    } as const;
    const token = github.createWorkflowToken('ada/engine', { permissions });
    const { code, log } = await bundle.run(github, { ...push, token });
    expect(code).toBe(1);
    expect(log).toMatch(
      /::error title=Planwright::.*403.*Add `issues: write` to the `permissions` of the job\./u,
    );
    expect(await issues()).toEqual([]);
  });

  it('ends nothing where it is only that to write checks', async () => {
    const permissions = { contents: 'write', issues: 'write', pull_requests: 'write' } as const;
    const token = github.createWorkflowToken('ada/engine', { permissions, opensPulls: true });
    const { code } = await bundle.run(github, { ...push, token });
    expect(code).toBe(0);
    expect(await issues()).toContain('Ship the parser: open');
  });

  it('is said where there is no token at all', async () => {
    const { code, log } = await bundle.run(github, { ...push, token: ' ' });
    expect(code).toBe(1);
    expect(log).toContain('::error title=Planwright::Expected a token in the input `token`, found none.');
  });
});

describe('A pull request', () => {
  const rename = (text: string): string => text.replace('Ship the parser', 'Ship the query parser');

  it('gets the preview as its comment, and nothing else happens', async () => {
    await bundle.run(github, push);
    const number = await human.proposes(rename);
    const permissions = {
      contents: 'read',
      issues: 'read',
      pull_requests: 'write',
      checks: 'write',
    } as const;
    const token = github.createWorkflowToken('ada/engine', { permissions });
    const before = await issues();
    const { code, summary, log } = await bundle.run(github, {
      ...(await eventOf(github, ada, { pull: number })),
      token,
    });
    expect(log).not.toContain('::error');
    expect(code).toBe(0);
    const comment = await looks.preview(number);
    expect(comment).toContain('<!-- planwright comment -->');
    expect(comment).toContain('- rename issue #2 Ship the parser → Ship the query parser');
    expect(summary).toContain('- rename issue #2 Ship the parser → Ship the query parser');
    expect(summary).not.toContain('<!--');
    expect(await issues()).toEqual(before);
  });

  it('from a fork gets the preview as a summary, with a token that may only read', async () => {
    await bundle.run(github, push);
    const grace = createHuman(octokitOf(github, github.createUser('grace')));
    await (await grace.forks()).commits(rename(SEARCH));
    const number = await grace.opensPull('grace:main');
    const permissions = { contents: 'read', issues: 'read', pull_requests: 'read', checks: 'read' } as const;
    const token = github.createWorkflowToken('ada/engine', { permissions });
    const mark = github.requests.mark();
    const run = await bundle.run(github, { ...(await eventOf(github, ada, { pull: number })), token });
    expect(run.code).toBe(0);
    expect(run.summary).toContain('- rename issue #2 Ship the parser → Ship the query parser');
    expect(run.log).toMatch(/::notice .*the preview is in the summary of this job/u);
    expect(github.requests.writes(mark)).toEqual([]);
  });
});

describe('GitHub drops the runs that waited, all but the newest', () => {
  it('which finds what those were for: a closed issue, a command, a merge', async () => {
    await bundle.run(github, push);
    await human.mergesPull(6);
    await bundle.run(github, push);
    const number = await human.proposes((text) => `${text}- [ ] Sweep the floor\n`);
    await bundle.run(github, await eventOf(github, ada, { pull: number }));
    await human.mergesPull(number);
    await human.closes(4);
    const commands = [await human.comments(1, '/plan pause'), await human.comments(1, '/plan resume')];
    const other = await human.opens('Something else');
    const { code } = await bundle.run(github, await eventOf(github, ada, { issue: other }, 'edited'));
    expect(code).toBe(0);
    expect(await issues()).toContain('Sweep the floor: open');
    expect(await looks.writeBack()).toContain('- [x] Rank the results');
    expect(await looks.preview(number)).toMatch(/Merged\. For [\s\S]*opened issue #\d+ Sweep the floor/u);
    expect(await Promise.all(commands.map((one) => one.reactions()))).toEqual([['+1'], ['+1']]);
    const mark = github.requests.mark();
    await bundle.run(github, { event: 'schedule' });
    expect(github.requests.writes(mark)).toEqual([]);
  });

  it('and what waits for a person goes by the input of the workflow', async () => {
    await bundle.run(github, push);
    await human.commits('# Search\n\n## Phase 1\n\n- [ ] Something new\n');
    const held = await bundle.run(github, push);
    expect(held.code).toBe(0);
    expect(held.outputs['held']).toMatch(/^[0-9a-f]{8}$/u);
    expect(held.log).toContain(`waits for a person, under the id ${held.outputs['held']}.`);
    const wrong = await bundle.run(github, { event: 'workflow_dispatch', confirm: '00000000' });
    expect(wrong).toMatchObject({ code: 1 });
    const { code } = await bundle.run(github, {
      event: 'workflow_dispatch',
      confirm: held.outputs['held'] ?? '',
    });
    expect(code).toBe(0);
    expect(await issues()).toContain('Something new: open');
  });
});
