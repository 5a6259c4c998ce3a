/** Stories that simulations found, told again by hand. */
import { beginAfter, type Story } from '../../story/scenario.ts';

const ZOO = `# Zoo

## Phase 1: Birds
- [ ] Feed the heron
- [ ] Wash the crane

## Phase 2: Beasts
- [ ] Feed the otter
- [ ] Wash the badger
- [ ] Paint the ferret
`;

let story: Story;

const afterFirstSync = beginAfter(async ({ app, human }) => {
  await human.commits(ZOO);
  await app.settles();
});
beforeEach(async () => void (story = await afterFirstSync()));
afterEach(() => story.ends());

it('A phase whose tasks all moved into another one leaves its milestone alone, and the plan goes on', async () => {
  await story.human.commits(
    ZOO.replace('- [ ] Feed the heron\n- [ ] Wash the crane\n\n## Phase 2: Beasts\n', ''),
  );
  const news = await story.app.settles();
  expect(news).toContain('moves "Feed the otter" to "Zoo: Phase 1: Birds"');
  expect(news).toContain('closes "Feed the heron" as not_planned');
});

it('A phase renamed to what another milestone is called keeps its title, and that is said', async () => {
  await story.human.makesMilestone('Zoo: Phase 2: Mammals');
  await story.human.edits((text) => text.replace('Phase 2: Beasts', 'Phase 2: Mammals (due 2026-12-01)'));
  const news = await story.app.settles();
  expect(news).toContain('moves milestone "Zoo: Phase 2: Beasts" to 2026-12-01');
  expect(news).toContain('says in a check: neutral: 1 thing to look at in the plan');
});

it('An issue that a person put into the milestone of another phase takes its own phase nowhere', async () => {
  await story.human.movesTo('Feed the heron', 'Zoo: Phase 2: Beasts');
  await story.human.edits((text) => text.replace('- [ ] Wash the badger', '- [x] Wash the badger'));
  expect((await story.app.settles()).filter((line) => line.startsWith('moves'))).toEqual([]);
  expect((await story.issue('Feed the heron')).milestone?.title).toBe('Zoo: Phase 2: Beasts');
});

it('An issue that a person reopened stays open when its line is cut, however often the app looks', async () => {
  await story.human.edits((text) => text.replace('- [ ] Paint the ferret', '- [x] Paint the ferret'));
  await story.app.settles();
  await story.human.reopens('Paint the ferret');
  await story.human.edits((text) => text.replace('- [x] Paint the ferret\n', ''));
  expect(await story.app.settles()).toEqual([
    'rewrites "Plan: Zoo"',
    'proposes: Update plans/search.md: link 4 tasks to their issues',
    'says in a check: neutral: 1 thing to look at in the plan',
  ]);
  await story.human.edits((text) => text.replace('- [ ] Feed the otter', '- [ ] Feed the old otter'));
  await story.app.settles();
  expect((await story.issue('Paint the ferret')).state).toBe('open');
});
