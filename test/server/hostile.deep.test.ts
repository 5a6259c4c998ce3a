/** The server with its real parser processes: texts that stall or end a process hold up no other repository. */
import { Octokit } from '@octokit/rest';
import { startChild, until, type Child } from './child.ts';
import { deliver, freePort, pushOf, startGithub, type Beside } from './server-bench.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
/** Within every limit, and more than a second or 64 MB of any machine. */
const STALLS = `- [ ] a\n\n${`${'*a_ '.repeat(4_900)}\n`.repeat(4)}`;
const HOARDS = `- [ ] a\n\n${'- a *b* `c` [d](e)\n'.repeat(19_000)}`;
const DEEP = `---\na:\n  ${'- '.repeat(1_000)}b\n---\n- [ ] a\n`;
const GOOD = '# Vault\n\n## Phase 1: Base\n\n- [ ] Rotate the keys\n';

let beside: Beside;
let child: Child;
afterAll(async () => {
  await child.ends('SIGKILL');
  await beside.github.close();
});

test('a plan without end, one that outgrows the memory and one of a thousand levels: the others are answered and synced', async () => {
  beside = await startGithub({
    'plans/stalls.md': STALLS,
    'plans/hoards.md': HOARDS,
    'plans/deep.md': DEEP,
  });
  const { github, app, installation } = beside;
  const bo = github.createUser('bo');
  github.createRepository({ owner: 'bo', name: 'other', files: { 'PLAN.md': GOOD } });
  const other = github.install(app, { account: 'bo' });
  const port = await freePort();
  const limits = { PARSER_SECONDS: '20', PARSER_MEMORY_MB: '64' };
  child = startChild('src/server.ts', {
    ...beside.env(port),
    ...limits,
    LOG_LEVEL: 'info',
    LOG_FORMAT: 'json',
  });
  await child.says('listens on');
  const body = pushOf(installation);
  expect((await deliver(port, app.webhookSecret, { event: 'push', body })).status).toBe(200);
  await deliver(port, app.webhookSecret, { event: 'push', body: pushOf(other, 'other', 'bo') });

  const person = new Octokit({ auth: bo.token, baseUrl: `${github.url}/api/v3`, log: silent });
  await until('the issue of the other repository', async () => {
    const { data } = await person.rest.issues.listForRepo({ owner: 'bo', repo: 'other' });
    return data.some(({ title }) => title === 'Rotate the keys');
  });
  await child.says('overdue');
  await child.says('died');
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  // What the text alone forbids is said at once.
  const ada = new Octokit({ auth: beside.token, baseUrl: `${github.url}/api/v3`, log: silent });
  await until('the check', async () => {
    const { data } = await ada.rest.checks.listForRef({ owner: 'ada', repo: 'engine', ref: 'main' });
    return data.check_runs.some(({ output }) => String(output.summary).includes('20 levels'));
  });
  expect(child.process.exitCode).toBeNull();
  expect(await child.ends('SIGTERM')).toBe(0);
}, 240_000);
