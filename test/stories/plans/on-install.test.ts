import { begin, PLAN, type Story } from '../../story/scenario.ts';
import { SEARCH } from '../plans.ts';

/** Plans that were there before the app was: they wait until somebody asks for them or touches them. */

const TITLE = 'Planwright found 2 plans here';
const OTHER = '# Billing\n\n## Phase 1: Begin\n- [ ] Send one invoice\n- [x] Pick a currency\n';

let story: Story;
afterEach(() => story.ends());

async function installsBeside(files: Readonly<Record<string, string>>): Promise<string[]> {
  story = await begin({ files });
  await story.app.sweeps();
  return story.app.settles();
}

async function bodyOf(title: string): Promise<string> {
  return (await story.issue(title)).body;
}

it('lists the plans that were there in one issue, and opens nothing else', async () => {
  const news = await installsBeside({
    [PLAN]: SEARCH,
    'plans/billing.md': OTHER,
    'plans/notes.md': '# Notes\n',
  });
  expect(news).toEqual([
    'makes label planwright',
    `opens "${TITLE}"`,
    'says in a check: neutral: 1 thing to look at in the plan',
  ]);
  const body = await bodyOf(TITLE);
  expect(body).toContain(
    `- Billing, [plans/billing.md](${story.github.url}/ada/engine/blob/main/plans/billing.md): 3 issues in 1 milestone`,
  );
  expect(body).toContain('7 issues in 2 milestones');
  expect(body).toContain('comment `/plan sync` here. That opens 10 issues: about 10 notifications');
  expect(body).not.toContain('notes.md');
});

it('/plan sync, typed there, syncs all of them', async () => {
  await installsBeside({ [PLAN]: SEARCH, 'plans/billing.md': OTHER });
  await story.human.comments(TITLE, '/plan sync');
  expect(await story.app.settles()).toEqual(
    expect.arrayContaining([
      'opens "Plan: Billing"',
      'opens "Plan: Search"',
      `closes "${TITLE}" as completed`,
    ]),
  );
});

it('/plan sync is obeyed all the same where the app dies right after it', async () => {
  await installsBeside({ [PLAN]: SEARCH, 'plans/billing.md': OTHER });
  await story.human.comments(TITLE, '/plan sync');
  // The plan's label is made first, and never.
  story.github.faults.add({
    on: { method: 'POST', route: '/repos/{owner}/{repo}/labels', actor: 'app' },
    effect: { kind: 'refused' },
  });
  await story.app.rests();
  await story.app.dies();
  await story.app.starts();
  await story.app.sweeps();
  await story.app.settles();
  expect((await story.titles()).filter((title) => title.startsWith('Plan: '))).toHaveLength(2);
  expect((await story.issue(TITLE)).state).toBe('closed as completed');
});

it('/plan sync, where GitHub refuses the reaction, asks for what was listed then and for no plan that comes later', async () => {
  await installsBeside({ [PLAN]: SEARCH });
  story.github.faults.add({
    on: {
      method: 'POST',
      route: '/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
      actor: 'app',
    },
    effect: {
      kind: 'answer',
      status: 403,
      body: { message: 'Forbidden', documentation_url: '', status: '403' },
    },
    times: Infinity,
  });
  await story.human.comments('Planwright found 1 plan here', '/plan sync');
  await story.app.rests();
  expect((await story.issue('Plan: Search')).state).toBe('open');
  const old = await story.human.pushes(
    { 'plans/billing.md': OTHER },
    { branch: 'old', date: '2020-01-01T00:00:00Z' },
  );
  await story.human.resetsBranch('main', old);
  await story.app.sweeps();
  await story.app.settles();
  expect(await story.titles()).not.toContain('Plan: Billing');
  expect(await bodyOf('Planwright found 1 plan here')).toContain('plans/billing.md');
});

it('syncs one that somebody changes, and takes it off the list; closes the issue with the last', async () => {
  await installsBeside({ [PLAN]: SEARCH, 'plans/billing.md': OTHER });
  await story.human.edits((text) => `${text}\n- [ ] Send reminders\n`, 'plans/billing.md');
  expect(await story.app.settles()).toEqual(
    expect.arrayContaining(['opens "Plan: Billing"', `rewrites "${TITLE}"`]),
  );
  expect(await bodyOf(TITLE)).not.toContain('billing.md');
  await story.human.edits((text) => `${text}\nA word.\n`);
  expect(await story.app.settles()).toEqual(
    expect.arrayContaining(['opens "Plan: Search"', `closes "${TITLE}" as completed`]),
  );
});

describe('A commit from before the installation', () => {
  /** A branch with a plan whose commit says that it is years old; returns the commit. */
  const oldBranch = (): Promise<string> =>
    story.human.pushes({ [PLAN]: SEARCH }, { branch: 'old', date: '2020-01-01T00:00:00Z' });

  it('syncs its plan if a pull request brings it afterwards', async () => {
    await installsBeside({});
    await oldBranch();
    await story.human.mergesPull(await story.human.opensPull('old'));
    expect(await story.app.settles()).toContain('opens "Plan: Search"');
  });

  it('waits if it was pushed without one', async () => {
    await installsBeside({});
    await story.human.resetsBranch('main', await oldBranch());
    expect(await story.app.settles()).toContain('opens "Planwright found 1 plan here"');
  });
});

it('stays closed once a person closed it, and takes new words only', async () => {
  await installsBeside({ [PLAN]: SEARCH, 'plans/billing.md': OTHER });
  await story.human.addsWords(TITLE, 'We do not want these.');
  await story.human.closes(TITLE, 'not_planned');
  expect(await story.app.settles()).toEqual([]);
  await story.human.edits((text) => `${text}\nA word.\n`);
  await story.app.settles();
  const { state, body } = await story.issue(TITLE);
  expect(state).toBe('closed as not_planned');
  expect(body).toContain('We do not want these.');
  expect(body).not.toContain(PLAN);
});

it('onInstall: sync waits for nobody', async () => {
  const news = await installsBeside({ [PLAN]: SEARCH, '.github/planwright.yml': 'onInstall: sync\n' });
  expect(news).toContain('opens "Plan: Search"');
  expect(news.join()).not.toContain('found');
});

it('onInstall: sync, said later, syncs what waits', async () => {
  await installsBeside({ [PLAN]: SEARCH });
  await story.human.commits('onInstall: sync\n', '.github/planwright.yml');
  expect(await story.app.settles()).toEqual(
    expect.arrayContaining(['opens "Plan: Search"', 'closes "Planwright found 1 plan here" as completed']),
  );
});

it('lists each plan once, though the answer to the opening was lost and lists lag behind', async () => {
  story = await begin({ files: { [PLAN]: SEARCH } });
  story.github.faults.add({
    on: { method: 'POST', route: '/repos/{owner}/{repo}/issues', actor: 'app' },
    effect: { kind: 'reply-lost' },
  });
  story.github.faults.add({ effect: { kind: 'list-lag', ms: 600_000 } });
  await story.app.sweeps();
  await story.app.rests();
  story.github.faults.clear();
  expect(await story.titles()).toEqual(['Planwright found 1 plan here']);
});

it('closes the younger of two lists as a duplicate', async () => {
  await installsBeside({ [PLAN]: SEARCH });
  const { number, body } = await story.issue('Planwright found 1 plan here');
  await story.human.commits('creators: [ada]\n', '.github/planwright.yml');
  await story.human.opens('Another list', { body, labels: ['planwright'] });
  await story.app.sweeps();
  expect(await story.app.settles()).toContain('closes "Another list" as duplicate');
  expect((await story.issue(number)).state).toBe('open');
});
