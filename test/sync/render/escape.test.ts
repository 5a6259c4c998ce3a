/** That no text of a plan pings, refers, closes or breaks what the app writes, read by two readers of Markdown. */
import fc from 'fast-check';
import { RUNS } from '../../runs.ts';
import { parsePlan } from '../../../src/plan/parse.ts';
import type { Problem, Task } from '../../../src/plan/types.ts';
import { allTasks } from '../../../src/plan/walk.ts';
import { block } from '../../../src/sync/render/sanitize/block.ts';
import {
  brief,
  code,
  cut,
  inline,
  oneLine,
  prose,
  urlPath,
} from '../../../src/sync/render/sanitize/escape.ts';
import { issueTitle, milestoneTitle } from '../../../src/sync/state/ids.ts';
import { taskLabels } from '../../../src/sync/diff/labels.ts';
import { blockContent, printBlock, spliceBlock } from '../../../src/sync/state/body-block.ts';
import { parseTask, printTask } from '../../../src/sync/state/markers.ts';
import { answers } from '../../../src/sync/render/answer.ts';
import { refusalProblems } from '../../../src/sync/render/words/refusal-problems.ts';
import { renderCheck } from '../../../src/sync/render/check/check-words.ts';
import { RULE, renderTask, type PlanPlace, type Surroundings } from '../../../src/sync/render/issue.ts';
import { renderDifferences } from '../../../src/sync/render/differences.ts';
import type { Effect } from '../../../src/sync/types.ts';
import { renderComment } from '../../../src/sync/render/preview-comment.ts';
import { renderTracking } from '../../../src/sync/render/tracking/tracking.ts';
import { renderOnboarding } from '../../../src/sync/render/onboarding-words.ts';
import { renderWriteBack } from '../../../src/sync/render/write-back-words.ts';
import type { Held, Proposal } from '../../../src/sync/types.ts';
import { trackingTitle } from '../../../src/sync/render/words.ts';
import { hasCmark, readWithCmark, readWithRemark, type Found } from './markdown-oracle.ts';
import { NASTY, nastyText } from './nasty.ts';

const REPOSITORY = 'https://github.com/ada/engine';
const PLAN = parsePlan(
  '# Search\n\n## Phase 1: Start\n- [ ] Task\n  - [ ] Sub\n\n## Definition of Done\n- [ ] Done\n',
  {
    path: 'plans/search.md',
  },
);
const [ANY] = allTasks(PLAN).map(({ task }) => task);
if (ANY === undefined) throw new Error('Expected a task.');

/** A process for each text: in the deep suite. */
const asksCmark = RUNS >= 300;
if (asksCmark && !hasCmark)
  console.warn('cmark-gfm is not installed: these texts were read with remark alone.');
const READERS: readonly (readonly [string, (markdown: string) => Found])[] = [
  ['remark', readWithRemark],
  ...(asksCmark && hasCmark ? [['cmark-gfm', readWithCmark] as const] : []),
];

/** The plan of every story below, with one text in all places that hold text. */
function place(path = 'plans/search.md'): PlanPlace {
  return { repositoryUrl: REPOSITORY, branch: 'main', path };
}

function around(text: string): Surroundings {
  return { heading: text, goal: text, waitsFor: [{ kind: 'words', text }] };
}

function taskOf(text: string, details = ''): Task {
  const words = { title: text, id: text, priority: text, estimate: text, dependsOn: [text], owners: [text] };
  return { ...ANY!, ...words, details, subtasks: [], steps: [{ text, done: false, line: 5 }] };
}

function proposalsOf(text: string): Proposal[] {
  const rest = { issue: 7, title: text, rider: false };
  return [
    { id: '1', edit: { kind: 'state', line: 4, state: 'done' }, ...rest },
    { id: '2', edit: { kind: 'title', line: 4, title: text }, ...rest },
  ];
}

/** Everything the app writes as Markdown out of a plan, but the details of a task. */
const HELD: Omit<Held, 'effects'> = {
  id: '1a2b3c4d',
  lost: false,
  closes: 0,
  drops: 6,
  reopens: 0,
  guesses: 0,
  creates: 0,
};

/** One effect of every kind. */
function effectsNaming(text: string): Effect[] {
  return [
    { kind: 'open', key: 'k', title: text, milestone: text, closed: true },
    { kind: 'adopt', number: 9902, title: text },
    { kind: 'rename', number: 9903, from: text, to: text, guessed: true },
    { kind: 'close', number: 9904, title: text, as: 'completed' },
    { kind: 'reopen', number: 9905, title: text },
    { kind: 'move', number: 9906, title: text, to: text },
    { kind: 'refresh', number: 9907, title: text },
    { kind: 'open-milestone', title: text },
    { kind: 'rename-milestone', from: text, to: text },
    { kind: 'move-milestone', title: text, due: null },
    { kind: 'close-milestone', title: text },
    { kind: 'reopen-milestone', title: text },
  ];
}

function texts(text: string): Record<string, string> {
  const task = taskOf(text);
  // By ids that no text here bears, so that the graph is drawn whatever the text.
  const first = { ...task, id: 'T901', dependsOn: [], subtasks: [] };
  const last = { ...task, dependsOn: ['T901'], subtasks: [first] };
  const plan = {
    ...PLAN,
    title: text,
    tasks: [],
    groups: [],
    phases: PLAN.phases.map((phase) => ({ ...phase, title: text, tasks: [last] })),
    risks: [{ risk: text, impact: text, probability: null, mitigation: text, line: 12 }],
    checklists: [{ title: text, line: 8, items: [{ text, done: true, line: 9 }] }],
  };
  const problem: Problem = {
    code: 'x',
    severity: 'notice',
    message: `The task "${text}" is odd.`,
    hint: text,
    line: 1,
    column: 1,
  };
  const proposals = proposalsOf(text);
  const refused = proposals.map((proposal) => ({ proposal, pull: 9 }));
  const refusal = { act: 'open an issue for', of: `"${text}"`, status: 422, message: text, permission: null };
  const differences = {
    place: place(text),
    proposals,
    unwritable: proposals,
    refused,
    writeBack: { kind: 'off' as const },
  };
  const comment = (merged: ReadonlyMap<string, number> | null): string => {
    const rendered = renderComment({
      repositoryUrl: place(text).repositoryUrl,
      head: 'f00',
      plans: [
        { path: text, title: text, effects: effectsNaming(text), problems: [problem], held: null },
        {
          path: text,
          title: text,
          effects: [],
          problems: [],
          held: { ...HELD, effects: effectsNaming(text) },
        },
      ],
      conflicts: [text],
      config: { path: text, problems: [problem] },
      completes: [{ issue: 9907, title: text, phase: text, done: 1, all: 2 }],
      merged,
    });
    // The app's own words: its markers, and the numbers of its own issues, which no text of a plan here bears.
    return (rendered ?? '').replace(/^<!-- planwright .*-->$/gm, '').replace(/#(?=99\d\d )/g, '');
  };
  return {
    preview: comment(null),
    report: comment(new Map([['k', 9912]])),
    issue: renderTask(task, place(text), around(text)),
    tracking: renderTracking({
      plan,
      place: place(text),
      tasks: new Map([[task.line, { state: 'open', issue: 7, dates: null }]]),
      problems: [problem],
      refusals: refusalProblems([refusal]),
      standing: differences,
      held: null,
    }),
    unobeyed: answers.refused(refusal),
    differences: renderDifferences(differences),
    waiting: renderOnboarding(
      [{ id: 'abc123', path: text, blob: 'f00', title: text, issues: 2, milestones: 1 }],
      place(text),
    ),
    writeBack: renderWriteBack({
      id: 'abc123',
      blob: 'f00',
      made: 'ba4',
      planTitle: text,
      place: { ...place(text), branch: text },
      proposals,
      refused,
      states: ['open'],
      closings: new Map([[7, { by: 'ada', date: '2026-03-02' }]]),
      standsInFor: 'protected-branch',
    }).body,
    check: renderCheck([{ path: text, problems: [problem] }])?.summary ?? '',
  };
}

const MENTION = /(?<![A-Za-z0-9])@[A-Za-z0-9]/;
const REFERENCE =
  /#\d|\bGH-\d|(?<![0-9A-Za-z])(?:(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}|[0-9a-f]{40})(?![0-9A-Za-z])/i;
const CLOSING =
  /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:#\d|GH-\d|[\w.-]+\/[\w.-]+#\d|https?:\/\/[\w.:-]+\/[\w.-]+\/[\w.-]+\/(?:issues|pull)\/\d)/i;
const CODE_SPAN = /(?<![`\\])(`+)(?!`)[^]*?(?<!`)\1(?!`)/g;
/** What turns the direction of a text, or shows nothing in it. */
const UNSEEN =
  /[\p{Cc}\u2028-\u202e\u2060-\u206f]|(?<!\u{1f3f4}[\u{e0020}-\u{e007e}]*)[\u{e0000}-\u{e007f}]/u;
const TRACE = /^(?:https?:)?\/\/(?:www\.)?github\.com\/[^/]+\/[^/]+\/(?:issues|pull|pulls|discussions)\/\d/i;

/** The app's own markers, and the fold around what is held. */
function isOwnHtml(text: string): boolean {
  const fold = ['<details>\n<summary>What it would do, issue by issue</summary>', '</details>'];
  return text.startsWith('<!-- planwright plan=abc123') || fold.includes(text);
}

/** What a text did that it must not do; empty if it is harmless. */
function harmOf({ words, codes, html, links, hidden }: Found): string[] {
  const own = new RegExp(`^${REPOSITORY}/(?:issues/7|pull/9)$`);
  return [
    ...[...words, ...codes].filter((text) => MENTION.test(text)).map((text) => `mention: ${text}`),
    ...words.filter((text) => REFERENCE.test(text)).map((text) => `reference: ${text}`),
    ...html.filter((text) => text !== RULE && !isOwnHtml(text)).map((text) => `html: ${text}`),
    ...links.filter((url) => TRACE.test(url) && !own.test(url)).map((url) => `trace: ${url}`),
    ...(hidden > 0 ? ['a definition or footnote'] : []),
  ];
}

const isEmpty = (text: string): boolean => oneLine(text) === '';

describe.each(READERS)('Read by %s, a text of the plan', (_, read) => {
  const harmless = Object.fromEntries(
    Object.entries(texts('word')).map(([name, markdown]) => [name, read(markdown).blocks]),
  );

  const harmIn = (text: string): Record<string, readonly string[]> => {
    const written = Object.entries(texts(text)).map(([name, markdown]) => {
      const found = read(markdown);
      const moved = found.blocks === harmless[name] ? [] : [`blocks: ${found.blocks}`];
      const closes = CLOSING.test(markdown.replace(CODE_SPAN, '')) ? ['a closing keyword'] : [];
      const unseen = UNSEEN.test(markdown.replaceAll('\n', '')) ? ['what nobody sees'] : [];
      return [name, [...harmOf(found), ...moved, ...closes, ...unseen]] as const;
    });
    return Object.fromEntries(written.filter(([, harm]) => harm.length > 0));
  };

  it.each(NASTY.filter((text) => !isEmpty(text)))('%j does no harm and stays in its place', (text) => {
    expect(harmIn(text)).toEqual({});
  });

  it('does no harm and stays in its place, whatever it is', () => {
    fc.assert(
      fc.property(
        nastyText.filter((text) => !isEmpty(text)),
        (text) => expect(harmIn(text)).toEqual({}),
      ),
    );
  });

  const harmOfDetails = (details: string): string[] => {
    const marker = printTask({ plan: 'abc123', task: '1', title: '2', src: '3', dropped: false });
    const words = renderTask(taskOf('word', details), place(), around('word'));
    const body = `${spliceBlock('Mine above.', printBlock(marker, words))}\n\nMine below.`;
    const found = read(body);
    const shown = found.words.join('\n');
    const spliced = `Mine above.\n\n${marker}\nnew\n<!-- /planwright -->\n\nMine below.`;
    const kept: Readonly<Record<string, boolean>> = {
      'the markers': found.html.join('\n') === `${marker}\n${RULE}\n<!-- /planwright -->`,
      'the key': parseTask(body, 'abc123')?.task === '1',
      'the block': blockContent(body, 'abc123') === words,
      'a new block': spliceBlock(body, printBlock(marker, 'new')) === spliced,
      'a person’s words': shown.includes('Mine below.'),
      'boxes as marks': !found.blocks.includes('box('),
    };
    const lost = Object.keys(kept).filter((name) => kept[name] !== true);
    return [...harmOf({ ...found, html: [] }), ...lost.map((name) => `loses ${name}`)];
  };

  it.each(NASTY)('as details, %j does no harm', (text) => {
    expect(harmOfDetails(text)).toEqual([]);
  });

  it('as details does no harm, whatever it is', () => {
    fc.assert(fc.property(nastyText, (text) => expect(harmOfDetails(text)).toEqual([])));
  });
});

describe('A title', () => {
  it('is one line without control characters, and refers to nothing where that would count', () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        const task = taskOf(text);
        const [phase] = PLAN.phases;
        const titles = [
          issueTitle(task),
          milestoneTitle({ ...PLAN, title: text }, { ...phase!, title: text }),
          trackingTitle(text),
        ];
        const names = taskLabels({ ...task, area: text, priority: text }, new Set(['area', 'priority']));
        for (const title of [...titles, ...names]) expect(title).not.toMatch(UNSEEN);
        const { title, message } = renderWriteBack({
          id: 'abc123',
          blob: 'f00',
          made: 'ba4',
          planTitle: text,
          place: place(text),
          proposals: proposalsOf(text),
          refused: [],
          states: [],
          closings: new Map(),
          standsInFor: null,
        });
        expect(message).toBe(`${title}\n\nPlanwright-Plan: abc123 ba4\nPlanwright-Base: f00\n`);
        expect(title).not.toMatch(UNSEEN);
        for (const pattern of [MENTION, REFERENCE, CLOSING]) expect(title).not.toMatch(pattern);
      }),
    );
  });
});

describe('What a reader sees', () => {
  const shown = (markdown: string): string =>
    readWithRemark(markdown).words.join('').replaceAll('\u200b', '');

  it('is the text itself', () => {
    fc.assert(
      fc.property(
        nastyText.filter((text) => !isEmpty(text) && !/https?:|www\.|\w@\w/i.test(text)),
        (text) => {
          expect(shown(inline(text)).trim()).toBe(oneLine(text).replaceAll('\u200b', '').trim());
        },
      ),
    );
  });

  it.each([
    ['a link stays a link', 'see https://example.org/a_b/@ada?x=1', 'see https://example.org/a_b/@ada?x=1'],
    ['an e-mail address stays one', 'ask ada@example.org', 'ask ada@example.org'],
    ['a number stays one', 'handle 10000000 rows', 'handle 10000000 rows'],
    [
      'an issue elsewhere stays in reach',
      'see https://github.com/o/r/issues/5',
      'see https://redirect.github.com/o/r/issues/5',
    ],
  ])('%s', (_, text, expected) => {
    expect(inline(text)).toBe(expected);
  });
});

describe('Details', () => {
  it.each([
    'Plain words.\n\n- one\n- two\n  - three',
    'A [link](https://example.org) and `code`.',
    '| a | b |\n|---|---|\n| 1 | 2 |',
    '```ts\n@Injectable()\nconst a = b < c && d; // #12\n```',
    '> quoted',
  ])('stay as they are where they do no harm: %j', (markdown) => {
    expect(block(markdown)).toBe(markdown);
  });

  it('show boxes as marks', () => {
    expect(block('- [ ] one\n- [x] two\n1. [X] three')).toBe('- ○ one\n- ✓ two\n1. ✓ three');
  });

  it('close the fence that they leave open', () => {
    expect(block('```\ncode')).toBe('```\ncode\n```');
    expect(block('~~~~\ncode\n~~~')).toBe('~~~~\ncode\n~~~\n~~~~');
  });

  it('that no parser can read are shown as they are', () => {
    const deep = '> '.repeat(2_000);
    expect(block(deep)).toBe(`\`\`\`\n${deep}\n\`\`\``);
  });
});

describe('Cutting', () => {
  it('ends at the end of a line and leaves no fence open', () => {
    const text = `first\n\n\`\`\`\n${'code\n'.repeat(100)}\`\`\`\n`;
    const short = cut(text, 200, 'The rest is cut.');
    expect(short.length).toBeLessThanOrEqual(200);
    expect(short).toMatch(/\ncode\n```\n\nThe rest is cut\.$/);
  });

  it('leaves nothing folded that comes after it', () => {
    const text = `first\n\n<details>\n<summary>2 tasks done</summary>\n\n${'- ✓ task\n'.repeat(100)}\n</details>`;
    expect(cut(text, 200, 'The rest is cut.')).toMatch(/\n- ✓ task\n\n<\/details>\n\nThe rest is cut\.$/);
    const shown = `first\n\n\`\`\`\n<details>\n\`\`\`\n\n${'word\n'.repeat(100)}`;
    expect(cut(shown, 200, 'The rest is cut.')).not.toContain('</details>');
  });

  it('of a title leaves no half of a character', () => {
    expect(brief('😀'.repeat(300))).toBe(`${'😀'.repeat(199)}…`);
  });
});

it('a code span holds any text on one line', () => {
  fc.assert(
    fc.property(
      nastyText.filter((text) => !isEmpty(text)),
      (text) => {
        const { codes, blocks } = readWithRemark(code(text));
        expect([codes.length, blocks]).toEqual([1, 'root(paragraph())']);
      },
    ),
  );
});

it('a path in an address reads back, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (path) => {
      expect(urlPath(path)).toMatch(/^[\w\-.~%/]*$/);
      expect(decodeURIComponent(urlPath(path))).toBe(path);
    }),
  );
});

describe('the sentences of Problems', () => {
  test('show code as code, and keep the spaces around it', () => {
    expect(prose('Write `- [ ]` before *its* words, or `npm test`.')).toBe(
      'Write `- [ ]` before \\*its\\* words, or `npm test`.',
    );
  });

  test('keep code apart from an address before it', () => {
    expect(prose('See https://example.org/a`b` there')).toBe('See https://example.org/a `b` there');
    const { codes } = readWithRemark(prose('See www.example.org/a`b`, a`c`'));
    expect(codes).toEqual(['b', 'c']);
  });

  test('hold no marker, not even in code', () => {
    expect(prose('Put back `<!-- planwright plan=1a2b3c -->` here')).not.toContain('<!--');
    expect(code('<!-- planwright plan=1a2b3c -->')).not.toContain('<!--');
  });

  test.each(NASTY)('%j does no harm in them', (text) => {
    const words = prose(`Expected a task, found "${text}" behind \`${text.replaceAll('`', '')}\`.`);
    expect(words.replace(/https?:\/\/\S+/gu, '')).not.toMatch(/(?<![\w`])@\w/u);
    // GitHub reads no reference in code.
    expect(words.replace(/`[^`]*`/gu, '')).not.toMatch(/(?<![\w&])#\d/u);
    expect(words).not.toContain('<!--');
  });
});
