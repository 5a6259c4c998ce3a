import { beginAfter, type Story } from '../../story/scenario.ts';

const TEXT = '# Search\n\n## Phase 1: Begin\n- [ ] Ship the parser\n- [ ] Cache hot queries\n';

let story: Story;
const afterCommit = beginAfter(async ({ human, app }) => {
  await human.commits(TEXT);
  await app.settles();
});
beforeEach(async () => {
  story = await afterCommit();
  // The first look after a start.
  await story.app.sweeps();
  await story.app.rests();
});
afterEach(() => story.ends());

/** Sweeps, and says what that asked of GitHub. */
async function sweep(): Promise<{ readonly statuses: (number | undefined)[]; readonly writes: number }> {
  const mark = story.github.requests.mark();
  await story.app.sweeps();
  await story.app.rests();
  const sent = story.github.requests.byApps(mark).filter(({ actor }) => actor.kind === 'installation');
  return {
    statuses: sent.map(({ status }) => status),
    writes: story.github.requests.writes(mark).length,
  };
}

it('A sweep of a repository in which nothing happened costs three free requests', async () => {
  expect((await sweep()).statuses).toEqual([304, 304, 304]);
});

it('Each fourth sweep looks at everything all the same', async () => {
  const lengths: number[] = [];
  for (let count = 0; count < 5; count += 1) lengths.push((await sweep()).statuses.length);
  expect(lengths.map((length) => (length === 3 ? 'glance' : 'look'))).toEqual([
    'glance',
    'glance',
    'glance',
    'look',
    'glance',
  ]);
});

it.each([
  ['closed issue', () => story.human.closes('Cache hot queries')],
  ['changed plan', () => story.human.edits((text) => text.replace('- [ ] Ship', '- [x] Ship'))],
])(
  'A sweep finds a %s whose webhook was lost, and the one after it has nothing to do',
  async (_, happens) => {
    story.github.faults.clear();
    story.github.faults.add({ effect: { kind: 'webhook-lost' }, times: Infinity });
    await happens();
    expect((await sweep()).writes).toBeGreaterThan(0);
    expect((await sweep()).writes).toBe(0);
    expect((await sweep()).statuses).toEqual([304, 304, 304]);
  },
);

it('A look that was cut short counts for nothing', async () => {
  story.github.faults.clear();
  story.github.faults.add({ effect: { kind: 'webhook-lost' }, times: Infinity });
  await story.human.closes('Cache hot queries');
  story.github.faults.add({ on: { method: 'POST', actor: 'app' }, effect: { kind: 'error-before' } });
  await sweep();
  await story.app.settles();
  expect(await story.writeBack()).toContain('+- [x] Cache hot queries');
});
