/** Whatever was opened twice ends as one: the older stands, the younger closes as its duplicate. */
import { beginAfter, type Story } from '../../story/scenario.ts';
import { firstSync } from '../plans.ts';

let story: Story;

const afterFirstSync = beginAfter(firstSync, { files: { '.github/planwright.yml': 'creators: [ada]\n' } });
beforeEach(async () => void (story = await afterFirstSync()));
afterEach(() => story.ends());

/** What a second server would have opened; `ada` counts as one by the config. */
async function opensDuplicate(title: string, body = (text: string): string => text): Promise<number> {
  const issue = await story.issue(title);
  return story.human.opens(title, { body: body(issue.body), labels: issue.labels });
}

const stateOf = async (number: number): Promise<string> => (await story.issue(number)).state;

it('The younger of two issues of one task closes as a duplicate', async () => {
  const { number } = await story.issue('Rank the results');
  const duplicate = await opensDuplicate('Rank the results');
  await story.app.sweeps();
  expect(await story.app.settles()).toEqual([
    'closes "Rank the results" as duplicate',
    'says in a check: neutral: 1 thing to look at in the plan',
  ]);
  expect(await stateOf(duplicate)).toBe('closed as duplicate');
  expect(await stateOf(number)).toBe('open');
  await story.human.reopens(duplicate);
  await story.app.settles();
  expect(await stateOf(duplicate)).toBe('open');
});

it('Where the ledger holds the younger of two, the older one closes, unless somebody opened it again', async () => {
  const { number } = await story.issue('Rank the results');
  const duplicate = await opensDuplicate('Rank the results');
  await story.human.rewrites('Plan: Search', (body) =>
    body.replace(new RegExp(`:${number}(?=[, ])`), `:${duplicate}`),
  );
  await story.human.edits((text) =>
    text.replace(`issues/${number})`, `issues/${duplicate})`).replace(`#${number}]`, `#${duplicate}]`),
  );
  await story.app.sweeps();
  expect(await story.app.settles()).toContain('closes "Rank the results" as duplicate');
  expect(await stateOf(number)).toBe('closed as duplicate');
  expect(await stateOf(duplicate)).toBe('open');
  await story.human.reopens(number);
  await story.app.settles();
  expect(await stateOf(number)).toBe('open');
});

it('The younger of two tracking issues of one plan closes as a duplicate', async () => {
  const { number } = await story.issue('Plan: Search');
  const duplicate = await opensDuplicate('Plan: Search');
  await story.app.sweeps();
  expect(await story.app.settles()).toEqual([
    'closes "Plan: Search" as duplicate',
    'says in a check: neutral: 1 thing to look at in the plan',
  ]);
  expect(await stateOf(duplicate)).toBe('closed as duplicate');
  expect(await stateOf(number)).toBe('open');
  await story.human.reopens(duplicate);
  await story.app.settles();
  expect(await stateOf(duplicate)).toBe('open');
});

it('An issue that only shares the key of a renamed task is no duplicate', async () => {
  await story.human.edits((text) => text.replace('Rank the results', 'Rank the results by freshness'));
  await story.app.settles();
  const duplicate = await opensDuplicate('Rank the results by freshness', (body) =>
    body.replace(/title=\w+/, 'title=00000000'),
  );
  await story.app.sweeps();
  expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
  expect(await stateOf(duplicate)).toBe('open');
});
