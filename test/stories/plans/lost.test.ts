import { beginAfter, PLAN, type Story } from '../../story/scenario.ts';
import { firstSync } from '../plans.ts';

let story: Story;

const afterFirstSync = beginAfter(firstSync);
beforeEach(async () => void (story = await afterFirstSync()));
afterEach(() => story.ends());

async function losesTracking(): Promise<void> {
  story.github.deleteIssue('ada/engine', (await story.issue('Plan: Search')).number);
}

it('A deleted tracking issue is rebuilt, and nothing else is touched', async () => {
  await losesTracking();
  await story.human.edits((text) => text.replace('# Search', '# Search\n\nA word.'));
  expect(await story.app.settles()).toEqual(['opens "Plan: Search"', 'puts 5 issues under "Plan: Search"']);
  expect((await story.issue('Plan: Search')).body).toContain('0 of 6 tasks done');
});

it('What changed while it was lost waits for a person, but ticks are proposed', async () => {
  await losesTracking();
  await story.human.edits((text) =>
    text
      .replace('- [ ] Rank the results', '- [x] Rank the results')
      .replace('- [ ] Build', '- [ ] Brand new work\n- [ ] Build'),
  );
  expect(await story.app.settles()).toEqual([
    'opens "Plan: Search"',
    'says in a check: neutral: A change of a plan waits for a person',
  ]);
  expect((await story.issue('Plan: Search')).body).toContain(
    'It would close 1 issue as completed, open 1 issue.',
  );
  await story.human.confirms();
  const news = await story.app.settles();
  expect(news).toContain('closes "Rank the results" as completed');
  expect(news).toContain('opens "Brand new work" in "Search: Phase 1: Foundation"');
  expect(await story.confirmId()).toBeNull();
});

it('An issue closed meanwhile is proposed as a tick once the rest agrees', async () => {
  await losesTracking();
  await story.human.closes('Rank the results');
  expect(await story.app.settles()).toEqual([
    'opens "Plan: Search"',
    'puts 5 issues under "Plan: Search"',
    `proposes: Update ${PLAN}: 1 task done`,
  ]);
});

it('A tracking issue that lost its label is found all the same', async () => {
  await story.human.unlabels('Plan: Search', 'planwright');
  expect(await story.app.settles()).toEqual([]);
  await story.human.closes('Rank the results');
  expect(await story.app.settles()).toEqual([
    'rewrites "Plan: Search"',
    `proposes: Update ${PLAN}: 1 task done`,
  ]);
});

it('A base that history lost makes nothing and closes nothing', async () => {
  await story.human.rewrites('Plan: Search', (body) =>
    body.replace(/base=[0-9a-f]{40}/, `base=${'0'.repeat(40)}`),
  );
  await story.human.edits((text) => text.replace(/- \[ \] Rank the results.*\n/, ''));
  await story.app.settles();
  expect((await story.issue('Rank the results')).state).toBe('open');
  expect((await story.issue('Plan: Search')).body).toContain('0 of 5 tasks done');
});
