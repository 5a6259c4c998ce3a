/** Several servers, each a process of its own, with one PostgreSQL and one GitHub. */
import { Octokit } from '@octokit/rest';
import {
  environmentOf,
  freePort,
  startSandbox,
  type AppAccount,
  type InstallationRef,
  type Sandbox,
} from '@planwright/github-sandbox';
import { PLANWRIGHT } from '../../playground/registration.ts';
import { startPostgres, type RealPostgres } from '../queue/real-postgres.ts';
import { startChild, until, type Child } from './child.ts';
import { deliver, pushOf } from './server-bench.ts';

const OWNERS = ['ada', 'ben', 'cleo', 'dora', 'emil', 'fay'];
const planOf = (title: string, tasks: number): string =>
  `# ${title}\n\n## Phase 1\n\n${Array.from({ length: tasks }, (_, n) => `- [ ] Ship part ${n + 1} of ${title}\n`).join('')}`;

const silent = { debug() {}, info() {}, warn() {}, error() {} };

interface Replica {
  readonly port: number;
  readonly metricsPort: number;
  readonly child: Child;
}

let postgres: RealPostgres;
let github: Sandbox;
let app: AppAccount;
let replicas: Replica[];
const installations = new Map<string, InstallationRef>();
const people = new Map<string, Octokit>();

beforeAll(async () => {
  [postgres, github] = await Promise.all([startPostgres(), startSandbox()]);
  app = github.createApp(PLANWRIGHT);
  for (const owner of OWNERS) {
    const { token } = github.createUser(owner);
    people.set(owner, new Octokit({ auth: token, baseUrl: `${github.url}/api/v3`, log: silent }));
    github.createRepository({ owner, name: 'engine' });
    installations.set(owner, github.install(app, { account: owner }));
  }
  replicas = [];
  for (const _ of [1, 2, 3, 4]) replicas.push(await startReplica());
  await Promise.all(replicas.map(({ child }) => child.says('port ')));
}, 120_000);

afterAll(async () => {
  await Promise.all(replicas.map(({ child }) => child.ends('SIGKILL')));
  await Promise.all([github.close(), postgres.ends()]);
});

async function startReplica(): Promise<Replica> {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const own = { SWEEP_HOURS: '0', DATABASE_URL: postgres.url, METRICS_PORT: String(metricsPort) };
  const env = { ...environmentOf(github, app, port), ...own };
  return { port, metricsPort, child: startChild('test/server/replica.ts', env) };
}

/** Commits a plan, and tells one of the servers. */
async function plan(owner: string, tasks: number, replica: Replica | undefined): Promise<Response> {
  const at = { owner, repo: 'engine', path: 'PLAN.md' };
  const repos = people.get(owner)?.rest.repos;
  const old = await repos?.getContent(at).catch(() => null);
  await repos?.createOrUpdateFileContents({
    ...at,
    message: 'Plan',
    content: Buffer.from(planOf(`Plan of ${owner}`, tasks)).toString('base64'),
    ...(old && 'sha' in old.data ? { sha: old.data.sha } : {}),
  });
  return tell(owner, replica);
}

async function tell(owner: string, replica: Replica | undefined): Promise<Response> {
  const body = pushOf(installations.get(owner) ?? { id: 0 }, 'engine', owner);
  return deliver(replica?.port ?? 0, app.webhookSecret, { event: 'push', body });
}

/** Titles of the issues of a repository, without the tracking issue. */
async function titles(owner: string): Promise<string[]> {
  const person = people.get(owner);
  if (person === undefined) return [];
  const issues = await person.paginate(person.rest.issues.listForRepo, {
    owner,
    repo: 'engine',
    state: 'all',
  });
  return issues.map(({ title }) => title).filter((title) => title.startsWith('Ship part'));
}

async function isIdle(): Promise<boolean> {
  const [row] = await postgres.query('select count(*) as jobs from graphile_worker.jobs');
  return Number(row?.['jobs']) === 0;
}

/** How much a server has asked GitHub to make, by its own account: issues are opened by GraphQL. */
async function created({ metricsPort }: Replica): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  const line = /planwright_github_requests_total\{method="POST",route="\/graphql",status="200"\} (\d+)/;
  return Number(line.exec(text)?.[1] ?? 0);
}

test('share the jobs: each plan is synced once, and not all by one of them', async () => {
  const answers = await Promise.all(OWNERS.map((owner, n) => plan(owner, 4, replicas[n % 4])));
  expect(answers.map(({ status }) => status)).toEqual(OWNERS.map(() => 200));
  // Again, by another one: two servers behind a balancer hear of one push twice, and it stays one job at a time.
  await Promise.all(OWNERS.map((owner, n) => tell(owner, replicas[(n + 1) % 4])));
  await until('an empty queue', isIdle);
  for (const owner of OWNERS) {
    const found = await titles(owner);
    expect([owner, found.length, new Set(found).size]).toEqual([owner, 4, 4]);
  }
  const shares = await Promise.all(replicas.map(created));
  expect(shares.filter((share) => share > 0).length).toBeGreaterThan(1);
}, 120_000);

test('finish what one of them was at when it was killed', async () => {
  const owner = 'ada';
  const before = await Promise.all(replicas.map(created));
  await plan(owner, 40, replicas[0]);
  let at = -1;
  await until('a server in the middle of its job', async () => {
    const now = await Promise.all(replicas.map(created));
    at = now.findIndex((count, n) => count > (before[n] ?? 0) + 2);
    return at >= 0;
  });
  const [killed] = replicas.splice(at, 1);
  await killed?.child.ends('SIGKILL');
  expect((await titles(owner)).length).toBeLessThan(40);
  await until('an empty queue', isIdle);
  const found = await titles(owner);
  expect([found.length, new Set(found).size]).toEqual([40, 40]);
}, 180_000);

test('say in the check of the head that a job was given up, over which three processes died', async () => {
  const as = people.get('fay');
  const repo = 'deadly';
  github.createRepository({ owner: 'fay', name: repo, files: { 'PLAN.md': planOf('Deadly', 1) } });
  const installation = installations.get('fay') ?? { id: 0 };
  await postgres.query(
    `insert into planwright.notes (name, value, at) values ('deaths over ${installation.id}/fay/${repo}', '3', now())`,
  );
  const body = pushOf(installation, repo, 'fay');
  await deliver(replicas[0]?.port ?? 0, app.webhookSecret, { event: 'push', body });
  const said = async () => {
    const found = await as?.rest.checks.listForRef({ owner: 'fay', repo, ref: 'main' });
    return found?.data.check_runs.map(({ conclusion, output }) => [conclusion, output.title]) ?? [];
  };
  await until('a check', async () => (await said()).length > 0);
  expect(await said()).toEqual([['failure', 'Planwright stopped working on this repository']]);
}, 60_000);

test('say no while PostgreSQL is away, so that GitHub notes it, and go on when it is back', async () => {
  await postgres.stops();
  const refused = await plan('ben', 6, replicas[0]);
  expect(refused.status).toBe(503);
  await postgres.starts();
  await until(
    'a server that takes deliveries again',
    async () => (await tell('ben', replicas[0])).status === 200,
  );
  await until('an empty queue', isIdle);
  expect(await titles('ben')).toHaveLength(6);
  for (const { child } of replicas) expect(child.process.exitCode).toBeNull();
}, 120_000);

test('stop at SIGTERM, within seconds and with nothing left', async () => {
  const codes = await Promise.all(replicas.map(({ child }) => child.ends('SIGTERM')));
  expect(codes).toEqual(replicas.map(() => 0));
  expect(await postgres.query('select * from planwright.workers')).toEqual([]);
}, 60_000);
