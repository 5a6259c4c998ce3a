/** Plans and phases that are called alike, and milestones whose titles are taken. */
import { beginAfter, PLAN, type Story } from '../../story/scenario.ts';

let story: Story;
const untouched = beginAfter(async () => {});
beforeEach(async () => void (story = await untouched()));
afterEach(() => story.ends());

const milestoneOf = async (issue: string): Promise<string | undefined> =>
  (await story.issue(issue)).milestone?.title;

describe('Two phases of one heading', () => {
  const TWICE = `# Zoo

## Phase 3: Bugs
- [ ] Feed the otter

## Phase 3: Bugs
- [ ] Wash the crane
`;

  it('have two milestones, and that is said', async () => {
    await story.human.commits(TWICE);
    const news = await story.app.settles();
    expect(news.filter((one) => one.startsWith('opens'))).toEqual([
      'opens "Plan: Zoo"',
      'opens "Feed the otter" in "Zoo: Phase 3: Bugs"',
      'opens "Wash the crane" in "Zoo: Phase 3: Bugs (2)"',
    ]);
    expect((await story.issue('Plan: Zoo')).body).toContain('that of this phase is "Zoo: Phase 3: Bugs (2)"');
    expect(story.app.gaveUp()).toEqual([]);
  });

  it('have two milestones where a person has a third of that title, and where only case or the length tells them apart', async () => {
    const long = `Phase 1: ${'very '.repeat(60)}`;
    await story.human.makesMilestone('Zoo: Phase 3: Bugs');
    await story.human.commits(
      `# Zoo\n\n## Phase 3: Bugs\n- [ ] Feed the otter\n\n## Phase 3:  BUGS\n- [ ] Wash the crane\n\n## ${long}late\n- [ ] Count the owls\n\n## ${long}early\n- [ ] Count the bats\n`,
    );
    await story.app.settles();
    expect(new Set(await story.milestones()).size).toBe(4);
    expect(await milestoneOf('Feed the otter')).toBe('Zoo: Phase 3: Bugs');
    expect(await milestoneOf('Wash the crane')).toBe('Zoo: Phase 3: BUGS (2)');
    expect(await milestoneOf('Count the bats')).toMatch(/very.*… \(2\)$/);
    expect(story.app.gaveUp()).toEqual([]);
  });

  it('keep their milestones when a third comes before them, and when one goes', async () => {
    await story.human.commits(TWICE);
    await story.app.settles();
    await story.human.edits((text) =>
      text.replace('## Phase 3: Bugs', '## Phase 3: Bugs\n- [ ] Count the owls\n\n## Phase 3: Bugs'),
    );
    const news = await story.app.settles();
    expect(news).toContain('opens "Count the owls" in "Zoo: Phase 3: Bugs (3)"');
    expect(news.filter((one) => one.startsWith('moves') || one.startsWith('renames'))).toEqual([]);
    await story.human.edits((text) => text.replace(/## Phase 3: Bugs\n- \[ \] Feed the otter.*\n\n/, ''));
    const later = await story.app.settles();
    expect(later.filter((one) => one.startsWith('moves') || one.startsWith('renames'))).toEqual([]);
    expect(await milestoneOf('Wash the crane')).toBe('Zoo: Phase 3: Bugs (2)');
  });

  it('come of a rename too, and end with one', async () => {
    await story.human.commits(
      '# Zoo\n\n## Phase 1: Birds\n- [ ] Feed the heron\n- [ ] Wash the crane\n\n## Phase 2: Beasts\n- [ ] Feed the otter\n- [ ] Wash the badger\n',
    );
    await story.app.settles();
    await story.human.edits((text) => text.replace('Phase 2: Beasts', 'Phase 1: Birds'));
    expect(await story.app.settles()).toContain(
      'renames milestone "Zoo: Phase 2: Beasts" to "Zoo: Phase 1: Birds (2)"',
    );
    await story.human.edits((text) =>
      text.replace('Phase 1: Birds', 'Phase 3: Fish').replace('Phase 1: Birds', 'Phase 4: Snakes'),
    );
    await story.app.settles();
    expect([await milestoneOf('Feed the heron'), await milestoneOf('Feed the otter')]).toEqual([
      'Zoo: Phase 3: Fish',
      'Zoo: Phase 4: Snakes',
    ]);
    expect(await story.milestones()).toHaveLength(2);
  });
});

describe('Two plans of one title', () => {
  const plan = (task: string, title = 'Search'): string =>
    `# ${title}\n\n## Phase 1: Begin\n- [ ] ${task}\n- [ ] ${task} again\n`;
  const titles = async (): Promise<string[]> =>
    (await story.titles()).filter((one) => one.startsWith('Plan: '));
  const marker = async (title: string): Promise<string> =>
    (await story.issue(title)).body.split('\n', 1)[0] ?? '';

  it('that come one after the other: the second gets its folder in front, in its tracking issue, label and milestones', async () => {
    await story.human.commits(plan('Feed the otter'));
    await story.app.settles();
    await story.human.commits(plan('Wash the crane'), 'docs/plans/api/search.md');
    expect(await story.app.settles()).toEqual([
      'makes label plan: api-search',
      'makes milestone "api / Search: Phase 1: Begin"',
      'opens "Plan: api / Search"',
      'opens "Wash the crane" in "api / Search: Phase 1: Begin"',
      'opens "Wash the crane again" in "api / Search: Phase 1: Begin"',
      'puts 2 issues under "Plan: api / Search"',
      expect.stringMatching(/^proposes: /),
    ]);
    expect(await marker('Plan: api / Search')).toContain(' prefix=api ');
    expect(await milestoneOf('Feed the otter')).toBe('Search: Phase 1: Begin');
  });

  it('keep what was chosen, whatever the other is called later; a new phase follows it', async () => {
    await story.human.commits(plan('Feed the otter'));
    await story.app.settles();
    await story.human.commits(plan('Wash the crane'), 'docs/plans/api/search.md');
    await story.app.settles();
    await story.human.removes(PLAN);
    await story.app.settles();
    await story.human.edits((text) => `${text}\n## Phase 2: End\n- [ ] Sweep\n`, 'docs/plans/api/search.md');
    expect(await story.app.settles()).toContain('opens "Sweep" in "api / Search: Phase 2: End"');
  });

  it('that come together both get a prefix: the file where the folder tells nothing, else the id', async () => {
    await story.human.pushes({
      'plans/a/x/search.md': plan('Feed the otter'),
      'plans/b/x/finding.md': plan('Wash the crane'),
      'plans/b/x/finding.plan.md': plan('Count the owls'),
    });
    await story.app.settles();
    expect((await titles()).toSorted()).toEqual([
      expect.stringMatching(/^Plan: [0-9a-f]{6} \/ Search$/),
      expect.stringMatching(/^Plan: [0-9a-f]{6} \/ Search$/),
      'Plan: search / Search',
    ]);
    expect(new Set(await story.milestones()).size).toBe(3);
  });

  it('come of a retitling too: the plan that changed gets the prefix, and its tracking issue and milestones follow', async () => {
    await story.human.pushes({
      [PLAN]: plan('Feed the otter'),
      'plans/api/find.md': plan('Wash the crane', 'Finding'),
    });
    await story.app.settles();
    expect((await titles()).toSorted()).toEqual(['Plan: Finding', 'Plan: Search']);
    await story.human.edits((text) => text.replace('# Finding', '# Search'), 'plans/api/find.md');
    expect(await story.app.settles()).toEqual([
      'renames milestone "Finding: Phase 1: Begin" to "api / Search: Phase 1: Begin"',
      'renames "Plan: Finding" to "Plan: api / Search"',
    ]);
    expect(await marker('Plan: api / Search')).toContain(' prefix=api ');
  });

  it('are previewed as they will be', async () => {
    await story.human.commits(plan('Feed the otter'));
    await story.app.settles();
    const pull = await story.human.proposes(() => plan('Wash the crane'), { path: 'plans/api/search.md' });
    await story.app.settles();
    expect(await story.preview(pull)).toContain('api / Search');
  });

  it("that share milestones since before are left so, but for what changes: neither renames the other's", async () => {
    await story.human.commits(plan('Feed the otter'));
    await story.human.commits(plan('Wash the crane', 'Finding'), 'plans/api/find.md');
    await story.app.settles();
    // As an earlier version left them.
    for (const title of ['Wash the crane', 'Wash the crane again'])
      await story.human.movesTo(title, 'Search: Phase 1: Begin');
    await story.human.deletesMilestone('Finding: Phase 1: Begin');
    expect((await story.app.settles()).filter((one) => !one.includes('write-back'))).toEqual([]);
    await story.human.edits((text) => text.replace('# Finding', '# Looking'), 'plans/api/find.md');
    const news = await story.app.settles();
    expect(news).toContain('moves "Wash the crane" to "Looking: Phase 1: Begin"');
    expect(news.filter((one) => one.startsWith('renames milestone'))).toEqual([]);
    expect(await milestoneOf('Feed the otter')).toBe('Search: Phase 1: Begin');
    await story.human.closes('Feed the otter');
    await story.human.closes('Feed the otter again');
    expect(await story.app.settles()).toContain('closes milestone "Search: Phase 1: Begin"');
  });
});

it('A pass cut short between the two milestones of one title makes no third', async () => {
  story.github.faults.add({
    on: { method: 'POST', route: '/repos/{owner}/{repo}/milestones', actor: 'app', nth: 2 },
    effect: { kind: 'reply-lost' },
  });
  await story.human.commits(
    '# Zoo\n\n## Phase 1: Bugs\n- [ ] Feed the otter\n\n## Phase 1: Bugs\n- [ ] Wash the crane\n',
  );
  await story.app.settles();
  expect(await story.milestones()).toEqual(['Zoo: Phase 1: Bugs', 'Zoo: Phase 1: Bugs (2)']);
});
