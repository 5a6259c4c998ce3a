import * as fc from 'fast-check';
import '../runs.ts';
import { costOf, createPace, LIMITS, spend, waitMs, type Cost } from '../../src/github/transport/pacing.ts';

interface Sent extends Cost {
  readonly at: number;
}

/** Sends everything as early as the pace allows; `pauses` is how long the app itself takes before each request. */
function sendAll(requests: readonly { readonly cost: Cost; readonly pause: number }[]): Sent[] {
  const pace = createPace();
  let now = 0;
  return requests.map(({ cost, pause }) => {
    now += pause;
    now += waitMs(pace, cost, now);
    spend(pace, cost, now);
    return { ...cost, at: now };
  });
}

/** The most that any window of this length holds, ends included. */
function most(sent: readonly Sent[], windowMs: number, weigh: (one: Sent) => number): number {
  return Math.max(
    ...sent.map(({ at }) =>
      sent
        .filter((other) => other.at >= at && other.at <= at + windowMs)
        .reduce((sum, other) => sum + weigh(other), 0),
    ),
  );
}

const create = costOf('POST', '/repos/o/r/issues');
const read = costOf('GET', '/repos/o/r/issues');
const patch = costOf('PATCH', '/repos/o/r/issues/1');
const creates = (one: Sent) => (one.creates ? 1 : 0);

test('no window ever holds more than GitHub allows', () => {
  const request = fc.record({
    cost: fc.oneof({ weight: 3, arbitrary: fc.constant(create) }, fc.constantFrom(read, patch)),
    pause: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 20_000 })),
  });
  fc.assert(
    fc.property(fc.array(request, { minLength: 150, maxLength: 700, size: 'max' }), (requests) => {
      const sent = sendAll(requests);
      expect(most(sent, 60_000, creates)).toBeLessThanOrEqual(LIMITS.createsPerMinute.documented);
      expect(most(sent, 3_600_000, creates)).toBeLessThanOrEqual(LIMITS.createsPerHour.documented);
      expect(most(sent, 60_000, (one) => one.points)).toBeLessThanOrEqual(
        LIMITS.restPointsPerMinute.documented,
      );
    }),
    // Shrinking hundreds of requests takes minutes and tells nothing more.
    { endOnFailure: true },
  );
});

test('eighty creates go at once, five hundred within seven minutes, and the next an hour after the first', () => {
  const sent = sendAll(Array.from({ length: 501 }, () => ({ cost: create, pause: 0 })));
  expect(sent[79]?.at).toBe(0);
  expect(sent[80]?.at).toBeGreaterThanOrEqual(60_000);
  expect(sent[499]?.at).toBeLessThan(7 * 60_000);
  expect(sent[500]?.at).toBeGreaterThanOrEqual(3_600_000);
  expect(sent[500]?.at).toBeLessThan(3_610_000);
});

test('creates do not hold up reads', () => {
  const pace = createPace();
  for (let count = 0; count < 80; count += 1) spend(pace, create, 0);
  expect(waitMs(pace, create, 0)).toBeGreaterThan(0);
  expect(waitMs(pace, read, 0)).toBe(0);
});

test('nine hundred reads go in a minute, or a hundred and eighty updates', () => {
  const reads = sendAll(Array.from({ length: 901 }, () => ({ cost: read, pause: 0 })));
  expect([reads[899]?.at, (reads[900]?.at ?? 0) >= 60_000]).toEqual([0, true]);
  const updates = sendAll(Array.from({ length: 181 }, () => ({ cost: patch, pause: 0 })));
  expect([updates[179]?.at, (updates[180]?.at ?? 0) >= 60_000]).toEqual([0, true]);
});

test.each([
  ['POST', '/repos/o/r/issues', true],
  ['POST', '/api/v3/repos/o/r/issues/4/comments', true],
  ['POST', '/repos/o/r/pulls', true],
  ['POST', '/repos/o/r/issues/4/sub_issues', true],
  ['POST', '/repos/o/r/issues/4/dependencies/blocked_by', true],
  ['POST', '/repos/o/r/pulls/4/reviews', true],
  ['POST', '/repos/o/r/issues/4/labels', false],
  ['POST', '/repos/o/r/milestones', false],
  ['PATCH', '/repos/o/r/issues/4', false],
  ['GET', '/repos/o/r/issues', false],
])('%s %s counts as content: %s', (method, path, expected) => {
  expect(costOf(method, path).creates).toBe(expected);
});
