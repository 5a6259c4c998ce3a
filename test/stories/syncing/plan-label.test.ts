/** The label of a plan: short, its own where another plan has the name, and whatever people do with labels of that name. */
import { begin, beginAfter, PLAN, type Story } from '../../story/scenario.ts';
import { firstSync, inStep, SEARCH } from '../plans.ts';

const OTHER = 'plans/old/search.md';
const FINDING = '# Finding\n\n## Phase 1: Begin\n- [ ] Wash the crane\n- [ ] Count the owls\n';

let story: Story;
const afterFirstSync = beginAfter(firstSync);
afterEach(() => story.ends());

/** The labels of plans that an issue bears. */
async function planLabels(which: string | number): Promise<string[]> {
  return (await story.issue(which)).labels.filter((name) => /^plan: /i.test(name));
}

/** The labels of plans that the repository has. */
async function allPlanLabels(): Promise<string[]> {
  return (await story.sees()).labels.filter((name) => /^plan: /i.test(name));
}

const marker = async (title: string): Promise<string> =>
  (await story.issue(title)).body.split('\n', 1)[0] ?? '';
const idOf = async (title: string): Promise<string> => / plan=(\w+)/.exec(await marker(title))?.[1] ?? '';

const adds = (text: string): string =>
  text.replace('- [ ] Rank the results', '- [ ] Spell-check the query\n- [ ] Rank the results');

describe('Two plans whose files are called alike', () => {
  it('that come one after the other: the second label bears the id, and each plan keeps to its own', async () => {
    story = await afterFirstSync();
    await story.human.commits(FINDING, OTHER);
    const news = await story.app.settles();
    const [short, long] = ['plan: search', `plan: search ${await idOf('Plan: Finding')}`];
    expect(news).toContain(`makes label ${long}`);
    expect([await planLabels('Plan: Search'), await planLabels('Rank the results')]).toEqual([
      [short],
      [short],
    ]);
    expect([await planLabels('Plan: Finding'), await planLabels('Wash the crane')]).toEqual([[long], [long]]);
    await story.human.closes('Wash the crane');
    expect(await story.app.settles()).toContain(`proposes: Update ${OTHER}: 1 task done`);
  });

  it('that come together: the first by path has the short one, whichever is synced first', async () => {
    story = await begin();
    await story.human.pushes({ [PLAN]: SEARCH, [OTHER]: FINDING });
    await story.app.settles();
    expect(await planLabels('Wash the crane')).toEqual(['plan: search']);
    expect(await planLabels('Rank the results')).toEqual([`plan: search ${await idOf('Plan: Search')}`]);
  });

  it('of which one makes no issue: the other has the short label', async () => {
    story = await begin();
    await story.human.pushes({ [PLAN]: SEARCH, [OTHER]: FINDING.replaceAll('[ ]', '[x]') });
    await story.app.settles();
    expect(await planLabels('Rank the results')).toEqual(['plan: search']);
  });

  it('of which one is retired: its label stays its own, also when it comes back', async () => {
    story = await afterFirstSync();
    await story.human.comments('Plan: Search', '/plan retire');
    await story.app.settles();
    await story.human.confirms();
    await story.app.settles();
    await story.human.commits(FINDING, OTHER);
    await story.app.settles();
    expect(await planLabels('Wash the crane')).toEqual([`plan: search ${await idOf('Plan: Finding')}`]);
    await story.human.comments('Plan: Search', '/plan sync');
    expect(await story.app.settles()).toContain('reopens "Rank the results"');
    await story.human.edits(adds);
    await story.app.settles();
    expect(await planLabels('Spell-check the query')).toEqual(['plan: search']);
    expect(await allPlanLabels()).toHaveLength(2);
  });

  it('of which one is renamed on disk: both labels stay', async () => {
    story = await afterFirstSync();
    await story.human.pushes({ [PLAN]: null, 'plans/finding.md': adds(await story.planText()) });
    await story.app.settles();
    expect(await planLabels('Spell-check the query')).toEqual(['plan: search']);
    await story.human.commits(FINDING);
    await story.app.settles();
    expect(await planLabels('Wash the crane')).toEqual([`plan: search ${await idOf('Plan: Finding')}`]);
  });
});

describe('A first sync that is cut short', () => {
  it.each([2, 3, 4, 9, 13])('before its write %i goes on under the same label', async (nth) => {
    story = await begin();
    await story.human.pushes({ [PLAN]: SEARCH, [OTHER]: FINDING });
    await story.app.diesBeforeWrite(nth);
    await story.app.sweeps();
    await story.app.settles();
    expect((await allPlanLabels()).toSorted()).toEqual([
      'plan: search',
      `plan: search ${await idOf('Plan: Search')}`,
    ]);
    expect(await planLabels('Wash the crane')).toEqual(['plan: search']);
  });

  it('behind its tracking issue goes on under the same label, though a plan came that is the first by path', async () => {
    story = await begin();
    await story.human.commits(SEARCH);
    await story.app.diesBeforeWrite(9);
    expect(await story.titles()).toEqual(['Plan: Search']);
    await story.human.commits(FINDING, OTHER);
    await story.app.settles();
    expect(await planLabels('Rank the results')).toEqual(['plan: search']);
    expect(await planLabels('Wash the crane')).toEqual([`plan: search ${await idOf('Plan: Finding')}`]);
  });

  it('behind a tracking issue that no list shows yet goes on under the label that this tells', async () => {
    story = await begin();
    await story.human.commits('# Search\n\n## Things\n- [ ] Rank the results\n- [ ] Cache hot queries\n');
    story.github.faults.add({ effect: { kind: 'list-lag', ms: 600_000 } });
    await story.app.diesBeforeWrite(4);
    await story.human.renamesLabel('plan: search', 'plan: Find it!');
    await story.app.sweeps();
    await story.app.rests();
    story.github.faults.clear();
    await story.app.settles();
    expect(await planLabels('Rank the results')).toEqual(['plan: Find it!']);
    expect(await allPlanLabels()).toEqual(['plan: Find it!']);
    expect((await story.titles()).filter((title) => title === 'Plan: Search')).toHaveLength(1);
  });
});

describe("A label of a person's that is called like the plan's", () => {
  async function beginsUnder(label: string): Promise<number> {
    story = await begin();
    const number = await story.human.opens('Sell more', { labels: [label, 'urgent'] });
    await story.human.commits(SEARCH);
    await story.app.settles();
    return number;
  }

  it.each(['plan: search', 'Plan: Search'])(
    "%s: is used as it is, and its issues stay people's",
    async (label) => {
      const number = await beginsUnder(label);
      const before = await story.issue(number);
      expect(await planLabels('Rank the results')).toEqual([label]);
      expect(await allPlanLabels()).toEqual([label]);
      await story.human.edits(adds);
      await story.app.settles();
      expect(await planLabels('Spell-check the query')).toEqual([label]);
      await story.human.comments('Plan: Search', '/plan retire');
      await story.app.settles();
      await story.human.confirms();
      expect(await story.app.settles()).toContain('closes "Plan: Search" as not_planned');
      expect(await story.issue(number)).toEqual(before);
    },
  );

  it('tells nothing of the plan: what happens to its issues is not looked at', async () => {
    const number = await beginsUnder('plan: search');
    await story.human.closes(number);
    expect([await story.app.settles(), story.app.requests()]).toEqual([[], []]);
    await story.human.reopens(number);
    await story.human.unlabels(number, 'urgent');
    await story.human.renames(number, 'Sell even more');
    await story.human.addsWords(number, 'Soon.');
    expect([await story.app.settles(), story.app.requests()]).toEqual([[], []]);
  });

  it('keeps a milestone open in which such an issue is', async () => {
    const number = await beginsUnder('plan: search');
    await story.human.movesTo(number, 'Search: Phase 2: Core Features');
    await story.human.edits((text) => text.replace('[ ] Rank', '[x] Rank').replace('[ ] Cache', '[x] Cache'));
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      'closes "Rank the results" as completed',
      'closes "Cache hot queries" as completed',
      'changes the edits of the write-back',
    ]);
  });

  it('pauses no plan in which nothing is open', async () => {
    await beginsUnder('plan: search');
    await story.human.edits((text) => text.replaceAll('- [ ]', '- [x]').replaceAll('| None ', '| Done '));
    await story.app.settles();
    await story.human.closes('Rotate the index');
    await story.app.settles();
    expect((await story.issue('Plan: Search')).state).toBe('closed as completed');
    await story.human.reopens('Plan: Search');
    await story.app.settles();
    await story.human.closes('Plan: Search');
    await story.human.edits((text) => `${text}\n## Phase 3: More\n- [ ] Spell-check the query\n`);
    expect(await story.app.settles()).toContain('opens "Spell-check the query" in "Search: Phase 3: More"');
  });
});

describe('A person', () => {
  beforeEach(async () => void (story = await afterFirstSync()));

  /** What a push costs that changes no task. */
  async function costOfWords(): Promise<number> {
    await story.human.edits((text) => text.replace('# Search', '# Search\n\nA word.'));
    await story.app.settles();
    return story.app.requests().length;
  }

  it('who renames the label has the plan go on under the new name, at the same cost', async () => {
    await story.human.closes('Cache hot queries');
    await story.app.settles();
    const { branch } = await story.openPull();
    const before = await costOfWords();
    await story.human.renamesLabel('plan: search', 'plan: Find it!');
    expect(await costOfWords()).toBe(before);
    await story.human.closes('Rank the results');
    await story.app.settles();
    expect((await story.openPull()).branch).toBe(branch);
    await story.human.edits(adds);
    await story.app.settles();
    expect(await planLabels('Spell-check the query')).toEqual(['plan: Find it!']);
    expect(await allPlanLabels()).toEqual(['plan: Find it!']);
  });

  it('who takes the label off has it stay off, and new issues get it', async () => {
    for (const title of ['Plan: Search', 'Rank the results'])
      await story.human.unlabels(title, 'plan: search');
    await story.app.settles();
    await story.human.edits(adds);
    await story.app.settles();
    expect([await planLabels('Plan: Search'), await planLabels('Rank the results')]).toEqual([[], []]);
    expect(await planLabels('Spell-check the query')).toEqual(['plan: search']);
  });

  it('who deletes the tracking issue gets another one under the label of the issues', async () => {
    await story.human.renamesLabel('plan: search', 'plan: Find it!');
    story.github.deleteIssue('ada/engine', (await story.issue('Plan: Search')).number);
    await story.human.edits((text) => text.replace('# Search', '# Search\n\nA word.'));
    expect(await story.app.settles()).toContain('opens "Plan: Search"');
    expect(await planLabels('Plan: Search')).toEqual(['plan: Find it!']);
    expect(await allPlanLabels()).toEqual(['plan: Find it!']);
  });

  it('who takes the marker out of an issue detaches it, which is seen at once', async () => {
    await story.human.rewrites('Rank the results', () => 'Mine now.');
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
  });
});

describe('Plans that share a label', () => {
  const LINE = '- [ ] Wash the crane\n';
  const BILLING = 'plans/billing.md';
  const afterBoth = beginAfter(inStep({ [PLAN]: SEARCH, [BILLING]: FINDING }));

  it('as two servers may leave them keep it on a task that moves from one to the other', async () => {
    story = await afterBoth();
    for (const title of ['Plan: Finding', 'Wash the crane', 'Count the owls']) {
      await story.human.unlabels(title, 'plan: billing');
      await story.human.labels(title, 'plan: search');
    }
    await story.human.rewrites('Plan: Finding', (body) => body.replace('%20billing', '%20search'));
    await story.app.settles();
    const text = await story.planText(BILLING);
    const [line = LINE] = /- \[ \] Wash the crane.*\n/.exec(text) ?? [];
    await story.human.pushes({
      [BILLING]: text.replace(line, ''),
      [PLAN]: (await story.planText()).replace('- [ ] Rank the results', `${line}- [ ] Rank the results`),
    });
    await story.app.settles();
    expect(await planLabels('Wash the crane')).toEqual(['plan: search']);
    expect((await story.issue('Wash the crane')).milestone?.title).toBe('Search: Phase 2: Core Features');
  });
});

describe('A second server that saw other plans, and gave the plan another label', () => {
  const afterTrusting = beginAfter(firstSync, { files: { '.github/planwright.yml': 'creators: [ada]\n' } });

  it('leaves duplicates that are found and closed all the same', async () => {
    story = await afterTrusting();
    const label = `plan: search ${await idOf('Plan: Search')}`;
    const opensDuplicate = async (title: string, labels: readonly string[]): Promise<number> => {
      const { body } = await story.issue(title);
      const told = body.replace(/ label=\S+/, ` label=${encodeURIComponent(label)}`);
      return story.human.opens(title, { body: told, labels: [...labels, label] });
    };
    const task = await opensDuplicate('Rank the results', []);
    const tracking = await opensDuplicate('Plan: Search', ['planwright']);
    await story.app.sweeps();
    expect(await story.app.settles()).toEqual(
      expect.arrayContaining([
        'closes "Rank the results" as duplicate',
        'closes "Plan: Search" as duplicate',
      ]),
    );
    for (const number of [task, tracking])
      expect((await story.issue(number)).state).toBe('closed as duplicate');
    await story.human.edits(adds);
    await story.app.settles();
    expect(await planLabels('Spell-check the query')).toEqual(['plan: search']);
  });
});
