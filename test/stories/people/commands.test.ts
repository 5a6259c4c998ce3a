import { begin, beginAfter, PLAN, type Story } from '../../story/scenario.ts';
import { types } from '../../story/typing.ts';
import { firstSync, SEARCH } from '../plans.ts';

const AT = { owner: 'ada', repo: 'engine' };
let story: Story;

const afterFirstSync = beginAfter(firstSync);
beforeEach(async () => void (story = await afterFirstSync()));
afterEach(() => story.ends());

async function numberOf(title: string): Promise<number> {
  return (await story.issue(title)).number;
}

const cuts = (text: string): string => text.replace(/- \[ \] (?:Build|Rank|Cache)[^\n]*\n/g, '');

async function heldId(): Promise<string> {
  return / held=([0-9a-f]{8}) /.exec((await story.issue('Plan: Search')).body)?.[1] ?? 'nothing held';
}

describe('Who may', () => {
  it('a reader gets a thumb down and nothing else', async () => {
    const typed = await types(story, await numberOf('Plan: Search'), '/plan pause', story.stranger('eve'));
    expect(await story.app.settles()).toEqual([]);
    expect(await typed.reactions()).toEqual(['-1']);
    expect(await typed.answer()).toBeNull();
    expect((await story.issue('Plan: Search')).labels).not.toContain('planwright: paused');
  });

  it('a writer gets a thumb up', async () => {
    const typed = await types(story, await numberOf('Plan: Search'), '/plan sync');
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['+1']);
    expect(await typed.answer()).toBeNull();
  });
});

describe('A crowd that may not', () => {
  const sent = (pattern: RegExp): number => story.app.requests().filter((line) => pattern.test(line)).length;

  it('of one person is told so once, is asked for once in each look, and holds up nobody', async () => {
    const where = await numberOf('Plan: Search');
    const eve = story.stranger('eve');
    for (let count = 0; count < 99; count += 1)
      await eve.rest.issues.createComment({ ...AT, issue_number: where, body: '/plan sync' });
    const typed = await types(story, where, '/plan pause');
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['+1']);
    expect(sent(/^POST .*\/reactions$/)).toBe(2);
    const looks = sent(/^GET .*\/issues\/comments\?/);
    expect(sent(/^GET .*\/collaborators\/eve\/permission$/)).toBeLessThanOrEqual(looks);
    expect([looks > 0, looks < 30]).toEqual([true, true]);
  });

  it('of many people is told so three times', async () => {
    const where = await numberOf('Plan: Search');
    const typed = [];
    for (const name of ['eve', 'mallory', 'oscar', 'trudy', 'victor'])
      typed.push(await types(story, where, '/plan sync', story.stranger(name)));
    await story.app.settles();
    const reactions = await Promise.all(typed.map((one) => one.reactions()));
    expect(reactions).toEqual([['-1'], ['-1'], ['-1'], [], []]);
  });

  it('hides no command that was missed, however much it comments', async () => {
    const where = await numberOf('Plan: Search');
    await story.app.goesDown();
    const typed = await types(story, where, '/plan pause');
    const eve = story.stranger('eve');
    for (let count = 0; count < 120; count += 1)
      await eve.rest.issues.createComment({ ...AT, issue_number: where, body: '/plan sync' });
    await story.app.starts();
    await story.app.sweeps();
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['+1']);
    expect(sent(/^POST .*\/reactions$/)).toBe(1);
  });
});

describe('What counts as a command', () => {
  it('help is answered with every command, and starts none of them', async () => {
    const typed = await types(story, await numberOf('Plan: Search'), '/plan help');
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['+1']);
    expect(await typed.answer()).toContain('`/plan retire`');
    expect((await story.issue('Plan: Search')).comments).toBe(2);
  });

  it.each(['/Plan  SYNC', '/plan sync\r\n', 'Please look.\r\n\r\n  /PLAN sync  \r\nThank you.'])(
    '%j is one',
    async (words) => {
      const typed = await types(story, await numberOf('Rank the results'), words);
      await story.app.settles();
      expect(await typed.reactions()).toEqual(['+1']);
    },
  );

  it('a reply that quotes one is none', async () => {
    const typed = await types(
      story,
      await numberOf('Plan: Search'),
      '> /plan retire\n\nI would rather not.\n\n```\n/plan retire\n```',
    );
    expect(await story.app.settles()).toEqual([]);
    expect(await typed.reactions()).toEqual([]);
  });

  it('a comment edited into one is none', async () => {
    const issue_number = await numberOf('Plan: Search');
    const { data } = await story.human.octokit.rest.issues.createComment({
      ...AT,
      issue_number,
      body: 'Hm.',
    });
    await story.human.octokit.rest.issues.updateComment({ ...AT, comment_id: data.id, body: '/plan pause' });
    await story.app.settles();
    expect((await story.issue('Plan: Search')).labels).not.toContain('planwright: paused');
  });

  it('an unknown one is answered with the help', async () => {
    const typed = await types(story, await numberOf('Plan: Search'), '/plan retier');
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['confused']);
    expect(await typed.answer()).toMatch(/^There is no command `\/plan retier`\.\n\n[^]*`\/plan retire`/);
  });

  it('two in one comment are both obeyed, in their order', async () => {
    const typed = await types(
      story,
      await numberOf('Plan: Search'),
      '/plan pause\n/plan resume\n/plan pause',
    );
    expect(await story.app.settles()).toContain('labels "Plan: Search" planwright: paused');
    expect(await typed.reactions()).toEqual(['+1']);
  });

  it('one that is delivered twice is answered once', async () => {
    story.github.faults.add({ effect: { kind: 'webhook-twice' }, times: Infinity });
    const typed = await types(story, await numberOf('Plan: Search'), '/plan help');
    await story.app.settles();
    await story.app.settles();
    expect(await typed.answer()).toContain('| command |');
    expect((await story.issue('Plan: Search')).comments).toBe(2);
  });
});

describe('Where', () => {
  it('on the issue of a task', async () => {
    const typed = await types(story, await numberOf('Rank the results'), '/plan pause');
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['+1']);
    expect((await story.issue('Plan: Search')).labels).toContain('planwright: paused');
  });

  it('on the write-back of a plan', async () => {
    await story.human.closes('Rank the results');
    await story.app.settles();
    const [pull] = [...(await story.sees()).pulls.values()].filter(({ state }) => state === 'open');
    const typed = await types(story, pull?.number ?? 0, '/plan pause');
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['+1']);
    expect((await story.issue('Plan: Search')).labels).toContain('planwright: paused');
  });

  it('on a pull request that changes a plan, sync makes the preview anew', async () => {
    const pull = await story.human.proposes((text) =>
      text.replace('- [ ] Rank', '- [ ] Spell-check\n- [ ] Rank'),
    );
    await story.app.settles();
    const { data } = await story.human.octokit.rest.issues.listComments({ ...AT, issue_number: pull });
    await story.human.octokit.rest.issues.deleteComment({ ...AT, comment_id: data[0]?.id ?? 0 });
    const typed = await types(story, pull, '/plan sync');
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['+1']);
    expect(await story.preview(pull)).toContain('Spell-check');
  });

  it('on a pull request that changes a plan, the others say where to type them', async () => {
    const pull = await story.human.proposes((text) =>
      text.replace('- [ ] Rank', '- [ ] Spell-check\n- [ ] Rank'),
    );
    const typed = await types(story, pull, '/plan retire');
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['confused']);
    expect(await typed.answer()).toContain('Type the others on the tracking issue of a plan');
  });

  it('on the list of plans that wait, sync takes them all', async () => {
    await story.ends();
    story = await begin({ files: { [PLAN]: SEARCH } });
    await story.app.sweeps();
    await story.app.settles();
    const where = await numberOf('Planwright found 1 plan here');
    const [pause, sync] = [await types(story, where, '/plan pause'), await types(story, where, '/plan sync')];
    const news = await story.app.settles();
    expect([await pause.reactions(), await sync.reactions()]).toEqual([['confused'], ['+1']]);
    expect(news).toContain('opens "Plan: Search"');
    expect(news).toContain('closes "Planwright found 1 plan here" as completed');
  });

  it("on nobody's issue a writer is told where, and a reader nothing", async () => {
    const { data } = await story.human.octokit.rest.issues.create({ ...AT, title: 'A leak' });
    const [typed, strange, other] = [
      await types(story, data.number, '/plan sync'),
      await types(story, data.number, '/plan sync', story.stranger('eve')),
      await types(story, data.number, '/plan -d infra'),
    ];
    await story.app.settles();
    expect(await typed.answer()).toContain('This belongs to no plan.');
    expect([await strange.reactions(), await strange.answer()]).toEqual([[], null]);
    expect([await other.reactions(), await other.answer()]).toEqual([[], null]);
  });
});

describe('A process that is gone', () => {
  /** Kills it at its nth write from now on; what it was told is lost. */
  async function diesAt(nth: number): Promise<void> {
    let writes = 0;
    let stop = (): void => {};
    const killed = new Promise<void>((resolve) => {
      stop = story.github.intercept(({ actor, isWrite }, when) => {
        if (actor.kind !== 'installation' && actor.kind !== 'app') return 'pass';
        if (isWrite && when === 'before') writes += 1;
        if (writes === nth) resolve();
        return writes >= nth ? 'drop' : 'pass';
      });
    });
    const rested = story.app.rests();
    await killed;
    await story.app.dies();
    stop();
    await rested;
    await story.app.starts();
  }

  it.each([1, 2, 3, 4])('at write %i of a pause pauses all the same', async (nth) => {
    const typed = await types(story, await numberOf('Plan: Search'), '/plan pause');
    await diesAt(nth);
    await story.app.sweeps();
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['+1']);
    expect((await story.issue('Plan: Search')).labels).toContain('planwright: paused');
  });

  it('before it answered does not undo what somebody typed since', async () => {
    const where = await numberOf('Plan: Search');
    const first = await types(story, where, '/plan pause');
    await diesAt(3);
    const second = await types(story, where, '/plan resume');
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
    const { data } = await story.human.octokit.rest.issues.listComments({ ...AT, issue_number: pull });
    await story.human.octokit.rest.issues.deleteComment({ ...AT, comment_id: data[0]?.id ?? 0 });
    fails('POST', '/repos/{owner}/{repo}/issues/{issue_number}/comments');
    const typed = await types(story, pull, '/plan sync');
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['+1']);
    expect(await story.preview(pull)).toContain('Spell-check');
  });

  it('looks at the plan whose write-back it was typed on all the same', async () => {
    await story.human.closes('Rank the results');
    await story.app.settles();
    const [pull] = [...(await story.sees()).pulls.values()].filter(({ state }) => state === 'open');
    await types(story, pull?.number ?? 0, '/plan pause');
    await story.app.settles();
    await story.human.closes('Build the index');
    await story.app.settles();
    fails('PATCH', '/repos/{owner}/{repo}/git/refs/{ref}');
    await types(story, pull?.number ?? 0, '/plan resume');
    await story.app.settles();
    expect(await story.writeBack()).toContain('Build the index');
  });
});

describe('confirm', () => {
  it('without an id says which is held, and so does another id', async () => {
    await story.human.edits(() => '# Search\n\nLater.\n');
    await story.app.settles();
    const where = await numberOf('Plan: Search');
    const [none, wrong] = [
      await types(story, where, '/plan confirm'),
      await types(story, where, '/plan confirm deadbeef'),
    ];
    await story.app.settles();
    expect(await none.answer()).toContain(`What waits here is \`${await heldId()}\``);
    expect(await wrong.answer()).toContain('Nothing waits under `deadbeef`.');
    expect(await wrong.reactions()).toEqual(['confused']);
  });

  it('where nothing is held says so', async () => {
    const typed = await types(story, await numberOf('Plan: Search'), '/plan confirm deadbeef');
    await story.app.settles();
    expect(await typed.answer()).toBe('Nothing waits for a confirmation here.');
  });

  it('of a change that is another one by now says so', async () => {
    await story.human.edits(() => '# Search\n\nLater.\n');
    await story.app.settles();
    const first = await heldId();
    story.github.faults.clear();
    story.github.faults.add({ effect: { kind: 'webhook-lost' } });
    await story.human.edits(() => '# Search\n\nNever.\n\n## Phase 1: Rest\n- [ ] Sleep\n');
    const typed = await types(story, await numberOf('Plan: Search'), `/plan confirm ${first}`);
    await story.app.settles();
    expect(await heldId()).not.toBe(first);
    expect(await typed.answer()).toContain(`something else waits now, under \`${await heldId()}\``);
  });

  it('on the issue of a task lets the change go', async () => {
    await story.human.edits(() => '# Search\n\nLater.\n');
    await story.app.settles();
    const typed = await types(story, await numberOf('Rank the results'), `/plan confirm ${await heldId()}`);
    await story.app.settles();
    expect(await typed.reactions()).toEqual(['+1']);
    expect((await story.issue('Rank the results')).state).toBe('closed as not_planned');
  });
});

describe('pause', () => {
  it('leaves everything alone until resume, and says so once', async () => {
    const where = await numberOf('Plan: Search');
    await types(story, where, '/plan pause');
    expect(await story.app.settles()).toEqual([
      'makes label planwright: paused',
      'labels "Plan: Search" planwright: paused',
      expect.stringMatching(/^says in a check: neutral/),
    ]);
    expect((await story.issue('Plan: Search')).body).toContain('> This plan is paused');
    await story.human.edits((text) => text.replace('- [ ] Rank the results', '- [x] Rank the results'));
    await story.human.closes('Cache hot queries');
    expect(await story.app.settles()).toEqual([expect.stringMatching(/^says in a check: neutral/)]);
    const typed = await types(story, where, '/plan resume');
    const news = await story.app.settles();
    expect(await typed.reactions()).toEqual(['+1']);
    expect(news).toContain('closes "Rank the results" as completed');
    expect(news).toContain(`proposes: Update ${PLAN}: 1 task done`);
    expect((await story.issue('Plan: Search')).body).not.toContain('paused');
  });

  it('is the label, whoever puts it there and takes it off', async () => {
    const issue_number = await numberOf('Plan: Search');
    await story.human.octokit.rest.issues.addLabels({ ...AT, issue_number, labels: ['planwright: paused'] });
    await story.human.edits((text) => text.replace('- [ ] Rank the results', '- [x] Rank the results'));
    await story.app.settles();
    expect((await story.issue('Rank the results')).state).toBe('open');
    await story.human.octokit.rest.issues.removeLabel({ ...AT, issue_number, name: 'planwright: paused' });
    expect(await story.app.settles()).toContain('closes "Rank the results" as completed');
  });

  it('by closing the tracking issue ends by resume too', async () => {
    await story.human.closes('Plan: Search');
    await story.app.settles();
    await types(story, await numberOf('Plan: Search'), '/plan resume');
    expect(await story.app.settles()).toContain('reopens "Plan: Search"');
  });

  it('refuses sync and confirm, and says what to type', async () => {
    const where = await numberOf('Plan: Search');
    const typed = await types(story, where, '/plan pause\n/plan sync\n/plan confirm');
    await story.app.settles();
    expect(await typed.answer()).toBe('This plan is paused. `/plan resume` lets it go on.');
    expect(await typed.reactions()).toEqual(['confused']);
  });

  it('is what a preview of the plan says', async () => {
    await types(story, await numberOf('Plan: Search'), '/plan pause');
    await story.app.settles();
    const pull = await story.human.proposes(cuts);
    await story.app.settles();
    expect(await story.preview(pull)).toContain('This plan is paused');
  });
});
