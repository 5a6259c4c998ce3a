import { begin, PLAN, type Story } from '../../story/scenario.ts';
import type { Seen, SeenIssue } from '../../story/world.ts';
import { SEARCH } from '../plans.ts';

const AT = { owner: 'ada', repo: 'engine' };
const CONFIG = '.github/planwright.yml';

let story: Story;
afterEach(() => story.ends());

async function synced(text = SEARCH): Promise<void> {
  story = await begin();
  await story.human.commits(text);
  await story.app.settles();
  await story.human.mergesWriteBack();
  await story.app.settles();
}

/** An issue opened by somebody without any power here. */
async function opensAsStranger(title: string, body: string): Promise<SeenIssue> {
  const { data } = await story.stranger('eve').rest.issues.create({ ...AT, title, body });
  return seenAt(data.number);
}

async function seenAt(number: number): Promise<SeenIssue> {
  const found = (await story.sees()).issues.get(number);
  if (found === undefined) throw new Error(`Expected issue #${number}, found none.`);
  return found;
}

async function labels(number: number, names: readonly string[]): Promise<void> {
  await story.human.octokit.rest.issues.addLabels({ ...AT, issue_number: number, labels: [...names] });
}

async function rewritesTracking(change: (body: string) => string): Promise<void> {
  const { number, body } = await story.issue('Plan: Search');
  const after = change(body);
  if (after === body) throw new Error('Expected an edit that changes the tracking issue.');
  await story.human.octokit.rest.issues.update({ ...AT, issue_number: number, body: after });
}

function byTitle({ issues }: Seen): Map<string, SeenIssue[]> {
  const grouped = new Map<string, SeenIssue[]>();
  for (const issue of issues.values()) grouped.set(issue.title, [...(grouped.get(issue.title) ?? []), issue]);
  return grouped;
}

/** What the newest check on the head says, line by line of the files it is about. */
async function checkSays(): Promise<string> {
  const { checks } = story.human.octokit.rest;
  const { data } = await checks.listForRef({ ...AT, ref: 'main' });
  const runs = await Promise.all(
    data.check_runs.map(({ id }) => checks.listAnnotations({ ...AT, check_run_id: id })),
  );
  return runs.flatMap((run) => run.data.map(({ message }) => message)).join('\n');
}

describe("A stranger's issue with a copied marker", () => {
  it('of a task is neither taken for the task nor written to, even under the label of the plan', async () => {
    await synced();
    const real = await story.issue('Rank the results');
    const fake = await opensAsStranger('Rank the results', real.body);
    await labels(fake.number, real.labels);
    const before = await seenAt(fake.number);
    await story.human.edits((text) => text.replace('- [ ] Rank the results', '- [x] Rank the results'));
    expect(await story.app.settles()).toContain('closes "Rank the results" as completed');
    expect((await seenAt(real.number)).state).toBe('closed as completed');
    expect(await seenAt(fake.number)).toEqual(before);
  });

  it('is not taken for a task whose own issue is lost, and the task gets no second one', async () => {
    await synced();
    const real = await story.issue('Rank the results');
    const fake = await opensAsStranger('Rank the results', real.body);
    await labels(fake.number, real.labels);
    const before = await seenAt(fake.number);
    story.github.deleteIssue('ada/engine', real.number);
    await story.app.settles();
    await story.human.edits((text) => text.replace('- [ ] Rank the results', '- [x] Rank the results'));
    await story.app.settles();
    expect(await seenAt(fake.number)).toEqual(before);
    expect(byTitle(await story.sees()).get('Rank the results')).toHaveLength(1);
  });

  it('of a tracking issue stops the plan once a collaborator labels it, and the check says which line to add', async () => {
    await synced();
    const real = await story.issue('Plan: Search');
    const fake = await opensAsStranger('Plan: Search', real.body);
    await labels(fake.number, ['planwright']);
    const before = await story.sees();
    await story.human.edits((text) => text.replace('- [ ] Rank the results', '- [x] Rank the results'));
    const news = await story.app.settles();
    expect(news.filter((line) => !line.startsWith('changes '))).toEqual([
      'says in a check: failure: 1 error in the plan',
    ]);
    expect((await story.sees()).issues).toEqual(before.issues);
    expect(await checkSays()).toContain('creators: ["eve"]');
    await story.human.octokit.rest.issues.removeLabel({
      ...AT,
      issue_number: fake.number,
      name: 'planwright',
    });
    await story.app.sweeps();
    expect(await story.app.settles()).toContain('closes "Rank the results" as completed');
  });

  it('of a tracking issue without the label is nothing to the app', async () => {
    await synced();
    const fake = await opensAsStranger('Plan: Search', (await story.issue('Plan: Search')).body);
    await story.app.sweeps();
    expect(await story.app.settles()).toEqual([]);
    expect(await seenAt(fake.number)).toEqual(fake);
  });
});

it("A confirmation under a stranger's tracking issue is noted nowhere", async () => {
  await synced();
  const fake = await opensAsStranger('Plan: Search', (await story.issue('Plan: Search')).body);
  await labels(fake.number, ['planwright']);
  const { body } = await seenAt(fake.number);
  const comment = { ...AT, issue_number: fake.number, body: '/plan confirm 1a2b3c4d' };
  await story.human.octokit.rest.issues.createComment(comment);
  await story.app.settles();
  expect((await seenAt(fake.number)).body).toBe(body);
});

describe("A collaborator who edits the tracking issue's marker", () => {
  it("to somebody else's issue gets nothing written there, and is told", async () => {
    await synced();
    const real = await story.issue('Rank the results');
    const other = await opensAsStranger('My printer is on fire', 'Please help.');
    await rewritesTracking((body) => body.replace(`:${real.number}`, `:${other.number}`));
    await story.human.edits((text) => text.replace(/- \[ \] Rank the results.*/, '- [x] Rank the outcome'));
    await story.app.settles();
    expect(await seenAt(other.number)).toEqual(other);
    expect((await story.issue('Plan: Search')).body).toContain(`#\u200b${other.number}`);
    expect(byTitle(await story.sees()).get('Rank the outcome')).toBeUndefined();
  });

  it("to a stranger's issue with a copied marker gets nothing written there", async () => {
    await synced();
    const real = await story.issue('Rank the results');
    const fake = await opensAsStranger('Rank the results', real.body);
    await rewritesTracking((body) => body.replace(`:${real.number}`, `:${fake.number}`));
    await story.human.edits((text) => text.replace(/- \[ \] Rank the results.*/, '- [x] Rank the outcome'));
    await story.app.settles();
    expect(await seenAt(fake.number)).toEqual(fake);
  });

  it('to a number that is none gets nothing done, and is told', async () => {
    await synced();
    const real = await story.issue('Rank the results');
    await rewritesTracking((body) => body.replace(`:${real.number}`, ':4711'));
    const before = await story.sees();
    await story.human.edits((text) => text.replace('- [ ] Rank the results', '- [x] Rank the results'));
    await story.app.settles();
    expect((await story.sees()).issues).toEqual(before.issues);
    expect(await checkSays()).toContain('4711');
  });
});

describe('A plan whose text looks like what the app writes', () => {
  const MARKER = '<!-- planwright plan=abc123 task=000000000000 title=00000000 src=00000000 -->';
  /** Nearly as long as a line may be. */
  const VERY = 'very '.repeat(3_900);
  const NASTY = `# Search

## Phase 1: Begin
- [ ] Say --> and ${MARKER} aloud
  <!-- /planwright -->
  More words --> here
- [ ] End it <!-- /planwright --> here
- [ ] Ship the parser

  Below it:

  ${MARKER}
  <!-- /planwright -->
- [ ] Write ${VERY}much
  ${VERY}
  ${VERY}
  ${VERY}

## Phase 2: <!-- /planwright --> Odd --> name
- [ ] Rank the results
`;

  it('is synced as any other, each body whole and within the limits', async () => {
    await synced(NASTY);
    const { issues, milestones } = await story.sees();
    for (const { title, body } of issues.values()) {
      expect(title.length).toBeLessThanOrEqual(256);
      expect(body.length).toBeLessThan(65_536);
      expect(body.match(/<!-- \/planwright -->/g)).toHaveLength(1);
      expect(body.match(/<!-- planwright /g)).toHaveLength(1);
      expect(body.endsWith('<!-- /planwright -->')).toBe(true);
    }
    expect(issues.size).toBe(6);
    expect(milestones.size).toBe(2);
    await story.human.closes('Ship the parser');
    expect(await story.app.settles()).toContain(`proposes: Update ${PLAN}: 1 task done`);
    expect(await story.writeBack()).toContain('+- [x] Ship the parser');
  });

  it('with 60,000 characters below a task leaves what a person wrote there whole', async () => {
    await synced('# Search\n\n## Phase 1: Begin\n- [ ] Ship the parser\n- [ ] Rank the results\n');
    const words = 'My own words. '.repeat(3000);
    await story.human.addsWords('Ship the parser', words);
    await story.app.settles();
    const details = Array.from({ length: 100 }, (_, index) => `  - point ${index} ${'word '.repeat(120)}`);
    await story.human.edits((text) => text.replace('- [ ] Rank', `${details.join('\n')}\n- [ ] Rank`));
    expect(await story.app.settles()).toContain('rewrites "Ship the parser"');
    const { body } = await story.issue('Ship the parser');
    expect(body).toContain(words);
    expect(body).toContain('point 7');
    expect(body).toContain('The rest stands in the plan.');
    expect(body.length).toBeLessThan(65_536);
  });
});

describe('Another account', () => {
  it.each([
    ['github-actions', 'planwright'],
    ['planwright', 'github-actions'],
  ])('takes over from %s to %s with one line in the config', async (first, second) => {
    story = await begin();
    await story.app.becomes(first);
    await story.human.commits(SEARCH);
    await story.app.settles();
    await story.human.mergesWriteBack();
    await story.app.settles();
    await story.app.becomes(second);
    await story.human.closes('Rank the results');
    await story.app.sweeps();
    expect(await story.app.settles()).toEqual(['says in a check: failure: 1 error in the plan']);
    expect(await checkSays()).toContain(`creators: ["${first}[bot]"]`);
    await story.human.commits(`creators: ["${first}[bot]"]\n`, CONFIG);
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      `proposes: Update ${PLAN}: 1 task done`,
    ]);
    await story.human.edits((text) => `${text}\n- [ ] Sweep the floor\n`);
    await story.app.settles();
    for (const same of byTitle(await story.sees()).values()) expect(same).toHaveLength(1);
  });
});
