import { begin, type Story } from '../../story/scenario.ts';

const TEN = `# Search

## Phase 1: Begin
${['Apple', 'Beetle', 'Cedar', 'Dolphin', 'Eagle', 'Falcon', 'Gecko', 'Heron', 'Ibis', 'Jackal'].map((name) => `- [ ] Feed the ${name}`).join('\n')}
`;

let story: Story;
afterEach(() => story.ends());

async function synced(text: string): Promise<void> {
  story = await begin();
  await story.human.commits(text);
  await story.app.settles();
  await story.human.mergesWriteBack();
  await story.app.settles();
}

async function openTitles(): Promise<string[]> {
  return [...(await story.sees()).issues.values()]
    .filter(({ state }) => state === 'open')
    .map(({ title }) => title);
}

async function heldId(): Promise<string> {
  const { body } = await story.issue('Plan: Search');
  return /\/plan confirm ([0-9a-f]{8})/.exec(body)?.[1] ?? 'nothing held';
}

it('An emptied plan closes nothing and says what waits', async () => {
  await synced(TEN);
  await story.human.edits(() => '# Search\n\nLater.\n');
  expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
  expect(await openTitles()).toHaveLength(11);
  const { body } = await story.issue('Plan: Search');
  expect(body).toContain('It would close 10 issues as not planned. Nothing of it is done yet.');
});

it('Half the tasks cut waits, and putting them back ends the wait', async () => {
  await synced(TEN);
  const before = await story.planText();
  await story.human.edits((text) => text.replace(/- \[ \] Feed the [A-F].*\n/g, ''));
  await story.app.settles();
  expect(await heldId()).toMatch(/^[0-9a-f]{8}$/);
  await story.human.edits(() => before);
  expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
  expect(await heldId()).toBe('nothing held');
  expect(await openTitles()).toHaveLength(11);
});

it('A few tasks cut from many do not wait', async () => {
  await synced(TEN);
  await story.human.edits((text) => text.replace(/- \[ \] Feed the [A-C].*\n/g, ''));
  await story.app.settles();
  expect(await heldId()).toBe('nothing held');
  expect(await openTitles()).toHaveLength(8);
});

it('A regenerated plan that unticks everything reopens nothing', async () => {
  await synced(TEN);
  await story.human.edits((text) =>
    text.replaceAll('- [ ]', '- [x]').replace('- [x] Feed the Jackal', '- [ ] Feed the Jackal'),
  );
  await story.app.settles();
  expect(await openTitles()).toEqual(['Feed the Jackal', 'Plan: Search']);
  await story.human.edits((text) => text.replaceAll('- [x]', '- [ ]'));
  await story.app.settles();
  expect(await openTitles()).toEqual(['Feed the Jackal', 'Plan: Search']);
  expect((await story.issue('Plan: Search')).body).toContain('It would reopen 9 issues.');
});

it('Very many new tasks open no issue but the one that says so', async () => {
  story = await begin();
  const many = Array.from({ length: 201 }, (_, index) => `- [ ] Task number ${index}`).join('\n');
  await story.human.commits(`# Search\n\n## Phase 1: Begin\n${many}\n`);
  expect(await story.app.settles()).toEqual([
    'makes label planwright',
    expect.stringMatching(/^makes label plan: search/),
    'opens "Plan: Search"',
  ]);
  expect((await story.issue('Plan: Search')).body).toContain('It would open 201 issues.');
});

it('Confirming lets exactly that change go', async () => {
  await synced(TEN);
  await story.human.edits((text) => text.replace(/- \[ \] Feed the [A-F].*\n/g, ''));
  await story.app.settles();
  await story.human.comments('Plan: Search', `/plan confirm ${await heldId()}`);
  await story.app.settles();
  expect(await openTitles()).toHaveLength(5);
  expect(await heldId()).toBe('nothing held');
});

it('A plan that changes between hold and confirm is shown anew', async () => {
  await synced(TEN);
  await story.human.edits((text) => text.replace(/- \[ \] Feed the [A-F].*\n/g, ''));
  await story.app.settles();
  const first = await heldId();
  await story.human.edits((text) => text.replace(/- \[ \] Feed the G.*\n/g, ''));
  await story.human.comments('Plan: Search', `/plan confirm ${first}`);
  await story.app.settles();
  expect(await openTitles()).toHaveLength(11);
  expect(await heldId()).not.toBe(first);
});

it('A confirmation by someone without write access does nothing', async () => {
  await synced(TEN);
  await story.human.edits((text) => text.replace(/- \[ \] Feed the [A-F].*\n/g, ''));
  await story.app.settles();
  const eve = story.stranger('eve');
  const { number } = await story.issue('Plan: Search');
  await eve.rest.issues.createComment({
    owner: 'ada',
    repo: 'engine',
    issue_number: number,
    body: `/plan confirm ${await heldId()}`,
  });
  await story.app.settles();
  expect(await openTitles()).toHaveLength(11);
  expect(await story.planText()).not.toContain('Apple');
});
