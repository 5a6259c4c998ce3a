import { begin, beginAfter, PLAN, type Story } from '../../story/scenario.ts';
import { firstSync, inStep } from '../plans.ts';

const TEN = `# Search

## Phase 1: Begin
${['Apple', 'Beetle', 'Cedar', 'Dolphin', 'Eagle', 'Falcon', 'Gecko', 'Heron', 'Ibis', 'Jackal'].map((name) => `- [ ] Feed the ${name}`).join('\n')}
`;

let story: Story;
afterEach(() => story.ends());

const afterTen = beginAfter(inStep({ [PLAN]: TEN }));
const afterFirstSync = beginAfter(firstSync);

const cutSix = (text: string): string => text.replace(/- \[ \] Feed the [A-F].*\n/g, '');
const summary = async (on = 'main'): Promise<string> => (await story.checks(on))[0]?.summary ?? '';
const labels = async (on: string | number = 'main'): Promise<string[]> =>
  (await story.buttons(on)).map(({ label }) => label);

describe('Confirm', () => {
  beforeEach(async () => void (story = await afterTen()));

  it('is offered where a change waits, and says what it does', async () => {
    await story.human.edits(cutSix);
    expect(await story.app.settles()).toEqual([
      'rewrites "Plan: Search"',
      'says in a check: neutral: A change of a plan waits for a person',
    ]);
    const id = await story.confirmId();
    expect(await story.buttons()).toEqual([
      { label: 'Confirm', description: 'Search: closes 6', identifier: `confirm:${id}` },
    ]);
    expect(await summary()).toContain('It would close 6 issues as not planned.');
    expect(await summary()).toContain(`\`/plan confirm ${id}\``);
  });

  it('lets the change go, and goes itself', async () => {
    await story.human.edits(cutSix);
    await story.app.settles();
    const id = await story.confirmId();
    await story.presses('Confirm');
    const changes = await story.app.settles();
    expect(changes.filter((line) => line.startsWith('closes'))).toHaveLength(6);
    expect(changes).toContain('says in a check: success: Everything is done');
    expect(await summary()).toContain(`ada confirmed \`${id}\`.`);
    expect(await story.buttons()).toEqual([]);
  });

  it('does it once, however often it is pressed or told', async () => {
    await story.human.edits(cutSix);
    await story.app.settles();
    story.github.faults.add({ on: { event: 'check_run' }, effect: { kind: 'webhook-twice' }, times: 9 });
    await story.presses('Confirm');
    await story.presses('Confirm');
    await story.app.settles();
    expect(await story.openTitles()).toHaveLength(5);
    await story.human.reopens('Feed the Apple');
    await story.app.settles();
    expect(await story.openTitles()).toContain('Feed the Apple');
  });

  it('of a change that waits no more does nothing, and says why', async () => {
    const before = await story.planText();
    await story.human.edits(cutSix);
    await story.app.settles();
    const id = await story.confirmId();
    const { sha } = await story.commit();
    await story.human.edits(() => before);
    await story.app.settles();
    await story.presses('Confirm', { on: sha });
    expect(await story.app.settles()).toEqual([]);
    expect(await story.openTitles()).toHaveLength(11);
    expect(await summary(sha)).toContain(`ada pressed *Confirm* for \`${id}\`, which waits no more`);
    expect(await labels(sha)).toEqual([]);
  });

  it('of another change than the one that waits now does nothing', async () => {
    await story.human.edits(cutSix);
    await story.app.settles();
    const { sha } = await story.commit();
    const before = await story.confirmId();
    await story.human.edits((text) => text.replace(/- \[ \] Feed the Gecko.*\n/, ''));
    await story.app.settles();
    expect(await story.confirmId()).not.toBe(before);
    await story.presses('Confirm', { on: sha });
    await story.app.settles();
    expect(await story.openTitles()).toHaveLength(11);
    expect(await summary(sha)).toContain('waits no more');
    expect(await labels()).toEqual(['Confirm']);
  });

  it('by somebody who lost write access does nothing', async () => {
    story.github.createUser('eve');
    story.github.setRole('ada/engine', 'eve', 'write');
    await story.human.edits(cutSix);
    await story.app.settles();
    await story.presses('Confirm', { by: 'eve' });
    story.github.setRole('ada/engine', 'eve', 'read');
    await story.app.settles();
    expect(await story.openTitles()).toHaveLength(11);
    expect(await summary()).toContain('eve pressed a button, but may not write to this repository.');
    expect(await labels()).toEqual(['Confirm']);
  });

  it('has a name of its own where two plans wait', async () => {
    await story.human.pushes({ 'plans/other.md': TEN.replace('# Search', '# Other') });
    await story.app.settles();
    await story.human.pushes({
      [PLAN]: cutSix(TEN),
      'plans/other.md': cutSix(TEN).replace('# Search', '# Other'),
    });
    await story.app.settles();
    const [one = '', other = '', ...more] = await labels();
    expect([one, other]).toEqual([
      expect.stringMatching(/^Confirm [0-9a-f]{8}$/),
      expect.stringMatching(/^Confirm /),
    ]);
    expect(more).toEqual([]);
    await story.presses(one);
    await story.app.settles();
    expect(await labels()).toEqual(['Confirm']);
  });

  it('retires a plan that somebody asked to retire', async () => {
    await story.human.comments('Plan: Search', '/plan retire');
    await story.app.settles();
    await story.presses('Confirm');
    await story.app.settles();
    expect(await story.openTitles()).toEqual([]);
    expect(await labels()).toEqual([]);
  });
});

describe('Resume', () => {
  beforeEach(async () => void (story = await afterFirstSync()));

  it('ends a pause, and goes', async () => {
    await story.human.comments('Plan: Search', '/plan pause');
    await story.app.settles();
    expect(await labels()).toEqual(['Resume']);
    await story.human.edits((text) => text.replace('- [ ] Rank the results', '- [x] Rank the results'));
    await story.app.settles();
    await story.presses('Resume');
    const changes = await story.app.settles();
    expect(changes).toContain('closes "Rank the results" as completed');
    expect((await story.issue('Plan: Search')).labels).not.toContain('planwright: paused');
    expect(await labels()).toEqual([]);
    expect(await summary()).toContain('ada resumed the plan.');
  });

  it('of a plan that is not paused any more does nothing', async () => {
    await story.human.comments('Plan: Search', '/plan pause');
    await story.app.settles();
    await story.presses('Resume');
    await story.human.unlabels('Plan: Search', 'planwright: paused');
    await story.app.settles();
    expect(await summary()).toContain(
      'ada pressed *Resume*, but the plan is not paused any more. Nothing was done.',
    );
  });
});

describe('Sync now', () => {
  it('is offered where a permission is missing, and goes on once it is there', async () => {
    story = await begin({ permissions: { issues: 'read', pull_requests: 'read' } });
    await story.human.commits(TEN);
    await story.app.settles();
    expect(await labels()).toEqual(['Sync now']);
    await story.presses('Sync now');
    await story.app.settles();
    expect(await summary()).toContain('ada asked for another look.');
    expect(await labels()).toEqual(['Sync now']);
    const granted = { contents: 'write', issues: 'write', pull_requests: 'write', checks: 'write' } as const;
    story.github.acceptPermissions(story.app.self().installation, granted);
    await story.presses('Sync now');
    await story.app.settles();
    expect(await story.openTitles()).toContain('Feed the Apple');
    expect(await labels()).toEqual([]);
  });

  it('makes the preview of a pull request anew', async () => {
    story = await afterFirstSync();
    const pull = await story.human.proposes((text) => text.replace(/- \[ \] Cache hot queries.*\n/, ''));
    await story.app.settles();
    await story.human.closes('Cache hot queries', 'not_planned');
    await story.app.settles();
    expect(await labels(pull)).toEqual(['Preview again']);
    await story.presses('Preview again', { on: pull });
    await story.app.settles();
    const [check] = await story.checks(pull);
    expect(check?.summary).toContain('ada asked for another look.');
  });
});
