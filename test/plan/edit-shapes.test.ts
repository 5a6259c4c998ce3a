/** Edits of the shapes that are not a plain box: bold leads, words that drop a task, todos of the front matter. */
import { editPlan } from '../../src/plan/edit.ts';
import { parsePlan } from '../../src/plan/parse.ts';
import type { Task } from '../../src/plan/types.ts';
import { allTasks } from '../../src/plan/walk.ts';

const URL_12 = 'https://github.com/acme/shop/issues/12';

function only(text: string): Task | undefined {
  return allTasks(parsePlan(text))[0]?.task;
}

describe('a title edit on a task that bold words name', () => {
  test.each([
    ['- [ ] **Core shelf** - Oak on iron. `M`\n', 'Big shelf', '- [ ] **Big shelf** - Oak on iron. `M`\n'],
    ['- [ ] T12 **Core shelf:** oak (2h)\n', 'Big *shelf*', '- [ ] T12 **Big \\*shelf\\*:** oak (2h)\n'],
    ['- [ ] **Core shelf**: oak\n', 'Shelf', '- [ ] **Shelf** - oak\n'],
    ['- [ ] ~~**Core shelf** - oak~~\n', 'Big shelf', '- [ ] ~~**Big shelf** - oak~~\n'],
  ])('of %j rewords them alone', (text, title, expected) => {
    const edited = editPlan(text, [{ kind: 'title', line: 1, title }]);
    expect(edited).toBe(expected);
    expect(only(edited)).toMatchObject({ title, state: only(text)?.state });
  });
});

describe('a title edit on a long task that its first clause names', () => {
  const rest = 'set it upon the spindle, and dress it with forty furrows before the winter';
  test.each([
    [`- [ ] Cut the upper stone; ${rest}\n`, 'Cut it', `- [ ] **Cut it** - ${rest}\n`],
    [`- [x] T1: Cut the upper stone. S${rest} (2h)\n`, 'Cut it', `- [x] T1: **Cut it** - S${rest} (2h)\n`],
    [`- [ ] Cut the *upper* stone (${rest})\n`, 'Cut *it*', `- [ ] **Cut \\*it\\*** - (${rest})\n`],
    [`- [ ] ~~Cut the upper stone — ${rest}~~\n`, 'Cut it', `- [ ] ~~**Cut it** - ${rest}~~\n`],
  ])('of %j makes bold words of the new title, and keeps the rest', (text, title, expected) => {
    const before = only(text);
    expect(before?.title).toBe('Cut the upper stone');
    const edited = editPlan(text, [{ kind: 'title', line: 1, title }]);
    expect(edited).toBe(expected);
    expect(only(edited)).toMatchObject({ title, state: before?.state, details: before?.details });
  });
});

describe('a state edit on a task that a word drops', () => {
  test.each([
    ['- [ ] Stories - **SKIP**\n', 'open', '- [ ] Stories\n'],
    ['- [ ] Stories (skipped)\n', 'done', '- [x] Stories\n'],
    ['- [ ] Stories (skipped)\n', 'dropped', '- [ ] Stories (skipped)\n'],
  ] as const)('of %j to %s', (text, state, expected) => {
    expect(only(text)?.state).toBe('dropped');
    expect(editPlan(text, [{ kind: 'state', line: 1, state }])).toBe(expected);
  });
});

describe('a link to an issue', () => {
  test.each([
    [
      'headings that only their priority makes tasks',
      '# Door\n\n### 1. Hinge (High priority)\n\nOil it.\n\n### 2. Lock (Low priority)\n\nTurn it.\n',
    ],
    [
      'bold names of tasks',
      '# Door\n\n**Task 1: Hinge**\n- [ ] Oil\n\n**2. task-2 - Lock** (2h)\n- [ ] Turn\n',
    ],
  ])('leaves %s what they are', (_, text) => {
    const tasks = allTasks(parsePlan(text)).map(({ task }) => task);
    expect(tasks.map(({ title }) => title)).toEqual(['Hinge', 'Lock']);
    const linked = editPlan(
      text,
      tasks.map(({ line }) => ({
        kind: 'link',
        line,
        issue: 12 + line,
        url: `https://github.com/acme/shop/issues/${String(12 + line)}`,
      })),
    );
    const read = allTasks(parsePlan(linked)).map(({ task }) => task);
    expect(read.map(({ title, issue }) => ({ title, issue }))).toEqual([
      { title: 'Hinge', issue: 12 + (tasks[0]?.line ?? 0) },
      { title: 'Lock', issue: 12 + (tasks[1]?.line ?? 0) },
    ]);
    expect(
      editPlan(
        linked,
        tasks.map(({ line }) => ({ kind: 'unlink', line })),
      ),
    ).toBe(text);
  });
});

describe('edits of todos', () => {
  const plan = [
    '---',
    'name: Garden # all of it',
    'todos:',
    '  - id: soil',
    '    content: "Turn the soil"',
    '    status: pending',
    '  - id: fence',
    "    content: 'Mend it'",
    "    status: 'completed'",
    '  - id: snails',
    '    content: Count the snails',
    '---',
    '',
    '# Garden',
    '',
  ].join('\r\n');

  test('splice the value of the status, and nothing else', () => {
    const edited = editPlan(plan, [
      { kind: 'state', line: 4, state: 'done' },
      { kind: 'state', line: 7, state: 'dropped' },
      { kind: 'link', line: 4, issue: 12, url: URL_12 },
    ]);
    expect(edited).toBe(plan.replace('pending', 'completed').replace("'completed'", "'cancelled'"));
    const back = editPlan(edited, [
      { kind: 'state', line: 4, state: 'open' },
      { kind: 'state', line: 7, state: 'done' },
      { kind: 'unlink', line: 4 },
    ]);
    expect(back).toBe(plan);
  });

  test('give a status to a todo that has none', () => {
    expect(editPlan(plan, [{ kind: 'state', line: 10, state: 'done' }])).toBe(
      plan.replace('Count the snails', 'Count the snails\r\n    status: completed'),
    );
  });

  test.each([
    [4, 'Turn "all" of it', '"Turn \\"all\\" of it"', '"Turn the soil"'],
    [7, "Mend Ann's fence", "'Mend Ann''s fence'", "'Mend it'"],
    [10, 'Snails: count them', '"Snails: count them"', 'Count the snails'],
    [10, 'Count all snails', 'Count all snails', 'Count the snails'],
  ])('reword the content on line %i to %s', (line, title, written, before) => {
    const edited = editPlan(plan, [{ kind: 'title', line, title }]);
    expect(edited).toBe(plan.replace(before, () => written));
    expect(allTasks(parsePlan(edited)).find(({ task }) => task.line === line)?.task.title).toBe(title);
  });
});

test('a copy that is struck through, of a task that its other line keeps open, gets an open box with its words', () => {
  const link = '([#7](https://github.com/ada/engine/issues/7))';
  const text = `# P\n\n- [x] ~~Parse~~ ${link}\n- [ ] Parse ${link}\n`;
  expect(editPlan(text, [{ kind: 'state', line: 3, state: 'open' }])).toBe(
    `# P\n\n- [ ] Parse ${link}\n- [ ] Parse ${link}\n`,
  );
});
