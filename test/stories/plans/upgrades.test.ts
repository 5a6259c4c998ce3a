import { phaseKey, titleHash } from '../../../src/sync/state/ids.ts';
import { begin, beginAfter, PLAN, type Story } from '../../story/scenario.ts';
import { firstSync } from '../plans.ts';

let story: Story;
const afterFirstSync = beginAfter(firstSync);
beforeEach(async () => void (story = await afterFirstSync()));
afterEach(() => story.ends());

/** Puts an issue's body as another version of the app would have written it. */
const asWritten = (title: string, change: (body: string) => string): Promise<void> =>
  story.human.rewrites(title, change);

async function entries(tracking = 'Plan: Search'): Promise<string> {
  return / issues=(\S+)/.exec((await story.issue(tracking)).body)?.[1] ?? '';
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

/** Takes the tracking issue of a plan back to before the first sync was over: it remembers no task. */
async function unfinish(tracking: string): Promise<void> {
  await asWritten(tracking, (body) => body.replace(/ base=\S*/, ' base=').replace(/ issues=\S*/, ' issues='));
}

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
    await unfinish('Plan: Shelf');
    await story.app.sweeps();
    await story.app.settles();
    expect((await story.titles()).toSorted()).toEqual(
      ['Plan: Shelf', 'Paint it', ...olds.map(([old]) => old)].toSorted(),
    );
    expect(/ issues=(\S+)/.exec((await story.issue('Plan: Shelf')).body)?.[1]?.split(',')).toHaveLength(4);
  });
});

describe('A first sync that an older version began, in phases that it called by their words of state, too', () => {
  const HOUSE = `# House

## COMPLETED — Phase 1: Cellar
- [x] Dig the pit
- [ ] Write the notes

## Phase 2: Walls ✅ COMPLETE
- [x] Lay the bricks
- [ ] Write the notes
- [ ] Paint a sample
  - [ ] Take a picture

## Phase 3: Roof - IN PROGRESS
- [ ] Write the notes
- [ ] Paint a sample
  - [ ] Take a picture
`;
  const PHASES = ['COMPLETED — Phase 1: Cellar', 'Phase 2: Walls ✅ COMPLETE', 'Phase 3: Roof - IN PROGRESS'];
  const NOW = ['Phase 1: Cellar', 'Phase 2: Walls', 'Phase 3: Roof'];

  /** Puts issues and milestones as that version had left them, but for those that it had not come to. */
  async function takeBack(missing: readonly number[]): Promise<void> {
    for (const [at, phase] of PHASES.entries()) {
      await story.human.renamesMilestone(`House: ${NOW[at]}`, `House: ${phase}`);
      await story.human.rewritesMilestone(`House: ${phase}`, (description) =>
        description.replace(/ phase=\w+/, ` phase=${phaseKey({ title: phase }, 0)}`),
      );
    }
    for (const number of missing) story.github.deleteIssue('ada/engine', number);
    const { issues } = await story.sees();
    for (const [number, { title }] of issues)
      if (title !== 'Plan: House')
        await story.human.rewrites(number, (body) =>
          body.replace(/ task=\S+/, ` task=${titleHash(`${number}`)}0000`),
        );
    await unfinish('Plan: House');
  }

  /** The entries of the tracking issue, by the lines of the plan. */
  const ledger = async (): Promise<string[]> => (await entries('Plan: House')).split(',');

  beforeEach(async () => {
    await story.ends();
    story = await begin();
    await story.human.commits(HOUSE);
    await story.app.settles();
  });

  it('is finished without a second issue or milestone: each task has the issue that was made for it', async () => {
    const [before, titles, milestones] = [await ledger(), await story.titles(), await story.milestones()];
    await takeBack([]);
    await story.app.sweeps();
    await story.app.settles();
    expect(await ledger()).toEqual(before);
    expect(await story.titles()).toEqual(titles);
    expect(await story.milestones()).toHaveLength(milestones.length);
  });

  it('opens what was not come to in the milestone of its phase, and no more', async () => {
    const before = await ledger();
    const missing = before.slice(-3).map((entry) => Number(entry.split(':')[1]));
    const [titles, milestones] = [await story.titles(), await story.milestones()];
    await takeBack(missing);
    await story.app.sweeps();
    const news = await story.app.settles();
    expect(news.filter((line) => line.startsWith('opens')).toSorted()).toEqual([
      'opens "Paint a sample" in "House: Phase 3: Roof - IN PROGRESS"',
      'opens "Take a picture" in "House: Phase 3: Roof - IN PROGRESS"',
      'opens "Write the notes" in "House: Phase 3: Roof - IN PROGRESS"',
    ]);
    expect((await ledger()).slice(0, -3)).toEqual(before.slice(0, -3));
    expect((await story.titles()).toSorted()).toEqual(titles.toSorted());
    expect(await story.milestones()).toHaveLength(milestones.length);
  });
});

it('Where an older version had opened one issue of a title that is there twice, the order decides, and the check says so', async () => {
  await story.ends();
  story = await begin();
  await story.human.commits('# Shed\n\n## Doors\n- [ ] Paint it\n\n## Walls\n- [ ] Paint it\n');
  await story.app.settles();
  const numbers = (await entries('Plan: Shed')).split(',').map((entry) => Number(entry.split(':')[1]));
  const [first = 0, second = 0] = numbers;
  story.github.deleteIssue('ada/engine', second);
  await asWritten('Paint it', (body) => body.replace(/ task=\S+/, ` task=${titleHash('Shed')}0000`));
  await unfinish('Plan: Shed');
  await story.app.sweeps();
  expect((await story.app.settles()).filter((line) => line.startsWith('opens'))).toEqual([
    'opens "Paint it"',
  ]);
  expect(await entries('Plan: Shed')).toMatch(new RegExp(`^4:${first},`));
  expect((await story.checks())[0]?.summary).toContain(
    `only the order of the lines says that issue #\u200b${first} is this one`,
  );
});
