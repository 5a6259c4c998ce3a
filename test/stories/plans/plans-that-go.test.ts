import { beginAfter, PLAN, type Story } from '../../story/scenario.ts';
import { firstSync } from '../plans.ts';

const THERE = 'plans/retrieval/finding.md';
const CONFIG = '.github/planwright.yml';

let story: Story;

const afterFirstSync = beginAfter(firstSync);
beforeEach(async () => void (story = await afterFirstSync()));
afterEach(() => story.ends());

const moves = (to: string, change?: (text: string) => string): Promise<void> =>
  story.human.movesFile(PLAN, to, change);

const marker = async (): Promise<string> => (await story.issue('Plan: Search')).body.split('\n', 1)[0] ?? '';

describe('A plan whose file is renamed', () => {
  it('keeps its issues: only the path in its marker moves', async () => {
    const [, before] = /^(.* )path=/.exec(await marker()) ?? [];
    await moves(THERE);
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
    expect(await marker()).toContain(`${before}path=${THERE} `);
  });

  it('keeps its issues when it is edited in the same push', async () => {
    await moves(THERE, (text) =>
      text
        .replace('- [ ] Rank the results', '- [x] Rank the results')
        .replace('- [ ] Cache', '- [ ] Spell-check\n- [ ] Cache'),
    );
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      'closes "Rank the results" as completed',
      'opens "Spell-check" in "Search: Phase 2: Core Features"',
      'puts "Spell-check" under "Plan: Search"',
    ]);
    expect(await marker()).toContain(`path=${THERE} `);
  });

  it('takes its write-back along to the new path', async () => {
    await story.human.closes('Rank the results');
    await story.app.settles();
    await moves(THERE);
    await story.app.settles();
    expect(await story.writeBack()).toContain(THERE);
    expect(await story.writeBack()).not.toContain(PLAN);
  });

  it('is not taken for one that merely came in the same push', async () => {
    await story.human.pushes({
      [PLAN]: null,
      [THERE]: '# Billing\n\n## Phase 1: Invoices\n- [ ] Number invoices\n- [ ] Rank the results\n',
    });
    const news = await story.app.settles();
    expect(news).toContain('opens "Plan: Billing"');
    expect(news.filter((one) => one.startsWith('closes'))).toEqual([]);
  });
});

describe('A plan whose file is deleted', () => {
  it('leaves its issues open, and says so', async () => {
    await story.human.removes(PLAN);
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      'says in a check: neutral: A change of a plan waits for a person',
    ]);
  });

  it('closes them once a person confirms, and takes them back when it is restored and that is confirmed too', async () => {
    const text = await story.planText();
    await story.human.removes(PLAN);
    await story.app.settles();
    expect((await story.issue('Plan: Search')).body).toContain('It would close 6 issues as not planned.');
    await story.human.confirms();
    await story.app.settles();
    expect(await story.openTitles()).toEqual([]);
    await story.human.commits(text);
    await story.app.settles();
    expect((await story.issue('Plan: Search')).body).toContain('It would reopen 6 issues.');
    await story.human.confirms();
    await story.app.settles();
    expect(await story.openTitles()).toHaveLength(7);
    expect([...(await story.sees()).issues]).toHaveLength(7);
  });

  it('takes its issues back when it is restored, with what changed meanwhile', async () => {
    const text = await story.planText();
    await story.human.removes(PLAN);
    await story.app.settles();
    await story.human.closes('Rank the results');
    await story.app.settles();
    await story.human.commits(text);
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      `proposes: Update ${PLAN}: 1 task done`,
    ]);
  });
});

describe('A file that is no plan any more', () => {
  it('by the config is let go, and taken back when the globs are widened', async () => {
    await story.human.commits('plans: [docs/plans/*.md]\n', CONFIG);
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
    await story.human.edits((text) => text.replace('- [ ] Rank', '- [x] Rank'));
    await story.app.settles();
    expect((await story.issue('Rank the results')).state).toBe('open');
    await story.human.commits("plans: ['**/*.md']\n", CONFIG);
    const news = await story.app.settles();
    expect(news).toEqual(expect.arrayContaining(['closes "Rank the results" as completed']));
    expect(news.filter((one) => one.startsWith('opens'))).toEqual([]);
  });

  it('by its place is let go', async () => {
    await moves('notes/search.md');
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
  });

  it('by its own word is let go, and comes back by it', async () => {
    await story.human.edits(
      (text) => `---\nplanwright: false\n---\n${text.replace('- [ ] Rank', '- [x] Rank')}`,
    );
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
    expect((await story.issue('Rank the results')).state).toBe('open');
    await story.human.edits((text) => text.replace('planwright: false', 'planwright: true'));
    expect(await story.app.settles()).toContain('closes "Rank the results" as completed');
  });

  it('stays a plan by its own word where the config leaves it out', async () => {
    await story.human.edits((text) => `---\nplanwright: true\n---\n${text}`);
    await story.app.settles();
    await story.human.commits('plans: [docs/plans/*.md]\n', CONFIG);
    expect(await story.app.settles()).toEqual([]);
    await story.human.closes('Rank the results');
    expect(await story.app.settles()).toContain(`proposes: Update ${PLAN}: 1 task done`);
  });
});

it('A file that says it is no plan opens nothing', async () => {
  await story.human.commits('---\nplanwright: false\n---\n# Notes\n\n- [ ] Think\n', 'plans/notes.md');
  expect(await story.app.settles()).toEqual([]);
});

it('Two plans in one push become two plans', async () => {
  const plan = (title: string): string =>
    `# ${title}\n\n## Phase 1: Begin\n- [ ] Begin ${title}\n- [ ] Write tests\n`;
  await story.human.pushes({ 'plans/one.md': plan('One'), 'plans/two.md': plan('Two') });
  const news = await story.app.settles();
  expect(news.filter((one) => one.startsWith('opens'))).toEqual([
    'opens "Plan: One"',
    'opens "Begin One" in "One: Phase 1: Begin"',
    'opens "Write tests" in "One: Phase 1: Begin"',
    'opens "Plan: Two"',
    'opens "Begin Two" in "Two: Phase 1: Begin"',
    'opens "Write tests" in "Two: Phase 1: Begin"',
  ]);
});
