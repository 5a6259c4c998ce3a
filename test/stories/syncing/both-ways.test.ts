import { begin, beginAfter, PLAN, TODAY, type Story } from '../../story/scenario.ts';
import { firstSync } from '../plans.ts';

let story: Story;

const afterFirstSync = beginAfter(firstSync);
beforeEach(async () => void (story = await afterFirstSync()));
afterEach(() => story.ends());

describe('From the issue to the plan', () => {
  it('a closed issue comes back as a tick: one line for the box, one for the row, one for the date', async () => {
    await story.human.closes('Rank the results');
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      `proposes: Update ${PLAN}: 1 task done`,
    ]);
    const { number } = await story.issue('Rank the results');
    const link = `([#${number}](${story.github.url}/ada/engine/issues/${number}))`;
    expect(await story.writeBack()).toBe(
      [
        PLAN,
        `-- [ ] Rank the results ${link}`,
        `+- [x] Rank the results ${link}`,
        '-*Last Updated: 2020-01-02*',
        `+*Last Updated: ${TODAY}*`,
      ].join('\n'),
    );
  });

  it('the row of a closed issue gets a Status column', async () => {
    await story.human.closes('Ship the parser');
    await story.app.settles();
    const edits = await story.writeBack();
    expect(edits).toMatch(/^\+- \[x\] Ship the parser/m);
    expect(edits).toMatch(/^\+\| Task .*\| Status/m);
    expect(edits).toMatch(/^\+\| Ship the parser .*\| Done +\|$/m);
  });

  it('issues closed together share one pull request', async () => {
    await story.human.closes('Rank the results');
    await story.human.closes('Cache hot queries');
    expect(await story.app.settles()).toEqual([
      'closes milestone "Search: Phase 2: Core Features"',
      'rewrites "Plan: Search"',
      `proposes: Update ${PLAN}: 2 tasks done`,
    ]);
  });

  it('merging it moves the base, and nothing else', async () => {
    await story.human.closes('Rank the results');
    await story.app.settles();
    await story.human.mergesWriteBack('squash');
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
    expect(await story.planText()).toContain('- [x] Rank the results');
    expect((await story.issue('Rank the results')).state).toBe('closed as completed');
  });

  it('an issue reopened after the merge asks to be unticked', async () => {
    await story.human.closes('Rank the results');
    await story.app.settles();
    await story.human.mergesWriteBack();
    await story.app.settles();
    await story.human.reopens('Rank the results');
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      `proposes: Update ${PLAN}: 1 task reopened`,
    ]);
    expect(await story.writeBack()).toMatch(/^\+- \[ \] Rank the results/m);
  });

  it('an issue reopened before the merge takes the proposal back', async () => {
    await story.human.closes('Rank the results');
    await story.app.settles();
    await story.human.reopens('Rank the results');
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"', 'withdraws the write-back']);
    expect(await story.planText()).toContain('- [ ] Rank the results');
  });

  it('an issue closed as not planned is struck, not ticked', async () => {
    await story.human.closes('Rank the results', 'not_planned');
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      `proposes: Update ${PLAN}: 1 task dropped`,
    ]);
    expect(await story.writeBack()).toMatch(/^\+- \[ \] ~~Rank the results~~/m);
    await story.human.mergesWriteBack();
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
  });

  it('a renamed issue asks for its words in the plan, and the merge ends it', async () => {
    await story.human.renames('Rank the results', 'Rank results by [freshness] | age');
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      `proposes: Update ${PLAN}: 1 task renamed`,
    ]);
    await story.human.mergesWriteBack();
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      'rewrites "Rank results by [freshness] | age"',
    ]);
    expect((await story.issue('Rank results by [freshness] | age')).state).toBe('open');
  });

  it('a refused edit is not proposed again, until the issue changes', async () => {
    await story.human.closes('Rank the results');
    await story.app.settles();
    await story.human.closesWriteBack();
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
    await story.human.edits((text) => text.replace(/(- \[ \] Build the index.*\n)/, '$1  - A detail\n'));
    expect(await story.app.settles()).not.toContain(`proposes: Update ${PLAN}: 1 task done`);
    await story.human.reopens('Rank the results');
    await story.human.closes('Rank the results');
    expect(await story.app.settles()).toContain(`proposes: Update ${PLAN}: 1 task done`);
  });
});

describe('From the plan to the issue', () => {
  it('words around the tasks change nothing, and cost seven reads', async () => {
    // An app that has just been started looks up more: who it is, and what it may do.
    await story.app.settles();
    await story.human.edits((text) => text.replace('## Phased', 'A new sentence.\n\n## Phased'));
    expect(await story.app.settles()).toEqual([]);
    expect(story.app.requests()).toHaveLength(7);
    await story.human.edits((text) => text.replace('- [ ] Rank the results', '- [x] Rank the results'));
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      'closes "Rank the results" as completed',
    ]);
  });

  it('a ticked box closes its issue, an unticked one reopens it', async () => {
    await story.human.edits((text) => text.replace('- [ ] Rank the results', '- [x] Rank the results'));
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      'closes "Rank the results" as completed',
    ]);
    await story.human.edits((text) => text.replace('- [x] Rank the results', '- [ ] Rank the results'));
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"', 'reopens "Rank the results"']);
  });

  it('a new task is opened in its phase, the others stay', async () => {
    await story.human.edits((text) => text.replace('- [ ] Rank', '- [ ] Spell-check the query\n- [ ] Rank'));
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      'opens "Spell-check the query" in "Search: Phase 2: Core Features"',
      'puts "Spell-check the query" under "Plan: Search"',
    ]);
  });

  it("an id that a person puts before an issue's title is the plan's own, and moves nothing", async () => {
    await story.human.edits((text) => text.replace('- [ ] Rank', '- [ ] T007 Rank'));
    await story.app.settles();
    await story.human.renames('Rank the results', 'T007: Rank the results');
    expect(await story.app.settles()).toEqual([]);
    await story.human.renames('T007: Rank the results', 'T007: Rank the hits');
    await story.app.settles();
    expect(await story.writeBack()).toContain('+- [ ] T007 Rank the hits');
    await story.human.mergesWriteBack();
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
  });

  it('a reworded task renames its issue', async () => {
    await story.human.edits((text) =>
      text.replace('- [ ] Rank the results', '- [ ] Rank the results by freshness'),
    );
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      'renames "Rank the results" to "Rank the results by freshness"',
    ]);
  });

  it('a task that is cut closes its issue as not planned, and brings it back when it returns', async () => {
    const before = await story.planText();
    await story.human.edits((text) => text.replace(/- \[ \] Rank the results.*\n/, ''));
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      'closes "Rank the results" as not_planned',
    ]);
    await story.human.edits(() => before);
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"', 'reopens "Rank the results"']);
  });

  it('a struck task closes its issue as not planned', async () => {
    await story.human.edits((text) => text.replace(/- \[ \] (Rank the results)/, '- [ ] ~~$1~~'));
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      'closes "Rank the results" as not_planned',
    ]);
  });

  it('a task that moves to another phase moves to its milestone', async () => {
    await story.human.edits((text) => {
      const line = /- \[ \] Rank the results.*\n/.exec(text)?.[0] ?? '';
      return text.replace(line, '').replace('- [ ] Ship', `${line}- [ ] Ship`);
    });
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      'moves "Rank the results" to "Search: Phase 1: Foundation"',
    ]);
  });

  it('a renamed phase renames its milestone', async () => {
    await story.human.edits((text) => text.replace('Phase 2: Core Features', 'Phase 2: Relevance'));
    expect(await story.app.settles()).toEqual([
      'renames milestone "Search: Phase 2: Core Features" to "Search: Phase 2: Relevance"',
      'rewrites "Plan: Search"',
      'rewrites "Rank the results"',
      'rewrites "Cache hot queries"',
    ]);
  });

  it("changed details rewrite the app's block and leave a person's words", async () => {
    await story.human.addsWords('Rank the results', 'Ask Bo about BM25 first.');
    expect(await story.app.settles()).toEqual([]);
    await story.human.edits((text) => text.replace(/(- \[ \] Rank the results.*\n)/, '$1  - Newest first\n'));
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"', 'rewrites "Rank the results"']);
    const { body } = await story.issue('Rank the results');
    expect(body).toContain('- Newest first');
    expect(body).toContain('Ask Bo about BM25 first.');
  });

  it('both sides changed, differently: the issue stands and its state is proposed', async () => {
    await story.human.closes('Rank the results');
    await story.human.edits((text) => text.replace(/- \[ \] (Rank the results)/, '- [ ] ~~$1~~'));
    const news = await story.app.settles();
    expect(news).toContain(`proposes: Update ${PLAN}: 1 task done`);
    expect(news).toContain('says in a check: neutral: 1 thing to look at in the plan');
    expect((await story.issue('Rank the results')).state).toBe('closed as completed');
  });
});

it('A task keeps the issue that a person renamed once its line says the same, though no link ties them and no word is left', async () => {
  await story.ends();
  story = await begin();
  await story.human.commits('# Zoo\n\n## Phase 1: Birds\n- [ ] Count the brisk ibex\n- [ ] Feed the heron\n');
  await story.app.settles();
  await story.human.closesWriteBack();
  await story.human.renames('Count the brisk ibex', 'Paint a jolly mural');
  await story.app.settles();
  await story.human.mergesWriteBack();
  const news = await story.app.settles();
  expect(news.filter((one) => /^(?:opens|closes) "/.test(one))).toEqual([]);
  expect((await story.issue('Paint a jolly mural')).state).toBe('open');
});

const BIRDS =
  '# Zoo\n\n## Phase 1: Birds\n- [ ] Count the brisk ibex\n- [x] Feed the heron\n- [ ] Paint a mural\n\n## Phase 2: Yard\n- [ ] Weigh a badger\n  - [ ] Wash the otter\n';

it.each([
  ['swapped', { 'Count the brisk ibex': 'Weigh a badger', 'Weigh a badger': 'Count the brisk ibex' }],
  [
    'passed on',
    {
      'Weigh a badger': 'Mend the hollow fence',
      'Feed the heron': 'Weigh a badger',
      'Count the brisk ibex': 'Feed the heron',
    },
  ],
  ['given twice', { 'Count the brisk ibex': 'Weigh a badger' }],
])(
  'Tasks keep their issues once the write-back brings titles that were %s, though no link ties them',
  async (_, titles) => {
    await story.ends();
    story = await begin();
    await story.human.commits(BIRDS);
    await story.app.settles();
    await story.human.closesWriteBack();
    for (const title of Object.keys(titles)) await story.human.renames(title, `Was ${title}`);
    for (const [title, to] of Object.entries(titles)) await story.human.renames(`Was ${title}`, to);
    await story.app.settles();
    await story.human.mergesWriteBack();
    const news = await story.app.settles();
    expect(news.filter((one) => !one.startsWith('rewrites "'))).toEqual([]);
    const words = (await story.planText()).match(/(?<=\] ).*/g);
    expect(words).toEqual(
      (BIRDS.match(/(?<=\] ).*/g) ?? []).map((title) => new Map(Object.entries(titles)).get(title) ?? title),
    );
  },
);
