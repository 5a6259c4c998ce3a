import { storyClock, type StoryClock } from '../../story/clock.ts';
import { leastMs } from '../../story/least-time.ts';
import { begin, TODAY, type Beginning, type Story } from '../../story/scenario.ts';
import type { LoggedRequest, RequestEffect } from '@planwright/github-sandbox';

const ISSUES = '/repos/{owner}/{repo}/issues';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const machineNow = Date.now;
let story: Story;
let clock: StoryClock;
afterEach(async () => {
  await story.ends();
  Date.now = machineNow;
});

/** GitHub, app, tokens: all live by one clock. */
async function beginAt(strictness: Beginning['github']): Promise<void> {
  clock = storyClock(new Date(TODAY));
  Date.now = clock.now;
  story = await begin({ clock, ...(strictness === undefined ? {} : { github: strictness }) });
  // News of the app's own hundreds of issues tells it nothing and takes these stories half their time.
  story.github.faults.clear();
  story.github.faults.add({ on: { event: 'issues' }, effect: { kind: 'webhook-lost' }, times: Infinity });
  story.github.faults.add({ effect: { kind: 'webhook-late' }, times: Infinity });
}

function planOf(tasks: number): string {
  const boxes = Array.from({ length: tasks }, (_, index) => `- [ ] Build part ${index}`);
  return `# Search\n\n## Phase 1: Begin\n${boxes.join('\n')}\n`;
}

/** Commits a plan so large that it waits for a person, who lets it go. */
async function commitsAndConfirms(tasks: number): Promise<void> {
  await story.human.commits(planOf(tasks));
  await story.app.settles();
  await story.human.confirms();
}

/** Every task has one open issue, and the plan is done with. */
async function expectWhole(tasks: number): Promise<void> {
  const titles = await story.titles();
  expect(new Set(titles).size).toBe(titles.length);
  expect(titles).toHaveLength(tasks + 1);
  expect((await story.issue('Plan: Search')).body).toContain(`0 of ${tasks} tasks done`);
}

function fault(nth: number, effect: RequestEffect): void {
  story.github.faults.add({ on: { method: 'POST', route: ISSUES, actor: 'app', nth }, effect });
}

interface Refusal {
  /** Seconds until the app asked for anything again. */
  readonly waited: number;
  /** When that was, in seconds since 1970. */
  readonly goesOnAt: number;
}

/** Each answer that told the app to wait, and what the app did then. */
function refusals(): Refusal[] {
  const requests = sent(0);
  return requests.flatMap(({ status, at }, index) => {
    const next = requests[index + 1];
    if ((status !== 403 && status !== 429) || next === undefined) return [];
    return [{ waited: (next.at.getTime() - at.getTime()) / 1000, goesOnAt: next.at.getTime() / 1000 }];
  });
}

/** What the app asked of GitHub with its token since the mark. */
function sent(mark: number): readonly LoggedRequest[] {
  return story.github.requests.byApps(mark).filter(({ actor }) => actor.kind === 'installation');
}

/** From the first of these requests to the last write among them it took hardly longer than the limits allow, which is `knownMs` or more. */
function expectSpeed(requests: readonly LoggedRequest[], knownMs: number): void {
  const last = requests.filter(({ isWrite }) => isWrite).at(-1);
  const tookMs = (last?.at.getTime() ?? 0) - (requests[0]?.at.getTime() ?? 0);
  const allowedMs = leastMs(requests);
  expect(allowedMs).toBeGreaterThanOrEqual(knownMs);
  expect(tookMs).toBeGreaterThanOrEqual(allowedMs);
  expect(tookMs).toBeLessThanOrEqual(1.1 * allowedMs);
}

it('80 new tasks take hardly longer than the limits allow', async () => {
  await beginAt({ limits: 'github' });
  await story.human.commits(planOf(80));
  const mark = story.github.requests.mark();
  await story.app.settles();
  expect(story.github.violations).toEqual([]);
  expectSpeed(sent(mark), MINUTE_MS);
  await expectWhole(80);
});

it('Refused in the middle of a first sync of 300 tasks, the app waits as told and goes on', async () => {
  await beginAt({ limits: 'github' });
  await commitsAndConfirms(300);
  fault(20, { kind: 'answer', status: 403, headers: { 'retry-after': '90' } });
  fault(100, { kind: 'answer', status: 429, headers: { 'retry-after': '45' } });
  const reset = Math.ceil(clock.now() / 1000) + 9 * 60;
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) };
  const body = { message: 'API rate limit exceeded for installation ID 7.' };
  fault(200, { kind: 'answer', status: 403, headers, body });
  await story.app.settles();
  const [first, second, third] = refusals();
  expect(first?.waited).toBeCloseTo(90, 0);
  expect(second?.waited).toBeCloseTo(45, 0);
  expect(Math.abs((third?.goesOnAt ?? 0) - reset)).toBeLessThan(1);
  expect(story.github.violations).toEqual([]);
  await expectWhole(300);
});

it('Beyond 500 issues the job comes back after the hour, with a fresh token; until then it keeps the pace', async () => {
  await beginAt({ limits: 'github' });
  await commitsAndConfirms(504);
  const mark = story.github.requests.mark();
  await story.app.settles();
  expect(story.github.violations).toEqual([]);
  const requests = sent(mark);
  const creates = requests.filter(({ method, route }) => method === 'POST' && route === ISSUES);
  expect(creates).toHaveLength(504);
  expectSpeed(requests.slice(0, requests.indexOf(creates[299] as LoggedRequest)), 3 * MINUTE_MS);
  expectSpeed(requests, HOUR_MS);
  const tokens = story.github.requests.all(mark).filter(({ path }) => path.endsWith('/access_tokens'));
  expect(tokens.map(({ status }) => status)).toEqual([201]);
  await expectWhole(504);
});

it('When the hour is used up nothing is asked until it begins anew', async () => {
  await beginAt({ limits: 'github', rateLimit: 60 });
  await story.human.commits(planOf(100));
  await story.app.settles();
  expect(story.github.violations).toEqual([]);
  await expectWhole(100);
});

it('A create that was done although GitHub answered 502 makes no twin', async () => {
  await beginAt({});
  for (const nth of [1, 3, 4]) fault(nth, { kind: 'error-after' });
  await story.human.commits(planOf(5));
  const mark = story.github.requests.mark();
  await story.app.settles();
  await expectWhole(5);
  const creates = sent(mark).filter(({ method, route }) => method === 'POST' && route === ISSUES);
  expect(creates.map(({ status }) => status)).toEqual([502, 201, 201, 502, 201, 502]);
});
