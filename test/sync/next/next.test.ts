/** What can be begun, in which order and why: told by plans as people write them. */
import { parsePlan } from '../../../src/plan/parse.ts';
import { availabilityOf, obstaclesOf } from '../../../src/sync/next/availability.ts';
import { findTask } from '../../../src/sync/next/find-task.ts';
import { rankReady } from '../../../src/sync/next/ranking.ts';
import { tallyOfPlan } from '../../../src/sync/next/tally.ts';
import { planNow, tieToIssues, type IssueFacts } from '../../../src/sync/next/tasks-now.ts';
import type { PlansNow } from '../../../src/sync/next/types.ts';
import { availabilityWords, nothingReadyWords, reasonWords } from '../../../src/sync/render/next/reason.ts';
import { tallyLines, waitingWords } from '../../../src/sync/render/next/tally-words.ts';
import type { ObservedIssue } from '../../../src/sync/types.ts';

const link = (number: number): string => ` ([#${number}](https://github.com/ada/engine/issues/${number}))`;

/** Plans by their texts, with facts about issues by number. */
function now(
  texts: readonly string[],
  told: Record<number, Partial<IssueFacts>> = {},
  others: Record<number, boolean> = {},
): PlansNow {
  const known = new Map(
    Object.entries(told).map(([number, one]) => [
      Number(number),
      { observed: null, claim: null, pull: null, blockers: [], ...one },
    ]),
  );
  return {
    plans: texts.map((text, index) => {
      const path = `plans/${'abc'[index] ?? ''}.md`;
      const plan = parsePlan(text, { path });
      return planNow(path, plan, tieToIssues(plan, null, []), known);
    }),
    others: new Map(Object.entries(others).map(([number, open]) => [Number(number), open])),
  };
}

function facts(state: 'open' | 'closed', reason: ObservedIssue['reason'] = null): Partial<IssueFacts> {
  const observed: ObservedIssue = {
    number: 0,
    id: 0,
    title: '',
    body: '',
    state,
    reason,
    createdAt: '',
    closedAt: null,
    labels: [],
    milestone: null,
    assignees: [],
    creator: 0,
    creatorLogin: '',
    parent: null,
    subIssues: 0,
    blockedBy: 0,
  };
  return { observed };
}

function ready(plans: PlansNow): string[] {
  return rankReady(plans, obstaclesOf(plans)).map(({ task }) => task.task.title);
}

function reasons(plans: PlansNow): string[] {
  return rankReady(plans, obstaclesOf(plans)).map(
    ({ task, merits }) => `${task.task.title}: ${reasonWords(task, merits)}`,
  );
}

it('a clone that is behind begins nothing again that is over on GitHub', () => {
  const base = parsePlan('# A\n\n## Phase 1: Core\n- [x] Ship the parser\n- [ ] Rank the results\n', {
    path: 'a.md',
  });
  const behind = parsePlan('# A\n\n## Phase 1: Core\n- [ ] Ship the parser\n- [ ] Rank the results\n', {
    path: 'a.md',
  });
  const entries = new Map([
    [4, { kind: 'issue', number: 2 } as const],
    [5, { kind: 'issue', number: 3 } as const],
  ]);
  const told = new Map([
    [2, { observed: null, claim: null, pull: null, blockers: [], ...facts('closed', 'completed') }],
    [3, { observed: null, claim: null, pull: null, blockers: [], ...facts('open') }],
  ]);
  const tied = tieToIssues(behind, { id: 'abcdef', base, entries }, []);
  expect(tied.map(({ issue }) => issue)).toEqual([2, 3]);
  expect(ready({ plans: [planNow('a.md', behind, tied, told)], others: new Map() })).toEqual([
    'Rank the results',
  ]);
});

const WAITING = `# Search

## Phase 1: Foundation

- [ ] T001 Ship the parser
- [ ] T002 Rank the results
  Depends on: T001

## Phase 2: Core

- [ ] T003 Cache the queries
  Depends on: Phase 1
- [ ] T004 Draw the page
`;

describe('what can be begun', () => {
  test('is what waits for nothing that is open', () => {
    expect(ready(now([WAITING]))).toEqual(['Ship the parser', 'Draw the page']);
    expect(ready(now([WAITING.replace('[ ] T001', '[x] T001')]))).toEqual([
      'Rank the results',
      'Draw the page',
    ]);
    const dropped = WAITING.replace('T001 Ship the parser', '~~T001 Ship the parser~~');
    expect(ready(now([dropped]))).toContain('Rank the results');
  });

  test('waits for every task of a phase', () => {
    const done = WAITING.replaceAll(/\[ \] T00[12]/g, (box) => box.replace(' ', 'x'));
    expect(ready(now([done]))).toEqual(['Cache the queries', 'Draw the page']);
    const half = WAITING.replace('[ ] T001', '[x] T001');
    expect(ready(now([half]))).not.toContain('Cache the queries');
  });

  test('is the sub-tasks before their task, and both after what the task waits for', () => {
    const nested = `# P\n\n- [ ] T001 Ship the parser\n- [ ] T002 Rank\n  Depends on: T001\n  - [ ] Weigh words\n  - [ ] Weigh dates\n`;
    expect(ready(now([nested]))).toEqual(['Ship the parser']);
    expect(ready(now([nested.replace('[ ] T001', '[x] T001')]))).toEqual(['Weigh words', 'Weigh dates']);
    const below = nested.replace('[ ] T001', '[x] T001').replaceAll('[ ] Weigh', '[x] Weigh');
    expect(ready(now([below]))).toEqual(['Rank']);
  });

  test('a task that depends on its own sub-task, or a sub-task on its task, keeps neither waiting for ever', () => {
    const own =
      '# P\n\n- [ ] T001 Rank\n  Depends on: T002\n  - [ ] T002 Weigh words\n  - [ ] T003 Weigh dates\n';
    expect(ready(now([own]))).toEqual(['Weigh words', 'Weigh dates']);
    const up = '# P\n\n- [ ] T001 Rank\n  - [ ] T002 Weigh words\n    Depends on: T001\n';
    expect(ready(now([up]))).toEqual(['Weigh words']);
  });

  test('is nothing of a loop', () => {
    const loop = '# P\n\n- [ ] T001 Chicken\n  Depends on: T002\n- [ ] T002 Egg\n  Depends on: T001\n';
    const plans = now([loop]);
    expect(ready(plans)).toEqual([]);
    const obstacles = obstaclesOf(plans);
    const all = plans.plans[0]?.tasks.map((task) => availabilityOf(task, obstacles)) ?? [];
    expect(nothingReadyWords(all)).toBe('Nothing is ready: of 2 open tasks 2 wait for others.');
    expect(all.map(availabilityWords)).toEqual(['waits for "Egg"', 'waits for "Chicken"']);
  });

  test('looks at issues of other plans and of none', () => {
    const a = `# A\n\n- [ ] Paint the wall\n  Depends on: #7\n- [ ] Hang the picture\n  Depends on: #9\n`;
    const b = `# B\n\n- [ ] Buy paint${link(7)}\n`;
    expect(ready(now([a, b]))).toEqual(['Buy paint']);
    expect(ready(now([a, b.replace('[ ]', '[x]')], {}, { 9: false }))).toEqual([
      'Paint the wall',
      'Hang the picture',
    ]);
    expect(ready(now([a, b], {}, { 9: true }))).toEqual(['Buy paint']);
  });

  test('is nothing that is claimed, in a pull request, or blocked on GitHub', () => {
    const plan = `# A\n\n- [ ] Buy paint${link(7)}\n- [ ] Paint the wall${link(8)}\n`;
    const claim = {
      issue: 7,
      state: 'claimed',
      by: 'ada',
      until: 1_000_000_000_000,
      nonce: '',
      sha: '',
    } as const;
    expect(ready(now([plan], { 7: { ...facts('open'), claim } }))).toEqual(['Paint the wall']);
    expect(ready(now([plan], { 7: { ...facts('open'), pull: 12 } }))).toEqual(['Paint the wall']);
    expect(ready(now([plan], { 8: { ...facts('open'), blockers: [7] } }))).toEqual(['Buy paint']);
    expect(ready(now([plan], { 8: { ...facts('open'), blockers: [99] } }))).toEqual(['Buy paint']);
    expect(ready(now([plan], { 8: { ...facts('open'), blockers: [99] } }, { 99: false }))).toHaveLength(2);
  });

  test('is what issue and plan come to: whichever says that it is over', () => {
    const plan = `# A\n\n- [ ] Buy paint${link(7)}\n- [ ] Paint the wall${link(8)}\n- [x] Sleep${link(9)}\n`;
    const known = { 7: facts('closed', 'completed'), 8: facts('closed', 'not_planned'), 9: facts('open') };
    expect(ready(now([plan], known))).toEqual([]);
  });
});

describe('what comes first', () => {
  const TABLE = `# Search

## Phase 1: Core

| ID | Task | Priority | Estimate | Depends on |
|---|---|---|---|---|
| T1 | Draw the page | Low | 1d | |
| T2 | Tune the index | P0 | 3d | |
| T3 | Ship the parser | High | 4d | |
| T4 | Rank the results | | 5d | T3 |
| T5 | Fold the words | | | T3 |
| T6 | Say hello | | | |

## Phase 2: Later

- [ ] Cache the queries
`;

  test('is the critical path, then priority, then what others wait for, and says why', () => {
    expect(reasons(now([TABLE]))).toEqual([
      'Ship the parser: first of Phase 1: Core; two tasks wait for it; 9 days of the critical path; priority High',
      'Tune the index: in Phase 1: Core; priority P0',
      'Say hello: in Phase 1: Core',
      'Draw the page: in Phase 1: Core; priority Low',
      'Cache the queries: first of Phase 2: Later',
    ]);
  });

  test('is the earliest phase that has something open, in each plan', () => {
    const done = TABLE.replace('## Phase 1: Core', '## Phase 0: Begin\n\n- [x] Begin\n\n## Phase 1: Core');
    const other = '# Other\n\n## Phase 1: Only\n\n- [ ] Sing\n\n## Phase 2: Then\n\n- [ ] Dance\n';
    expect(ready(now([done, other])).slice(-3)).toEqual(['Draw the page', 'Cache the queries', 'Dance']);
    expect(ready(now([done, other]))).toContain('Sing');
  });

  test('is, of tasks in no phase, the first', () => {
    expect(reasons(now(['# P\n\n- [ ] Sing\n- [ ] Dance\n']))).toEqual([
      'Sing: next in the plan',
      'Dance: next in the plan',
    ]);
  });

  test('is the sub-task with which the critical path begins', () => {
    const nested =
      '# P\n\n- [ ] T001 Sing (2d)\n- [ ] T002 Rank the results\n  Estimate: 3d\n  - [ ] Weigh words\n- [ ] T003 Dance\n  Estimate: 2d\n  Depends on: T002\n';
    expect(reasons(now([nested]))[0]).toBe('Weigh words: two tasks wait for it; 5 days of the critical path');
  });
});

describe('a task is found', () => {
  const plans = now([
    `# A\n\n- [ ] T010 Ship the parser${link(12)}\n- [ ] Rank the results\n- [ ] Rank the queries\n`,
  ]);
  const tasks = plans.plans.flatMap((plan) => plan.tasks);
  const found = (name: string): unknown => {
    const result = findTask(name, tasks);
    switch (result.kind) {
      case 'found':
        return result.task.task.line;
      case 'ambiguous':
        return result.tasks.map(({ task }) => task.line);
      case 'none':
        return result.near;
    }
  };

  test.each([
    ['12', 3],
    ['#12', 3],
    ['https://github.com/ada/engine/issues/12', 3],
    ['t010', 3],
    ['plans/a.md:4', 4],
    ['a.md:4', 4],
    ['./plans/a.md:5:1', 5],
    ['ship the PARSER', 3],
    ['T010 Ship the parser', 3],
    ['queries', 5],
    ['rank', [4, 5]],
    ['plans/a.md:9', []],
    ['Ship the parsr', ['Ship the parser']],
    ['', []],
  ])('by %s', (name, expected) => {
    expect(found(name)).toEqual(expected);
  });
});

test('a plan in lines: what is done, late, and waits for a person', () => {
  const text =
    '# Search\n\n## Phase 1: Begin (due 2026-01-05)\n\n- [x] Ship the parser\n- [ ] Rank\n\n## Phase 2\n\n- [ ] ~~Sing~~\n- [ ] Dance\n';
  const [plan] = now([text]).plans;
  const problem = { code: 'x', severity: 'warning', message: '', line: 1, column: 1, hint: '' } as const;
  const tally = tallyOfPlan(plan!, [problem, problem], '2026-03-02');
  expect(tally).toMatchObject({
    done: 1,
    open: 2,
    dropped: 1,
    late: 1,
    problems: { error: 0, warning: 2, notice: 0 },
  });
  expect(
    tallyLines({ ...tally, ready: 2 }, [
      waitingWords({ kind: 'write-back', pull: 9 }, 'planwright sync'),
      waitingWords({ kind: 'held', id: '1a2b3c4d' }, 'planwright sync --repo ada/engine'),
      waitingWords({ kind: 'retired' }, 'planwright sync'),
    ]),
  ).toEqual([
    'Search (plans/a.md)',
    '  ▓▓▓▓▓▓░░░░░░░░░░░░░░ 1 of 3 tasks done, 1 dropped; 2 ready; 1 phase late; 2 warnings',
    '  Phase 1: Begin  1 of 2  late: was due 2026-01-05',
    '  Phase 2         0 of 1',
    '  ! edits of the plan wait in pull request #9',
    '  ! a large change waits under the id 1a2b3c4d: planwright sync --repo ada/engine --confirm 1a2b3c4d',
    '  ! the plan is retired: change its text, or comment /plan sync on its tracking issue, to take it back',
  ]);
});
