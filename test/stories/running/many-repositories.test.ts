/** Many repositories of one installation share its limits: those that wait for the hour ask for nothing meanwhile. */
import { limitedStories, planOf } from '../../story/under-limits.ts';

const beginAt = limitedStories();

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
