/** A file outside the globs of the config says in its front matter that it is a plan (DESIGN 3, "Which files are plans"). */
import { begin, beginAfter, type Beginning, type Story } from '../../story/scenario.ts';
import { inStep } from '../plans.ts';

const NOTES = 'notes/launch.md';
const TASKS = '# Launch\n\n## Phase 1: Begin\n- [ ] Write the post\n- [ ] Book the room\n';
const SAYS = '---\nplanwright: true\n---\n\n';
const LAUNCH = SAYS + TASKS;
const OPENS = [
  'opens "Plan: Launch"',
  'opens "Write the post" in "Launch: Phase 1: Begin"',
  'opens "Book the room" in "Launch: Phase 1: Begin"',
];

let story: Story;
afterEach(() => story.ends());

const untouched = beginAfter(async () => {});
const afterFirstSync = beginAfter(async (begun) => {
  await begun.app.sweeps();
  await begun.app.settles();
  await inStep({ [NOTES]: LAUNCH })(begun);
});

/** A story in which the file is a plan, and its links are merged. */
const synced = async (): Promise<void> => void (story = await afterFirstSync());

/** A story in which the app has looked at the repository once. */
async function lookedAt(files?: Beginning['files']): Promise<string[]> {
  story = files === undefined ? await untouched() : await begin({ files });
  await story.app.sweeps();
  return story.app.settles();
}

function opened(news: readonly string[]): string[] {
  return news.filter((one) => one.startsWith('opens'));
}

function pages(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`wiki/page-${at}.md`, `# Page ${at}\n\n- [ ] no task\n`]),
  );
}

/** Requests for a text, by its path or its blob. */
function reads(): string[] {
  return story.app.requests().filter((request) => /\/(?:contents|git\/blobs)\//.test(request));
}

describe('A push', () => {
  it('that brings such a file makes it a plan, which is one ever after', async () => {
    await synced();
    expect((await story.issue('Write the post')).state).toBe('open');
    expect(await story.planText(NOTES)).toContain('- [ ] Write the post ([#');
    await story.human.closes('Write the post');
    await story.app.settles();
    expect(await story.writeBack()).toContain('+- [x] Write the post');
    await story.human.edits((text) => text.replace('- [ ] Book', '- [x] Book'), NOTES);
    expect(await story.app.settles()).toContain('closes "Book the room" as completed');
  });

  it('that puts the word into a file that was there makes it a plan', async () => {
    await lookedAt({ [NOTES]: TASKS });
    await story.human.edits((text) => SAYS + text, NOTES);
    expect(opened(await story.app.settles())).toEqual(OPENS);
  });

  it('costs one read for each Markdown file that it touches, and nothing for others', async () => {
    await lookedAt();
    await story.human.pushes({ ...pages(3), 'src/main.rs': 'fn main() {}\n', 'data.json': '{}\n' });
    expect(await story.app.settles()).toEqual([]);
    expect(story.app.requests()).toHaveLength(3);
    expect(reads()).toHaveLength(3);
    await story.human.commits('fn main() { run() }\n', 'src/main.rs');
    expect(await story.app.settles()).toEqual([]);
    expect(story.app.requests()).toEqual([]);
  });

  it('reads each file once where it changes a plan, too', async () => {
    await lookedAt({ 'plans/other.md': '# Other\n\n- [ ] Sow\n' });
    await story.human.pushes({
      ...pages(3),
      'plans/other.md': '# Other\n\n- [ ] Sow\n- [ ] Reap\n',
    });
    await story.app.settles();
    const pagesRead = reads().filter((request) => !request.includes('plans'));
    // The three pages, and the plan.
    expect(new Set(pagesRead).size).toBe(pagesRead.length);
    expect(pagesRead).toHaveLength(4);
  });

  it('of a merge is compared once, and finds the file', async () => {
    await lookedAt();
    const pull = await story.human.proposes(() => LAUNCH, { path: NOTES });
    await story.app.settles();
    await story.human.mergesPull(pull);
    expect(opened(await story.app.settles())).toEqual(OPENS);
  });

  it('of a merge that touches no plan costs one comparison', async () => {
    await lookedAt();
    const main = await story.commit();
    const files = { 'main.rs': 'fn main() {}\n' };
    const side = await story.human.pushes(files, { branch: 'work' });
    await story.human.pushes(files, { parents: [main.sha, side], message: "Merge branch 'work'" });
    expect(await story.app.settles()).toEqual([]);
    expect(story.app.requests()).toEqual([expect.stringMatching(/\/compare\//)]);
  });

  it('by force to a history that has the file finds it', async () => {
    await lookedAt();
    const before = await story.commit();
    await story.human.commits('News\n', 'NEWS.txt');
    await story.app.settles();
    await story.human.pushes({ [NOTES]: LAUNCH }, { onto: before.sha, force: true });
    expect(opened(await story.app.settles())).toEqual(OPENS);
  });

  it('is not lost where the app fails before it has opened anything', async () => {
    await lookedAt();
    story.github.faults.add({
      on: { method: 'POST', route: '/repos/{owner}/{repo}/labels', actor: 'app' },
      effect: { kind: 'error-before' },
    });
    await story.human.commits(LAUNCH, NOTES);
    expect(opened(await story.app.settles())).toEqual(OPENS);
  });
});

describe('A first look', () => {
  it('finds the file among fewer than 200 Markdown files, and it waits as any plan that was there', async () => {
    const news = await lookedAt({ ...pages(20), [NOTES]: LAUNCH });
    expect(opened(news)).toEqual(['opens "Planwright found 1 plan here"']);
    await story.app.dies();
    await story.app.starts();
    expect(await story.app.settles()).toEqual([]);
    await story.human.comments('Planwright found 1 plan here', '/plan sync');
    expect(opened(await story.app.settles())).toEqual(OPENS);
  });

  it('looks into none of 200, and finds the file once a push touches it', async () => {
    expect(await lookedAt({ ...pages(200), [NOTES]: LAUNCH })).toEqual([]);
    expect(reads()).toEqual([]);
    await story.human.edits((text) => `${text}- [ ] Send invitations\n`, NOTES);
    expect(opened(await story.app.settles())).toEqual([
      ...OPENS,
      'opens "Send invitations" in "Launch: Phase 1: Begin"',
    ]);
  });

  it('after a restart knows the plans that are, however many files there are', async () => {
    await synced();
    await story.app.dies();
    await story.human.pushes(pages(200));
    await story.app.starts();
    await story.app.settles();
    await story.human.edits((text) => text.replace('- [ ] Book', '- [x] Book'), NOTES);
    expect(await story.app.settles()).toContain('closes "Book the room" as completed');
  });
});

describe('Such a plan', () => {
  beforeEach(synced);

  it('is let go when the line goes, and taken back with it', async () => {
    await story.human.edits((text) => text.replace('planwright: true\n', ''), NOTES);
    expect(await story.app.settles()).toEqual(['rewrites "Plan: Launch"']);
    expect((await story.issue('Plan: Launch')).body).toContain('is no plan any more');
    await story.human.edits(
      (text) => text.replace('---\n---', '---\nplanwright: true\n---').replace('- [ ] Book', '- [x] Book'),
      NOTES,
    );
    expect(await story.app.settles()).toContain('closes "Book the room" as completed');
  });

  it('that is deleted waits for a person, as any plan', async () => {
    await story.human.removes(NOTES);
    await story.app.settles();
    expect((await story.issue('Plan: Launch')).body).toContain('/plan confirm');
    expect((await story.issue('Book the room')).state).toBe('open');
  });

  it('keeps its issues when its file moves', async () => {
    await story.human.movesFile(NOTES, 'team/launch.md');
    expect(opened(await story.app.settles())).toEqual([]);
    await story.human.edits((now) => now.replace('- [ ] Book', '- [x] Book'), 'team/launch.md');
    expect(await story.app.settles()).toContain('closes "Book the room" as completed');
  });
});

describe('A preview', () => {
  it('tells of a file that becomes a plan', async () => {
    await lookedAt();
    const pull = await story.human.proposes(() => LAUNCH, { path: NOTES });
    await story.app.settles();
    expect(await story.preview(pull)).toContain('open 2 issues');
    await story.human.mergesPull(pull);
    await story.app.settles();
    expect(await story.preview(pull)).toMatch(/#\d+ Write the post/);
  });

  it('says nothing of Markdown that is no plan', async () => {
    await lookedAt();
    const pull = await story.human.proposes(() => TASKS, { path: NOTES });
    expect(await story.app.settles()).toEqual([]);
    expect(await story.preview(pull)).toBeNull();
  });

  it('tells of a change to such a plan, and of the line that goes', async () => {
    await synced();
    const ticks = await story.human.proposes((text) => text.replace('- [ ] Book', '- [x] Book'), {
      path: NOTES,
    });
    await story.app.settles();
    expect(await story.preview(ticks)).toMatch(/close issue #\d+ Book the room, as completed/);
    const goes = await story.human.proposes((text) => text.replace('planwright: true\n', ''), {
      path: NOTES,
      branch: 'another',
    });
    await story.app.settles();
    expect(await story.preview(goes)).toContain('is no plan any more');
  });
});
