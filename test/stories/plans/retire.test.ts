import type { Comment } from '../../story/issue-verbs.ts';
import { beginAfter, PLAN, type Story } from '../../story/scenario.ts';
import { SEARCH } from '../plans.ts';

const OLD = 'Old words of a person.';
let story: Story;
/** An issue that was there before the plan links it. */
let old = 0;

const afterFirstSync = beginAfter(async ({ github, app, human }) => {
  old = await human.opens('Warm it up', { body: OLD });
  const link = `([#${old}](${github.url}/ada/engine/issues/${old}))`;
  await human.commits(
    SEARCH.replace('- [ ] Cache hot queries\n', `- [ ] Cache hot queries\n- [ ] Warm it up ${link}\n`),
  );
  await app.settles();
  await human.mergesWriteBack();
  await app.settles();
});
beforeEach(async () => void (story = await afterFirstSync()));
afterEach(() => story.ends());

async function marker(): Promise<string> {
  return (await story.issue('Plan: Search')).body.split('\n', 1)[0] ?? '';
}

/** Types the command on the tracking issue. */
const typed = (words: string): Promise<Comment> => story.human.comments('Plan: Search', words);

async function retires(): Promise<string[]> {
  await typed('/plan retire');
  await story.app.settles();
  await story.human.confirms();
  return story.app.settles();
}

describe('Retiring', () => {
  it('shows what it would do, and does none of it', async () => {
    await story.human.closes('Rank the results');
    await story.app.settles();
    const asked = await typed('/plan retire');
    expect(await story.app.settles()).toEqual([
      'comments on "Plan: Search"',
      'says in a check: neutral: Retiring a plan waits for a person',
    ]);
    expect(await asked.reactions()).toEqual(['+1']);
    const answer = await asked.answer();
    for (const said of [
      'Retiring **Search** would:',
      '- close 5 open issues as not planned\n',
      '- let go of 1 issue that was there before the plan',
      `  - #${old} Warm it up`,
      '- take away 1 "blocked by" mark that the plan made',
      '- close 2 milestones: Search: Phase 1: Foundation, Search: Phase 2: Core Features',
      '- close the write-back, pull request #',
      `comment \`/plan confirm ${await story.confirmId()}\``,
    ])
      expect(answer).toContain(said);
    expect((await story.issue('Plan: Search')).body).toContain(
      '> ada asked to retire this plan. It would close 5 issues',
    );
  });

  it('does it on confirm, in one step, and leaves the plan alone after that', async () => {
    const before = await story.planText();
    await story.human.closes('Rank the results');
    await story.app.settles();
    const news = await retires();
    expect(news).toEqual([
      'closes milestone "Search: Phase 1: Foundation"',
      'closes milestone "Search: Phase 2: Core Features"',
      'takes label plan: search off "Warm it up"',
      'closes "Plan: Search" as not_planned',
      'closes "Ship the parser" as not_planned',
      'closes "Build the index" as not_planned',
      'closes "Choose a tokenizer" as not_planned',
      'closes "Cache hot queries" as not_planned',
      'closes "Rotate the index" as not_planned',
      'takes "Warm it up" from under "Plan: Search"',
      'no longer lets "Rotate the index" wait for "Build the index"',
      'withdraws the write-back',
      'says in a check: success: Everything is done',
    ]);
    expect((await story.issue('Warm it up')).body).toBe(OLD);
    expect((await story.issue('Rank the results')).state).toBe('closed as completed');
    expect((await story.issue('Plan: Search')).body).toContain('> This plan is retired');
    expect(await story.planText()).toBe(before);
    await story.human.reopens('Ship the parser');
    await story.human.closes('Warm it up');
    expect(await story.app.settles()).toEqual([]);
  });

  it('rests until it is confirmed, and sync calls it off', async () => {
    await typed('/plan retire');
    await story.app.settles();
    await story.human.edits((text) => text.replace('- [ ] Rank the results', '- [x] Rank the results'));
    expect(await story.app.settles()).toEqual([
      'says in a check: neutral: Retiring a plan waits for a person',
    ]);
    await typed('/plan sync');
    expect(await story.app.settles()).toContain('closes "Rank the results" as completed');
    expect(await marker()).not.toMatch(/ (?:held|retire|confirmed)=/);
    expect((await story.issue('Plan: Search')).body).not.toContain('retire');
  });

  it('what somebody closes meanwhile is shown anew under another id', async () => {
    await typed('/plan retire');
    await story.app.settles();
    const first = await story.confirmId();
    story.github.faults.add({ effect: { kind: 'webhook-lost' } });
    await story.human.closes('Rank the results');
    const confirmed = await typed(`/plan confirm ${first}`);
    await story.app.settles();
    expect(await story.confirmId()).not.toBe(first);
    expect(await confirmed.answer()).toContain(
      `something else waits now, under \`${await story.confirmId()}\``,
    );
    expect(await story.openTitles()).toHaveLength(7);
  });

  it('leaves a milestone open in which others have work', async () => {
    await story.human.opens('Mine');
    await story.human.movesTo('Mine', 'Search: Phase 2: Core Features');
    const news = await retires();
    expect(news).toContain('closes milestone "Search: Phase 1: Foundation"');
    expect(news).not.toContain('closes milestone "Search: Phase 2: Core Features"');
  });

  it('works for a file that is no plan any more', async () => {
    await story.human.commits('plans: [docs/plans/*.md]\n', '.github/planwright.yml');
    await story.app.settles();
    await retires();
    expect(await story.openTitles()).toEqual(['Warm it up']);
    await story.human.commits("plans: ['plans/*.md']\n", '.github/planwright.yml');
    expect(await story.app.settles()).toEqual([]);
  });
});

describe('Marks of being blocked', () => {
  it("are taken away with the plan, a person's left, and are back with it", async () => {
    await story.human.blocks('Rotate the index', 'Rank the results');
    expect(await retires()).toContain('no longer lets "Rotate the index" wait for "Build the index"');
    expect(await story.blockers('Rotate the index')).toEqual(['Rank the results']);
    await typed('/plan sync');
    expect(await story.app.settles()).toContain('lets "Rotate the index" wait for "Build the index"');
    expect(await story.blockers('Rotate the index')).toEqual(['Rank the results', 'Build the index']);
  });

  it('that a person took away are not back with it', async () => {
    await story.human.unblocks('Rotate the index', 'Build the index');
    await retires();
    await typed('/plan sync');
    await story.app.settles();
    expect(await story.blockers('Rotate the index')).toEqual([]);
  });
});

it('A plan whose file is gone can be retired instead of confirming its end', async () => {
  await story.human.removes(PLAN);
  await story.app.settles();
  await retires();
  expect(await story.openTitles()).toEqual(['Warm it up']);
  expect((await story.issue('Plan: Search')).body).toContain('> This plan is retired');
});

describe('A retired plan', () => {
  it('names no pull request that retiring closed', async () => {
    await story.human.closes('Rank the results');
    await story.app.settles();
    expect((await story.issue('Plan: Search')).body).toContain('### Waiting for a merge');
    await typed('/plan retire');
    await story.app.settles();
    expect((await story.issue('Plan: Search')).body).toContain('What it would do, issue by issue');
    await story.human.confirms();
    await story.app.settles();
    const { body } = await story.issue('Plan: Search');
    expect(body).not.toContain('Waiting for a merge');
    expect(body).toContain('### Phase 2: Core Features');
  });

  it('comes back with the same issues when somebody asks for it', async () => {
    await story.human.closes('Rank the results');
    await story.app.settles();
    await retires();
    const back = await typed('/plan sync');
    const news = await story.app.settles();
    expect(await back.reactions()).toEqual(['+1']);
    expect(news.filter((one) => one.startsWith('opens'))).toEqual([]);
    expect(await story.openTitles()).toHaveLength(7);
    expect((await story.issue('Rank the results')).state).toBe('closed as completed');
    expect((await story.issue('Warm it up')).body).toContain(OLD);
    expect((await story.issue('Warm it up')).body).toContain('<!-- planwright ');
    expect(await marker()).not.toContain('retire=');
    const milestones = [...(await story.sees()).milestones.values()];
    expect(milestones.map(({ state }) => state)).toEqual(['open', 'open']);
  });

  it('comes back when its text changes, and so many reopens wait for a person', async () => {
    await retires();
    await story.human.edits((text) => text.replace('- [ ] Rank', '- [ ] Spell-check\n- [ ] Rank'));
    await story.app.settles();
    expect((await story.issue('Plan: Search')).body).toContain('It would reopen 6 issues, open 1 issue.');
    await story.human.confirms();
    const news = await story.app.settles();
    expect(news.filter((one) => one.startsWith('opens'))).toEqual([
      'opens "Spell-check" in "Search: Phase 2: Core Features"',
    ]);
    expect(await story.openTitles()).toHaveLength(9);
  });

  it('rests again when its text changes back before that is confirmed', async () => {
    await retires();
    const text = await story.planText();
    await story.human.edits((now) => now.replace('- [ ] Rank', '- [ ] Spell-check\n- [ ] Rank'));
    await story.app.settles();
    await story.human.commits(text);
    expect(await story.app.settles()).toEqual(['closes "Plan: Search" as not_planned']);
    expect((await story.issue('Plan: Search')).body).toContain('> This plan is retired');
  });

  it('reopens what it closed, and only that', async () => {
    await story.human.closes('Rank the results', 'not_planned');
    await story.app.settles();
    await retires();
    await typed('/plan sync');
    await story.app.settles();
    expect((await story.issue('Rank the results')).state).toBe('closed as not_planned');
    expect(await story.openTitles()).toHaveLength(7);
  });

  it('comes back with a task that was done meanwhile, and never again with one whose issue was deleted', async () => {
    story.github.deleteIssue('ada/engine', (await story.issue('Cache hot queries')).number);
    await story.app.settles();
    await retires();
    await story.human.edits((text) => text.replace('- [ ] Rank the results', '- [x] Rank the results'));
    const news = await story.app.settles();
    expect(news).not.toContain('opens "Cache hot queries"');
    expect((await story.issue('Rank the results')).state).toBe('closed as completed');
    expect(await story.openTitles()).toHaveLength(6);
  });

  it('leaves closed what a person reopened and closed again', async () => {
    await retires();
    await story.human.reopens('Ship the parser');
    await story.human.closes('Ship the parser', 'not_planned');
    await typed('/plan sync');
    await story.app.settles();
    expect((await story.issue('Ship the parser')).state).toBe('closed as not_planned');
    expect(await story.openTitles()).toHaveLength(7);
  });

  it('whose file goes stays as it is, and comes back with another text', async () => {
    await retires();
    await story.human.removes(PLAN);
    expect(await story.app.settles()).toEqual([]);
  });

  it('says so to those who type commands for it', async () => {
    await retires();
    const [again, pause] = [await typed('/plan retire'), await typed('/plan pause')];
    await story.app.settles();
    expect(await again.answer()).toContain('This plan is retired');
    expect(await pause.reactions()).toEqual(['confused']);
  });

  it('shows in a pull request what merging it takes back', async () => {
    await retires();
    const pull = await story.human.proposes((text) =>
      text.replace('- [ ] Rank', '- [ ] Spell-check\n- [ ] Rank'),
    );
    await story.app.settles();
    expect(await story.preview(pull)).toContain('It would reopen 6 issues, open 1 issue.');
  });
});
