import { stateWriter, editPlan, EditError } from '../../src/plan/edit.ts';
import { parsePlan } from '../../src/plan/parse.ts';
import type { Edit } from '../../src/plan/types.ts';
import { allTasks } from '../../src/plan/walk.ts';
import { unstrike } from '../../src/plan/text/strike.ts';

const URL_12 = 'https://github.com/acme/shop/issues/12';

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

describe('a state edit on a checkbox', () => {
  const plan = lines('# P', '', '## Phase 1', '- [ ] One', '  * [X] ~~Two~~', '+ [x] Three');

  test('ticks an open box', () => {
    expect(editPlan(plan, [{ kind: 'state', line: 4, state: 'done' }])).toBe(
      plan.replace('- [ ] One', '- [x] One'),
    );
  });

  test('unticks a done box', () => {
    expect(editPlan(plan, [{ kind: 'state', line: 6, state: 'open' }])).toBe(
      plan.replace('[x] Three', '[ ] Three'),
    );
  });

  test('strikes a dropped task and unticks it', () => {
    expect(editPlan(plan, [{ kind: 'state', line: 6, state: 'dropped' }])).toBe(
      plan.replace('[x] Three', '[ ] ~~Three~~'),
    );
  });

  test('takes the strike off a task that is open again', () => {
    expect(editPlan(plan, [{ kind: 'state', line: 5, state: 'open' }])).toBe(
      plan.replace('[X] ~~Two~~', '[ ] Two'),
    );
  });

  test('keeps the issue link outside the strike', () => {
    const linked = lines('- [ ] One ([#12](' + URL_12 + '))');
    expect(editPlan(linked, [{ kind: 'state', line: 1, state: 'dropped' }])).toBe(
      lines('- [ ] ~~One~~ ([#12](' + URL_12 + '))'),
    );
  });
});

describe('a state edit on a row', () => {
  test('adds a Status column to a table that has none', () => {
    const plan = lines(
      '| Task | Priority |',
      '|------|----------|',
      '| One  | High     |',
      '| Two  | Low      |',
    );
    expect(editPlan(plan, [{ kind: 'state', line: 4, state: 'done' }])).toBe(
      lines(
        '| Task | Priority | Status |',
        '|------|----------|--------|',
        '| One  | High     |        |',
        '| Two  | Low      | Done   |',
      ),
    );
  });

  test('adds no column for an open row', () => {
    const plan = lines('| Task | Priority |', '|---|---|', '| One | High |');
    expect(editPlan(plan, [{ kind: 'state', line: 3, state: 'open' }])).toBe(plan);
  });

  test('speaks the language of the column', () => {
    const plan = lines('| Task | Status |', '|---|---|', '| One | ✅ Complete |', '| Two | ⬜ Pending |');
    expect(editPlan(plan, [{ kind: 'state', line: 4, state: 'done' }])).toBe(
      plan.replace('⬜ Pending', '✅ Complete'),
    );
  });

  test('leaves a cell of the right class alone', () => {
    const plan = lines('| Task | Status |', '|---|---|', '| One | Shipped |');
    expect(editPlan(plan, [{ kind: 'state', line: 3, state: 'done' }])).toBe(plan);
  });

  test('keeps the pipes of a pretty table in line', () => {
    const plan = lines('| Task | Status      |', '|------|-------------|', '| One  | In progress |');
    expect(editPlan(plan, [{ kind: 'state', line: 3, state: 'done' }])).toBe(
      plan.replace('In progress', 'Done       '),
    );
  });
});

describe('a task that is a box and a row', () => {
  test('gets box and Status cell set together', () => {
    const plan = lines(
      '## Phase 1',
      '- [ ] One',
      '',
      '## Work',
      '| Task | Status |',
      '|---|---|',
      '| One | Todo |',
    );
    expect(editPlan(plan, [{ kind: 'state', line: 2, state: 'done' }])).toBe(
      plan.replace('[ ]', '[x]').replace('Todo', 'Done'),
    );
  });
});

describe('edits', () => {
  const plan =
    '\uFEFF# P\r\n\r\n## Phase 1\r\n-\t[ ]  One  \r\n\t- [ ] Two\t\r\n*Last Updated: 2026-01-02*\r\n';

  test('compose, and touch no byte besides: BOM, CRLF, tabs and trailing spaces stay', () => {
    const edits: Edit[] = [
      { kind: 'link', line: 4, issue: 12, url: URL_12 },
      { kind: 'state', line: 4, state: 'dropped' },
      { kind: 'state', line: 5, state: 'done' },
      { kind: 'last-updated', date: '2026-03-04' },
    ];
    expect(editPlan(plan, edits)).toBe(
      `\uFEFF# P\r\n\r\n## Phase 1\r\n-\t[ ]  ~~One~~ ([#12](${URL_12}))  \r\n\t- [x] Two\t\r\n*Last Updated: 2026-03-04*\r\n`,
    );
  });

  test('of none leave the text as it is', () => {
    expect(editPlan(plan, [])).toBe(plan);
  });

  test('on a line without a task throw an EditError that names the line', () => {
    expect(() => editPlan(plan, [{ kind: 'unlink', line: 3 }])).toThrow(EditError);
    expect(() => editPlan(plan, [{ kind: 'unlink', line: 3 }])).toThrow(/line 3/u);
  });
});

describe('a link edit', () => {
  test('replaces the link that is there, and unlink takes it away', () => {
    const plan = lines('- [ ] One');
    const linked = editPlan(plan, [{ kind: 'link', line: 1, issue: 12, url: URL_12 }]);
    expect(linked).toBe(lines(`- [ ] One ([#12](${URL_12}))`));
    expect(allTasks(parsePlan(linked))[0]?.task).toMatchObject({ title: 'One', issue: 12 });
    expect(editPlan(linked, [{ kind: 'unlink', line: 1 }])).toBe(plan);
  });
});

describe('a title edit', () => {
  test('replaces the words and keeps id, box and link', () => {
    const plan = lines(`- [ ] T001 Build it ([#12](${URL_12}))`);
    expect(editPlan(plan, [{ kind: 'title', line: 1, title: 'Build *all* of it' }])).toBe(
      lines(String.raw`- [ ] T001 Build \*all\* of it ([#12](${URL_12}))`),
    );
  });
});

describe('a state edit on a task heading', () => {
  test('closes by ticking the steps, and never unticks them', () => {
    const plan = lines('### Task 1: Build', '', '- [x] Step 1', '- [ ] Step 2');
    const closed = editPlan(plan, [{ kind: 'state', line: 1, state: 'done' }]);
    expect(closed).toBe(plan.replace('[ ] Step 2', '[x] Step 2'));
    expect(editPlan(closed, [{ kind: 'state', line: 1, state: 'open' }])).toBe(closed);
  });

  test('ticks and unticks the box in the heading', () => {
    const plan = lines('### [ ] Step: Build', '', '- [x] a');
    const closed = editPlan(plan, [{ kind: 'state', line: 1, state: 'done' }]);
    expect(closed).toBe(plan.replace('[ ]', '[x]'));
    expect(editPlan(closed, [{ kind: 'state', line: 1, state: 'open' }])).toBe(plan);
  });

  test('gives a heading without box and steps a box', () => {
    const plan = lines('### TASK-001: Build');
    expect(editPlan(plan, [{ kind: 'state', line: 1, state: 'done' }])).toBe(
      lines('### [x] TASK-001: Build'),
    );
  });

  test('strikes a dropped one', () => {
    expect(editPlan(lines('### Task 1: Build'), [{ kind: 'state', line: 1, state: 'dropped' }])).toBe(
      lines('### ~~Task 1: Build~~'),
    );
  });
});

describe('a Status cell', () => {
  const table = (...cells: readonly string[]): string =>
    lines(
      '| Task | Status |',
      '|---|---|',
      ...cells.map((cell, index) => `| T${String(index)}x | ${cell} |`),
    );
  const after = (state: 'open' | 'done' | 'dropped', ...cells: readonly string[]): string =>
    /\| T0x \| (.*?) *\|/u.exec(editPlan(table(...cells), [{ kind: 'state', line: 3, state }]))?.[1] ?? '';

  test.each([
    ['Todo', 'Done'],
    ['todo', 'done'],
    ['TODO', 'DONE'],
    ['⬜', '✅'],
    ['⬜ Pending', '✅ Done'],
    ['[ ]', '[x]'],
    ['Offen', 'Erledigt'],
    ['进行中', '已完成'],
    ['未着手', '完了'],
    ['В работе', 'Готово'],
    ['En cours', 'Terminé'],
    ['', 'Done'],
  ])('that says %s says %s when the task is done', (open, done) => {
    expect(after('done', open)).toBe(done);
  });

  test('takes the word that the column uses most', () => {
    expect(after('done', 'Open', 'Shipped', 'Shipped', 'Done')).toBe('Shipped');
    expect(after('dropped', 'Open', "Won't do")).toBe("Won't do");
  });

  test('with a word that nobody knows is left alone', () => {
    expect(after('done', 'Frobbed')).toBe('Frobbed');
  });

  test('is added to a row that is too short', () => {
    const plan = lines('| Task | Owner | Status |', '|---|---|---|', '| One |');
    expect(editPlan(plan, [{ kind: 'state', line: 3, state: 'done' }])).toBe(
      lines('| Task | Owner | Status |', '|---|---|---|', '| One | | Done |'),
    );
  });

  test('is added with its column to tables of any look, wide characters counted', () => {
    const open = lines('Task | Effort', '--- | ---', 'One | 2d');
    expect(editPlan(open, [{ kind: 'state', line: 3, state: 'done' }])).toBe(
      lines('Task | Effort | Status', '--- | --- | ------', 'One | 2d | Done'),
    );
    const quoted = lines('> | Task | Effort |', '> |---|---|', '> | One | 2d |');
    expect(editPlan(quoted, [{ kind: 'state', line: 3, state: 'dropped' }])).toBe(
      lines('> | Task | Effort | Status  |', '> |---|---|---------|', '> | One | 2d | Dropped |'),
    );
  });
});

describe('a title edit on a task in two places', () => {
  test('rewords both, and the link stays in one', () => {
    const plan = lines(
      '## Phase 1',
      '- [ ] **T-1** Old (2h)',
      '',
      '## Work',
      '| ID | Task | Priority |',
      '|---|---|---|',
      '| T-1 | Old | High |',
    );
    const edited = editPlan(plan, [
      { kind: 'title', line: 2, title: 'New | better' },
      { kind: 'link', line: 2, issue: 12, url: URL_12 },
    ]);
    expect(edited).toBe(
      lines(
        '## Phase 1',
        `- [ ] **T-1** New | better (2h) ([#12](${URL_12}))`,
        '',
        '## Work',
        '| ID | Task | Priority |',
        '|---|---|---|',
        String.raw`| T-1 | New \| better | High |`,
      ),
    );
    expect(allTasks(parsePlan(edited)).map(({ task }) => [task.title, task.alsoAt])).toEqual([
      ['New | better', [7]],
    ]);
  });
});

test('a strike over a text that is struck in part can be taken back', () => {
  const plan = lines('- [ ] Use ~~tabs~~ spaces');
  const struck = editPlan(plan, [{ kind: 'state', line: 1, state: 'dropped' }]);
  expect(parsePlan(struck).tasks[0]?.state).toBe('dropped');
  expect(editPlan(struck, [{ kind: 'state', line: 1, state: 'open' }])).toBe(plan);
});

test.each([
  ['~5 days of cleaning', '~~\\~5 days of cleaning~~'],
  ['cleaning, about ~', '~~cleaning, about \\~~~'],
])('a strike over a text with a bare tilde at its end escapes it, and gives it back: %s', (text, struck) => {
  const plan = `- [ ] ${text}\n`;
  const dropped = editPlan(plan, [{ kind: 'state', line: 1, state: 'dropped' }]);
  expect(dropped).toBe(`- [ ] ${struck}\n`);
  expect(parsePlan(dropped).tasks[0]).toMatchObject({ state: 'dropped', title: text });
  expect(editPlan(dropped, [{ kind: 'state', line: 1, state: 'open' }])).toBe(plan);
});

test.each(['~~Measure~~ what people search for', 'Measure what people ~~search for~~'])(
  'a strike over a text that is struck at one end strikes all of it: %s',
  (text) => {
    const dropped = editPlan(`- [ ] ${text}\n`, [{ kind: 'state', line: 1, state: 'dropped' }]);
    expect(dropped).toBe('- [ ] ~~Measure what people search for~~\n');
  },
);

test('taking a strike off leaves code alone, and knows it by as many backticks at both ends', () => {
  expect(unstrike('~~Run~~ `a ~~b~~` ~~soon~~')).toBe('Run `a ~~b~~` soon');
  expect(unstrike('~~Run~~ ` ~~b~~ `` ~~soon~~')).toBe('Run ` b `` soon');
});

describe('whether a state has a place to be written to is told as the edit itself would tell', () => {
  const text = [
    '# P',
    '',
    '## Boxes',
    '- [ ] Box',
    '- [x] ~~Struck~~',
    '- [ ] Box and row',
    '',
    '### Task 1: Heading with steps',
    '- [ ] Step',
    '',
    '### Task 2: Heading without',
    '',
    'Task 3: Setext',
    '--------------',
    '',
    '## No Status Tasks',
    '| Task | Priority |',
    '| --- | --- |',
    '| Row | P1 |',
    '| ~~Struck row~~ | P1 |',
    '| Box and row | P1 |',
    '',
    '## Status Tasks',
    '| Task | Priority | Status |',
    '| --- | --- | --- |',
    '| With status | P1 | Todo |',
    '| With a word nobody knows | P1 | Blimey |',
    '| Too short | P1 |',
    '',
  ].join('\n');
  const plan = parsePlan(text);
  const takes = stateWriter(text, plan);
  const cases = allTasks(plan).flatMap(({ task }) =>
    (['open', 'done', 'dropped'] as const)
      .filter((state) => state !== task.state)
      .map((state) => [state, task.title, task.line] as const),
  );

  test.each(cases)('%s: %s', (state, _title, line) => {
    const edited = editPlan(text, [{ kind: 'state', line, state, addsColumn: false }]);
    expect(takes(line, state)).toBe(edited !== text);
  });

  test('both answers are among them', () => {
    expect(new Set(cases.map(([state, , line]) => takes(line, state)))).toEqual(new Set([true, false]));
    expect(takes(1, 'done')).toBe(false);
  });
});
