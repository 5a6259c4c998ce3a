/** Words that anybody may write: they reach plan and pull request as words, and as nothing else. */
import { beginAfter, type Story } from '../../story/scenario.ts';
import { firstSync } from '../plans.ts';

let story: Story;
const afterFirstSync = beginAfter(firstSync);
beforeEach(async () => void (story = await afterFirstSync()));
afterEach(() => story.ends());

it.each([
  ['its address', (url: string, number: number) => `closes ${url}/issues/${number}`],
  ['its number', (_: string, number: number) => `Fixes: #${number}`],
  ['its repository and number', (_: string, number: number) => `resolved ada/engine#${number}`],
  ['its short name', (_: string, number: number) => `fix GH-${number}`],
])('A title that closes another issue by %s closes nothing once it is in the plan', async (_, words) => {
  const { number } = await story.issue('Rank the results');
  const title = words(`${story.github.url}/ada/engine`, number);
  await story.human.renames('Cache hot queries', title);
  await story.app.settles();
  await story.human.mergesWriteBack('squash');
  expect((await story.issue('Rank the results')).state).toBe('open');
  await story.app.settles();
  expect(await story.planText()).toContain(title);
});

it('What nobody sees in a title does not reach the plan, and the title stays as it was written', async () => {
  await story.human.renames('Cache hot queries', 'Cache \u202eseireuq\u202c\u{e0041} first');
  await story.app.settles();
  expect(await story.writeBack()).toContain('Cache seireuq first');
  await story.human.mergesWriteBack();
  expect((await story.app.settles()).filter((line) => /^(renames|closes|opens) /.test(line))).toEqual([]);
  expect(await story.planText()).not.toMatch(/[\u202a-\u202e\u{e0000}-\u{e007f}]/u);
  expect((await story.issue('Cache \u202eseireuq\u202c\u{e0041} first')).state).toBe('open');
});

it('Nobody is asked to merge a title that differs only in what nobody sees, or that shows nothing', async () => {
  await story.human.renames('Cache hot queries', 'Cache hot\u2060 queries');
  await story.human.renames('Rank the results', '\u202e\u2060');
  await story.app.settles();
  expect(await story.openPulls()).toEqual([]);
});
