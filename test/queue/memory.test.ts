import { behaves } from './behaviour.ts';
import { job, openMemoryBench } from './test-bench.ts';

describe('in memory', () => {
  behaves(openMemoryBench);
});

test('a job starts only after add has returned: a webhook is answered first', async () => {
  const bench = await openMemoryBench();
  const added = bench.queue.add(job('one'));
  expect(bench.started()).toEqual([]);
  await added;
  await bench.settles();
  expect(bench.started()).toEqual(['one']);
});

test('a queue that stops says which jobs are left, those that would not end among them', async () => {
  const bench = await openMemoryBench();
  await bench.queue.add(job('one'));
  await bench.queue.add(job('two'));
  await bench.settles();
  const stopped = bench.queue.stop({ graceMs: 1_000 });
  await bench.passes(1_000);
  await stopped;
  expect(bench.left).toEqual([job('one'), job('two')]);
  expect(bench.started()).toEqual(['one']);
});
