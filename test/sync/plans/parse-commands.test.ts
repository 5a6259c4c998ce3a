/** Which commands a comment holds, and that talk, quotes and code hold none. */
import { parseCommands } from '../../../src/sync/plans/parse-commands.ts';
import { helpText } from '../../../src/sync/render/answer.ts';

it.each([
  ['/plan confirm 1a2b3c4d', [{ kind: 'confirm', id: '1a2b3c4d' }]],
  ['  /PLAN   Confirm  1A2B3C4D  ', [{ kind: 'confirm', id: '1a2b3c4d' }]],
  ['/plan confirm `1a2b3c4d`', [{ kind: 'confirm', id: '1a2b3c4d' }]],
  ['/plan confirm', [{ kind: 'confirm', id: null }]],
  [
    'Looks right.\r\n/plan confirm 1a2b3c4d\r\n/plan sync\r\n',
    [{ kind: 'confirm', id: '1a2b3c4d' }, { kind: 'sync' }],
  ],
  ['/Plan  SYNC', [{ kind: 'sync' }]],
  ['/plan\tpause\n/plan\u00a0resume', [{ kind: 'pause' }, { kind: 'resume' }]],
  ['/plan help\n/plan retire', [{ kind: 'help' }, { kind: 'retire' }]],
  ['/plan', [{ kind: 'unknown', words: '' }]],
  ['/plan Retier', [{ kind: 'unknown', words: 'Retier' }]],
  ['/plan retire it all', [{ kind: 'unknown', words: 'retire it all' }]],
  ['/plan confirm 1a2b3c4d please', [{ kind: 'unknown', words: 'confirm 1a2b3c4d please' }]],
  ['> /plan sync', []],
  ['> On Monday Ada wrote:\n> /plan retire\n\nNo.', []],
  ['```\n/plan sync\n```', []],
  ['````md\n```\n/plan sync\n```\n````\n/plan pause', [{ kind: 'pause' }]],
  ['~~~\n/plan sync\n```\n/plan sync\n~~~', []],
  ['<!-- as in\n/plan sync\n-->\n/plan pause', [{ kind: 'pause' }]],
  ['<!-- x --> <!--\n/plan sync\n-->', []],
  ['<pre>\n/plan sync\n</pre>\n/plan pause', [{ kind: 'pause' }]],
  ['<pre>\n\n/plan sync\n\n</pre>', []],
  ['<PRE class="x"\n>\n/plan sync\n</PRE >', []],
  ['See: <pre>\n/plan sync\n</pre>', []],
  ['<pre><code>\n/plan sync\n</code>\n/plan sync\n</pre>\n/plan pause', [{ kind: 'pause' }]],
  ['<pre>\n```\n</pre>\n/plan pause', [{ kind: 'pause' }]],
  ['<code>\n/plan sync\n</code>', []],
  ['Never closed <code>\n\n/plan sync', []],
  ['The tag `<pre>` and \\<code> are words here.\n/plan pause', [{ kind: 'pause' }]],
  ['<script>\n/plan sync\n</script>', []],
  ['<style>\n\n/plan sync\n</style>', []],
  ['<textarea>\n/plan sync\n</textarea>', []],
  ['<blockquote><blockquote>a</blockquote>\n\n/plan sync\n\n</blockquote>\n/plan pause', [{ kind: 'pause' }]],
  ['<precious>\n/plan pause', [{ kind: 'pause' }]],
  ['<details>\n<summary>Why</summary>\n\n/plan pause\n\n</details>', [{ kind: 'pause' }]],
  ['One `span\n/plan sync\nof code`.\n/plan pause', [{ kind: 'pause' }]],
  ['A lone ` here.\n\n/plan pause\n\nAnd `', [{ kind: 'pause' }]],
  ['# A heading with `\n/plan pause\n`', [{ kind: 'pause' }]],
  ['``a` b\n/plan sync\n``', []],
  ['`<!--` is how it begins.\n/plan pause', [{ kind: 'pause' }]],
  ['    /plan sync', []],
  ['\t/plan sync', []],
  ['- /plan sync', []],
  ['`/plan sync`', []],
  ['Please type /plan sync', []],
  ['/planner sync', []],
  ['<!-- planwright answer=7 -->\n\n/plan sync', []],
] as const)('%j', (comment, commands) => {
  expect(parseCommands(comment)).toEqual(commands);
});

it('The help names every command, and is none', () => {
  const verbs = [...helpText().matchAll(/`\/plan (\w+)/g)].map(([, verb]) => verb);
  expect(verbs).toEqual(['sync', 'confirm', 'pause', 'resume', 'retire', 'help']);
  expect(parseCommands(helpText())).toEqual([]);
});

// Ten times what GitHub takes: a scan that is not linear would end in no time that a test waits for.
test.each([
  ['spaces', `/plan a${' '.repeat(650_000)}b`],
  ['spaces and a line end of its own', `/plan${' '.repeat(650_000)}a\u2028b`],
  ['marks around an id', `/plan confirm a${'`'.repeat(650_000)}b`],
  ['marks', `/plan ${'`'.repeat(650_000)}b`],
  ['runs of marks', `/plan ${Array.from({ length: 1100 }, (_, index) => '`'.repeat(index + 1)).join(' ')}`],
  ['tags', `/plan a\n${'<pre '.repeat(130_000)}`],
  ['tags that close', `/plan a\n${'<pre></pre>'.repeat(60_000)}`],
  ['comments', `/plan a\n${'<!--'.repeat(160_000)}`],
  ['lines', `/plan a${'\n`'.repeat(160_000)}`],
])('many %s, which anybody may type, take no time', (_, comment) => {
  expect(parseCommands(comment)).toHaveLength(1);
});
