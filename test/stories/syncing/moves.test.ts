/** A task that moves from one plan to another takes its issue along. */
import { beginAfter, PLAN, type Story } from '../../story/scenario.ts';
import { inStep, SEARCH } from '../plans.ts';

const OTHER = 'plans/billing.md';
const BILLING = '# Billing\n\n## Phase 1: Invoices\n- [ ] Number invoices\n- [ ] Send invoices\n';

let story: Story;
let line: string;
let number: number;

const afterFirstSync = beginAfter(inStep({ [PLAN]: SEARCH, [OTHER]: BILLING }));
beforeEach(async () => {
  story = await afterFirstSync();
  line = /- \[ \] Rank the results.*\n/.exec(await story.planText())?.[0] ?? '';
  number = (await story.issue('Rank the results')).number;
});
afterEach(() => story.ends());

const moved = async (how: (line: string) => string): Promise<Record<string, string>> => ({
  [PLAN]: (await story.planText()).replace(line, ''),
  [OTHER]: `${await story.planText(OTHER)}${how(line)}`,
});

async function belongsToBilling(): Promise<void> {
  const issue = await story.issue('Rank the results');
  const billing = await story.issue('Number invoices');
  expect(issue).toMatchObject({ number, state: 'open', milestone: billing.milestone });
  expect(issue.labels).toEqual(billing.labels);
  expect(issue.body.match(/<!-- planwright plan=/g)).toHaveLength(1);
}

it('By its link, in one push', async () => {
  await story.human.addsWords('Rank the results', 'Ask Bo about BM25 first.');
  await story.human.pushes(await moved((text) => text.replace('Rank the results', 'Rank the invoices')));
  const news = await story.app.settles();
  expect(news.filter((one) => /^(opens|closes|reopens)/.test(one))).toEqual([]);
  await belongsToBilling();
  expect((await story.issue('Rank the results')).body).toContain('Ask Bo about BM25 first.');
});

it('By its text, in one push, where that was cut once and added once', async () => {
  await story.human.pushes(await moved(() => '- [ ] Rank the results\n'));
  const news = await story.app.settles();
  expect(news.filter((one) => /^(opens|closes|reopens)/.test(one))).toEqual([]);
  await belongsToBilling();
});

it('By its link, in two pushes: it closes as dropped and comes back', async () => {
  const files = await moved((text) => text);
  await story.human.pushes({ [PLAN]: files[PLAN] ?? '' });
  expect(await story.app.settles()).toContain('closes "Rank the results" as not_planned');
  await story.human.pushes({ [OTHER]: files[OTHER] ?? '' });
  expect((await story.app.settles()).filter((one) => one.startsWith('opens'))).toEqual([]);
  await belongsToBilling();
});

it('Closing it afterwards asks the plan it moved to, and no other', async () => {
  await story.human.pushes(await moved((text) => text));
  await story.app.settles();
  await story.human.closes('Rank the results');
  expect(await story.app.settles()).toContain(`proposes: Update ${OTHER}: 1 task done`);
});

it('A copied link is only text as long as the first plan holds its task', async () => {
  await story.human.pushes({ [OTHER]: (await moved((text) => text))[OTHER] ?? '' });
  await story.app.settles();
  const search = await story.issue('Ship the parser');
  const issue = await story.issue(number);
  expect(issue.labels.filter((name) => name.startsWith('plan:'))).toEqual(
    search.labels.filter((name) => name.startsWith('plan:')),
  );
  expect(issue.state).toBe('open');
});
