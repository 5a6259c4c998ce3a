/** Where an organisation has issue types, issues get theirs when they are opened; from then on it is the people's. */
import { begin, type Beginning, type Story } from '../../story/scenario.ts';
import { SEARCH } from '../plans.ts';

const CONFIG = '.github/planwright.yml';
const TYPES = 'types:\n  task: Task\n  plan: Feature\n';
const TASKS = 6;

let story: Story;
afterEach(() => story.ends());

async function beginWith(config: string, beginning: Beginning = {}): Promise<void> {
  const files = { [CONFIG]: config };
  story = await begin({ types: ['Task', 'Bug', 'Feature'], files, ...beginning });
}

/** Titles by type. */
async function typed(type: string | null): Promise<string[]> {
  const { issues } = await story.sees();
  return [...issues.values()].filter((issue) => issue.type === type).map(({ title }) => title);
}

/** How many requests set a type of an issue that was there. */
const settings = (): number =>
  story.github.requests.writes().filter(({ body, method }) => method === 'PATCH' && hasType(body)).length;
const hasType = (body: unknown): boolean => typeof body === 'object' && body !== null && 'type' in body;

it('each gets its type once, by one request more where GitHub takes none with the first', async () => {
  await beginWith(TYPES.toLowerCase());
  await story.human.commits(SEARCH.replace('- [ ] Cache', '- [x] Cache'));
  await story.app.settles();
  expect(await typed('Feature')).toEqual(['Plan: Search']);
  expect(await typed('Task')).toHaveLength(TASKS);
  // The one that was done is closed by the same request.
  expect(settings()).toBe(TASKS);
  expect((await story.issue('Cache hot queries')).state).toBe('closed as completed');
});

it('without the option nothing has a type, and nobody is asked for any', async () => {
  await beginWith('');
  await story.human.commits(SEARCH);
  await story.app.settles();
  expect(await typed(null)).toHaveLength(TASKS + 1);
  expect(story.app.requests().filter((request) => request.endsWith('/issue-types'))).toEqual([]);
});

it('whoever changes a type, or takes it away, is right', async () => {
  await beginWith(TYPES);
  await story.human.commits(SEARCH);
  await story.app.settles();
  await story.human.types('Ship the parser', 'Bug');
  await story.human.types('Build the index', null);
  await story.human.types('Plan: Search', null);
  await story.human.edits((text) =>
    text.replaceAll('Ship the parser', 'Ship the whole parser').replace('- [ ] Build', '- [x] Build'),
  );
  const happened = await story.app.settles();
  expect(happened).toContain('renames "Ship the parser" to "Ship the whole parser"');
  expect(happened.filter((line) => line.startsWith('gives'))).toEqual([]);
  expect(await typed('Bug')).toEqual(['Ship the whole parser']);
  expect((await typed(null)).toSorted()).toEqual(['Build the index', 'Plan: Search']);
});

it('nothing is given where the memory of the plan is lost, since a person may have taken it away', async () => {
  await beginWith(TYPES);
  await story.human.commits(SEARCH);
  await story.app.settles();
  await story.human.types('Build the index', null);
  story.github.deleteIssue('ada/engine', (await story.issue('Plan: Search')).number);
  await story.human.edits((text) => text.replace('# Search', '# Search\n\nA word.'));
  expect((await story.app.settles()).filter((line) => line.startsWith('gives'))).toEqual([]);
  expect(await typed(null)).toEqual(['Build the index']);
});

it.each(['refused', 'reply-lost', 'error-before', 'error-after'] as const)(
  'a pass that ends (%s) before an issue has its type gives it later, and opens no second issue',
  async (kind) => {
    await beginWith(TYPES);
    await story.human.commits(SEARCH);
    const on = { actor: 'app', method: 'PATCH', body: { type: 'Task' }, nth: 3 } as const;
    story.github.faults.add({ on, effect: { kind } });
    await story.app.settles();
    expect(await typed('Task')).toHaveLength(TASKS);
    expect(await story.titles()).toHaveLength(TASKS + 1);
    expect(settings()).toBe(TASKS);
  },
);

it('a type that a person chose in between stays', async () => {
  await beginWith(TYPES);
  await story.human.commits(SEARCH);
  const mark = story.github.requests.mark();
  await story.app.rests();
  const writes = story.github.requests.writes(mark);
  const nth = writes.findIndex(({ method, body }) => method === 'PATCH' && hasType(body)) + 1;
  await story.ends();
  await beginWith(TYPES);
  await story.human.commits(SEARCH);
  await story.app.diesBeforeWrite(nth);
  expect(await story.titles()).toEqual(['Ship the parser', 'Plan: Search']);
  await story.human.types('Ship the parser', 'Bug');
  await story.app.sweeps();
  await story.app.settles();
  expect(await typed('Bug')).toEqual(['Ship the parser']);
  expect(await typed('Task')).toHaveLength(TASKS - 1);
});

it('a refused type leaves the issue, and is asked for again', async () => {
  await beginWith(TYPES);
  await story.human.commits(SEARCH);
  const on = { actor: 'app', method: 'PATCH', body: { type: 'Task' }, nth: 2 } as const;
  const body = {
    message: 'Validation Failed',
    errors: [{ resource: 'Issue', field: 'type', code: 'invalid' }],
  };
  story.github.faults.add({ on, effect: { kind: 'answer', status: 422, body } });
  await story.app.rests();
  expect(await typed('Task')).toHaveLength(TASKS - 1);
  await story.app.sweeps();
  await story.app.settles();
  expect(await typed('Task')).toHaveLength(TASKS);
});

it('a name that the organisation has not is said, not sent; the other one holds', async () => {
  await beginWith('types:\n  task: Chore\n  plan: Feature\n');
  await story.human.commits(SEARCH);
  await story.app.settles();
  expect(await typed('Feature')).toEqual(['Plan: Search']);
  expect(await typed(null)).toHaveLength(TASKS);
  expect(settings()).toBe(0);
  const [check] = await story.checks();
  expect(check?.annotations).toContainEqual({
    path: CONFIG,
    line: 2,
    message: expect.stringContaining('can have no type "Chore". New issues are opened without it.'),
  });
});

it("a person's repository has none, which is said", async () => {
  story = await begin({ files: { [CONFIG]: TYPES } });
  await story.human.commits(SEARCH);
  await story.app.settles();
  expect(await typed(null)).toHaveLength(TASKS + 1);
  expect((await story.checks())[0]?.annotations.map(({ line }) => line)).toEqual([2, 3]);
});

it('the preview counts them, by the config as it will be', async () => {
  await beginWith('');
  const tasks = Array.from({ length: 12 }, (_, index) => `- [ ] Paint wall ${'abcdefghijkl'[index]}\n`).join(
    '',
  );
  const plan = `# Paint\n\n## Phase 1: Begin\n${tasks}`;
  await story.human.pushes({ 'plans/paint.md': plan, [CONFIG]: TYPES }, { branch: 'paint' });
  const pull = await story.human.opensPull('paint');
  await story.app.settles();
  expect(await story.preview(pull)).toContain('- open 12 issues, of type Task\n');
  expect(await story.preview(pull)).toContain('Giving them their type takes up to 12 more requests.');
});

it('issues that a plan takes on, and those from before the option, keep what they have', async () => {
  await beginWith('');
  const number = await story.human.opens('Sharpen the search');
  await story.human.commits(SEARCH);
  await story.app.settles();
  await story.human.commits(TYPES, CONFIG);
  await story.human.edits((text) =>
    text
      .replace(
        '- [ ] Cache hot queries',
        `- [ ] Cache hot queries\n- [ ] Sharpen the search ([#${number}](${story.github.url}/ada/engine/issues/${number}))\n- [ ] Add a fresh one`,
      )
      .replaceAll('Rank the results', 'Rank all results'),
  );
  await story.app.settles();
  expect(await typed('Task')).toEqual(['Add a fresh one']);
});
