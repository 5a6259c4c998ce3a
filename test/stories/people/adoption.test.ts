import { begin, type Story } from '../../story/scenario.ts';
import { SEARCH } from '../plans.ts';

let story: Story;
afterEach(() => story.ends());

const WORDS = 'It is **slow** for me.\r\n\r\n- [ ] measured\r\n';

/** A plan with a task that links `number`, here or elsewhere. */
const linking = (number: number, at = `${story.github.url}/ada/engine`): string =>
  `# Search\n\n## Phase 1: Begin\n- [ ] Ship the parser\n- [ ] Make it fast ([#${number}](${at}/issues/${number}))\n`;

const opensAsPerson = (title: string): Promise<number> => story.human.opens(title, { body: WORDS });

it("A link to an issue that a person opened adopts it: the app's block comes under what it holds, it comes under the tracking issue, and nothing else changes", async () => {
  story = await begin();
  const number = await opensAsPerson('So slow');
  const before = await story.issue(number);
  await story.human.commits(linking(number));
  const news = await story.app.settles();
  expect(news.filter((line) => line.startsWith('opens "'))).toEqual([
    'opens "Plan: Search"',
    'opens "Ship the parser" in "Search: Phase 1: Begin"',
  ]);
  const after = await story.issue(number);
  const [label] = after.labels;
  const { number: tracking } = await story.issue('Plan: Search');
  const parent = expect.stringMatching(new RegExp(`/issues/${tracking}$`));
  expect(after).toEqual({ ...before, body: after.body, labels: [label], parent });
  expect(label).toBe('plan: search');
  expect(after.body.startsWith(`${WORDS}\n\n<!-- planwright plan=`)).toBe(true);
  expect(await story.writeBack()).not.toContain('Make it fast');
});

it('An adopted issue follows the plan and the person as any other', async () => {
  story = await begin();
  const number = await opensAsPerson('Make it fast');
  await story.human.commits(linking(number));
  await story.app.settles();
  await story.human.mergesWriteBack();
  await story.app.settles();
  await story.human.edits((text) => text.replace('- [ ] Make', '- [x] Make'));
  expect(await story.app.settles()).toContain('closes "Make it fast" as completed');
  await story.human.reopens('Make it fast');
  await story.app.settles();
  expect(await story.writeBack()).toContain('+- [ ] Make it fast');
});

it('A closed issue is proposed as done, an open one whose box is ticked is closed', async () => {
  story = await begin();
  const [done, open] = [await opensAsPerson('Make it fast'), await opensAsPerson('Make it small')];
  const url = `${story.github.url}/ada/engine/issues`;
  await story.human.closes('Make it fast');
  await story.human.commits(
    `${linking(done)}- [x] Make it small ([#${open}](${url}/${open}))\n- [ ] Rank the results\n`,
  );
  expect(await story.app.settles()).toContain('closes "Make it small" as completed');
  expect((await story.issue(done)).state).toBe('closed as completed');
  expect(await story.writeBack()).toContain('+- [x] Make it fast');
});

it('An adopted issue is left alone, and said, when the plan links it no longer; the task gets no second one', async () => {
  story = await begin();
  const number = await opensAsPerson('Make it fast');
  await story.human.commits(linking(number));
  await story.app.settles();
  await story.human.mergesWriteBack();
  await story.app.settles();
  await story.human.edits((text) => text.replace(/Make it fast .*/, 'Make it fast'));
  await story.app.settles();
  const before = await story.issue(number);
  await story.human.edits((text) => text.replace('- [ ] Make it fast', '- [x] Make it fast'));
  await story.app.settles();
  expect(await story.issue(number)).toEqual(before);
  expect((await story.titles()).filter((title) => title === 'Make it fast')).toHaveLength(1);
  expect((await story.issue('Plan: Search')).body).toContain(`Issue #\u200b${number} of this task`);
  const link = `([#${number}](${story.github.url}/ada/engine/issues/${number}))`;
  await story.human.edits((text) => text.replace('Make it fast', `Make it fast ${link}`));
  await story.app.settles();
  expect((await story.issue('Plan: Search')).body).not.toContain('of this task');
});

it('An adopted issue makes no duplicate when the pass that adopted it was cut short', async () => {
  story = await begin();
  const number = await opensAsPerson('So slow');
  await story.human.commits(linking(number));
  story.github.faults.add({
    on: { method: 'PATCH', route: '/repos/{owner}/{repo}/issues/{issue_number}', actor: 'app', nth: 2 },
    effect: { kind: 'refused' },
  });
  await story.app.settles();
  expect((await story.sees()).issues.size).toBe(3);
  expect((await story.issue(number)).body.match(/<!-- planwright /g)).toHaveLength(1);
});

it.each([
  ['an issue of another repository', () => Promise.resolve(linking(1, 'https://github.com/other/engine'))],
  ['no issue', () => Promise.resolve(linking(4711))],
  [
    'a pull request',
    async () => {
      const pull = await story.human.proposes((text) => `${text}word\n`, { path: 'README.md' });
      await story.human.closesPull(pull);
      return linking(pull).replace('/issues/', '/pull/');
    },
  ],
])('A link to %s stays text, and the task gets an issue of its own', async (_, planText) => {
  story = await begin();
  await opensAsPerson('Nothing to do with it');
  const text = await planText();
  const before = await story.sees();
  await story.human.commits(text);
  expect(await story.app.settles()).toContainEqual(expect.stringMatching(/^opens "Make it fast/));
  const after = await story.sees();
  for (const [number, issue] of before.issues) expect(after.issues.get(number)).toEqual(issue);
  expect(await story.planText()).toBe(text);
  await story.human.mergesWriteBack();
  await story.app.settles();
  expect(await story.planText()).toContain(text.split('\n').at(-2));
});

it("A link to another plan's issue stays text", async () => {
  story = await begin();
  await story.human.commits(SEARCH);
  await story.app.settles();
  const ranks = await story.issue('Rank the results');
  await story.human.commits(linking(ranks.number).replace('# Search', '# Speed'), 'plans/speed.md');
  expect(await story.app.settles()).toContain('opens "Make it fast" in "Speed: Phase 1: Begin"');
  expect(await story.issue(ranks.number)).toEqual(ranks);
});
