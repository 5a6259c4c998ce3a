/** The primary and secondary rate limits (GITHUB-FACTS 2). */
import { plans, refusal, startSmallWorld, type SmallWorld } from './small-world.ts';

const START = Date.parse('2026-11-22T10:00:00Z');
let world: SmallWorld;
let now = START;

async function start(options: { limits?: 'github'; rateLimit?: number }): Promise<void> {
  now = START;
  world = await startSmallWorld({ now: () => new Date(now), wallClock: () => new Date(), ...options });
}
afterEach(() => world.close());

async function opens(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1)
    await world.bot.rest.issues.create({ ...plans, title: `Issue ${index}` });
}

function violated(): string[] {
  return world.sandbox.violations.map(({ limit }) => limit);
}

test('without being asked the sandbox enforces no secondary limit', async () => {
  await start({});
  await opens(81);
  expect(violated()).toEqual([]);
});

test('the 81st issue within a minute is refused with the seconds until there is room again', async () => {
  await start({ limits: 'github' });
  await opens(1);
  now += 20_000;
  await opens(79);
  const refused = world.bot.rest.issues.create({ ...plans, title: 'One too many' });
  await expect(refused).rejects.toMatchObject({
    status: 403,
    response: { headers: { 'retry-after': '40' } },
  });
  expect(world.sandbox.violations).toMatchObject([
    { limit: 'creates per minute', method: 'POST', actor: { kind: 'installation' } },
  ]);
  now += 40_000;
  await opens(1);
  expect(violated()).toEqual(['creates per minute']);
});

test('whoever asks again before the time that was told is refused once more', async () => {
  await start({ limits: 'github' });
  const effect = { kind: 'answer', status: 429, headers: { 'retry-after': '30' } } as const;
  world.sandbox.faults.add({ on: { actor: 'app' }, effect });
  expect(await refusal(world.bot.rest.issues.listForRepo(plans))).toMatchObject({ status: 429 });
  now += 29_000;
  expect(await refusal(world.bot.rest.issues.listForRepo(plans))).toMatchObject({ status: 403 });
  await world.human.rest.issues.listForRepo(plans);
  now += 1000;
  await world.bot.rest.issues.listForRepo(plans);
  expect(violated()).toEqual(['told to wait']);
});

test('comments, pull requests, sub-issues and dependencies count as issues do; labels and changes do not', async () => {
  await start({ limits: 'github' });
  const { bot } = world;
  const { data: one } = await bot.rest.issues.create({ ...plans, title: 'One' });
  const { data: two } = await bot.rest.issues.create({ ...plans, title: 'Two' });
  const issue = { ...plans, issue_number: one.number };
  await bot.rest.issues.addSubIssue({ ...issue, sub_issue_id: two.id });
  await bot.rest.issues.addBlockedByDependency({ ...issue, issue_id: two.id });
  await bot.rest.issues.createComment({ ...issue, body: 'Three' });
  await refusal(bot.rest.pulls.create({ ...plans, head: 'main', base: 'main', title: 'Nothing' }));
  await opens(74);
  await bot.rest.issues.createLabel({ ...plans, name: 'late' });
  await bot.rest.issues.update({ ...issue, title: 'One again' });
  expect(violated()).toEqual([]);
  expect(await refusal(bot.rest.issues.createComment({ ...issue, body: 'No more' }))).toMatchObject({
    status: 403,
  });
  expect(violated()).toEqual(['creates per minute']);
});

test('no more than 500 things an hour', async () => {
  await start({ limits: 'github' });
  for (let batch = 0; batch < 10; batch += 1) {
    await opens(50);
    now += 60_000;
  }
  const refused = world.bot.rest.issues.create({ ...plans, title: 'One too many' });
  await expect(refused).rejects.toMatchObject({ response: { headers: { 'retry-after': '3000' } } });
  expect(violated()).toEqual(['creates per hour']);
});

test('a minute has 900 points: reads cost one, writes five', async () => {
  await start({ limits: 'github' });
  await world.bot.rest.issues.createLabel({ ...plans, name: 'first' });
  for (let index = 0; index < 895; index += 1) await world.bot.request('GET /repos/ada/plans/labels/first');
  expect(violated()).toEqual([]);
  const request = world.bot.request('GET /repos/ada/plans/labels/first');
  await expect(request).rejects.toMatchObject({
    status: 403,
    response: { headers: { 'retry-after': '60' } },
  });
  expect(violated()).toEqual(['points per minute']);
});

test('where nothing remains of the hour, asking before the reset is a violation', async () => {
  await start({ limits: 'github', rateLimit: 2 });
  const { bot } = world;
  await bot.rest.issues.listForRepo(plans);
  await bot.rest.issues.listForRepo(plans);
  expect(await refusal(bot.rest.issues.listForRepo(plans))).toMatchObject({ status: 403 });
  expect(violated()).toEqual(['told to wait']);
});
