import { behaves } from './behaviour.ts';
import { openPostgresBench, type Opened } from './postgres-bench.ts';
import { startPostgres, type RealPostgres } from './real-postgres.ts';
import { hintsOf, job } from './test-bench.ts';

const news = { kind: 'installation', installation: 1 } as const;
let postgres: RealPostgres;
const benches: Opened[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.ends());
afterEach(async () => {
  await Promise.all(
    benches.splice(0).map(async (bench) => {
      // A worker that was looking for a job when the stop came may still have taken one.
      const ending = setInterval(() => bench.running().forEach((repo) => bench.end(repo)), 20);
      await bench.queue.stop().finally(() => clearInterval(ending));
    }),
  );
  await postgres.query(`
    truncate graphile_worker._private_jobs, graphile_worker._private_job_queues;
    truncate planwright.workers, planwright.claims, planwright.notes;`);
});

async function open(options: Parameters<typeof openPostgresBench>[1] = {}): Promise<Opened> {
  const bench = await openPostgresBench(postgres, options, [...benches]);
  benches.push(bench);
  return bench;
}

describe('in PostgreSQL', () => {
  behaves(open);
});

describe('several processes', () => {
  test('never work on one installation at the same time, and go on where another ended', async () => {
    const [first, second] = [await open(), await open()];
    for (const repo of ['one', 'two', 'three', 'four']) await first.queue.add(job(repo));
    const order: string[] = [];
    for (let turn = 1; turn <= 4; turn += 1) {
      await second.settles();
      const [atWork, resting] = first.running().length > 0 ? [first, second] : [second, first];
      expect(resting.running()).toEqual([]);
      const [repo = ''] = atWork.running();
      order.push(repo);
      atWork.end(repo);
    }
    expect(order).toEqual(['one', 'two', 'three', 'four']);
  });

  test('an event that any of them hears joins the job that waits', async () => {
    const [one, other] = [await open(), await open()];
    await one.queue.add(job('one', [{ kind: 'issue', number: 1 }]), { delayMs: 60_000 });
    await other.queue.add(job('one', [{ kind: 'issue', number: 2 }]), { delayMs: 60_000 });
    expect(await one.waits(1)).toBe(1);
    expect(await one.queue.fill()).toEqual(await other.queue.fill());
  });

  test('claim what is to be done once by one of them, until its time is over', async () => {
    const [one, other] = [await open(), await open()];
    const claimed = await Promise.all([one, other, one].map(({ queue }) => queue.claims('sweep', 60_000)));
    expect(claimed.filter(Boolean)).toHaveLength(1);
    expect(await other.queue.claims('sweep', 60_000)).toBe(false);
    expect(await other.queue.claims('deliveries', 60_000)).toBe(true);
    expect(await one.queue.claims('sweep', 0)).toBe(true);
  });

  test('tell one another', async () => {
    const [one, other] = [await open(), await open()];
    await until(() => one.news.length > 0 && other.news.length > 0);
    await one.queue.tell(news);
    await until(() => one.news.length > 1 && other.news.length > 1);
    expect(other.news).toEqual([null, news]);
  });

  test('count what waits behind the job they are at', async () => {
    const bench = await open();
    await bench.queue.add(job('one'));
    await bench.settles();
    await bench.queue.add(job('two'));
    await until(() => bench.queue.waiting(1) === 1);
    expect(bench.queue.waiting(2)).toBe(0);
  });
});

describe('a process that falls silent', () => {
  const issue = (number: number) => ({ kind: 'issue', number }) as const;

  test('loses its jobs to the others, with all their hints, and has no say in them any more', async () => {
    const silent = await open({ beatMs: 3_600_000 });
    await silent.queue.add(job('one', [issue(1)]));
    await until(() => silent.running().length === 1);
    await silent.queue.add(job('one', [issue(2)]));
    const living = await open({ beatMs: 100 });
    await until(() => living.running().length === 1);
    silent.end('one');
    await until(() => silent.troubles.some((words) => words.includes('taken for dead')));
    expect((await living.queue.fill()).running).toBe(1);
    living.end('one');
    await until(() => living.jobs.length === 2);
    living.end('one');
    await living.queue.idle();
    expect(living.jobs.flatMap(hintsOf)).toEqual(expect.arrayContaining([issue(1), issue(2)]));
  });

  test('keeps them while it says that it lives', async () => {
    const [busy, other] = [await open({ beatMs: 100 }), await open({ beatMs: 100 })];
    await busy.queue.add(job('one'));
    await other.settles();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect([...busy.jobs, ...other.jobs]).toHaveLength(1);
  });

  test('a job over which three processes died is given up, though events come meanwhile', async () => {
    const bench = await open({ beatMs: 100 });
    await bench.queue.add(job('poison', [issue(0)]));
    for (let death = 1; death <= 3; death += 1) {
      await until(() => bench.running().includes('poison'));
      await bench.queue.add(job('poison', [issue(death)]));
      // As if somebody else held it, who has fallen silent.
      await postgres.query(`
        update graphile_worker._private_jobs set locked_by = 'ghost', locked_at = now() - interval '1 hour'
        where locked_at is not null;
        update graphile_worker._private_job_queues set locked_by = 'ghost', locked_at = now() - interval '1 hour'
        where locked_at is not null;`);
      bench.end('poison');
    }
    await until(() => bench.dead.length > 0);
    expect(bench.dead[0]).toMatchObject({ reason: '3 processes ended over this job.', isDeadly: true });
  });

  test('what was given up is left alone by sweeps, and begins anew with an event', async () => {
    const bench = await open({ beatMs: 100 });
    await bench.queue.note('given up 1/ada/poison', true);
    await bench.queue.add(job('poison'));
    await bench.queue.idle();
    expect(bench.jobs).toEqual([]);
    await bench.queue.add(job('poison', [issue(1)]));
    await until(() => bench.running().includes('poison'));
    bench.end('poison');
    await bench.queue.idle();
    await bench.queue.add(job('poison'));
    await until(() => bench.running().includes('poison'));
    bench.end('poison');
    await bench.queue.idle();
  });

  test('a stop in the midst of a job is no death', async () => {
    for (let stop = 1; stop <= 4; stop += 1) {
      const bench = await open({ beatMs: 100 });
      if (stop === 1) await bench.queue.add(job('long'));
      await until(() => bench.running().includes('long'));
      await bench.queue.stop({ graceMs: 10 });
    }
    const last = await open({ beatMs: 100 });
    await until(() => last.running().includes('long'));
    last.end('long');
    await last.queue.idle();
    expect(last.dead).toEqual([]);
  });
});

test('jobs outlive a PostgreSQL that goes and comes, and what runs then is done once', async () => {
  const bench = await open({ beatMs: 100 });
  await bench.queue.add(job('one'));
  await bench.settles();
  await bench.queue.add(job('two'));
  await postgres.stops();
  await expect(bench.queue.add(job('three'))).rejects.toThrow('ECONNREFUSED');
  await expect(bench.queue.fill()).rejects.toThrow('ECONNREFUSED');
  bench.end('one');
  await postgres.starts();
  await until(() => bench.running().includes('two'));
  bench.end('two');
  await bench.queue.idle();
  expect(bench.started()).toEqual(['one', 'two']);
});

test('a database that is not there is an error in plain words', async () => {
  const away = { ...postgres, url: 'postgres://nobody:secret@127.0.0.1:1/nowhere' };
  await expect(openPostgresBench(away)).rejects.toThrow('ECONNREFUSED');
});

/** Waits at most 10 s. */
async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error('Expected it within 10 s.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
