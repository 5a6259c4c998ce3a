import { CONFIG_PATH } from '../../../src/config/config.ts';
import { storyClock } from '../../story/clock.ts';
import { begin, beginAfter, PLAN, TODAY, type Beginning, type Story } from '../../story/scenario.ts';
import { firstSync, inStep, SEARCH } from '../plans.ts';

let story: Story;

afterEach(() => story.ends());

const untouched = beginAfter(async () => {});
const afterFirstSync = beginAfter(firstSync);
const afterCommitted = beginAfter(firstSync, config('writeBack: {mode: commit}\n'));
const afterOff = beginAfter(firstSync, config('writeBack: {mode: off}\n'));
const synced = async (): Promise<void> => void (story = await afterFirstSync());

/** A story that begins otherwise, whose plan is synced and whose links are merged. */
async function syncedWith(beginning: Beginning): Promise<void> {
  story = await begin(beginning);
  await firstSync(story);
}

function config(text: string): Beginning {
  return { files: { [CONFIG_PATH]: text } };
}

async function body(): Promise<string> {
  return (await story.openPull()).body;
}

async function tracking(): Promise<string> {
  return (await story.issue('Plan: Search')).body;
}

function moves(): string[] {
  return story.app.requests().filter((request) => /^(?:PATCH|POST) .*\/git\/refs/.test(request));
}

describe('The pull request', () => {
  it('tells how far the plan is, who closed what, and what refusing means', async () => {
    await synced();
    await story.human.closes('Rank the results');
    await story.human.closes('Cache hot queries', 'not_planned');
    await story.app.settles();
    const rank = await story.issue('Rank the results');
    const cache = await story.issue('Cache hot queries');
    const url = `${story.github.url}/ada/engine`;
    const [, ...words] = (await body()).split('\n\n');
    expect(words).toEqual([
      `Issues of [Search](${url}/blob/main/${PLAN}) changed. Merging this makes the edits below in the plan, after which 1 of 5 tasks are done; no other line changes.`,
      [
        `- Tick "Rank the results" ([issue ${rank.number}](${url}/issues/${rank.number}), closed by ada on ${TODAY})`,
        `- Strike "Cache hot queries" ([issue ${cache.number}](${url}/issues/${cache.number}), closed as not planned by ada on ${TODAY})`,
        `- Set "Last Updated" to ${TODAY}`,
      ].join('\n'),
      'Closing this pull request without merging it refuses these edits: Planwright proposes none of them again until the issue or the line changes. Reopening it takes the refusal back.',
    ]);
  });

  it('costs at most fourteen requests and a page of issues from the close to the tick', async () => {
    await synced();
    // An app that has just been started looks up more: who it is, and what it may do.
    await story.app.settles();
    await story.human.closes('Rank the results');
    await story.app.settles();
    const requests = story.app.requests();
    const until = requests.findIndex((request) => request.startsWith('POST') && request.endsWith('/pulls'));
    expect(until).toBeGreaterThan(0);
    expect(until + 1).toBeLessThanOrEqual(14 + 1);
    expect(await story.writeBack()).toContain('+- [x] Rank the results');
  });

  it('is updated by one move of its branch', async () => {
    await synced();
    await story.human.closes('Rank the results');
    await story.app.settles();
    await story.human.closes('Cache hot queries');
    await story.app.settles();
    expect(moves()).toHaveLength(1);
    const { sha } = await story.openPull();
    expect((await story.commit(sha)).parents).toEqual([(await story.commit()).sha]);
  });

  describe.each(['opened', 'updated'])('that is %s', (how) => {
    it.each([4, 5, 6])('has its check where the app dies before write %d on the way', async (nth) => {
      await synced();
      if (how === 'updated') {
        await story.human.closes('Cache hot queries');
        await story.app.settles();
      }
      await story.human.closes('Rank the results');
      await story.app.diesBeforeWrite(nth);
      await story.app.sweeps();
      await story.app.settles();
      expect(await story.writeBack()).toContain('+- [x] Rank the results');
      const [check, another] = await story.checks((await story.openPull()).number);
      expect([check?.title, another]).toEqual(['Merging this changes no issue', undefined]);
    });
  });

  it('is made anew when the plan changes under it, and left alone when anything else does', async () => {
    await synced();
    await story.human.closes('Rank the results');
    await story.app.settles();
    await story.human.commits('# Engine\n\nNews.\n', 'README.md');
    expect(await story.app.settles()).toEqual([]);
    await story.human.edits((text) => text.replace('# Search', '# Search\n\nA word.'));
    await story.app.settles();
    expect(moves()).toHaveLength(1);
    expect(await story.writeBack()).toContain('+- [x] Rank the results');
  });

  it('takes nothing of a push that came after the plan was read', async () => {
    await synced();
    await story.human.closes('Rank the results');
    await story.app.settles();
    await story.human.edits((text) =>
      text.replace('- [ ] Cache hot queries', '- [ ] Cache hot queries well'),
    );
    await story.app.settles();
    await story.human.mergesWriteBack();
    await story.app.settles();
    const text = await story.planText();
    expect(text).toContain('- [ ] Cache hot queries well');
    expect(text).toContain('- [x] Rank the results');
  });

  it('brought up to date by a person is still the app’s', async () => {
    await synced();
    await story.human.closes('Rank the results');
    await story.app.settles();
    await story.human.commits('# Engine\n\nNews.\n', 'README.md');
    await story.human.updatesPull((await story.openPull()).number);
    expect(await story.app.settles()).toEqual([]);
    await story.human.closes('Cache hot queries');
    await story.app.settles();
    expect(await story.writeBack()).toContain('+- [x] Cache hot queries');
  });

  it('goes with its branch when nothing is left to edit', async () => {
    await synced();
    const [old = ''] = (await story.branches()).filter((name) => name !== 'main');
    await story.human.deletesBranch(old);
    await story.human.closes('Rank the results');
    await story.app.settles();
    expect(await story.branches()).toHaveLength(2);
    await story.human.edits((text) => text.replace('- [ ] Rank the results', '- [x] Rank the results'));
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"', 'withdraws the write-back']);
    expect(await story.branches()).toEqual(['main']);
  });

  it('that a person committed to stays open when nothing is left to edit', async () => {
    await synced();
    await story.human.closes('Rank the results');
    await story.app.settles();
    const { branch } = await story.openPull();
    await story.human.commits('Mine\n', 'NOTES.md', branch);
    await story.human.reopens('Rank the results');
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
    expect(await story.branches()).toContain(branch);
  });

  it.each(['merge', 'squash', 'rebase'] as const)(
    'merged by %s leaves a branch that the next one uses, and one that GitHub deletes does no harm',
    async (how) => {
      await synced();
      await story.human.closes('Rank the results');
      await story.app.settles();
      await story.human.mergesWriteBack(how);
      expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
      await story.human.changesSettings({ delete_branch_on_merge: true });
      await story.human.closes('Cache hot queries');
      await story.app.settles();
      expect(await story.writeBack()).toContain('+- [x] Cache hot queries');
      await story.human.mergesWriteBack(how);
      expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
      expect(await story.branches()).toEqual(['main']);
      await story.human.closes('Build the index');
      await story.app.settles();
      expect(await story.writeBack()).toContain('+- [x] Build the index');
    },
  );

  it('follows the default branch to another name', async () => {
    await synced();
    await story.human.closes('Rank the results');
    await story.app.settles();
    await story.human.makesBranch('trunk');
    await story.human.changesSettings({ default_branch: 'trunk' });
    await story.app.sweeps();
    await story.app.settles();
    expect((await story.openPull()).base).toBe('trunk');
    expect(await tracking()).toContain('/blob/trunk/');
  });

  it.each([
    'plans/ein plan.md',
    'plans/план.md',
    'plans/a#1 100%.md',
    'plans/a (b).md',
    "plans/it's @ada.md",
  ])('finds its way to %s and back', async (path) => {
    story = await untouched();
    await inStep({ [path]: SEARCH })(story);
    await story.human.closes('Rank the results');
    await story.app.settles();
    expect(await story.writeBack()).toContain('+- [x] Rank the results');
    await story.human.mergesWriteBack();
    await story.app.settles();
    expect(await story.planText(path)).toContain('- [x] Rank the results');
  });
});

describe('A refusal', () => {
  beforeEach(async () => {
    await synced();
    await story.human.closes('Rank the results');
    await story.app.settles();
  });

  it('is remembered with its pull request, here and in the next one', async () => {
    const { number } = await story.openPull();
    await story.human.closesWriteBack();
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
    expect(await tracking()).toContain('### Refused edits');
    expect(await tracking()).toContain(`refused in [pull request ${number}]`);
    await story.human.closes('Cache hot queries');
    await story.app.settles();
    expect(await story.writeBack()).not.toContain('Rank the results');
    expect(await body()).toMatch(/Left out, because they were refused:\n\n- Tick "Rank the results"/);
  });

  it('is taken back by reopening the pull request', async () => {
    const { number } = await story.openPull();
    await story.human.closesWriteBack();
    await story.app.settles();
    await story.human.reopensPull(number);
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
    expect(await tracking()).not.toContain('### Refused edits');
    await story.human.mergesWriteBack();
    await story.app.settles();
    expect(await story.planText()).toContain('- [x] Rank the results');
  });

  it('ends when the issue changes', async () => {
    await story.human.closesWriteBack();
    await story.app.settles();
    await story.human.reopens('Rank the results');
    await story.app.settles();
    await story.human.closes('Rank the results');
    await story.app.settles();
    expect(await story.writeBack()).toContain('+- [x] Rank the results');
    expect(await body()).not.toContain('refused:');
  });

  it('is none where the app itself closed', async () => {
    await story.human.reopens('Rank the results');
    await story.app.settles();
    await story.human.closes('Rank the results');
    await story.app.settles();
    expect(await story.writeBack()).toContain('+- [x] Rank the results');
  });
});

describe('Mode commit', () => {
  it('is one commit on the default branch, which moves the base and nothing else', async () => {
    story = await afterCommitted();
    await story.human.closes('Rank the results');
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"', `changes ${PLAN}`]);
    expect(moves()).toHaveLength(1);
    expect((await story.commit()).message).toMatch(
      /^Update plans\/search\.md: 1 task done\n\nPlanwright-Plan: [0-9a-f]{6} [0-9a-f]{40}\nPlanwright-Base: [0-9a-f]{40}\n$/,
    );
    expect(await story.planText()).toContain('- [x] Rank the results');
    expect((await story.sees()).pulls.size).toBe(0);
    expect(await story.branches()).toEqual(['main']);
  });

  it('writes several plans in one pass', async () => {
    story = await afterCommitted();
    await story.human.commits('# Other\n\n## Phase 1: Start\n- [ ] Sow\n', 'plans/other.md');
    await story.app.settles();
    await story.human.closes('Rank the results');
    await story.human.closes('Sow');
    await story.app.settles();
    expect(await story.planText()).toContain('- [x] Rank the results');
    expect(await story.planText('plans/other.md')).toContain('- [x] Sow');
  });

  it('never undoes a push that came in between: it reads anew and tries again', async () => {
    story = await afterCommitted();
    await story.human.closes('Rank the results');
    story.github.faults.add({
      on: { method: 'PATCH', route: '/repos/{owner}/{repo}/git/refs/{ref}', actor: 'app' },
      effect: { kind: 'answer', status: 422, body: { message: 'Update is not a fast forward' } },
    });
    const mark = story.github.requests.mark();
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"', `changes ${PLAN}`]);
    const tries = story.github.requests
      .all(mark)
      .filter(({ method, path }) => method === 'PATCH' && path.includes('/git/refs/'));
    expect(tries.map(({ body: sent }) => sent)).toMatchObject([{ force: false }, { force: false }]);
  });

  it('falls back to a pull request where the branch is protected, and says so once', async () => {
    story = await afterCommitted();
    await story.human.protects();
    await story.human.closes('Rank the results');
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      `proposes: Update ${PLAN}: 1 task done`,
    ]);
    expect((await tracking()).match(/takes changes by pull request only/g)).toHaveLength(1);
    await story.human.closes('Cache hot queries');
    await story.app.settles();
    expect(moves()).toHaveLength(1);
    await story.human.mergesWriteBack();
    await story.app.settles();
    expect(await tracking()).not.toContain('by pull request only');
    expect(await story.planText()).toContain('- [x] Cache hot queries');
  });

  it.each([
    [403, "You're not authorized to push to this branch."],
    [409, 'Repository rule violations found\n\nChanges must be made through a pull request.\n\n'],
    [422, 'At least 1 approving review is required by reviewers with write access.'],
  ])('takes %i "%s" for a protected branch', async (status, message) => {
    story = await afterCommitted();
    await story.human.closes('Rank the results');
    story.github.faults.add({
      on: { method: 'PATCH', route: '/repos/{owner}/{repo}/git/refs/{ref}', actor: 'app' },
      effect: { kind: 'answer', status, body: { message } },
    });
    expect(await story.app.settles()).toContain(`proposes: Update ${PLAN}: 1 task done`);
  });

  it('chosen while a pull request is open commits what is in it and closes it', async () => {
    await synced();
    await story.human.closes('Rank the results');
    await story.app.settles();
    await story.human.commits('writeBack: {mode: commit}\n', CONFIG_PATH);
    const news = await story.app.settles();
    expect(news).toContain('withdraws the write-back');
    expect(news).toContain(`changes ${PLAN}`);
    expect(await story.branches()).toEqual(['main']);
  });
});

describe('Mode off', () => {
  beforeEach(async () => void (story = await afterOff()));

  it('proposes nothing, and the tracking issue lists what stands', async () => {
    expect(await story.planText()).toBe(SEARCH);
    await story.human.closes('Rank the results');
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
    expect(await tracking()).toMatch(
      /### Not in the plan\n\nWrite-back is off .*\n\n- Tick "Rank the results"/,
    );
    await story.human.edits((text) => text.replace('- [ ] Rank the results', '- [x] Rank the results'));
    await story.app.settles();
    expect(await tracking()).not.toContain('### Not in the plan');
  });

  it('switched on again proposes what stood', async () => {
    await story.human.closes('Rank the results');
    await story.app.settles();
    await story.human.commits('comments: true\n', CONFIG_PATH);
    await story.app.settles();
    expect(await story.writeBack()).toContain('+- [x] Rank the results');
    await story.human.commits('writeBack: {mode: off}\n', CONFIG_PATH);
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"', 'withdraws the write-back']);
    await story.human.commits('comments: true\n', CONFIG_PATH);
    await story.app.settles();
    expect(await story.writeBack()).toContain('+- [x] Rank the results');
  });
});

describe('What rides along', () => {
  it('is no link where the config wants none', async () => {
    await syncedWith(config('writeBack: {links: false}\n'));
    expect(await story.planText()).toBe(SEARCH);
    await story.human.closes('Rank the results');
    await story.app.settles();
    const edits = await story.writeBack();
    expect(edits).toContain('+- [x] Rank the results\n');
    expect(edits).not.toContain('/issues/');
  });

  it('is no column where the config wants none; a row without any place for it stands in the tracking issue', async () => {
    await syncedWith(config('writeBack: {columns: false}\n'));
    await story.human.closes('Ship the parser');
    await story.app.settles();
    expect(await story.writeBack()).toMatch(/^\+- \[x\] Ship the parser/m);
    expect(await story.writeBack()).not.toContain('Status');
    await story.human.mergesWriteBack();
    await story.app.settles();
    await story.human.closes('Rotate the index');
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
    expect(await tracking()).toMatch(
      /### Not in the plan\n\n.*`writeBack.columns`.*\n\n- Tick "Rotate the index"/,
    );
  });
});

describe('With no more than read access to contents', () => {
  beforeEach(() => syncedWith({ permissions: { contents: 'read' } }));

  it('issues follow the plan, and what should go back is listed and said', async () => {
    expect((await story.sees()).issues.size).toBeGreaterThan(5);
    await story.human.closes('Rank the results');
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      'says in a check: neutral: 1 thing to look at in the plan',
    ]);
    expect(await tracking()).toMatch(
      /### Not in the plan\n\nThe app may only read .*\n\n- Tick "Rank the results"/,
    );
  });
});

describe('Closes that come one after the other', () => {
  it('within a minute share one commit, one branch and one pull request', async () => {
    const clock = storyClock(new Date(TODAY));
    await syncedWith({ clock });
    const arrives = async (): Promise<void> => {
      story.github.faults.release();
      await story.github.delivered();
    };
    for (const title of ['Rank the results', 'Cache hot queries', 'Build the index']) {
      await story.human.closes(title);
      await arrives();
      clock.advance(15_000);
    }
    expect((await story.sees()).pulls.size).toBe(1);
    const before = clock.now();
    await story.app.settles();
    expect(story.app.requests().filter((request) => request.endsWith('/git/commits'))).toHaveLength(1);
    expect(moves()).toHaveLength(1);
    expect(await story.openPulls()).toHaveLength(1);
    expect(clock.now() - before).toBeGreaterThanOrEqual(10_000);
    expect(await body()).toContain('- Tick "Build the index"');
  });
});
