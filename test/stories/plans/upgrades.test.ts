import { titleHash } from '../../../src/sync/state/ids.ts';
import { begin, beginAfter, PLAN, type Story } from '../../story/scenario.ts';
import { firstSync } from '../plans.ts';

let story: Story;
const afterFirstSync = beginAfter(firstSync);
beforeEach(async () => void (story = await afterFirstSync()));
afterEach(() => story.ends());

/** Puts an issue's body as another version of the app would have written it. */
const asWritten = (title: string, change: (body: string) => string): Promise<void> =>
  story.human.rewrites(title, change);

async function entries(): Promise<string> {
  return / issues=(\S+)/.exec((await story.issue('Plan: Search')).body)?.[1] ?? '';
}

/** Other words around the same marker. */
function reworded(body: string): string {
  return body.replace(/(<!-- planwright [^>]*-->)[\s\S]*(<!-- \/planwright -->)/, '$1\nWords of old.\n$2');
}

describe('A Planwright that sees more tasks in the same text', () => {
  beforeEach(async () => {
    const { number } = await story.issue('Rank the results');
    story.github.deleteIssue('ada/engine', number);
    await asWritten('Plan: Search', (body) => body.replace(new RegExp(`\\d+:${number},`), ''));
  });

  it('opens, closes and renames nothing, and says which line it sees', async () => {
    const before = await entries();
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
    expect(await entries()).toBe(before);
    expect((await story.issue('Plan: Search')).body).toContain(
      '"Rank the results" reads as a task today, but did not when this plan was last synced.',
    );
    expect(await story.titles()).not.toContain('Rank the results');
  });

  it('ticks and closes the others as before', async () => {
    await story.human.closes('Cache hot queries');
    expect(await story.app.settles()).toContain(`proposes: Update ${PLAN}: 1 task done`);
    expect(await story.titles()).not.toContain('Rank the results');
  });

  it('opens its issue once its own line changes, whatever changed elsewhere before', async () => {
    await story.app.settles();
    await story.human.edits((text) => text.replace('# Search', '# Search\n\nA word.'));
    await story.app.settles();
    await story.human.edits((text) => text.replace('- [ ] Choose', '- [x] Choose'));
    expect(await story.app.settles()).toContain('closes "Choose a tokenizer" as completed');
    expect(await story.titles()).not.toContain('Rank the results');
    await story.human.edits((text) => text.replace('- [ ] Rank the results', '- [ ] Rank all results'));
    expect(await story.app.settles()).toContain(
      'opens "Rank all results" in "Search: Phase 2: Core Features"',
    );
  });
});

describe('A Planwright that sees fewer tasks in the same text', () => {
  /** An entry for the line of a heading, which an older version took for a task, and the issue it opened. */
  async function holdsHeading(): Promise<number> {
    const line = (await story.planText()).split('\n').indexOf('### Phase 1: Foundation') + 1;
    const number = await story.human.opens('Phase 1');
    await asWritten('Plan: Search', (body) => body.replace(' issues=', ` issues=${line}:${number},`));
    return number;
  }

  it('leaves the issue of the line alone and keeps its entry', async () => {
    const number = await holdsHeading();
    const before = await entries();
    const issue = await story.issue(number);
    await story.app.sweeps();
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
    expect((await story.issue('Plan: Search')).body).toContain(`The lines of #\u200b${number} are no tasks`);
    expect(await entries()).toBe(before);
    expect(await story.issue(number)).toEqual(issue);
  });

  it('carries the entry along when lines move, and shifts no other', async () => {
    const number = await holdsHeading();
    const moved = (await entries()).replace(/(\d+):/g, (_, line: string) => `${Number(line) + 2}:`);
    await story.human.edits((text) =>
      text.replace('# Search', 'Words.\n\n# Search').replace('- [ ] Cache', '- [x] Cache'),
    );
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      'closes "Cache hot queries" as completed',
      'says in a check: neutral: 1 thing to look at in the plan',
    ]);
    expect(await entries()).toBe(moved);
    expect((await story.issue(number)).state).toBe('open');
  });
});

describe('A Planwright with other words of its own', () => {
  it('writes no task issue, tracking issue, milestone or pull request anew', async () => {
    await story.human.closes('Cache hot queries');
    await story.app.settles();
    for (const title of await story.titles()) await asWritten(title, reworded);
    const pull = await story.openPull();
    const marker = /<!-- planwright [^>]*-->/.exec(pull.body)?.[0] ?? 'no marker';
    await story.human.editsPull(pull.number, {
      title: 'Words of old',
      body: `${marker}\nWords of old.`,
    });
    await story.app.sweeps();
    expect(await story.app.settles()).toEqual([]);
    await story.human.edits((text) => text.replace('# Search', '# Search\n\nA word.'));
    const news = await story.app.settles();
    expect(news.filter((line) => line.startsWith('rewrites'))).toEqual([]);
  });

  it('writes a body anew when what the plan says of it changes, with the words of today', async () => {
    for (const title of await story.titles()) await asWritten(title, reworded);
    await story.human.edits((text) => text.replace('| 3d  ', '| 4d  '));
    expect(await story.app.settles()).toEqual(
      expect.arrayContaining(['rewrites "Ship the parser"', 'rewrites "Plan: Search"']),
    );
    expect((await story.issue('Ship the parser')).body).not.toContain('Words of old');
    expect((await story.issue('Ship the parser')).body).toContain('4d');
    expect((await story.issue('Rank the results')).body).toContain('Words of old');
    expect((await story.issue('Plan: Search')).body).toContain('0 of 6 tasks done');
  });
});

it('A marker of a newer version is left alone, and the check says so', async () => {
  await asWritten('Plan: Search', (body) => body.replace(' v=1 ', ' v=2 mood=good '));
  const before = await story.sees();
  await story.human.edits((text) =>
    text.replace('- [ ] Rank', '- [x] Rank').replace('- [ ] Cache', '- [ ] Sweep the floor\n- [ ] Cache'),
  );
  expect(await story.app.settles()).toEqual(['says in a check: failure: 1 error in the plan']);
  const after = await story.sees();
  expect([after.issues, after.milestones, after.pulls]).toEqual([
    before.issues,
    before.milestones,
    before.pulls,
  ]);
  expect((await story.checks())[0]?.summary).toContain('written by a newer Planwright (marker version 2)');
});

describe('A first sync that an older version began, with titles of its own', () => {
  const SHELF = `# Shelf

## Phase 1: Oak
- [ ] **Core shelf** - Oak boards on iron. \`M\`
- [ ] (2026-04-27 00:30Z) Read the rules.
- [ ] Plan the units - **EXECUTE**
- [ ] Paint it
`;

  /** Puts a task issue as a version would have made it that took all words of a line for the title. */
  async function titledOf(old: string, now: string): Promise<void> {
    await asWritten(now, (body) =>
      body
        .replace(/ task=\S+/, ` task=${titleHash(old)}0000`)
        .replace(/ title=\S+/, ` title=${titleHash(old)}`),
    );
    await story.human.renames(now, old);
  }

  it('is finished without a duplicate, and without a rename', async () => {
    await story.ends();
    story = await begin();
    await story.human.commits(SHELF);
    await story.app.settles();
    const olds = [
      ['Core shelf - Oak boards on iron. M', 'Core shelf'],
      ['(2026-04-27 00:30Z) Read the rules.', 'Read the rules.'],
      ['Plan the units - EXECUTE', 'Plan the units'],
    ] as const;
    for (const [old, now] of olds) await titledOf(old, now);
    await asWritten('Plan: Shelf', (body) =>
      body.replace(/ base=\S*/, ' base=').replace(/ issues=\S*/, ' issues='),
    );
    await story.app.sweeps();
    await story.app.settles();
    expect((await story.titles()).toSorted()).toEqual(
      ['Plan: Shelf', 'Paint it', ...olds.map(([old]) => old)].toSorted(),
    );
    expect(/ issues=(\S+)/.exec((await story.issue('Plan: Shelf')).body)?.[1]?.split(',')).toHaveLength(4);
  });
});
