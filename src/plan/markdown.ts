import type { Node, Root } from 'mdast';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';

export type { Nodes, Parents } from 'mdast';

const reader = remark().use(remarkGfm).freeze();

/**
 * Reads Markdown as GitHub does. Only reads: a plan is never written back from the tree.
 *
 * @param text Markdown.
 * @returns Its syntax tree.
 * @throws RangeError on text nested so deeply that the parser runs out of stack.
 */
export function readMarkdown(text: string): Root {
  return reader.parse(text);
}

/** Offset at which a node begins. */
export function startOf(node: Node): number {
  return node.position?.start.offset ?? 0;
}

/** Offset behind a node. */
export function endOf(node: Node): number {
  return node.position?.end.offset ?? 0;
}

/** Line on which a node begins. */
export function lineOf(node: Node): number {
  return node.position?.start.line ?? 1;
}
