import { isContainer } from './headings.ts';
import type { Section } from './outline.ts';

const TAIL = /\s+(?:tasks?|work|work items|items|todos?|to-?dos?|backlog|development|implementation)$/iu;

/**
 * The label that a table's heading gives its rows: `Backend Tasks` → `backend`.
 *
 * @param section Where the table stands.
 * @returns The label, or null for a heading that names no area.
 */
export function areaOf(section: Section): string | null {
  if (section.heading === null || section.words !== 'plain' || isContainer(section.title)) return null;
  const label = section.title
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .slice(0, 80)
    .replace(TAIL, '')
    .trim()
    .toLowerCase();
  return label === '' || label.length > 40 ? null : label;
}
