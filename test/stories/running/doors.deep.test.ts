import { run } from '../../story/command-line.ts';
import { begin, PLAN, type Story } from '../../story/scenario.ts';
import { bundleAction, type Bundle } from '../../story/workflow.ts';
import { SEARCH } from '../plans.ts';

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
async function syncs(): Promise<void> {
  const env = { GITHUB_API_URL: `${story.github.url}/api/v3`, GITHUB_TOKEN: story.token };
  const { code, err } = await run('src/cli.ts', ['sync', '--repo', 'ada/engine'], { env });
  if (code !== 0) throw new Error(`Expected a sync, found: ${err}`);
}

async function works(): Promise<void> {
  const { code, log } = await bundle.run(story.github, { event: 'schedule' });
  if (code !== 0) throw new Error(`Expected a run, found: ${log}`);
}

/** Titles of all issues; two of one title would be twins, for no two tasks of the plan are called the same. */
async function titles(): Promise<string[]> {
  return [...(await story.sees()).issues.values()].map(({ title }) => title).sort();
}

describe('App, Action and command line on one repository, each in its turn', () => {
  it('find the state that the others left, and make no twin', async () => {
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
      on: { method: 'POST', route: '/repos/{owner}/{repo}/issues', nth: 4 },
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
