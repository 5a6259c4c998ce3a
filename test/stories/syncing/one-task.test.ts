/** A task that stands in several places, a box and a row or a line and its copy, is one task whatever happens to one of them. */
import { begin, beginAfter, type Story } from '../../story/scenario.ts';

let story: Story;
afterEach(() => story.ends());

const TWO_PLACES = `# Search

## Phase 1: Foundation
- [ ] Ship the parser
- [ ] Pick a name

## Backend Tasks

| Task | Priority | Estimation | Dependencies |
|---|---|---|---|
| Ship the parser | High | 3d | None |
| Rank the results | Medium | 2d | Pick a name |
`;

const afterLinks = beginAfter(async ({ human, app }) => {
  await human.commits(TWO_PLACES);
  await app.settles();
  await human.mergesWriteBack();
  await app.settles();
});

const beforeLinks = beginAfter(async ({ human, app }) => {
  await human.commits(TWO_PLACES);
  await app.settles();
  await human.closesWriteBack();
});

const said = async (pull: number): Promise<string> =>
  ((await story.preview(pull)) ?? '').replace(/<!--[\s\S]*?-->/g, '').trim();

const opens = (news: readonly string[]): string[] => news.filter((one) => one.startsWith('opens "'));

describe.each([
  ['with links', afterLinks],
  ['without links', beforeLinks],
])('a box and a row, %s', (_, start) => {
  beforeEach(async () => {
    story = await start();
  });

  it.each([
    ['box', '- [ ] Ship the parser', '- [ ] Ship the new parser', 4, 11, 'row'],
    ['row', '| Ship the parser', '| Ship the new parser', 11, 4, 'box'],
  ])(
    'where only the %s is reworded, the issue is renamed and the write-back rewords the other',
    async (...given) => {
      const [, from, to, leader, follower, place] = given;
      const { number } = await story.issue('Ship the parser');
      const pull = await story.human.proposes((text) => text.replace(from, to));
      await story.app.settles();
      const preview = await said(pull);
      expect(preview).toContain(`- rename issue #${number} Ship the parser → Ship the new parser`);
      expect(preview).toContain(
        `- propose to reword the ${place} in line ${follower}: lines ${Math.min(leader, follower)} and ${Math.max(leader, follower)} are one task, #${number}`,
      );
      expect(preview).not.toMatch(/open issue|move issue/);
      await story.human.mergesPull(pull);
      const news = await story.app.settles();
      expect(news).toContain('renames "Ship the parser" to "Ship the new parser"');
      expect(opens(news)).toEqual([]);
      expect(news.filter((one) => one.startsWith('moves'))).toEqual([]);
      const diff = await story.writeBack();
      expect(diff).toContain(
        place === 'row' ? '+| Ship the new parser | High | 3d | None |' : '+- [ ] Ship the new parser',
      );
      expect((await story.openPull()).body).toContain(
        `Reword line ${follower}, "Ship the parser", to "Ship the new parser"`,
      );
      await story.human.mergesWriteBack();
      expect(opens(await story.app.settles())).toEqual([]);
      expect(await story.openPulls()).toEqual([]);
    },
  );

  it('reworded alike in both places, it is renamed once', async () => {
    await story.human.edits((text) => text.replaceAll('Ship the parser', 'Ship the new parser'));
    const news = await story.app.settles();
    expect(news).toContain('renames "Ship the parser" to "Ship the new parser"');
    expect(opens(news)).toEqual([]);
    expect(await story.openPulls()).toEqual([]);
  });

  it('lives on in its row, state and all, where its box is cut', async () => {
    await story.human.edits((text) => text.replace('- [ ] Ship', '- [x] Ship'));
    await story.app.settles();
    await story.human.edits((text) => text.replace(/- \[x\] Ship the parser.*\n/, ''));
    const news = await story.app.settles();
    expect(news.filter((one) => /^(?:opens|closes|reopens) "(?!Plan)/.test(one))).toEqual([]);
    expect((await story.issue('Ship the parser')).state).toBe('closed as completed');
    expect(await story.writeBack()).toMatch(/^\+\| Ship the parser .*Done/m);
  });

  it('lives on in its box where its row is cut', async () => {
    await story.human.edits((text) => text.replace(/\| Ship the parser .*\n/, ''));
    const news = await story.app.settles();
    expect(news).toContain('takes label priority: high off "Ship the parser"');
    expect(news.filter((one) => /^(?:opens|closes) /.test(one))).toEqual([]);
  });

  it('stays one task where another row comes to say the same', async () => {
    await story.human.edits((text) => `${text}| Ship the parser | Low | 1d | None |\n`);
    const news = await story.app.settles();
    expect(opens(news)).toEqual(['opens "Ship the parser"']);
    expect(news.filter((one) => one.startsWith('takes label'))).toEqual([]);
    const { body } = await story.issue('Plan: Search');
    expect(body).toContain('this one is a task of its own');
  });

  it('reworded by the issue, both places are asked to follow', async () => {
    await story.human.renames('Ship the parser', 'Ship the new parser');
    await story.app.settles();
    const diff = await story.writeBack();
    expect(diff).toContain('+- [ ] Ship the new parser');
    expect(diff).toContain('+| Ship the new parser | High | 3d | None |');
  });
});

it('Where both places are reworded differently, the one that is more alike keeps the issue, and it is said', async () => {
  story = await beforeLinks();
  const { number } = await story.issue('Ship the parser');
  const pull = await story.human.proposes((text) =>
    text
      .replace('- [ ] Ship the parser', '- [ ] Ship the new parser')
      .replace('| Ship the parser', '| Ship a parser soon'),
  );
  await story.app.settles();
  expect((await said(pull)).replaceAll('\u200b', '')).toContain(
    `Lines 4 and 11 were one task, and both were reworded, differently. Line 4 goes on as #${number}; line 11, "Ship a parser soon", is a task of its own.`,
  );
  await story.human.mergesPull(pull);
  const news = await story.app.settles();
  expect(news).toContain('renames "Ship the parser" to "Ship the new parser"');
  expect(opens(news)).toEqual(['opens "Ship a parser soon"']);
});

it('Where both are reworded differently and one has the link, that one stays, and the other is asked to follow', async () => {
  story = await afterLinks();
  await story.human.edits((text) =>
    text
      .replace('- [ ] Ship the parser', '- [ ] Ship the new parser')
      .replace('| Ship the parser', '| Ship a parser soon'),
  );
  const news = await story.app.settles();
  expect(news).toContain('renames "Ship the parser" to "Ship the new parser"');
  expect(opens(news)).toEqual([]);
  expect(await story.writeBack()).toContain('+| Ship the new parser | High | 3d | None |');
});

it.each([
  ['the issue is', async () => story.human.renames('Ship the parser', 'Pick a name')],
  [
    'both places are',
    async () => story.human.edits((text) => text.replaceAll('Ship the parser', 'Pick a name')),
  ],
])('Where %s renamed to what another box says, box and row stay one task', async (_, rename) => {
  story = await afterLinks();
  const { number, labels } = await story.issue('Ship the parser');
  await rename();
  const news = await story.app.settles();
  if ((await story.openPulls()).length > 0) await story.human.mergesWriteBack();
  news.push(...(await story.app.settles()));
  expect(opens(news)).toEqual([]);
  expect(news.filter((one) => one.startsWith('takes'))).toEqual([]);
  expect(await story.issue(number)).toMatchObject({ title: 'Pick a name', labels });
});

it('What a person refuses to reword stays as it is: one task, said, and asked for no more', async () => {
  story = await afterLinks();
  await story.human.edits((text) => text.replace('- [ ] Ship the parser', '- [ ] Ship the new parser'));
  await story.app.settles();
  await story.human.closesWriteBack();
  await story.app.settles();
  await story.human.edits((text) => text.replace('Pick a name', 'Pick a good name'));
  expect(opens(await story.app.settles())).toEqual([]);
  expect((await story.issue('Plan: Search')).body).toContain('Refused edits');
  await story.human.closes('Ship the new parser');
  await story.app.settles();
  expect(await story.writeBack()).toMatch(/^\+\| Ship the parser .*Done/m);
});

it('A box that comes to say what a row says, where both have issues, stays a task of its own', async () => {
  story = await afterLinks();
  await story.human.edits((text) => text.replace('- [ ] Pick a name', '- [ ] Rank the results'));
  const news = await story.app.settles();
  expect(opens(news)).toEqual([]);
  expect(news).toContain('renames "Pick a name" to "Rank the results"');
  expect(news.filter((one) => one.startsWith('closes'))).toEqual([]);
});

describe('a line and its copy', () => {
  const start = async (plan: string): Promise<void> => {
    story = await begin();
    await story.human.commits(plan);
    await story.app.settles();
    await story.human.mergesWriteBack();
    await story.app.settles();
  };
  const PLAIN = '# Search\n\n## Phase 1: Foundation\n- [ ] Ship the parser\n- [ ] Pick a name\n';
  const copied = (text: string, mark: string): string =>
    text.replace(
      /- \[ \] ((?:T001 )?Ship the parser.*)\n/,
      (line) => line + line.replace('[ ]', `[${mark}]`),
    );

  it.each([
    ['one link', PLAIN],
    ['one id', PLAIN.replace('Ship', 'T001 Ship')],
  ])('with %s are one task: done if one is ticked, and open again by none that goes', async (_, plan) => {
    await start(plan);
    const { number } = await story.issue('Ship the parser');
    const pull = await story.human.proposes((text) => copied(text, 'x'));
    await story.app.settles();
    const preview = (await said(pull)).replaceAll('\u200b', '');
    expect(preview).toContain(`- close issue #${number} Ship the parser, as completed`);
    expect(preview).toContain('It counts as done, since line 5 is ticked.');
    await story.human.mergesPull(pull);
    const news = await story.app.settles();
    expect(opens(news)).toEqual([]);
    expect(news).toContain('closes "Ship the parser" as completed');
    await story.human.edits((text) => text.replace(/- \[x\] .*Ship the parser.*\n/, ''));
    expect(
      (await story.app.settles()).filter((one) => /^(?:opens|closes|reopens) "(?!Plan)/.test(one)),
    ).toEqual([]);
    expect(await story.writeBack()).toMatch(/^\+- \[x\] (?:T001 )?Ship the parser/m);
  });

  it('close nothing when one of them goes', async () => {
    await start(PLAIN);
    await story.human.edits((text) => copied(text, ' '));
    await story.app.settles();
    await story.human.edits((text) => text.replace(/- \[ \] Ship the parser.*\n/, ''));
    expect((await story.app.settles()).filter((one) => one.startsWith('closes'))).toEqual([]);
    expect((await story.issue('Ship the parser')).state).toBe('open');
  });

  it('stay one task where its issue swaps titles with another, whose line has no link', async () => {
    story = await begin();
    await story.human.commits(PLAIN);
    await story.app.settles();
    const links = await story.writeBack();
    await story.human.closesWriteBack();
    const [, linked = ''] = /^\+(.*Ship the parser.*)$/m.exec(links) ?? [];
    await story.human.edits((text) => text.replace('- [ ] Ship the parser', `${linked}\n${linked}`));
    await story.app.settles();
    const [parser, name] = [await story.issue('Ship the parser'), await story.issue('Pick a name')];
    await story.human.renames('Ship the parser', 'Choose');
    await story.human.renames('Pick a name', 'Ship the parser');
    await story.human.renames('Choose', 'Pick a name');
    await story.app.settles();
    await story.human.mergesWriteBack();
    expect(opens(await story.app.settles())).toEqual([]);
    expect((await story.issue('Pick a name')).number).toBe(parser.number);
    expect((await story.issue('Ship the parser')).number).toBe(name.number);
    expect(await story.openPulls()).toEqual([]);
  });

  it('and another copy stay one task where the first line loses its link', async () => {
    await start(PLAIN);
    await story.human.edits((text) => copied(copied(text, ' '), ' '));
    await story.app.settles();
    await story.human.edits((text) => text.replace(/(Ship the parser).*/, '$1'));
    expect(opens(await story.app.settles())).toEqual([]);
  });

  it('of which one loses its box close nothing when the other goes, and are the task again with the box', async () => {
    await start(PLAIN);
    const before = await story.issue('Ship the parser');
    await story.human.edits((text) => copied(text, ' ').replace('- [ ] Ship', '- [] Ship'));
    await story.app.settles();
    await story.human.edits((text) => text.replace(/- \[ \] Ship the parser.*\n/, ''));
    await story.app.settles();
    expect(await story.issue('Ship the parser')).toEqual(before);
    await story.human.edits((text) => text.replace('- [] Ship', '- [x] Ship'));
    expect(await story.app.settles()).toContain('closes "Ship the parser" as completed');
  });

  it('are both ticked where the issue is closed', async () => {
    await start(PLAIN);
    await story.human.edits((text) => copied(text, ' '));
    await story.app.settles();
    await story.human.closes('Ship the parser');
    await story.app.settles();
    expect((await story.writeBack()).match(/^\+- \[x\] Ship the parser/gm)).toHaveLength(2);
  });

  it('that only names the issue keeps its number where the issue is renamed', async () => {
    await start(PLAIN);
    const { number } = await story.issue('Ship the parser');
    const line = `- [ ] [#${number}](../../issues/${number})`;
    await story.human.edits((text) => text.replace('- [ ] Ship', `${line}\n- [ ] Ship`));
    await story.app.settles();
    await story.human.renames('Ship the parser', 'Ship the lexer');
    await story.app.settles();
    await story.human.mergesWriteBack();
    expect(opens(await story.app.settles())).toEqual([]);
    expect(await story.planText()).toContain(`\n${line}\n- [ ] Ship the lexer (`);
  });

  it('with one id and other words are two tasks, and said', async () => {
    await start(PLAIN.replace('Ship', 'T001 Ship'));
    await story.human.edits((text) => `${text}- [ ] T001 Write the manual\n`);
    expect(opens(await story.app.settles())).toEqual([
      'opens "Write the manual" in "Search: Phase 1: Foundation"',
    ]);
    expect((await story.issue('Plan: Search')).body).toContain('The id T001 is that of another task, too');
  });
});
