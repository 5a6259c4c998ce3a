/** Texts that somebody might write to hurt whoever reads them, each of any size: in Markdown, in YAML, in bytes. */

/** One kind of hostile text. */
export interface Pattern {
  readonly name: string;
  /** The text of a plan of about so many bytes. */
  readonly make: (bytes: number) => Buffer;
}

type Body = (bytes: number) => string;

/** A plan with a task, so that it is read as one, and the hostile text below. */
const HEAD = '# Plan\n\n## Phase 1: Begin\n\n- [ ] Ship the parser\n\n';

function below(name: string, body: Body): Pattern {
  return { name, make: (bytes) => Buffer.from(`${HEAD}${body(Math.max(1, bytes - HEAD.length))}\n`) };
}

/** Text in the front matter of a plan. */
function inFront(name: string, body: Body): Pattern {
  return { name, make: (bytes) => Buffer.from(`---\n${body(bytes - HEAD.length - 9)}\n---\n${HEAD}`) };
}

function bytesOf(name: string, unit: Buffer): Pattern {
  return {
    name,
    make: (bytes) => Buffer.concat([Buffer.from(HEAD), Buffer.alloc(Math.max(1, bytes - HEAD.length), unit)]),
  };
}

/** The same again and again. */
function again(unit: string): Body {
  return (bytes) => unit.repeat(Math.max(1, Math.floor(bytes / Buffer.byteLength(unit))));
}

/** All openings, then something, then all closings. */
function nested(open: string, close: string, inside = 'a'): Body {
  return (bytes) => {
    const count = Math.max(1, Math.floor(bytes / (open.length + close.length)));
    return open.repeat(count) + inside + close.repeat(count);
  };
}

/** A different piece each time, until there are enough. */
function counted(piece: (index: number) => string): Body {
  return (bytes) => {
    const pieces: string[] = [];
    for (let index = 0, sum = 0; sum < bytes; index += 1) {
      const text = piece(index);
      pieces.push(text);
      sum += Buffer.byteLength(text);
    }
    return pieces.join('');
  };
}

/** Lines that each stand deeper than the one before, as far as a line may be long; then from the margin again. */
function stairs(line: string, step: string, deepest = 200): Body {
  return counted((index) => `${step.repeat(index % deepest)}${line}\n`);
}

/** The first half of one, and as much of another. */
function both(one: Body, other: Body): Body {
  return (bytes) => one(bytes / 2) + other(bytes / 2);
}

const ticks = (count: number): string => '`'.repeat(count);

const EMPHASIS = [
  below('emphasis a_', again('*a_ ')),
  below('emphasis strong', again('**a *b ')),
  below('emphasis underscores', again('_a __b ')),
  below('emphasis stars only', again('*')),
  below('emphasis mixed runs', again('*_')),
  below('emphasis nested', nested('*a **b ', ' c** d*')),
  below('strike nested', again('~~a ')),
  below('strike single', again('~a~~b')),
  below('strike in a title', (bytes) => `- [ ] ${again('~~a ')(bytes)}`),
];

const LINKS = [
  below('image openings', again('![')),
  below('link openings', again('[')),
  below('link half', again('[a](')),
  below('link half, angle', again('[a](<')),
  below('link half, title', again('[a](b "')),
  below('link parentheses', again('[a]((((((((')),
  below('reference half', again('[a][')),
  below('images nested', nested('![', '](b)')),
  below('links nested', nested('[', '](b)')),
  below('brackets balanced', nested('[', ']')),
  below('brackets escaped', again('\\[')),
  below('label long', (bytes) => `[${again('a')(bytes)}]`),
  below(
    'definitions',
    counted((index) => `[r${index}]: /u "t"\n`),
  ),
  below(
    'definitions used',
    both(
      counted((index) => `[r${index}]: /u\n`),
      counted((index) => `[r${index}] `),
    ),
  ),
  below(
    'definition long, used often',
    (bytes) => `[r]: /${again('u')(bytes / 2)}\n\n${again('[r] ')(bytes / 2)}`,
  ),
  below('footnotes called', again('[^1]')),
  below(
    'footnotes defined',
    counted((index) => `[^${index}]: a [^${index + 1}]\n\n`),
  ),
  below('footnote deep', (bytes) => `[^a]: ${again('[^a]: ')(bytes)}`),
];

const LITERALS = [
  below('autolinks', again('<http://a.b>')),
  below('autolink openings', again('<a@')),
  below('www', again('www.a')),
  below('www dots', again('www.')),
  below('addresses with parentheses', again('http://a.b/())))')),
  below('mail addresses', again('a@a.a@')),
  below('mentions and numbers', again('@ada #1 GH-1 ')),
  below('entities', again('&amp;')),
  below('entities numeric', again('&#1114112;')),
  below('ampersands', again('&')),
  below('backslashes', again('\\')),
];

const HTML = [
  below('html attributes', again('<a b="c ')),
  below('html tags open', again('<a ')),
  below('html comments open', again('<!--')),
  below('html markers', again('<!-- planwright plan=a -->')),
  below('html cdata', again('<![CDATA[')),
  below('html instructions', again('<?')),
  below('html declarations', again('<!A ')),
  below('html blocks', again('<div>\n')),
  below('details nested', nested('<details><summary>a</summary>\n\n', '\n</details>\n', '- [ ] a')),
];

const CODE = [
  below(
    'backticks growing',
    counted((index) => `${ticks((index % 300) + 1)}a`),
  ),
  below('backticks in turns', again('` `` ')),
  below('backticks', again('`')),
  below('fences', again('```\n')),
  below(
    'fences growing',
    counted((index) => `${'~'.repeat((index % 300) + 3)}\na\n`),
  ),
  below('fences in a list', again('- ```\n')),
];

const BLOCKS = [
  below('quotes deep', again('> ')),
  below('quotes lazy', again('> a\nb\n')),
  below('quotes and lists', again('> - ')),
  below('quotes in stairs', stairs('> a', '> ')),
  below('list deep, one line', again('- ')),
  below('list deep, numbers', again('1. ')),
  below('list in stairs', stairs('- a', '  ')),
  below('list of empty items', again('a\n-\n')),
  below('list items', again('- a\n')),
  below('list loose', again('- a\n\n')),
  below('list markers changing', again('- a\n* a\n+ a\n')),
  below('boxes', again('- [ ] a\n')),
  below('boxes deep, one line', again('- [ ] ')),
  below('boxes in stairs', stairs('- [ ] a', '  ')),
  below('table rows', (bytes) => `| Task | b |\n| --- | --- |\n${again('| a | b |\n')(bytes)}`),
  below('table columns', (bytes) => `${again('|a')(bytes / 2)}|\n${again('|-')(bytes / 2)}|`),
  below('table pipes escaped', (bytes) => `| a |\n| - |\n| ${again('\\|')(bytes)} |`),
  below('table backticks', (bytes) => `| a |\n| - |\n${again('| ` |\n')(bytes)}`),
  below('table delimiters', again('|-')),
  below('headings', again('# a\n')),
  below(
    'phases',
    counted((index) => `## Phase ${index}: a\n`),
  ),
  below('headings underlined', again('a\n=\n')),
  below('headings of hashes', again('###### ')),
  below('lines across', again('* * * ')),
];

const WORDS = [
  below('word long', again('a')),
  below('spaces', again(' ')),
  below('tabs', again('\t')),
  below('tabs in a list', again('-\t')),
  below('line ends CR', again('a\r')),
  below('line ends mixed', again('a\r\n\r\r\n\n')),
  below('line breaks', again('a  \n')),
  below('zero width', again('\u200b\u200d\ufeff')),
  below('directions', again('\u202ea\u202c')),
  below('marks combining', again('a' + '\u0300'.repeat(40))),
  below('astral', again('👩\u200d👩\u200d👧')),
  below(
    'titles in Chinese',
    counted((index) => `- [ ] 搜索结果排序和过滤第${index}部分\n`),
  ),
  below(
    'dependencies on all',
    counted((index) => `- [ ] T${index} a (depends on ${again('T1, T2, T3, ')(400)}T${index + 1})\n`),
  ),
  below('metadata', again('- [ ] a (priority: high) (estimate: 3d) (due: 2026-12-18) @ada\n')),
  below('metadata open', (bytes) => `- [ ] a ${again('(priority: ')(bytes)}`),
  below('dates', again('2026-12-18 ')),
  below('commands', again('/plan sync\n')),
  bytesOf('surrogates', Buffer.from([0xed, 0xa0, 0x80])),
  bytesOf('no UTF-8', Buffer.from([0xff])),
  bytesOf('NULs', Buffer.from([0])),
];

const YAML = [
  inFront('yaml lists nested', (bytes) => `a: \n  ${again('- ')(bytes)}a`),
  inFront('yaml lists nested at the top', again('- ')),
  inFront('yaml lists nested, spaced', (bytes) => `a:${again(' -')(bytes)} a`),
  inFront('yaml brackets', (bytes) => `a: ${again('[')(bytes)}`),
  inFront('yaml braces', (bytes) => `a: ${again('{a: ')(bytes)}`),
  inFront('yaml keys asked', again('? ')),
  inFront(
    'yaml keys',
    counted((index) => `k${index}: a\n`),
  ),
  inFront('yaml blank lines and brackets', (bytes) => `${'\n'.repeat(bytes - 50)}${'['.repeat(49)}`),
  inFront('yaml title of blanks', (bytes) => `title: a${' '.repeat(Math.max(1, bytes - 9))}b`),
  inFront('yaml stairs', stairs('a:', ' ')),
  inFront(
    'yaml aliases',
    counted(
      (index) =>
        `a${index}: &a${index} [${index === 0 ? 'a' : `*a${index - 1}, *a${index - 1}, *a${index - 1}`}]\n`,
    ),
  ),
  inFront('yaml quotes', (bytes) => `a: ${again('"a\\"')(bytes)}`),
  inFront('yaml tags', (bytes) => `a: ${again('!!a ')(bytes)}`),
  inFront('yaml block', (bytes) => `a: |\n${again(' a\n')(bytes)}`),
];

/** All of them. */
export const PATTERNS: readonly Pattern[] = [
  ...EMPHASIS,
  ...LINKS,
  ...LITERALS,
  ...HTML,
  ...CODE,
  ...BLOCKS,
  ...WORDS,
  ...YAML,
];
