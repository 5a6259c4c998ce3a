/** Tracking issues that lost the label by which they are listed. */
import { beginAfter, PLAN, type Story } from '../../story/scenario.ts';
import { firstSync } from '../plans.ts';

const THERE = 'plans/retrieval/finding.md';

let story: Story;
afterEach(() => story.ends());

const unlabels = (): Promise<void> => story.human.unlabels('Plan: Search', 'planwright');

/** A first sync, after which the tracking issue loses its label. */
async function losesLabel(begun: Story): Promise<void> {
  await firstSync(begun);
  await begun.human.unlabels('Plan: Search', 'planwright');
  await begun.app.settles();
}
const afterFirstSync = beginAfter(firstSync);
const afterLoss = beginAfter(losesLabel);
const synced = async (): Promise<void> => void (story = await afterFirstSync());
const unlabelled = async (): Promise<void> => void (story = await afterLoss());

async function makesNoise({ human }: Story): Promise<void> {
  for (let number = 0; number < 110; number += 1) await human.opens(`Noise ${number}`);
}

const moves = (to: string): Promise<void> => story.human.movesFile(PLAN, to);
const issues = async (): Promise<number> => (await story.sees()).issues.size;
const body = async (title = 'Plan: Search'): Promise<string> => (await story.issue(title)).body;
const opened = (news: readonly string[]): string[] => news.filter((one) => one.startsWith('opens'));

describe('A tracking issue without its label', () => {
  it('goes along when its file is renamed, and the label stays off', async () => {
    await unlabelled();
    await moves(THERE);
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
    expect(await body()).toContain(`path=${THERE} `);
    expect((await story.issue('Plan: Search')).labels).not.toContain('planwright');
    await story.human.edits((text) => text.replace('- [ ] Rank', '- [x] Rank'), THERE);
    expect(await story.app.settles()).toContain('closes "Rank the results" as completed');
  });

  it('goes along where the look finds it only pages back', async () => {
    await unlabelled();
    await makesNoise(story);
    await moves(THERE);
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
  });

  it('says so when its file is deleted, and a confirmation lets its issues go', async () => {
    await unlabelled();
    await story.human.removes(PLAN);
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      'says in a check: neutral: A change of a plan waits for a person',
    ]);
    expect(await body()).toContain('It would close 6 issues as not planned.');
    await story.human.confirms();
    expect(await story.app.settles()).toContain('closes "Rank the results" as not_planned');
  });

  it('stays the only one of a plan that was emptied, and whose change waits', async () => {
    await unlabelled();
    await story.human.edits((text) => text.replaceAll(/^(?:\s*- \[.*|\|.*)\n/gm, ''));
    const before = await issues();
    expect(await story.app.settles()).toContain(
      'says in a check: neutral: A change of a plan waits for a person',
    );
    expect(await story.app.settles()).toEqual([]);
    expect(await issues()).toBe(before);
    expect(await body()).toContain('as not planned');
  });

  it('says so beside another plan, whose pushes cost no look', async () => {
    await synced();
    await story.human.commits('# Zoo\n\n## Phase 1: Birds\n- [ ] Feed the heron\n', 'plans/zoo.md');
    await story.app.settles();
    await story.human.edits((text) => `${text}\nA word.\n`, 'plans/zoo.md');
    await story.app.settles();
    const looks = (): string[] => story.app.requests().filter((one) => one.includes('creator='));
    expect(looks()).toEqual([]);
    await unlabels();
    await story.app.settles();
    await story.human.removes(PLAN);
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      'says in a check: neutral: A change of a plan waits for a person',
    ]);
  });

  it('takes commands, as any other', async () => {
    await unlabelled();
    await story.human.comments('Plan: Search', '/plan pause');
    expect(await story.app.settles()).toContain('labels "Plan: Search" planwright: paused');
  });
});

it('A plan in which nothing is open, and a merge that touches no plan, cost no look by creator', async () => {
  await synced();
  await story.human.commits('# Over\n\n## Phase 1: All\n- [x] Done long ago\n', 'plans/over.md');
  await story.app.settles();
  const pull = await story.human.proposes((text) => `${text}word\n`, { path: 'README.md' });
  await story.human.mergesPull(pull);
  await story.app.settles();
  expect(story.app.requests().filter((one) => one.includes('creator='))).toEqual([]);
});

it('A file that a merge took away is missed beside other plans, too', async () => {
  await synced();
  await story.human.commits('# Zoo\n\n## Phase 1: Birds\n- [ ] Feed the heron\n', 'plans/zoo.md');
  await story.app.settles();
  await unlabels();
  await story.app.settles();
  await story.human.pushes({ [PLAN]: null }, { branch: 'tidy' });
  await story.human.mergesPull(await story.human.opensPull('tidy'));
  await story.app.settles();
  expect(await body()).toContain('as not planned');
});

describe('Where both labels are deleted, and more issues came than a page holds', () => {
  const afterNoise = beginAfter(async (begun) => {
    await firstSync(begun);
    for (const name of (await begun.sees()).labels.filter((one) => one.startsWith('plan')))
      await begun.human.deletesLabel(name);
    await begun.app.settles();
    await makesNoise(begun);
  });
  beforeEach(async () => void (story = await afterNoise()));

  it('no second tracking issue and no duplicate is opened', async () => {
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
    await story.human.confirms();
    const news = await story.app.settles();
    expect(news).toContain('closes "Rank the results" as completed');
    expect(opened(news)).toEqual([]);
  });
});

describe('As an account that others use, too', () => {
  const afterOthersLoss = beginAfter(losesLabel, { account: 'github-actions' });
  beforeEach(async () => {
    story = await afterOthersLoss();
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
    await story.human.labels('Plan: Search', 'planwright');
    expect(await settles()).toContain('rewrites "Plan: Search"');
    expect(await body()).toContain(`path=${THERE} `);
  });

  it('or confirms it, and then finds it without the label for good', async () => {
    await settles();
    const said = (await story.checks()).map(({ summary }) => summary).join();
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
