/** Text of a plan in a Mermaid diagram, where quotes, semicolons, Markdown and HTML all mean something. */
import { clip } from './clip.ts';
import { oneLine } from './escape.ts';
import { BREAK, plain } from './quiet.ts';

/** Mermaid reads `#name;` as HTML reads `&name;`; by name, since `#35;` in a text looks like an issue. */
const NAMES: Readonly<Record<string, string>> = {
  '"': 'quot',
  '#': 'num',
  $: 'dollar',
  '%': 'percnt',
  '&': 'amp',
  '*': 'ast',
  ':': 'colon',
  ';': 'semi',
  '<': 'lt',
  '>': 'gt',
  '@': 'commat',
  '[': 'lbrack',
  '\\': 'bsol',
  ']': 'rbrack',
  '^': 'Hat',
  _: 'lowbar',
  '`': 'grave',
  '{': 'lbrace',
  '|': 'vert',
  '}': 'rbrace',
  '~': 'sim',
};

/**
 * Plain text as a quoted string of Mermaid that shows just that text.
 *
 * @param most Characters that it may be long.
 */
export function quotedLabel(text: string, most: number): string {
  const short = clip(plain(text), most).replace(/\s+…$/u, '…');
  const named = oneLine(short).replace(/[^\p{L}\p{M}\p{N} ]/gu, (mark) => {
    const name = NAMES[mark];
    return name === undefined ? mark : `#${name};`;
  });
  // A number or dash at the start would be read as a list, an address as a link.
  return `"${named.replace(/^(?=[-+=/\d])/u, BREAK)}"`;
}

/** A diagram as GitHub draws it. */
export function mermaidBlock(lines: readonly string[]): string {
  return ['```mermaid', ...lines, '```'].join('\n');
}
