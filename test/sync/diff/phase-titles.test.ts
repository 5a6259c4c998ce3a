/** What the milestones of phases are called where titles are equal or taken. */
import { parsePlan } from '../../../src/plan/parse.ts';
import type { Phase } from '../../../src/plan/types.ts';
import { milestoneTitle, phaseKeys } from '../../../src/sync/state/ids.ts';
import { printMilestone } from '../../../src/sync/state/markers.ts';
import { phaseTitles } from '../../../src/sync/diff/phase-titles.ts';
import { planPhases } from '../../../src/sync/diff/phase-milestones.ts';
import type { ObservedMilestone } from '../../../src/sync/types.ts';

const ID = 'aaaaaa';
const planOf = (...phases: string[]) =>
  parsePlan(
    `# Zoo\n\n${phases.map((title, index) => `## ${title}\n- [ ] Build part ${index}\n`).join('\n')}`,
  );

const milestone = (number: number, title: string, description = ''): ObservedMilestone => ({
  number,
  title,
  description,
  state: 'open',
  due: null,
  openIssues: 1,
});

const LONG = `Phase 1: ${'x'.repeat(300)}`;

test.each<[string, string[], (string | null)[], string[], string[]]>([
  ['two that differ', ['Phase 1: A', 'Phase 2: B'], [], [], ['Zoo: Phase 1: A', 'Zoo: Phase 2: B']],
  ['two that are equal', ['Phase 1: A', 'Phase 1: A'], [], [], ['Zoo: Phase 1: A', 'Zoo: Phase 1: A (2)']],
  [
    'two that differ in case',
    ['Phase 1: A', 'Phase 1: a'],
    [],
    [],
    ['Zoo: Phase 1: A', 'Zoo: Phase 1: a (2)'],
  ],
  [
    'three, one of which is called as the second would be',
    ['Phase 1: A', 'Phase 1: A (2)', 'Phase 1: A'],
    [],
    [],
    ['Zoo: Phase 1: A', 'Zoo: Phase 1: A (2)', 'Zoo: Phase 1: A (3)'],
  ],
  [
    'a milestone that bears the title, numbered, keeps it',
    ['Phase 1: A', 'Phase 1: A'],
    ['Zoo: Phase 1: A (2)', null],
    [],
    ['Zoo: Phase 1: A (2)', 'Zoo: Phase 1: A'],
  ],
  [
    'a milestone that a person renamed holds none',
    ['Phase 1: A', 'Phase 1: A'],
    [null, 'Whatever'],
    [],
    ['Zoo: Phase 1: A', 'Zoo: Phase 1: A (2)'],
  ],
  [
    "another plan's milestone bears it",
    ['Phase 1: A', 'Phase 1: A'],
    [],
    ['zoo: phase 1: a'],
    ['Zoo: Phase 1: A (aaaaaa)', 'Zoo: Phase 1: A (2)'],
  ],
  [
    'the id stays',
    ['Phase 1: A'],
    ['Zoo: Phase 1: A (aaaaaa)'],
    ['Zoo: Phase 1: A'],
    ['Zoo: Phase 1: A (aaaaaa)'],
  ],
])('Of %s', (_, titles, had, others, expected) => {
  const plan = planOf(...titles);
  const milestones = others.map((title, index) =>
    milestone(100 + index, title, printMilestone({ plan: 'bbbbbb', phase: 'k', closed: false })),
  );
  const holding = new Map<Phase, ObservedMilestone>(
    had.flatMap((title, index) => {
      const phase = plan.phases[index];
      return title === null || phase === undefined ? [] : [[phase, milestone(index, title)] as const];
    }),
  );
  const given = phaseTitles({ id: ID, plan, had: holding, milestones });
  expect(plan.phases.map((phase) => given.get(phase)?.title)).toEqual(expected);
});

test('Titles that are equal once they are cut are told apart within the limit', () => {
  const plan = planOf(`${LONG}a`, `${LONG}b`);
  const given = [...phaseTitles({ id: ID, plan, had: new Map(), milestones: [] }).values()];
  expect(given.map(({ title }) => title.length)).toEqual([255, 255]);
  expect(given[1]?.title).toMatch(/x… \(2\)$/);
});

test('A milestone gives its title up before another one takes it', () => {
  const base = planOf('Phase 1: A', 'Phase 2: B');
  const plan = planOf('Phase 1: X', 'Phase 2: Y');
  const keys = [...phaseKeys(base).values()];
  // A person had given the second one the title that the first one gets now.
  const milestones = ['Zoo: Phase 1: A', 'Zoo: Phase 1: X'].map((title, index) =>
    milestone(index + 1, title, printMilestone({ plan: ID, phase: keys[index] ?? '', closed: false })),
  );
  const tasks = plan.phases.map((phase, index) => ({
    task: phase.tasks[0],
    placed: { task: phase.tasks[0], phase },
    base: { task: base.phases[index]?.tasks[0], phase: base.phases[index] },
    tie: { kind: 'new' },
  }));
  const { changes } = planPhases({ id: ID, plan, base, inFlight: [], tasks: tasks as never, milestones });
  expect(changes.map((change) => (change.kind === 'update-milestone' ? change.title : null))).toEqual([
    { from: 'Zoo: Phase 1: X', to: 'Zoo: Phase 2: Y' },
    { from: 'Zoo: Phase 1: A', to: 'Zoo: Phase 1: X' },
  ]);
});

test("Another plan's milestone is not taken, and one that was shared is left when the phase is called otherwise", () => {
  const [plan, renamed] = [planOf('Phase 1: A'), planOf('Phase 1: B')];
  const theirs = printMilestone({ plan: 'bbbbbb', phase: 'k', closed: false });
  const milestones = [milestone(1, 'Zoo: Phase 1: A', theirs)];
  const first = planPhases({ id: ID, plan, base: null, inFlight: [], tasks: [], milestones });
  expect(first.changes).toMatchObject([{ kind: 'create-milestone', title: 'Zoo: Phase 1: A (aaaaaa)' }]);
  expect(first.conflicts.map(({ code }) => code)).toEqual(['milestone-title-taken']);
  const tasksOf = (now: typeof plan) =>
    now.phases.map((phase) => ({
      placed: { task: phase.tasks[0], phase },
      base: { task: plan.phases[0]?.tasks[0], phase: plan.phases[0] },
      tie: { kind: 'issue', issue: { milestone: 1 } },
    })) as never;
  const shared = planPhases({ id: ID, plan, base: plan, inFlight: [], tasks: tasksOf(plan), milestones });
  expect([shared.changes, [...shared.refs.values()]]).toEqual([[], [{ number: 1 }]]);
  const parted = planPhases({
    id: ID,
    plan: renamed,
    base: plan,
    inFlight: [],
    tasks: tasksOf(renamed),
    milestones,
  });
  expect(parted.changes).toMatchObject([
    { kind: 'create-milestone', title: milestoneTitle(renamed, renamed.phases[0] as Phase) },
  ]);
});

test('phases that differ in words of state alone have keys of their own', () => {
  const keys = phaseKeys(planOf('Phase 1: A ✅ COMPLETE', 'Phase 1: A'));
  expect(new Set(keys.values()).size).toBe(2);
});
