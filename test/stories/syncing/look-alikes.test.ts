import { beginAfter, type Story } from '../../story/scenario.ts';
import type { SeenIssue } from '../../story/world.ts';
import { firstSync } from '../plans.ts';

const PHASE_2 = '"Search: Phase 2: Core Features"';

let story: Story;
const afterFirstSync = beginAfter(firstSync);
beforeEach(async () => void (story = await afterFirstSync()));
afterEach(() => story.ends());

const loses = (title: string, mark = '- []') => breaks(`- [ ] ${title}`, `${mark} ${title}`);
const mends = (title: string, mark = '- []') => breaks(`${mark} ${title}`, `- [ ] ${title}`);

/** What happened, without the checks that say which lines to look at. */
async function settled(): Promise<string[]> {
  return (await story.app.settles()).filter((line) => !line.startsWith('says in a check'));
}

async function breaks(from: string, to: string): Promise<void> {
  await story.human.edits((text) => text.replace(from, to));
}

/** All of an issue that its task could change. */
async function known(title: string): Promise<SeenIssue> {
  return story.issue(title);
}

async function tracking(): Promise<string> {
  return (await story.issue('Plan: Search')).body;
}

describe('A known task whose line loses its box', () => {
  it.each(['- []', '-[ ]', '- [ x ]', '☐', '[ ]', '- [?]'])(
    'as "%s" keeps its issue as it is, which is said, and has it again once the box is back',
    async (mark) => {
      const before = await known('Rank the results');
      await loses('Rank the results', mark);
      expect(await settled()).toEqual(['rewrites "Plan: Search"']);
      expect(await known('Rank the results')).toEqual(before);
      expect(await tracking()).toContain('but its line has no box that GitHub shows.');
      await mends('Rank the results', mark);
      expect(await settled()).toEqual(['rewrites "Plan: Search"']);
      expect(await known('Rank the results')).toEqual(before);
      await story.human.closes('Rank the results');
      await story.app.settles();
      expect(await story.writeBack()).toContain('- [x] Rank the results');
    },
  );

  it('inside an HTML block keeps its issue, and so do its neighbours', async () => {
    await story.human.edits((text) =>
      text.replace(/(- \[ \] Rank[^\n]*\n- \[ \] Cache[^\n]*\n)/, '<details>\n$1</details>\n'),
    );
    expect(await settled()).toEqual(['rewrites "Plan: Search"']);
    await story.human.edits((text) => text.replace('<details>\n', '<details>\n\n'));
    expect(await settled()).toEqual(['rewrites "Plan: Search"']);
  });

  it('while the plan changes elsewhere is the same task when its box is back much later', async () => {
    const before = await known('Rank the results');
    await story.human.edits((text) =>
      text
        .replace('- [ ] Rank', '- [] Rank')
        .replace('- [ ] Cache hot queries', '- [x] Cache hot queries')
        .replace('# Search', 'Words.\n\n# Search'),
    );
    expect(await settled()).toEqual(['rewrites "Plan: Search"', 'closes "Cache hot queries" as completed']);
    await story.human.edits((text) => text.replace('- [x] Cache', '- [ ] Spell-check\n- [x] Cache'));
    expect(await settled()).toEqual([
      'rewrites "Plan: Search"',
      `opens "Spell-check" in ${PHASE_2}`,
      'puts "Spell-check" under "Plan: Search"',
    ]);
    expect(await known('Rank the results')).toEqual(before);
    await mends('Rank the results');
    expect(await settled()).toEqual(['rewrites "Plan: Search"']);
    expect(await known('Rank the results')).toEqual(before);
  });

  it('and then its words is renamed only when the box is back, by whatever steps it got there', async () => {
    const { number } = await known('Rank the results');
    await loses('Rank the results');
    await story.app.settles();
    await breaks('- [] Rank the results', '- [] Rank the results by freshness');
    expect(await settled()).toEqual(['rewrites "Plan: Search"']);
    await breaks('- [] Rank the results by freshness', '- [] Sort hits by freshness');
    expect(await settled()).toEqual(['rewrites "Plan: Search"']);
    await mends('Sort hits by freshness');
    expect(await settled()).toEqual([
      'rewrites "Plan: Search"',
      'renames "Rank the results" to "Sort hits by freshness"',
    ]);
    expect((await known('Sort hits by freshness')).number).toBe(number);
  });

  it('follows its box when that comes back ticked', async () => {
    await loses('Rank the results');
    await story.app.settles();
    await breaks('- [] Rank', '- [x] Rank');
    expect(await settled()).toEqual(['rewrites "Plan: Search"', 'closes "Rank the results" as completed']);
  });

  it('is closed when its line is cut', async () => {
    await loses('Rank the results');
    await story.app.settles();
    await story.human.edits((text) => text.replace(/- \[\] Rank.*\n/, ''));
    expect(await settled()).toEqual(['rewrites "Plan: Search"', 'closes "Rank the results" as not_planned']);
  });

  it('and that is left with its row stays in its phase, with all that its box said', async () => {
    const before = await known('Ship the parser');
    await loses('Ship the parser');
    expect(await settled()).toEqual(['rewrites "Plan: Search"']);
    expect(await known('Ship the parser')).toEqual(before);
    await mends('Ship the parser');
    expect(await settled()).toEqual(['rewrites "Plan: Search"']);
    expect(await known('Ship the parser')).toEqual(before);
  });

  it('after it was done is not opened again', async () => {
    await breaks('- [ ] Rank', '- [x] Rank');
    await story.app.settles();
    await breaks('- [x] Rank', '- [x]Rank');
    expect(await settled()).toEqual(['rewrites "Plan: Search"']);
    await breaks('- [x]Rank', '- [x] Rank');
    expect(await settled()).toEqual(['rewrites "Plan: Search"']);
  });

  it('stays closed if a person closes its issue meanwhile, and its tick is proposed when the box is back', async () => {
    await loses('Rank the results');
    await story.app.settles();
    await story.human.closes('Rank the results');
    expect(await settled()).toEqual(['rewrites "Plan: Search"']);
    await mends('Rank the results');
    expect(await settled()).toContain('proposes: Update plans/search.md: 1 task done');
  });
});

it('A plan whose boxes all break at once is not held: nothing happens to its issues', async () => {
  const before = (await story.sees()).issues;
  await story.human.edits((text) => text.replaceAll('- [ ] ', '- [] '));
  expect(await settled()).toEqual(['rewrites "Plan: Search"']);
  expect(await tracking()).not.toContain('/plan confirm');
  await story.human.edits((text) => text.replaceAll('- [] ', '- [ ] '));
  await story.app.settles();
  const after = (await story.sees()).issues;
  const others = [...before.values()].filter(({ title }) => title !== 'Plan: Search');
  expect(others.map(({ number }) => after.get(number))).toEqual(others);
});

it('A milestone stays open while a task of its phase has no box', async () => {
  await loses('Rank the results');
  await story.app.settles();
  await breaks('- [ ] Cache', '- [x] Cache');
  expect(await settled()).toEqual(['rewrites "Plan: Search"', 'closes "Cache hot queries" as completed']);
});

it('A line that never was a task keeps no cut task alive', async () => {
  await story.human.edits((text) =>
    text.replace('- [ ] Cache', '- [] Rank the results of every query\n- [ ] Cache'),
  );
  await story.app.settles();
  await story.human.edits((text) => text.replace(/- \[ \] Rank the results.*\n/, ''));
  expect(await settled()).toEqual(['rewrites "Plan: Search"', 'closes "Rank the results" as not_planned']);
});

it('The preview of a pull request that breaks a box closes nothing', async () => {
  const pull = await story.human.proposes((text) => text.replace('- [ ] Rank', '- [] Rank'));
  await story.app.settles();
  const preview = (await story.preview(pull)) ?? '';
  expect(preview).not.toContain('Closes');
  expect(preview).toContain('is the task of issue #');
});
