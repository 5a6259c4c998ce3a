/**
 * How long first syncs take with 100 ms for each request, on a clock of their own: against the requests of the first version (an
 * issue, then its place: `first-version/`) at Octokit's own pace, and against what GitHub allows, as it documents, at 20 a minute and
 * 150 an hour, and where that begins half-way. `npx tsx bench/first-sync.ts [tasks...]`; exits with 1 where a goal is missed.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { ProbotOctokit } from 'probot';
import { opensIssue, type LimitRules, type LoggedRequest } from '@planwright/github-sandbox';
import { storyClock } from '../test/story/clock.ts';
import { leastMs } from '../test/story/least-time.ts';
import { begin, TODAY } from '../test/story/scenario.ts';

const TASKS = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [80, 490];
const LATENCY_MS = 100;
/** More than the brake lets through unasked. */
const MANY = 200;
const DOCUMENTED: LimitRules = { createsPerMinute: 80, createsPerHour: 500 };
const LOW: LimitRules = { createsPerMinute: 20, createsPerHour: 150 };
const machineNow = Date.now;

interface Regime {
  readonly name: string;
  readonly rules: LimitRules;
  /** What GitHub allows from the middle of the tasks on. */
  readonly later?: LimitRules;
  /** As an older server, which takes an issue and its place by two requests. */
  readonly isOld?: true;
  readonly most: number;
}

interface Synced {
  readonly requests: readonly LoggedRequest[];
  readonly ms: number;
  readonly refusals: number;
}

/** A plan of so many tasks, each tenth one with nine sub-tasks, so that GitHub has room for all under their parents. */
function planOf(tasks: number): string {
  const boxes = Array.from(
    { length: tasks },
    (_, index) => `${index % 10 === 0 ? '' : '  '}- [ ] Build part ${index}`,
  );
  return `# Search\n\n## Phase 1: Begin\n${boxes.join('\n')}\n`;
}

/** The requests of a first sync, from the first read (or from the confirmation of a large one) to the last write. */
async function firstSync(tasks: number, { rules, later, isOld }: Regime): Promise<Synced> {
  const clock = storyClock(new Date(TODAY));
  Date.now = clock.now;
  const without = isOld === true ? (['create-with-parent'] as const) : [];
  const story = await begin({ clock, github: { limits: rules, without } });
  story.github.faults.clear();
  story.github.faults.add({ on: { event: 'issues' }, effect: { kind: 'webhook-lost' }, times: Infinity });
  story.github.faults.add({ effect: { kind: 'webhook-late' }, times: Infinity });
  let opened = 0;
  story.github.intercept((request, phase) => {
    if (phase !== 'before' || request.actor.kind !== 'installation') return 'pass';
    clock.advance(LATENCY_MS);
    if (opensIssue(request)) opened += 1;
    if (later !== undefined && opened === Math.ceil(tasks / 2)) story.github.limits(later);
    return 'pass';
  });
  await story.human.commits(planOf(tasks));
  if (tasks > MANY) {
    await story.app.settles();
    await story.human.confirms();
  }
  const mark = story.github.requests.mark();
  await story.app.settles();
  const sent = story.github.requests.byApps(mark).filter(({ actor }) => actor.kind === 'installation');
  const requests = sent.slice(0, sent.findLastIndex(({ isWrite }) => isWrite) + 1);
  const refusals = story.github.violations.length;
  await story.ends();
  Date.now = machineNow;
  const [first, last] = [requests[0], requests.at(-1)];
  return { requests, ms: (last?.at.getTime() ?? 0) - (first?.at.getTime() ?? 0), refusals };
}

/** What the limits allow these requests at the least; where they change, what went before counts still. */
function allowedMs({ requests }: Synced, { rules, later = rules }: Regime, tasks: number): number {
  const done = requests.filter(({ faulted, status }) => !faulted && (status ?? 0) < 400);
  let opened = 0;
  const half = done.findIndex((request) => opensIssue(request) && (opened += 1) === Math.ceil(tasks / 2));
  return leastMs(done, (index) => (index < half ? rules : later));
}

/** The first version knew no GraphQL, and said nothing in the check of how far it was. */
function isOfFirst({ route = '' }: LoggedRequest): boolean {
  return route !== '/graphql' && !route.includes('check-runs');
}

interface Asked {
  readonly method: string;
  readonly path: string;
}

/** The requests of the first version for so many tasks. Written anew, by an older server, where the file is not there. */
async function firstVersion(tasks: number): Promise<readonly Asked[]> {
  const file = new URL(`first-version/${tasks}.txt`, import.meta.url);
  if (!existsSync(file)) {
    const { requests } = await firstSync(tasks, { name: '', rules: DOCUMENTED, isOld: true, most: 0 });
    writeFileSync(file, compressed(requests.filter(isOfFirst)));
  }
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [times, method = '', path = ''] = line.split(' ');
      return Array.from({ length: Number(times) }, () => ({ method, path }));
    });
}

/** A line for each run of requests of one kind: how many, method, path. */
function compressed(requests: readonly LoggedRequest[]): string {
  const lines: { times: number; readonly what: string }[] = [];
  for (const { method, route = '' } of requests) {
    const what = `${method} ${route.replace('{owner}/{repo}', 'ada/engine').replaceAll(/\{\w+\}/g, '1')}`;
    const last = lines.at(-1);
    if (last?.what === what) last.times += 1;
    else lines.push({ times: 1, what });
  }
  return lines.map(({ times, what }) => `${times} ${what}\n`).join('');
}

/** How long requests take one after another with Octokit's own plugins, as Probot sets them. */
async function throughOctokit(requests: readonly Asked[]): Promise<number> {
  const time = virtualTime();
  const octokit = new ProbotOctokit({
    auth: { token: 'x' },
    request: {
      fetch: async () => {
        await new Promise((resolve) => setTimeout(resolve, LATENCY_MS));
        return Response.json({});
      },
    },
  });
  const start = time.now();
  const all = (async () => {
    for (const { method, path } of requests) await octokit.request(`${method} ${path}`);
  })();
  await time.runs(all);
  const took = time.now() - start;
  time.ends();
  return took;
}

/** Puts timers and time into our own hands: as soon as nothing else happens, the next timer is due. */
function virtualTime() {
  const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  const waiting = new Map<object, { readonly at: number; readonly act: () => void }>();
  let time = machineNow();
  Date.now = () => time;
  const set = (act: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): object => {
    const handle = { ref: () => handle, unref: () => handle, hasRef: () => true };
    waiting.set(handle, { at: time + ms, act: () => act(...args) });
    return handle;
  };
  globalThis.setTimeout = set as unknown as typeof setTimeout;
  globalThis.clearTimeout = ((handle: object) => void waiting.delete(handle)) as typeof clearTimeout;
  return {
    now: () => time,
    async runs(work: Promise<unknown>) {
      const state = { isOver: false };
      void work.finally(() => {
        state.isOver = true;
      });
      while (!state.isOver) {
        await new Promise((resolve) => setImmediate(resolve));
        const [next] = [...waiting].sort(([, a], [, b]) => a.at - b.at);
        if (next === undefined) continue;
        waiting.delete(next[0]);
        time = Math.max(time, next[1].at);
        next[1].act();
      }
      await work;
    },
    ends() {
      Object.assign(globalThis, real);
      Date.now = machineNow;
    },
  };
}

const REGIMES: readonly Regime[] = [
  { name: 'as documented', rules: DOCUMENTED, most: 1.1 },
  { name: 'at 20 a minute and 150 an hour', rules: LOW, most: 1.25 },
  { name: 'as documented, then at 20 and 150', rules: DOCUMENTED, later: LOW, most: 1.25 },
  { name: 'as documented, on an older server', rules: DOCUMENTED, isOld: true, most: 1.1 },
];

/** Against the first version. */
const MOST_OF_FIRST = 0.14;

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

for (const tasks of TASKS) {
  const before = await throughOctokit(await firstVersion(tasks));
  say(`${tasks} tasks; the requests of the first version at Octokit's own pace: ${seconds(before)}`);
  for (const regime of REGIMES) {
    const synced = await firstSync(tasks, regime);
    const allowed = allowedMs(synced, regime, tasks);
    const ratio = synced.ms / allowed;
    const { length: count } = synced.requests;
    say(
      `  ${regime.name}: ${seconds(synced.ms)} for ${count} requests, ${ratio.toFixed(2)} of ${seconds(allowed)} allowed (at most ${regime.most}), ` +
        `${synced.refusals} refusals, ${(synced.ms / before).toFixed(3)} of the first version`,
    );
    if (ratio > regime.most) process.exitCode = 1;
    if (regime === REGIMES[0] && (synced.ms / before > MOST_OF_FIRST || synced.refusals > 0))
      process.exitCode = 1;
  }
}
process.exit();
