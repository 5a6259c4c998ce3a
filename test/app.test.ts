import { listen } from '../src/app.ts';
import type { Job, News } from '../src/queue/types.ts';
import { createEvents } from '../src/server/events.ts';

/** What each event leads to: a job, news for the other processes, or nothing at all. */

const repository = {
  name: 'engine',
  full_name: 'ada/engine',
  default_branch: 'main',
  owner: { login: 'ada' },
};
const sent = { repository, installation: { id: 7 }, sender: { login: 'ada' } };
const sweep = {
  kind: 'repository',
  installation: 7,
  owner: 'ada',
  repo: 'engine',
  hints: [{ kind: 'sweep' }],
};
const all = { kind: 'installation', installation: 7 };
const engine = { kind: 'repository', owner: 'ada', repo: 'engine' };

async function hears(name: string, payload: object, self: string | null = 'planwright[bot]') {
  const jobs: Job[] = [];
  const news: News[] = [];
  const delays: number[] = [];
  const events = createEvents();
  const queue = {
    async add(job: Job, { delayMs = 0 }: { readonly delayMs?: number } = {}) {
      jobs.push(job);
      delays.push(delayMs);
    },
    async tell(one: News) {
      news.push(one);
    },
  };
  listen(events, { queue, self: () => self, writeBackDelayMs: 60_000 });
  const isWanted = await events.receive({ name, payload: { ...sent, ...payload } });
  return { isWanted, jobs, news, delays };
}

describe('installations', () => {
  test.each(['created', 'unsuspend', 'new_permissions_accepted'])(
    '%s: look through all of it, with a new token',
    async (action) => {
      const { jobs, news } = await hears('installation', { action });
      expect([jobs, news]).toEqual([[all], [all]]);
    },
  );

  test.each(['suspend', 'deleted'])('%s: nothing', async (action) => {
    expect(await hears('installation', { action })).toMatchObject({ isWanted: false, jobs: [], news: [] });
  });

  test('repositories added: look at these', async () => {
    const added = [{ full_name: 'ada/engine' }];
    const heard = await hears('installation_repositories', { action: 'added', repositories_added: added });
    expect([heard.jobs, heard.news]).toEqual([[sweep], [engine]]);
  });

  test('repositories removed: nothing, for a job finds them gone', async () => {
    expect((await hears('installation_repositories', { action: 'removed' })).isWanted).toBe(false);
  });
});

describe('repositories', () => {
  test.each(['transferred', 'archived', 'unarchived', 'privatized', 'publicized'])(
    '%s: look at it',
    async (action) => {
      const { jobs, news } = await hears('repository', { action });
      expect([jobs, news]).toEqual([[sweep], [engine]]);
    },
  );

  test('renamed: look at it, and forget what was known by the old name', async () => {
    const changes = { repository: { name: { from: 'motor' } } };
    const { jobs, news } = await hears('repository', { action: 'renamed', changes });
    expect([jobs, news]).toEqual([[sweep], [{ ...engine, repo: 'motor' }, engine]]);
  });

  test('edited: only another default branch matters', async () => {
    const edited = (changes: object) => hears('repository', { action: 'edited', changes });
    expect((await edited({ default_branch: { from: 'main' } })).jobs).toEqual([sweep]);
    expect((await edited({ description: { from: 'old' } })).jobs).toEqual([]);
  });
});

describe('issues', () => {
  const body = '<!-- planwright plan=0a1b2c task=abc123def456 title=11112222 src=33334444 -->';
  const issue = { number: 3, body, labels: [] };

  test('of a plan wait for others when they are closed, but not when their text changes', async () => {
    const closed = await hears('issues', { action: 'closed', issue });
    expect(closed.jobs).toMatchObject([{ hints: [{ kind: 'issue', number: 3 }] }]);
    expect(closed.delays).toEqual([60_000]);
    expect((await hears('issues', { action: 'edited', issue, changes: {} })).delays).toEqual([0]);
  });

  test('that lose their marker are told of, once', async () => {
    const cut = { ...issue, body: 'Mine now.' };
    const taken = { action: 'edited', issue: cut, changes: { body: { from: `${body}\nWords.` } } };
    expect((await hears('issues', taken)).jobs).toMatchObject([{ hints: [{ kind: 'issue', number: 3 }] }]);
    const after = { action: 'edited', issue: cut, changes: { body: { from: 'Mine.' } } };
    expect((await hears('issues', after)).jobs).toEqual([]);
  });

  test('of no plan, and what the app did itself, are no news', async () => {
    const theirs = {
      ...issue,
      body: 'Mine.',
      labels: [{ name: 'plan: ship' }, { name: 'plan: ship 0a1b2c' }],
    };
    for (const action of ['closed', 'reopened', 'labeled', 'unlabeled', 'deleted', 'transferred'])
      expect([action, (await hears('issues', { action, issue: theirs })).jobs]).toEqual([action, []]);
    expect((await hears('issues', { action: 'edited', issue: theirs, changes: {} })).jobs).toEqual([]);
    const emptied = { action: 'closed', issue: { ...issue, body: null } };
    expect((await hears('issues', emptied)).jobs).toEqual([]);
    const own = { action: 'closed', issue, sender: { login: 'planwright[bot]' } };
    expect((await hears('issues', own)).jobs).toEqual([]);
    // Until it knows who it is: once more does no harm.
    expect((await hears('issues', own, null)).jobs).toHaveLength(1);
  });
});

test('an event that nobody asked for is nothing', async () => {
  expect(await hears('star', { action: 'created' })).toMatchObject({ isWanted: false, jobs: [] });
});
