/**
 * What many repositories of one installation ask of GitHub when all of them begin at once, each with a small plan, under the hourly
 * limit on a clock of its own. `npx tsx bench/many-repositories.ts [repositories]`; exits with 1 where one asks for more than 1.2
 * times what it asks for alone.
 */
import { storyClock } from '../test/story/clock.ts';
import { begin, TODAY } from '../test/story/scenario.ts';

const MANY = Number(process.argv[2] ?? 1_000);
const TASKS = ['Read the tables', 'Write the index', 'Rank the results', 'Cache the queries', 'Ship it'];
const PLAN = `# Search\n\n## Phase 1: Begin\n${TASKS.map((title) => `- [ ] ${title}`).join('\n')}\n`;
const machineNow = Date.now;

async function measure(repositories: number): Promise<{ readonly each: number; readonly hours: number }> {
  const clock = storyClock(new Date(TODAY));
  Date.now = clock.now;
  const story = await begin({ clock, github: { limits: 'github', rateLimit: 100_000_000 } });
  story.github.faults.clear();
  story.github.faults.add({ on: { event: 'issues' }, effect: { kind: 'webhook-lost' }, times: Infinity });
  story.github.faults.add({ effect: { kind: 'webhook-late' }, times: Infinity });
  const content = Buffer.from(PLAN).toString('base64');
  for (let index = 0; index < repositories; index += 1) {
    const repo = `plans-${index}`;
    story.github.createRepository({ owner: 'ada', name: repo });
    const file = { owner: 'ada', repo, path: 'PLAN.md', message: 'Plan', content };
    await story.human.octokit.rest.repos.createOrUpdateFileContents(file);
    // GitHub takes 180 commits a minute of one person (900 points), and more than that refuses.
    clock.advance(400);
  }
  const mark = story.github.requests.mark();
  const start = clock.now();
  await story.app.rests();
  const hours = (clock.now() - start) / 3_600_000;
  const sent = story.github.requests.byApps(mark).filter(({ actor }) => actor.kind === 'installation');
  await story.ends();
  Date.now = machineNow;
  return { each: sent.length / repositories, hours };
}

const alone = await measure(1);
const many = await measure(MANY);
process.stdout.write(
  `1 repository alone: ${alone.each.toFixed(0)} requests\n` +
    `${MANY} at once: ${many.each.toFixed(1)} requests each, in ${many.hours.toFixed(1)} simulated hours\n` +
    `${(many.each / alone.each).toFixed(2)} times as many (at most 1.2)\n`,
);
process.exit(many.each > 1.2 * alone.each ? 1 : 0);
