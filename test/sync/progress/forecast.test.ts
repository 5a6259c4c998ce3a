/** When a plan will be done, by pace and by estimates. */
import { lookAhead, paceOf, type Range } from '../../../src/sync/progress/forecast.ts';
import { FIRST, lives, planOf, type Life } from '../match/history.ts';

const weekly = (weeks: number, perWeek: number): number[] =>
  Array.from({ length: weeks * perWeek }, (_, index) => ((index + 1) * 7) / perWeek);

function ahead(tasks: readonly Life[], options: Parameters<typeof planOf>[1] = {}) {
  const { plan, dates } = planOf(tasks, options);
  return lookAhead(plan, dates);
}

/** A range in days after the newest day. */
function days(range: Range | null | undefined, asOf: number): readonly (number | null)[] | null {
  if (range == null) return null;
  return [range.from - asOf, range.to === null ? null : range.to - asOf];
}

const wholeOf = (tasks: readonly Life[], options: Parameters<typeof planOf>[1] = {}) => {
  const outlook = ahead(tasks, options);
  return days(outlook?.whole.byPace, outlook?.asOf ?? 0);
};

describe('A forecast by pace', () => {
  it('is too early under five finished tasks', () => {
    expect(ahead(lives([1, 2, 3, 4], 6))).toMatchObject({
      finished: 4,
      pace: null,
      whole: { byPace: null, byEstimates: null },
    });
    expect(ahead(lives([1, 2, 3, 4, 5], 6))?.whole.byPace).not.toBeNull();
  });

  it('is none where nothing is left to do', () => {
    expect(ahead(lives([1, 2, 3, 4, 5], 0))).toBeNull();
  });

  it('counts as pace nothing that was done when the plan was first synced', () => {
    expect(ahead(lives([0.001, 0.001, 0.002, 0.002, 0.003, 0.003, 4], 3))).toMatchObject({
      finished: 1,
      pace: null,
    });
  });

  it('at a steady pace is a range around what is left by that pace', () => {
    const outlook = ahead(lives(weekly(8, 3), 12));
    expect(outlook?.pace).toMatchObject({ finished: 18, days: 42, bursts: 1 });
    const [from = 0, to] = days(outlook?.whole.byPace, outlook?.asOf ?? 0) ?? [];
    expect(from).toBeGreaterThan(28 / 2);
    expect(from).toBeLessThan(28);
    expect(to).toBeGreaterThan(28);
    expect(to).toBeLessThan(28 * 2);
  });

  it('says less, the less it has seen', () => {
    const width = (tasks: readonly Life[]): number => {
      const [from, to] = wholeOf(tasks) ?? [];
      return (to ?? 0) / (from ?? 1);
    };
    expect(width(lives(weekly(2, 3), 12))).toBeGreaterThan(width(lives(weekly(8, 3), 12)));
    const burst = (day: number): number[] => Array.from({ length: 9 }, () => day);
    expect(width(lives([...burst(14), ...burst(42)], 12))).toBeGreaterThan(width(lives(weekly(6, 3), 12)));
  });

  it('after weeks of standing still sees the weeks in which nothing was done', () => {
    const stalled = ahead(lives([...weekly(3, 3), 70], 9));
    expect(stalled?.asOf).toBe(FIRST + 70);
    expect(stalled?.pace?.finished).toBe(5);
    expect(stalled?.pace?.days).toBeGreaterThan(49);
    const [steady, slow] = [wholeOf(lives(weekly(3, 3), 9)), wholeOf(lives([...weekly(3, 3), 70], 9))];
    expect(slow?.[0]).toBeGreaterThan((steady?.[0] ?? 0) * 2);
  });

  it('moves out as the scope grows, and the day of the growth is the newest day', () => {
    const before = lives(weekly(6, 3), 6);
    const grown = [...before, ...Array.from({ length: 12 }, () => ({ opened: 44 }))];
    expect(ahead(grown)?.asOf).toBe(FIRST + 44);
    expect(wholeOf(grown)?.[0]).toBeGreaterThan(wholeOf(before)?.[1] ?? 0);
  });

  it('leaves dropped tasks out, of the pace and of what is left', () => {
    const dropped = { closed: 3, dropped: true };
    expect(ahead([...lives([1, 2, 3, 4], 4), dropped, dropped])?.pace).toBeNull();
    const tasks = lives([1, 2, 3, 4, 5], 4);
    expect(wholeOf([...tasks, dropped])).toEqual(wholeOf(tasks));
  });

  it('has no end where the pace is too slow to tell', () => {
    expect(wholeOf(lives([100, 200, 300, 400, 500], 200))?.[1]).toBeNull();
  });

  it('of phases follows their order, and the last one is the whole', () => {
    const outlook = ahead(lives(weekly(4, 2), 22), { perPhase: 10 });
    const begins = (outlook?.sections ?? []).map((one) => one?.byPace?.from ?? 0);
    expect(begins).toHaveLength(3);
    expect(new Set(begins).size).toBe(3);
    expect(begins).toEqual(begins.toSorted((x, y) => x - y));
    expect(outlook?.sections.at(-1)).toEqual(outlook?.whole);
  });

  it('of a finished phase is none', () => {
    const outlook = ahead(lives(weekly(3, 2), 6), { perPhase: 6 });
    expect(outlook?.sections.map((one) => one === null)).toEqual([true, false]);
  });

  it('of a phase is never earlier than of the one before it', () => {
    const bursts = [7, 7, 7, 7, 7, 7, 7, 7, 42, 42];
    const outlook = ahead(lives(bursts, 20), { perPhase: 11 });
    const ends = (outlook?.sections ?? []).flatMap((one) => one?.byPace?.to ?? []);
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
  });
});

describe('A forecast by estimates', () => {
  const sized =
    (size: (index: number) => string) =>
    (index: number): string =>
      ` (${size(index)})`;

  it('counts what is left by its estimates', () => {
    const tasks = lives(weekly(6, 2), 6);
    const even = ahead(tasks, { estimate: sized(() => '1d') });
    const heavy = ahead(tasks, { estimate: sized((index) => (index < 12 ? '1d' : '4d')) });
    expect(even?.whole.byEstimates).toEqual(even?.whole.byPace);
    expect(heavy?.whole.byPace).toEqual(even?.whole.byPace);
    expect(days(heavy?.whole.byEstimates, heavy?.asOf ?? 0)?.[0]).toBeGreaterThan(
      (days(even?.whole.byEstimates, even?.asOf ?? 0)?.[0] ?? 0) * 3,
    );
  });

  it('keeps the range of the estimates', () => {
    const tasks = lives(weekly(6, 2), 6);
    const [exact, range] = ['2d', '1-3d'].map((size) => {
      const outlook = ahead(tasks, { estimate: sized((index) => (index < 12 ? '2d' : size)) });
      return days(outlook?.whole.byEstimates, outlook?.asOf ?? 0);
    });
    expect(range?.[0]).toBeLessThan(exact?.[0] ?? 0);
    expect(range?.[1]).toBeGreaterThan(exact?.[1] ?? 0);
  });

  it.each([
    ['there are none', () => ''],
    ['most open tasks have none', (index: number) => (index < 12 ? ' (1d)' : '')],
    ['too few finished tasks have one', (index: number) => (index > 8 ? ' (1d)' : '')],
    ['they are of two kinds', (index: number) => (index % 2 === 0 ? ' (1d)' : ' (3 pts)')],
    ['they are sizes', () => ' (M)'],
  ])('is none where %s', (_, estimate) => {
    expect(ahead(lives(weekly(6, 2), 6), { estimate })?.whole.byEstimates).toBeNull();
  });
});

it('The pace looks six weeks back, and as far as it takes to see five', () => {
  const close = (day: number) => ({ day, amount: 1 });
  expect(paceOf([10, 80, 81, 82, 83, 84].map(close), 0, 84)).toMatchObject({ finished: 5, days: 42 });
  expect(paceOf([10, 20, 81, 82, 84].map(close), 0, 84)).toMatchObject({ finished: 5, days: 75 });
  expect(paceOf([1, 2, 3, 3, 3].map(close), 1, 3)).toMatchObject({ finished: 5, days: 3 });
});
