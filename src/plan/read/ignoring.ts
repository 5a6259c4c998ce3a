import type { Nodes } from 'mdast';
import { EXIT, visit } from 'unist-util-visit';

const MARKER = /<!--\s*planwright\s*:\s*ignore\s*-->/iu;

/** The reason that is recorded for a line that the marker leaves out. */
export const IGNORED = 'planwright:ignore';

/** Whether a piece of HTML is the marker `<!-- planwright:ignore -->`. */
export function isIgnoreMarker(html: string): boolean {
  return MARKER.test(html);
}

/**
 * Whether a line bears the marker: an item's own words, a heading, a row; not what is nested below them.
 *
 * @param node A list item, heading, paragraph or table row.
 * @returns True if the author asked to leave it out.
 */
export function isIgnored(node: Nodes): boolean {
  let found = false;
  const own = node.type === 'listItem' ? node.children.filter((child) => child.type !== 'list') : [node];
  for (const part of own) {
    visit(part, 'html', (html) => {
      found ||= isIgnoreMarker(html.value);
      return found ? EXIT : undefined;
    });
  }
  return found;
}
