/**
 * What the first version left in a repository, letter for letter (written-by-0.1.0.json), is what every later one goes on from.
 * The texts are kept as they are: a change of Planwright that makes this story fail would break the repositories of its users.
 */
import { readFileSync } from 'node:fs';
import { beginAfter, PLAN, type Story } from '../../story/scenario.ts';

interface Written {
  readonly config: string;
  readonly plan: string;
  /** In the order of their numbers, from 1. */
  readonly issues: readonly {
    readonly title: string;
    readonly state: 'open' | 'closed';
    readonly labels: readonly string[];
    readonly body: string;
  }[];
}

const file = new URL('written-by-0.1.0.json', import.meta.url);
const written = JSON.parse(readFileSync(file, 'utf8')) as Written;

/** Puts everything where the first version had put it. The config trusts ada, in whose hands the issues are here. */
async function restore({ human, app }: Story): Promise<void> {
  for (const { title, state, labels, body } of written.issues) {
    const number = await human.opens(title, { labels, body });
    if (state === 'closed') await human.closes(number);
  }
  await human.pushes({ '.github/planwright.yml': written.config, [PLAN]: written.plan });
  await app.sweeps();
  await app.settles();
}

const afterRestore = beginAfter(restore);
let story: Story;
beforeEach(async () => void (story = await afterRestore()));
afterEach(() => story.ends());

test('the state is taken for what it is: nothing is opened, closed or renamed, and no task issue is written anew', async () => {
  expect((await story.titles()).toSorted()).toEqual(written.issues.map(({ title }) => title).toSorted());
  for (const { title, state, body } of written.issues.slice(1)) {
    const issue = await story.issue(title);
    expect([title, issue.state.split(' ')[0], issue.body]).toEqual([title, state, body]);
  }
  const tracking = (await story.issue('Plan: Search')).body;
  const first = written.issues[0]?.body ?? '';
  for (const attribute of [/ plan=\S+/, / base=\S+/, / issues=\S+/])
    expect(attribute.exec(tracking)?.[0]).toBe(attribute.exec(first)?.[0]);
  expect(await story.openPulls()).toEqual([]);
});

test('the label of then stays, is what a new task gets, and is told nowhere', async () => {
  const label = 'plan: search 34022b';
  expect((await story.issue('Plan: Search')).labels).toEqual([label, 'planwright']);
  await story.human.edits((text) => text.replace('- [ ] Cache', '- [ ] Spell-check the query\n- [ ] Cache'));
  expect(await story.app.settles()).toContain('opens "Spell-check the query"');
  expect((await story.issue('Spell-check the query')).labels).toEqual([label]);
  expect((await story.sees()).labels.filter((name) => name.startsWith('plan: '))).toEqual([label]);
  expect((await story.issue('Plan: Search')).body).not.toContain(' label=');
});

test('a box that is ticked closes the issue of then', async () => {
  await story.human.edits((text) => text.replace('- [ ] Cache hot queries', '- [x] Cache hot queries'));
  expect(await story.app.settles()).toContain('closes "Cache hot queries" as completed');
});

test('a task that is reworded keeps the issue of then', async () => {
  const { number } = await story.issue('Build the index');
  await story.human.edits((text) => text.replaceAll('Build the index', 'Build the search index'));
  expect(await story.app.settles()).toContain('renames "Build the index" to "Build the search index"');
  expect((await story.issue('Build the search index')).number).toBe(number);
});

test('an issue that is closed has its tick proposed', async () => {
  await story.human.closes('Ship the parser');
  expect(await story.app.settles()).toContain(`proposes: Update ${PLAN}: 1 task done`);
});
