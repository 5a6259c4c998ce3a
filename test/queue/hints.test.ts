import { MAX_HINTS, MAX_TOUCHED, jobKey, uniteJobs } from '../../src/queue/hints.ts';
import type { Hint } from '../../src/queue/types.ts';
import { hintsOf, job } from './test-bench.ts';

const push = (before: string, after: string, touched: readonly string[] | 'unknown'): Hint => ({
  kind: 'push',
  ref: 'refs/heads/main',
  before,
  after,
  touched,
});

const unite = (...hints: readonly Hint[]): readonly Hint[] =>
  hintsOf(uniteJobs(undefined, job('one', hints)));

test('a repository is the same in any case of letters, and another in another installation', () => {
  expect(jobKey(job('One'))).toBe(jobKey(job('one', [], 1, 'ADA')));
  expect(jobKey(job('one'))).not.toBe(jobKey(job('one', [], 2)));
});

test('the same hint counts once', () => {
  expect(unite({ kind: 'issue', number: 1 }, { kind: 'issue', number: 1 })).toHaveLength(1);
  expect(unite({ kind: 'issue', number: 1 }, { kind: 'pull-request', number: 1 })).toHaveLength(2);
});

test('pushes that follow each other become one', () => {
  expect(unite(push('a', 'b', ['x']), push('b', 'c', ['x', 'y']))).toEqual([push('a', 'c', ['x', 'y'])]);
});

test('what one push cannot tell, both cannot', () => {
  expect(unite(push('a', 'b', ['x']), push('b', 'c', 'unknown'))).toEqual([push('a', 'c', 'unknown')]);
});

test('pushes that came out of order or to other branches stay apart', () => {
  expect(unite(push('b', 'c', ['y']), push('a', 'b', ['x']))).toHaveLength(2);
  expect(unite(push('a', 'b', []), { ...push('b', 'c', []), ref: 'refs/heads/other' } as Hint)).toHaveLength(
    2,
  );
});

test('too many paths count as unknown', () => {
  const paths = Array.from({ length: MAX_TOUCHED }, (_, n) => `plans/${n}.md`);
  expect(unite(push('a', 'b', paths), push('b', 'c', ['one more']))).toEqual([push('a', 'c', 'unknown')]);
});

test('too many hints become a look at everything, and what somebody waits for', () => {
  const hints = Array.from({ length: MAX_HINTS }, (_, n) => ({ kind: 'issue', number: n }) as const);
  expect(unite(...hints)).toHaveLength(MAX_HINTS);
  const preview = { kind: 'pull-request', number: 1 } as const;
  expect(unite(...hints, preview)).toEqual([{ kind: 'sweep' }, preview]);
  const previews = hints.map(({ number }) => ({ ...preview, number }));
  expect(unite(...hints, ...previews, preview)).toHaveLength(MAX_HINTS);
});
