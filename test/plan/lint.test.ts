import { findCycles } from '../../src/plan/lint/cycles.ts';
import { resolveDependencies } from '../../src/plan/lint/dependencies.ts';
import { lintPlan } from '../../src/plan/lint.ts';
import { parsePlan } from '../../src/plan/parse.ts';

function planOf(...rows: readonly string[]): string {
  return [
    '# P',
    '',
    '## Phase 1: Base',
    '- [ ] Lay the base',
    '',
    '## Work',
    '| ID | Task | Depends on |',
    '|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
    '',
  ].join('\n');
}

function targetsOf(text: string): Record<string, string[]> {
  const targets: Record<string, string[]> = {};
  for (const { task, target } of resolveDependencies(parsePlan(text)).found) {
    const name =
      target.kind === 'task'
        ? target.task.title
        : target.kind === 'phase'
          ? target.phase.title
          : `#${String(target.issue)}`;
    (targets[task.title] ??= []).push(name);
  }
  return targets;
}

describe('a dependency', () => {
  test('is found by title, id, issue and phase', () => {
    const text = planOf(
      'T1 | One | Phase 1, #12',
      'T2 | Two and a half | one',
      'T3 | Three | T1 and T2',
      'T4 | Four | Two and a half, Lay the base',
    );
    expect(targetsOf(text)).toEqual({
      One: ['Phase 1: Base', '#12'],
      'Two and a half': ['One'],
      Three: ['One', 'Two and a half'],
      Four: ['Two and a half', 'Lay the base'],
    });
  });

  test('may be a range, or leave its prefix out', () => {
    const text = planOf(
      'T-01 | One | -',
      'T-02 | Two | N/A',
      'T-03 | Three | T-01–T-02',
      'T-04 | Four | T-01, 03',
      'T-05 | Five | All above',
    );
    expect(targetsOf(text)).toEqual({
      Three: ['One', 'Two'],
      Four: ['One', 'Three'],
      Five: ['One', 'Two', 'Three', 'Four'],
    });
  });

  test('that names nothing is a Problem with the nearest candidate', () => {
    const [problem] = lintPlan(parsePlan(planOf('T1 | Parse the file | -', 'T2 | Lint it | Parse teh file')));
    expect(problem).toMatchObject({ code: 'unknown-dependency', severity: 'warning', line: 10 });
    expect(problem?.message).toContain('"Parse the file"');
  });

  test('that names several tasks is a Problem with their lines', () => {
    const text = planOf('T1 | Twin | -', 'T2 | Twin | -', 'T3 | Lint it | Twin');
    expect(lintPlan(parsePlan(text))).toEqual([
      expect.objectContaining({
        code: 'ambiguous-dependency',
        line: 11,
        message: expect.stringContaining('lines 9, 10'),
      }),
    ]);
  });

  test('of a task on itself, and in a loop, is an error that names the loop', () => {
    const text = planOf('T1 | One | T3', 'T2 | Two | T1', 'T3 | Three | T2', 'T4 | Four | T4');
    const problems = lintPlan(parsePlan(text)).filter(({ code }) => code === 'dependency-cycle');
    expect(problems.map(({ line, severity }) => [line, severity])).toEqual([
      [9, 'error'],
      [12, 'error'],
    ]);
    expect(problems[0]?.message).toContain('"One" → "Three" → "Two" → "One"');
  });

  test('loop goes through phases, too', () => {
    const text =
      '# P\n\n## Phase 1\n- [ ] One\n  - Depends on: Phase 2\n\n## Phase 2\n- [ ] Two\n  - Depends on: One\n';
    expect(lintPlan(parsePlan(text)).map(({ code }) => code)).toEqual(['dependency-cycle']);
  });
});

describe('what a stranger writes costs little', () => {
  const titles = Array.from({ length: 300 }, (_, index) => `Do part ${index} of it`);
  const codes = (text: string): string[] => lintPlan(parsePlan(text)).map(({ code }) => code);

  test('a cell that names thousands counts each task once, and stops at 200', () => {
    const twice = planOf(
      ...titles.map((title, at) => `T${at} | ${title} | -`),
      'X | All | T0-T99, T0-T99, T50-T150',
    );
    expect(targetsOf(twice)['All']).toHaveLength(151);
    expect(codes(twice)).toEqual([]);
    const many = planOf(
      ...titles.map((title, at) => `T${at} | ${title} | -`),
      'X | All | T0-T99, T100-T199, T200-T299',
    );
    expect(targetsOf(many)['All']).toHaveLength(200);
    expect(codes(many)).toEqual(['many-dependencies']);
  });

  test('all above are the nearest 200, which is said', () => {
    const rows = titles.map((title, at) => `T${at} | ${title} | -`);
    const all = planOf(...rows, 'X | All | all above');
    expect(targetsOf(all)['All']).toEqual(titles.slice(100));
    expect(codes(all)).toEqual(['many-dependencies']);
    const beside = planOf(...rows, 'X | All | T0-T9, T299, all above');
    expect(targetsOf(beside)['All']).toEqual([
      ...titles.slice(0, 10),
      ...titles.slice(299),
      ...titles.slice(110, 299),
    ]);
    const whole = planOf(...rows.slice(0, 200), 'X | All | all above, T7');
    expect(targetsOf(whole)['All']).toEqual(titles.slice(0, 200));
    expect(codes(whole)).toEqual([]);
  });

  test('a name longer than 200 characters is a title or nothing', () => {
    const long = `Read ${'a '.repeat(120)}b`;
    const text = planOf(`T1 | ${long} | -`, `T2 | Two | ${long}`, `T3 | Three | T1${' '.repeat(250)}(soft`);
    expect(targetsOf(text)['Two']).toEqual([long]);
    expect(codes(planOf(`T1 | One | -`, `T2 | Two | ${'1'.repeat(300)}-2`))).toEqual(['unknown-dependency']);
  });

  test('equal titles: the one in the same section is meant, else all are told, however many', () => {
    const equal = ['# P', '## A', '- [ ] Same', '## B', ...Array.from({ length: 50 }, () => '- [ ] Same')];
    const asks = (section: string): string[] => [...equal, `## ${section}`, '- [ ] Ask (depends on Same)'];
    expect(codes(asks('C').join('\n'))).toContain('ambiguous-dependency');
    expect(
      lintPlan(parsePlan(asks('C').join('\n'))).find(({ code }) => code === 'ambiguous-dependency')?.message,
    ).toContain('on lines 3, 5, 6, 7, 8.');
    const inA = [...equal.slice(0, 3), '- [ ] Ask (depends on Same)', ...equal.slice(3)];
    expect(targetsOf(inA.join('\n'))['Ask']).toEqual(['Same']);
  });
});

describe('cycles', () => {
  const graph = (text: string): Map<string, string[]> => {
    const edges = new Map<string, string[]>();
    for (const edge of text.split(' '))
      edges.set(edge.charAt(0), [...(edges.get(edge.charAt(0)) ?? []), edge.charAt(1)]);
    return edges;
  };

  test('are all found, each in its shortest form', () => {
    expect(findCycles(graph('ab bc ca cd dc ee xf'), 20).cycles).toEqual([
      ['e'],
      ['c', 'd'],
      ['a', 'b', 'c'],
    ]);
  });

  test('do not include a long way round a short one', () => {
    expect(findCycles(graph('ab ba bc ca'), 20).cycles).toEqual([['a', 'b']]);
  });

  test('are none in a graph without', () => {
    expect(findCycles(graph('ab bc ac'), 20).cycles).toEqual([]);
  });

  test('of ten thousand nodes are found without running out of stack', () => {
    const edges = new Map(Array.from({ length: 10_000 }, (_, node) => [node, [(node + 1) % 10_000]]));
    edges.set(0, [0]);
    expect(findCycles(edges, 20).cycles).toEqual([[0]]);
  });

  test('of a graph that is one knot are found with bounded work', () => {
    const nodes = Array.from({ length: 2_000 }, (_, node) => node);
    const edges = new Map(
      nodes.map((node) => [node, nodes.filter((to) => (to * 7 + node) % 10 === 0 && to !== node)]),
    );
    const { cycles, steps } = findCycles(edges, 20);
    expect(cycles).toHaveLength(20);
    expect(steps).toBeLessThan(2_000_000);
  });
});

describe('lint', () => {
  test('says which values are out of vocabulary', () => {
    const text =
      '# P\n\n| Task | Priority | Estimate |\n|---|---|---|\n| A | Whenever | soon |\n| B | P1 | 2d |\n\n| Risk | Impact | Mitigation |\n|---|---|---|\n| R | Huge | |\n';
    expect(lintPlan(parsePlan(text)).map(({ code, line }) => [line, code])).toEqual([
      [5, 'unknown-priority'],
      [5, 'unknown-estimate'],
      [10, 'unknown-risk-level'],
      [10, 'risk-without-mitigation'],
    ]);
  });

  test('finds nothing in a good plan', () => {
    expect(lintPlan(parsePlan(planOf('T1 | One | Phase 1', 'T2 | Two | T1')))).toEqual([]);
  });
});

test('A task that names the same range again and again is remembered once for each time', () => {
  const ids = Array.from({ length: 30 }, (_, index) => `T${String(index + 1).padStart(3, '0')}`);
  const tasks = ids.map((id) => `- [ ] ${id} Build the ${id} part\n`).join('');
  const ranges = Array.from({ length: 8 }, () => 'T001-T030').join(', ');
  const plan = parsePlan(`# Parts\n\n## Phase 1: Build\n${tasks}- [ ] Ship it\n  - Depends on: ${ranges}\n`);
  const { found, repeated } = resolveDependencies(plan);
  expect(found).toHaveLength(30);
  expect(repeated).toHaveLength(7);
});
