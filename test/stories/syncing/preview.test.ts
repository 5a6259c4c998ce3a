import { begin, beginAfter, PLAN, type Story } from '../../story/scenario.ts';
import { firstSync, SEARCH } from '../plans.ts';

let story: Story;
afterEach(() => story.ends());

const afterFirstSync = beginAfter(firstSync);
const synced = async (): Promise<void> => void (story = await afterFirstSync());

/** The comment without its first line and its memory. */
async function said(pull: number): Promise<string> {
  const comment = (await story.preview(pull)) ?? '';
  return comment.replace(/<!--[\s\S]*?-->/g, '').trim();
}

const change = (text: string): string =>
  text
    .replace('- [ ] Rank the results', '- [ ] Spell-check the query\n- [x] Rank the results')
    .replace('Cache hot queries', 'Cache the hottest queries')
    .replace(/ {2}- \[ \] Choose a tokenizer.*\n/, '');

it('A pull request that changes a plan is told what merging it does', async () => {
  await synced();
  const pull = await story.human.proposes(change);
  await story.app.settles();
  const [rank, cache, tokenizer] = await Promise.all(
    ['Rank the results', 'Cache hot queries', 'Choose a tokenizer'].map(
      async (title) => (await story.issue(title)).number,
    ),
  );
  expect(await said(pull)).toBe(`For **Search** (${PLAN}), merging this will:

- open issue Spell-check the query, in Search: Phase 2: Core Features
- close 2 issues
  - #${rank} Rank the results, as completed
  - #${tokenizer} Choose a tokenizer, as not planned
- rename issue #${cache} Cache hot queries → Cache the hottest queries`);
});

it('A reworded line without a link is a guess, and is called one', async () => {
  story = await begin();
  await story.human.commits(SEARCH);
  await story.app.settles();
  await story.human.closesWriteBack();
  const pull = await story.human.proposes((text) =>
    text.replace('Cache hot queries', 'Cache the hottest queries'),
  );
  await story.app.settles();
  const { number } = await story.issue('Cache hot queries');
  expect(await said(pull)).toContain(
    `- rename issue #${number} Cache hot queries → Cache the hottest queries (guessed: it reads like the same task)`,
  );
});

it('Merging does just that, and the comment becomes the report', async () => {
  await synced();
  const pull = await story.human.proposes(change);
  await story.app.settles();
  await story.human.mergesPull(pull);
  expect((await story.app.settles()).filter((line) => !line.includes('Plan: Search'))).toEqual(
    [
      'closes "Choose a tokenizer" as not_planned',
      'closes "Rank the results" as completed',
      'renames "Cache hot queries" to "Cache the hottest queries"',
      'opens "Spell-check the query" in "Search: Phase 2: Core Features"',
      `changes ${PLAN}`,
    ].filter((line) => !line.startsWith('changes')),
  );
  const { number } = await story.issue('Spell-check the query');
  const report = await said(pull);
  expect(report).toContain(`Merged. For **Search** (${PLAN}) Planwright has:`);
  expect(report).toContain(`- opened issue #${number} Spell-check the query`);
});

it('A pull request that touches no plan gets no comment', async () => {
  await synced();
  const pull = await story.human.proposes(() => '# Notes\n', { path: 'docs/notes.md' });
  await story.app.settles();
  expect(await story.preview(pull)).toBeNull();
});

it('One comment is edited in place, and says so when nothing is left to say', async () => {
  await synced();
  const pull = await story.human.proposes(change);
  await story.app.settles();
  await story.human.commits(`${await story.planText()}\nA last word.\n`, PLAN, 'change-the-plan');
  await story.app.settles();
  expect(await said(pull)).toBe('Merging this pull request changes no issue any more.');
});

it('A new plan is previewed with its cost in notifications', async () => {
  story = await begin();
  const tasks = Array.from({ length: 12 }, (_, index) => `- [ ] Task number ${index}`).join('\n');
  const pull = await story.human.proposes(() => `# Search\n\n## Phase 1: Begin\n${tasks}\n`);
  await story.app.settles();
  expect(await said(pull)).toContain('- open 12 issues\n  - Task number 0, in Search: Phase 1: Begin');
  expect(await said(pull)).toContain('Opening 12 issues sends about 12 notifications to each watcher.');
});

it('A stale branch that lacks ticks of the default branch reopens nothing', async () => {
  await synced();
  const pull = await story.human.proposes((text) =>
    text.replace('- [ ] Cache hot queries', '- [ ] Spell-check the query\n- [ ] Cache hot queries'),
  );
  await story.human.edits((text) => text.replace('- [ ] Ship the parser', '- [x] Ship the parser'));
  await story.app.settles();
  const branch = await said(pull);
  expect(branch).toContain('- open issue Spell-check the query');
  expect(branch).not.toContain('reopen');
});

it('A branch that conflicts is told so', async () => {
  await synced();
  const pull = await story.human.proposes((text) =>
    text.replace('Rank the results', 'Rank results by freshness'),
  );
  await story.human.edits((text) => text.replace('Rank the results', 'Rank results by popularity'));
  await story.app.settles();
  expect(await said(pull)).toContain(`${PLAN} conflicts with the default branch.`);
});

it('Problems come with the line they stand on, in the comment and in the check', async () => {
  await synced();
  const pull = await story.human.proposes((text) =>
    text.replace('- [ ] Rank the results', '- [ ] [Task 1]\n- [ ] Rank the results'),
  );
  await story.app.settles();
  const { sha } = await story.pull(pull);
  const line =
    (await story.planText()).split('\n').findIndex((text) => text.includes('Rank the results')) + 1;
  expect(await said(pull)).toContain(
    `[Line ${line}](${story.github.url}/ada/engine/blob/${sha}/${PLAN}?plain=1#L${line})`,
  );
  const [check] = await story.checks(pull);
  expect(check?.conclusion).toBe('neutral');
  expect(check?.annotations.map((one) => one.line)).toContain(line);
});

it('What is huge says that it will wait', async () => {
  await synced();
  const pull = await story.human.proposes(() => '# Search\n\nLater.\n');
  await story.app.settles();
  expect(await said(pull)).toContain('so it will wait for a person. It would close 6 issues as not planned.');
});

it("A pull request that closes a task's issue is told what it completes, and follows its description", async () => {
  await synced();
  const { number } = await story.issue('Rank the results');
  const pull = await story.human.proposes(() => 'export {};\n', {
    path: 'src/rank.ts',
    body: `Ranks.\n\nCloses #${number}`,
  });
  await story.app.settles();
  expect(await said(pull)).toBe(
    `Merging this completes 1 task of the plan:\n\n- #${number} Rank the results: Phase 2: Core Features then stands at 1 of 2 tasks`,
  );
  await story.human.editsPull(pull, { body: 'Ranks.' });
  await story.app.settles();
  expect(await said(pull)).toBe('Merging this pull request changes no issue any more.');
});

it('The write-back of the app itself gets no comment', async () => {
  await synced();
  await story.human.closes('Rank the results');
  await story.app.settles();
  expect(await story.preview((await story.openPull()).number)).toBeNull();
});

it('A pull request against another branch is left alone', async () => {
  await synced();
  const pull = await story.human.proposes(change);
  await story.human.makesBranch('next');
  await story.human.editsPull(pull, { base: 'next' });
  await story.app.settles();
  expect(await story.preview(pull)).toBeNull();
});

describe('The preview holds', () => {
  it('for a plan that is renamed: its issues go along, nothing opens or closes', async () => {
    await synced();
    const text = await story.planText();
    await story.human.pushes({ [PLAN]: null, 'plans/find.md': text }, { branch: 'rename' });
    const pull = await story.human.opensPull('rename');
    await story.app.settles();
    expect(await story.preview(pull)).toBeNull();
    await story.human.mergesPull(pull);
    expect((await story.app.settles()).filter((line) => /^(opens|closes|reopens) /.test(line))).toEqual([]);
  });

  it('for several plans in one pull request, one part each', async () => {
    await synced();
    const pull = await story.human.proposes(change);
    await story.human.commits(
      '# Mail\n\n## Phase 1: Begin\n- [ ] Send one\n',
      'plans/mail.md',
      'change-the-plan',
    );
    await story.app.settles();
    const comment = await said(pull);
    expect(comment).toContain('For **Search** (plans/search.md), merging this will:');
    expect(comment).toContain('For **Mail** (plans/mail.md), merging this will:\n\n- open milestone');
  });

  it('after a force-push: the comment follows', async () => {
    await synced();
    const pull = await story.human.proposes(change);
    await story.app.settles();
    await story.human.pushes(
      { [PLAN]: (await story.planText()).replace('- [ ] Cache', '- [x] Cache') },
      { branch: 'change-the-plan', onto: (await story.commit()).sha, force: true },
    );
    await story.app.settles();
    const { number } = await story.issue('Cache hot queries');
    expect(await said(pull)).toBe(
      `For **Search** (${PLAN}), merging this will:\n\n- close issue #${number} Cache hot queries, as completed`,
    );
  });

  it('where the pull request changes which files are plans', async () => {
    story = await begin({ files: { 'roadmap.md': '# Roadmap\n\n## Phase 1: Begin\n- [ ] Send one\n' } });
    const pull = await story.human.proposes(() => 'plans:\n  - roadmap.md\n', {
      path: '.github/planwright.yml',
    });
    await story.app.settles();
    expect(await said(pull)).toContain(
      'For **Roadmap** (roadmap.md), merging this will:\n\n- open milestone',
    );
  });
});

it('A fork is previewed by the rules of the repository, not by its own', async () => {
  await synced();
  const eve = story.stranger('eve');
  const fork = await eve.forks();
  await fork.commits('plans:\n  - "README.md"\n', '.github/planwright.yml');
  await fork.commits('# Mine\n\n- [ ] Not a plan here\n', 'README.md');
  await fork.commits(change(await story.planText()));
  const pull = await eve.opensPull('eve:main');
  await story.app.settles();
  const comment = await said(pull);
  expect(comment).toContain('- open issue Spell-check the query');
  expect(comment).not.toContain('Not a plan here');
});

it('A repository that wants no comments gets none, but the check', async () => {
  story = await begin({ files: { '.github/planwright.yml': 'comments: false\n' } });
  await firstSync(story);
  const pull = await story.human.proposes(change);
  await story.app.settles();
  expect(await story.preview(pull)).toBeNull();
  const checks = await story.checks(pull);
  expect(checks.map(({ conclusion, title }) => `${conclusion}: ${title}`)).toEqual([
    'success: Merging this makes 4 changes to issues and milestones',
  ]);
});

it('A task that moves to another plan is shown as moving, not as cut and new', async () => {
  await synced();
  await story.human.commits('# Mail\n\n## Phase 1: Begin\n- [ ] Send one\n', 'plans/mail.md');
  await story.app.settles();
  await story.human.mergesWriteBack();
  await story.app.settles();
  const line = /- \[ \] Rank the results.*\n/.exec(await story.planText())?.[0] ?? '';
  const pull = await story.human.proposes((text) => text.replace(line, ''));
  const mail = await story.planText('plans/mail.md');
  await story.human.commits(`${mail}${line}`, 'plans/mail.md', 'change-the-plan');
  await story.app.settles();
  const comment = await said(pull);
  expect(comment).not.toMatch(/close|open issue/);
  expect(comment).toContain('Rank the results');
});
