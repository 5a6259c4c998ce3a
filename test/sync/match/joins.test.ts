/** Which lines are one task because they were one: a truth table over what happens to a box and its row. */
import { parsePlan } from '../../../src/plan/parse.ts';
import { allTasks } from '../../../src/plan/walk.ts';
import { joinsIn, rememberJoins } from '../../../src/sync/match/joins.ts';
import { matchTasks } from '../../../src/sync/match/match.ts';
import type { Entry } from '../../../src/sync/types.ts';

const LINK = ' ([#3](https://github.com/o/r/issues/3))';

interface Lines {
  readonly box?: readonly string[];
  readonly row?: readonly string[];
  readonly phase?: string;
  /** The table stands before the phase. */
  readonly tableFirst?: boolean;
}

function text({ box = [], row = [], phase = 'Phase 1: Begin', tableFirst = false }: Lines): string {
  const table = [
    '## Backend Tasks',
    '',
    '| Task | Priority |',
    '|---|---|',
    ...row.map((words) => `| ${words} | High |`),
  ];
  const list = [
    `## ${phase}`,
    '- [ ] Pick a name',
    ...box.map((words) => `- [ ] ${words}`),
    '- [ ] Write the manual',
  ];
  return ['# P', '', ...(tableFirst ? [...table, '', ...list] : [...list, '', ...table]), ''].join('\n');
}

/**
 * What becomes of issue 3, and of the other lines that say something of it: each task as its words by place, `=` between
 * the places of one task, the leader first; `#3` where it has the issue, `#9` where another.
 */
function outcome(before: string, after: string, others: Readonly<Record<number, string>> = {}): string[] {
  const natural = parsePlan(before);
  const numbers: Record<string, number> = Object.fromEntries([
    ['Ship the parser', 3],
    ...Object.entries(others).map(([number, words]) => [words, Number(number)]),
  ]);
  const entries = new Map<number, Entry>(
    allTasks(natural).map(({ task }, index) => [
      task.line,
      { kind: 'issue', number: numbers[task.text] ?? 100 + index },
    ]),
  );
  const base = { plan: parsePlan(before, { joins: joinsIn({ entries }) }), entries };
  const remembered = rememberJoins(base, parsePlan(after));
  const plan = parsePlan(after, { joins: remembered.joins });
  const { pairs } = matchTasks(base.plan, plan, entries, remembered.continued);
  return allTasks(plan).flatMap(({ task }) => {
    const entry = entries.get(pairs.get(task)?.line ?? 0);
    const number = entry?.kind === 'issue' ? entry.number : null;
    if (number !== null && number > 99) return [];
    const places = task.said?.map((one) => one.text) ?? [task.text];
    const sorted = [task.text, ...new Set(places.filter((words) => words !== task.text))];
    const words =
      places.length === 1
        ? task.text
        : places.every((one) => one === task.text)
          ? `${task.text} =`
          : sorted.join(' = ');
    return [`${words}${number === null ? ' new' : ` #${number}`}`];
  });
}

const BOTH: Lines = { box: ['Ship the parser'], row: ['Ship the parser'] };
const LINKED: Lines = { box: [`Ship the parser${LINK}`], row: ['Ship the parser'] };
const IDS: Lines = { box: ['T007 Ship the parser'], row: ['T007 Ship the parser'] };

it.each<readonly [string, Lines, Lines, readonly string[]]>([
  ['nothing changes', BOTH, BOTH, ['Ship the parser = #3']],
  [
    'the box is reworded',
    BOTH,
    { ...BOTH, box: ['Ship the new parser'] },
    ['Ship the new parser = Ship the parser #3'],
  ],
  [
    'the row is reworded',
    BOTH,
    { ...BOTH, row: ['Ship the new parser'] },
    ['Ship the new parser = Ship the parser #3'],
  ],
  [
    'the linked box is reworded beyond recognition',
    LINKED,
    { ...LINKED, box: [`Buy bread${LINK}`] },
    ['Buy bread = Ship the parser #3'],
  ],
  [
    'both are reworded alike',
    BOTH,
    { box: ['Ship the new parser'], row: ['Ship the new parser'] },
    ['Ship the new parser = #3'],
  ],
  [
    'both are reworded alike, to what another box says, and the box has the link',
    LINKED,
    { box: [`Pick a name${LINK}`], row: ['Pick a name'] },
    ['Pick a name = #3'],
  ],
  [
    'the row comes to say what another box says all the time',
    { ...BOTH, box: ['Ship the parser', 'Ship the new parser'] },
    { box: ['Ship the parser', 'Ship the new parser'], row: ['Ship the new parser'] },
    ['Ship the parser #3'],
  ],
  [
    'both are reworded differently',
    BOTH,
    { box: ['Ship a parser soon'], row: ['Ship the new parser'] },
    ['Ship a parser soon new', 'Ship the new parser #3'],
  ],
  [
    'both are reworded differently, and the box has the link',
    LINKED,
    { box: [`Ship a parser soon${LINK}`], row: ['Ship the new parser'] },
    ['Ship a parser soon = Ship the new parser #3'],
  ],
  ['the box is cut', BOTH, { row: ['Ship the parser'] }, ['Ship the parser #3']],
  ['the row is cut', BOTH, { box: ['Ship the parser'] }, ['Ship the parser #3']],
  ['the box is cut and the row reworded', BOTH, { row: ['Ship the new parser'] }, ['Ship the new parser #3']],
  ['both are cut', BOTH, {}, []],
  ['the table moves', BOTH, { ...BOTH, tableFirst: true }, ['Ship the parser = #3']],
  [
    'the table moves and the box is reworded',
    BOTH,
    { ...BOTH, box: ['Ship the new parser'], tableFirst: true },
    ['Ship the new parser = Ship the parser #3'],
  ],
  [
    'the phase is renamed and the box reworded',
    BOTH,
    { ...BOTH, box: ['Ship the new parser'], phase: 'Phase 1: Foundation' },
    ['Ship the new parser = Ship the parser #3'],
  ],
  [
    'a second row says the same',
    BOTH,
    { ...BOTH, row: ['Ship the parser', 'Ship the parser'] },
    ['Ship the parser = #3', 'Ship the parser new'],
  ],
  [
    'a second box says the same',
    BOTH,
    { ...BOTH, box: ['Ship the parser', 'Ship the parser'] },
    ['Ship the parser = #3', 'Ship the parser new'],
  ],
  [
    'by id, the box is reworded',
    IDS,
    { ...IDS, box: ['T007 Write a lexer'] },
    ['Write a lexer new', 'Ship the parser #3'],
  ],
  [
    'by id, the box is reworded a little',
    IDS,
    { ...IDS, box: ['T007 Ship the new parser'] },
    ['Ship the new parser = Ship the parser #3'],
  ],
  [
    'by id, the row is reworded a little',
    IDS,
    { ...IDS, row: ['T007 Ship the new parser'] },
    ['Ship the new parser = Ship the parser #3'],
  ],
  [
    'a copy of the linked line with other words stands above it',
    LINKED,
    { ...LINKED, box: [`Buy bread${LINK}`, `Ship the parser${LINK}`] },
    ['Ship the parser = Buy bread #3'],
  ],
])('Where %s', (_, before, after, expected) => {
  expect(outcome(text(before), text(after))).toEqual(
    expected.map((one) => expect.stringMatching(plainly(one))),
  );
});

/** Words that a place repeats are told once. */
function plainly(words: string): RegExp {
  return new RegExp(`^${words.replaceAll(/[#$()*+.?[\\\]^{|}]/g, String.raw`\$&`)}$`);
}

it('Lines with issues of their own stay tasks of their own where they come to say the same', () => {
  const before = text({ box: ['Ship the parser'], row: ['Ship the lexer'] });
  const after = text({ box: ['Ship the lexer'], row: ['Ship the lexer'] });
  expect(outcome(before, after, { 9: 'Ship the lexer' })).toEqual(['Ship the lexer #3', 'Ship the lexer #9']);
});

it('Two tasks swap their words, one of them a line and its copy, and each keeps its issue', () => {
  const linked = (words: string): string => `${words}${LINK}`;
  const before = text({ box: ['Ship the lexer', linked('Ship the parser'), linked('Ship the parser')] });
  const after = text({ box: ['Ship the parser', linked('Ship the lexer'), linked('Ship the lexer')] });
  expect(outcome(before, after, { 9: 'Ship the lexer' })).toEqual([
    'Ship the parser #9',
    'Ship the lexer = #3',
  ]);
});
