import { fold } from '../text/fold.ts';
import { phaseName } from './headings.ts';
import type { Section } from './outline.ts';
import type { Role } from './roles.ts';
import { splitTitle } from './tasks/titles.ts';

/**
 * Finds the heading that a list item stands for. Plans open or end with a list of their phases or task headings
 * (`- [x] Phase 1: Setup`): an index with marks, not one more task per heading.
 *
 * @param roles What each section of the plan is.
 * @returns A function that gives the phase or task heading that a text names, if it says no more than the heading does.
 */
export function indexHeadings(roles: ReadonlyMap<Section, Role>): (text: string) => Section | null {
  const named = new Map<string, Section>();
  for (const [section, role] of roles) {
    if (role.ignored || role.checklist) continue;
    const name =
      role.phase === section
        ? phaseName(section.title)
        : role.task === section
          ? taskName(section.title)
          : null;
    if (name !== null && !named.has(name)) named.set(name, section);
  }
  return (text) => {
    if (named.size === 0) return null;
    const section = named.get(phaseName(text) ?? taskName(text) ?? '');
    return section && namesIt(text, section.title) ? section : null;
  };
}

/** Only ids with a letter in them: `1.` stands before anything. */
function taskName(text: string): string | null {
  const { id } = splitTitle(text);
  return id !== null && /\p{L}/u.test(id) ? `task ${id.toLowerCase()}` : null;
}

/** A bare `Phase 1`, or `Phase 1: Setup - what it is` where the heading says `Phase 1: Setup`. */
function namesIt(text: string, title: string): boolean {
  const words = wordsOf(text);
  const heading = wordsOf(title);
  const shared = words.slice(0, heading.length).filter((word) => heading.includes(word)).length;
  return words.length <= 2 || shared * 3 >= Math.min(words.length, heading.length) * 2;
}

function wordsOf(text: string): string[] {
  return fold(text)
    .split(/[^\p{L}\p{N}.]+/u)
    .filter((word) => word !== '');
}
