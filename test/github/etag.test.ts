import {
  createReplyBudget,
  createReplyCache,
  etagOf,
  isImmutable,
  recall,
  remember,
  type Reply,
} from '../../src/github/transport/etag.ts';

function reply(data: unknown, etag?: string): Reply {
  return { status: 200, url: 'x', headers: etag === undefined ? {} : { etag }, data };
}

test('the answers asked for longest ago go first', () => {
  const cache = createReplyCache({ maxEntries: 2 });
  remember(cache, 'a', reply(1));
  remember(cache, 'b', reply(2));
  recall(cache, 'a');
  remember(cache, 'c', reply(3));
  expect(['a', 'b', 'c'].map((key) => recall(cache, key)?.data)).toEqual([1, undefined, 3]);
});

test('answers never take more room than they may, and one answer never takes all of it', () => {
  const cache = createReplyCache({ maxBytes: 1000 });
  for (let count = 0; count < 20; count += 1) remember(cache, String(count), reply('x'.repeat(300)));
  expect(cache.bytes).toBeLessThanOrEqual(1000);
  expect(recall(cache, '19')).not.toBeNull();
  remember(cache, 'huge', reply('x'.repeat(900)));
  expect(recall(cache, 'huge')).toBeNull();
  expect(recall(cache, '19')).not.toBeNull();
});

test('several caches keep within one budget: whoever kept an answer longest ago forgets first', () => {
  const budget = createReplyBudget(1000);
  const caches = Array.from({ length: 50 }, () => createReplyCache({ budget }));
  const busy = caches[0]!;
  for (const cache of caches) {
    remember(cache, 'own', reply('x'.repeat(200)));
    remember(busy, 'busy', reply('y'.repeat(200)));
  }
  const held = caches.reduce((sum, { bytes }) => sum + bytes, 0);
  expect([held, held <= 1000]).toEqual([budget.bytes, true]);
  expect(recall(busy, 'busy')).not.toBeNull();
  expect(recall(caches.at(-1)!, 'own')).not.toBeNull();
  expect(recall(caches[1]!, 'own')).toBeNull();
  expect(budget.caches.size).toBeLessThanOrEqual(5);
});

test('a newer answer takes the place and the room of the older one', () => {
  const cache = createReplyCache();
  remember(cache, 'a', reply('x'.repeat(100), '"1"'));
  remember(cache, 'a', reply('y', '"2"'));
  expect([etagOf(cache, 'a'), cache.bytes, recall(cache, 'a')?.data]).toEqual(['"2"', 3, 'y']);
});

test('numbers that JSON cannot hold are not kept', () => {
  const cache = createReplyCache();
  remember(cache, 'a', reply({ id: 2n ** 60n }, '"1"'));
  expect(recall(cache, 'a')).toBeNull();
});

test.each([
  [`/repos/o/r/git/blobs/${'a'.repeat(40)}`, true],
  [`/repos/o/r/git/trees/${'0'.repeat(40)}`, true],
  ['/repos/o/r/git/trees/main', false],
  [`/repos/o/r/commits/${'a'.repeat(40)}/check-runs`, false],
])('%s never changes: %s', (path, expected) => {
  expect(isImmutable(path)).toBe(expected);
});

test('an answer weighs its bytes, whatever script it is in', () => {
  const cache = createReplyCache({ maxBytes: 1000 });
  remember(cache, 'a', reply('搜'.repeat(200)));
  expect([cache.bytes, recall(cache, 'a')]).toEqual([0, null]);
  remember(cache, 'b', reply('搜'.repeat(100)));
  expect([cache.bytes, recall(cache, 'b')?.data]).toEqual([302, '搜'.repeat(100)]);
});
