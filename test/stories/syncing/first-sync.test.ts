import { begin, beginAfter, PLAN, type Story } from '../../story/scenario.ts';
import { SEARCH, UNFILLED } from '../plans.ts';

let story: Story;
const afterCommit = beginAfter(async ({ human, app }) => {
  await human.commits(SEARCH);
  await app.settles();
});
afterEach(() => story.ends());

it('A committed plan becomes a tracking issue, milestones and issues, and asks for its links', async () => {
  story = await begin();
  await story.human.commits(SEARCH);
  expect(await story.app.settles()).toEqual([
    'makes label planwright',
    'makes label plan: search',
    'makes label backend',
    'makes label priority: high',
    'makes label priority: low',
    'makes milestone "Search: Phase 1: Foundation"',
    'makes milestone "Search: Phase 2: Core Features"',
    'opens "Plan: Search"',
    'opens "Ship the parser" in "Search: Phase 1: Foundation"',
    'opens "Build the index" in "Search: Phase 1: Foundation"',
    'opens "Choose a tokenizer" in "Search: Phase 1: Foundation"',
    'opens "Rank the results" in "Search: Phase 2: Core Features"',
    'opens "Cache hot queries" in "Search: Phase 2: Core Features"',
    'opens "Rotate the index"',
    'puts 5 issues under "Plan: Search"',
    'puts "Choose a tokenizer" under "Build the index"',
    'lets "Rotate the index" wait for "Build the index"',
    `proposes: Update ${PLAN}: link 6 tasks to their issues`,
  ]);
});

it("A row that says what a box says is one task, with the row's metadata", async () => {
  story = await afterCommit();
  const parser = await story.issue('Ship the parser');
  expect(parser.labels).toEqual(['backend', 'plan: search', 'priority: high']);
  expect(parser.body).toContain('**Priority**: High · **Estimate**: 3d');
  const rotate = await story.issue('Rotate the index');
  expect(rotate.milestone).toBeNull();
  const { number } = await story.issue('Build the index');
  expect(rotate.body).toContain(`**Waits for**\n\n- #${number}`);
});

it('Tasks are opened behind what they wait for, so that their words name its number at once', async () => {
  story = await begin();
  await story.human.commits(
    '# Search\n\n## Phase 1: Begin\n- [ ] Ship the box\n  - Depends on: Rank the results\n- [ ] Rank the results\n  - [ ] Choose a weight\n- [ ] Read the tables\n  - Depends on: Choose a weight\n',
  );
  await story.app.settles();
  const ranked = await story.issue('Rank the results');
  expect((await story.issue('Ship the box')).body).toContain(`**Waits for**\n\n- #${ranked.number}`);
  const { number } = await story.issue('Choose a weight');
  expect((await story.issue('Read the tables')).body).toContain(`- #${number}`);
  expect(await story.under('Rank the results')).toEqual(['Choose a weight']);
  const puts = story.github.requests.byApps().filter(({ path }) => path.endsWith('/sub_issues'));
  expect(puts).toEqual([]);
  const rewritten = story.github.requests
    .byApps()
    .filter(({ method, path }) => method === 'PATCH' && /\/issues\/\d+$/.test(path));
  expect(rewritten.map(({ path }) => path)).toEqual(['/repos/ada/engine/issues/1']);
});

it('Merging the links moves the base and nothing else', async () => {
  story = await afterCommit();
  await story.human.mergesWriteBack();
  expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
  const { number } = await story.issue('Ship the parser');
  expect(await story.planText()).toContain(
    `- [ ] Ship the parser ([#${number}](${story.github.url}/ada/engine/issues/${number}))\n`,
  );
});

it('A task already done or dropped when first seen is opened and closed', async () => {
  story = await begin();
  await story.human.commits(
    '# Search\n\n## Phase 1: Begin\n- [x] Pick a name\n- [ ] ~~Buy a domain~~\n\n## Phase 2: Go\n- [ ] Ship it\n',
  );
  expect(await story.app.settles()).toEqual(
    expect.arrayContaining([
      'makes milestone "Search: Phase 1: Begin", closed',
      'makes milestone "Search: Phase 2: Go"',
      'opens "Pick a name" in "Search: Phase 1: Begin", closed as completed',
      'opens "Buy a domain" in "Search: Phase 1: Begin", closed as not_planned',
      'opens "Ship it" in "Search: Phase 2: Go"',
    ]),
  );
});

it('A plan in which nothing is open makes nothing and says so', async () => {
  story = await begin();
  await story.human.commits('# Search\n\n## Phase 1: Begin\n- [x] Pick a name\n');
  expect(await story.app.settles()).toEqual(['says in a check: neutral: 1 thing to look at in the plan']);
});

it('The unfilled template opens no issue and says why', async () => {
  story = await begin();
  await story.human.commits(UNFILLED);
  expect(await story.app.settles()).toEqual([
    expect.stringMatching(/^says in a check: neutral: \d+ things to look at in the plan$/),
  ]);
  expect((await story.checks())[0]?.summary).toContain('placeholder');
});

it('A file that is no plan costs no request, or one read if it is Markdown and might say that it is one', async () => {
  story = await begin();
  await story.human.commits(SEARCH);
  await story.app.settles();
  await story.human.commits('- [ ] not a plan\n', 'docs/notes.txt');
  expect(await story.app.settles()).toEqual([]);
  expect(story.app.requests()).toEqual([]);
  await story.human.commits('# Notes\n\n- [ ] not a plan\n', 'docs/notes.md');
  expect(await story.app.settles()).toEqual([]);
  expect(story.app.requests()).toEqual([expect.stringMatching(/\/contents\//)]);
});
