import type { DraftLookAlike } from '../draft.ts';
import type { Role } from '../roles.ts';
import type { LookAlike } from '../../types.ts';
import { plainText } from '../../text/inline.ts';
import { findIssueLink } from '../../values/issue-link.ts';
import { readMarkdown } from '../../text/markdown.ts';
import type { Section } from '../outline.ts';
import type { Source } from '../../text/source.ts';
import { splitTitle } from './titles.ts';

const MARK =
  /^[ \t>]*(?:#{1,6}[ \t]+)?(?:[-*+]\s*)?(?:\*\*|__|~~|`)?(?:\[[ xX~/-]?\]|[☐☑☒])\*?(?:\*\*|__|~~|`)?\s*/u;

/**
 * Reads a line that was meant as a task and is none: what it would name, were its mark mended.
 *
 * @param source The plan.
 * @param at The line, as it stands, and where.
 */
export function readLookAlike(
  source: Source,
  { line, text, section }: { readonly line: number; readonly text: string; readonly section: Section },
): DraftLookAlike {
  const words = text.replace(MARK, '').trim();
  const link = findIssueLink(words, source.repositoryUrl);
  const own = link === null ? words : words.slice(0, link.start);
  const { title, id } = splitTitle(plainText(readMarkdown(own)));
  return { line, title, text: title, id, issue: link?.issue ?? null, section };
}

/**
 * The task that a look-alike would be.
 *
 * @param found The look-alike.
 * @param place Its headings without the plan's title, and what its section is.
 */
export function lookAlikeTask(
  { line, title, text, id, issue }: DraftLookAlike,
  { section, role }: { readonly section: readonly string[]; readonly role: Role | undefined },
): LookAlike {
  return {
    box: 'look-alike',
    phase: role?.phase?.line ?? null,
    title,
    text,
    state: 'open',
    line,
    kind: 'checkbox',
    id,
    issue,
    priority: null,
    estimate: null,
    estimateUnit: null,
    dependsOn: [],
    owners: [],
    section,
    subtasks: [],
    steps: [],
    alsoAt: [],
    area: null,
    details: '',
    places: [],
  };
}
