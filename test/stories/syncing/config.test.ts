import { opensIssue } from '@planwright/github-sandbox';
import type { Which } from '../../story/looks.ts';
import { begin, beginAfter, type Story } from '../../story/scenario.ts';
import { firstSync, SEARCH } from '../plans.ts';

/** Each option, and what changes when somebody sets it on a plan that is synced already. */

const CONFIG = '.github/planwright.yml';

let story: Story;
afterEach(() => story.ends());

async function beginWith(config: string): Promise<void> {
  story = await begin({ files: { [CONFIG]: config } });
}

const afterFirstSync = beginAfter(firstSync, { files: { [CONFIG]: '' } });

/** The search plan in step, its links merged. */
const synced = async (): Promise<void> => void (story = await afterFirstSync());

/** The same under another config. */
async function syncedWith(config: string): Promise<void> {
  await beginWith(config);
  await firstSync(story);
}

async function configures(text: string): Promise<string[]> {
  await story.human.commits(text, CONFIG);
  return (await story.app.settles()).filter((line) => !line.startsWith('changes '));
}

describe('nested: steps', () => {
  it("makes nested boxes steps in their parent's issue", async () => {
    await beginWith('nested: steps\n');
    await story.human.commits(SEARCH);
    await story.app.settles();
    expect(await story.titles()).not.toContain('Choose a tokenizer');
    expect((await story.issue('Build the index')).body).toContain('- ○ Choose a tokenizer');
    await story.human.edits((text) => text.replace('  - [ ] Choose', '  - [x] Choose'));
    expect(await story.app.settles()).toContain('rewrites "Build the index"');
    expect((await story.issue('Build the index')).body).toContain('- ✓ Choose a tokenizer');
  });

  it('closes no issue that is there, says so, and gives it back to its line when set back', async () => {
    await synced();
    const before = await story.openTitles();
    const { number } = await story.issue('Choose a tokenizer');
    expect(await configures('nested: steps\n')).toEqual(['rewrites "Plan: Search"']);
    expect((await story.issue('Plan: Search')).body).toContain(`The lines of #\u200b${number} are no tasks`);
    await story.human.edits((text) =>
      text.replace('# Search', 'Words.\n\n# Search').replace('  - [ ] Choose', '  - [x] Choose'),
    );
    await story.app.settles();
    expect(await story.openTitles()).toEqual(before);
    // What was ticked meanwhile is a difference like any other: a person decides which side is right.
    expect(await configures('nested: issues\n')).toEqual([
      'rewrites "Plan: Search"',
      'proposes: Update plans/search.md: 1 task reopened',
    ]);
    expect(await story.openTitles()).toEqual(before);
    expect((await story.issue('Choose a tokenizer')).number).toBe(number);
  });

  it.each([
    ['is reworded', (text: string) => text.replace('Choose a tokenizer', 'Choose a good tokenizer')],
    ['is a task of its own again', (text: string) => text.replace('  - [ ] Choose', '- [ ] Choose')],
  ])('opens no second issue where a step that has one %s', async (_, edit) => {
    await synced();
    await configures('nested: steps\n');
    const before = (await story.titles()).length;
    const { number } = await story.issue('Choose a tokenizer');
    await story.human.edits(edit);
    await story.app.settles();
    await configures('nested: issues\n');
    expect(await story.titles()).toHaveLength(before);
    expect((await story.issue(number)).title).toMatch(/^Choose a (?:good )?tokenizer$/);
    expect(await story.openTitles()).toContain((await story.issue(number)).title);
  });

  it('says which issue a step left behind that is reworded before it has a link', async () => {
    await synced();
    await configures('nested: steps\n');
    const { number } = await story.issue('Choose a tokenizer');
    await story.human.edits((text) => text.replace(/Choose a tokenizer.*/, 'Pick words'));
    await story.app.settles();
    expect((await story.issue('Plan: Search')).body).toContain(
      `Issue #\u200b${number} "Choose a tokenizer" was opened for this plan`,
    );
    expect((await story.issue(number)).state).toBe('open');
  });
});

/** The app dies when four issues of the plan are there, a sub-issue among them. */
async function beginsFirstSyncAndDies(): Promise<void> {
  let opened = 0;
  const stopCutting = story.github.intercept((request, when) => {
    const isCreate = opensIssue(request) && request.actor.kind === 'installation';
    if (isCreate && when === 'before') opened += 1;
    return isCreate && opened > 4 ? 'drop' : 'pass';
  });
  await story.human.commits(SEARCH);
  await story.app.rests();
  await story.app.dies();
  stopCutting();
}

it('A config that changes while the app is gone, half-way through a first sync, opens nothing twice and closes nothing', async () => {
  await beginWith('');
  await beginsFirstSyncAndDies();
  expect(await story.titles()).toContain('Choose a tokenizer');
  await story.human.commits(
    'nested: steps\nmilestones: false\ncompleted: skip\nlabels: {area: false}\n',
    CONFIG,
  );
  await story.app.starts();
  await story.app.sweeps();
  await story.app.settles();
  const all = await story.titles();
  expect(all).toEqual(await story.openTitles());
  expect(new Set(all).size).toBe(all.length);
  await configures('comments: true\n');
  await story.human.edits((text) => text.replace('# Search', 'Words.\n\n# Search'));
  await story.app.settles();
  expect((await story.titles()).toSorted()).toEqual(all.toSorted());
  expect((await story.openTitles()).toSorted()).toEqual(all.toSorted());
});

it('A first sync cut short, then nested: steps: the sub-issue that is there is named', async () => {
  await beginWith('');
  await beginsFirstSyncAndDies();
  const { number } = await story.issue('Choose a tokenizer');
  await story.human.commits('nested: steps\n', CONFIG);
  await story.app.starts();
  await story.app.sweeps();
  await story.app.settles();
  expect((await story.issue('Plan: Search')).body).toMatch(new RegExp(`#\u200b?${number}\\b`));
  await story.human.edits((text) => text.replace('# Search', 'Words.\n\n# Search'));
  await story.app.settles();
  expect((await story.issue('Plan: Search')).body).toMatch(new RegExp(`#\u200b?${number}\\b`));
  // Set back, the line has its issue again.
  await configures('nested: issues\n');
  await story.human.edits((text) => text.replace('Words.', 'More words.'));
  await story.app.settles();
  expect((await story.titles()).filter((title) => title === 'Choose a tokenizer')).toEqual([
    'Choose a tokenizer',
  ]);
  expect((await story.issue('Plan: Search')).body).not.toContain('explains');
});

describe('milestones: false', () => {
  it('makes no milestone, and shows phases in the tracking issue all the same', async () => {
    await beginWith('milestones: false\n');
    await story.human.commits(SEARCH);
    await story.app.settles();
    expect((await story.sees()).milestones.size).toBe(0);
    expect((await story.issue('Plan: Search')).body).toContain('### Phase 1: Foundation');
  });

  it('leaves milestones that are there as they are, and takes them up again when set back', async () => {
    await synced();
    const before = await story.sees();
    expect(await configures('milestones: false\n')).toEqual([]);
    await story.human.edits((text) =>
      text.replace(/(- \[ \] Build the index[^]*?)(- \[ \] Cache hot queries[^\n]*\n)/, '$2$1'),
    );
    await story.app.settles();
    const after = await story.sees();
    expect(after.milestones).toEqual(before.milestones);
    for (const [number, { milestone }] of before.issues)
      expect(after.issues.get(number)?.milestone).toEqual(milestone);
    await configures('milestones: true\n');
    await story.human.edits((text) => text.replace('- [ ] Rank the', '- [x] Rank the'));
    await story.app.settles();
    expect((await story.sees()).milestones.size).toBe(before.milestones.size);
  });
});

describe('completed: skip', () => {
  const HALF = SEARCH.replace('- [ ] Rank', '- [x] Rank')
    .replace('- [ ] Cache hot', '- [ ] ~~Cache hot')
    .replace('queries', 'queries~~');

  it('opens no issue for what is over when first seen, until it is open again', async () => {
    await beginWith('completed: skip\n');
    await story.human.commits(HALF);
    await story.app.settles();
    expect(await story.titles()).not.toContain('Rank the results');
    expect(await story.titles()).not.toContain('Cache hot queries');
    expect((await story.issue('Plan: Search')).body).toContain('✓ Rank the results');
    await story.human.edits((text) => text.replace('- [x] Rank', '- [ ] Rank'));
    expect(await story.app.settles()).toContain(
      'opens "Rank the results" in "Search: Phase 2: Core Features"',
    );
  });

  it('keeps the issues there are, and create opens none for what was skipped', async () => {
    await beginWith('');
    await story.human.commits(HALF);
    await story.app.settles();
    const before = await story.titles();
    expect(await configures('completed: skip\n')).toEqual([]);
    await story.human.edits((text) => text.replace('- [ ] Ship', '- [x] Ship the docs\n- [ ] Ship'));
    await story.app.settles();
    expect(await story.titles()).toEqual(before);
    expect(await configures('completed: create\n')).toEqual([]);
    expect(await story.titles()).toEqual(before);
  });
});

describe('labels', () => {
  it('that are off are put on no issue', async () => {
    await beginWith('labels:\n  area: false\n  priority: false\n');
    await story.human.commits(SEARCH);
    await story.app.settles();
    const { labels } = await story.issue('Ship the parser');
    expect(labels).toEqual([expect.stringMatching(/^plan: /)]);
    expect((await story.issue('Ship the parser')).body).toContain('**Priority**: High');
  });

  it('stay where they are when they are switched off', async () => {
    await synced();
    const { labels } = await story.issue('Ship the parser');
    expect(labels).toEqual(['backend', expect.stringMatching(/^plan: /), 'priority: high']);
    expect(await configures('labels: {priority: false}\n')).toEqual([]);
    await story.human.edits((text) => text.replace('| High ', '| Low  '));
    await story.app.settles();
    expect((await story.issue('Ship the parser')).labels).toEqual(labels);
  });
});

describe('limits', () => {
  const cutTwo = (text: string): string => text.replace(/- \[ \] (Rank|Cache).*\n/g, '');

  it('that are lower hold more', async () => {
    await syncedWith('limits:\n  changes: 1\n  percent: 0\n');
    const before = await story.openTitles();
    await story.human.edits(cutTwo);
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      'says in a check: neutral: A change of a plan waits for a person',
    ]);
    expect(await story.openTitles()).toEqual(before);
    expect((await story.issue('Plan: Search')).body).toContain('close 2 issues as not planned');
    expect(await configures('limits:\n  changes: 2\n')).toContain('closes "Rank the results" as not_planned');
  });

  it('of creates hold a first sync that opens more', async () => {
    await beginWith('limits: {creates: 3}\n');
    await story.human.commits(SEARCH);
    await story.app.settles();
    expect(await story.titles()).toEqual(['Plan: Search']);
    expect((await story.issue('Plan: Search')).body).toContain('open 6 issues');
  });
});

describe('plans', () => {
  it('that the config names are plans, and what it does not name any more is let go', async () => {
    await beginWith('plans: roadmap.md\n');
    await story.human.commits(SEARCH, 'roadmap.md');
    await story.human.commits('# Other\n\n## Phase 1\n- [ ] Rest\n');
    await story.app.settles();
    expect(await story.titles()).toContain('Plan: Search');
    expect(await story.titles()).not.toContain('Plan: Other');
    const before = await story.openTitles();
    await configures('plans: plans/*.md\n');
    expect(await story.openTitles()).toEqual(['Rest', 'Plan: Other', ...before]);
    expect((await story.issue('Plan: Search')).body).toContain('is no plan any more by the config');
  });
});

describe('A config that is wrong', () => {
  const WRONG = 'limits:\n  changes: many\ncreators: [nobody-at-all]\nnestd: steps\n';

  async function annotations(of: Which): Promise<string[]> {
    const all = (await story.checks(of)).flatMap((check) => check.annotations);
    return all.map(({ path, line, message }) => `${path}:${line} ${message}`);
  }

  it('keeps the defaults, and is said in the check and the tracking issue, with its line', async () => {
    await syncedWith(WRONG);
    expect(await annotations('main')).toEqual([
      `${CONFIG}:2 \`limits.changes\` must be a whole number from 0 to 2000, which \`many\` is not. Until it is, the default of \`limits.changes\` holds.`,
      `${CONFIG}:4 There is no option \`nestd\`. There are \`plans\`, \`creators\`, \`onInstall\`, \`completed\`, \`nested\`, \`milestones\`, \`titles\`, \`types\`, \`labels\`, \`limits\`, \`writeBack\`, \`comments\`. Did you mean \`nested\`?`,
      `${CONFIG}:3 \`creators\` names \`nobody-at-all\`, and nobody on GitHub is called that. Check the spelling; an App is called \`name[bot]\`. Until then the name trusts nobody.`,
    ]);
    expect(await story.titles()).toContain('Choose a tokenizer');
    const { body } = await story.issue('Plan: Search');
    expect(body).toMatch(/\[\.github\/planwright\.yml, line 2\]\(\S+\): `limits.changes` must be/);
    expect(await configures('limits:\n  changes: 3\n')).toEqual(['rewrites "Plan: Search"']);
    expect((await story.issue('Plan: Search')).body).not.toContain(CONFIG);
  });

  it('is said in the check of the pull request that makes it wrong', async () => {
    await synced();
    const number = await story.human.proposes(() => WRONG, { path: CONFIG });
    await story.app.settles();
    expect(await annotations(number)).toEqual([
      expect.stringContaining(`${CONFIG}:2 \`limits.changes\` must be`),
      expect.stringContaining(`${CONFIG}:4 There is no option \`nestd\``),
    ]);
  });
});
