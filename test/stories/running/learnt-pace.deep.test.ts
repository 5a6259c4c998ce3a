/** Hundreds of tasks at the limits that GitHub documents, at lower ones, and where they change. */
import { expectTrue } from '../../story/pace-statements.ts';
import { expectSpeed, HOUR_MS, limitedStories, MINUTE_MS, planOf } from '../../story/under-limits.ts';

const beginAt = limitedStories();
const LOW = { createsPerMinute: 20, createsPerHour: 150 };

it('120 tasks at 20 a minute, with refusals that tell how long to wait, come never before that', async () => {
  const { story, sent, expectWhole } = await beginAt({ limits: LOW });
  await story.human.commits(planOf(120));
  const mark = story.github.requests.mark();
  await story.app.settles();
  expect(story.github.violations.length).toBeLessThanOrEqual(6);
  expect(story.github.violations.filter(({ limit }) => limit === 'told to wait')).toEqual([]);
  expectSpeed(sent(mark), 6 * MINUTE_MS, { allowance: LOW, factor: 1.25 });
  await expectWhole(120);
}, 120_000);

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
}, 120_000);

it('At the documented limits the check says how long it takes, too', async () => {
  const { story, sent } = await beginAt({ limits: 'github' });
  await story.human.commits(planOf(160));
  await story.app.settles();
  expect(story.github.violations).toEqual([]);
  expectTrue(sent(0), '');
}, 120_000);

it.each(['retry-after', 'nothing'] as const)(
  '400 tasks at 150 an hour, with refusals that tell %s, take at most ten of them, and hardly longer than that allows',
  async (tells) => {
    const { story, sent, commitsAndConfirms, expectWhole } = await beginAt({ limits: { ...LOW, tells } });
    await commitsAndConfirms(400);
    const mark = story.github.requests.mark();
    await story.app.settles();
    expect(story.github.violations.length).toBeLessThanOrEqual(10);
    expectSpeed(sent(mark), 2 * HOUR_MS, { allowance: LOW, factor: 1.25 });
    await expectWhole(400);
  },
  300_000,
);
