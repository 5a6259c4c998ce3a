/** Passes that are cut short while the plan goes on: what they did is explained by the texts that the tracking issue names. */
import { begin, beginAfter, PLAN, type Story } from '../../story/scenario.ts';
import { firstSync, SEARCH } from '../plans.ts';

let story: Story;
const afterFirstSync = beginAfter(firstSync);
afterEach(() => story.ends());

/** The texts in flight, as the tracking issue names them. */
async function inFlight(): Promise<number> {
  const { body } = await story.issue('Plan: Search');
  return / next=(\S+)/.exec(body)?.[1]?.split(',').length ?? 0;
}

const adds = (title: string) => (text: string) =>
  text.replace('- [ ] Rank the results', `- [ ] ${title}\n- [ ] Rank the results`);

describe('After a first sync', () => {
  beforeEach(async () => void (story = await afterFirstSync()));

  it('a pass names its text before it changes anything, and forgets it at its end', async () => {
    await story.human.edits(adds('Warm the index up'));
    await story.app.diesBeforeWrite(2);
    expect(await inFlight()).toBe(1);
    expect(await story.titles()).not.toContain('Warm the index up');
    await story.app.sweeps();
    await story.app.settles();
    expect(await inFlight()).toBe(0);
    expect(await story.titles()).toContain('Warm the index up');
  });

  it('two passes are cut short with a push in between, and a third text comes: each issue finds its task', async () => {
    await story.human.edits(adds('Warm the index up'));
    await story.app.diesBeforeWrite(3);
    await story.human.edits(adds('Cool the index down'));
    await story.app.sweeps();
    await story.app.diesBeforeWrite(3);
    expect(await inFlight()).toBe(2);
    const { number } = await story.issue('Warm the index up');
    await story.human.edits((text) =>
      text.replace('Warm the index up', 'Warm the whole index up').replace('- [ ] Cool the index down\n', ''),
    );
    await story.app.sweeps();
    await story.app.settles();
    expect((await story.issue('Warm the whole index up')).number).toBe(number);
    expect(await story.issue('Cool the index down')).toMatchObject({ state: 'closed as not_planned' });
    expect(await inFlight()).toBe(0);
  });

  it('a plan that goes back to its base is looked at all the same, and so are its words', async () => {
    await story.human.edits((text) =>
      adds('Warm the index up')(text).replace('- [ ] Cache hot queries', '- [ ] Cache the hot queries'),
    );
    await story.app.diesBeforeWrite(4);
    expect(await story.titles()).toEqual(
      expect.arrayContaining(['Warm the index up', 'Cache the hot queries']),
    );
    await story.human.edits((text) =>
      text
        .replace('- [ ] Warm the index up\n', '')
        .replace('- [ ] Cache the hot queries', '- [ ] Cache hot queries'),
    );
    await story.app.settles();
    expect(await story.issue('Warm the index up')).toMatchObject({ state: 'closed as not_planned' });
    expect(await story.titles()).toContain('Cache hot queries');
    expect(await inFlight()).toBe(0);
  });

  it('a tick that the plan took back stands where nobody can tell who closed the issue, and that is said', async () => {
    await story.human.edits((text) =>
      text.replace('- [ ] Rank', '- [x] Rank').replace('# Search', '# Search\n'),
    );
    await story.app.diesBeforeWrite(3);
    expect((await story.issue('Rank the results')).state).toBe('closed as completed');
    await story.human.edits((text) => text.replace('- [x] Rank', '- [ ] Rank'));
    await story.app.settles();
    expect((await story.issue('Rank the results')).state).toBe('closed as completed');
    expect(await story.writeBack()).toContain('- [x] Rank the results');
    expect(JSON.stringify(await story.checks())).toContain('both changed since they last agreed');
  });

  it('a plan that goes back to its base has its links and places back, too', async () => {
    await story.human.edits((text) =>
      text
        .replace('| 1d         | Build the index |', '| 1d         | Rank the results |')
        .replace('  - [ ] Choose a tokenizer', '- [ ] Choose a tokenizer'),
    );
    await story.app.diesBeforeWrite(6);
    expect(await story.blockers('Rotate the index')).toEqual(['Rank the results']);
    expect(await story.under('Build the index')).toEqual([]);
    await story.human.edits((text) =>
      text
        .replace('| 1d         | Rank the results |', '| 1d         | Build the index |')
        .replace('- [ ] Choose a tokenizer', '  - [ ] Choose a tokenizer'),
    );
    await story.app.settles();
    expect(await story.blockers('Rotate the index')).toEqual(['Build the index']);
    expect(await story.under('Build the index')).toEqual(['Choose a tokenizer']);
    expect(await inFlight()).toBe(0);
  });

  it('a tick that became a strike meanwhile is followed, whoever closed the issue', async () => {
    await story.human.edits((text) => text.replace('- [ ] Rank', '- [x] Rank'));
    await story.app.diesBeforeWrite(3);
    await story.human.edits((text) => text.replace('- [x] Rank the results', '- [ ] ~~Rank the results~~'));
    await story.app.settles();
    expect(await story.issue('Rank the results')).toMatchObject({ state: 'closed as not_planned' });
  });

  it('a change that is held keeps the text of the pass before it', async () => {
    await story.human.edits(adds('Warm the index up'));
    await story.app.diesBeforeWrite(3);
    await story.human.edits(() => '# Search Implementation Plan\n\n## Phase 1: Rest\n- [ ] Sleep well\n');
    await story.app.settles();
    expect((await story.issue('Plan: Search')).body).toContain('/plan confirm');
    expect(await inFlight()).toBe(1);
    await story.human.confirms();
    await story.app.settles();
    expect(await story.issue('Warm the index up')).toMatchObject({ state: 'closed as not_planned' });
    expect(await inFlight()).toBe(0);
  });

  it('an issue that no text explains is said', async () => {
    const { number } = await story.issue('Cache hot queries');
    await story.human.rewrites('Cache hot queries', (body) => body.replace(/task=\w+/, 'task=0123456789ab'));
    await story.human.renames('Cache hot queries', 'Nobody knows');
    await story.human.rewrites('Plan: Search', (body) => body.replace(new RegExp(`\\d+:${number},?`), ''));
    await story.app.sweeps();
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
    expect((await story.issue('Plan: Search')).body).toContain(`"Nobody knows" was opened for this plan`);
    expect((await story.issue(number)).state).toBe('open');
  });
});

it('A first sync names its text at no cost, and its issues are explained by it when the plan changed meanwhile', async () => {
  story = await begin();
  await story.human.commits(SEARCH);
  await story.app.diesBeforeWrite(9);
  await story.human.commits(SEARCH.replaceAll('Ship the parser', 'Ship the whole parser'), PLAN);
  await story.app.sweeps();
  await story.app.settles();
  const titles = await story.titles();
  expect(titles).toContain('Ship the whole parser');
  expect(titles).not.toContain('Ship the parser');
  expect(await inFlight()).toBe(0);
});

it('Servers of two accounts take pushes in turn and both die half-way: either goes on from the texts of the other', async () => {
  const creators = "creators: ['planwright[bot]', 'github-actions[bot]']\n";
  story = await begin({ files: { '.github/planwright.yml': creators } });
  await story.human.commits(SEARCH);
  await story.app.settles();
  await story.human.edits(adds('Warm the index up'));
  await story.app.diesBeforeWrite(3);
  expect(await inFlight()).toBe(1);
  const { number } = await story.issue('Warm the index up');
  await story.app.becomes('github-actions');
  await story.human.edits((text) =>
    adds('Cool the index down')(text).replace('Warm the index up', 'Warm the whole index up'),
  );
  await story.app.diesBeforeWrite(4);
  expect(await inFlight()).toBe(2);
  const made = await story.titles();
  await story.app.becomes('planwright');
  await story.human.edits((text) =>
    text
      .replace('- [ ] Cool the index down\n', '')
      .replace('- [ ] Cache hot queries', '- [x] Cache hot queries'),
  );
  await story.app.sweeps();
  await story.app.settles();
  expect(await inFlight()).toBe(0);
  expect((await story.issue('Warm the whole index up')).number).toBe(number);
  expect((await story.issue('Cache hot queries')).state).toBe('closed as completed');
  const titles = await story.titles();
  expect(new Set(titles).size).toBe(titles.length);
  expect(made).toContain('Cool the index down');
  expect(await story.issue('Cool the index down')).toMatchObject({ state: 'closed as not_planned' });
  await story.app.becomes('github-actions');
  await story.app.sweeps();
  expect(await story.app.settles()).toEqual([]);
});

it('What an older version left without the text heals by its keys', async () => {
  story = await begin();
  await story.human.commits(SEARCH);
  await story.app.diesBeforeWrite(9);
  await story.human.rewrites('Plan: Search', (body) => body.replace(/ next=\S+/, ''));
  const before = await story.titles();
  await story.app.sweeps();
  await story.app.settles();
  const after = await story.titles();
  expect(before.filter((title) => after.filter((one) => one === title).length !== 1)).toEqual([]);
  expect(after).toContain('Rotate the index');
});
