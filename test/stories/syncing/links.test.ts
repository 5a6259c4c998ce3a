/** Sub-issues and blocked-by: set with the issue, then changed only by what the plan itself changes. */
import { begin, beginAfter, PLAN, type Story } from '../../story/scenario.ts';
import { firstSync, inStep, SEARCH } from '../plans.ts';

let story: Story;
afterEach(() => story.ends());

const phase = (...lines: readonly string[]): string => `# Search\n\n## Phase 1: Begin\n${lines.join('\n')}\n`;

const untouched = beginAfter(async () => {});
const afterFirstSync = beginAfter(firstSync);

async function beginsWith(text: string): Promise<void> {
  story = await untouched();
  await inStep({ [PLAN]: text })(story);
}

describe('Set with the issue', () => {
  it("a task's issue is a sub-issue of the tracking issue, a sub-task's of its task's, and dependencies block", async () => {
    story = await afterFirstSync();
    expect(await story.under('Plan: Search')).toEqual([
      'Ship the parser',
      'Build the index',
      'Rank the results',
      'Cache hot queries',
      'Rotate the index',
    ]);
    expect(await story.under('Build the index')).toEqual(['Choose a tokenizer']);
    expect(await story.blockers('Rotate the index')).toEqual(['Build the index']);
  });

  it('a new task is linked, and nothing else is', async () => {
    story = await afterFirstSync();
    await story.human.edits((text) =>
      text.replace(
        '- [ ] Cache hot',
        '- [ ] Warm the index up\n  - Depends on: Rank the results\n- [ ] Cache hot',
      ),
    );
    const news = await story.app.settles();
    expect(news.filter((one) => !one.includes('Plan: Search') || one.startsWith('puts'))).toEqual([
      'opens "Warm the index up" in "Search: Phase 2: Core Features"',
      'puts "Warm the index up" under "Plan: Search"',
      'lets "Warm the index up" wait for "Rank the results"',
    ]);
    expect(story.github.requests.writes().filter(({ route }) => route?.endsWith('/sub_issues'))).toEqual([]);
  });

  it('a phase stands for its tasks, an issue outside the plan for itself, and a task that is over waits for nothing', async () => {
    story = await untouched();
    const other = await story.human.opens('Buy a server');
    await story.human.commits(
      `${phase('- [ ] Read', '  - [ ] Read tables', '- [ ] Write')}
## Phase 2: Ship
- [ ] Deploy
  - Depends on: Phase 1, #${other}
- [x] Name it
  - Depends on: Read
- [ ] Borrow
  - Depends on: other/repository#${other}
`,
    );
    await story.app.settles();
    expect(await story.blockers('Deploy')).toEqual(['Read', 'Write', 'Buy a server']);
    expect(await story.blockers('Name it')).toEqual([]);
    expect(await story.blockers('Borrow')).toEqual([]);
  });

  it('a loop and an unknown name link nothing; the rest of them is linked', async () => {
    await beginsWith(
      phase(
        '- [ ] Egg',
        '  - Depends on: Hen',
        '- [ ] Hen',
        '  - Depends on: Egg, Grain, Farm',
        '- [ ] Grain',
        '- [ ] Itself',
        '  - Depends on: Itself',
      ),
    );
    expect(await story.blockers('Hen')).toEqual(['Grain']);
    expect(await story.blockers('Egg')).toEqual([]);
    expect(await story.blockers('Itself')).toEqual([]);
  });

  it('a pull request blocks nothing, and that is said', async () => {
    story = await untouched();
    const pull = await story.human.proposes((text) => `${text}word\n`, { path: 'README.md' });
    await story.human.commits(phase('- [ ] Deploy', `  - Depends on: #${pull}`, '- [ ] Read'));
    expect(await story.app.settles()).toContain('says in a check: neutral: 1 thing to look at in the plan');
    expect(await story.blockers('Deploy')).toEqual([]);
  });

  it('the first hundred tasks are sub-issues, and the tracking issue says that there are more', async () => {
    await beginsWith(phase(...Array.from({ length: 103 }, (_, index) => `- [ ] Build part ${index}`)));
    const children = await story.under('Plan: Search');
    expect(children).toHaveLength(100);
    expect(children).not.toContain('Build part 100');
    expect((await story.issue('Plan: Search')).body).toContain(
      'so 3 issues under "Search" stand in the plan',
    );
  }, 60_000);

  it('tasks nested deeper than GitHub goes are put under the last that may have sub-issues', async () => {
    const titles = Array.from({ length: 9 }, (_, depth) => `Level ${depth + 1}`);
    await beginsWith(phase(...titles.map((title, depth) => `${'  '.repeat(depth)}- [ ] ${title}`)));
    expect(await story.under('Level 5')).toEqual(['Level 6']);
    expect(await story.under('Level 6')).toEqual(['Level 7', 'Level 8', 'Level 9']);
  });
});

describe("Afterwards only the plan's own change counts", () => {
  it('a sub-task moved under another task moves, one taken out comes under the tracking issue', async () => {
    await beginsWith(phase('- [ ] Read', '  - [ ] Read tables', '- [ ] Write', '  - [ ] Write tables'));
    await story.human.edits((text) => {
      const line = /  - \[ \] Read tables.*\n/.exec(text)?.[0] ?? '';
      return `${text.replace(line, '')}${line}`;
    });
    expect(await story.app.settles()).toContain('puts "Read tables" under "Write"');
    await story.human.edits((text) => text.replace('  - [ ] Read tables', '- [ ] Read tables'));
    expect(await story.app.settles()).toContain('puts "Read tables" under "Plan: Search"');
  });

  it('a dependency added blocks, one taken away frees, and others stay', async () => {
    await beginsWith(
      phase('- [ ] Read', '- [ ] Write', '- [ ] Deploy', '  - Depends on: Read', '- [ ] Rest'),
    );
    await story.human.blocks('Deploy', 'Rest');
    expect(await story.app.settles()).toEqual([]);
    await story.human.edits((text) => text.replace('on: Read', 'on: Write'));
    const news = await story.app.settles();
    expect(news).toContain('lets "Deploy" wait for "Write"');
    expect(news).toContain('no longer lets "Deploy" wait for "Read"');
    expect(await story.blockers('Deploy')).toEqual(['Rest', 'Write']);
  });

  it('a reworded and moved blocker stays the blocker', async () => {
    await beginsWith(phase('- [ ] T001 Read', '- [ ] Write', '- [ ] Deploy', '  - Depends on: T001'));
    await story.human.edits((text) =>
      text.replace(/- \[ \] T001 Read(.*)\n(.*\n)/, '$2- [ ] T001 Read it all$1\n'),
    );
    expect((await story.app.settles()).filter((one) => /wait for|puts/.test(one))).toEqual([]);
    expect(await story.blockers('Deploy')).toEqual(['Read it all']);
  });

  it('a parent or a block that a person set or took away stands, while the plan goes on', async () => {
    story = await afterFirstSync();
    await story.human.opens('Epic');
    await story.human.putsUnder('Ship the parser', 'Epic');
    await story.human.takesFrom('Rank the results', 'Plan: Search');
    await story.human.blocks('Cache hot queries', 'Rank the results');
    await story.human.unblocks('Rotate the index', 'Build the index');
    expect(await story.app.settles()).toEqual([]);
    await story.human.edits((text) =>
      text
        .replaceAll('Ship the parser', 'Ship the whole parser')
        .replaceAll('Rotate the index', 'Rotate the index nightly')
        .replace('- [ ] Rank the results', '- [ ] Rank all the results')
        .replace('- [ ] Cache hot queries', '- [x] Cache hot queries'),
    );
    expect((await story.app.settles()).filter((one) => /wait for|puts|takes "/.test(one))).toEqual([]);
    expect(await story.under('Epic')).toEqual(['Ship the whole parser']);
    expect(await story.under('Plan: Search')).not.toContain('Rank all the results');
    expect(await story.blockers('Cache hot queries')).toEqual(['Rank all the results']);
    expect(await story.blockers('Rotate the index nightly')).toEqual([]);
  });

  it('a blocker that a person deleted is no change of the plan', async () => {
    await beginsWith(phase('- [ ] Read', '- [ ] Write', '- [ ] Deploy', '  - Depends on: Read, Write'));
    story.github.deleteIssue('ada/engine', (await story.issue('Read')).number);
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Search"']);
    expect(await story.blockers('Deploy')).toEqual(['Write']);
  });

  it('what an earlier version left without links stays without, until the plan changes there', async () => {
    story = await begin({ github: { without: ['sub-issues', 'dependencies'] } });
    await story.human.commits(phase('- [ ] Read', '- [ ] Deploy', '  - Depends on: Read'));
    await story.app.settles();
    await story.human.mergesWriteBack();
    await story.app.settles();
    story.github.learns(['sub-issues', 'dependencies']);
    await story.human.edits((text) => text.replace('# Search', '# Search\n\nA word.'));
    expect(await story.app.settles()).toEqual([]);
    await story.app.dies();
    await story.app.starts();
    await story.human.edits((text) => `${text}- [ ] Write\n`);
    const news = await story.app.settles();
    expect(news.filter((one) => /wait for|puts/.test(one))).toEqual(['puts "Write" under "Plan: Search"']);
  });
});

describe('An issue that comes to the plan', () => {
  const linking = (number: number): string =>
    phase(
      '- [ ] Ship it',
      `  - [ ] Make it fast ([#${number}](${story.github.url}/ada/engine/issues/${number}))`,
    );

  it('keeps the parent it has', async () => {
    story = await untouched();
    const slow = await story.human.opens('So slow');
    await story.human.opens('Epic');
    await story.human.putsUnder('So slow', 'Epic');
    await story.human.commits(linking(slow));
    await story.app.settles();
    expect(await story.under('Epic')).toEqual(['So slow']);
  });

  it('gets one where it has none', async () => {
    story = await untouched();
    const slow = await story.human.opens('So slow');
    await story.human.commits(linking(slow));
    expect(await story.app.settles()).toContain('puts "So slow" under "Ship it"');
  });

  it('from another plan leaves the tracking issue of that one', async () => {
    story = await afterFirstSync();
    const line = /- \[ \] Rank the results.*\n/.exec(await story.planText())?.[0] ?? '';
    await story.human.commits(`# Speed\n\n## Phase 1: Begin\n- [ ] Measure\n${line}`, 'plans/speed.md');
    await story.human.edits((text) => text.replace(line, ''), PLAN);
    await story.app.settles();
    expect(await story.under('Plan: Search')).not.toContain('Rank the results');
    expect(await story.under('Plan: Speed')).toContain('Rank the results');
  });
});

describe('Where GitHub does not take a link', () => {
  it.each([[['sub-issues']], [['dependencies']], [['sub-issues', 'dependencies']]] as const)(
    'that GitHub has no %s is said once, and everything else goes on',
    async (without) => {
      story = await begin({ github: { without } });
      await story.human.commits(SEARCH);
      const news = await story.app.settles();
      expect(news).toContain(
        `says in a check: neutral: ${without.length} thing${without.length > 1 ? 's' : ''} to look at in the plan`,
      );
      expect(news.filter((one) => one.startsWith('opens'))).toHaveLength(7);
      const tries = (): number =>
        story.github.requests.writes().filter(({ path }) => /sub_issue|blocked_by/.test(path)).length;
      const before = tries();
      await story.human.edits((text) =>
        text.replace('- [ ] Cache hot', '- [ ] Warm the index up\n- [ ] Cache hot'),
      );
      const later = await story.app.settles();
      expect(later).toContain('opens "Warm the index up" in "Search: Phase 2: Core Features"');
      expect(later.filter((one) => one.startsWith('says'))).toEqual([]);
      const isPut = without.every((kind) => kind !== 'sub-issues');
      expect(later.includes('puts "Warm the index up" under "Plan: Search"')).toBe(isPut);
      expect(tries() - before).toBe(0);
    },
  );

  it('a missing permission ends the job without another try, and the next look makes up for it', async () => {
    story = await begin({ github: { without: ['create-with-parent'] } });
    await story.human.commits(phase('- [ ] Read', '- [ ] Write'));
    story.github.faults.add({
      on: { method: 'POST', route: '/repos/{owner}/{repo}/issues/{issue_number}/sub_issues', actor: 'app' },
      effect: { kind: 'answer', status: 403, body: { message: 'Resource not accessible by integration' } },
    });
    await story.app.rests();
    expect(await story.under('Plan: Search')).toEqual([]);
    await story.app.sweeps();
    await story.app.settles();
    expect(await story.under('Plan: Search')).toEqual(['Read', 'Write']);
  });

  it('a parent that somebody filled up is left as it is, and that is said once', async () => {
    story = await begin({ github: { without: ['create-with-parent'] } });
    await story.human.commits(phase('- [ ] Read', '- [ ] Write'));
    story.github.faults.add({
      on: { method: 'POST', route: '/repos/{owner}/{repo}/issues/{issue_number}/sub_issues', actor: 'app' },
      effect: {
        kind: 'answer',
        status: 422,
        body: { message: 'Parent cannot have more than 100 sub-issues' },
      },
    });
    expect(await story.app.settles()).toContain('says in a check: neutral: 1 thing to look at in the plan');
    expect(await story.under('Plan: Search')).toEqual([]);
  });
});
