/** Lines that name an issue that exists: by nothing but its number or address, or by words with a bare number. */
import { begin, PLAN, type Story } from '../../story/scenario.ts';
import { SEARCH } from '../plans.ts';

let story: Story;
beforeEach(async () => {
  story = await begin();
});
afterEach(() => story.ends());

const planWith = (...lines: readonly string[]): string =>
  ['# Search', '', '## Phase 1: Begin', '- [ ] Ship the parser', ...lines, ''].join('\n');

const said = async (): Promise<string> =>
  (await story.checks()).map(({ summary }) => summary.replaceAll('\u200b', '')).join('\n');

it.each([
  ['its number', (number: number) => `- [ ] #${number}`],
  ['a link', (number: number) => `- [ ] [#${number}](${story.github.url}/ada/engine/issues/${number})`],
  ['its bare address', (number: number) => `- [ ] ${story.github.url}/ada/engine/issues/${number}`],
])(
  'A box that holds only %s adopts the issue; its title stays, and renaming it proposes no words',
  async (_, line) => {
    const number = await story.human.opens('Login is broken', { body: 'Since Monday.' });
    await story.human.commits(planWith(line(number)));
    const news = await story.app.settles();
    expect(news.filter((one) => one.startsWith('opens "'))).toEqual([
      'opens "Plan: Search"',
      'opens "Ship the parser" in "Search: Phase 1: Begin"',
    ]);
    expect((await story.issue(number)).title).toBe('Login is broken');
    expect((await story.issue(number)).body).toMatch(/^Since Monday\.\n\n<!-- planwright plan=/);
    await story.human.mergesWriteBack();
    await story.app.settles();
    expect(await story.planText()).toContain(`\n${line(number)}\n`);
    await story.human.renames(number, 'Login fails on Safari');
    await story.app.settles();
    expect(await story.openPulls()).toEqual([]);
    await story.human.closes(number);
    await story.app.settles();
    expect(await story.writeBack()).toContain(`+${line(number).replace('[ ]', '[x]')}`);
  },
);

it('Words in the place of the number rename the issue; the number in the place of words renames nothing', async () => {
  const number = await story.human.opens('Login is broken');
  await story.human.commits(planWith(`- [ ] #${number}`));
  await story.app.settles();
  const link = `([#${number}](${story.github.url}/ada/engine/issues/${number}))`;
  await story.human.edits((text) => text.replace(`#${number}`, `Mend the login ${link}`));
  expect(await story.app.settles()).toContain('renames "Login is broken" to "Mend the login"');
  await story.human.edits((text) => text.replace(`Mend the login ${link}`, `#${number}`));
  await story.app.settles();
  expect((await story.issue(number)).title).toBe('Mend the login');
});

it.each([
  [
    'a pull request',
    'is a pull request, no issue',
    async () => {
      const pull = await story.human.proposes((text) => `${text}word\n`, { path: 'README.md' });
      await story.human.closesPull(pull);
      return pull;
    },
  ],
  [
    'an issue of another plan',
    'belongs to another plan',
    async () => {
      await story.human.commits(SEARCH, 'plans/other.md');
      await story.app.settles();
      return (await story.issue('Rank the results')).number;
    },
  ],
  [
    'a closed issue',
    'is closed',
    async () => {
      const number = await story.human.opens('Login is broken');
      await story.human.closes(number);
      return number;
    },
  ],
  ['no issue', 'has no such issue', () => Promise.resolve(4711)],
])('A box that holds only the number of %s makes no issue, and it is said why', async (_, why, make) => {
  const number = await make();
  await story.human.commits(planWith(`- [ ] #${number}`).replace('# Search', '# Speed'));
  const news = await story.app.settles();
  expect(news.filter((one) => one.startsWith('opens "'))).toEqual([
    'opens "Plan: Speed"',
    'opens "Ship the parser" in "Speed: Phase 1: Begin"',
  ]);
  const { body } = await story.issue('Plan: Speed');
  expect(body.replaceAll('\u200b', '')).toContain(`The line names #${number} and nothing else, but`);
  expect(body).toContain(why);
});

it('A closed issue that a box only names is adopted once somebody reopens it', async () => {
  const number = await story.human.opens('Login is broken');
  await story.human.closes(number);
  await story.human.commits(planWith(`- [x] #${number}`));
  await story.app.settles();
  expect((await story.issue('Plan: Search')).body).not.toContain('nothing else');
  await story.human.reopens(number);
  await story.human.edits((text) => `${text}\nA last word.\n`);
  await story.app.settles();
  expect((await story.issue(number)).state).toBe('open');
  expect(await story.writeBack()).toContain(`+- [ ] #${number}`);
});

it('Words with a bare number at their end are the open issue of that title, and get its link', async () => {
  const number = await story.human.opens('Login is broken');
  await story.human.commits(planWith(`- [ ] Login is broken (#${number})`));
  const pull = await story.app.settles();
  expect(pull.filter((one) => one.startsWith('opens "Login'))).toEqual([]);
  await story.human.mergesWriteBack();
  await story.app.settles();
  const link = `([#${number}](${story.github.url}/ada/engine/issues/${number}))`;
  expect(await story.planText()).toContain(`- [ ] Login is broken ${link}\n`);
  expect((await story.issue(number)).title).toBe('Login is broken');
});

it('A stranger may have opened the issue that words with its bare number are', async () => {
  const number = await story.stranger('eve').opens('Login is broken');
  await story.human.commits(planWith(`- [ ] Login is broken (#${number})`));
  await story.app.settles();
  await story.human.edits((text) => text.replace('- [ ] Login', '- [x] Login'));
  expect(await story.app.settles()).toContain('closes "Login is broken" as completed');
});

it.each([
  ['another title', 'is called "Logout is broken"', () => story.human.opens('Logout is broken')],
  [
    'a pull request',
    'is a pull request, no issue',
    async () => {
      const pull = await story.human.proposes((text) => `${text}word\n`, { path: 'README.md' });
      await story.human.closesPull(pull);
      return pull;
    },
  ],
])(
  'Words with the bare number of %s get an issue of their own, and it is said how to link',
  async (_, why, make) => {
    const number = await make();
    const before = await story.sees();
    await story.human.commits(planWith(`- [ ] Login is broken (#${number})`));
    const news = await story.app.settles();
    expect(news).toContain(`opens "Login is broken (#${number})" in "Search: Phase 1: Begin"`);
    expect((await story.sees()).issues.get(number)).toEqual(before.issues.get(number));
    expect(await said()).toContain(why);
    expect(await said()).toContain(`([#${number}](…/issues/${number}))`);
  },
);

it('A preview tells which issues are adopted', async () => {
  const number = await story.human.opens('Login is broken');
  const pull = await story.human.proposes(() => planWith(`- [ ] #${number}`));
  await story.app.settles();
  const comment = await story.preview(pull);
  expect(comment).toContain(`For **Search** (${PLAN}), merging this will:`);
  expect(comment).toContain(`- adopt issue #${number} Login is broken`);
  expect(comment).toContain('- open issue Ship the parser');
});
