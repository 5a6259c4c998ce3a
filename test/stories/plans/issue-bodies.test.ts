/** What an issue tells of its task: what the phase is for, under which title it stands, and for which issues it waits. */
import { begin, PLAN, type Story } from '../../story/scenario.ts';

const CONFIG = '.github/planwright.yml';
const ALBUMS = `# Albums

## Phase 1: Share an album
**Goal**: A user can share an album with friends.

- [ ] T010 Share an album by link
  - [ ] T011 Choose how long a link lives
- [ ] T012 Revoke a link

## Phase 2: Print an album

- [ ] T020 Order a print
`;

let story: Story;
afterEach(() => story.ends());

async function beginWith(config: string, plan: string): Promise<void> {
  story = await begin({ files: { [CONFIG]: config } });
  await story.human.commits(plan);
  await story.app.settles();
}

const bodyOf = async (title: string): Promise<string> => (await story.issue(title)).body;

describe('The goal of a phase', () => {
  const GOAL = '**Goal**: A user can share an album with friends.';

  it('stands in the issues of its tasks and sub-tasks, and in no other', async () => {
    await beginWith('', ALBUMS);
    for (const title of ['Share an album by link', 'Choose how long a link lives', 'Revoke a link'])
      expect(await bodyOf(title)).toContain(GOAL);
    expect(await bodyOf('Order a print')).not.toContain('**Goal**');
  });

  it('is told anew when the plan changes it, once, and taken away with it', async () => {
    await beginWith('', ALBUMS);
    await story.human.edits((text) => text.replace('with friends', 'with anybody'));
    const rewritten = ['Choose how long a link lives', 'Revoke a link', 'Share an album by link'];
    const happened = await story.app.settles();
    expect(
      happened.filter((line) => line.startsWith('rewrites') && !line.includes('Plan:')).toSorted(),
    ).toEqual(rewritten.map((title) => `rewrites "${title}"`));
    expect(await bodyOf('Revoke a link')).toContain('**Goal**: A user can share an album with anybody.');
    await story.human.edits((text) => text.replace(/\*\*Goal.*\n/, ''));
    await story.app.settles();
    expect(await bodyOf('Revoke a link')).not.toContain('**Goal**');
  });
});

describe('titles.ids', () => {
  it('puts the ids in front of the titles of new issues, and rewording keeps them there', async () => {
    await beginWith('titles: {ids: true}\n', ALBUMS);
    expect(await story.titles()).toEqual(
      expect.arrayContaining(['T010 Share an album by link', 'T011 Choose how long a link lives']),
    );
    await story.human.edits((text) => text.replace('Revoke a link', 'Revoke any link'));
    expect(await story.app.settles()).toContain('renames "T012 Revoke a link" to "T012 Revoke any link"');
  });

  it('renames nothing that is there; a task that is reworded gets its id', async () => {
    await beginWith('', ALBUMS);
    await story.human.commits('titles: {ids: true}\n', CONFIG);
    const happened = await story.app.settles();
    expect(happened.filter((line) => line.startsWith('renames'))).toEqual([]);
    await story.human.edits((text) =>
      text
        .replace('Revoke a link', 'Revoke any link')
        .replace('- [ ] T020', '- [ ] T019 Choose a paper\n- [ ] T020'),
    );
    const next = await story.app.settles();
    expect(next).toContain('renames "Revoke a link" to "T012 Revoke any link"');
    expect(await story.titles()).toEqual(expect.arrayContaining(['T019 Choose a paper', 'Order a print']));
  });

  it('reads a title that a person gave by its words alone', async () => {
    await beginWith('titles: {ids: true}\n', ALBUMS);
    await story.human.renames('T012 Revoke a link', 'T012 Take a link back');
    await story.app.settles();
    expect(await story.writeBack()).toContain('+- [ ] T012 Take a link back');
  });
});

describe('What a task waits for', () => {
  const WAITING = `# Albums

## Phase 1: Share an album
- [x] Draw the page
- [ ] Share an album by link (depends on: Draw the page)
`;

  it('is named by its words while it has no issue, and by its number from the next write on', async () => {
    await beginWith('completed: skip\n', WAITING);
    expect(await bodyOf('Share an album by link')).toContain('**Waits for**\n\n- Draw the page');
    await story.human.edits((text) => text.replace('- [x] Draw', '- [ ] Draw'));
    await story.app.settles();
    // Nothing of the waiting task changed in the plan, so that its issue is not written.
    expect(await bodyOf('Share an album by link')).toContain('- Draw the page');
    await story.human.edits((text) => text.replace(/(- \[ \] Share.*)/, '$1\n  Only for friends.'));
    await story.app.settles();
    const { number } = await story.issue('Draw the page');
    expect(await bodyOf('Share an album by link')).toContain(`**Waits for**\n\n- #${number}`);
  });

  it('has its number at once where both are opened together, in whatever order they stand', async () => {
    await beginWith(
      '',
      WAITING.replace('[x]', '[ ]').replace(/(- \[ \] Draw.*\n)(- \[ \] Share.*\n)/, '$2$1'),
    );
    const { number } = await story.issue('Draw the page');
    expect(await bodyOf('Share an album by link')).toContain(`- #${number}`);
    expect(await story.planText(PLAN)).toContain('depends on: Draw the page');
  });

  it('stands in words again once the plan has it no more', async () => {
    await beginWith('', WAITING.replace('[x]', '[ ]'));
    await story.human.mergesWriteBack();
    await story.app.settles();
    await story.human.edits((text) => text.replace(/- \[ \] Draw.*\n/, ''));
    expect(await story.app.settles()).toContain('rewrites "Share an album by link"');
    expect(await bodyOf('Share an album by link')).toContain('**Waits for**\n\n- Draw the page');
  });
});
