import { begin, beginAfter, PLAN, type Story } from '../../story/scenario.ts';
import { inStep } from '../plans.ts';

const TEN = `# Search

## Phase 1: Begin
${['Apple', 'Beetle', 'Cedar', 'Dolphin', 'Eagle', 'Falcon', 'Gecko', 'Heron', 'Ibis', 'Jackal'].map((name) => `- [ ] Feed the ${name}`).join('\n')}
`;

let story: Story;
afterEach(() => story.ends());

const afterFirstSync = beginAfter(inStep({ [PLAN]: TEN }));
const synced = async (): Promise<void> => void (story = await afterFirstSync());

it('An emptied plan closes nothing and says what waits', async () => {
  await synced();
  await story.human.edits(() => '# Search\n\nLater.\n');
  expect(await story.app.settles()).toEqual([
    'rewrites "Plan: Search"',
    'says in a check: neutral: A change of a plan waits for a person',
  ]);
  expect(await story.openTitles()).toHaveLength(11);
  const { body } = await story.issue('Plan: Search');
  expect(body).toContain('It would close 10 issues as not planned. Nothing of it is done yet.');
});

it('Half the tasks cut waits, and putting them back ends the wait', async () => {
  await synced();
  const before = await story.planText();
  await story.human.edits((text) => text.replace(/- \[ \] Feed the [A-F].*\n/g, ''));
  await story.app.settles();
  expect(await story.confirmId()).toMatch(/^[0-9a-f]{8}$/);
  await story.human.edits(() => before);
  expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
  expect(await story.confirmId()).toBeNull();
  expect(await story.openTitles()).toHaveLength(11);
});

it('A few tasks cut from many do not wait', async () => {
  await synced();
  await story.human.edits((text) => text.replace(/- \[ \] Feed the [A-C].*\n/g, ''));
  await story.app.settles();
  expect(await story.confirmId()).toBeNull();
  expect(await story.openTitles()).toHaveLength(8);
});

it('A regenerated plan that unticks everything reopens nothing', async () => {
  await synced();
  await story.human.edits((text) =>
    text.replaceAll('- [ ]', '- [x]').replace('- [x] Feed the Jackal', '- [ ] Feed the Jackal'),
  );
  await story.app.settles();
  expect(await story.openTitles()).toEqual(['Feed the Jackal', 'Plan: Search']);
  await story.human.edits((text) => text.replaceAll('- [x]', '- [ ]'));
  await story.app.settles();
  expect(await story.openTitles()).toEqual(['Feed the Jackal', 'Plan: Search']);
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
    'says in a check: neutral: A change of a plan waits for a person',
  ]);
  expect((await story.issue('Plan: Search')).body).toContain('It would open 201 issues.');
});

it('Confirming lets exactly that change go', async () => {
  await synced();
  await story.human.edits((text) => text.replace(/- \[ \] Feed the [A-F].*\n/g, ''));
  await story.app.settles();
  await story.human.confirms();
  await story.app.settles();
  expect(await story.openTitles()).toHaveLength(5);
  expect(await story.confirmId()).toBeNull();
});

it('A plan that changes between hold and confirm is shown anew', async () => {
  await synced();
  await story.human.edits((text) => text.replace(/- \[ \] Feed the [A-F].*\n/g, ''));
  await story.app.settles();
  const first = await story.confirmId();
  await story.human.edits((text) => text.replace(/- \[ \] Feed the G.*\n/g, ''));
  await story.human.comments('Plan: Search', `/plan confirm ${first}`);
  await story.app.settles();
  expect(await story.openTitles()).toHaveLength(11);
  expect(await story.confirmId()).not.toBe(first);
});

it('A confirmation by someone without write access does nothing', async () => {
  await synced();
  await story.human.edits((text) => text.replace(/- \[ \] Feed the [A-F].*\n/g, ''));
  await story.app.settles();
  const eve = story.stranger('eve');
  await eve.confirms();
  await story.app.settles();
  expect(await story.openTitles()).toHaveLength(11);
  expect(await story.planText()).not.toContain('Apple');
});

describe('In a repository of two plans the check says no more that one of them waits', () => {
  const OTHER = TEN.replace('# Search', '# Finding').replaceAll('Feed', 'Wash');
  const afterBoth = beginAfter(inStep({ [PLAN]: TEN, 'plans/finding.md': OTHER }));
  const OVER = 'says in a check: success: Everything is done';

  it('once its change is confirmed', async () => {
    story = await afterBoth();
    await story.human.edits((text) => text.replace(/- \[ \] Feed the [A-F].*\n/g, ''));
    await story.app.settles();
    await story.human.confirms();
    expect(await story.app.settles()).toContain(OVER);
  });

  it('once its retirement is confirmed', async () => {
    story = await afterBoth();
    await story.human.comments('Plan: Search', '/plan retire');
    await story.app.settles();
    await story.human.confirms();
    expect(await story.app.settles()).toContain(OVER);
  });

  it('once it is resumed', async () => {
    story = await afterBoth();
    await story.human.comments('Plan: Search', '/plan pause');
    await story.app.settles();
    await story.human.comments('Plan: Search', '/plan resume');
    expect(await story.app.settles()).toContain(OVER);
  });
});
