/** Tracking issues that lost the label by which they are listed. */
import { run } from '../../story/command-line.ts';
import { pushes } from '../../story/push.ts';
import { begin, PLAN, type Story } from '../../story/scenario.ts';
import { SEARCH } from '../plans.ts';

const AT = { owner: 'ada', repo: 'engine' };
const THERE = 'plans/retrieval/finding.md';

let story: Story;
beforeEach(async () => {
  story = await begin();
});
afterEach(() => story.ends());

async function syncs(text = SEARCH): Promise<void> {
  await story.human.commits(text);
  await story.app.settles();
  await story.human.mergesWriteBack();
  await story.app.settles();
}

async function unlabels(title = 'Plan: Search'): Promise<void> {
  const { number } = await story.issue(title);
  await story.human.octokit.rest.issues.removeLabel({ ...AT, issue_number: number, name: 'planwright' });
}

async function makesNoise(): Promise<void> {
  for (let number = 0; number < 110; number += 1)
    await story.human.octokit.rest.issues.create({ ...AT, title: `Noise ${number}` });
}

const moves = async (to: string): Promise<void> =>
  pushes(story.human.octokit, { [PLAN]: null, [to]: await story.planText() });
const issues = async (): Promise<number> => (await story.sees()).issues.size;
const body = async (title = 'Plan: Search'): Promise<string> => (await story.issue(title)).body;
const opened = (news: readonly string[]): string[] => news.filter((one) => one.startsWith('opens'));
const held = async (): Promise<string> => /\/plan confirm ([0-9a-f]{8})/.exec(await body())?.[1] ?? 'nothing';

describe('A tracking issue without its label', () => {
  it('goes along when its file is renamed, and the label stays off', async () => {
    await syncs();
    await unlabels();
    await story.app.settles();
    await moves(THERE);
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
    expect(await body()).toContain(`path=${THERE} `);
    expect((await story.issue('Plan: Search')).labels).not.toContain('planwright');
    await story.human.edits((text) => text.replace('- [ ] Rank', '- [x] Rank'), THERE);
    expect(await story.app.settles()).toContain('closes "Rank the results" as completed');
  });

  it('goes along where the look finds it only pages back', async () => {
    await syncs();
    await unlabels();
    await story.app.settles();
    await makesNoise();
    await moves(THERE);
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
  });

  it('says so when its file is deleted, and a confirmation lets its issues go', async () => {
    await syncs();
    await unlabels();
    await story.app.settles();
    await story.human.removes(PLAN);
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
    expect(await body()).toContain('It would close 6 issues as not planned.');
    await story.human.comments('Plan: Search', `/plan confirm ${await held()}`);
    expect(await story.app.settles()).toContain('closes "Rank the results" as not_planned');
  });

  it('says so beside another plan, whose pushes cost no look', async () => {
    await syncs();
    await story.human.commits('# Zoo\n\n## Phase 1: Birds\n- [ ] Feed the heron\n', 'plans/zoo.md');
    await story.app.settles();
    await story.human.edits((text) => `${text}\nA word.\n`, 'plans/zoo.md');
    await story.app.settles();
    const looks = (): string[] => story.app.requests().filter((one) => one.includes('creator='));
    expect(looks()).toEqual([]);
    await unlabels();
    await story.app.settles();
    await story.human.removes(PLAN);
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
  });

  it('takes commands, as any other', async () => {
    await syncs();
    await unlabels();
    await story.app.settles();
    await story.human.comments('Plan: Search', '/plan pause');
    expect(await story.app.settles()).toContain('labels "Plan: Search" planwright: paused');
  });
});

it('A plan in which nothing is open, and a merge that touches no plan, cost no look by creator', async () => {
  await syncs();
  await story.human.commits('# Over\n\n## Phase 1: All\n- [x] Done long ago\n', 'plans/over.md');
  await story.app.settles();
  const pull = await story.human.proposes((text) => `${text}word\n`, { path: 'README.md' });
  await story.human.octokit.rest.pulls.merge({ ...AT, pull_number: pull });
  await story.app.settles();
  expect(story.app.requests().filter((one) => one.includes('creator='))).toEqual([]);
});

it('A file that a merge took away is missed beside other plans, too', async () => {
  await syncs();
  await story.human.commits('# Zoo\n\n## Phase 1: Birds\n- [ ] Feed the heron\n', 'plans/zoo.md');
  await story.app.settles();
  await unlabels();
  await story.app.settles();
  const { data: head } = await story.human.octokit.rest.git.getRef({ ...AT, ref: 'heads/main' });
  await story.human.octokit.rest.git.createRef({ ...AT, ref: 'refs/heads/tidy', sha: head.object.sha });
  const { data: file } = await story.human.octokit.rest.repos.getContent({ ...AT, path: PLAN });
  const sha = 'sha' in file ? file.sha : '';
  await story.human.octokit.rest.repos.deleteFile({
    ...AT,
    path: PLAN,
    sha,
    branch: 'tidy',
    message: 'Tidy',
  });
  const { data: pull } = await story.human.octokit.rest.pulls.create({
    ...AT,
    head: 'tidy',
    base: 'main',
    title: 'Tidy',
  });
  await story.human.octokit.rest.pulls.merge({ ...AT, pull_number: pull.number });
  await story.app.settles();
  expect(await body()).toContain('as not planned');
});

describe('Where both labels are deleted, and more issues came than a page holds', () => {
  beforeEach(async () => {
    await syncs();
    for (const name of (await story.sees()).labels.filter((one) => one.startsWith('plan')))
      await story.human.octokit.rest.issues.deleteLabel({ ...AT, name });
    await story.app.settles();
    await makesNoise();
  });

  it('no second tracking issue and no twin is opened', async () => {
    const before = await issues();
    await story.human.edits((text) => text.replace('- [ ] Rank', '- [x] Rank'));
    const news = await story.app.settles();
    expect([opened(news), await issues()]).toEqual([[], before]);
    expect(news).toContain('closes "Rank the results" as completed');
  });

  it('and the tracking issue is deleted too, its issues are found all the same, also once that is confirmed', async () => {
    story.github.deleteIssue('ada/engine', (await story.issue('Plan: Search')).number);
    await story.human.edits((text) => text.replace('- [ ] Rank', '- [x] Rank'));
    expect(opened(await story.app.settles())).toEqual(['opens "Plan: Search"']);
    await story.human.comments('Plan: Search', `/plan confirm ${await held()}`);
    const news = await story.app.settles();
    expect(news).toContain('closes "Rank the results" as completed');
    expect(opened(news)).toEqual([]);
  });
});

describe('As an account that others use, too', () => {
  beforeEach(async () => {
    await story.app.becomes('github-actions');
    await syncs();
    await unlabels();
    await story.app.settles();
    await moves(THERE);
  });

  const settles = async (): Promise<string[]> => {
    const news = await story.app.settles();
    expect(opened(news)).toEqual([]);
    return news;
  };

  it('says so in a preview, too', async () => {
    await settles();
    const pull = await story.human.proposes((text) => text.replace('- [ ] Rank', '- [x] Rank'), {
      path: THERE,
    });
    await settles();
    const comment = await story.preview(pull);
    expect(comment).toContain('looks like the tracking issue of this plan');
    expect(comment).not.toContain('Opens');
  });

  it('names the issue, and waits until somebody puts the label back', async () => {
    expect(await settles()).toEqual(['says in a check: neutral: 1 thing to look at in the plan']);
    const { number } = await story.issue('Plan: Search');
    await story.human.octokit.rest.issues.addLabels({ ...AT, issue_number: number, labels: ['planwright'] });
    expect(await settles()).toContain('rewrites "Plan: Search"');
    expect(await body()).toContain(`path=${THERE} `);
  });

  it('or confirms it, and then finds it without the label for good', async () => {
    await settles();
    const { data } = await story.human.octokit.rest.checks.listForRef({ ...AT, ref: 'main' });
    const said = JSON.stringify(data.check_runs.map(({ output }) => output.summary));
    const id = /\/plan confirm ([0-9a-f]{8})/.exec(said)?.[1] ?? 'nothing';
    await story.human.comments('Plan: Search', '/plan confirm 00000000');
    await settles();
    expect(await body()).not.toContain(`path=${THERE} `);
    await story.human.comments('Plan: Search', `/plan confirm ${id}`);
    await settles();
    expect(await body()).toContain(`path=${THERE} `);
    await story.human.edits((text) => text.replace('- [ ] Rank', '- [x] Rank'), THERE);
    expect(await settles()).toContain('closes "Rank the results" as completed');
    expect((await story.issue('Plan: Search')).labels).not.toContain('planwright');
  });
});

it('Whoever runs with a token of their own is asked, too, whichever trusted account opened the issue; the command line confirms', async () => {
  await story.human.commits('creators: ["planwright[bot]", nobody-at-all]\n', '.github/planwright.yml');
  await syncs();
  await unlabels();
  await story.app.settles();
  await story.app.dies();
  await moves(THERE);
  const before = await issues();
  const syncsByHand = (...more: string[]) => {
    const env = { GITHUB_API_URL: `${story.github.url}/api/v3`, GITHUB_TOKEN: story.token };
    return run('src/cli.ts', ['sync', '--repo', 'ada/engine', ...more], { env });
  };
  const { out, err } = await syncsByHand();
  const id = /\/plan confirm ([0-9a-f]{8})/.exec(out + err)?.[1] ?? 'nothing';
  expect(await body()).not.toContain(`path=${THERE} `);
  await syncsByHand('--confirm', id);
  expect(await body()).toContain(`path=${THERE} `);
  expect(await issues()).toBe(before);
});
