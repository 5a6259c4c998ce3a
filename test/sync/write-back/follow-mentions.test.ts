/** Which mentions follow a rename, in every form in which a dependency is written: what the base said, what is renamed, what is proposed. */
import { editPlan } from '../../../src/plan/edit.ts';
import { parsePlan } from '../../../src/plan/parse.ts';
import { allTasks } from '../../../src/plan/walk.ts';
import { rememberJoins } from '../../../src/sync/match/joins.ts';
import { rememberMentions, withMentions } from '../../../src/sync/match/remembered-mentions.ts';
import { followingMentions } from '../../../src/sync/write-back/follow-mentions.ts';
import type { Proposal } from '../../../src/sync/types.ts';

const BASE = `# Search

## Phase 1: Foundation
- [ ] Ship the parser
- [ ] T002 Pick a name

## Phase 2: Launch
- [ ] Write the manual

## Phase 3: Later
`;

/** The lines of a plan below the tasks that are mentioned. */
const withLines = (lines: string): string => `${BASE}${lines}\n`;
const row = (cell: string): string =>
  `\n| Task | Priority | Dependencies |\n|---|---|---|\n| Rank the results | High | ${cell} |`;

/** What stands below once mentions follow, where the plan becomes another text or people rename issues. */
function followed(
  lines: string,
  change: (text: string) => string,
  titles: Readonly<Record<string, string>> = {},
): string {
  const [before, now] = [withLines(lines), change(withLines(lines))];
  const base = parsePlan(before);
  const entries = new Map(
    allTasks(base).map(({ task }) => [task.line, { kind: 'issue', number: 900 + task.line }] as const),
  );
  const alone = parsePlan(now);
  const { joins, continued } = rememberJoins({ plan: base, entries }, alone);
  const named = rememberMentions({ plan: base, entries }, parsePlan(now, { joins }), continued);
  const plan = withMentions(parsePlan(now, { joins }), named);
  const own = allTasks(plan).flatMap(({ task }): Proposal[] => {
    const title = titles[task.title];
    if (title === undefined) return [];
    const edit = { kind: 'title', line: task.line, title } as const;
    return [{ id: `title ${task.line}`, edit, issue: 900, title: task.title, rider: false }];
  });
  const numbers = new Map(allTasks(plan).map(({ task }) => [task.line, 900 + task.line]));
  const edits = [...own, ...followingMentions(plan, named, own, numbers)].map(({ edit }) => edit);
  return editPlan(now, edits, { joins }).split('## Phase 3: Later\n')[1]?.trimEnd() ?? '';
}

const rename = (text: string): string => text.replace('- [ ] Ship the parser', '- [ ] Ship the lexer');
const sameText = (text: string): string => text;

/** Forms that name the task by its words. */
const FORMS: readonly (readonly [form: string, before: string, after: string])[] = [
  [
    'in brackets',
    '- [ ] Tell all (depends on Ship the parser)',
    '- [ ] Tell all (depends on Ship the lexer)',
  ],
  [
    'a sub-bullet',
    '- [ ] Tell all\n  - Depends on: Ship the parser',
    '- [ ] Tell all\n  - Depends on: Ship the lexer',
  ],
  [
    'a bold label',
    '- [ ] Tell all\n  - **Depends on**: Ship the parser',
    '- [ ] Tell all\n  - **Depends on**: Ship the lexer',
  ],
  [
    'one of several',
    '- [ ] Tell all\n  - Depends on: T002, Ship the parser',
    '- [ ] Tell all\n  - Depends on: T002, Ship the lexer',
  ],
  [
    'behind "and"',
    '- [ ] Tell all\n  - Depends on: T002 and Ship the parser',
    '- [ ] Tell all\n  - Depends on: T002 and Ship the lexer',
  ],
  [
    'in italics',
    '- [ ] Tell all\n  - _Depends: Ship the parser_',
    '- [ ] Tell all\n  - _Depends: Ship the lexer_',
  ],
  ['a cell', row('Ship the parser'), row('Ship the lexer')],
  ['an item of a cell', row('Ship the parser; T002'), row('Ship the lexer; T002')],
  ['twice in a cell', row('Ship the parser, Ship the parser'), row('Ship the lexer, Ship the lexer')],
  [
    'below a sub-task',
    '- [ ] Tell all\n  - [ ] Ask a lawyer\n    - Of ours\n  - Depends on: Ship the parser',
    '- [ ] Tell all\n  - [ ] Ask a lawyer\n    - Of ours\n  - Depends on: Ship the lexer',
  ],
  ['with a label in a cell', row('Depends on: Ship the parser'), row('Depends on: Ship the lexer')],
  ['behind "after"', row('after Ship the parser'), row('after Ship the lexer')],
  ['in brackets in a cell', row('T002, (Ship the parser)'), row('T002, (Ship the lexer)')],
  [
    'before a full stop',
    '- [ ] Tell all\n  - Depends on: T002, Ship the parser.',
    '- [ ] Tell all\n  - Depends on: T002, Ship the lexer.',
  ],
  [
    'behind a title with such a word',
    '- [ ] Sort the dependencies (depends on Ship the parser)',
    '- [ ] Sort the dependencies (depends on Ship the lexer)',
  ],
  ['in other case', row('ship the Parser'), row('Ship the lexer')],
];

it.each(FORMS)('A mention %s follows its task, renamed in the plan or on GitHub', (_, before, after) => {
  expect(followed(before, rename)).toBe(after);
  expect(followed(before, sameText, { 'Ship the parser': 'Ship the lexer' })).toBe(after);
});

it.each([
  ['by id', '- [ ] Tell all\n  - Depends on: T002'],
  ['by id in a cell', row('T002')],
])('A mention %s stays, and so does its task', (_, lines) => {
  expect(followed(lines, (text) => text.replace('T002 Pick a name', 'T002 Choose a name'))).toBe(lines);
  expect(followed(lines, sameText, { 'Pick a name': 'Choose a name' })).toBe(lines);
});

it.each([
  ['longer words', row('Ship the parser soon')],
  ['words in the middle of others', '- [ ] Tell all (depends on what we Ship the parser for)'],
  ['the words elsewhere in the line', '- [ ] Ship the parser to all\n  - Depends on: T002'],
])('Only a whole item is a mention: %s stay', (_, lines) => {
  expect(followed(lines, rename)).toBe(lines);
});

describe('What still names its task stays, though other mentions follow', () => {
  const withOther = (name: string, other: string): string => row(`${name}, ${other}`);
  const rephrase = (text: string): string => text.replace('## Phase 2: Launch', '## Phase 2: Release to all');

  it('as it is written, where case alone tells it from the words of its task', () => {
    expect(followed(withOther('ship the Parser', 'Launch'), rephrase)).toBe(
      withOther('ship the Parser', 'Release to all'),
    );
  });

  it('by its words, where they could not be written down anew', () => {
    const lines = '- [ ] Login is broken (#1)\n- [ ] Tell all\n  - Depends on: Login is broken (#1), Launch';
    expect(followed(lines, rephrase)).toBe(lines.replace('Launch', 'Release to all'));
  });

  it('where its task gets other capitals, in the plan or on GitHub', () => {
    const lines = withOther('Ship the parser', 'T002');
    expect(followed(lines, (text) => text.replace('- [ ] Ship the parser', '- [ ] ship the Parser'))).toBe(
      lines,
    );
    expect(followed(lines, sameText, { 'Ship the parser': 'ship the Parser' })).toBe(lines);
  });
});

it.each([
  'Phase 9: Ship the parser',
  'The lexer (Ship the parser)',
  'All that is based on Ship the parser',
  'Ship the parser.js',
  'The *Ship the parser* book',
])('A name that holds the words stays beside a mention that follows: %s', (name) => {
  expect(followed(row(`Ship the parser, ${name}`), rename)).toBe(row(`Ship the lexer, ${name}`));
  const inLine = (mention: string): string => `- [ ] Tell all\n  - Depends on: ${name}, ${mention}`;
  expect(followed(inLine('Ship the parser'), rename)).toBe(inLine('Ship the lexer'));
});

/** Titles with characters that mean something elsewhere, as they stand in a list. */
it.each(['Ask \\*everybody\\*', 'Ask \\[now\\] | twice', 'Ask Ann · Bob', 'Rank \\[now] \\*soon\\*'])(
  'A mention follows a title that holds marks and bars: %s',
  (title) => {
    const lines = (name: string, words: string): string =>
      `- [ ] ${name}\n- [ ] Tell all\n  - Depends on: T002, ${words}`;
    const before = lines(title, title);
    const [task] = allTasks(parsePlan(`## Phase 1: All\n${before}`)).map(({ task: one }) => one);
    expect(readAfter(before, sameText)).toEqual(['T002', task?.title]);
    expect(followed(before, sameText, { [task?.title ?? '']: 'Ask nobody' })).toBe(
      lines('Ask nobody', 'Ask nobody'),
    );
  },
);

it('Words and id follow by their words', () => {
  const change = (text: string): string =>
    text.replace('- [ ] T002 Pick a name', '- [ ] T002 Pick a good name');
  expect(followed(row('T002 Pick a name'), change)).toBe(row('T002 Pick a good name'));
});

/** What tasks depend on as it is read once the plan became another text. */
function readAfter(lines: string, change: (text: string) => string): string[] {
  const base = parsePlan(withLines(lines));
  const plan = parsePlan(change(withLines(lines)));
  const entries = new Map(
    allTasks(base).map(({ task }) => [task.line, { kind: 'issue', number: 900 + task.line }] as const),
  );
  const read = withMentions(plan, rememberMentions({ plan: base, entries }, plan, []));
  return allTasks(read).flatMap(({ task }) => task.dependsOn);
}

it('The same words twice are both read as what they named', () => {
  const words = readAfter(row('Ship the parser, T002, Ship the parser'), rename);
  expect(words).toEqual(['Ship the lexer', 'T002', 'Ship the lexer']);
});

it('What is said below a sub-task of another list item stays', () => {
  const lines =
    '- [ ] Tell all (depends on Ship the parser)\n  - [ ] Ask a lawyer\n    - Depends on: Ship the parser soon\n- Depends on: Ship the parser';
  expect(followed(lines, rename)).toBe(
    lines.replace('(depends on Ship the parser)', '(depends on Ship the lexer)'),
  );
});

describe('Two titles that people swap on GitHub', () => {
  const titles = { 'Ship the parser': 'Write the manual', 'Write the manual': 'Ship the parser' };

  it('take along what names them, since the plan did not change', () => {
    const lines = row('Ship the parser, Write the manual');
    expect(followed(lines, sameText, titles)).toBe(row('Write the manual, Ship the parser'));
  });
});

it.each(['Ship parser, lexer and docs', 'Ship the lexer (again)'])(
  'A task whose new words would not be read as one name is named by its number: %s',
  (title) => {
    const { line } = allTasks(parsePlan(BASE)).find(({ task }) => task.title === 'Ship the parser')?.task ?? {
      line: 0,
    };
    const titles = { 'Ship the parser': title };
    const after = `#${900 + line}`;
    expect(followed(row('T002, Ship the parser'), sameText, titles)).toBe(row(`T002, ${after}`));
    const rewords = (text: string): string => text.replace('- [ ] Ship the parser', `- [ ] ${title}`);
    expect(followed('- [ ] Tell all (depends on Ship the parser)', rewords)).toBe(
      `- [ ] Tell all (depends on ${after})`,
    );
  },
);

describe('Words that come to name two tasks', () => {
  const numberIn = (title: string): string =>
    `#${900 + (allTasks(parsePlan(BASE)).find(({ task }) => task.title === title)?.task.line ?? 0)}`;
  const titles = { 'Ship the parser': 'Write the manual' };

  it.each(['- [ ] Tell all (depends on %)', '- [ ] Tell all\n  - Depends on: T002, %', row('%; T002')])(
    'become the number of the one that they named: %s',
    (lines) => {
      const named = (words: string): string => lines.replace('%', words);
      expect(followed(named('Write the manual'), sameText, titles)).toBe(named(numberIn('Write the manual')));
      expect(followed(named('Ship the parser'), sameText, titles)).toBe(named(numberIn('Ship the parser')));
    },
  );

  it('stay where the nearest of the two is meant, as before', () => {
    const near = '## Phase 4: Last\n- [ ] Ask a lawyer\n- [ ] Tell all (depends on Ask a lawyer)';
    expect(followed(near, sameText, { 'Ship the parser': 'Ask a lawyer' })).toBe(near);
  });
});

it('What names other tasks stays as it is written, in other case, too', () => {
  const lines = row('ship the Parser, T002');
  expect(followed(lines, sameText, { 'Write the manual': 'Print the manual' })).toBe(lines);
});

it('Words that the plan gave up follow, even if people call another issue by them meanwhile', () => {
  const titles = { 'Write the manual': 'Ship the parser' };
  expect(followed(row('Ship the parser'), rename, titles)).toBe(row('Ship the lexer'));
});

describe('Two titles that are swapped', () => {
  const swap = (text: string): string =>
    text
      .replace('- [ ] Ship the parser', '- [ ] SWAP')
      .replace('- [ ] Write the manual', '- [ ] Ship the parser')
      .replace('- [ ] SWAP', '- [ ] Write the manual');

  it('leave what still names a task, since its author may have meant that', () => {
    expect(followed(row('Ship the parser'), swap)).toBe(row('Ship the parser'));
  });

  it('turn nothing round that was adapted', () => {
    const adapted = (text: string): string =>
      swap(text).replace('High | Ship the parser', 'High | Write the manual');
    expect(followed(row('Ship the parser'), adapted)).toBe(row('Write the manual'));
  });
});

describe('A phase that is renamed', () => {
  const change = (text: string): string => text.replace('## Phase 2: Launch', '## Phase 2: Release to all');

  it('takes along a mention by its words, in the same form', () => {
    expect(followed(row('Launch'), change)).toBe(row('Release to all'));
  });

  it.each(['Phase 2', 'Phase 2: Launch'])('is named by its number still: %s', (cell) => {
    expect(followed(row(cell), change)).toBe(row(cell));
  });

  it('is told from the one into which its tasks move meanwhile', () => {
    const moves = (text: string): string =>
      change(text)
        .replace('- [ ] Write the manual\n', '- [ ] Rent a hall\n')
        .replace('- [ ] T002 Pick a name\n', '- [ ] T002 Pick a name\n- [ ] Write the manual\n');
    expect(followed(row('Launch'), moves)).toBe(row('Release to all'));
  });

  it('is read meanwhile as it will be written', () => {
    expect(readAfter(row('Launch'), change)).toEqual(['Release to all']);
  });
});
