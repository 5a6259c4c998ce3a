import { begin, PLAN, type Story } from '../../story/scenario.ts';

const GARDEN = `---
name: Garden
todos:
  - id: soil
    content: Turn the soil
    status: in_progress
  - id: seeds
    content: "Sow the seeds"
    status: pending
    dependencies:
      - soil
---

# Garden
`;

let story: Story;
beforeEach(async () => {
  story = await begin();
  await story.human.commits(GARDEN);
  await story.app.settles();
});
afterEach(() => story.ends());

it('A todo of the front matter is a task: its issue opens, and closing it proposes the one value', async () => {
  expect((await story.issue('Turn the soil')).state).toBe('open');
  await story.human.closes('Turn the soil');
  expect(await story.app.settles()).toContain(`proposes: Update ${PLAN}: 1 task done`);
  await story.human.mergesWriteBack();
  await story.app.settles();
  expect(await story.planText()).toBe(GARDEN.replace('in_progress', 'completed'));
});

it('A todo that its tool completes closes its issue', async () => {
  await story.human.edits((text) => text.replace('status: in_progress', 'status: completed'));
  expect(await story.app.settles()).toContain('closes "Turn the soil" as completed');
});
