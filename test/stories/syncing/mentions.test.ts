/** A dependency that names a task or a phase by its words goes on naming it when those words change. */
import { begin, beginAfter, type Story } from '../../story/scenario.ts';

let story: Story;
afterEach(() => story.ends());

const PLAN = `# Search

## Phase 1: Foundation
- [ ] Ship the parser
- [ ] T002 Pick a name

## Phase 2: Launch
- [ ] Write the manual (depends on Ship the parser)
- [ ] Tell everybody
  - Depends on: Write the manual, Ship the parser

## Backend Tasks

| Task | Priority | Dependencies |
|---|---|---|
| Rank the results | High | Ship the parser, T002 |
| Cache the answers | Low | Launch |
`;

const start = beginAfter(async ({ human, app }) => {
  await human.commits(PLAN);
  await app.settles();
  await human.mergesWriteBack();
  await app.settles();
});
beforeEach(async () => {
  story = await start();
});

const said = async (pull: number): Promise<string> =>
  ((await story.preview(pull)) ?? '').replace(/<!--[\s\S]*?-->/g, '').trim();

/** Whatever happened to links between issues. */
const links = (news: readonly string[]): string[] => news.filter((one) => /wait for/.test(one));

it('A task that the plan rewords takes its mentions along in one pull request, and nothing waits for anything else meanwhile', async () => {
  const pull = await story.human.proposes((text) =>
    text.replace('- [ ] Ship the parser', '- [ ] Ship the lexer'),
  );
  await story.app.settles();
  const preview = await said(pull);
  expect(preview).toContain('- propose to reword 3 lines');
  expect(preview).toContain('  - what line 8 depends on: Ship the parser → Ship the lexer');
  expect(preview).not.toContain('which names no');
  await story.human.mergesPull(pull);
  const news = await story.app.settles();
  expect(news).toContain('renames "Ship the parser" to "Ship the lexer"');
  expect(links(news)).toEqual([]);
  const diff = await story.writeBack();
  expect(diff).toContain('(depends on Ship the lexer)');
  expect(diff).toContain('+  - Depends on: Write the manual, Ship the lexer');
  expect(diff).toContain('| High | Ship the lexer, T002 |');
  expect((await story.openPull()).body).toContain(
    'Let "Rank the results" depend on "Ship the lexer", which was called "Ship the parser"',
  );
  await story.human.edits((text) => `${text}\nA last word.\n`);
  expect(links(await story.app.settles())).toEqual([]);
  await story.human.mergesWriteBack();
  expect(links(await story.app.settles())).toEqual([]);
  expect(await story.openPulls()).toEqual([]);
  expect(await story.blockers('Rank the results')).toEqual(['Ship the lexer', 'Pick a name']);
});

it('A task that is named twice is waited for once, and by one name while only the other is adapted', async () => {
  await story.human.edits((text) =>
    text.replace('| Ship the parser, T002 |', '| Ship the parser, T002, Pick a name, Ship the parser |'),
  );
  await story.app.settles();
  const waits = async (): Promise<readonly string[]> =>
    (await story.issue('Rank the results')).body.split('\n').filter((line) => line.startsWith('- '));
  const both = await waits();
  expect(both).toEqual([expect.stringMatching(/^- #\d+$/), expect.stringMatching(/^- #\d+$/)]);
  await story.human.edits((text) =>
    text
      .replace('- [ ] Ship the parser', '- [ ] Ship the lexer')
      .replace('| Ship the parser, T002, Pick', '| Ship the lexer, T002, Pick'),
  );
  await story.app.settles();
  await story.human.edits((text) => `${text}\nA last word.\n`);
  await story.app.settles();
  expect(await waits()).toEqual(both);
  expect(await story.writeBack()).toContain('| High | Ship the lexer, T002, Pick a name, Ship the lexer |');
});

it('What tasks wait for is remembered where they change places in the push that rewords it', async () => {
  await story.human.edits((text) =>
    text
      .replace('- [ ] Ship the parser', '- [ ] Ship the lexer')
      .replace(/(- \[ \] Write the manual.*\n)(- \[ \] Tell everybody.*\n.*\n)/, '$2$1'),
  );
  expect(links(await story.app.settles())).toEqual([]);
  await story.human.mergesWriteBack();
  expect(links(await story.app.settles())).toEqual([]);
});

it('What a task waits for is remembered by its number where another task gets the new words, too, before the pull request is merged', async () => {
  await story.human.edits((text) => text.replace('- [ ] Ship the parser', '- [ ] Ship the lexer'));
  await story.app.settles();
  const waits = async (): Promise<readonly string[]> =>
    (await story.issue('Tell everybody')).body.split('\n').filter((line) => line.startsWith('- '));
  const before = await waits();
  await story.human.edits((text) => text.replace('- [ ] Write the manual', '- [ ] Ship the lexer'));
  expect(links(await story.app.settles())).toEqual([]);
  await story.human.edits((text) => `${text}\nA last word.\n`);
  expect(links(await story.app.settles())).toEqual([]);
  await story.human.edits((text) => `${text}\nOne more.\n`);
  expect(links(await story.app.settles())).toEqual([]);
  expect(await waits()).toEqual(before);
  const diff = await story.writeBack();
  expect(diff).toContain('+  - Depends on: Ship the lexer, #2');
  expect(diff).toContain('| High | #2, T002 |');
  await story.human.mergesWriteBack();
  expect(links(await story.app.settles())).toEqual([]);
  expect(await waits()).toEqual(before);
  expect(await story.openPulls()).toEqual([]);
});

it('An issue that a person renames takes them along, too, and the check of that pull request is true', async () => {
  await story.human.renames('Ship the parser', 'Ship the lexer');
  await story.app.settles();
  const diff = await story.writeBack();
  expect(diff).toContain('+- [ ] Ship the lexer');
  expect(diff).toContain('(depends on Ship the lexer)');
  expect(diff).toContain('| High | Ship the lexer, T002 |');
  const { number } = await story.openPull();
  const [check] = await story.checks(number);
  expect(check?.title).toMatch(/^Merging this makes \d+ changes? to issues and milestones$/);
  await story.human.mergesWriteBack();
  const news = await story.app.settles();
  expect(links(news)).toEqual([]);
  expect(news.filter((one) => !one.startsWith('rewrites') && !one.startsWith('merges'))).toEqual([]);
});

it('A phase that is renamed takes its mentions along', async () => {
  await story.human.edits((text) =>
    text.replace('## Phase 2: Launch', '## Phase 2: Release to all customers'),
  );
  await story.app.settles();
  expect(await story.writeBack()).toMatch(/\+\| Cache the answers .*\| Low \| Release to all customers \|/);
});

it('Two titles that are swapped with their mentions adapted stay as their author wrote them', async () => {
  await story.human.edits((text) =>
    text
      .replaceAll('Ship the parser', 'SWAP')
      .replaceAll('Write the manual', 'Ship the parser')
      .replaceAll('SWAP', 'Write the manual'),
  );
  await story.app.settles();
  expect(await story.openPulls()).toEqual([]);
});

it('Mentions by id, and words that are a part of others, stay untouched', async () => {
  await story.human.edits((text) =>
    text
      .replace('- [ ] T002 Pick a name', '- [ ] T002 Pick a good name')
      .replace('High | Ship the parser, T002', 'High | Ship the parser soon, T002'),
  );
  await story.app.settles();
  expect(await story.openPulls()).toEqual([]);
});

describe('A task that is open again', () => {
  const reopened = async (): Promise<string[]> => {
    await story.human.reopens('Write the manual');
    await story.app.settles();
    const [check] = await story.checks((await story.openPull()).number);
    await story.human.mergesWriteBack();
    const news = links(await story.app.settles());
    return [check?.title ?? '', check?.summary.replace(/^.*issues\. ?/, '') ?? '', ...news];
  };

  it('is blocked by what it waits for once the plan says so, and the check says that before', async () => {
    const done = await begin();
    await done.human.commits(PLAN.replace('- [ ] Write the manual', '- [x] Write the manual'));
    await done.app.settles();
    await done.human.mergesWriteBack();
    await done.app.settles();
    await story.ends();
    story = done;
    expect(await reopened()).toEqual([
      'Merging this makes 1 change to issues and milestones',
      'Merging them also marks 1 issue as blocked by what the plan then says that it waits for.',
      'lets "Write the manual" wait for "Ship the parser"',
    ]);
  });

  it('that is still marked as blocked changes in nothing', async () => {
    await story.human.closes('Write the manual');
    await story.app.settles();
    await story.human.mergesWriteBack();
    await story.app.settles();
    expect(await reopened()).toEqual(['Merging this changes no issue', '']);
  });
});

it('A dependency that named nothing links the task that gets these words, and the check says that before', async () => {
  await story.human.edits((text) => text.replace('| Low | Launch |', '| Low | Weigh the answers |'));
  await story.app.settles();
  await story.human.renames('Rank the results', 'Weigh the answers');
  await story.app.settles();
  const [check] = await story.checks((await story.openPull()).number);
  expect(check?.summary).toContain(
    'Merging them also marks 1 issue as blocked by what the plan then says that it waits for.',
  );
  await story.human.mergesWriteBack();
  expect(links(await story.app.settles())).toEqual(['lets "Cache the answers" wait for "Weigh the answers"']);
});

it('What is named by a number from now on is said in the check, since the issue text is made from it', async () => {
  await story.human.edits((text) => text.replace('- [ ] Ship the parser', '- [ ] Ship the parser (again)'));
  await story.app.settles();
  const pull = await story.openPull();
  expect(await story.writeBack()).toMatch(/\+\| Rank the results .*\| High \| #\d+, T002 \|/);
  const [check] = await story.checks(pull.number);
  expect(check?.title).toBe('Merging this makes 3 changes to issues and milestones');
  await story.human.mergesWriteBack();
  const news = await story.app.settles();
  expect(links(news)).toEqual([]);
  expect(news.filter((one) => one.startsWith('rewrites') && !one.includes('"Plan: '))).toHaveLength(3);
});
