import fc from 'fast-check';
import '../../runs.ts';
import { markersIn } from '../../../src/sync/state/marker-comment.ts';
import {
  blockContent,
  parseMilestone,
  parseTask,
  parseTracking,
  parseWriteBack,
  printBlock,
  printMilestone,
  printTask,
  printTracking,
  printWriteBack,
  spliceBlock,
  spliceMilestone,
} from '../../../src/sync/state/markers.ts';
import type { Entry, Ledger, Owed, OwedLink } from '../../../src/sync/types.ts';

const plan = '3f2a1c';
const task = { plan, task: 'abc123def456', title: '11112222', src: '33334444', dropped: false };

const anEntry = fc.oneof(
  fc.integer({ min: 1 }).map((number): Entry => ({ kind: 'issue', number })),
  fc.constant<Entry>({ kind: 'gone' }),
  fc.constant<Entry>({ kind: 'none' }),
  fc.constant<Entry>({ kind: 'owed' }),
  fc.integer({ min: 1 }).map((number): Entry => ({ kind: 'issue', number, unfinished: true })),
);
const aNumber = fc.integer({ min: 1 });
const aLine = fc.record({ blob: fc.stringMatching(/^[0-9a-f]{40}$/), line: aNumber });
const lines = fc.array(fc.tuple(aNumber, aLine)).map((pairs) => new Map(pairs));
const aLink = fc.record<OwedLink>({
  kind: fc.constantFrom(
    'add-sub-issue',
    'move-sub-issue',
    'remove-sub-issue',
    'add-blocked-by',
    'remove-blocked-by',
  ),
  issue: aNumber,
  other: aNumber,
});
const anOwed = fc.record<Owed>({
  issues: lines,
  milestones: lines,
  links: fc.array(aLink, { maxLength: 1 }),
});
const aBareLedger = fc.record<Ledger>({
  plan: fc.stringMatching(/^[0-9a-f]{6}$/),
  path: fc.string({ unit: 'grapheme', minLength: 1 }),
  base: fc.oneof(fc.constant(''), fc.stringMatching(/^[0-9a-f]{40}$/)),
  entries: fc.array(fc.tuple(fc.integer({ min: 1 }), anEntry)).map((pairs) => new Map(pairs)),
  confirmed: fc.option(fc.stringMatching(/^[0-9a-f]{8}$/)),
});

const aLedger = fc
  .tuple(aBareLedger, fc.option(fc.string({ unit: 'grapheme' })), fc.boolean())
  .map(([ledger, prefix, unlabelled]): Ledger => ({
    ...ledger,
    ...(prefix === null ? {} : { prefix }),
    ...(unlabelled ? { unlabelled } : {}),
  }));

const aSource = fc.option(fc.stringMatching(/^[0-9a-f]{8}$/));

describe('a tracking marker', () => {
  it('reads back what it prints, whatever the path, and never ends its comment early', () => {
    fc.assert(
      fc.property(aLedger, fc.boolean(), fc.string(), aSource, (ledger, closedByApp, rest, src) => {
        const printed = printTracking(ledger, closedByApp, src);
        expect(parseTracking(`${printed}\r\n${rest}`)).toEqual({
          kind: 'ledger',
          ledger,
          closedByApp,
          src,
        });
        expect(printed.indexOf('-->')).toBe(printed.length - 3);
        expect(printed.slice(4, -3)).not.toContain('--');
      }),
    );
  });

  it('remembers what GitHub refused', () => {
    fc.assert(
      fc.property(aLedger, anOwed, (ledger, owed) => {
        const marker = parseTracking(printTracking({ ...ledger, owed }));
        expect(marker).toMatchObject({ kind: 'ledger', ledger: { owed } });
      }),
    );
    const owed: Owed = {
      issues: new Map([[12, { blob: 'b'.repeat(40), line: 7 }]]),
      milestones: new Map([[3, { blob: 'b'.repeat(40), line: 4 }]]),
      links: [{ kind: 'add-blocked-by', issue: 5, other: 12 }],
    };
    const entries = new Map<number, Entry>([
      [14, { kind: 'owed' }],
      [12, { kind: 'issue', number: 5, unfinished: true }],
    ]);
    expect(printTracking({ plan, path: 'a.md', base: '', entries, confirmed: null, owed })).toBe(
      `<!-- planwright v=1 plan=3f2a1c path=a.md base= issues=12:5+,14:+ owed=issue.12.${'b'.repeat(40)}.7,milestone.3.${'b'.repeat(40)}.4,add-blocked-by.5.12 -->`,
    );
  });

  it('is written as DESIGN 4 says', () => {
    const entries = new Map<number, Entry>([
      [14, { kind: 'gone' }],
      [12, { kind: 'issue', number: 5 }],
      [15, { kind: 'none' }],
    ]);
    expect(
      printTracking({ plan, path: 'plans/my plan.md', base: 'b'.repeat(40), entries, confirmed: null }),
    ).toBe(
      `<!-- planwright v=1 plan=3f2a1c path=plans/my%20plan.md base=${'b'.repeat(40)} issues=12:5,14:0,15:- -->`,
    );
  });

  it('of a newer version is known as such', () => {
    expect(parseTracking('<!-- planwright v=2 plan=3f2a1c path=a.md soul=7 -->')).toEqual({
      kind: 'newer',
      version: '2',
      plan,
      path: 'a.md',
    });
  });

  it('counts on the first line only', () => {
    const marker = printTracking({ plan, path: 'a.md', base: '', entries: new Map(), confirmed: null });
    expect(parseTracking(`Look: \n${marker}`)).toEqual({ kind: 'none' });
    expect(parseTracking('no marker at all')).toEqual({ kind: 'none' });
  });
});

describe('the other markers', () => {
  it('read back what they print', () => {
    expect(parseTask(printTask(task), plan)).toEqual(task);
    expect(parseTask(printTask({ ...task, dropped: true }), plan)).toEqual({ ...task, dropped: true });
    const halfway = { ...task, base: '0f1e2d3c', dropped: true, closing: true };
    expect(parseTask(printTask(halfway), plan)).toEqual(halfway);
    const milestone = { plan, phase: 'abc', closed: true };
    expect(parseMilestone(`Words.\r\n${printMilestone(milestone)}`)).toEqual(milestone);
    const writeBack = { plan, blob: 'f00', edits: ['1a', '2b'], withdrawn: false, protectedBranch: true };
    expect(parseWriteBack(printWriteBack(writeBack))).toEqual(writeBack);
    expect(parseWriteBack(printWriteBack({ ...writeBack, edits: [], withdrawn: true }))?.edits).toEqual([]);
  });

  it("of another plan are not this plan's", () => {
    expect(parseTask(printTask(task), 'ffffff')).toBeNull();
    expect(parseMilestone('a description by a person')).toBeNull();
    expect(parseWriteBack(printTask(task))).toBeNull();
  });

  it("leave a person's words in a milestone description", () => {
    const open = { plan, phase: 'abc', closed: false };
    const described = spliceMilestone('Ship it by spring.', open);
    expect(described).toBe(`Ship it by spring.\n\n${printMilestone(open)}`);
    expect(spliceMilestone(described, { ...open, closed: true })).toBe(
      `Ship it by spring.\n\n${printMilestone({ ...open, closed: true })}`,
    );
  });
});

describe("the app's block in a body", () => {
  const block = printBlock(printTask(task), 'The words of the plan.');

  it('is replaced, and every character around it stays', () => {
    const next = printBlock(printTask({ ...task, src: '55556666' }), 'Other words.');
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(spliceBlock(before + block + after, next)).toBe(before + next + after);
      }),
    );
  });

  it('is found again when the web editor turned its line ends into CRLF', () => {
    const body = `Mine above.\r\n${block.replaceAll('\n', '\r\n')}\r\nMine below.`;
    expect(blockContent(body, plan)).toBe('The words of the plan.');
    expect(spliceBlock(body, block)).toBe(`Mine above.\r\n${block}\r\nMine below.`);
  });

  it('is appended to a body that has none', () => {
    expect(spliceBlock('Found by hand.', block)).toBe(`Found by hand.\n\n${block}`);
    expect(spliceBlock('', block)).toBe(block);
  });

  it('loses no word of a person who removed its end', () => {
    const body = `${printTask(task)}\nThe words of the plan.\nMy own words.`;
    expect(blockContent(body, plan)).toBeNull();
    expect(spliceBlock(body, block)).toBe(`${block}\nThe words of the plan.\nMy own words.`);
  });

  it("is not confused with another plan's block", () => {
    const other = printBlock(printTask({ ...task, plan: 'ffffff' }), 'Of another plan.');
    expect(spliceBlock(other, block)).toBe(`${other}\n\n${block}`);
    expect(blockContent(`${other}\n\n${block}`, plan)).toBe('The words of the plan.');
  });
});

describe('markers are found in one reading', () => {
  it.each([
    ['<!-- planwright a=1 -->x<!-- planwright b -->', [['a'], ['b']]],
    ['<!-- planwright a=1-->', [['a']]],
    ['<!-- planwright -->', [['']]],
    ['<!-- planwright a\n-->', []],
    ['<!-- planwright a\r<!-- planwright b -->', [['b']]],
    ['<!-- planwright <!-- planwright b -->', [['<!--', 'planwright', 'b']]],
    ['<!-- planwright a', []],
  ])('%j', (text, expected) => {
    const found = markersIn(text);
    expect(found.map(({ attributes }) => [...attributes.keys()])).toEqual(expected);
    for (const { start, end } of found)
      expect(text.slice(start, end)).toMatch(/^<!-- planwright [^\r\n]*-->$/);
  });
});
