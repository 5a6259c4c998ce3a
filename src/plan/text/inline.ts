import type { Nodes } from 'mdast';

/**
 * The plain text of inline Markdown, as a reader sees it: no marks, no HTML, no footnote references, images as
 * their alternative text, breaks as spaces.
 *
 * @param node A node, or several.
 * @returns Its text with runs of white space folded to one space.
 */
export function plainText(node: Nodes | readonly Nodes[]): string {
  const parts: string[] = [];
  collect(node, parts);
  return parts
    .join('')
    .replaceAll(/[\s\u200B\u2060\uFEFF]+/gu, ' ')
    .trim();
}

function collect(node: Nodes | readonly Nodes[], parts: string[]): void {
  if (isList(node)) {
    for (const child of node) collect(child, parts);
    return;
  }
  switch (node.type) {
    case 'text':
    case 'inlineCode':
      parts.push(node.value);
      return;
    case 'image':
    case 'imageReference':
      parts.push(node.alt ?? '');
      return;
    case 'break':
      parts.push(' ');
      return;
    case 'html':
      if (/^<br\b/iu.test(node.value)) parts.push(' ');
      return;
    case 'footnoteReference':
    case 'code':
      return;
    default:
      if ('children' in node) collect(node.children, parts);
  }
}

function isList(node: Nodes | readonly Nodes[]): node is readonly Nodes[] {
  return Array.isArray(node);
}
