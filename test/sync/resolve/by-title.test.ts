/** Which task an issue of the same title is of, where no key tells. */
import { parsePlan } from '../../../src/plan/parse.ts';
import { allTasks } from '../../../src/plan/walk.ts';
import { tieByTitle } from '../../../src/sync/resolve/by-title.ts';
import type { ResolvedTask } from '../../../src/sync/resolve/resolution.ts';
import { sourceHash } from '../../../src/sync/state/ids.ts';
import type { ObservedIssue } from '../../../src/sync/types.ts';

const TRACKING = 1;

/** An issue: its title, its milestone (the line of the phase), its parent, and the line that it was made from. */
interface Made {
  readonly title: string;
  readonly phase?: number;
  readonly parent?: number;
  readonly from?: number;
}

const issueOf = (number: number, { title, phase = 0, parent }: Made): ObservedIssue => ({
  number,
  id: number,
  title,
  body: '',
  state: 'open',
  reason: null,
  createdAt: '2026-01-01T00:00:00Z',
  closedAt: null,
  labels: [],
  milestone: phase === 0 ? null : phase,
  assignees: [],
  creator: 1,
  creatorLogin: 'planwright[bot]',
  parent: parent ?? TRACKING,
  subIssues: 0,
  blockedBy: 0,
});

/** `line: issue`, in the order of lines; with ` by order` where that is all that decided. */
function tied(text: string, made: readonly Made[], mayGuess = true): string[] {
  const plan = parsePlan(text);
  const tasks = allTasks(plan).map((placed): ResolvedTask => ({
    placed,
    task: placed.task,
    key: '',
    base: null,
    guessed: false,
    tie: { kind: 'new' },
  }));
  const loose = made.map((one, at) => {
    const source = tasks.find(({ task }) => task.line === one.from)?.task;
    const src = source === undefined ? '' : `${sourceHash(source)}00000000`;
    return {
      issue: issueOf(at + 2, one),
      marker: { plan: 'abc123', task: `old${at}`, title: '', src, dropped: false },
    };
  });
  return tieByTitle({
    tasks,
    loose,
    issueOf: () => null,
    tracking: TRACKING,
    phaseOf: (milestone) => plan.phases.find(({ line }) => line === milestone) ?? null,
    mayGuess: () => mayGuess,
  })
    .toSorted((a, b) => a.one.task.line - b.one.task.line)
    .map(({ one, found, byOrder }) => `${one.task.line}: ${found.issue.number}${byOrder ? ' by order' : ''}`);
}

/** Phases in lines 1 and 4, with boxes in lines 2, 3, 5 and 6. */
const PHASES = `## Phase 1: Oak
- [ ] Write the notes
- [ ] Paint it
## Phase 2: Pine
- [ ] Write the notes
- [ ] Oil it
`;
const NOTES = 'Write the notes';

test.each<[string, string, Made[], string[]]>([
  [
    'a title that both sides have once decides, wherever it stands',
    PHASES,
    [{ title: 'Oil it', phase: 1 }],
    ['6: 2'],
  ],
  [
    'the milestone decides',
    PHASES,
    [
      { title: NOTES, phase: 4 },
      { title: NOTES, phase: 1 },
    ],
    ['2: 3', '5: 2'],
  ],
  ['one issue, in the milestone of the second', PHASES, [{ title: NOTES, phase: 4 }], ['5: 2']],
  [
    'as many issues without a milestone: in order',
    PHASES,
    [{ title: NOTES }, { title: NOTES }],
    ['2: 2', '5: 3'],
  ],
  ['fewer issues without a milestone: in order, said', PHASES, [{ title: NOTES }], ['2: 2 by order']],
  [
    'two issues in one milestone: the one too many goes to the other phase, said',
    PHASES,
    [
      { title: NOTES, phase: 4 },
      { title: NOTES, phase: 4 },
    ],
    ['2: 3 by order', '5: 2'],
  ],
  [
    'equal boxes in one phase: in order',
    '## Phase 1: Oak\n- [ ] Paint it\n- [ ] Paint it\n- [ ] Paint it\n',
    [
      { title: 'Paint it', phase: 1 },
      { title: 'Paint it', phase: 1 },
    ],
    ['2: 2', '3: 3'],
  ],
  [
    'boxes of one phase with different lines below: those tell',
    '## Phase 1: Oak\n- [ ] Paint it\n  - Green.\n- [ ] Paint it\n  - Red.\n',
    [
      { title: 'Paint it', phase: 1, from: 4 },
      { title: 'Paint it', phase: 1, from: 2 },
    ],
    ['2: 3', '4: 2'],
  ],
  [
    'the lines below tell although a person moved the issue',
    PHASES.replace('## Phase 2', '  - In ink.\n## Phase 2').replace(
      '- [ ] Paint it\n  - In ink.',
      '  - In ink.\n- [ ] Paint it',
    ),
    [{ title: NOTES, phase: 5, from: 2 }],
    ['2: 2'],
  ],
  [
    'groups of one phase, fewer issues: in order, said',
    '## Phase 1: Oak\n### Doors\n- [ ] Paint it\n### Walls\n- [ ] Paint it\n',
    [{ title: 'Paint it', phase: 1 }],
    ['3: 2 by order'],
  ],
  [
    'sub-tasks go by the issue that they are under',
    '- [ ] Build a door\n  - [ ] Take a picture\n- [ ] Build a wall\n  - [ ] Take a picture\n',
    [
      { title: 'Build a wall' },
      { title: 'Take a picture', parent: 2 },
      { title: 'Build a door' },
      { title: 'Take a picture', parent: 4 },
    ],
    ['1: 4', '2: 5', '3: 2', '4: 3'],
  ],
  [
    'sub-tasks of sub-tasks, all of one title',
    '- [ ] Paint it\n  - [ ] Paint it\n    - [ ] Paint it\n',
    [{ title: 'Paint it' }, { title: 'Paint it', parent: 2 }, { title: 'Paint it', parent: 3 }],
    ['1: 2', '2: 3', '3: 4'],
  ],
  [
    'titles of all words of the line, as they were once',
    '## Phase 1: Oak\n- [ ] **Core shelf** - Oak boards.\n## Phase 2: Pine\n- [ ] **Core shelf** - Oak boards.\n',
    [
      { title: 'Core shelf - Oak boards. M', phase: 3 },
      { title: 'Core shelf - Oak boards. L', phase: 1 },
    ],
    ['2: 3', '4: 2'],
  ],
  ['other titles: none', PHASES, [{ title: 'Sand it', phase: 1 }], []],
])('%s', (_, text, made, expected) => {
  expect(tied(text, made)).toEqual(expected);
});

test('an issue that may not be guessed is left where place and lines decide nothing', () => {
  expect(tied(PHASES, [{ title: NOTES }], false)).toEqual([]);
  expect(tied(PHASES, [{ title: NOTES, phase: 4 }], false)).toEqual(['5: 2']);
});

test('2,000 tasks of one title are tied in little time', () => {
  const lines = Array.from({ length: 2000 }, () => '- [ ] Paint it').join('\n');
  const text = `## Phase 1: Oak\n${lines}\n`;
  const made = Array.from({ length: 1999 }, () => ({ title: 'Paint it', phase: 1 }));
  const start = process.cpuUsage();
  parsePlan(text);
  const parsing = process.cpuUsage(start).user;
  expect(tied(text, made)).toHaveLength(1999);
  expect(process.cpuUsage(start).user).toBeLessThan(6 * parsing);
});
