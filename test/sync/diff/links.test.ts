/** The rows "blocked-by" and "parent" of DESIGN 5 as truth tables: what the plan said, says now, and what is linked. */
import { parsePlan } from '../../../src/plan/parse.ts';
import { allTasks } from '../../../src/plan/walk.ts';
import { resolveDependencies } from '../../../src/plan/lint/dependencies.ts';
import { planLinks, type Links } from '../../../src/sync/diff/links.ts';
import { printBlock } from '../../../src/sync/state/body-block.ts';
import type { Known, Memory } from '../../../src/sync/state/known.ts';
import { printTask } from '../../../src/sync/state/markers.ts';
import { matchTasks, NO_MATCH } from '../../../src/sync/match/match.ts';
import { resolveTasks } from '../../../src/sync/resolve/resolve.ts';
import { taskKeys } from '../../../src/sync/state/ids.ts';
import type { LinkEnd, Observed, ObservedIssue, TaskOutcome } from '../../../src/sync/types.ts';

const PLAN_ID = '3f2a1c';
const APP = 7;
const TRACKING = 1;

interface Given {
  /** The plan that both sides last agreed on; null where the issues were made and nothing was noted. */
  readonly base: string | null;
  readonly now: string;
  /** In which fields an issue differs from one that was just made, by the title of its task. */
  readonly issues?: Readonly<Record<string, Partial<ObservedIssue>>>;
  readonly tracking?: Partial<ObservedIssue>;
  /** Titles of tasks that have no issue yet. */
  readonly unmade?: readonly string[];
  readonly lost?: boolean;
}

function issue(number: number, fields: Partial<ObservedIssue>): ObservedIssue {
  return {
    number,
    id: 9000 + number,
    title: `Issue ${number}`,
    body: '',
    state: 'open',
    reason: null,
    createdAt: '2026-03-02T00:00:00Z',
    closedAt: null,
    labels: [],
    milestone: null,
    assignees: [],
    creator: APP,
    creatorLogin: 'planwright[bot]',
    parent: null,
    subIssues: 0,
    blockedBy: 0,
    ...fields,
  };
}

/** Decides on the links; tasks of the base are issues 11, 12, ... in the order of their lines, then those of now. */
function decide({ base, now, issues = {}, tracking = {}, unmade = [], lost = false }: Given): {
  links: Links;
  titleOf: (end: LinkEnd) => string;
} {
  const plan = parsePlan(now);
  const before = base === null ? null : parsePlan(base);
  const tasks = [...(before === null ? [] : allTasks(before)), ...allTasks(plan)];
  const titles = [...new Set(tasks.map(({ task }) => task.title))];
  const numberOf = (title: string): number => 11 + titles.indexOf(title);
  const keys = new Map([...(before === null ? [] : taskKeys(before)), ...taskKeys(plan)]);
  const made = titles
    .filter((title) => !unmade.includes(title))
    .map((title) => {
      const task = tasks.find((one) => one.task.title === title)?.task;
      const marker = {
        plan: PLAN_ID,
        task: (task && keys.get(task)) ?? '',
        title: 'x',
        src: 'x',
        dropped: false,
      };
      return issue(numberOf(title), { title, body: printBlock(printTask(marker), ''), ...issues[title] });
    });
  const observed: Observed = {
    issues: made,
    linked: new Map(),
    unlinked: new Map(),
    gone: new Set(),
    milestones: [],
    pulls: [],
  };
  const entries = (before === null ? [] : allTasks(before)).map(
    ({ task }) => [task.line, { kind: 'issue', number: numberOf(task.title) }] as const,
  );
  const memory: Memory = {
    tracking: issue(TRACKING, { title: 'Plan: Search', ...tracking }),
    ledger: {
      plan: PLAN_ID,
      path: 'plans/search.md',
      base: { kind: 'unfinished' },
      entries: new Map(entries),
      confirmed: null,
    },
    closedByApp: false,
  };
  const known: Known =
    before === null || base === null
      ? { kind: lost ? 'lost' : 'unfinished', memory }
      : { kind: 'known', memory, base: { plan: before, blob: 'old', text: base, entries: new Map(entries) } };
  const resolution = resolveTasks({
    id: PLAN_ID,
    plan,
    blob: 'new',
    known,
    observed,
    released: new Set(),
    leaving: new Set(),
    trusted: new Set([APP]),
    inFlight: [],
    match: before === null ? NO_MATCH : matchTasks(before, plan, new Map(entries)),
  });
  const outcomes = resolution.tasks.map(({ task, key, tie }): TaskOutcome => {
    const ref = tie.kind === 'new' ? { key } : 'issue' in tie ? { number: tie.issue.number } : null;
    return { line: task.line, issue: ref, state: task.state, guessed: false };
  });
  const place = { repositoryUrl: 'https://github.com/ada/engine', branch: 'main', path: 'plans/search.md' };
  const dependencies = {
    now: resolveDependencies(plan),
    before: before === null ? null : resolveDependencies(before),
    inFlight: [],
  };
  const links = planLinks({
    plan,
    known,
    observed,
    resolution,
    outcomes,
    place,
    dependencies,
    inFlight: [],
  });
  const byKey = new Map([...taskKeys(plan)].map(([task, key]) => [key, task.title]));
  const titleOf = (end: LinkEnd): string => {
    if (end.kind === 'task') return `new ${byKey.get(end.key)}`;
    if (end.kind === 'tracking' || end.number === TRACKING) return 'tracking';
    return titles[end.number - 11] ?? `#${end.number}`;
  };
  return { links, titleOf };
}

/** The changes as sentences. */
function told(given: Given): string[] {
  const { links, titleOf } = decide(given);
  return links.changes.flatMap((change) => {
    if (change.kind === 'add-sub-issue')
      return `${titleOf(change.child)} ${change.replaces ? 'moves' : 'goes'} under ${titleOf(change.parent)}`;
    if (change.kind === 'remove-sub-issue')
      return `${titleOf(change.child)} leaves ${titleOf(change.parent)}`;
    if (change.kind === 'add-blocked-by')
      return `${titleOf(change.issue)} waits for ${titleOf(change.blocker)}${change.look ? ', perhaps already' : ''}`;
    if (change.kind === 'remove-blocked-by')
      return `${titleOf(change.issue)} waits no more for ${titleOf(change.blocker)}`;
    throw new Error(`Expected links only, found ${change.kind}.`);
  });
}

describe('the parent of a task, by base, plan and issue', () => {
  const FLAT = '# P\n\n## Phase 1: A\n- [ ] One\n- [ ] Two\n';
  const NESTED = '# P\n\n## Phase 1: A\n- [ ] One\n  - [ ] Two\n';
  // Base, plan, the parent that "Two" has, and what becomes of it. "One" is where it belongs.
  const table: readonly (readonly [string | null, string, ObservedIssue['parent'], string[]])[] = [
    [null, FLAT, null, ['Two goes under tracking']],
    [null, FLAT, TRACKING, []],
    [null, FLAT, 99, []],
    [null, FLAT, 'elsewhere', []],
    [null, NESTED, null, ['Two goes under One']],
    [null, NESTED, 11, []],
    [FLAT, FLAT, null, []],
    [FLAT, FLAT, TRACKING, []],
    [FLAT, FLAT, 99, []],
    [FLAT, NESTED, null, ['Two moves under One']],
    [FLAT, NESTED, TRACKING, ['Two moves under One']],
    [FLAT, NESTED, 11, []],
    [FLAT, NESTED, 'elsewhere', ['Two moves under One']],
    [NESTED, FLAT, null, ['Two moves under tracking']],
    [NESTED, FLAT, 11, ['Two moves under tracking']],
    [NESTED, FLAT, TRACKING, []],
    [NESTED, NESTED, null, []],
    [NESTED, NESTED, 99, []],
  ];

  it.each(table)('%j, %j, %j: %j', (base, now, parent, expected) => {
    expect(told({ base, now, issues: { One: { parent: TRACKING }, Two: { parent } } })).toEqual(expected);
  });

  it('of one that is opened now is set, under one that is opened now too', () => {
    expect(told({ base: null, now: NESTED, unmade: ['One', 'Two'] })).toEqual([
      'new One goes under tracking',
      'new Two goes under new One',
    ]);
  });

  it('stays where a reworded task keeps its sub-tasks', () => {
    const reworded = NESTED.replace('One', 'One more');
    const { links } = decide({ base: NESTED, now: reworded, unmade: ['One more'] });
    expect(links.changes).toEqual([]);
  });

  it('has no place under a tracking issue that is full; a task that moved still leaves', () => {
    const full = { subIssues: 100 };
    const given = { base: NESTED, now: FLAT, tracking: full, issues: { Two: { parent: 11 } } };
    expect(told(given)).toEqual(['Two leaves One']);
    expect(decide(given).links.conflicts).toMatchObject([{ code: 'sub-issues-full' }]);
    expect(told({ base: null, now: FLAT, tracking: { subIssues: 99 } })).toEqual(['One goes under tracking']);
  });

  it('is set where the base was lost and there is none', () => {
    expect(told({ base: null, now: FLAT, lost: true, issues: { One: { parent: 99 } } })).toEqual([
      'Two goes under tracking',
    ]);
  });
});

describe('what a task is blocked by, by base, plan and issue', () => {
  const plan = (...lines: readonly string[]): string => `# P\n\n## Phase 1: A\n${lines.join('\n')}\n`;
  const waiting = (box: string, ...names: readonly string[]): string =>
    plan('- [ ] One', '- [ ] Two', `- [${box}] Three`, `  - Depends on: ${names.join(', ') || 'None'}`);
  const [NONE, ONE, TWO, BOTH] = [
    waiting(' '),
    waiting(' ', 'One'),
    waiting(' ', 'Two'),
    waiting(' ', 'One', 'Two'),
  ];
  // Base, plan, how many "Three" is blocked by, and what becomes of it.
  const table: readonly (readonly [string | null, string, number, string[]])[] = [
    [null, ONE, 0, ['Three waits for One']],
    [null, ONE, 1, ['Three waits for One, perhaps already']],
    [null, waiting('x', 'One'), 0, []],
    [ONE, ONE, 0, []],
    [ONE, ONE, 1, []],
    [NONE, NONE, 1, []],
    [NONE, ONE, 0, ['Three waits for One']],
    [NONE, ONE, 2, ['Three waits for One, perhaps already']],
    [ONE, NONE, 0, []],
    [ONE, NONE, 1, ['Three waits no more for One']],
    [ONE, TWO, 1, ['Three waits for Two, perhaps already', 'Three waits no more for One']],
    [ONE, BOTH, 1, ['Three waits for Two, perhaps already']],
    [BOTH, TWO, 2, ['Three waits no more for One']],
    [waiting('x', 'One'), ONE, 0, ['Three waits for One']],
    [ONE, waiting('x', 'One'), 1, []],
  ];

  it.each(table)('%j, %j, %i: %j', (base, now, blockedBy, expected) => {
    const placed = { parent: TRACKING };
    const issues = { One: placed, Two: placed, Three: { ...placed, blockedBy } };
    expect(told({ base, now, issues })).toEqual(expected);
  });

  const blocked = (given: Given): string[] => told(given).filter((one) => one.includes('wait'));

  it('does not follow a loop, nor undoes what stood before the loop was closed', () => {
    const loop = plan(
      '- [ ] One',
      '  - Depends on: Three',
      '- [ ] Two',
      '- [ ] Three',
      '  - Depends on: One',
    );
    expect(blocked({ base: null, now: loop })).toEqual([]);
    expect(blocked({ base: ONE, now: loop, issues: { Three: { blockedBy: 1 } } })).toEqual([]);
    expect(blocked({ base: loop, now: ONE, issues: { Three: { blockedBy: 1 } } })).toEqual([
      'Three waits for One, perhaps already',
    ]);
  });

  it('is nobody knows what where the base was lost', () => {
    expect(blocked({ base: null, now: ONE, lost: true })).toEqual([]);
  });

  const many = (count: number, name = 'Part'): string[] =>
    Array.from({ length: count }, (_, index) => `- [ ] ${name} ${index + 1}`);

  it('is a phase of at most ten tasks, sub-tasks left out', () => {
    const phased = (count: number): string =>
      `${plan(...many(count), '  - [ ] Within')}\n## Phase 2: B\n- [ ] Three\n  - Depends on: Phase 1\n`;
    expect(blocked({ base: null, now: phased(10) })).toHaveLength(10);
    expect(blocked({ base: null, now: phased(11) })).toEqual([]);
    expect(decide({ base: null, now: phased(11) }).links.problems).toMatchObject([
      { code: 'blocked-by-limit', line: 3 },
    ]);
    // One that grows past ten keeps the links that were made for it.
    const grown = { base: phased(10), now: phased(11), issues: { Three: { blockedBy: 10 } } };
    expect(blocked(grown)).toEqual([]);
  });

  it('is never its own phase', () => {
    expect(blocked({ base: null, now: plan('- [ ] One', '- [ ] Two', '  - Depends on: Phase 1') })).toEqual(
      [],
    );
  });

  it('is at most fifty, and blocks at most fifty', () => {
    const named = Array.from({ length: 51 }, (_, index) => `- [ ] T${101 + index} Build part ${index}`);
    const waits = plan(...named, '- [ ] Three', '  - Depends on: T101-T151');
    expect(blocked({ base: null, now: waits })).toHaveLength(50);
    const blocks = plan('- [ ] One', ...many(51).flatMap((line) => [line, '  - Depends on: One']));
    expect(blocked({ base: null, now: blocks })).toHaveLength(50);
    for (const now of [waits, blocks])
      expect(decide({ base: null, now }).links.problems).toMatchObject([{ code: 'blocked-by-limit' }]);
  });

  it.each([
    ['#40', ['Three waits for #40']],
    ['ada/engine#40', ['Three waits for #40']],
    ['bo/engine#40', []],
    ['https://github.com/ada/engine/issues/40', ['Three waits for #40']],
    ['https://github.com/bo/engine/issues/40', []],
  ])('%s: %j', (name, expected) => {
    expect(blocked({ base: null, now: waiting(' ', name) })).toEqual(expected);
  });
});
