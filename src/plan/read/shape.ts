import type { RootContent } from 'mdast';
import { everyDraft } from './draft.ts';
import type { Draft } from './draft.ts';
import { readLookAlike } from './tasks/look-alikes.ts';
import { endOf, lineOf, startOf } from '../text/markdown.ts';
import type { Parts } from './assemble.ts';
import { ODD_BLANK } from './tasks/boxes.ts';
import { looksLikeTask, withUnseen } from './tasks/mark-problems.ts';
import { everySection } from './outline.ts';
import { reportOverviews } from './overviews.ts';
import { reportBoard } from './boards.ts';
import type { Section } from './outline.ts';
import { problem, quoted } from '../text/problems.ts';
import type { ProblemCode } from '../text/problems.ts';
import { NAMES_HEADING } from './lists.ts';
import { MOST_TASKS, refusalFound } from '../text/limits.ts';
import type { Source } from '../text/source.ts';
import { normalTitle } from './row-box-join.ts';

const HTML_BOX = /^[ \t>]{0,40}[-*+][ \t]+\[[ xX]\][ \t]/mu;
const TIGHT_BOX = new RegExp(`^[ \\t]{0,40}[-*+](?:${ODD_BLANK}[ \\t]*)*\\[[ xX]?\\](?!\\()`, 'mu');
/** A heading that begins with a box in another dress than `### [ ] text`. */
const HEADING_BOX_LIKE =
  /^(?:#{1,6}[ \t]+)?(?:[-*+]\s+(?:\*\*|__)?\[[ xX~/-]?\]|(?:\*\*|__|~~|`)\[[ xX~/-]?\]|\[[~/-]?\](?=\s)|\[[ xX]\](?=[^\s([:]))/u;
const BARE_BOX = /^[ \t]{0,40}\[[ xX]\][ \t]/mu;
const BARE_UNICODE = /^[ \t]{0,40}[☐☑☒][ \t]*\S/mu;
const LINE_END = /\r\n|\r|\n/u;
const HIDDEN: Readonly<Record<string, string>> = {
  html: ' in an HTML block',
  code: ' in a code block without end',
};

/**
 * Reports what is odd about a plan as a whole: phases without tasks, equal tasks, boxes that GitHub does not show.
 *
 * @param parts The plan as read; takes the Problems.
 * @param phaseLines Lines of the phases that hold tasks, be it by a Phase cell.
 */
export function reportShape(parts: Parts, phaseLines: ReadonlySet<number>): void {
  const { outline, findings } = parts;
  const drafts = [...everyDraft(findings.tasks)];
  const held = sectionsThatHold(drafts);
  for (const section of everySection(outline.root)) {
    if (!phaseLines.has(section.line)) reportPhase(parts, section, held);
    if (parts.roles.get(section)?.ignored === true) continue;
    reportHidden(parts, section);
    reportHeading(parts, section);
  }
  reportOverviews(parts);
  reportBoard(parts, drafts);
  reportCounts(parts, drafts);
  reportEqual(parts, drafts);
  reportFamilies(parts, drafts);
  reportIndexes(parts);
}

function sectionsThatHold(drafts: readonly Draft[]): ReadonlySet<Section> {
  const held = new Set<Section>();
  for (const draft of drafts) for (let at: Section | null = draft.section; at; at = at.parent) held.add(at);
  return held;
}

/** A phase without tasks: with bullets that are no tasks, or with nothing. Only words such as `Phase 1` say it is one. */
function reportPhase(
  { roles, findings, outline }: Parts,
  section: Section,
  held: ReadonlySet<Section>,
): void {
  const role = roles.get(section);
  const isPhase =
    role?.phase === section && (section.words === 'phase' || section.parent?.words === 'container');
  if (
    !isPhase ||
    role.ignored ||
    held.has(section) ||
    findings.headings.has(section) ||
    section === outline.titleSection
  )
    return;
  const below = [...everySection(section)];
  if (
    below.some((one) => findings.checklists.some(({ line, items }) => line === one.line && items.length > 0))
  )
    return;
  if (findings.ignored.some(({ line }) => line > section.line && line <= lastLine(section))) return;
  const shown = quoted(section.title);
  const bullets = below.some((one) => findings.bullets.has(one));
  if (bullets)
    findings.problems.push(
      problem(
        'plain-bullets',
        section,
        `The phase ${shown} has plain bullets and no tasks, so it becomes no milestone.`,
      ),
    );
  else if (section.words === 'phase')
    findings.problems.push(
      problem('empty-phase', section, `The phase ${shown} has no tasks, so it becomes no milestone.`),
    );
}

function lastLine(section: Section): number {
  let line = section.line;
  for (const one of everySection(section))
    for (const block of one.blocks) line = Math.max(line, block.position?.end.line ?? 0);
  return line;
}

/** Boxes in HTML, in paragraphs, and below a fence that nobody closed: the first of a kind is said, each is kept. */
function reportHidden({ source, findings }: Parts, section: Section): void {
  for (const block of section.blocks) {
    const text = source.body.slice(startOf(block), endOf(block));
    const found = hiddenIn(source, block, text).filter(([pattern]) => pattern.test(text));
    if (found.length === 0) continue;
    for (const [pattern, code] of found) {
      const index = text.search(pattern);
      const above = text.slice(0, index).split(LINE_END);
      const at = { line: lineOf(block) + above.length - 1, column: (above.at(-1) ?? '').length + 1 };
      const line = text.slice(index).split(/[\r\n]/u)[0] ?? '';
      const where = HIDDEN[block.type] ?? '';
      const message = looksLikeTask(`${quoted(line)}${where}${withUnseen(line)}`);
      findings.problems.push(problem(code, at, message));
    }
    for (const [index, line] of text.split(LINE_END).entries()) {
      if (!found.some(([pattern]) => pattern.test(line))) continue;
      findings.lookAlikes.push(readLookAlike(source, { line: lineOf(block) + index, text: line, section }));
    }
  }
}

/** A heading that begins with a box in another dress: `### - [ ] text`. */
function reportHeading({ source, findings }: Parts, section: Section): void {
  if (section.heading?.type !== 'heading') return;
  const text = source.body.slice(startOf(section.heading), endOf(section.heading));
  if (!HEADING_BOX_LIKE.test(text)) return;
  const { line } = section;
  const message = `The heading ${quoted(text)} looks like a task, but does not begin as "### [ ] text" does. It is none.`;
  findings.problems.push(problem('box-in-heading', { line }, message));
  findings.lookAlikes.push(readLookAlike(source, { line, text, section: section.parent ?? section }));
}

/** What a block may hold that looks like a task, and its Problem. */
function hiddenIn(
  source: Source,
  block: RootContent,
  text: string,
): readonly (readonly [RegExp, ProblemCode])[] {
  switch (block.type) {
    case 'html':
      return text.startsWith('<!--') ? [] : [[HTML_BOX, 'box-in-html']];
    case 'paragraph':
      return [
        [TIGHT_BOX, 'box-without-space'],
        [BARE_BOX, 'box-without-bullet'],
        [BARE_UNICODE, 'unicode-box'],
      ];
    case 'code':
      return endOf(block) >= source.body.trimEnd().length && isUnclosed(text)
        ? [[HTML_BOX, 'unclosed-fence']]
        : [];
    default:
      return [];
  }
}

function isUnclosed(code: string): boolean {
  const fence = /^(`{3,}|~{3,})/u.exec(code)?.[1];
  if (fence === undefined) return false;
  const lines = code.trimEnd().split(LINE_END);
  return lines.length < 2 || !(lines.at(-1) ?? '').trim().startsWith(fence);
}

function reportCounts({ findings, outline }: Parts, drafts: readonly Draft[]): void {
  if (drafts.length > MOST_TASKS) {
    findings.problems.push(
      problem(
        'too-many-tasks',
        { line: 1 },
        `This plan has ${String(drafts.length)} tasks, more than ${String(MOST_TASKS)}. It is left alone.`,
      ),
    );
  }
  if (drafts.length === 0 && !refusalFound(findings.problems)) {
    findings.problems.push(
      problem('no-tasks', { line: outline.titleSection?.line ?? 1 }, 'This plan has no tasks.'),
    );
  }
}

/** Equal tasks in one section, and ids that two tasks bear. */
function reportEqual({ findings }: Parts, drafts: readonly Draft[]): void {
  const titles = new Map<string, Draft>();
  const ids = new Map<string, Draft>();
  const parents = new Map<Draft, Draft>();
  for (const draft of drafts) for (const subtask of draft.subtasks) parents.set(subtask, draft);
  for (const draft of drafts) {
    const line = lineOfDraft(draft);
    const key = `${String(draft.section.line)} ${String(lineOfDraft(parents.get(draft) ?? draft) * (parents.has(draft) ? 1 : 0))} ${normalTitle(draft.title)}`;
    const equal = titles.get(key);
    if (equal)
      findings.problems.push(
        problem(
          'duplicate-task',
          { line },
          `${quoted(draft.title)} is the title of another task in this section, too, on line ${String(lineOfDraft(equal))}.`,
        ),
      );
    else titles.set(key, draft);
    const id = draft.id === null || /^\d+[a-z]?$/iu.test(draft.id) ? null : draft.id.toLowerCase();
    const other = id === null ? undefined : ids.get(id);
    if (other && !equal)
      findings.problems.push(
        problem(
          'duplicate-id',
          { line },
          `The id ${draft.id ?? ''} is that of another task, too, on line ${String(lineOfDraft(other))}.`,
        ),
      );
    else if (id !== null) ids.set(id, draft);
  }
}

/** Done tasks with open sub-tasks; tasks under no heading though there are phases. */
function reportFamilies({ findings, roles, outline }: Parts, drafts: readonly Draft[]): void {
  for (const draft of drafts) {
    const open = draft.subtasks.filter((subtask) => subtask.state === 'open').length;
    if (draft.state === 'done' && open > 0) {
      findings.problems.push(
        problem(
          'open-subtasks',
          { line: lineOfDraft(draft) },
          `This task is done, but ${String(open)} of its sub-tasks are open.`,
        ),
      );
    }
  }
  const phased = drafts.some((draft) => roles.get(draft.section)?.phase);
  const loose = findings.tasks.find(
    (draft) =>
      draft.phaseCell === null && (draft.section.heading === null || draft.section === outline.titleSection),
  );
  if (phased && loose) {
    findings.problems.push(
      problem(
        'task-without-phase',
        { line: lineOfDraft(loose) },
        'Some tasks stand under no heading, so they have no milestone.',
      ),
    );
  }
}

/** Lists of the plan's own headings: said once. */
function reportIndexes({ findings }: Parts): void {
  const named = findings.ignored.filter(({ reason }) => reason.startsWith(NAMES_HEADING));
  const [first] = named;
  if (!first) return;
  const message =
    named.length === 1
      ? 'A box names a phase or task that has a heading of its own. It is left alone.'
      : `${String(named.length)} boxes name phases or tasks that have headings of their own. They are left alone.`;
  findings.problems.push(problem('names-heading', first, message));
}

function lineOfDraft(draft: Draft): number {
  return draft.places[0]?.line ?? 1;
}
