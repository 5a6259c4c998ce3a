/** The markers: that each reads back what it prints, and that their grammar is documented. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { RUNS } from '../../runs.ts';
import { markersIn } from '../../../src/sync/state/marker-comment.ts';
import {
  parseMilestone,
  parseTask,
  parseTracking,
  parseWriteBack,
  printMilestone,
  printTask,
  printTracking,
  printWriteBack,
  spliceMilestone,
  taskMarkerIn,
  type MilestoneMarker,
  type TaskMarker,
  type WriteBackMarker,
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
const UNFINISHED = { kind: 'unfinished' } as const;
const BASE = { kind: 'blob', blob: 'b'.repeat(40) } as const;

const aBareLedger = fc.record<Ledger>({
  plan: fc.stringMatching(/^[0-9a-f]{6}$/),
  path: fc.string({ unit: 'grapheme', minLength: 1 }),
  base: fc.oneof(
    fc.constant({ kind: 'unfinished' } as const),
    fc.constant({ kind: 'lost' } as const),
    fc.stringMatching(/^[0-9a-f]{40}$/).map((blob) => ({ kind: 'blob', blob }) as const),
  ),
  entries: fc.array(fc.tuple(fc.integer({ min: 1 }), anEntry)).map((pairs) => new Map(pairs)),
  confirmed: fc.option(fc.stringMatching(/^[0-9a-f]{8}$/)),
});

const aLedger = fc
  .tuple(
    aBareLedger,
    fc.option(fc.string({ unit: 'grapheme' })),
    fc.option(fc.string({ unit: 'grapheme' })),
    fc.boolean(),
    fc.option(aNumber),
  )
  .map(([ledger, prefix, label, unlabelled, answered]): Ledger => ({
    ...ledger,
    ...(label === null ? {} : { label }),
    ...(answered === null ? {} : { answered }),
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
    expect(printTracking({ plan, path: 'a.md', base: UNFINISHED, entries, confirmed: null, owed })).toBe(
      `<!-- planwright v=1 plan=3f2a1c path=a.md base= issues=12:5+,14:+ owed=issue.12.${'b'.repeat(40)}.7,milestone.3.${'b'.repeat(40)}.4,add-blocked-by.5.12 -->`,
    );
  });

  it('is written as DESIGN 4 says', () => {
    const entries = new Map<number, Entry>([
      [14, { kind: 'gone' }],
      [12, { kind: 'issue', number: 5 }],
      [15, { kind: 'none' }],
    ]);
    expect(printTracking({ plan, path: 'plans/my plan.md', base: BASE, entries, confirmed: null })).toBe(
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
    const marker = printTracking({
      plan,
      path: 'a.md',
      base: UNFINISHED,
      entries: new Map(),
      confirmed: null,
    });
    expect(parseTracking(`Look: \n${marker}`)).toEqual({ kind: 'none' });
    expect(parseTracking('no marker at all')).toEqual({ kind: 'none' });
  });
});

describe('the other markers', () => {
  it('read back what they print', () => {
    expect(parseTask(printTask(task), plan)).toEqual(task);
    expect(parseTask(printTask({ ...task, dropped: true }), plan)).toEqual({ ...task, dropped: true });
    const halfway = { ...task, dropped: true, closing: true };
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

/** The head comment of markers.ts. */
const [GRAMMAR = ''] = readFileSync('src/sync/state/markers.ts', 'utf8').split('*/', 1);
const BLOB = 'b'.repeat(40);

/** How many brackets of a form are read otherwise than in its fullest or its barest variant: any two together, all of them with more runs. */
const AT_ONCE = RUNS < 100 ? 2 : Infinity;

/** Each documented form in its variants, the fullest first, with what the app itself would print for what it reads there. */
const DOCUMENTED = (GRAMMAR.match(/<!-- planwright [^>]*-->/g) ?? []).map((form) => {
  const line = form.replace(/\s*\n \*\s*/g, ' ').replaceAll('BLOB', BLOB);
  const variants = [...variantsOf(line, 'fullest', AT_ONCE), ...variantsOf(line, 'barest', AT_ONCE)];
  return [...new Set(variants.map((text) => text.replace(/ +/g, ' ')))];
});

/** Takes the innermost bracket of a form, and goes on with each of its alternatives: with all but the first only where it may still differ. */
function variantsOf(form: string, from: 'fullest' | 'barest', differing: number): string[] {
  const [bracket, one, optional] = /\(([^()[\]]*)\)|\[([^()[\]]*)\]/.exec(form) ?? [];
  if (bracket === undefined) return [form];
  const choices = one?.split('|') ?? [optional ?? '', ''];
  const [usual = '', ...others] = from === 'fullest' ? choices : choices.toReversed();
  return [
    ...variantsOf(form.replace(bracket, usual), from, differing),
    ...(differing === 0 ? [] : others).flatMap((choice) =>
      variantsOf(form.replace(bracket, choice), from, differing - 1),
    ),
  ];
}

function printedAgain(text: string): string | null {
  const tracking = parseTracking(text);
  if (tracking.kind === 'ledger') return printTracking(tracking.ledger, tracking.closedByApp, tracking.src);
  const inTask = taskMarkerIn(text);
  if (inTask !== null) return printTask(inTask);
  const milestone = parseMilestone(text);
  if (milestone !== null) return printMilestone(milestone);
  const writeBack = parseWriteBack(text);
  return writeBack === null ? null : printWriteBack(writeBack);
}

const namesIn = (texts: readonly string[]): Set<string> =>
  new Set(texts.flatMap((text) => markersIn(text).flatMap(({ attributes }) => [...attributes.keys()])));

describe('the grammar in the head comment of markers.ts', () => {
  const ENTRIES: Readonly<Record<Entry['kind'], Entry>> = {
    issue: { kind: 'issue', number: 6, unfinished: true },
    owed: { kind: 'owed' },
    gone: { kind: 'gone' },
    none: { kind: 'none' },
  };
  const LINKS: Readonly<Record<OwedLink['kind'], true>> = {
    'add-sub-issue': true,
    'move-sub-issue': true,
    'remove-sub-issue': true,
    'add-blocked-by': true,
    'remove-blocked-by': true,
  };
  // Every field is required here, so that the compiler asks for a new one.
  const ledger: Required<Ledger> = {
    plan,
    path: 'a.md',
    base: { kind: 'blob', blob: BLOB },
    entries: new Map(Object.values(ENTRIES).map((entry, index) => [index, entry])),
    confirmed: '1a2b3c4d',
    held: '1a2b3c4d',
    retire: { kind: 'asked', by: 'renovate--x[bot]' },
    prefix: 'Search',
    label: 'plan: search',
    unlabelled: true,
    answered: 77,
    inFlight: [BLOB, BLOB],
    owed: { issues: new Map(), milestones: new Map(), links: [] },
    same: [[12, 30]],
    named: [{ line: 31, index: 0, target: 12 }],
  };
  const inTask: Required<TaskMarker> = { ...task, dropped: true, adopted: true, closing: true };
  const phase: Required<MilestoneMarker> = { plan, phase: 'abc', closed: true };
  const pull: Required<WriteBackMarker> = {
    plan,
    blob: BLOB,
    edits: ['1a'],
    withdrawn: true,
    protectedBranch: true,
  };
  const whole = [
    printTracking(ledger, true, '3333'),
    printTask(inTask),
    printMilestone(phase),
    printWriteBack(pull),
  ];

  it('has the four kinds of markers, and each form of them is read and printed as it stands there', () => {
    expect(DOCUMENTED.map((variants) => variants.length > 1)).toEqual([true, true, true, true]);
    const wrong = DOCUMENTED.flat().find((text) => printedAgain(text) !== text);
    expect(wrong === undefined ? undefined : [wrong, printedAgain(wrong)]).toBeUndefined();
  });

  it('names each attribute that the code prints', () => {
    expect(DOCUMENTED.map((variants) => namesIn(variants))).toEqual(whole.map((text) => namesIn([text])));
  });

  it('names each attribute that the code reads', () => {
    const source = readFileSync('src/sync/state/markers.ts', 'utf8');
    const read = [...source.matchAll(/attributes\.(?:get|has)\('([\w-]+)'\)/g)].map(([, name = '']) => name);
    expect(read.length).toBeGreaterThan(10);
    const documented = namesIn(DOCUMENTED.flat());
    expect(read.filter((name) => !documented.has(name))).toEqual([]);
  });

  it('shows each form of an entry, and each kind of what GitHub refused', () => {
    const [fullest = ''] = DOCUMENTED[0] ?? [];
    const marker = parseTracking(fullest);
    if (marker.kind !== 'ledger') throw new Error(`Expected a ledger, found ${marker.kind}.`);
    const { entries, owed } = marker.ledger;
    const kinds = new Set([...entries.values()].map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(Object.keys(ENTRIES)));
    expect([...entries.values()]).toContainEqual({ kind: 'issue', number: 5 });
    expect([...entries.values()]).toContainEqual({ kind: 'issue', number: 6, unfinished: true });
    expect(new Set(owed?.links.map(({ kind }) => kind))).toEqual(new Set(Object.keys(LINKS)));
    expect([owed?.issues.size, owed?.milestones.size]).toEqual([1, 1]);
  });

  it('explains each attribute of a tracking issue, and each entry in its example', () => {
    const [fullest = ''] = DOCUMENTED[0] ?? [];
    const explained = new Set(GRAMMAR.match(/`[^`\n]+`/g) ?? []);
    const [entries = ''] = /(?<=issues=)\S+/.exec(fullest) ?? [];
    const named = [...namesIn([fullest]), ...entries.split(',')];
    expect(named.filter((name) => !explained.has(`\`${name}\``))).toEqual([]);
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

describe('what the first version wrote is read', () => {
  const base = 'a'.repeat(40);

  it('in a tracking issue', () => {
    const body = `<!-- planwright v=1 plan=3f2a1c path=plans/my%20plan.md base=${base} issues=12:5,14:0,15:- closed -->\nWords.`;
    expect(parseTracking(body)).toMatchObject({
      kind: 'ledger',
      closedByApp: true,
      ledger: {
        plan: '3f2a1c',
        path: 'plans/my plan.md',
        base: { kind: 'blob', blob: base },
        entries: new Map([
          [12, { kind: 'issue', number: 5 }],
          [14, { kind: 'gone' }],
          [15, { kind: 'none' }],
        ]),
      },
    });
  });

  it('in a task issue, a milestone and a pull request', () => {
    const body =
      '<!-- planwright plan=3f2a1c task=abc123def456 title=11112222 src=33334444 dropped -->\nWords.\n<!-- /planwright -->';
    expect(parseTask(body, plan)).toMatchObject({ ...task, dropped: true });
    expect(parseMilestone('<!-- planwright plan=3f2a1c phase=abc123def456 closed -->')).toMatchObject({
      plan,
      phase: 'abc123def456',
    });
    const pull = `<!-- planwright plan=3f2a1c blob=${base} edits=1a2b3c4d,5e6f7a8b withdrawn -->`;
    expect(parseWriteBack(pull)).toMatchObject({ plan, blob: base });
  });
});
