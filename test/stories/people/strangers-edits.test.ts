/** Mode commit: what people without write access did to their issues reaches the default branch by a pull request only. */
import { CONFIG_PATH } from '../../../src/config/config.ts';
import { beginAfter, PLAN, type Human, type Story } from '../../story/scenario.ts';

let story: Story;
/** Who opened "Make it fast" before the plan linked it. */
let eve: Human;

const afterFirstSync = beginAfter(
  async ({ github, human, app, stranger }) => {
    eve = stranger('eve');
    const adopted = await eve.opens('Make it fast');
    const link = `([#${adopted}](${github.url}/ada/engine/issues/${adopted}))`;
    await human.commits(
      `# Search\n\n## Phase 1: Begin\n- [ ] Ship the parser\n- [ ] Rank the results\n- [ ] Make it fast ${link}\n`,
    );
    await app.settles();
  },
  { files: { [CONFIG_PATH]: 'writeBack: {mode: commit}\n' } },
);
beforeEach(async () => void (story = await afterFirstSync()));
afterEach(() => story.ends());

async function openPulls(): Promise<string[]> {
  return (await story.openPulls()).map(({ body }) => body);
}

it.each([
  ['closes', () => eve.closes('Make it fast'), 'Tick "Make it fast"'],
  ['drops', () => eve.closes('Make it fast', 'not_planned'), 'Strike "Make it fast"'],
  ['renames', () => eve.renames('Make it fast', 'Buy my pills'), 'Reword "Make it fast" to "Buy my pills"'],
] as const)('What a stranger %s waits for a review, and is merged like any other', async (_, acts, line) => {
  const before = await story.planText();
  await acts();
  await story.app.settles();
  expect(await story.planText()).toBe(before);
  const [body, ...more] = await openPulls();
  expect(more).toEqual([]);
  expect(body).toContain(line);
  expect(body).toContain('these edits follow what people without write access did');
  await story.human.mergesWriteBack();
  await story.app.settles();
  expect(await story.planText()).not.toBe(before);
  expect(await openPulls()).toEqual([]);
});

it('What a writer does to the same issue is a commit, as ever', async () => {
  await story.human.renames('Make it fast', 'Make it faster');
  await story.human.closes('Make it faster');
  expect(await story.app.settles()).toContain(`changes ${PLAN}`);
  expect(await openPulls()).toEqual([]);
  expect(await story.planText()).toContain('- [x] Make it faster');
});

it('Neither holds up the other: a commit for the writer, a pull request for the stranger', async () => {
  await eve.renames('Make it fast', 'Buy my pills');
  await story.human.closes('Rank the results');
  await story.app.settles();
  expect(await story.planText()).toContain('- [x] Rank the results');
  expect(await story.planText()).toContain('- [ ] Make it fast ');
  expect(await openPulls()).toEqual([expect.stringContaining('Buy my pills')]);
  await story.human.closes('Ship the parser');
  await story.app.settles();
  expect(await story.planText()).toContain('- [x] Ship the parser');
  expect(await openPulls()).toEqual([expect.stringContaining('Buy my pills')]);
});

it('A stranger who closed is no writer because one reopened, and closing the pull request refuses the edit', async () => {
  await eve.closes('Make it fast');
  await story.app.settles();
  await story.human.closesWriteBack();
  await story.app.settles();
  expect(await story.planText()).toContain('- [ ] Make it fast');
  expect(await openPulls()).toEqual([]);
  await story.human.reopens('Make it fast');
  await story.app.settles();
  await eve.closes('Make it fast');
  await story.app.settles();
  expect(await story.planText()).toContain('- [ ] Make it fast');
  expect(await openPulls()).toHaveLength(1);
});

it('Who did it is asked in this mode only, and once for each issue', async () => {
  await story.human.closes('Rank the results');
  await story.app.settles();
  const asked = (): string[] =>
    story.app.requests().filter((line) => /\/issues\/\d+\/events|\/collaborators\//.test(line));
  expect(asked()).toEqual([
    expect.stringMatching(/^GET .*\/issues\/\d+\/events/),
    expect.stringMatching(/^GET .*\/collaborators\/ada\/permission$/),
  ]);
  await story.human.commits('writeBack: {mode: pull-request}\n', CONFIG_PATH);
  await story.human.closes('Ship the parser');
  await story.app.settles();
  expect(asked()).toEqual([]);
});

it('Where the app may not ask, it is a pull request, too', async () => {
  story.github.faults.add({
    on: { method: 'GET', route: '/repos/{owner}/{repo}/collaborators/{username}/permission', actor: 'app' },
    effect: { kind: 'answer', status: 403, body: { message: 'Resource not accessible by integration' } },
    times: Infinity,
  });
  await story.human.closes('Rank the results');
  await story.app.settles();
  expect(await story.planText()).toContain('- [ ] Rank the results');
  expect(await openPulls()).toEqual([expect.stringContaining('Tick "Rank the results"')]);
  expect(story.app.gaveUp()).toEqual([]);
});
