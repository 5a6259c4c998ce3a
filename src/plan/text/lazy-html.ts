import type { Html, Nodes, Root } from 'mdast';

/**
 * A line that is one tag of any name, right below an item, a quote or a footnote and outside of its margin: GitHub's parser lets it
 * begin HTML that goes on to the next blank line, boxes included; micromark keeps it within the item.
 */

/** Cheap to look for: most plans have no line that is one tag. */
const TAG_LINE = /^[ \t>]*<\/?[A-Za-z][^<\n\r]*>[ \t]*$/mu;
const CONTAINERS: ReadonlySet<string> = new Set(['listItem', 'blockquote', 'footnoteDefinition']);
/** Columns that a footnote's lines are indented by. */
const FOOTNOTE_MARGIN = 4;
/** HTML that begins with this ends any paragraph, and ends itself at the next blank line, as GitHub's does. */
const OPENING = '<p>';

/**
 * Writes over such tags so that micromark reads them as GitHub's parser does.
 *
 * @param text Markdown.
 * @param tree Its tree by micromark.
 * @returns A text of the same length; null where there is nothing to write over.
 */
export function withoutLazyHtml(text: string, tree: Root): string | null {
  if (!TAG_LINE.test(text)) return null;
  let patched = '';
  let end = 0;
  for (const { position } of lazyHtmlIn(tree, null, text)) {
    const at = position?.start.offset ?? 0;
    patched += text.slice(end, at) + OPENING;
    end = at + OPENING.length;
  }
  return end === 0 ? null : patched + text.slice(end);
}

function lazyHtmlIn(node: Nodes, container: Nodes | null, text: string): Html[] {
  if (node.type === 'html') return container !== null && isLazy(node, container, text) ? [node] : [];
  if (!('children' in node) || node.type === 'paragraph' || node.type === 'table') return [];
  const inner = CONTAINERS.has(node.type) ? node : container;
  return node.children.flatMap((child) => lazyHtmlIn(child, inner, text));
}

/** Whether HTML stands left of what its item holds, or below a quote without its mark. */
function isLazy({ position }: Html, container: Nodes, text: string): boolean {
  if (position === undefined || !('children' in container)) return false;
  const { column, offset = 0 } = position.start;
  if (container.type === 'blockquote') return !text.slice(offset - column + 1, offset).includes('>');
  if (container.type === 'footnoteDefinition') return column <= FOOTNOTE_MARGIN;
  const first = container.children[0]?.position?.start;
  return first !== undefined && first.line < position.start.line && column < first.column;
}
