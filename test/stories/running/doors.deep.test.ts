import { run, type Typed } from '../../story/command-line.ts';
import { begin, PLAN, type Story } from '../../story/scenario.ts';
import { bundleAction, type Bundle } from '../../story/workflow.ts';
import { firstSync, SEARCH } from '../plans.ts';

const CONFIG = 'creators: ["planwright[bot]", "github-actions[bot]", ada]\n';

let story: Story;
let bundle: Bundle;
beforeAll(() => {
  bundle = bundleAction();
});
afterAll(() => bundle.remove());
beforeEach(async () => {
  story = await begin({ files: { '.github/planwright.yml': CONFIG } });
});
afterEach(() => story.ends());

/** The command line in Ada's hand. */
function types(...more: readonly string[]): Promise<Typed> {
  const env = { GITHUB_API_URL: `${story.github.url}/api/v3`, GITHUB_TOKEN: story.token };
  return run('src/cli.ts', ['sync', '--repo', 'ada/engine', ...more], { env });
}

async function syncs(): Promise<void> {
  const { code, err } = await types();
  if (code !== 0) throw new Error(`Expected a sync, found: ${err}`);
}

async function works(): Promise<void> {
  const { code, log } = await bundle.run(story.github, { event: 'schedule' });
  if (code !== 0) throw new Error(`Expected a run, found: ${log}`);
}

/** Titles of all issues; two of one title would be duplicates, for no two tasks of the plan are called the same. */
async function titles(): Promise<string[]> {
  return (await story.titles()).sort();
}

describe('App, Action and command line on one repository, each in its turn', () => {
  it('find the state that the others left, and make no duplicate', async () => {
    await story.human.commits(SEARCH);
    await story.app.settles();
    const all = await titles();
    expect(new Set(all).size).toBe(all.length);
    await story.app.dies();

    await story.human.closes('Cache hot queries');
    await works();
    expect(await story.writeBack()).toContain('+- [x] Cache hot queries');
    await story.human.mergesWriteBack();
    await syncs();
    expect(await titles()).toEqual(all);

    await story.human.edits((text) => text.replace('- [ ] Rank the results', '- [x] Rank the results'));
    await syncs();
    expect((await story.issue('Rank the results')).state).toBe('closed as completed');
    await story.human.edits((text) => text.replace('- [x] Rank', '- [ ] Sweep the floor\n- [x] Rank'));
    await works();
    expect(await titles()).toEqual([...all, 'Sweep the floor'].sort());

    await story.app.starts();
    await story.app.sweeps();
    await story.app.settles();
    expect(await titles()).toEqual([...all, 'Sweep the floor'].sort());
    const mark = story.github.requests.mark();
    await works();
    await syncs();
    expect(story.github.requests.writes(mark)).toEqual([]);
    expect(await story.planText(PLAN)).toContain('- [x] Cache hot queries');
  });

  it('take over from one another in the middle of a first sync', async () => {
    await story.human.commits(SEARCH);
    story.github.faults.add({
      on: { opensIssue: true, nth: 4 },
      effect: { kind: 'reply-lost' },
    });
    await works();
    await syncs();
    await story.app.sweeps();
    await story.app.settles();
    const all = await titles();
    expect(new Set(all).size).toBe(all.length);
  });
});

it('Whoever runs with a token of their own is asked, whichever trusted account opened the unlabelled tracking issue; the command line confirms', async () => {
  const there = 'plans/retrieval/finding.md';
  const body = async (): Promise<string> => (await story.issue('Plan: Search')).body;
  await firstSync(story);
  await story.human.unlabels('Plan: Search', 'planwright');
  await story.app.settles();
  await story.app.dies();
  await story.human.movesFile(PLAN, there);
  const before = await titles();
  const { out, err } = await types();
  const id = /\/plan confirm ([0-9a-f]{8})/.exec(out + err)?.[1] ?? 'nothing';
  expect(await body()).not.toContain(`path=${there} `);
  await types('--confirm', id);
  expect(await body()).toContain(`path=${there} `);
  expect(await titles()).toEqual(before);
});
