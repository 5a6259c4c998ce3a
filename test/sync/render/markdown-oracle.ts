/** What two readers of GitHub's Markdown find in a text: remark, and GitHub's own cmark-gfm where it is installed. */
import { spawnSync } from 'node:child_process';
import type { Nodes } from 'mdast';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';

/** What was found, in words that do not tell who read. */
export interface Found {
  /** Kinds of the blocks, nested: what a text must not change. */
  readonly blocks: string;
  /** Text as it is shown, one for each run without markup in it; what is in links is apart. */
  readonly words: readonly string[];
  readonly codes: readonly string[];
  readonly html: readonly string[];
  readonly links: readonly string[];
  /** Link definitions and footnotes. */
  readonly hidden: number;
}

interface Findings {
  words: string[];
  codes: string[];
  html: string[];
  links: string[];
  hidden: number;
}

const none = (): Findings => ({ words: [], codes: [], html: [], links: [], hidden: 0 });

const reader = remark().use(remarkGfm).freeze();

/** Reads with remark, as Planwright itself does. */
export function readWithRemark(markdown: string): Found {
  const found = none();
  const blocks = walk(reader.parse(markdown), found, false);
  return { ...found, blocks };
}

const BLOCKS = new Set<string>(
  'root paragraph heading list listItem blockquote code table tableRow html thematicBreak'.split(' '),
);

function walk(node: Nodes, found: Findings, inLink: boolean): string {
  if (node.type === 'text' && !inLink) found.words.push(node.value);
  if (node.type === 'inlineCode') found.codes.push(node.value);
  if (node.type === 'html') found.html.push(node.value);
  if (node.type === 'link') found.links.push(node.url);
  if (/definition|footnote/i.test(node.type)) found.hidden += 1;
  const children = 'children' in node ? node.children : [];
  const inner = children.map((child) => walk(child, found, inLink || node.type === 'link')).join('');
  if (!BLOCKS.has(node.type) || (node.type === 'html' && node.value.startsWith('<!-- '))) return inner;
  return node.type === 'listItem' && node.checked != null ? `box(${inner})` : `${node.type}(${inner})`;
}

/** Whether cmark-gfm is here (Debian: `apt-get install cmark-gfm`). */
export const hasCmark = spawnSync('cmark-gfm', ['--version']).status === 0;

const EXTENSIONS = ['table', 'strikethrough', 'autolink', 'tasklist'].flatMap((name) => ['-e', name]);
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };
const CMARK_BLOCKS: ReadonlySet<string> = new Set(
  'document paragraph heading list item tasklist block_quote code_block table table_row table_header thematic_break'.split(
    ' ',
  ),
);

/** Reads with the parser that GitHub runs. */
export function readWithCmark(markdown: string): Found {
  const { stdout, status, stderr } = spawnSync('cmark-gfm', ['-e', 'footnotes', ...EXTENSIONS, '-t', 'xml'], {
    input: markdown,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`cmark-gfm: ${stderr}`);
  const reading: Reading = { found: none(), blocks: '', run: '', inLinks: 0 };
  for (const [, closing, name = '', attributes = '', single = '', content = ''] of stdout.matchAll(TAG))
    take(reading, { name, attributes, single, content: decode(content), opens: closing === '' });
  endRun(reading);
  return { ...reading.found, blocks: reading.blocks };
}

const TAG = /<(\/?)([a-z_]+)((?: [a-z:_]+="[^"]*")*) ?(\/?)>([^<]*)/g;
/** Leaves that run together on the page. */
const RUNS: ReadonlySet<string> = new Set(['text', 'softbreak', 'linebreak']);

interface Reading {
  readonly found: Findings;
  blocks: string;
  /** Text since the last markup. */
  run: string;
  inLinks: number;
}

interface Tag {
  readonly name: string;
  readonly attributes: string;
  readonly single: string;
  readonly content: string;
  readonly opens: boolean;
}

function take(reading: Reading, { name, attributes, single, content, opens }: Tag): void {
  const { found } = reading;
  if (RUNS.has(name)) {
    reading.run += name === 'text' ? content.repeat(Number(opens)) : '\n';
    return;
  }
  endRun(reading);
  if (CMARK_BLOCKS.has(name))
    reading.blocks += `${opens ? '' : '/'}${name === 'tasklist' ? 'box' : name}${single}(`;
  // A link without words opens and ends in one tag.
  if (name === 'link' && single === '') countLink(reading, opens);
  if (!opens) return;
  if (name === 'code') found.codes.push(content);
  if (name.startsWith('html_')) found.html.push(content.trim());
  if (name === 'link') found.links.push(decode(/destination="([^"]*)"/.exec(attributes)?.[1] ?? ''));
  // This version of cmark-gfm has no name for footnotes in XML.
  if (name === 'unknown') found.hidden += 1;
}

function countLink(reading: Reading, opens: boolean): void {
  reading.inLinks += opens ? 1 : -1;
}

function endRun(reading: Reading): void {
  if (reading.run !== '' && reading.inLinks === 0) reading.found.words.push(reading.run);
  reading.run = '';
}

function decode(text: string): string {
  return text.replace(/&(lt|gt|amp|quot);/g, (_, name: string) => ENTITIES[name] ?? '');
}
