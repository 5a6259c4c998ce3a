import type { RootContent } from 'mdast';
import { outdented } from '../details.ts';
import { addMetadata, newDraft, takeWords } from '../draft.ts';
import type { Draft, Findings } from '../draft.ts';
import { startOf } from '../../text/markdown.ts';
import { readMetadata } from './metadata.ts';
import { isPlaceholder } from '../../vocabulary/placeholders.ts';
import { problem, quoted } from '../../text/problems.ts';
import type { Section } from '../outline.ts';
import { inFile } from '../../text/source.ts';
import type { Source } from '../../text/source.ts';
import { readStatus } from '../../values/status-value.ts';
import { readTaskText } from './task-text.ts';
import { normalTitle } from '../row-box-join.ts';
import type { Place, TaskState } from '../../types.ts';

const BOX = /^(?:#{1,6}[ \t]+)?\[([ xX])\][ \t]+/u;

/**
 * The task that a heading is: the same draft each time it is asked for.
 *
 * @param source The plan.
 * @param section A task heading.
 * @param findings Where its draft is, or is put: among the tasks, or the sub-tasks of the task heading above it.
 * @returns The draft.
 */
export function openTaskHeading(source: Source, section: Section, findings: Findings): Draft {
  const known = findings.headings.get(section);
  if (known) return known;
  const draft = newDraft('heading', section.parent ?? section);
  const above = taskAbove(section, findings);
  (above?.subtasks ?? findings.tasks).push(draft);
  findings.headings.set(section, draft);
  if (section.heading === null) return draft;
  const start = startOf(section.heading);
  const box = BOX.exec(source.body.slice(start, start + 100));
  const boxAt = start + (box ? box[0].indexOf(']') - 1 : 0);
  const words = readTaskText(source, section.heading, box ? start + box[0].length : 0);
  const { parts, affixes } = takeWords(source, words, draft, findings);
  findings.leads.delete(draft);
  draft.state = affixes.struck ? 'dropped' : box && box[1] !== ' ' ? 'done' : 'open';
  if (parts.droppedBy !== null) draft.status = 'dropped';
  for (const one of parts.metadata) addMetadata(draft, one, readStatus);
  const place: Place = {
    kind: 'heading',
    line: section.line,
    box: box ? inFile(source, boxAt, boxAt + 1) : null,
    text: words.span,
    link: words.link,
  };
  draft.places.push(place);
  findings.affixes.set(place, affixes);
  return draft;
}

/**
 * Settles the state of the task headings once all their steps are known: a box decides; without one, a heading is
 * done when all its steps are that nobody skips, and without steps it is what its `Status:` line says. Steps that are
 * skipped make nothing done that says of itself that it is open. A list with emoji of state, half of which are headings
 * at least, tells it where nothing else does.
 *
 * @param findings The task headings and the steps that are skipped.
 */
export function finalizeTaskHeadings({ headings, skippedSteps, toldByEmoji, affixes }: Findings): void {
  const states = statesTold(
    new Set([...headings.values()].map(({ title }) => normalTitle(title))),
    toldByEmoji,
  );
  for (const draft of headings.values()) {
    const [place] = draft.places;
    if (place?.kind !== 'heading' || place.box !== null || draft.state !== 'open') continue;
    if (draft.steps.length > 0) {
      draft.state = stateOfSteps(draft, skippedSteps);
      continue;
    }
    const told = states.get(normalTitle(draft.title));
    draft.state = draft.status ?? told ?? 'open';
    const around = affixes.get(place);
    if (draft.status === null && told && around) affixes.set(place, { ...around, told: true });
  }
}

/** What lists tell of headings: one that names something else for the most part, as expected results, tells nothing. */
function statesTold(
  titles: ReadonlySet<string>,
  lists: Findings['toldByEmoji'],
): ReadonlyMap<string, TaskState> {
  const states = new Map<string, TaskState>();
  for (const list of lists) {
    const named = [...list].filter(([title]) => titles.has(title));
    if (named.length * 2 < list.size) continue;
    for (const [title, state] of named) states.set(title, state);
  }
  return states;
}

/**
 * Takes out the task headings of a template that nobody filled in, `### Task 1: [Title]`, and says so.
 *
 * @param findings The task headings; takes their steps as ignored.
 */
export function dropPlaceholderHeadings({ headings, tasks, problems, ignored }: Findings): void {
  for (const [section, draft] of headings) {
    if (!isPlaceholder(draft.title) || draft.subtasks.length > 0) continue;
    const message = `${quoted(draft.title)} is a placeholder of the template, no task.`;
    problems.push(problem('placeholder', { line: section.line }, message));
    for (const { line } of draft.steps) ignored.push({ line, reason: 'placeholder' });
    const at = tasks.indexOf(draft);
    if (at >= 0) tasks.splice(at, 1);
    for (const { subtasks } of headings.values()) {
      const below = subtasks.indexOf(draft);
      if (below >= 0) subtasks.splice(below, 1);
    }
    headings.delete(section);
  }
}

function stateOfSteps({ steps, status }: Draft, skipped: ReadonlySet<number>): Draft['state'] {
  if (steps.some(({ done, line }) => !done && !skipped.has(line))) return 'open';
  if (steps.every(({ done }) => done)) return 'done';
  if (status === 'open') return 'open';
  return steps.every(({ line }) => skipped.has(line)) ? 'dropped' : 'done';
}

/**
 * Adds a block under a task heading to its task: lines of metadata, or details.
 *
 * @param source The plan.
 * @param draft The heading's draft.
 * @param block A paragraph, code block, quote.
 * @param own Whether it stands right under the heading: metadata of a sub-heading are not the task's.
 */
export function addToHeading(source: Source, draft: Draft, block: RootContent, own: boolean): void {
  if (block.type === 'html' || block.type === 'thematicBreak') return;
  const text = outdented(source, block);
  if (block.type !== 'paragraph' || !own) {
    draft.details.push(text);
    return;
  }
  const words: string[] = [];
  for (const line of text.split('\n')) {
    const found = readMetadata(line.replace(/\\$/u, ''));
    for (const one of found) addMetadata(draft, one, readStatus);
    if (found.length === 0) words.push(line);
  }
  if (words.length > 0) draft.details.push(words.join('\n'));
}

function taskAbove(section: Section, findings: Findings): Draft | undefined {
  for (let at = section.parent; at; at = at.parent) {
    const draft = findings.headings.get(at);
    if (draft) return draft;
  }
  return undefined;
}
