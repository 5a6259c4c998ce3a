/** Where GitHub allows less than it documents, the app learns that from its refusals. */
import { expectSpeed, limitedStories, MINUTE_MS, planOf } from '../../story/under-limits.ts';

const beginAt = limitedStories();
const LOW = { createsPerMinute: 20, createsPerHour: 150 };

it.each(['retry-after', 'nothing'] as const)(
  '120 tasks at 20 a minute: a few refusals, which tell %s, and hardly longer than that allows',
  async (tells) => {
    const { story, sent, expectWhole } = await beginAt({ limits: { ...LOW, tells } });
    await story.human.commits(planOf(120));
    const mark = story.github.requests.mark();
    await story.app.settles();
    expect(story.github.violations.length).toBeLessThanOrEqual(6);
    expect(story.github.violations.filter(({ limit }) => limit === 'told to wait')).toEqual([]);
    expectSpeed(sent(mark), 6 * MINUTE_MS, { allowance: LOW, factor: 1.25 });
    await expectWhole(120);
  },
);

it('A limit that is lowered half-way is followed', async () => {
  const { story, sent, expectWhole } = await beginAt({ limits: 'github' });
  await story.human.commits(planOf(120));
  let isLowered = false;
  const stop = story.github.intercept(() => {
    isLowered ||= sent(0).length > 80;
    if (isLowered) story.github.limits(LOW);
    return 'pass';
  });
  await story.app.settles();
  stop();
  expect(story.github.violations.length).toBeLessThanOrEqual(6);
  await expectWhole(120);
});

it('What was learnt holds for the next plan', async () => {
  const { story } = await beginAt({ limits: LOW });
  await story.human.commits(planOf(50));
  await story.app.settles();
  const before = story.github.violations.length;
  expect(before).toBeGreaterThan(0);
  await story.human.commits(planOf(40).replace('# Search', '# Zoo'), 'plans/zoo.md');
  await story.app.settles();
  expect(story.github.violations).toHaveLength(before);
});
