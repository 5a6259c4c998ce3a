/** Tracking issues that lost the label by which they are listed. */
import { pushes } from '../story/push.ts';
import { begin, PLAN, type Story } from '../story/scenario.ts';
import { SEARCH } from './plans.ts';

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
    for (let number = 0; number < 110; number += 1)
      await story.human.octokit.rest.issues.create({ ...AT, title: `Noise ${number}` });
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

describe('Where both labels are deleted', () => {
  const MANY = `# Search\n\n## Phase 1: Begin\n${Array.from({ length: 120 }, (_, at) => `- [ ] Do the thing ${at}\n`).join('')}`;
  const deletes = async (): Promise<void> => {
    for (const name of (await story.sees()).labels.filter((one) => one.startsWith('plan')))
      await story.human.octokit.rest.issues.deleteLabel({ ...AT, name });
  };

  it('and there are many issues, no second tracking issue and no twin is opened', async () => {
    await syncs(MANY);
    const before = await issues();
    await deletes();
    await story.human.edits((text) => text.replace('- [ ] Do the thing 7 ', '- [x] Do the thing 7 '));
    const news = await story.app.settles();
    expect([opened(news), await issues()]).toEqual([[], before]);
    expect(news).toContain('closes "Do the thing 7" as completed');
  }, 240_000);

  it('and the tracking issue too, its issues are found all the same, also once that is confirmed', async () => {
    await syncs(MANY);
    await deletes();
    story.github.deleteIssue('ada/engine', (await story.issue('Plan: Search')).number);
    await story.human.edits((text) => text.replace('- [ ] Do the thing 7 ', '- [x] Do the thing 7 '));
    expect(opened(await story.app.settles())).toEqual(['opens "Plan: Search"']);
    await story.human.comments('Plan: Search', `/plan confirm ${await held()}`);
    const news = await story.app.settles();
    expect(news).toContain('closes "Do the thing 7" as completed');
    expect(opened(news)).toEqual([]);
  }, 240_000);
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
