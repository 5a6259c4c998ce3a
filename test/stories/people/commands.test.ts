import { begin, beginAfter, PLAN, type Story } from '../../story/scenario.ts';
import { firstSync, SEARCH } from '../plans.ts';

let story: Story;

const afterFirstSync = beginAfter(firstSync);
beforeEach(async () => void (story = await afterFirstSync()));
afterEach(() => story.ends());

const cuts = (text: string): string => text.replace(/- \[ \] (?:Build|Rank|Cache)[^\n]*\n/g, '');

describe('Who may', () => {
  it('a reader gets a thumb down and nothing else', async () => {
    const typed = await story.stranger('eve').comments('Plan: Search', '/plan pause');
    expect(await story.app.settles()).toEqual([]);
    expect(await typed.reactions()).toEqual(['-1']);
    expect(await typed.answer()).toBeNull();
    expect((await story.issue('Plan: Search')).labels).not.toContain('planwright: paused');
  });

  it('a writer gets a thumb up', async () => {
    const typed = await story.human.comments('Plan: Search', '/plan sync');
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['+1']);
    expect(await typed.answer()).toBeNull();
  });
});

describe('A crowd that may not', () => {
  const sent = (pattern: RegExp): number => story.app.requests().filter((line) => pattern.test(line)).length;

  it('of one person is told so once, is asked for once in each look, and holds up nobody', async () => {
    const where = (await story.issue('Plan: Search')).number;
    const eve = story.stranger('eve');
    for (let count = 0; count < 99; count += 1) await eve.comments(where, '/plan sync');
    const typed = await story.human.comments(where, '/plan pause');
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['+1']);
    expect(sent(/^POST .*\/reactions$/)).toBe(2);
    const looks = sent(/^GET .*\/issues\/comments\?/);
    // How many looks a hundred events make depends on how they arrive, not what one of them asks.
    expect(looks).toBeGreaterThan(0);
    expect(sent(/^GET .*\/collaborators\/eve\/permission$/)).toBeLessThanOrEqual(looks);
  });

  it('of many people is told so three times', async () => {
    const where = (await story.issue('Plan: Search')).number;
    const typed = [];
    for (const name of ['eve', 'mallory', 'oscar', 'trudy', 'victor'])
      typed.push(await story.stranger(name).comments(where, '/plan sync'));
    await story.app.settles();
    const reactions = await Promise.all(typed.map((one) => one.reactions()));
    expect(reactions).toEqual([['-1'], ['-1'], ['-1'], [], []]);
  });

  it('hides no command that was missed, however much it comments', async () => {
    const where = (await story.issue('Plan: Search')).number;
    await story.app.goesDown();
    const typed = await story.human.comments(where, '/plan pause');
    const eve = story.stranger('eve');
    for (let count = 0; count < 120; count += 1) await eve.comments(where, '/plan sync');
    await story.app.starts();
    await story.app.sweeps();
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['+1']);
    expect(sent(/^POST .*\/reactions$/)).toBe(1);
  });
});

describe('What counts as a command', () => {
  it('help is answered with every command, and starts none of them', async () => {
    const typed = await story.human.comments('Plan: Search', '/plan help');
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['+1']);
    expect(await typed.answer()).toContain('`/plan retire`');
    expect((await story.issue('Plan: Search')).comments).toBe(2);
  });

  it.each(['/Plan  SYNC', '/plan sync\r\n', 'Please look.\r\n\r\n  /PLAN sync  \r\nThank you.'])(
    '%j is one',
    async (words) => {
      const typed = await story.human.comments('Rank the results', words);
      await story.app.settles();
      expect(await typed.reactions()).toEqual(['+1']);
    },
  );

  it('a reply that quotes one is none', async () => {
    const typed = await story.human.comments(
      'Plan: Search',
      '> /plan retire\n\nI would rather not.\n\n```\n/plan retire\n```',
    );
    expect(await story.app.settles()).toEqual([]);
    expect(await typed.reactions()).toEqual([]);
  });

  it('a comment edited into one is none', async () => {
    const comment = await story.human.comments('Plan: Search', 'Hm.');
    await comment.becomes('/plan pause');
    await story.app.settles();
    expect((await story.issue('Plan: Search')).labels).not.toContain('planwright: paused');
  });

  it('an unknown one is answered with the help', async () => {
    const typed = await story.human.comments('Plan: Search', '/plan retier');
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['confused']);
    expect(await typed.answer()).toMatch(/^There is no command `\/plan retier`\.\n\n[^]*`\/plan retire`/);
  });

  it('two in one comment are both obeyed, in their order', async () => {
    const typed = await story.human.comments('Plan: Search', '/plan pause\n/plan resume\n/plan pause');
    expect(await story.app.settles()).toContain('labels "Plan: Search" planwright: paused');
    expect(await typed.reactions()).toEqual(['+1']);
  });

  it('one that is delivered twice is answered once', async () => {
    story.github.faults.add({ effect: { kind: 'webhook-twice' }, times: Infinity });
    const typed = await story.human.comments('Plan: Search', '/plan help');
    await story.app.settles();
    await story.app.settles();
    expect(await typed.answer()).toContain('| command |');
    expect((await story.issue('Plan: Search')).comments).toBe(2);
  });
});

describe('Where', () => {
  it('on the issue of a task', async () => {
    const typed = await story.human.comments('Rank the results', '/plan pause');
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['+1']);
    expect((await story.issue('Plan: Search')).labels).toContain('planwright: paused');
  });

  it('on the write-back of a plan', async () => {
    await story.human.closes('Rank the results');
    await story.app.settles();
    const pull = await story.openPull();
    const typed = await story.human.comments(pull.number, '/plan pause');
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['+1']);
    expect((await story.issue('Plan: Search')).labels).toContain('planwright: paused');
  });

  it('on a pull request that changes a plan, sync makes the preview anew', async () => {
    const pull = await story.human.proposes((text) =>
      text.replace('- [ ] Rank', '- [ ] Spell-check\n- [ ] Rank'),
    );
    await story.app.settles();
    await story.human.deletesComments(pull);
    const typed = await story.human.comments(pull, '/plan sync');
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['+1']);
    expect(await story.preview(pull)).toContain('Spell-check');
  });

  it('on a pull request that changes a plan, the others say where to type them', async () => {
    const pull = await story.human.proposes((text) =>
      text.replace('- [ ] Rank', '- [ ] Spell-check\n- [ ] Rank'),
    );
    const typed = await story.human.comments(pull, '/plan retire');
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['confused']);
    expect(await typed.answer()).toContain('Type the others on the tracking issue of a plan');
  });

  it('on the list of plans that wait, sync takes them all', async () => {
    await story.ends();
    story = await begin({ files: { [PLAN]: SEARCH } });
    await story.app.sweeps();
    await story.app.settles();
    const where = 'Planwright found 1 plan here';
    const [pause, sync] = [
      await story.human.comments(where, '/plan pause'),
      await story.human.comments(where, '/plan sync'),
    ];
    const news = await story.app.settles();
    expect([await pause.reactions(), await sync.reactions()]).toEqual([['confused'], ['+1']]);
    expect(news).toContain('opens "Plan: Search"');
    expect(news).toContain('closes "Planwright found 1 plan here" as completed');
  });

  it("on nobody's issue a writer is told where, and a reader nothing", async () => {
    const leak = await story.human.opens('A leak');
    const [typed, strange, other] = [
      await story.human.comments(leak, '/plan sync'),
      await story.stranger('eve').comments(leak, '/plan sync'),
      await story.human.comments(leak, '/plan -d infra'),
    ];
    await story.app.settles();
    expect(await typed.answer()).toContain('This belongs to no plan.');
    expect([await strange.reactions(), await strange.answer()]).toEqual([[], null]);
    expect([await other.reactions(), await other.answer()]).toEqual([[], null]);
  });
});

describe('A process that is gone', () => {
  it.each([1, 2, 3, 4])('at write %i of a pause pauses all the same', async (nth) => {
    const typed = await story.human.comments('Plan: Search', '/plan pause');
    await story.app.diesBeforeWrite(nth);
    await story.app.sweeps();
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['+1']);
    expect((await story.issue('Plan: Search')).labels).toContain('planwright: paused');
  });

  it('before it answered does not undo what somebody typed since', async () => {
    const where = 'Plan: Search';
    const first = await story.human.comments(where, '/plan pause');
    await story.app.diesBeforeWrite(3);
    const second = await story.human.comments(where, '/plan resume');
    await story.app.settles();
    expect([await first.reactions(), await second.reactions()]).toEqual([['+1'], ['+1']]);
    expect((await story.issue('Plan: Search')).labels).not.toContain('planwright: paused');
  });
});

describe('A job that fails after it answered', () => {
  const fails = (method: string, route: string): void => {
    story.github.faults.add({ on: { method, route, actor: 'app' }, effect: { kind: 'error-before' } });
  };

  it('makes the preview that sync asked for all the same', async () => {
    const pull = await story.human.proposes((text) =>
      text.replace('- [ ] Rank', '- [ ] Spell-check\n- [ ] Rank'),
    );
    await story.app.settles();
    await story.human.deletesComments(pull);
    fails('POST', '/repos/{owner}/{repo}/issues/{issue_number}/comments');
    const typed = await story.human.comments(pull, '/plan sync');
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['+1']);
    expect(await story.preview(pull)).toContain('Spell-check');
  });

  it('looks at the plan whose write-back it was typed on all the same', async () => {
    await story.human.closes('Rank the results');
    await story.app.settles();
    const pull = await story.openPull();
    await story.human.comments(pull.number, '/plan pause');
    await story.app.settles();
    await story.human.closes('Build the index');
    await story.app.settles();
    fails('PATCH', '/repos/{owner}/{repo}/git/refs/{ref}');
    await story.human.comments(pull.number, '/plan resume');
    await story.app.settles();
    expect(await story.writeBack()).toContain('Build the index');
  });
});

describe('confirm', () => {
  it('without an id says which is held, and so does another id', async () => {
    await story.human.edits(() => '# Search\n\nLater.\n');
    await story.app.settles();
    const where = 'Plan: Search';
    const [none, wrong] = [
      await story.human.comments(where, '/plan confirm'),
      await story.human.comments(where, '/plan confirm deadbeef'),
    ];
    await story.app.settles();
    expect(await none.answer()).toContain(`What waits here is \`${await story.confirmId()}\``);
    expect(await wrong.answer()).toContain('Nothing waits under `deadbeef`.');
    expect(await wrong.reactions()).toEqual(['confused']);
  });

  it('where nothing is held says so', async () => {
    const typed = await story.human.comments('Plan: Search', '/plan confirm deadbeef');
    await story.app.settles();
    expect(await typed.answer()).toBe('Nothing waits for a confirmation here.');
  });

  it('of a change that is another one by now says so', async () => {
    await story.human.edits(() => '# Search\n\nLater.\n');
    await story.app.settles();
    const first = await story.confirmId();
    story.github.faults.clear();
    story.github.faults.add({ effect: { kind: 'webhook-lost' } });
    await story.human.edits(() => '# Search\n\nNever.\n\n## Phase 1: Rest\n- [ ] Sleep\n');
    const typed = await story.human.comments('Plan: Search', `/plan confirm ${first}`);
    await story.app.settles();
    expect(await story.confirmId()).not.toBe(first);
    expect(await typed.answer()).toContain(`something else waits now, under \`${await story.confirmId()}\``);
  });

  it('on the issue of a task lets the change go', async () => {
    await story.human.edits(() => '# Search\n\nLater.\n');
    await story.app.settles();
    const typed = await story.human.comments('Rank the results', `/plan confirm ${await story.confirmId()}`);
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['+1']);
    expect((await story.issue('Rank the results')).state).toBe('closed as not_planned');
  });
});

describe('pause', () => {
  it('leaves everything alone until resume, and says so once', async () => {
    const where = 'Plan: Search';
    await story.human.comments(where, '/plan pause');
    expect(await story.app.settles()).toEqual([
      'makes label planwright: paused',
      'labels "Plan: Search" planwright: paused',
      expect.stringMatching(/^says in a check: neutral/),
    ]);
    expect((await story.issue('Plan: Search')).body).toContain('> This plan is paused');
    await story.human.edits((text) => text.replace('- [ ] Rank the results', '- [x] Rank the results'));
    await story.human.closes('Cache hot queries');
    expect(await story.app.settles()).toEqual([expect.stringMatching(/^says in a check: neutral/)]);
    const typed = await story.human.comments(where, '/plan resume');
    const news = await story.app.settles();
    expect(await typed.reactions()).toEqual(['+1']);
    expect(news).toContain('closes "Rank the results" as completed');
    expect(news).toContain(`proposes: Update ${PLAN}: 1 task done`);
    expect((await story.issue('Plan: Search')).body).not.toContain('paused');
  });

  it('is the label, whoever puts it there and takes it off', async () => {
    await story.human.labels('Plan: Search', 'planwright: paused');
    await story.human.edits((text) => text.replace('- [ ] Rank the results', '- [x] Rank the results'));
    await story.app.settles();
    expect((await story.issue('Rank the results')).state).toBe('open');
    await story.human.unlabels('Plan: Search', 'planwright: paused');
    expect(await story.app.settles()).toContain('closes "Rank the results" as completed');
  });

  it('by closing the tracking issue ends by resume too', async () => {
    await story.human.closes('Plan: Search');
    await story.app.settles();
    await story.human.comments('Plan: Search', '/plan resume');
    expect(await story.app.settles()).toContain('reopens "Plan: Search"');
  });

  it('refuses sync and confirm, and says what to type', async () => {
    const where = 'Plan: Search';
    const typed = await story.human.comments(where, '/plan pause\n/plan sync\n/plan confirm');
    await story.app.settles();
    expect(await typed.answer()).toBe('This plan is paused. `/plan resume` lets it go on.');
    expect(await typed.reactions()).toEqual(['confused']);
  });

  it('is what a preview of the plan says', async () => {
    await story.human.comments('Plan: Search', '/plan pause');
    await story.app.settles();
    const pull = await story.human.proposes(cuts);
    await story.app.settles();
    expect(await story.preview(pull)).toContain('This plan is paused');
  });
});
