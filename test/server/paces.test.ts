/** What GitHub allows is known to all that share a queue, and asked before a job reads anything. */
import { createLane, type Lane } from '../../src/github/transport/lane.ts';
import { costOf, learn, spend, waitMs } from '../../src/github/transport/pacing.ts';
import type { JobContext } from '../../src/pass/open-repository.ts';
import type { Hint, RepositoryJob } from '../../src/queue/types.ts';
import { runJob, type JobsOptions } from '../../src/server/jobs.ts';
import { createPaces, type Paces } from '../../src/server/paces.ts';
import { fakeClock, NOW } from '../github/harness.ts';

const CREATE = costOf('POST', '/issues');
const MINUTE = 60_000;

/** A replica on its own lanes, which shares these notes. */
function replica(notes: Map<string, unknown>): { readonly paces: Paces; readonly lane: Lane } {
  const lane = createLane({ clock: fakeClock() });
  const queue = {
    recall: async (name: string) => JSON.parse(JSON.stringify(notes.get(name) ?? null)) as unknown,
    note: async (name: string, value: unknown) => void notes.set(name, value),
  };
  return { lane, paces: createPaces(() => lane, { queue: async () => queue, log: { warn() {} } }) };
}

test('what one replica learnt and sent counts for the next that works for the installation', async () => {
  const notes = new Map<string, unknown>();
  const [one, other] = [replica(notes), replica(notes)];
  for (let count = 0; count < 20; count += 1) spend(one.lane.pace, CREATE, NOW - 1_000);
  learn(one.lane.pace, spend(one.lane.pace, CREATE, NOW), { now: NOW, toldMs: null });
  await one.paces.save(5);
  await other.paces.load(5);
  expect(other.lane.pace.allowed.createsPerMinute).toBe(20);
  expect(waitMs(other.lane.pace, CREATE, NOW)).toBe(waitMs(one.lane.pace, CREATE, NOW));
  expect([...notes.keys()]).toEqual(['pace 5']);
});

test('where nothing was sent nothing is noted, and a queue that is away keeps no job from being done', async () => {
  const notes = new Map<string, unknown>();
  await replica(notes).paces.save(5);
  expect(notes.size).toBe(0);
  const warned: string[] = [];
  const away = async (): Promise<never> => Promise.reject(new Error('away'));
  const paces = createPaces(() => createLane(), {
    queue: away,
    log: { warn: (_: object, message?: string) => void warned.push(message ?? '') },
  });
  await paces.load(5);
  expect(warned).toHaveLength(1);
});

describe('a job', () => {
  const push: Hint = { kind: 'push', ref: '', before: '', after: '', touched: ['PLAN.md'] };
  const issue: Hint = { kind: 'issue', number: 3 };
  const comment: Hint = { kind: 'comment', issue: 3, comment: 9 };

  /** What it does while there is no room for ten minutes: it goes on to look, or says how much it waits for. */
  async function begins(
    { hints, needs }: { readonly hints: readonly Hint[]; readonly needs?: number },
    isKnown: boolean,
  ): Promise<'looks' | number> {
    const jobContext = {
      known: new Map(isKnown ? [['ada/engine', {}]] : []),
      clientOf: async () => Promise.reject(new Error('It looks.')),
    } as unknown as JobContext;
    const paces: Paces = { load: async () => {}, save: async () => {}, roomMs: () => 10 * MINUTE };
    const job: RepositoryJob = { kind: 'repository', installation: 5, owner: 'ada', repo: 'engine', hints };
    const options = {
      jobContext,
      paces,
      queue: { add: async () => {}, tell: async () => {} },
      metrics: { job() {}, plan() {} },
      log: { debug() {}, info() {}, warn() {} },
    } as unknown as JobsOptions;
    const given = needs === undefined ? job : { ...job, needs };
    const outcome = await runJob(options, given).catch(() => null);
    return outcome?.kind === 'no-room' ? outcome.needs : 'looks';
  }

  test.each([
    ['a sweep waits', { hints: [{ kind: 'sweep' }] as const }, true, 1],
    ['a push to a repository that nobody knows waits', { hints: [push] }, false, 1],
    ['a push to a known one is looked at', { hints: [push] }, true, 'looks'],
    ['what people do with issues is looked at', { hints: [issue] }, false, 'looks'],
    ['what found no room before waits for all it needs', { hints: [issue], needs: 40 }, true, 40],
    ['a command is obeyed all the same', { hints: [comment], needs: 40 }, true, 'looks'],
  ] as const)('%s', async (_, job, isKnown, expected) => {
    expect(await begins(job, isKnown)).toBe(expected);
  });
});
