/** What somebody meets who tries the sandbox for the first time. */
import { startSmallWorld, plans, createBranch, commitFile, type SmallWorld } from './small-world.ts';

let world: SmallWorld;
beforeEach(async () => void (world = await startSmallWorld()));
afterEach(() => world.close());

test('an app opens an issue, a person closes it by merging a pull request, and the app hears of all of it', async () => {
  const { bot, human, sandbox, received } = world;
  const issue = await bot.rest.issues.create({ ...plans, title: 'Ship the parser', labels: ['plan'] });
  expect(issue.data.user?.login).toBe('planwright[bot]');
  expect(issue.data.performed_via_github_app?.slug).toBe('planwright');

  await createBranch(human, 'work');
  await commitFile(human, 'parser.md', 'done\n', 'work');
  const pull = await human.rest.pulls.create({
    ...plans,
    head: 'work',
    base: 'main',
    title: 'Parser',
    body: `Closes #${issue.data.number}`,
  });
  expect(pull.data.mergeable).toBe(true);
  await human.rest.pulls.merge({ ...plans, pull_number: pull.data.number });

  const closed = await bot.rest.issues.get({ ...plans, issue_number: issue.data.number });
  expect(closed.data).toMatchObject({
    state: 'closed',
    state_reason: 'completed',
    closed_by: { login: 'ada' },
  });

  await sandbox.delivered();
  expect(received.every((one) => one.signed)).toBe(true);
  expect(received.map(({ event, payload }) => [event, payload.action].filter(Boolean).join('.'))).toEqual([
    'installation.created',
    'label.created',
    'issues.opened',
    'issues.labeled',
    'create',
    'push',
    'push',
    'pull_request.opened',
    'pull_request.closed',
    'issues.closed',
    'push',
  ]);
  expect(sandbox.requests.unknown()).toEqual([]);
});
