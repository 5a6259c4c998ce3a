/** Markdown of a plan as it may stand in the app's block: still Markdown, and harmless. */
import { endOf, readMarkdown, startOf, type Nodes, type Parents } from '../../../plan/text/markdown.ts';
import { applySplices, type Splice } from '../../../plan/text/splice.ts';
import { inline } from './escape.ts';
import { BREAK, brokenMentions, isReference, plainLines, quietAddress, quietThroughout } from './quiet.ts';

/** What an edit uncovers, such as a list within raw HTML, is looked at again this often. */
const ROUNDS = 6;

/**
 * Lists, code, links and tables stay. Mentions and references are broken, HTML, link definitions and footnotes are shown
 * and not read, and boxes become marks, since nobody could tick what the next pass renders anew. Code blocks stay as they
 * are: GitHub looks for nothing in them, and people copy them.
 */
export function block(markdown: string): string {
  let text = plainLines(markdown).replace(/<!--(?=\s*\/?planwright)/giu, `<!--${BREAK}`);
  for (let round = 0; round < ROUNDS; round += 1) {
    const splices = remedies(text);
    if (splices === null) break;
    if (splices.length === 0) return text;
    text = applySplices(text, splices);
  }
  return fenced(text);
}

/** A text that cannot be made harmless as Markdown, shown as a code block. */
function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/gu) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

/** Splices that make a text harmless, as far as one reading of it can tell; null if it cannot be read. */
function remedies(text: string): Splice[] | null {
  try {
    const tree = readMarkdown(text);
    return tree.children.flatMap((node) => remediesOf(text, node, tree));
  } catch (error) {
    // Nested so deeply that the parser ran out of stack.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function remediesOf(text: string, node: Nodes, parent: Parents): Splice[] {
  const [start, end] = [startOf(node), endOf(node)];
  const source = text.slice(start, end);
  const becomes = (changed: string): Splice[] => (changed === source ? [] : [{ start, end, text: changed }]);
  switch (node.type) {
    case 'text':
      return becomes(quietText(source, node.value));
    case 'html':
      return becomes(source.replaceAll('<', '&lt;'));
    case 'inlineCode':
      return becomes(brokenMentions(source));
    case 'code':
      return becomes(parent.type === 'root' ? closed(source) : source);
    case 'definition':
    case 'footnoteDefinition':
    case 'footnoteReference':
      return becomes(`\\${source}`);
    case 'image':
    case 'imageReference':
      return becomes(isQuiet(node.alt ?? '') ? source : said(node.alt ?? ''));
    case 'link': {
      const isLiteral = source === node.url || source.endsWith(wordsOf(node)) || source.startsWith('<');
      if (isReference(node.url)) return becomes(quietLink(source, node.url, wordsOf(node)));
      return isLiteral && !source.startsWith('[') ? [] : within(text, node);
    }
    case 'listItem':
      return [...boxes(node.checked ?? null, source, start), ...within(text, node)];
    case 'break':
    case 'thematicBreak':
    case 'yaml':
      return [];
    case 'root':
    case 'paragraph':
    case 'heading':
    case 'blockquote':
    case 'list':
    case 'table':
    case 'tableRow':
    case 'tableCell':
    case 'emphasis':
    case 'strong':
    case 'delete':
    case 'linkReference':
      return within(text, node);
  }
}

function within(text: string, node: Parents): Splice[] {
  return node.children.flatMap((child) => remediesOf(text, child, node));
}

function boxes(checked: boolean | null, source: string, start: number): Splice[] {
  const box = checked === null ? -1 : source.search(/\[[\sxX]\]/u);
  return box < 0 ? [] : [{ start: start + box, end: start + box + 3, text: checked === true ? '✓' : '○' }];
}

/** The words of a node, as read: character references and escapes resolved. */
function wordsOf(node: Nodes): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(wordsOf).join('') : '';
}

/** Whether a text outside links does nothing; an address in it is one that GitHub does not link. */
function isQuiet(text: string): boolean {
  return quietThroughout(text) === text;
}

/** A text outside links as Markdown that shows it, and does nothing. */
function said(text: string): string {
  return inline(quietThroughout(text));
}

/**
 * The source of a text node, with what is harmful in its value broken. Where the value is not what stands in the source,
 * because of escapes and character references, the line is written anew.
 */
function quietText(source: string, value: string): string {
  const lines = source.split('\n');
  const values = value.split('\n');
  if (isQuiet(value)) return source;
  if (lines.length !== values.length) return said(value);
  return lines
    .map((line, index) => {
      const words = values[index] ?? '';
      if (isQuiet(words)) return line;
      if (line.endsWith(words)) return line.slice(0, line.length - words.length) + quietThroughout(words);
      const margin = index === 0 ? '' : (/^[\s>]*/u.exec(line)?.[0] ?? '');
      return margin + said(words);
    })
    .join('\n');
}

/** A link to an issue: by the host that leaves no trace, or, on another server, its words alone. */
function quietLink(source: string, url: string, words: string): string {
  const changed = quietAddress(url);
  if (!source.includes(url) || changed.includes(BREAK)) return said(words);
  return source.replaceAll(url, changed);
}

/** A fence that nothing closes would swallow what the app says behind it. */
function closed(source: string): string {
  const fence = /^(`{3,}|~{3,})/u.exec(source)?.[0];
  if (fence === undefined) return source;
  const last = source.includes('\n') ? source.slice(source.lastIndexOf('\n') + 1).trim() : '';
  const isClosed = last.startsWith(fence) && [...last].every((mark) => mark === fence[0]);
  return isClosed ? source : `${source}\n${fence}`;
}
