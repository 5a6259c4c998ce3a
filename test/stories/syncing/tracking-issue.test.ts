import { storyClock } from '../../story/clock.ts';
import { beginAfter, TODAY, type Story } from '../../story/scenario.ts';

const DAY_MS = 86_400_000;
const PLAN = `# Search

## Phase 1: Begin (due 2026-03-20)
- [x] Pick a name
- [x] Ask the lawyers
- [ ] Ship the parser
- [ ] Build the index
- [ ] Rank the results

## Phase 2: Go (due 2027-01-01)
- [ ] Cache hot queries
- [ ] Load test it
- [ ] Tell customers

## Work
| Task | Estimate | Depends on |
|------|----------|------------|
| Ship the parser | 3d | |
| Build the index | 2-4d | Ship the parser |
| Rank the results | 2d | Build the index |
| Load test it | 1d | Rank the results |

## Definition of Done
- [ ] Tests pass

## Risks
| Risk | Impact | Mitigation |
|------|--------|------------|
| Index grows too big | High | Drop old bodies |
`;

const machineNow = Date.now;
let story: Story;

const clock = storyClock(new Date(TODAY));
const afterCommit = beginAfter(
  async ({ human, app }) => {
    await human.commits(PLAN);
    await app.settles();
  },
  { clock },
);
beforeEach(async () => {
  Date.now = clock.now;
  story = await afterCommit();
});
afterEach(async () => {
  await story.ends();
  Date.now = machineNow;
});

async function tracking(): Promise<string> {
  return (await story.issue('Plan: Search')).body;
}

/** Days pass, then somebody closes the issue. */
async function closesAfter(days: number, title: string): Promise<string[]> {
  clock.advance(days * DAY_MS);
  await story.human.closes(title);
  return story.app.settles();
}

describe('A tracking issue', () => {
  it('says where the plan stands, how much is left, what waits for what, and what it must not forget', async () => {
    const body = await tracking();
    expect(body).toContain('`▓▓▓▓▓░░░░░░░░░░░░░░░` 2 of 8 tasks done');
    expect(body).toContain('**Left**: 8–10 days, 2 tasks without estimate.');
    expect(body).toMatch(/\| Phase 1: Begin \| `▓▓▓▓░░░░░░` 2\sof\s5 \| 7–9 days \| Mar\s20 \|/);
    expect(body).toMatch(
      /The longest chain of open tasks takes 9 days: \[Ship the parser\]\(\S+\/issues\/\d+\) → /,
    );
    expect(body).toContain('["○ Ship the parser"]');
    expect(body).toContain('### Definition of Done\n\n- ○ Tests pass');
    expect(body).toContain('| Index grows too big | High | Drop old bodies |');
  });

  it('closes when no task is open, and reopens for a new one', async () => {
    const open = [
      'Ship the parser',
      'Build the index',
      'Rank the results',
      'Cache hot queries',
      'Load test it',
    ];
    for (const title of open) await closesAfter(1, title);
    expect(await closesAfter(1, 'Tell customers')).toContain('closes "Plan: Search" as completed');
    expect(await tracking()).toMatch(/Finished on Mar\s8,\s2026\./);
    await story.human.mergesWriteBack();
    await story.app.settles();
    await story.human.edits((text) =>
      text.replace('- [x] Tell customers', '- [ ] Hold a retrospective\n- [x] Tell customers'),
    );
    const news = await story.app.settles();
    expect(news).toEqual(
      expect.arrayContaining([
        'reopens "Plan: Search"',
        'opens "Hold a retrospective" in "Search: Phase 2: Go"',
      ]),
    );
    expect(await tracking()).toContain('8 of 9 tasks done');
  });
});

describe('Burn-up and forecast', () => {
  it('grow with what people close, and need five of those: what was done before counts for none', async () => {
    expect(await tracking()).not.toContain('Forecast');
    expect(await tracking()).not.toContain('### Burn-up');
    for (const title of ['Ship the parser', 'Build the index', 'Rank the results', 'Load test it'])
      await closesAfter(4, title);
    expect(await tracking()).not.toContain('Forecast');
    expect(await tracking()).toContain(
      '  bar [2, 2, 3, 3, 4, 4, 5, 5, 6]\n  line [8, 8, 8, 8, 8, 8, 8, 8, 8]',
    );
    await closesAfter(4, 'Cache hot queries');
    expect(await tracking()).toMatch(/\*\*Forecast\*\*: done between Mar\s24 and Apr\s9\./);
    expect(await tracking()).toMatch(
      /Forecasts as of Mar\s22,\s2026, the day of the last change, from the 5 tasks/,
    );
    expect(await tracking()).toMatch(/\| Phase 1: Begin .* ✓ Mar\s14 \|/);
  });

  it('stay as they are while nothing changes, however many days pass', async () => {
    for (const title of ['Ship the parser', 'Build the index', 'Rank the results'])
      await closesAfter(3, title);
    for (const days of [1, 6, 60]) {
      clock.advance(days * DAY_MS);
      await story.app.sweeps();
      expect(await story.app.settles()).toEqual([]);
    }
  });

  it('know at once what the app itself closes and opens: ticks and new lines of the plan', async () => {
    clock.advance(3 * DAY_MS);
    await story.human.edits((text) =>
      text
        .replace('- [ ] Ship the parser', '- [x] Ship the parser')
        .replace('- [ ] Tell', '- [ ] Print mugs\n- [ ] Tell'),
    );
    expect(await story.app.settles()).toEqual(
      expect.arrayContaining(['closes "Ship the parser" as completed', 'rewrites "Plan: Search"']),
    );
    expect(await tracking()).toContain('  bar [2, 2, 2, 3]\n  line [8, 8, 8, 9]');
  });

  it('follow a task that is opened again', async () => {
    await closesAfter(2, 'Ship the parser');
    await closesAfter(2, 'Build the index');
    clock.advance(DAY_MS);
    await story.human.reopens('Build the index');
    await story.app.settles();
    expect(await tracking()).toContain('  bar [2, 2, 3]\n');
  });

  it('outlive their tracking issue', async () => {
    for (const title of ['Ship the parser', 'Build the index']) await closesAfter(2, title);
    const chart = /^ {2}bar .*\n.*$/m.exec(await tracking())?.[0] ?? 'none';
    const { number } = await story.issue('Plan: Search');
    clock.advance(9 * DAY_MS);
    story.github.deleteIssue('ada/engine', number);
    await story.app.sweeps();
    await story.app.settles();
    expect(await tracking()).toContain(chart);
  });
});
