import { begin, beginAfter, PLAN, type Story } from '../../story/scenario.ts';
import { inStep } from '../plans.ts';

/** Events that never arrived: the app was down, or GitHub could not deliver. */

const DELIVERIES = '/app/hook/deliveries';
const ATTEMPTS = '/app/hook/deliveries/{delivery_id}/attempts';
const SHIP = `# Ship

## Phase 1: Build
${['Hull', 'Mast', 'Sail', 'Rudder', 'Anchor', 'Keel', 'Deck', 'Cabin'].map((part) => `- [ ] ${part}\n`).join('')}`;

let story: Story;
afterEach(() => story.ends());

/** How often the app asked for a delivery again since then. */
function askedAgain(mark: number): number {
  return story.github.requests.all(mark).filter(({ route }) => route === ATTEMPTS).length;
}

const afterFirstSync = beginAfter(inStep({ [PLAN]: SHIP }));

/** A plan in step, links merged, and an app that is down. */
async function beginDown(): Promise<void> {
  story = await afterFirstSync();
  await story.app.goesDown();
}

/** Twenty things that people do; most of them in the issues, some in the plan, one beside it. */
async function twentyActions(): Promise<void> {
  const { human } = story;
  for (const part of ['Hull', 'Mast', 'Sail', 'Rudder']) await human.closes(part);
  await human.closes('Anchor', 'not_planned');
  await human.reopens('Mast');
  await human.closes('Mast');
  await human.reopens('Sail');
  await human.renames('Keel', 'Keel of oak');
  await human.addsWords('Keel of oak', 'From the north.');
  await human.comments('Deck', 'Who has time for this?');
  await human.comments('Cabin', 'I have.');
  await human.edits((text) =>
    text.replace('- [ ] Deck', '- [ ] Deck of pine').replace(/- \[ \] Cabin/, '- [x] Cabin'),
  );
  await human.edits((text) => `${text}- [ ] Flag\n`);
  await human.edits((text) => text.replace('Flag', 'Flag, blue'));
  await human.commits('# Harbour\n\n## Phase 1\n\n- [ ] Find one\n', 'plans/harbour.md');
  await human.assigns('Rudder', 'ada');
  await human.opens('Not of a plan');
  await human.commits('# Words\n', 'README.md');
  await human.edits((text) => text.replace('## Phase 1: Build', '## Phase 1: Build it'));
}

const ALL_OF_IT = [
  'closes "Cabin" as completed',
  'renames "Deck" to "Deck of pine"',
  'opens "Flag, blue" in "Ship: Phase 1: Build it"',
  'opens "Find one" in "Harbour: Phase 1"',
];

/** What goes back into the plan: of these people decided in the issues. */
const EDITS = ['Hull', 'Mast', 'Rudder', '~~Anchor~~', 'Keel of oak'].map((words) =>
  expect.stringMatching(new RegExp(`^\\+- \\[${/[~K]/.test(words) ? ' ' : 'x'}\\] ${words} `)),
);

/** The lines that write-backs would put into plans. */
async function edits(): Promise<string[]> {
  return (await story.openPulls()).flatMap((pull) => pull.edits.split('\n'));
}

describe('After a start all is in step that twenty actions moved meanwhile', () => {
  it('when GitHub still has the deliveries', async () => {
    await beginDown();
    await twentyActions();
    await story.app.starts({ looksBack: true });
    expect(await story.app.settles()).toEqual(expect.arrayContaining(ALL_OF_IT));
    expect(await edits()).toEqual(expect.arrayContaining(EDITS));
  });

  it('when GitHub has forgotten them, from the state of the repository alone', async () => {
    await beginDown();
    await twentyActions();
    const mark = story.github.requests.mark();
    story.github.faults.add({
      on: { route: DELIVERIES },
      effect: { kind: 'answer', status: 404, body: {} },
      times: 99,
    });
    await story.app.starts({ looksBack: true });
    expect(await story.app.settles()).toEqual(expect.arrayContaining(ALL_OF_IT));
    expect(await edits()).toEqual(expect.arrayContaining(EDITS));
    expect(askedAgain(mark)).toBe(0);
  });
});

it('A plan committed while the app was down is synced; one that was there before the app waits', async () => {
  story = await begin({ files: { 'plans/old.md': '# Old\n\n## Phase 1\n\n- [ ] Rest\n' } });
  await story.app.goesDown();
  await story.human.commits('# New\n\n## Phase 1\n\n- [ ] Begin\n', PLAN);
  await story.app.starts({ looksBack: true });
  const news = await story.app.settles();
  expect(news).toContain('opens "Begin" in "New: Phase 1"');
  expect(news.join('\n')).not.toContain('"Rest"');
});

describe('Deliveries that failed', () => {
  it('are asked for again, once each, and not again by the next start', async () => {
    await beginDown();
    await story.human.closes('Hull');
    await story.human.comments('Hull', 'Done.');
    const failed = story.github.deliveries().filter(({ status }) => status !== 'OK').length;
    expect(failed).toBeGreaterThan(0);
    const mark = story.github.requests.mark();
    await story.app.starts({ looksBack: true });
    await story.app.settles();
    expect(askedAgain(mark)).toBe(failed);
    expect(await story.writeBack()).toContain('+- [x] Hull');
    const later = story.github.requests.mark();
    await story.app.dies();
    await story.app.starts({ looksBack: true });
    await story.app.settles();
    expect(askedAgain(later)).toBe(0);
  });

  it('are how a command reaches an app that was down', async () => {
    await beginDown();
    await story.human.comments('Plan: Ship', '/plan pause');
    await story.app.starts({ looksBack: true });
    await story.app.settles();
    expect((await story.issue('Plan: Ship')).labels).toContain('planwright: paused');
  });
});
