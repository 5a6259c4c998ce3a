/** The words for the pace of a long sync. */
import { comma, duration, paceWords, renderUnderWay } from '../../../src/sync/render/under-way/pace.ts';

const told = { done: 37, total: 120, leftMs: null, perMinute: null, perHour: null };

test.each([
  [{}, ''],
  [{ leftMs: 350_000 }, 'about 6 minutes left'],
  [{ leftMs: 350_000, perMinute: 20 }, 'GitHub allows 20 a minute at present: about 6 minutes left'],
  [{ perMinute: 20, perHour: 150 }, 'GitHub allows 20 a minute and 150 an hour at present'],
  [{ perMinute: 0.25, leftMs: 10_000 }, 'GitHub allows 0.3 a minute at present: about 10 seconds left'],
])('%j is told as "%s"', (more, words) => {
  expect(paceWords({ ...told, ...more })).toBe(words);
});

test.each([
  [0, '1 second'],
  [59_400, '59 seconds'],
  [60_000, '1 minute'],
  [3_599_000, '1 hour'],
  [7_500_000, '2 hours 5 minutes'],
])('%i ms are %s', (ms, words) => {
  expect(duration(ms)).toBe(words);
});

test('The check says how far the sync is, and is not concluded', () => {
  expect(renderUnderWay('plans/search.md', { ...told, leftMs: 350_000 })).toEqual({
    title: '37 of 120 done',
    summary: 'plans/search.md: 37 of 120 changes are done. About 6 minutes left.',
    conclusion: null,
    annotations: [],
    actions: [],
  });
  expect(comma('')).toBe('');
});
