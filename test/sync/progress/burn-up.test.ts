/** Progress over time, told by the dates of issues. */
import { burnUp, datesByIssue, taskDates } from '../../../src/sync/progress/burn-up.ts';
import { after, datesOf, FIRST, lives, START, type Life } from '../match/history.ts';

function drawn(tasks: readonly Life[]) {
  return burnUp(
    tasks.map((life) => ({
      state: life.closed === undefined ? 'open' : life.dropped === true ? 'dropped' : 'done',
      dates: datesOf(life),
    })),
  ).map(({ day, done, scope }) => [day - FIRST, done, scope]);
}

describe('A burn-up', () => {
  it('has nothing to tell of a first sync, however much was done before it', () => {
    expect(drawn(lives([0.001, 0.002, 0.003], 5))).toEqual([]);
  });

  it('begins with what was done before the plan was first synced', () => {
    expect(drawn(lives([0.001, 0.001, 2], 2))).toEqual([
      [0, 2, 5],
      [1, 2, 5],
      [2, 3, 5],
    ]);
  });

  it('shows a scope that grows, and one that shrinks', () => {
    const tasks = [{ closed: 1 }, { opened: 2 }, { opened: 2 }, { closed: 3, dropped: true }, {}];
    expect(drawn(tasks)).toEqual([
      [0, 0, 3],
      [1, 1, 3],
      [2, 1, 5],
      [3, 1, 4],
    ]);
  });

  it('ends on the newest day of the state, not on the day somebody looks', () => {
    expect(drawn(lives([1, 3], 2)).at(-1)).toEqual([3, 2, 4]);
  });

  it.each([1, 12, 13, 40, 200, 1000, 9000])('of %i days has few points, at even distances', (days) => {
    const points = drawn(lives([days / 2, days], 3));
    const gaps = points.slice(2).map(([day = 0], index) => day - (points[index + 1]?.[0] ?? 0));
    expect(points.length).toBeLessThanOrEqual(13);
    expect(new Set(gaps).size).toBeLessThanOrEqual(1);
    expect([points[0]?.[0], points.at(-1)?.[0]]).toEqual([0, days]);
  });
});

describe('The dates of a task', () => {
  it('tell work from what was over when first seen', () => {
    expect(taskDates({ createdAt: after(1), closedAt: after(1.002) }, START).worked).toBe(false);
    expect(taskDates({ createdAt: after(1), closedAt: after(1.1) }, START).worked).toBe(true);
  });

  it('begin with the plan, where the issue is older than it', () => {
    const adopted = { createdAt: after(-400), closedAt: after(3) };
    expect(taskDates(adopted, START)).toEqual({ opened: FIRST, ended: FIRST + 3, worked: true });
    const closedBefore = { createdAt: after(-400), closedAt: after(-300) };
    expect(taskDates(closedBefore, START)).toEqual({ opened: FIRST, ended: FIRST, worked: false });
  });
});

describe('A plan begins', () => {
  const issue = (number: number, createdAt: string, creator = 1) => ({
    number,
    createdAt,
    creator,
    closedAt: null,
  });
  type Issue = ReturnType<typeof issue>;
  const opened = (
    observed: { tracking: Issue | null; issues: readonly Issue[] },
    written: ReadonlyMap<number, { createdAt: string; closedAt: string | null }> = new Map(),
  ) => {
    const numbers = [...new Set([...observed.issues.map(({ number }) => number), ...written.keys()])];
    const of = { tracking: 1, numbers: numbers.filter((number) => number !== 1), account: 1 };
    const dates = datesByIssue({ ...observed, linked: new Map() }, written, of);
    return [...dates].map(([number, one]) => [number, one.opened - FIRST]);
  };

  it('with its tracking issue, whatever was adopted', () => {
    const observed = { tracking: issue(1, START), issues: [issue(2, after(2)), issue(3, after(-9), 7)] };
    expect(opened(observed)).toEqual([
      [2, 2],
      [3, 0],
    ]);
  });

  it('with the oldest of its own issues, where the tracking issue was lost and made anew', () => {
    expect(
      opened({ tracking: issue(9, after(30)), issues: [issue(2, after(0)), issue(3, after(4))] }),
    ).toEqual([
      [2, 0],
      [3, 4],
    ]);
  });

  it('where a pass that makes it says so, and the next pass that reads it', () => {
    const times = { createdAt: START, closedAt: null };
    const written = new Map([
      [1, times],
      [2, { ...times, createdAt: after(0.01) }],
      [3, { createdAt: after(-9), closedAt: null }],
    ]);
    const before = { tracking: null, issues: [issue(3, after(-9), 7)] };
    const then = { tracking: issue(1, START), issues: [issue(2, after(0.01)), issue(3, after(-9), 7)] };
    expect(new Map(opened(before, written) as [number, number][])).toEqual(
      new Map(opened(then) as [number, number][]),
    );
  });
});
