/** The server as `npm start` starts it: a process of its own, with nothing but its environment. */
import { Octokit } from '@octokit/rest';
import { startChild, until, type Child } from './child.ts';
import { deliver, freePort, pushOf, sentByGithub, startGithub, type Beside } from './server-bench.ts';

const SERVER = 'src/server.ts';
const PLANTED = 'Rotate the planted credentials';
const PLAN = `# Vault\n\n## Phase 1\n\n- [ ] ${PLANTED}\n- [ ] Second task\n`;
const silent = { debug() {}, info() {}, warn() {}, error() {} };

let beside: Beside;
let port: number;
let env: Record<string, string | undefined>;
const children: Child[] = [];

beforeAll(async () => {
  beside = await startGithub();
  port = await freePort();
  env = beside.env(port);
});
afterAll(async () => {
  await Promise.all(children.map((child) => child.ends('SIGKILL')));
  await beside.github.close();
});

function start(more: Readonly<Record<string, string | undefined>> = {}): Child {
  const child = startChild(SERVER, { ...env, ...more });
  children.push(child);
  return child;
}

test.each([
  ['an empty secret', { WEBHOOK_SECRET: '' }, 'WEBHOOK_SECRET: expected'],
  ['a key that is none', { PRIVATE_KEY: 'nonsense' }, 'PRIVATE_KEY: expected'],
  [
    'a database that is not there',
    { DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/jobs' },
    'DATABASE_URL: expected a PostgreSQL that may be written to at 127.0.0.1:1/jobs, found: ',
  ],
])(
  'refuses to start with %s, and says so in one line',
  async (_, wrong, words) => {
    const child = start(wrong);
    await until('its end', () => child.process.exitCode !== null);
    expect(child.process.exitCode).toBe(1);
    expect(child.output().trim().split('\n')).toEqual([
      'Planwright cannot start:',
      expect.stringContaining(words),
    ]);
    expect(child.output()).not.toContain('hunter2');
  },
  60_000,
);

test('works, answers while it does, logs nothing that is secret, and stops when told', async () => {
  const { github, app, installation, token } = beside;
  const person = new Octokit({ auth: token, baseUrl: `${github.url}/api/v3`, log: silent });
  const metricsPort = await freePort();
  const child = start({ LOG_LEVEL: 'trace', LOG_FORMAT: 'json', METRICS_PORT: String(metricsPort) });
  await child.says('listens on');
  await person.rest.repos.createOrUpdateFileContents({
    owner: 'ada',
    repo: 'engine',
    path: 'PLAN.md',
    message: 'Plan',
    content: Buffer.from(PLAN).toString('base64'),
  });
  // Two kinds of trouble on the way: an answer that is lost, and one that says no with the text in it.
  const route = '/repos/{owner}/{repo}/issues';
  github.faults.add({ on: { route, write: true, nth: 2 }, effect: { kind: 'error-after' } });
  github.faults.add({
    on: { route: '/repos/{owner}/{repo}/labels', write: true },
    effect: { kind: 'answer', status: 403, headers: { 'retry-after': '1' }, body: { message: PLANTED } },
  });
  const body = pushOf(installation).replace('"Plan"', JSON.stringify(PLANTED));
  expect((await deliver(port, app.webhookSecret, { event: 'push', id: 'first', body })).status).toBe(200);
  const stranger = await deliver(port, 'of a stranger', { event: 'push', id: 'forged', body });
  expect(stranger.status).toBe(401);
  await child.says('"plan":"PLAN.md"');
  await until('both issues', async () => {
    const { data } = await person.rest.issues.listForRepo({ owner: 'ada', repo: 'engine', state: 'all' });
    return data.filter(({ title }) => [PLANTED, 'Second task'].includes(title)).length === 2;
  });
  expect(await (await fetch(`http://127.0.0.1:${port}/readyz`)).text()).toBe('queue: ok\ngithub: ok\n');
  expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(404);
  expect(await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()).toContain(
    'planwright_jobs_total',
  );
  expect((await fetch(`http://127.0.0.1:${metricsPort}/healthz`)).status).toBe(404);
  expect(await child.ends('SIGTERM')).toBe(0);

  const written = child.output();
  const lines = written
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toContainEqual(
    expect.objectContaining({
      delivery: 'first',
      event: 'push',
      repository: 'ada/engine',
      msg: 'Delivery queued',
    }),
  );
  expect(lines).toContainEqual(
    expect.objectContaining({ repository: 'ada/engine', plan: 'PLAN.md', msg: 'Plan looked at' }),
  );
  expect(lines.filter(({ delivery }) => delivery === 'forged')).toHaveLength(1);
  for (const secret of [PLANTED, app.webhookSecret, ...app.privateKey.split('\n').slice(1, 3), 'ghs_', 'eyJ'])
    expect(written).not.toContain(secret);
}, 120_000);

test('takes whatever webhooks GitHub ever sent, of installations it has and has not, and goes on', async () => {
  const { app, installation } = beside;
  const child = start({ LOG_LEVEL: 'info', LOG_FORMAT: 'json' });
  await child.says('listens on');
  const statuses: number[] = [];
  for (const { name: event, payload } of sentByGithub())
    for (const one of [payload, { ...payload, installation: { id: installation.id } }])
      statuses.push((await deliver(port, app.webhookSecret, { event, body: JSON.stringify(one) })).status);
  expect([statuses.length, new Set(statuses)]).toEqual([658, new Set([200])]);
  await until('word of a repository that is not there', () => child.output().includes('"Left alone"'));
  expect(await (await fetch(`http://127.0.0.1:${port}/readyz`)).text()).toBe('queue: ok\ngithub: ok\n');
  expect(await child.ends('SIGTERM')).toBe(0);
  const lines = child.output().trim().split('\n');
  const levels = lines.map((line) => (JSON.parse(line) as { readonly level: number }).level);
  // Warnings at most (40): an installation that GitHub does not know.
  expect(Math.max(...levels)).toBeLessThanOrEqual(40);
}, 120_000);
