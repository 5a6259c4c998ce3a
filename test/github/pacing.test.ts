import * as fc from 'fast-check';
import '../runs.ts';
import {
  costOf,
  createPace,
  hourRoomMs,
  learn,
  LIMITS,
  spend,
  waitMs,
  type Cost,
  type Pace,
} from '../../src/github/transport/pacing.ts';
import { paceMemoryOf, recallPace } from '../../src/github/transport/pace-memory.ts';

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

describe('A refusal', () => {
  const MINUTE = 60_000;
  /** Sends so many creates at `now`, one of which is refused: the last. */
  function refusedAfter(
    pace: Pace,
    went: number,
    { now = 0, toldMs = null as number | null, cost = create } = {},
  ): void {
    for (let count = 0; count < went; count += 1) spend(pace, cost, now);
    learn(pace, spend(pace, cost, now), { now, toldMs });
  }

  test.each([
    [60, 60],
    [20, 20],
    [19, 40],
    [0, 40],
  ])('after %i of 80 in a minute leaves %i', (went, expected) => {
    const pace = createPace();
    spend(pace, create, 0);
    refusedAfter(pace, went === 0 ? 0 : went - 1, { now: went === 0 ? 30_000 : 0 });
    expect(pace.allowed.createsPerMinute).toBe(expected);
    expect(pace.allowed.createsPerHour).toBe(500);
  });

  test('within what was learnt halves it, without a floor: less than one a minute is a longer wait', () => {
    const pace = createPace();
    pace.allowed.createsPerMinute = 1;
    refusedAfter(pace, 1);
    expect(pace.allowed.createsPerMinute).toBe(0.5);
    expect(waitMs(pace, create, 0)).toBe(2 * 61_000);
  });

  test('that was not processed does not count as sent', () => {
    const pace = createPace();
    refusedAfter(pace, 20);
    expect(pace.creates).toHaveLength(20);
  });

  test('for so long that no minute takes is about the hour', () => {
    const pace = createPace();
    refusedAfter(pace, 150, { toldMs: 50 * MINUTE });
    expect([pace.allowed.createsPerHour, pace.allowed.createsPerMinute]).toEqual([150, 80]);
  });

  test('again, though nothing went out for a minute, is about the hour; what the first one taught of the minute is taken back', () => {
    const pace = createPace();
    pace.allowed.createsPerMinute = 20;
    pace.changedAt.createsPerMinute = 0;
    for (let minute = 0; minute < 7; minute += 1)
      for (let count = 0; count < 20; count += 1) spend(pace, create, minute * 61_000);
    const now = 7 * 61_000;
    refusedAfter(pace, 10, { now });
    expect(pace.allowed.createsPerMinute).toBe(10);
    refusedAfter(pace, 0, { now: now + MINUTE });
    expect([pace.allowed.createsPerMinute, pace.allowed.createsPerHour]).toEqual([20, 150]);
    expect(waitMs(pace, create, now + MINUTE)).toBe(3_601_000 - now - MINUTE);
  });

  test('of a read lowers the points and leaves the creates', () => {
    const pace = createPace();
    refusedAfter(pace, 300, { cost: read });
    expect(pace.allowed).toMatchObject({ restPointsPerMinute: 300, createsPerMinute: 80 });
  });

  test('is forgotten in steps while all is quiet', () => {
    const pace = createPace();
    refusedAfter(pace, 20, { now: MINUTE });
    const allowedAfter = (minutes: number): number => {
      waitMs(pace, create, (minutes + 1) * MINUTE);
      return pace.allowed.createsPerMinute;
    };
    expect([29, 30, 60, 600].map(allowedAfter)).toEqual([20, 40, 80, 80]);
  });
});

test('what was learnt and counted goes on in another process', () => {
  const pace = createPace();
  for (let count = 0; count < 30; count += 1) spend(pace, create, 1_000);
  learn(pace, spend(pace, create, 2_000), { now: 2_000, toldMs: null });
  const other = createPace();
  recallPace(other, JSON.parse(JSON.stringify(paceMemoryOf(pace))));
  expect(other.allowed).toEqual(pace.allowed);
  expect(waitMs(other, create, 3_000)).toBe(waitMs(pace, create, 3_000));
  recallPace(other, paceMemoryOf(pace));
  expect(other.creates).toHaveLength(30);
});

test.each([
  null,
  'nonsense',
  { learnt: {} },
  { learnt: { createsPerMinute: { allowed: 0, at: 9 } }, creates: [] },
])('a memory that is none (%j) changes nothing', (value) => {
  const pace = createPace();
  recallPace(pace, value);
  expect(pace).toEqual(createPace());
});

test('room for several is there once the hour holds them all, or as many as a burst', () => {
  const pace = createPace();
  for (let count = 0; count < 500; count += 1) spend(pace, create, count * 1_000);
  expect(hourRoomMs(pace, 1, 500_000)).toBe(3_601_000 - 500_000);
  expect(hourRoomMs(pace, 11, 500_000)).toBe(3_601_000 - 490_000);
  expect(hourRoomMs(pace, 2_000, 500_000)).toBe(hourRoomMs(pace, 80, 500_000));
  expect(hourRoomMs(createPace(), 2_000, 0)).toBe(0);
});
