/** Faults: lost, refused and late answers and webhooks strike as asked, and once. */
import { bySocket, commitFile, plans, refusal, startSmallWorld, type SmallWorld } from './small-world.ts';

let world: SmallWorld;
let now = new Date();
beforeEach(async () => {
  now = new Date('2026-11-22T10:00:00Z');
  world = await startSmallWorld({ send: bySocket, now: () => now, wallClock: () => new Date() });
});
afterEach(() => world.close());

const ISSUES = '/repos/{owner}/{repo}/issues';

async function titles(): Promise<string[]> {
  const list = await world.human.rest.issues.listForRepo({ ...plans, state: 'all' });
  return list.data.map((issue) => issue.title).reverse();
}

test('a lost reply leaves the issue made and the client without an answer', async () => {
  const { bot, sandbox } = world;
  sandbox.faults.add({ on: { method: 'POST', route: ISSUES }, effect: { kind: 'reply-lost' } });
  await expect(bot.rest.issues.create({ ...plans, title: 'One' })).rejects.toMatchObject({ status: 500 });
  await bot.rest.issues.create({ ...plans, title: 'Two' });
  expect(await titles()).toEqual(['One', 'Two']);
  expect(sandbox.requests.writes().map(({ status, answered }) => ({ status, answered }))).toEqual([
    { status: 201, answered: false },
    { status: 201, answered: true },
  ]);
});

test('a refused connection leaves nothing behind', async () => {
  const { bot, sandbox } = world;
  sandbox.faults.add({ on: { method: 'POST' }, effect: { kind: 'refused' } });
  await expect(bot.rest.issues.create({ ...plans, title: 'One' })).rejects.toMatchObject({ status: 500 });
  expect(await titles()).toEqual([]);
  expect(sandbox.requests.writes()).toEqual([]);
});

test('a server error comes before or after the deed', async () => {
  const { bot, sandbox } = world;
  sandbox.faults.add({ on: { route: ISSUES, write: true }, effect: { kind: 'error-before' } });
  expect(await refusal(bot.rest.issues.create({ ...plans, title: 'Not made' }))).toMatchObject({
    status: 502,
  });
  sandbox.faults.add({ on: { route: ISSUES, write: true }, effect: { kind: 'error-after', status: 503 } });
  expect(await refusal(bot.rest.issues.create({ ...plans, title: 'Made' }))).toMatchObject({ status: 503 });
  expect(await titles()).toEqual(['Made']);
});

test('a fault strikes the nth match, as often as it says, and only its actor', async () => {
  const { bot, human, sandbox } = world;
  const effect = { kind: 'answer', status: 429, headers: { 'retry-after': '60' } } as const;
  sandbox.faults.add({ on: { actor: 'app', route: ISSUES, method: 'POST', nth: 2 }, effect, times: 2 });
  await bot.rest.issues.create({ ...plans, title: 'first' });
  await human.rest.issues.create({ ...plans, title: 'by a person' });
  const second = await bot.rest.issues.create({ ...plans, title: 'second' }).catch((error: unknown) => error);
  expect(second).toMatchObject({ status: 429, response: { headers: { 'retry-after': '60' } } });
  expect(await refusal(bot.rest.issues.create({ ...plans, title: 'third' }))).toMatchObject({ status: 429 });
  await bot.rest.issues.create({ ...plans, title: 'fourth' });
  expect(await titles()).toEqual(['first', 'by a person', 'fourth']);
});

test('lists lag behind creates, reads by number do not', async () => {
  const { bot, sandbox } = world;
  sandbox.faults.add({ effect: { kind: 'list-lag', ms: 5_000 } });
  const issue = await bot.rest.issues.create({ ...plans, title: 'Fresh' });
  await bot.rest.issues.createMilestone({ ...plans, title: 'Fresh' });
  expect(await titles()).toEqual([]);
  expect((await bot.rest.issues.listMilestones(plans)).data).toEqual([]);
  await bot.rest.issues.get({ ...plans, issue_number: issue.data.number });
  now = new Date(now.getTime() + 5_000);
  expect(await titles()).toEqual(['Fresh']);
});

test('webhooks get lost, arrive twice, late, or in reverse', async () => {
  const { human, sandbox, received } = world;
  await sandbox.delivered();
  received.length = 0;
  const told = async () => {
    await sandbox.delivered();
    return received.splice(0).map(({ payload }) => (payload['issue'] as { title: string }).title);
  };
  const create = (title: string) => human.rest.issues.create({ ...plans, title });
  sandbox.faults.add({ on: { event: 'issues', action: 'opened' }, effect: { kind: 'webhook-lost' } });
  await create('lost');
  sandbox.faults.add({ on: { event: 'issues' }, effect: { kind: 'webhook-twice' } });
  await create('twice');
  expect(await told()).toEqual(['twice', 'twice']);
  sandbox.faults.add({ effect: { kind: 'webhook-late' } });
  await create('late');
  sandbox.faults.add({ effect: { kind: 'webhook-reversed' }, times: 2 });
  await create('one');
  await create('two');
  await create('in time');
  expect(await told()).toEqual(['in time']);
  sandbox.faults.release();
  expect(await told()).toEqual(['late', 'two', 'one']);
});

test('an interceptor can cut the app off before or after any write', async () => {
  const { bot, sandbox } = world;
  let writes = 0;
  const stop = sandbox.intercept((request, phase) => {
    if (!request.isWrite || phase !== 'after') return 'pass';
    writes += 1;
    return writes === 2 ? 'drop' : 'pass';
  });
  await bot.rest.issues.create({ ...plans, title: 'One' });
  await expect(bot.rest.issues.create({ ...plans, title: 'Two' })).rejects.toMatchObject({ status: 500 });
  stop();
  const cut = sandbox.intercept(({ isWrite }, phase) => (isWrite && phase === 'before' ? 'drop' : 'pass'));
  await expect(bot.rest.issues.create({ ...plans, title: 'Three' })).rejects.toMatchObject({ status: 500 });
  cut();
  expect(await titles()).toEqual(['One', 'Two']);
});

test('all dates come from the given clock', async () => {
  const { bot, human } = world;
  const issue = await bot.rest.issues.create({ ...plans, title: 'Dated' });
  expect(issue.data.created_at).toBe('2026-11-22T10:00:00Z');
  now = new Date('2026-11-23T09:30:00.500Z');
  const sha = await commitFile(human, 'dated.md', 'x\n');
  const commit = await human.rest.git.getCommit({ ...plans, commit_sha: sha });
  expect(commit.data.committer.date).toBe('2026-11-23T09:30:00Z');
});

test('a fault may be meant for one thing only, by its path or by what the request says', async () => {
  const { bot, sandbox } = world;
  const effect = { kind: 'answer', status: 451, body: { message: 'Repository access blocked' } } as const;
  sandbox.faults.add({ on: { route: ISSUES, write: true, body: { title: 'Two' } }, effect });
  await bot.rest.issues.create({ ...plans, title: 'One' });
  expect(await refusal(bot.rest.issues.create({ ...plans, title: 'Two' }))).toMatchObject({ status: 451 });
  const path = `/repos/${plans.owner}/${plans.repo}/issues/1`;
  sandbox.faults.add({ on: { write: true, path }, effect, times: 2 });
  await bot.rest.issues.createComment({ ...plans, issue_number: 1, body: 'Elsewhere' });
  const update = bot.rest.issues.update({ ...plans, issue_number: 1, title: 'Three' });
  expect(await refusal(update)).toMatchObject({ status: 451 });
  expect(await titles()).toEqual(['One']);
});
