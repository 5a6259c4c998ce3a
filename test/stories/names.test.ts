/** Plans and phases that are called alike, and milestones whose titles are taken. */
import { begin, type Story } from '../story/scenario.ts';

const AT = { owner: 'ada', repo: 'engine' };

let story: Story;
beforeEach(async () => {
  story = await begin();
});
afterEach(() => story.ends());

const milestones = async (): Promise<string[]> =>
  [...(await story.sees()).milestones.values()].map(({ title }) => title);
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
    await story.human.octokit.rest.issues.createMilestone({ ...AT, title: 'Zoo: Phase 3: Bugs' });
    await story.human.commits(
      `# Zoo\n\n## Phase 3: Bugs\n- [ ] Feed the otter\n\n## Phase 3:  BUGS\n- [ ] Wash the crane\n\n## ${long}late\n- [ ] Count the owls\n\n## ${long}early\n- [ ] Count the bats\n`,
    );
    await story.app.settles();
    expect(new Set(await milestones()).size).toBe(4);
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
    expect(await milestones()).toHaveLength(2);
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
  expect(await milestones()).toEqual(['Zoo: Phase 1: Bugs', 'Zoo: Phase 1: Bugs (2)']);
});
