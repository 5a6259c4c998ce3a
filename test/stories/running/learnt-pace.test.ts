/** Where GitHub allows less than it documents, the app learns that from its refusals. */
import { expectTrue } from '../../story/pace-statements.ts';
import { expectSpeed, limitedStories, MINUTE_MS, planOf } from '../../story/under-limits.ts';

const beginAt = limitedStories();
const LOW = { createsPerMinute: 20, createsPerHour: 150 };

it('120 tasks at 20 a minute: a few refusals, hardly longer than that allows, and the check says how long', async () => {
  const { story, sent, expectWhole } = await beginAt({ limits: { ...LOW, tells: 'nothing' } });
  await story.human.commits(planOf(120));
  const mark = story.github.requests.mark();
  await story.app.settles();
  expect(story.github.violations.length).toBeLessThanOrEqual(6);
  expectSpeed(sent(mark), 6 * MINUTE_MS, { allowance: LOW, factor: 1.25 });
  expectTrue(sent(0), '20');
  const [check] = await story.checks();
  expect(check?.conclusion).toMatch(/success|neutral/);
  expect(check?.title).not.toMatch(/of \d+ done/);
  await expectWhole(120);
});

it('What was learnt holds for the next plan', async () => {
  const { story } = await beginAt({ limits: LOW });
  await story.human.commits(planOf(30));
  await story.app.settles();
  const before = story.github.violations.length;
  expect(before).toBeGreaterThan(0);
  await story.human.commits(planOf(30).replace('# Search', '# Zoo'), 'plans/zoo.md');
  await story.app.settles();
  expect(story.github.violations).toHaveLength(before);
});
