/** The pace of writing: what GitHub documents is kept, what it allows less is learnt, and repositories share it. */
import { opensIssue } from '@planwright/github-sandbox';
import { expectTrue } from '../../story/pace-statements.ts';
import { expectSpeed, limitedStories, MINUTE_MS, planOf } from '../../story/under-limits.ts';

const beginAt = limitedStories();
const LOW = { createsPerMinute: 20, createsPerHour: 150 };

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

it('Of a dozen repositories that begin at once each asks as much as one does alone, however long it waits', async () => {
  const { story, sent } = await beginAt({ limits: { createsPerMinute: 80, createsPerHour: 20 } });
  const names = Array.from({ length: 12 }, (_, index) => `part-${index}`);
  for (const name of names) {
    story.github.createRepository({ owner: 'ada', name });
    await story.human.octokit.rest.repos.createOrUpdateFileContents({
      owner: 'ada',
      repo: name,
      path: 'PLAN.md',
      message: 'Plan',
      content: Buffer.from(planOf(3)).toString('base64'),
    });
  }
  await story.app.rests();
  const counts = names.map(
    (name) => sent(0).filter(({ path }) => path.startsWith(`/repos/ada/${name}/`)).length,
  );
  for (const repo of names) {
    const { data } = await story.human.octokit.rest.issues.listForRepo({ owner: 'ada', repo });
    expect(data.filter(({ pull_request: pull }) => pull === undefined)).toHaveLength(4);
  }
  const alone = counts[0] ?? 0;
  expect(Math.max(...counts)).toBeLessThanOrEqual(alone + 12);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(1.2 * alone * names.length);
  expect(story.github.violations.length).toBeLessThanOrEqual(3);
});
