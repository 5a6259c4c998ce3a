/**
 * What texts that strangers write do to everybody else. Each pattern of bench/hostile-patterns.ts comes in several sizes, as a plan on
 * a default branch and in a pull request from a fork, to the built server in a process of its own, while others ask for
 * /healthz and bring pushes of another repository. Against harmless texts of the same sizes.
 *
 * `npm run bench:hostile -- [--patterns=a,b] [--sizes=4,48,256,1000] [--ways=branch,fork] [--sample=N] [--seed=N] [--limit=SECONDS]
 * [--minutes=N] [--child-limit=MB] [--node=OPTIONS]`; --patterns takes parts of names, sizes are in KB, --sample takes that many texts
 * of all, --node are options of the server's own Node. No text is waited for longer than the limit, and none is begun once the minutes
 * are over; what was measured until then is told, as it is after an interruption.
 * Exits with 1 if the server died or stood still, if a delivery of others found no answer or a task of theirs no issue, if their
 * p99 is more than twice as long, if the server takes more than 256 MB, or a child more than its limit + 80 MB. Linux only.
 */
import { Octokit } from '@octokit/rest';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { startGithub } from './github.ts';
import { bring, harmlessPlan, type Case, type Way } from './hostile-cases.ts';
import { PATTERNS } from './hostile-patterns.ts';
import { lineOf, reportOf, type Phase, type Result } from './hostile-report.ts';
import { startBuilt } from './built-server.ts';
import { startProbing } from './prober.ts';
import { pushTo } from './senders.ts';

const { values } = parseArgs({
  options: {
    patterns: { type: 'string', default: '' },
    sizes: { type: 'string', default: '4,48,256,1000' },
    ways: { type: 'string', default: 'branch,fork' },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    limit: { type: 'string', default: '40' },
    minutes: { type: 'string', default: '9' },
    'child-limit': { type: 'string', default: process.env['PARSER_MEMORY_MB'] ?? '256' },
    // As the Dockerfile says, here and of MALLOC_ARENA_MAX.
    node: { type: 'string', default: '--max-old-space-size=256 --max-semi-space-size=4' },
  },
});
const LIMIT_MS = Number(values.limit) * 1_000;
const BUDGET_MS = Number(values.minutes) * 60_000;
/** Harmless texts take no more of the time than this. */
const HARMLESS_SHARE = 1 / 3;
const MOST_HARMLESS = 24;
/** Every so many texts the others change their plan, so that a lost job shows. */
const TASK_EVERY = 10;

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

const harmlessOf = ({ kb, way }: Pick<Case, 'kb' | 'way'>, index: number): Case => ({
  name: 'harmless',
  kb,
  way,
  make: (bytes) => harmlessPlan(bytes, index),
});

const cases = hostileCases();
const harmless = sampleOf(cases, MOST_HARMLESS, 1).map(harmlessOf);
// The first requests of a process are slow, and are nobody's fault.
const warmUp = WAYS.map((way, index) => harmlessOf({ kb: 4, way }, -1 - index));
const ownerOf = (index: number): string => `owner-${index}`;
print(`${cases.length} hostile texts, ${new Set(cases.map(({ name }) => name)).size} patterns`);

const github = await startGithub({
  repositories: ['honest'],
  files: { 'README.md': '# Plans\n' },
  webhooks: false,
  people: [...warmUp, ...harmless, ...cases].map((_, index) => ownerOf(index)),
  strangers: ['eve'],
});
const { installation, webhookSecret: secret } = github;
const server = await startBuilt({ ...github.env, NODE_OPTIONS: values.node, MALLOC_ARENA_MAX: '2' });
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

let isInterrupted = false;
const interruption = new Promise<null>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      // Whoever asks twice does not want to wait.
      if (isInterrupted) process.exit(1);
      isInterrupted = true;
      resolve(null);
    });
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
  const begunAt = performance.now();
  server.memory().begin();
  const told = await bring(one, {
    owner,
    installation: person?.installation ?? 0,
    as: octokitOf(person?.token ?? ''),
    eve,
  }).catch((error: unknown) => String(error));
  if (typeof told !== 'string') await server.deliver(secret, told.event, told.body);
  const end = typeof told === 'string' ? 'refused' : await server.settles(LIMIT_MS);
  const peak = server.memory().peak();
  const said =
    typeof told === 'string' ? told : end === 'died' || end === 'stalled' ? server.lastWords() : '';
  if (end === 'died' || end === 'stalled') await server.restarts();
  const probes = prober.probes.filter(({ at, ms }) => at + ms >= begunAt);
  return { of: one, end, seconds: (performance.now() - begunAt) / 1_000, probes, peak, said };
}

/** Texts, one after the other, until there are no more, or the time is over. */
async function phase(some: readonly Case[], offset: number, untilMs: number): Promise<Phase> {
  const from = performance.now();
  const results: Result[] = [];
  for (const [index, one] of some.entries()) {
    if (isInterrupted || performance.now() - startedAt > untilMs) break;
    if (index % TASK_EVERY === 0) await Promise.race([goOnHonestly(), interruption]);
    const result = await Promise.race([run(one, offset + index), interruption]);
    if (result === null) break;
    results.push(result);
    const at = ((performance.now() - startedAt) / 1_000).toFixed(0);
    print(`${at.padStart(5)} s ${String(index + 1).padStart(4)}/${some.length}  ${lineOf(result)}`);
  }
  // Each text shares some probes with the next; counted are all of a phase, once.
  return { results, probes: prober.probes.filter(({ at }) => at >= from) };
}

let startedAt = performance.now();
const loadNow = (): number => (loadavg()[0] ?? 0) / availableParallelism();

await phase(warmUp, 0, BUDGET_MS);
// Starting takes as long as the machine is busy, and is not measured.
startedAt = performance.now();
const calm = await phase(harmless, warmUp.length, BUDGET_MS * HARMLESS_SHARE);
const calmLoad = loadNow();
const hostile = await phase(cases, warmUp.length + harmless.length, BUDGET_MS);
const load = [calmLoad, loadNow()] as const;
if (!isInterrupted) await goOnHonestly();
const missing = isInterrupted ? null : await Promise.race([missingTasks(), interruption]);
const { lines, isGood } = reportOf({
  calm,
  hostile,
  left: cases.length - hostile.results.length,
  tasks: { all: tasks, missing },
  mostChildMb: Number(values['child-limit']) + 80,
  load,
});
print(`\n${lines.join('\n')}`);
await Promise.race([prober.stop(), interruption]);
await server.stops();
github.stops();
process.exit(isGood ? 0 : 1);
