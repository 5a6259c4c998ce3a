import type { Outcome } from '../../src/queue/types.ts';
import { settled } from './fake-clock.ts';
import { createBench, job } from './test-bench.ts';

const issue = (number: number) => ({ kind: 'issue', number }) as const;
const failed: Outcome = { kind: 'retry', afterMs: null, reason: 'GitHub answered 502' };

/** Whether a promise is kept by now. */
async function isKept(promise: Promise<void>): Promise<boolean> {
  let kept = false;
  void promise.then(() => (kept = true));
  await settled();
  return kept;
}

describe('one job at a time', () => {
  test('a job runs soon after it was added, but not before add has returned', async () => {
    const { queue, started } = createBenchAndLook();
    const added = queue.add(job('one'));
    expect(started()).toEqual([]);
    await added;
    await settled();
    expect(started()).toEqual(['one']);
  });

  test('jobs of one installation run one after the other, in order', async () => {
    const bench = createBench();
    await bench.queue.add(job('one'));
    await bench.queue.add(job('two'));
    await bench.queue.add(job('three'));
    await settled();
    expect(bench.running()).toEqual(['one']);
    expect(bench.queue.waiting(1)).toBe(2);
    await bench.ends('one');
    expect(bench.running()).toEqual(['two']);
    await bench.ends('two');
    expect(bench.started).toEqual(['one', 'two', 'three']);
  });

  test('installations work side by side, up to the limit', async () => {
    const bench = createBench({ concurrency: 2 });
    await bench.queue.add(job('one', [], 1));
    await bench.queue.add(job('two', [], 2));
    await bench.queue.add(job('three', [], 3));
    await settled();
    expect(bench.running()).toEqual(['one', 'two']);
    await bench.ends('two');
    expect(bench.running()).toEqual(['one', 'three']);
    expect(bench.queue.waiting(3)).toBe(0);
  });

  test('equal jobs that wait become one, with the hints of all', async () => {
    const bench = createBench();
    await bench.queue.add(job('busy'));
    await bench.queue.add(job('one', [issue(1)]));
    await bench.queue.add({ ...job('ONE', [issue(2)]), owner: 'Ada' });
    await bench.queue.add(job('one', [issue(1)]));
    expect(bench.queue.waiting(1)).toBe(1);
    await settled();
    await bench.ends('busy');
    expect(bench.jobs[1]?.hints).toEqual([issue(1), issue(2)]);
    await bench.ends('one');
    expect(bench.started).toHaveLength(2);
  });

  test('a job that comes while its twin runs, runs after it', async () => {
    const bench = createBench();
    await bench.queue.add(job('one', [issue(1)]));
    await settled();
    await bench.queue.add(job('one', [issue(2)]));
    await settled();
    expect(bench.started).toEqual(['one']);
    await bench.ends('one');
    expect(bench.jobs.map(({ hints }) => hints)).toEqual([[issue(1)], [issue(2)]]);
  });

  test('a job with more to do goes behind the others, with its hints and those of a new twin', async () => {
    const bench = createBench();
    await bench.queue.add(job('big', [issue(1)]));
    await bench.queue.add(job('small'));
    await settled();
    await bench.queue.add(job('big', [issue(2)]));
    await bench.ends('big', { kind: 'again' });
    expect(bench.running()).toEqual(['small']);
    await bench.ends('small');
    expect(bench.started).toEqual(['big', 'small', 'big']);
    expect(bench.jobs[2]?.hints).toEqual([issue(1), issue(2)]);
  });
});

describe('delays', () => {
  test('a delayed job waits its time', async () => {
    const bench = createBench();
    await bench.queue.add(job('one'), { delayMs: 60_000 });
    await bench.clock.advance(59_999);
    expect(bench.started).toEqual([]);
    await bench.clock.advance(1);
    expect(bench.started).toEqual(['one']);
  });

  test('more events do not push a delayed job out', async () => {
    const bench = createBench();
    for (let number = 1; number <= 6; number += 1) {
      await bench.queue.add(job('one', [issue(number)]), { delayMs: 60_000 });
      await bench.clock.advance(10_000);
    }
    expect(bench.jobs[0]?.hints).toHaveLength(6);
  });

  test('a job without delay takes its delayed twin along', async () => {
    const bench = createBench();
    await bench.queue.add(job('one', [issue(1)]), { delayMs: 60_000 });
    await bench.queue.add(job('one', [issue(2)]));
    await bench.clock.advance(0);
    expect(bench.jobs[0]?.hints).toEqual([issue(1), issue(2)]);
    expect(bench.queue.waiting(1)).toBe(0);
  });

  test('a delayed job holds up no other', async () => {
    const bench = createBench();
    await bench.queue.add(job('later'), { delayMs: 60_000 });
    await bench.queue.add(job('now'));
    await settled();
    expect(bench.running()).toEqual(['now']);
  });
});

describe('failures', () => {
  test('a job that throws is tried again, after waits that double up to the longest', async () => {
    const bench = createBench({ firstWaitMs: 1_000, longestWaitMs: 5_000, maxAttempts: 6 });
    await bench.queue.add(job('one'));
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await settled();
      await bench.ends('one', new Error('boom'));
      await bench.clock.advance(bench.retries[attempt - 1]?.afterMs ?? 0);
    }
    expect(bench.retries.map(({ afterMs }) => afterMs)).toEqual([1_000, 2_000, 4_000, 5_000, 5_000]);
    expect(bench.retries[0]?.failure).toMatchObject({ attempts: 1, reason: 'boom' });
    expect(bench.retries[0]?.failure.error).toBeInstanceOf(Error);
    expect(bench.started).toHaveLength(6);
  });

  test('chance takes away up to half of a wait', async () => {
    const bench = createBench({ firstWaitMs: 1_000, random: () => 0.5 });
    await bench.queue.add(job('one'));
    await settled();
    await bench.ends('one', failed);
    expect(bench.retries[0]?.afterMs).toBe(750);
  });

  test('a time that GitHub named is obeyed, also beyond the longest wait', async () => {
    const bench = createBench({ longestWaitMs: 5_000, random: () => 0.99 });
    await bench.queue.add(job('one'));
    await settled();
    await bench.ends('one', { kind: 'retry', afterMs: 3_600_000, reason: 'rate limit' });
    await bench.clock.advance(3_599_999);
    expect(bench.started).toHaveLength(1);
    await bench.clock.advance(1);
    expect(bench.started).toHaveLength(2);
  });

  test('no event shortens the wait of a job that backs off, and its hints are kept', async () => {
    const bench = createBench({ firstWaitMs: 1_000 });
    await bench.queue.add(job('one', [issue(1)]));
    await settled();
    await bench.queue.add(job('one', [issue(2)]));
    await bench.ends('one', failed);
    await bench.queue.add(job('one', [issue(3)]));
    await bench.clock.advance(999);
    expect(bench.started).toHaveLength(1);
    await bench.clock.advance(1);
    expect(bench.jobs[1]?.hints).toEqual([issue(1), issue(2), issue(3)]);
  });

  test('a job that backs off holds up no other of its installation', async () => {
    const bench = createBench();
    await bench.queue.add(job('one'));
    await bench.queue.add(job('two'));
    await settled();
    await bench.ends('one', failed);
    expect(bench.running()).toEqual(['two']);
  });

  test('a job that fails too often is given up loudly, and a later event starts afresh', async () => {
    const bench = createBench({ maxAttempts: 2, firstWaitMs: 1_000 });
    await bench.queue.add(job('one'));
    await settled();
    await bench.ends('one', failed);
    await bench.clock.advance(1_000);
    await bench.ends('one', failed);
    expect(bench.dead).toMatchObject([{ attempts: 2, reason: 'GitHub answered 502', job: { repo: 'one' } }]);
    expect(bench.queue.waiting(1)).toBe(0);
    await bench.queue.add(job('one'));
    await settled();
    await bench.ends('one', failed);
    expect(bench.dead).toHaveLength(1);
  });

  test('events that come between do not hide that a job keeps failing', async () => {
    const bench = createBench({ maxAttempts: 2, firstWaitMs: 1_000 });
    await bench.queue.add(job('one'));
    await settled();
    await bench.ends('one', failed);
    await bench.queue.add(job('one', [issue(1)]));
    await bench.clock.advance(1_000);
    await bench.ends('one', failed);
    expect(bench.dead).toHaveLength(1);
  });

  test('progress forgives earlier failures', async () => {
    const bench = createBench({ maxAttempts: 2, firstWaitMs: 1_000 });
    await bench.queue.add(job('one'));
    await settled();
    await bench.ends('one', failed);
    await bench.clock.advance(1_000);
    await bench.ends('one', { kind: 'again' });
    await bench.ends('one', failed);
    expect(bench.dead).toEqual([]);
    expect(bench.retries.map(({ failure }) => failure.attempts)).toEqual([1, 1]);
  });
});

describe('the end', () => {
  test('an empty queue is idle', async () => {
    expect(await isKept(createBench().queue.idle())).toBe(true);
  });

  test('idle waits for running, waiting and delayed jobs', async () => {
    const bench = createBench();
    await bench.queue.add(job('one'));
    await bench.queue.add(job('two'), { delayMs: 60_000 });
    await settled();
    const idle = bench.queue.idle();
    await bench.ends('one');
    expect(await isKept(idle)).toBe(false);
    await bench.clock.advance(60_000);
    expect(await isKept(idle)).toBe(false);
    await bench.ends('two');
    expect(await isKept(idle)).toBe(true);
  });

  test('in a hurry delayed and failed jobs run at once, and later ones wait again', async () => {
    const bench = createBench();
    await bench.queue.add(job('one'), { delayMs: 60_000 });
    const idle = bench.queue.idle({ hurry: true });
    await settled();
    await bench.ends('one', failed);
    await bench.queue.add(job('two'), { delayMs: 60_000 });
    await bench.ends('one');
    await bench.ends('two');
    expect(await isKept(idle)).toBe(true);
    await bench.queue.add(job('three'), { delayMs: 60_000 });
    await settled();
    expect(bench.running()).toEqual([]);
  });

  test('stop waits for the running jobs, starts no other and says which are left', async () => {
    const bench = createBench();
    await bench.queue.add(job('one'));
    await bench.queue.add(job('two'));
    await settled();
    const [stopped, idle] = [bench.queue.stop(), bench.queue.idle()];
    expect(await isKept(stopped)).toBe(false);
    await bench.ends('one', { kind: 'again' });
    expect(await isKept(stopped)).toBe(true);
    expect(await isKept(idle)).toBe(true);
    expect(bench.started).toEqual(['one']);
    expect(bench.left.map(({ repo }) => repo).toSorted()).toEqual(['one', 'two']);
  });

  test('a stopped queue refuses a job, so that its webhook is answered as failed', async () => {
    const bench = createBench();
    await bench.queue.stop();
    await expect(bench.queue.add(job('one'))).rejects.toThrow('stopped');
  });
});

function createBenchAndLook() {
  const bench = createBench();
  return { queue: bench.queue, started: () => bench.started };
}
