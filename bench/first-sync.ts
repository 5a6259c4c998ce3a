/**
 * How long the first sync of 80 tasks takes under GitHub's limits with 100 ms for each request, on a clock of its own: against
 * the very same requests through Octokit's own pacing, and against what the limits allow. `npx tsx bench/first-sync.ts [tasks]`;
 * exits with 1 beyond 0.3 times the former or 1.1 times the latter.
 */
import { ProbotOctokit } from 'probot';
import type { LoggedRequest } from '@planwright/github-sandbox';
import { storyClock } from '../test/story/clock.ts';
import { leastMs } from '../test/story/least-time.ts';
import { begin, TODAY } from '../test/story/scenario.ts';

const TASKS = Number(process.argv[2] ?? 80);
const LATENCY_MS = 100;
const machineNow = Date.now;

/** The requests of a first sync, from the first read to the last write. */
async function firstSync(): Promise<readonly LoggedRequest[]> {
  const clock = storyClock(new Date(TODAY));
  Date.now = clock.now;
  const story = await begin({ clock, github: { limits: 'github' } });
  story.github.intercept(({ actor }, phase) => {
    if (phase === 'before' && actor.kind === 'installation') clock.advance(LATENCY_MS);
    return 'pass';
  });
  const boxes = Array.from({ length: TASKS }, (_, index) => `- [ ] Build part ${index}`);
  await story.human.commits(`# Search\n\n## Phase 1: Begin\n${boxes.join('\n')}\n`);
  const mark = story.github.requests.mark();
  await story.app.settles();
  const sent = story.github.requests.byApps(mark).filter(({ actor }) => actor.kind === 'installation');
  if (story.github.violations.length > 0)
    throw new Error('Expected GitHub to see no violation of its limits.');
  await story.ends();
  Date.now = machineNow;
  return sent.slice(0, sent.findLastIndex(({ isWrite }) => isWrite) + 1);
}

/** How long the same requests take one after another with Octokit's own plugins, as Probot sets them. */
async function throughOctokit(requests: readonly LoggedRequest[]): Promise<number> {
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

const requests = await firstSync();
const [first, last] = [requests[0], requests.at(-1)];
const ours = (last?.at.getTime() ?? 0) - (first?.at.getTime() ?? 0);
const allowed = leastMs(requests);
const octokits = await throughOctokit(requests);
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
process.stdout.write(
  [
    `${TASKS} tasks, ${requests.length} requests, ${requests.filter(({ isWrite }) => isWrite).length} of them writes`,
    `Planwright ${seconds(ours)}, Octokit's own pacing ${seconds(octokits)}, allowed ${seconds(allowed)}`,
    `${(ours / octokits).toFixed(2)} times Octokit's own pacing (at most 0.3)`,
    `${(ours / allowed).toFixed(2)} times what the limits allow (at most 1.1)`,
    '',
  ].join('\n'),
);
if (ours / octokits > 0.3 || ours / allowed > 1.1) process.exitCode = 1;
process.exit();
