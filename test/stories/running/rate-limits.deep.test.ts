/** Hundreds of tasks under GitHub's limits. */
import { opensIssue, type LoggedRequest } from '@planwright/github-sandbox';
import { expectSpeed, HOUR_MS, limitedStories, MINUTE_MS } from '../../story/under-limits.ts';

const beginAt = limitedStories();

it('Refused in the middle of a first sync of 300 tasks, the app waits as told and goes on', async () => {
  const { story, clock, refusals, fault, commitsAndConfirms, expectWhole } = await beginAt({
    limits: 'github',
  });
  await commitsAndConfirms(300);
  fault(20, { kind: 'answer', status: 403, headers: { 'retry-after': '90' } });
  fault(100, { kind: 'answer', status: 429, headers: { 'retry-after': '45' } });
  // Later than the 200th create, though the pace is slower after the first two.
  const reset = Math.ceil(clock.now() / 1000) + 25 * 60;
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) };
  const body = { message: 'API rate limit exceeded for installation ID 7.' };
  fault(200, { kind: 'answer', status: 403, headers, body });
  await story.app.settles();
  const [first, second, third] = refusals();
  expect(first?.waited).toBeCloseTo(90, 0);
  expect(second?.waited).toBeCloseTo(45, 0);
  expect(Math.abs((third?.goesOnAt ?? 0) - reset)).toBeLessThan(1);
  expect(story.github.violations).toEqual([]);
  await expectWhole(300);
});

it('Beyond 500 issues the job comes back after the hour, with a fresh token; until then it keeps the pace', async () => {
  const { story, sent, commitsAndConfirms, expectWhole } = await beginAt({ limits: 'github' });
  await commitsAndConfirms(504);
  const mark = story.github.requests.mark();
  await story.app.settles();
  expect(story.github.violations).toEqual([]);
  const requests = sent(mark);
  const creates = requests.filter(opensIssue);
  expect(creates).toHaveLength(504);
  expectSpeed(requests.slice(0, requests.indexOf(creates[299] as LoggedRequest)), 3 * MINUTE_MS);
  expectSpeed(requests, HOUR_MS);
  const tokens = story.github.requests.all(mark).filter(({ path }) => path.endsWith('/access_tokens'));
  expect(tokens.map(({ status }) => status)).toEqual([201]);
  await expectWhole(504);
});
