import type { PhrasingContent } from 'mdast';
import { alignText } from './align.ts';
import { plainText } from '../../text/inline.ts';
import { endOf, startOf } from '../../text/markdown.ts';
import type { Span } from '../../types.ts';

/** Plain text of inline Markdown that still knows which of its characters stood in code or in bold. */
export interface Styled {
  readonly text: string;
  /** One character for each unit of the text: `c` in code, `s` in bold, `C` in both; null if all of it is plain. */
  readonly marks: string | null;
}

/** A run of text that Markdown holds in one node. */
interface Leaf {
  readonly node: PhrasingContent;
  readonly value: string;
  readonly mark: string;
  /** The bold, struck or emphasised nodes around it, outermost first. */
  readonly around: readonly PhrasingContent[];
}

/** Bold within struck within emphasised text is looked into no deeper than this. */
const DEEPEST = 4;
const BLANK = /[\s\u200B\u2060\uFEFF]/u;

/**
 * Reads inline Markdown as a reader sees it, and remembers what was code and what was bold.
 *
 * @param children Inline nodes.
 */
export function styledText(children: readonly PhrasingContent[]): Styled {
  const text = plainText(children);
  if (children.every(({ type }) => type === 'text')) return { text, marks: null };
  const folded = fold(leavesOf(children));
  return { text, marks: folded.text === text && /[csC]/u.test(folded.marks) ? folded.marks : null };
}

/**
 * Where a part of the plain text stands in the source, so that it can be replaced there: never half of a bold run.
 *
 * @param body The source.
 * @param children The inline nodes that the text was read from.
 * @param from Where the part begins in the plain text.
 * @param to Where it ends.
 * @returns Its span in the source; null if its ends lie in the midst of bold, code or a link.
 */
export function sourceOf(
  body: string,
  children: readonly PhrasingContent[],
  from: number,
  to: number,
): Span | null {
  const leaves = leavesOf(children);
  const { text, units } = fold(leaves);
  const first = units[from];
  const last = units[to - 1];
  if (text !== plainText(children) || first === undefined || last === undefined) return null;
  const [head, tail] = [leaves[first.leaf], leaves[last.leaf]];
  if (head === undefined || tail === undefined) return null;
  const common = head.around.filter((node) => tail.around.includes(node)).length;
  const isFirstOf = (node: PhrasingContent): boolean =>
    from === 0 || leaves[units[from - 1]?.leaf ?? -1]?.around.includes(node) === false;
  const isLastOf = (node: PhrasingContent): boolean =>
    to === text.length || leaves[units[to]?.leaf ?? -1]?.around.includes(node) === false;
  const [opens, closes] = [head.around[common], tail.around[common]];
  if ((opens && !isFirstOf(opens)) || (closes && !isLastOf(closes))) return null;
  const start = opens ? startOf(opens) : edgeOf(body, head, first.at, 'start');
  const end = closes ? endOf(closes) : edgeOf(body, tail, last.at, 'end');
  return start === null || end === null || end < start ? null : { start, end };
}

/** Where a unit of a leaf begins or ends in the source. Only plain text can be cut within. */
function edgeOf(body: string, { node, value }: Leaf, at: number, side: 'start' | 'end'): number | null {
  if (node.type !== 'text') {
    if (side === 'start') return value.slice(0, at).trim() === '' ? startOf(node) : null;
    return value.slice(at + 1).trim() === '' ? endOf(node) : null;
  }
  const offsets = alignText(body.slice(startOf(node), endOf(node)), value);
  const offset = offsets?.[side === 'start' ? at : at + 1];
  return offset === undefined ? null : startOf(node) + offset;
}

function leavesOf(
  children: readonly PhrasingContent[],
  around: readonly PhrasingContent[] = [],
  isBold = false,
): Leaf[] {
  return children.flatMap((node): Leaf[] => {
    if (node.type === 'text') return [{ node, value: node.value, mark: isBold ? 's' : '.', around }];
    if (node.type === 'inlineCode') return [{ node, value: node.value, mark: isBold ? 'C' : 'c', around }];
    if (node.type === 'break' || (node.type === 'html' && /^<br\b/iu.test(node.value)))
      return [{ node, value: ' ', mark: '.', around }];
    const holds = node.type === 'strong' || node.type === 'delete' || node.type === 'emphasis';
    if (holds && around.length < DEEPEST)
      return leavesOf(node.children, [...around, node], isBold || node.type === 'strong');
    return [{ node, value: plainText(node), mark: isBold ? 's' : '.', around }];
  });
}

interface Folded {
  readonly text: string;
  readonly marks: string;
  /** For each unit of the text, the leaf it comes from, and where in that leaf. */
  readonly units: readonly { readonly leaf: number; readonly at: number }[];
}

/** Joins leaves; runs of white space become one space, as in {@link plainText}. */
function fold(leaves: readonly Leaf[]): Folded {
  let text = '';
  let marks = '';
  const units: { leaf: number; at: number }[] = [];
  for (const [leaf, { value, mark }] of leaves.entries()) {
    for (let at = 0; at < value.length; at += 1) {
      const unit = value[at] ?? '';
      const isBlank = BLANK.test(unit);
      if (isBlank && (text === '' || text.endsWith(' '))) continue;
      text += isBlank ? ' ' : unit;
      marks += mark;
      units.push({ leaf, at });
    }
  }
  const length = text.trimEnd().length;
  return { text: text.slice(0, length), marks: marks.slice(0, length), units: units.slice(0, length) };
}
