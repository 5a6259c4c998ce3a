import { beginAfter, type Story } from '../../story/scenario.ts';
import { firstSync } from '../plans.ts';

let story: Story;

const afterFirstSync = beginAfter(firstSync);
beforeEach(async () => void (story = await afterFirstSync()));
afterEach(() => story.ends());

describe('What a person decided stands', () => {
  it('a closed issue stays closed when the plan is pushed again with its old, open box', async () => {
    await story.human.closes('Rank the results');
    await story.app.settles();
    await story.human.edits((text) => text.replace('# Search', '# Search\n\nA word.'));
    await story.app.settles();
    expect((await story.issue('Rank the results')).state).toBe('closed as completed');
  });

  it('a deleted issue is not opened again', async () => {
    story.github.deleteIssue('ada/engine', (await story.issue('Rank the results')).number);
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
    await story.human.edits((text) => text.replace('- [ ] Rank the results', '- [x] Rank the results'));
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
    expect(await story.titles()).not.toContain('Rank the results');
  });

  it('a person whom GitHub cannot assign is named at the line that names them', async () => {
    await story.human.edits((text) =>
      text.replace('- [ ] Rank the results', '- [ ] Rank the results\n- [ ] Draw the box @nobody-here'),
    );
    await story.app.settles();
    const annotations = (await story.checks()).flatMap((check) => check.annotations);
    const line = (await story.planText()).split('\n').findIndex((one) => one.includes('Draw the box')) + 1;
    expect(annotations.map((one) => [one.line, one.message])).toContainEqual([
      line,
      expect.stringMatching(/GitHub cannot assign nobody-here/),
    ]);
  });

  it('an issue moved to another repository is let go', async () => {
    story.github.createRepository({ owner: 'ada', name: 'loft' });
    story.github.transferIssue('ada/engine', (await story.issue('Rank the results')).number, 'ada/loft');
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
  });

  it('a milestone, a label and an assignee set by hand stay, and so does what was taken off', async () => {
    await story.human.makesMilestone('Next release');
    await story.human.movesTo('Ship the parser', 'Next release');
    await story.human.assigns('Ship the parser', 'ada');
    await story.human.labels('Ship the parser', 'urgent');
    await story.human.unlabels('Ship the parser', 'priority: high');
    expect(await story.app.settles()).toEqual([]);
    await story.human.edits((text) =>
      text
        .replace('Ship the parser', 'Ship the query parser')
        .replace('Ship the parser', 'Ship the query parser'),
    );
    await story.app.settles();
    const issue = await story.issue('Ship the query parser');
    expect(issue.milestone?.title).toBe('Next release');
    expect(issue.assignees).toEqual(['ada']);
    expect(issue.labels).toContain('urgent');
    expect(issue.labels).not.toContain('priority: high');
  });

  it("only the plan's own change of a priority changes the label, and adds to what people set", async () => {
    await story.human.edits((text) => text.replace('| High  ', '| Low   '));
    const news = await story.app.settles();
    expect(news).toContain('labels "Ship the parser" priority: low');
    expect(news).toContain('takes label priority: high off "Ship the parser"');
  });

  it("a renamed milestone stays the phase's milestone", async () => {
    await story.human.renamesMilestone('Search: Phase 2: Core Features', 'Relevance');
    await story.human.edits((text) => text.replace('- [ ] Rank', '- [ ] Spell-check the query\n- [ ] Rank'));
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      'opens "Spell-check the query" in "Relevance"',
      'puts "Spell-check the query" under "Plan: Search"',
    ]);
  });

  it('a deleted milestone comes back only with a new task of its phase, and without duplicates', async () => {
    await story.human.deletesMilestone('Search: Phase 2: Core Features');
    expect(await story.app.settles()).toEqual([]);
    await story.human.edits((text) => text.replace('- [ ] Rank', '- [ ] Spell-check the query\n- [ ] Rank'));
    expect(await story.app.settles()).toEqual([
      'makes milestone "Search: Phase 2: Core Features"',
      'rewrites "Plan: Search"',
      'opens "Spell-check the query" in "Search: Phase 2: Core Features"',
      'puts "Spell-check the query" under "Plan: Search"',
    ]);
  });

  it('a deleted plan label heals without duplicates', async () => {
    const label =
      (await story.issue('Rank the results')).labels.find((name) => name.startsWith('plan: ')) ?? '';
    await story.human.deletesLabel(label);
    await story.app.settles();
    await story.human.edits((text) => text.replace('- [ ] Rank', '- [ ] Spell-check the query\n- [ ] Rank'));
    const news = await story.app.settles();
    expect(news.filter((line) => line.startsWith('opens'))).toEqual([
      'opens "Spell-check the query" in "Search: Phase 2: Core Features"',
    ]);
  });

  it('text typed into the tracking issue stays', async () => {
    await story.human.addsWords('Plan: Search', 'Bo looks after this one.');
    await story.human.closes('Rank the results');
    await story.app.settles();
    expect((await story.issue('Plan: Search')).body).toContain('Bo looks after this one.');
  });

  it('closing the tracking issue pauses the plan, reopening goes on', async () => {
    await story.human.closes('Plan: Search');
    await story.human.edits((text) => text.replace('- [ ] Rank the results', '- [x] Rank the results'));
    expect(await story.app.settles()).toEqual(['says in a check: neutral: 1 thing to look at in the plan']);
    await story.human.reopens('Plan: Search');
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      'closes "Rank the results" as completed',
      'says in a check: success: Everything is done',
    ]);
  });

  it("a commit by a person on the bot's branch stops the bot there, and it says so", async () => {
    await story.human.closes('Rank the results');
    await story.app.settles();
    await story.human.commits('# Mine\n', 'README.md', (await story.openPull()).branch);
    await story.human.closes('Cache hot queries');
    await story.app.settles();
    expect(await story.writeBack()).toContain('+# Mine');
    expect(await story.writeBack()).not.toContain('+- [x] Cache hot queries');
    expect((await story.issue('Plan: Search')).body).toContain('A commit by a person stands on its branch');
  });

  it('an issue reopened after its done task was cut stays open', async () => {
    await story.human.edits((text) => text.replace('- [ ] Rank the results', '- [x] Rank the results'));
    await story.app.settles();
    await story.human.edits((text) => text.replace(/- \[x\] Rank the results.*\n/, ''));
    await story.app.settles();
    await story.human.reopens('Rank the results');
    await story.app.settles();
    expect((await story.issue('Rank the results')).state).toBe('open');
  });

  it('an issue closed with its task, reopened and closed by a person stays closed when the task returns', async () => {
    const before = await story.planText();
    await story.human.edits((text) => text.replace(/- \[ \] Rank the results.*\n/, ''));
    await story.app.settles();
    await story.human.reopens('Rank the results');
    await story.app.settles();
    await story.human.closes('Rank the results', 'not_planned');
    await story.app.settles();
    await story.human.edits(() => before);
    await story.app.settles();
    expect((await story.issue('Rank the results')).state).toBe('closed as not_planned');
    expect(await story.writeBack()).toContain('~~Rank the results~~');
  });
});
