import type { Job, Outcome } from '../../src/queue/types.ts';
import { hintsOf, job, type Bench, type BenchOptions } from './test-bench.ts';

const news = { kind: 'repository', owner: 'ada', repo: 'one' } as const;
const issue = (number: number) => ({ kind: 'issue', number }) as const;
const failed: Outcome = { kind: 'retry', afterMs: null, reason: 'GitHub answered 502' };

/** What every queue does, told of one that `open` opens. */
export function behaves(open: (options?: BenchOptions) => Promise<Bench>): void {
  describe('one job at a time', () => {
    test('jobs of one installation run one after the other, in order', async () => {
      const bench = await open();
      await bench.queue.add(job('one'));
      await bench.queue.add(job('two'));
      await bench.queue.add(job('three'));
      await bench.settles();
      expect(bench.running()).toEqual(['one']);
      expect(await bench.waits(1)).toBe(2);
      await bench.ends('one');
      expect(bench.running()).toEqual(['two']);
      await bench.ends('two');
      expect(bench.started()).toEqual(['one', 'two', 'three']);
    });

    test('installations work side by side, up to the limit', async () => {
      const bench = await open({ concurrency: 2 });
      await bench.queue.add(job('one', [], 1));
      await bench.queue.add(job('two', [], 2));
      await bench.queue.add(job('three', [], 3));
      await bench.settles();
      expect(bench.running()).toEqual(['one', 'two']);
      await bench.ends('two');
      expect(bench.running()).toEqual(['one', 'three']);
      expect(await bench.waits(3)).toBe(0);
    });

    test('equal jobs that wait become one, with the hints of all', async () => {
      const bench = await open();
      await bench.queue.add(job('busy'));
      await bench.settles();
      await bench.queue.add(job('one', [issue(1)]));
      await bench.queue.add(job('ONE', [issue(2)], 1, 'Ada'));
      await bench.queue.add(job('one', [issue(1)]));
      expect(await bench.waits(1)).toBe(1);
      await bench.settles();
      await bench.ends('busy');
      expect(hintsOf(bench.jobs[1])).toEqual([issue(1), issue(2)]);
      await bench.ends('one');
      expect(bench.started()).toHaveLength(2);
    });

    test('a job that comes while one of its key runs, runs after it', async () => {
      const bench = await open();
      await bench.queue.add(job('one', [issue(1)]));
      await bench.settles();
      await bench.queue.add(job('one', [issue(2)]));
      await bench.settles();
      expect(bench.started()).toEqual(['one']);
      await bench.ends('one');
      expect(bench.jobs.map(hintsOf)).toEqual([[issue(1)], [issue(2)]]);
    });

    test('a job with more to do goes behind the others, with its hints and those of a new one of its key', async () => {
      const bench = await open();
      await bench.queue.add(job('big', [issue(1)]));
      await bench.queue.add(job('small'));
      await bench.settles();
      await bench.queue.add(job('big', [issue(2)]));
      await bench.ends('big', { kind: 'again' });
      expect(bench.running()).toEqual(['small']);
      await bench.ends('small');
      expect(bench.started()).toEqual(['big', 'small', 'big']);
      expect(hintsOf(bench.jobs[2])).toEqual([issue(1), issue(2)]);
    });
  });

  describe('delays', () => {
    test('a delayed job waits its time', async () => {
      const bench = await open();
      await bench.queue.add(job('one'), { delayMs: 60_000 });
      await bench.passes(55_000);
      expect(bench.started()).toEqual([]);
      await bench.passes(5_000);
      expect(bench.started()).toEqual(['one']);
    });

    test('more events do not push a delayed job out', async () => {
      const bench = await open();
      for (let number = 1; number <= 6; number += 1) {
        await bench.queue.add(job('one', [issue(number)]), { delayMs: 60_000 });
        await bench.passes(number < 6 ? 10_000 : 12_000);
      }
      expect(hintsOf(bench.jobs[0])).toHaveLength(6);
    });

    test('a job without delay takes the delayed one of its key along', async () => {
      const bench = await open();
      await bench.queue.add(job('one', [issue(1)]), { delayMs: 60_000 });
      await bench.queue.add(job('one', [issue(2)]));
      await bench.passes(0);
      expect(hintsOf(bench.jobs[0])).toEqual([issue(1), issue(2)]);
      expect(await bench.waits(1)).toBe(0);
    });

    test('a delayed job holds up no other', async () => {
      const bench = await open();
      await bench.queue.add(job('later'), { delayMs: 60_000 });
      await bench.queue.add(job('now'));
      await bench.settles();
      expect(bench.running()).toEqual(['now']);
    });
  });

  describe('failures', () => {
    test('a job that throws is tried again, after waits that double up to the longest', async () => {
      const bench = await open({ firstWaitMs: 60_000, longestWaitMs: 300_000, maxAttempts: 6 });
      await bench.queue.add(job('one'));
      for (let attempt = 1; attempt <= 5; attempt += 1) {
        await bench.settles();
        await bench.ends('one', new Error('boom'));
        await bench.passes(bench.retries[attempt - 1]?.afterMs ?? 0);
      }
      expect(bench.retries.map(({ afterMs }) => afterMs)).toEqual([
        60_000, 120_000, 240_000, 300_000, 300_000,
      ]);
      expect(bench.retries[0]?.failure).toMatchObject({ attempts: 1, reason: 'boom' });
      expect(bench.retries[0]?.failure.error).toBeInstanceOf(Error);
      expect(bench.started()).toHaveLength(6);
    });

    test('chance takes away up to half of a wait', async () => {
      const bench = await open({ firstWaitMs: 60_000, random: () => 0.5 });
      await bench.queue.add(job('one'));
      await bench.settles();
      await bench.ends('one', failed);
      expect(bench.retries[0]?.afterMs).toBe(45_000);
    });

    test('a time that GitHub named is obeyed, also beyond the longest wait', async () => {
      const bench = await open({ longestWaitMs: 5_000, random: () => 0.99 });
      await bench.queue.add(job('one'));
      await bench.settles();
      await bench.ends('one', { kind: 'retry', afterMs: 3_600_000, reason: 'rate limit' });
      await bench.passes(3_595_000);
      expect(bench.started()).toHaveLength(1);
      await bench.passes(5_000);
      expect(bench.started()).toHaveLength(2);
    });

    test('no event shortens the wait of a job that backs off, and its hints are kept', async () => {
      const bench = await open({ firstWaitMs: 60_000 });
      await bench.queue.add(job('one', [issue(1)]));
      await bench.settles();
      await bench.queue.add(job('one', [issue(2)]));
      await bench.ends('one', failed);
      await bench.queue.add(job('one', [issue(3)]));
      await bench.passes(55_000);
      expect(bench.started()).toHaveLength(1);
      await bench.passes(5_000);
      expect(hintsOf(bench.jobs[1])).toEqual([issue(1), issue(2), issue(3)]);
    });

    test('a job that backs off holds up no other of its installation', async () => {
      const bench = await open();
      await bench.queue.add(job('one'));
      await bench.queue.add(job('two'));
      await bench.settles();
      await bench.ends('one', failed);
      expect(bench.running()).toEqual(['two']);
    });

    test('a job that fails too often is given up loudly, and a later event starts afresh', async () => {
      const bench = await open({ maxAttempts: 2, firstWaitMs: 60_000 });
      await bench.queue.add(job('one'));
      await bench.settles();
      await bench.ends('one', failed);
      await bench.passes(60_000);
      await bench.ends('one', failed);
      expect(bench.dead).toMatchObject([
        { attempts: 2, reason: 'GitHub answered 502', job: { repo: 'one' } },
      ]);
      expect(await bench.waits(1)).toBe(0);
      await bench.queue.add(job('one'));
      await bench.settles();
      await bench.ends('one', failed);
      expect(bench.dead).toHaveLength(1);
    });

    test('events that come between do not hide that a job keeps failing', async () => {
      const bench = await open({ maxAttempts: 2, firstWaitMs: 60_000 });
      await bench.queue.add(job('one'));
      await bench.settles();
      await bench.ends('one', failed);
      await bench.queue.add(job('one', [issue(1)]));
      await bench.passes(60_000);
      await bench.ends('one', failed);
      expect(bench.dead).toHaveLength(1);
    });

    test('progress forgives earlier failures', async () => {
      const bench = await open({ maxAttempts: 2, firstWaitMs: 60_000 });
      await bench.queue.add(job('one'));
      await bench.settles();
      await bench.ends('one', failed);
      await bench.passes(60_000);
      await bench.ends('one', { kind: 'again' });
      await bench.ends('one', failed);
      expect(bench.dead).toEqual([]);
      expect(bench.retries.map(({ failure }) => failure.attempts)).toEqual([1, 1]);
    });
  });

  describe('no room in the limits of GitHub', () => {
    const needsOf = (one: Job | undefined): number | undefined =>
      one?.kind === 'repository' ? one.needs : undefined;

    test('is no failure: the job comes back at that time, with what it needs, as often as that is so', async () => {
      const bench = await open({ maxAttempts: 2 });
      await bench.queue.add(job('one'));
      for (let times = 0; times < 3; times += 1) {
        await bench.starts('one');
        await bench.ends('one', { kind: 'no-room', afterMs: 10_000, needs: 7 });
        expect(bench.running()).toEqual([]);
        await bench.passes(10_000);
      }
      expect(bench.jobs.map(needsOf)).toEqual([undefined, 7, 7, 7]);
      expect([bench.dead.length, bench.retries.length]).toEqual([0, 0]);
      await bench.ends('one', { kind: 'again' });
      await bench.starts('one');
      expect(needsOf(bench.jobs.at(-1))).toBeUndefined();
      await bench.ends('one');
    });

    test('an event lets the job run sooner, still with what it needs', async () => {
      const bench = await open();
      await bench.queue.add(job('one'));
      await bench.starts('one');
      await bench.ends('one', { kind: 'no-room', afterMs: 3_600_000, needs: 7 });
      await bench.queue.add(job('one', [{ kind: 'comment', issue: 1, comment: 2 }]));
      await bench.starts('one');
      expect([needsOf(bench.jobs[1]), hintsOf(bench.jobs[1]).length]).toEqual([7, 2]);
      await bench.ends('one');
    });
  });

  describe('who waits for an answer goes first', () => {
    test('previews and commands go ahead of jobs that came before them', async () => {
      const bench = await open();
      await bench.queue.add(job('busy'));
      await bench.settles();
      await bench.queue.add(job('pass'));
      await bench.queue.add(job('preview', [{ kind: 'pull-request', number: 1 }]));
      await bench.queue.add(job('command', [{ kind: 'comment', issue: 1, comment: 2 }]));
      for (const repo of ['busy', 'preview', 'command', 'pass']) await bench.ends(repo);
      expect(bench.started()).toEqual(['busy', 'preview', 'command', 'pass']);
    });

    test('a pass becomes one of them with the command that joins it, and is none after its turn', async () => {
      const bench = await open();
      await bench.queue.add(job('busy'));
      await bench.settles();
      await bench.queue.add(job('first'));
      await bench.queue.add(job('big'));
      await bench.queue.add(job('big', [{ kind: 'comment', issue: 1, comment: 2 }]));
      await bench.ends('busy');
      expect(bench.running()).toEqual(['big']);
      await bench.ends('big', { kind: 'again' });
      expect(bench.running()).toEqual(['first']);
    });

    test('one of them whose time has not come holds up no other', async () => {
      const bench = await open();
      await bench.queue.add(job('later', [{ kind: 'pull-request', number: 1 }]), { delayMs: 60_000 });
      await bench.queue.add(job('now'));
      await bench.settles();
      expect(bench.running()).toEqual(['now']);
    });
  });

  describe('an installation to look through', () => {
    test('it is one job, whatever else is known of it', async () => {
      const bench = await open();
      await bench.queue.add(job('busy'));
      await bench.settles();
      await bench.queue.add({ kind: 'installation', installation: 1 });
      await bench.queue.add({ kind: 'installation', installation: 1 });
      expect(await bench.waits(1)).toBe(1);
      await bench.ends('busy');
      expect(bench.running()).toEqual(['all']);
    });
  });

  describe('looking at the queue', () => {
    test('it says what runs, what could, what will, and how long the oldest waits', async () => {
      const bench = await open();
      expect(await bench.queue.fill()).toEqual({ running: 0, ready: 0, delayed: 0, oldestMs: 0 });
      await bench.queue.add(job('one'));
      await bench.settles();
      await bench.queue.add(job('two'));
      await bench.passes(60_000);
      await bench.queue.add(job('three'));
      await bench.queue.add(job('later'), { delayMs: 60_000 });
      const { oldestMs, ...counts } = await bench.queue.fill();
      expect(counts).toEqual({ running: 1, ready: 2, delayed: 1 });
      expect(oldestMs).toBeGreaterThanOrEqual(60_000);
      expect(oldestMs).toBeLessThan(65_000);
    });

    test('news reaches whoever shares the queue', async () => {
      const bench = await open();
      await bench.queue.tell(news);
      await bench.settles();
      expect(bench.news).toContainEqual(news);
    });
  });

  describe('the end', () => {
    test('an empty queue is idle', async () => {
      const bench = await open();
      await expect(bench.queue.idle()).resolves.toBeUndefined();
    });

    test('idle waits for running, waiting and delayed jobs', async () => {
      const bench = await open();
      await bench.queue.add(job('one'));
      await bench.queue.add(job('two'), { delayMs: 60_000 });
      await bench.settles();
      const idle = watched(bench.queue.idle());
      await bench.ends('one');
      expect(idle.isOver()).toBe(false);
      await bench.passes(60_000);
      expect(idle.isOver()).toBe(false);
      await bench.ends('two');
      await idle.promise;
    });

    test('in a hurry delayed and failed jobs run at once, and later ones wait again', async () => {
      const bench = await open();
      await bench.queue.add(job('one'), { delayMs: 60_000 });
      const idle = bench.queue.idle({ hurry: true });
      await bench.starts('one');
      await bench.ends('one', failed);
      await bench.starts('one');
      await bench.queue.add(job('two'), { delayMs: 60_000 });
      await bench.ends('one');
      await bench.starts('two');
      await bench.ends('two');
      await idle;
      await bench.queue.add(job('three'), { delayMs: 60_000 });
      await bench.settles();
      expect(bench.running()).toEqual([]);
    });

    test('stop waits for the running jobs and starts no other', async () => {
      const bench = await open();
      await bench.queue.add(job('one'));
      await bench.queue.add(job('two'));
      await bench.settles();
      const stopped = watched(bench.queue.stop());
      expect(stopped.isOver()).toBe(false);
      await bench.ends('one', { kind: 'again' });
      await stopped.promise;
      expect(bench.started()).toEqual(['one']);
    });

    test('stop waits no longer than it is told to', async () => {
      const bench = await open();
      await bench.queue.add(job('endless'));
      await bench.settles();
      const stopped = bench.queue.stop({ graceMs: 200 });
      await bench.passes(200);
      await stopped;
      expect(bench.running()).toEqual(['endless']);
      await bench.ends('endless');
    });

    test('a stopped queue refuses a job, so that its webhook is answered as failed', async () => {
      const bench = await open();
      await bench.queue.stop();
      await expect(bench.queue.add(job('one'))).rejects.toThrow('stopped');
    });
  });
}

/** A promise and whether it was kept. */
function watched(promise: Promise<void>): {
  readonly promise: Promise<void>;
  readonly isOver: () => boolean;
} {
  let isKept = false;
  const keep = async (): Promise<void> => {
    await promise;
    isKept = true;
  };
  return { promise: keep(), isOver: () => isKept };
}
