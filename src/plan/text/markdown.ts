import type { Node, Nodes, Root } from 'mdast';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import type { Processor } from 'unified';
import { withoutLazyHtml } from './lazy-html.ts';

export type { Nodes, Parents } from 'mdast';

/** Levels that a syntax tree may have: each list takes two of them. Whoever walks the tree may recurse. */
export const DEEPEST_TREE = 320;

/** A text with marks nested more deeply than anybody reads them, such as `~~a ~~a ~~a …`. */
export class NestingError extends RangeError {
  override readonly name = 'NestingError';
}

const reader = remark().use(remarkGfm).use(withItsPlaces).freeze();

/**
 * Every node keeps its place in the text. The walk of remark-gfm over the finished tree goes: it makes links, without a
 * place, of addresses that GitHub does not link either, those behind a bracket that nothing closes.
 */
function withItsPlaces(this: Processor): void {
  const data = this.data();
  const extensions = (data.fromMarkdownExtensions ?? []).flat();
  data.fromMarkdownExtensions = [
    ...extensions.map((extension) => ({ ...extension, transforms: [] })),
    { transforms: [checkDepth] },
  ];
}

/**
 * Reads Markdown as GitHub does. Only reads: a plan is never written back from the tree.
 *
 * @param text Markdown.
 * @returns Its syntax tree, at most {@link DEEPEST_TREE} deep.
 * @throws NestingError on a text nested more deeply; RangeError where the parser runs out of stack before it can tell.
 */
export function readMarkdown(text: string): Root {
  const tree = reader.parse(text);
  const patched = withoutLazyHtml(text, tree);
  return patched === null ? tree : reader.parse(patched);
}

function checkDepth(tree: Root): void {
  let level: readonly Nodes[] = [tree];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST_TREE)
      throw new NestingError(`Expected at most ${String(DEEPEST_TREE)} levels, found more.`);
    level = level.flatMap((node) => ('children' in node ? node.children : []));
  }
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
