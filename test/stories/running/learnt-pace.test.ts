/** Where GitHub allows less than it documents, the app learns that from its refusals. */
import type { LoggedRequest } from '@planwright/github-sandbox';
import { expectSpeed, limitedStories, MINUTE_MS, planOf } from '../../story/under-limits.ts';

const beginAt = limitedStories();
const LOW = { createsPerMinute: 20, createsPerHour: 150 };

it.each(['retry-after', 'nothing'] as const)(
  '120 tasks at 20 a minute: a few refusals, which tell %s, and hardly longer than that allows',
  async (tells) => {
    const { story, sent, expectWhole } = await beginAt({ limits: { ...LOW, tells } });
    await story.human.commits(planOf(120));
    const mark = story.github.requests.mark();
    await story.app.settles();
    expect(story.github.violations.length).toBeLessThanOrEqual(6);
    expect(story.github.violations.filter(({ limit }) => limit === 'told to wait')).toEqual([]);
    expectSpeed(sent(mark), 6 * MINUTE_MS, { allowance: LOW, factor: 1.25 });
    await expectWhole(120);
  },
);

it('A limit that is lowered half-way is followed', async () => {
  const { story, sent, expectWhole } = await beginAt({ limits: 'github' });
  await story.human.commits(planOf(120));
  let isLowered = false;
  const stop = story.github.intercept(() => {
    isLowered ||= sent(0).length > 80;
    if (isLowered) story.github.limits(LOW);
    return 'pass';
  });
  await story.app.settles();
  stop();
  expect(story.github.violations.length).toBeLessThanOrEqual(6);
  await expectWhole(120);
});

it('What was learnt holds for the next plan', async () => {
  const { story } = await beginAt({ limits: LOW });
  await story.human.commits(planOf(50));
  await story.app.settles();
  const before = story.github.violations.length;
  expect(before).toBeGreaterThan(0);
  await story.human.commits(planOf(40).replace('# Search', '# Zoo'), 'plans/zoo.md');
  await story.app.settles();
  expect(story.github.violations).toHaveLength(before);
});

describe('What the check says meanwhile', () => {
  const statements = (requests: readonly LoggedRequest[]): { at: number; leftMs: number; rate: string }[] =>
    requests.flatMap(({ at, path, body }) => {
      if (!path.includes('/check-runs')) return [];
      const { summary = '' } = (body as { output?: { summary?: string } } | undefined)?.output ?? {};
      const [, number, unit] = /bout (\d+) (second|minute)s? left/.exec(summary) ?? [];
      if (number === undefined) return [];
      const leftMs = Number(number) * (unit === 'minute' ? MINUTE_MS : 1_000);
      return [
        {
          at: at.getTime(),
          leftMs,
          rate: /GitHub allows (\d+) a minute at present/.exec(summary)?.[1] ?? '',
        },
      ];
    });

  it.each([
    ['documented', 'github', 160, ''],
    ['low', LOW, 120, '20'],
  ] as const)(
    'at the %s limits is true to within a minute, and is taken back in the end',
    async (_, limits, tasks, rate) => {
      const { story, sent } = await beginAt({ limits });
      await story.human.commits(planOf(tasks));
      await story.app.settles();
      const requests = sent(0);
      const end =
        requests
          .filter(({ isWrite }) => isWrite)
          .at(-1)
          ?.at.getTime() ?? 0;
      const said = statements(requests);
      expect(said.length).toBeGreaterThan(0);
      expect(said.every((one) => one.rate === rate)).toBe(true);
      for (const { at, leftMs } of said)
        expect(Math.abs(at + leftMs - end)).toBeLessThanOrEqual(1.5 * MINUTE_MS);
      expect((await story.checks())[0]).toMatchObject({ conclusion: 'success' });
    },
  );
});
