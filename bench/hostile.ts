/**
 * What texts that strangers write do to everybody else. Each pattern of bench/hostile-patterns.ts comes in several sizes, as a plan on
 * a default branch and in a pull request from a fork, to the built server in a process of its own, while others ask for
 * /healthz and bring pushes of another repository. Against the same with harmless texts.
 *
 * `npm run bench:hostile -- [--patterns=a,b] [--sizes=4,48,256,1000] [--ways=branch,fork] [--sample=N] [--seed=N] [--limit=SECONDS]
 * [--child-limit=MB] [--verbose]`; --patterns takes parts of names, sizes are in KB, --sample takes that many texts of all.
 * Exits with 1 if the server died or stood still, if a delivery of others found no answer or a task of theirs no issue, if their
 * p99 is more than twice as long, if the server takes more than 256 MB, or a child more than its limit + 80 MB. Linux only.
 */
import { Octokit } from '@octokit/rest';
import { parseArgs } from 'node:util';
import { startGithub } from './github.ts';
import { bring, harmlessPlan, type Case, type Way } from './hostile-cases.ts';
import { PATTERNS } from './hostile-patterns.ts';
import { startBuilt } from './built-server.ts';
import type { Peak } from './process-memory.ts';
import { startProbing, type Probe } from './prober.ts';
import { pushTo } from './senders.ts';

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const { values } = parseArgs({
  options: {
    patterns: { type: 'string', default: '' },
    sizes: { type: 'string', default: '4,48,256,1000' },
    ways: { type: 'string', default: 'branch,fork' },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    limit: { type: 'string', default: '60' },
    'child-limit': { type: 'string', default: process.env['PARSER_MEMORY_MB'] ?? '256' },
    verbose: { type: 'boolean', default: false },
  },
});
const LIMIT_MS = Number(values.limit) * 1_000;
const MOST_SERVER_MB = 256;
const MOST_CHILD_MB = Number(values['child-limit']) + 80;
const MOST_TIMES = 2;
/** Every so many texts the others change their plan, so that a lost job shows. */
const TASK_EVERY = 10;
/** How often each size comes harmless in each way, before anything hostile. */
const HARMLESS_ROUNDS = 6;

/** What became of a text. `busy`: the server is well, and still at work for it when the limit is over. */
type End = 'done' | 'busy' | 'stalled' | 'died';

interface Result {
  readonly of: Case;
  readonly end: End;
  readonly seconds: number;
  readonly probes: readonly Probe[];
  readonly peak: Peak;
  readonly said: string;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const SIZES = values.sizes.split(',').map(Number);
const WAYS = values.ways.split(',').filter((way): way is Way => way === 'branch' || way === 'fork');

function hostileCases(): Case[] {
  const wanted = values.patterns.split(',').filter(Boolean);
  const patterns = PATTERNS.filter(
    ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
  );
  const every = SIZES.flatMap((kb) =>
    patterns.flatMap(({ name, make }) => WAYS.map((way) => ({ name, kb, way, make }))),
  );
  return values.sample === undefined ? every : sampleOf(every, Number(values.sample), Number(values.seed));
}

function harmlessCases(): Case[] {
  const round = SIZES.flatMap((kb) => WAYS.map((way) => ({ name: 'harmless', kb, way, make: harmlessPlan })));
  return Array.from({ length: HARMLESS_ROUNDS }, () => round).flat();
}

/** Some of all, the same ones for the same seed. */
function sampleOf<T>(all: readonly T[], count: number, seed: number): T[] {
  let state = seed;
  const chance = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return all
    .map((one) => ({ one, at: chance() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ one }) => one);
}

const cases = hostileCases();
const harmless = harmlessCases();
const ownerOf = (index: number): string => `owner-${index}`;
const all = [...harmless, ...cases];
print(`${cases.length} hostile texts, ${new Set(cases.map(({ name }) => name)).size} patterns`);

const github = await startGithub({
  repositories: ['honest'],
  files: { 'README.md': '# Plans\n' },
  webhooks: false,
  people: all.map((_, index) => ownerOf(index)),
  strangers: ['eve'],
});
const { installation, webhookSecret: secret } = github;
const server = await startBuilt(github.env);
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const octokitOf = (token: string): Octokit =>
  new Octokit({ auth: token, baseUrl: `${github.url}/api/v3`, log: silent });
const honest = octokitOf(github.token);
const eve = octokitOf(github.people['eve']?.token ?? '');
const prober = startProbing(server.port, {
  secret,
  push: pushTo(installation, 'honest', 'README.md'),
  isUp: () => server.isUp(),
});

const HONEST = { owner: 'ada', repo: 'honest' };
let tasks = 0;

/** Others add a task to their plan. */
async function goOnHonestly(): Promise<void> {
  const at = { ...HONEST, path: 'PLAN.md' };
  const old = await honest.rest.repos.getContent(at).catch(() => null);
  tasks += 1;
  const lines = Array.from({ length: tasks }, (_, index) => `- [ ] Honest task ${index + 1}\n`).join('');
  await honest.rest.repos.createOrUpdateFileContents({
    ...at,
    message: 'Plan',
    content: Buffer.from(`# Honest\n\n## Phase 1: Begin\n\n${lines}`).toString('base64'),
    ...(old !== null && 'sha' in old.data ? { sha: old.data.sha } : {}),
  });
  await server.deliver(secret, 'push', pushTo(installation, 'honest', 'PLAN.md'));
}

/** How many tasks of the others have no issue, once there was time for it. */
async function missingTasks(): Promise<number> {
  const deadline = performance.now() + LIMIT_MS;
  for (;;) {
    const issues = await honest.paginate(honest.rest.issues.listForRepo, { ...HONEST, state: 'all' });
    const found = new Set(issues.map(({ title }) => title).filter((title) => title.startsWith('Honest')));
    if (found.size === tasks || performance.now() > deadline) return tasks - found.size;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function run(one: Case, index: number): Promise<Result> {
  const owner = ownerOf(index);
  const person = github.people[owner];
  const startedAt = performance.now();
  server.memory().begin();
  const { event, body } = await bring(one, {
    owner,
    installation: person?.installation ?? 0,
    as: octokitOf(person?.token ?? ''),
    eve,
  });
  await server.deliver(secret, event, body);
  const end = await server.settles(LIMIT_MS);
  const peak = server.memory().peak();
  const said = end === 'died' || end === 'stalled' ? server.lastWords() : '';
  if (end === 'died' || end === 'stalled') await server.restarts();
  const probes = prober.probes.filter(({ at, ms }) => at + ms >= startedAt);
  return { of: one, end, seconds: (performance.now() - startedAt) / 1_000, probes, peak, said };
}

function labelOf({ name, kb, way }: Case): string {
  return `${name}, ${kb} KB, ${way}`;
}

function worst(probes: readonly Probe[], kind: Probe['kind']): number {
  return Math.max(0, ...probes.filter((probe) => probe.kind === kind).map(({ ms }) => ms));
}

function p99(probes: readonly Probe[]): number {
  const times = probes.filter(({ kind }) => kind === 'push').map(({ ms }) => ms);
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
}

function lineOf({ of, end, seconds, probes, peak, said }: Result): string {
  const figures = [
    `healthz ${worst(probes, 'health').toFixed(0)} ms`,
    `push ${worst(probes, 'push').toFixed(0)} ms`,
    `server ${peak.server.toFixed(0)} MB`,
    `child ${peak.child.toFixed(0)} MB${peak.ended > 0 ? ` (${peak.ended} ended)` : ''}`,
  ];
  const words = said === '' ? '' : `\n      ${said.replaceAll('\n', '\n      ')}`;
  return `${end.padEnd(8)}${labelOf(of).padEnd(42)}${seconds.toFixed(1).padStart(6)} s  ${figures.join(', ')}${words}`;
}

async function phase(some: readonly Case[], offset: number): Promise<Result[]> {
  const results: Result[] = [];
  for (const [index, one] of some.entries()) {
    if (index % TASK_EVERY === 0) await goOnHonestly();
    const result = await run(one, offset + index);
    results.push(result);
    if (values.verbose || result.end !== 'done') print(lineOf(result));
  }
  return results;
}

/** Each text shares some probes with the next; counted are all of a phase, once. */
function between(from: number): Probe[] {
  return prober.probes.filter(({ at }) => at >= from);
}

// The first requests of a process are slow, and are nobody's fault.
const first = harmless.length / HARMLESS_ROUNDS;
await phase(harmless.slice(0, first), 0);
const calmFrom = performance.now();
const calm = await phase(harmless.slice(first), first);
const calmProbes = between(calmFrom);
const hostileFrom = performance.now();
const hostile = await phase(cases, harmless.length);
await goOnHonestly();
const missing = await missingTasks();
await prober.stop();
const probes = between(hostileFrom);

const most = (results: readonly Result[], of: (peak: Peak) => number): number =>
  Math.max(0, ...results.map(({ peak }) => of(peak)));
const row = (name: string, one: string, other: string, goal = ''): void =>
  print(`${name.padEnd(34)}${one.padStart(12)}${other.padStart(12)}  ${goal}`);
const ms = (value: number): string => `${value.toFixed(1)} ms`;
const mb = (value: number): string => `${value.toFixed(0)} MB`;
const times = p99(probes) / p99(calmProbes);
const serverMb = most(hostile, ({ server: peak }) => peak);
const childMb = most(hostile, ({ child }) => child);
const count = (end: End): number => hostile.filter((result) => result.end === end).length;
const unanswered = probes.filter(({ isAnswered }) => !isAnswered).length;

print('');
row('', 'harmless', 'hostile', 'goal');
row('worst /healthz', ms(worst(calmProbes, 'health')), ms(worst(probes, 'health')));
row('worst push of others', ms(worst(calmProbes, 'push')), ms(worst(probes, 'push')));
row(
  'p99 of pushes of others',
  ms(p99(calmProbes)),
  ms(p99(probes)),
  `${times.toFixed(2)} times (at most ${MOST_TIMES})`,
);
row(
  'peak of the server',
  mb(most(calm, ({ server: peak }) => peak)),
  mb(serverMb),
  `at most ${MOST_SERVER_MB} MB`,
);
row('peak of a child', mb(most(calm, ({ child }) => child)), mb(childMb), `at most ${MOST_CHILD_MB} MB`);
row('children that ended', '', String(hostile.reduce((sum, { peak }) => sum + peak.ended, 0)));
row('texts that were done', String(calm.length), String(count('done')));
row('still at work after the limit', '', String(count('busy')));
row('server stood still', '', String(count('stalled')), 'none');
row('server died', '', String(count('died')), 'none');
row('asked without an answer', '', `${unanswered} of ${probes.length}`, 'none');
row('tasks of others without an issue', '', `${missing} of ${tasks}`, 'none');

print('\nThe slowest for others:');
const slowest = [...hostile].sort((a, b) => worst(b.probes, 'push') - worst(a.probes, 'push')).slice(0, 5);
for (const result of slowest) print(lineOf(result));
print('\nThose that took most memory:');
const heaviest = [...hostile].sort((a, b) => b.peak.server - a.peak.server).slice(0, 5);
for (const result of heaviest) print(lineOf(result));

const isGood =
  times <= MOST_TIMES &&
  serverMb <= MOST_SERVER_MB &&
  childMb <= MOST_CHILD_MB &&
  count('stalled') + count('died') + unanswered + missing === 0;
await server.stops();
github.stops();
process.exit(isGood ? 0 : 1);
