import { parsePlan } from '../../src/plan/parse.ts';
import { criticalPath, effortOf } from '../../src/sync/progress/schedule.ts';

const PLAN = parsePlan(
  [
    '# P',
    '',
    '## Phase 1: Base',
    '- [x] Dig (3d)',
    '- [ ] Pour (1d)',
    '  - [ ] Mix (2h)',
    '- [ ] Wait',
    '',
    '## Phase 2: House',
    '- [ ] Walls',
    '- [ ] Roof',
    '- [ ] Paint (S)',
    '',
    '## Work',
    '| Task | Estimate | Depends on |',
    '|---|---|---|',
    '| Walls | 2-4 days | Pour |',
    '| Roof | 1d | Walls |',
    '| Garden | 5 pts | |',
    '| Fence | 1h | Dig |',
    '',
  ].join('\n'),
);

describe('remaining effort', () => {
  test('adds up open tasks per phase, kinds apart, ranges kept, sub-tasks within their task', () => {
    const [base, house] = PLAN.phases.map(({ tasks }) => effortOf(tasks));
    const rest = effortOf(PLAN.groups.flatMap(({ tasks }) => tasks));
    expect(base).toMatchObject({ hours: { low: 8, high: 8 }, unknown: 1, open: 3 });
    expect(house).toMatchObject({ hours: { low: 24, high: 40 }, unknown: 0, open: 3 });
    expect(house?.sizes).toEqual(new Map([['S', 1]]));
    expect(rest).toMatchObject({ hours: { low: 1, high: 1 }, points: { low: 5, high: 5 }, open: 2 });
  });
});

describe('the critical path', () => {
  test('is the longest chain of open tasks', () => {
    const path = criticalPath(PLAN);
    expect(path?.tasks.map(({ title }) => title)).toEqual(['Pour', 'Walls', 'Roof']);
    expect(path).toMatchObject({ unit: 'hours', length: 40 });
  });

  test('is none where nothing depends on anything', () => {
    expect(criticalPath(parsePlan('# P\n\n- [ ] A (2d)\n- [ ] B (3d)\n'))).toBeNull();
  });

  test('is found in spite of a loop', () => {
    const loop =
      '# P\n\n| ID | Task | Estimate | Depends on |\n|---|---|---|---|\n| T1 | A | 1d | T2 |\n| T2 | B | 1d | T1 |\n| T3 | C | 2d | T2 |\n';
    expect(criticalPath(parsePlan(loop))?.tasks.at(-1)?.title).toBe('C');
  });
});
