/** A text of which there is no word yet, since reading it took too long or ended its parser: what needs it waits, and no more. */
import type { Work } from '../../../src/parser/types.ts';
import { storyClock } from '../../story/clock.ts';
import { pushes } from '../../story/push.ts';
import { begin, PLAN, TODAY, type Beginning, type Story } from '../../story/scenario.ts';
import { shakyParser, type ShakyParser } from '../../story/shaky-parser.ts';

const OTHER = 'plans/billing.md';
const SEARCH = '# Search\n\n## Phase 1: Begin\n- [ ] Ship the parser\n- [ ] Build the index\n';
const BILLING = '# Billing\n\n## Phase 1: Invoices\n- [ ] Number invoices\n- [ ] Send invoices\n';
const AT = { owner: 'ada', repo: 'engine' };
const OVERDUE = { kind: 'overdue' } as const;
const DIED = { kind: 'died', reason: 'exit code 134' } as const;
const UNCLEAR = 'could not be read yet';

let story: Story;
let parser: ShakyParser;

async function beginWith(files: Beginning['files'] = {}): Promise<void> {
  parser = shakyParser();
  story = await begin({ clock: storyClock(new Date(TODAY)), run: parser.run, files });
}
afterEach(() => story.ends());

/** Two plans in step, their links in them. */
async function beginInStep(): Promise<void> {
  await beginWith();
  await pushes(story.human.octokit, { [PLAN]: SEARCH, [OTHER]: BILLING });
  await story.app.settles();
  for (const pull of (await story.sees()).pulls.keys())
    await story.human.octokit.rest.pulls.merge({ ...AT, pull_number: pull });
  await story.app.settles();
}

const reading =
  (words: string, kind: Work['kind'] = 'plan') =>
  (work: Work): boolean =>
    work.kind === kind && 'text' in work && work.text.includes(words);

async function checks(ref = 'main'): Promise<string[]> {
  const { data } = await story.human.octokit.rest.checks.listForRef({ ...AT, ref });
  return data.check_runs.map(({ conclusion, output }) => `${conclusion}: ${output.title} ${output.summary}`);
}

async function titles(): Promise<string[]> {
  const { issues } = await story.sees();
  return [...issues.values()].filter(({ state }) => state === 'open').map(({ title }) => title);
}

const acts = (news: readonly string[]): string[] =>
  news.filter((one) => /^(opens|closes|reopens|renames)/.test(one));

it('A busy machine is no news: a plan that is read at the third time is synced, and nobody is told', async () => {
  await beginWith();
  parser.fails(OVERDUE, reading('Search'), 2);
  await story.human.commits(SEARCH);
  await story.app.settles();
  expect(parser.failures()).toBe(2);
  expect(await titles()).toEqual(expect.arrayContaining(['Ship the parser', 'Build the index']));
  expect(await checks()).toEqual([]);
});

it.each([
  ['took too long', OVERDUE],
  ['ended its parser', DIED],
])(
  'A plan that %s again and again waits and is said, the other is synced; once it is read all is well',
  async (_, how) => {
    await beginWith();
    parser.fails(how, reading('Search'));
    await pushes(story.human.octokit, { [PLAN]: SEARCH, [OTHER]: BILLING });
    await story.app.settles();
    expect(await titles()).toEqual(expect.arrayContaining(['Number invoices', 'Send invoices']));
    expect(await titles()).not.toContain('Ship the parser');
    const [check, ...others] = await checks();
    expect(check).toMatch(/^neutral: .*plan/);
    expect(check).toContain(UNCLEAR);
    expect(others).toEqual([]);
    // By itself for an hour, then with what happens.
    expect(parser.failures()).toBe(8);
    parser.heals();
    await story.app.dies();
    await story.app.starts();
    await story.app.sweeps();
    await story.app.settles();
    expect(await titles()).toContain('Ship the parser');
  },
);

it('What the check said is taken back by the app that said it', async () => {
  await beginWith();
  parser.fails(OVERDUE, reading('Search'), 4);
  await story.human.commits(SEARCH);
  await story.app.settles();
  expect(await titles()).toContain('Ship the parser');
  expect((await checks())[0]).toContain('success: Everything is done');
});

it('A base is never lost by it: nothing is closed, held or asked, and the change is made when the base is read', async () => {
  await beginInStep();
  const before = await story.planText();
  await story.app.dies();
  parser.fails(OVERDUE, (work) => work.kind === 'plan' && work.text === before);
  await story.app.starts();
  await story.human.edits((text) => text.replace(/- \[ \] Build the index.*\n/, ''));
  expect(acts(await story.app.settles())).toEqual([]);
  expect((await story.issue('Plan: Search')).body).not.toMatch(/lost|confirm/);
  parser.heals();
  await story.human.edits((text) => `${text}\nMore words.\n`);
  expect(acts(await story.app.settles())).toEqual(['closes "Build the index" as not_planned']);
});

it('A known plan that cannot be read keeps its issues, and goes on where it was', async () => {
  await beginInStep();
  parser.fails(DIED, reading('Tune the ranking'));
  await story.human.edits((text) => text.replace(/- \[ \] Build the index.*\n/, '- [ ] Tune the ranking\n'));
  await story.human.closes('Send invoices');
  const news = await story.app.settles();
  expect(acts(news)).toEqual([]);
  // The other plan's own news reaches it all the same.
  expect([...(await story.sees()).pulls.values()].map(({ edits }) => edits).join()).toContain(
    '[x] Send invoices',
  );
  parser.heals();
  await story.human.edits((text) => text.replace('Tune the ranking', 'Tune the order'));
  await story.app.settles();
  expect(await titles()).toContain('Tune the order');
});

it('A task that moves to a plan that cannot be read keeps its issue, which goes along later', async () => {
  await beginInStep();
  const { number } = await story.issue('Build the index');
  const line = /- \[ \] Build the index.*\n/.exec(await story.planText())?.[0] ?? '';
  parser.fails(OVERDUE, (work) => reading('# Billing')(work) && reading('Build the index')(work));
  await pushes(story.human.octokit, {
    [PLAN]: (await story.planText()).replace(line, ''),
    [OTHER]: `${await story.planText(OTHER)}- [ ] Build the index\n`,
  });
  expect(acts(await story.app.settles())).toEqual([]);
  parser.heals();
  await story.human.commits(`${await story.planText(OTHER)}\nMore words.\n`, OTHER);
  await story.app.settles();
  const billing = await story.issue('Number invoices');
  expect(await story.issue('Build the index')).toMatchObject({
    number,
    state: 'open',
    labels: billing.labels,
  });
});

it('A task that moves from a plan that cannot be read is not opened a second time', async () => {
  await beginInStep();
  const { number } = await story.issue('Build the index');
  const line = /- \[ \] Build the index.*\n/.exec(await story.planText())?.[0] ?? '';
  parser.fails(OVERDUE, (work) => reading('# Search')(work) && !reading('Build the index')(work));
  await pushes(story.human.octokit, {
    [PLAN]: (await story.planText()).replace(line, ''),
    [OTHER]: `${await story.planText(OTHER)}- [ ] Build the index\n`,
  });
  expect(acts(await story.app.settles())).toEqual([]);
  parser.heals();
  await story.human.commits(`${await story.planText()}\nMore words.\n`);
  await story.app.settles();
  expect((await titles()).filter((title) => title === 'Build the index')).toHaveLength(1);
  expect((await story.issue('Build the index')).number).toBe(number);
});

it('What one plan gained and the unclear one never had is opened at once', async () => {
  await beginInStep();
  parser.fails(OVERDUE, (work) => reading('# Search')(work) && reading('More words')(work));
  await pushes(story.human.octokit, {
    [PLAN]: `${await story.planText()}\nMore words.\n`,
    [OTHER]: `${await story.planText(OTHER)}- [ ] Collect the money\n`,
  });
  await story.app.settles();
  expect(await titles()).toContain('Collect the money');
});

it('A plan that was renamed and cannot be read is not gone', async () => {
  await beginInStep();
  const text = `${await story.planText()}- [ ] Write the manual\n`;
  parser.fails(OVERDUE, reading('Write the manual'));
  await pushes(story.human.octokit, { 'plans/find.md': text, [PLAN]: null });
  expect(acts(await story.app.settles())).toEqual([]);
  expect((await story.issue('Plan: Search')).body).not.toMatch(/not there any more|confirm/);
  parser.heals();
  await story.human.commits(`${text}\nMore words.\n`, 'plans/find.md');
  await story.app.settles();
  expect((await titles()).filter((title) => title === 'Ship the parser')).toHaveLength(1);
  expect(await titles()).toContain('Write the manual');
});

it('Edits that cannot be made yet open nothing twice, and are proposed later', async () => {
  await beginWith();
  parser.fails(OVERDUE, reading('Search', 'edit'), 4);
  await story.human.commits(SEARCH);
  await story.app.settles();
  expect((await titles()).filter((title) => title === 'Ship the parser')).toHaveLength(1);
  expect(await story.writeBack()).toContain('Ship the parser ([#');
});

it('A preview that cannot be worked out is neutral and says so at the third time; other previews do not wait', async () => {
  await beginInStep();
  parser.fails(OVERDUE, reading('Slow words'));
  const slow = await story.human.proposes((text) => `${text}- [ ] Slow words\n`, { branch: 'slow' });
  const quick = await story.human.proposes((text) => `${text}- [ ] Quick words\n`, { branch: 'quick' });
  await story.app.settles();
  expect(await story.preview(quick)).toContain('Quick words');
  expect(await checks('slow')).toEqual([expect.stringMatching(/^neutral: /)]);
  expect((await checks('slow'))[0]).toContain(UNCLEAR);
  expect(await checks('quick')).toEqual([expect.stringMatching(/^success: Merging this makes/)]);
  expect(await story.preview(slow)).not.toContain('Slow words');
});

it('A preview that is worked out at the second time says nothing of the first', async () => {
  await beginInStep();
  parser.fails(OVERDUE, reading('Slow words'), 1);
  const slow = await story.human.proposes((text) => `${text}- [ ] Slow words\n`, { branch: 'slow' });
  await story.app.settles();
  expect(await story.preview(slow)).toContain('Slow words');
  expect(await checks('slow')).toEqual([expect.stringMatching(/^success: Merging this makes/)]);
});

it('A config that cannot be read is no reason to work by the defaults', async () => {
  await beginWith({ '.github/planwright.yml': 'plans: ["roadmaps/*.md"]\n' });
  parser.fails(OVERDUE, ({ kind }) => kind === 'config', 4);
  await pushes(story.human.octokit, { [PLAN]: SEARCH, 'roadmaps/all.md': BILLING });
  await story.app.settles();
  expect(await titles()).toContain('Number invoices');
  expect(await titles()).not.toContain('Ship the parser');
});

it('A plan over which Planwright fails is said, and the other is synced', async () => {
  await beginWith();
  parser.fails({ kind: 'threw', reason: 'TypeError: a fault' }, reading('Search', 'edit'));
  await pushes(story.human.octokit, { [PLAN]: SEARCH, 'plans/z.md': BILLING });
  await story.app.rests();
  expect(await titles()).toEqual(expect.arrayContaining(['Number invoices', 'Plan: Billing']));
  expect((await checks())[0]).toContain('could not be brought in step');
  parser.heals();
  await story.app.sweeps();
  await story.app.settles();
  expect([...(await story.sees()).pulls.values()].filter(({ state }) => state === 'open')).toHaveLength(2);
});
