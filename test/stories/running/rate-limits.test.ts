import { opensIssue } from '@planwright/github-sandbox';
import { expectSpeed, limitedStories, MINUTE_MS, planOf } from '../../story/under-limits.ts';

const beginAt = limitedStories();

it('80 new tasks take hardly longer than the limits allow', async () => {
  const { story, sent, expectWhole } = await beginAt({ limits: 'github' });
  await story.human.commits(planOf(80));
  const mark = story.github.requests.mark();
  await story.app.settles();
  expect(story.github.violations).toEqual([]);
  expectSpeed(sent(mark), MINUTE_MS);
  await expectWhole(80);
});

it('When the hour is used up nothing is asked until it begins anew', async () => {
  const { story, expectWhole } = await beginAt({ limits: 'github', rateLimit: 60 });
  await story.human.commits(planOf(100));
  await story.app.settles();
  expect(story.github.violations).toEqual([]);
  await expectWhole(100);
});

it('A create that was done although GitHub answered 502 makes no duplicate', async () => {
  const { story, sent, fault, expectWhole } = await beginAt({});
  for (const nth of [1, 3, 4]) fault(nth, { kind: 'error-after' });
  await story.human.commits(planOf(5));
  const mark = story.github.requests.mark();
  await story.app.settles();
  await expectWhole(5);
  const creates = sent(mark).filter(opensIssue);
  expect(creates.map(({ status }) => status)).toEqual([502, 200, 200, 502, 200, 502]);
});
