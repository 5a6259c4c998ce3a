/** Stories under GitHub's limits: GitHub, app and tokens live by one clock, and every request is written down. */
import type { LoggedRequest, RequestEffect } from '@planwright/github-sandbox';
import { storyClock, type StoryClock } from './clock.ts';
import { leastMs, type Allowance } from './least-time.ts';
import { begin, TODAY, type Beginning, type Story } from './scenario.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

interface Refusal {
  /** Seconds until the app asked for anything again. */
  readonly waited: number;
  /** When that was, in seconds since 1970. */
  readonly goesOnAt: number;
}

export interface LimitedStory {
  readonly story: Story;
  readonly clock: StoryClock;
  /** What the app asked of GitHub with its token since the mark. */
  sent(mark: number): readonly LoggedRequest[];
  /** Each answer that told the app to wait, and what the app did then. */
  refusals(): Refusal[];
  /** What the nth request that opens an issue comes to. */
  fault(nth: number, effect: RequestEffect): void;
  /** Commits a plan so large that it waits for a person, who lets it go. */
  commitsAndConfirms(tasks: number): Promise<void>;
  /** Every task has one open issue, and the plan is done with. */
  expectWhole(tasks: number): Promise<void>;
}

/** Begins stories by one clock, and ends each after its test. */
export function limitedStories(): (strictness: Beginning['github']) => Promise<LimitedStory> {
  const machineNow = Date.now;
  let begun: Story | null = null;
  afterEach(async () => {
    await begun?.ends();
    Date.now = machineNow;
  });
  return async (strictness) => {
    const clock = storyClock(new Date(TODAY));
    Date.now = clock.now;
    const story = await begin({ clock, ...(strictness === undefined ? {} : { github: strictness }) });
    begun = story;
    // News of the app's own hundreds of issues tells it nothing and takes these stories half their time.
    story.github.faults.clear();
    story.github.faults.add({ on: { event: 'issues' }, effect: { kind: 'webhook-lost' }, times: Infinity });
    story.github.faults.add({ effect: { kind: 'webhook-late' }, times: Infinity });
    return { story, clock, ...deedsOf(story) };
  };
}

function deedsOf(story: Story): Omit<LimitedStory, 'story' | 'clock'> {
  const sent = (mark: number): readonly LoggedRequest[] =>
    story.github.requests.byApps(mark).filter(({ actor }) => actor.kind === 'installation');
  return {
    sent,
    refusals: () => {
      const requests = sent(0);
      return requests.flatMap(({ status, at }, index) => {
        const next = requests[index + 1];
        if ((status !== 403 && status !== 429) || next === undefined) return [];
        return [{ waited: (next.at.getTime() - at.getTime()) / 1000, goesOnAt: next.at.getTime() / 1000 }];
      });
    },
    fault: (nth, effect) => {
      story.github.faults.add({ on: { opensIssue: true, actor: 'app', nth }, effect });
    },
    commitsAndConfirms: async (tasks) => {
      await story.human.commits(planOf(tasks));
      await story.app.settles();
      await story.human.confirms();
    },
    expectWhole: async (tasks) => {
      const titles = await story.titles();
      expect(new Set(titles).size).toBe(titles.length);
      expect(titles).toHaveLength(tasks + 1);
      expect((await story.issue('Plan: Search')).body).toContain(`0 of ${tasks} tasks done`);
    },
  };
}

/** A plan of so many tasks. */
export function planOf(tasks: number): string {
  const boxes = Array.from({ length: tasks }, (_, index) => `- [ ] Build part ${index}`);
  return `# Search\n\n## Phase 1: Begin\n${boxes.join('\n')}\n`;
}

/** From the first of these requests to the last write among them it took hardly longer than the limits allow, which is `knownMs` or more. */
export function expectSpeed(
  requests: readonly LoggedRequest[],
  knownMs: number,
  { allowance, factor }: { readonly allowance?: Allowance; readonly factor: number } = { factor: 1.1 },
): void {
  // What was refused was not done, and is sent again.
  const done = requests.filter(({ faulted, status }) => !faulted && (status ?? 0) < 400);
  const last = done.filter(({ isWrite }) => isWrite).at(-1);
  const tookMs = (last?.at.getTime() ?? 0) - (requests[0]?.at.getTime() ?? 0);
  const allowedMs = leastMs(done, allowance === undefined ? undefined : () => allowance);
  expect(allowedMs).toBeGreaterThanOrEqual(knownMs);
  expect(tookMs).toBeGreaterThanOrEqual(allowedMs);
  expect(tookMs).toBeLessThanOrEqual(factor * allowedMs);
}
