/** Which webhooks an app gets, what they carry, and how they are delivered (GITHUB-FACTS 1). */
import { commitFile, createBranch, plans, refusal, startSmallWorld, type SmallWorld } from './small-world.ts';

let world: SmallWorld;
beforeEach(async () => void (world = await startSmallWorld({ webhookTimeoutMs: 150 })));
afterEach(() => world.close());

async function told(): Promise<string[]> {
  await world.sandbox.delivered();
  return world.received
    .splice(0)
    .map(({ event, payload }) => [event, payload.action].filter(Boolean).join('.'));
}

test('deliveries are signed and say what they are', async () => {
  const { human, received, sandbox, app } = world;
  await told();
  await human.rest.issues.create({ ...plans, title: 'One' });
  await sandbox.delivered();
  expect(received[0]).toMatchObject({
    event: 'issues',
    signed: true,
    guid: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
    headers: {
      'x-github-hook-installation-target-type': 'integration',
      'x-github-hook-installation-target-id': String(app.id),
      'content-type': 'application/json',
    },
    payload: { repository: { full_name: 'ada/plans' }, sender: { login: 'ada' }, issue: { number: 1 } },
  });
});

test('an app hears of its own writes too', async () => {
  const { bot } = world;
  await told();
  await bot.rest.issues.create({ ...plans, title: 'One' });
  expect(await told()).toEqual(['issues.opened']);
});

test('an app hears nothing without the permission, the repository, or while suspended', async () => {
  const { human, sandbox, installation } = world;
  await told();
  sandbox.acceptPermissions(installation, { contents: 'read' });
  await human.rest.issues.create({ ...plans, title: 'One' });
  expect(await told()).toEqual(['installation.new_permissions_accepted']);
  sandbox.removeRepositories(installation, ['plans']);
  await commitFile(human, 'x.md', 'x');
  expect(await told()).toEqual(['installation_repositories.removed']);
  sandbox.addRepositories(installation, ['plans']);
  sandbox.suspend(installation);
  await commitFile(human, 'y.md', 'y');
  expect(await told()).toEqual(['installation_repositories.added', 'installation.suspend']);
});

test('a push says what it brought; a new branch and a deleted one have no old or new end', async () => {
  const { human, sandbox, received } = world;
  await told();
  const nothing = '0'.repeat(40);
  const before = await createBranch(human, 'work');
  const after = await commitFile(human, 'x.md', 'x', 'work');
  await human.rest.git.updateRef({ ...plans, ref: 'heads/work', sha: before, force: true });
  await human.rest.git.deleteRef({ ...plans, ref: 'heads/work' });
  await sandbox.delivered();
  const pushes = received.filter(({ event }) => event === 'push').map(({ payload }) => payload);
  expect(pushes).toMatchObject([
    { created: true, before: nothing, after: before, commits: [] },
    { forced: false, before, after, commits: [{ id: after, added: ['x.md'], modified: [], removed: [] }] },
    { forced: true, before: after, after: before },
    { deleted: true, before, after: nothing, head_commit: null },
  ]);
});

test('a delivery that failed can be asked for again and keeps its guid', async () => {
  const { human, sandbox, receiver, received, asApp } = world;
  await told();
  receiver.status = 500;
  await human.rest.issues.create({ ...plans, title: 'One' });
  await sandbox.delivered();
  receiver.status = 200;
  const failed = (await asApp.rest.apps.listWebhookDeliveries({ per_page: 1 })).data[0];
  expect(failed).toMatchObject({ status: 'Invalid HTTP Response: 500', status_code: 500, redelivery: false });
  await asApp.rest.apps.redeliverWebhookDelivery({ delivery_id: failed?.id ?? 0 });
  await sandbox.delivered();
  expect(received.map(({ guid }) => guid)).toEqual([failed?.guid, failed?.guid]);
  const list = (await asApp.rest.apps.listWebhookDeliveries({ per_page: 2 })).data;
  expect(list.map(({ status, redelivery }) => ({ status, redelivery }))).toEqual([
    { status: 'OK', redelivery: true },
    { status: 'Invalid HTTP Response: 500', redelivery: false },
  ]);
});

test('a receiver that takes too long has failed', async () => {
  const { human, sandbox, receiver } = world;
  await told();
  receiver.delayMs = 300;
  await human.rest.issues.create({ ...plans, title: 'One' });
  await sandbox.delivered();
  expect(sandbox.deliveries().at(-1)).toMatchObject({ event: 'issues', status: 'timed out', statusCode: 0 });
});

test('the list of deliveries goes on by cursor', async () => {
  const { human, sandbox, asApp } = world;
  for (let count = 0; count < 5; count += 1) await human.rest.issues.create({ ...plans, title: `${count}` });
  await sandbox.delivered();
  const all = await asApp.paginate(asApp.rest.apps.listWebhookDeliveries, { per_page: 2 });
  expect(all).toHaveLength(6);
  expect(new Set(all.map(({ id }) => id)).size).toBe(6);
});

test('check runs are made by apps only, with at most fifty annotations at a time', async () => {
  const { human, bot } = world;
  const head_sha = (await bot.rest.git.getRef({ ...plans, ref: 'heads/main' })).data.object.sha;
  const wish = { ...plans, name: 'Planwright', head_sha };
  expect(await refusal(human.rest.checks.create(wish))).toMatchObject({ status: 403 });
  const annotation = {
    path: 'a',
    start_line: 1,
    end_line: 1,
    annotation_level: 'notice',
    message: 'm',
  } as const;
  const output = (count: number) => ({
    title: 't',
    summary: 's',
    annotations: Array.from({ length: count }, () => annotation),
  });
  expect(await refusal(bot.rest.checks.create({ ...wish, output: output(51) }))).toMatchObject({
    status: 422,
  });
  const run = await bot.rest.checks.create({ ...wish, status: 'in_progress', output: output(50) });
  const one = { ...plans, check_run_id: run.data.id };
  const done = await bot.rest.checks.update({ ...one, conclusion: 'success', output: output(10) });
  expect(done.data).toMatchObject({
    status: 'completed',
    conclusion: 'success',
    output: { annotations_count: 60 },
  });
  await bot.rest.checks.create({ ...wish, conclusion: 'failure' });
  const latest = await bot.rest.checks.listForRef({ ...plans, ref: 'main' });
  expect(latest.data).toMatchObject({ total_count: 1, check_runs: [{ conclusion: 'failure' }] });
});
