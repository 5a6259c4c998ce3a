/** Hundreds of tasks where GitHub allows 20 a minute and 150 an hour: the hour ends the sync twice. */
import { expectSpeed, HOUR_MS, limitedStories } from '../../story/under-limits.ts';

const beginAt = limitedStories();
const LOW = { createsPerMinute: 20, createsPerHour: 150 };

it.each(['retry-after', 'nothing'] as const)(
  '400 tasks with refusals that tell %s take at most ten of them, and hardly longer than that allows',
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
