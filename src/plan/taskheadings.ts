import { readTaskText } from './checkboxes.ts';
import { newDraft } from './draft.ts';
import type { Draft, Findings } from './draft.ts';
import { startOf } from './markdown.ts';
import type { Section } from './outline.ts';
import { inFile } from './source.ts';
import type { Source } from './source.ts';
import { splitTitle } from './titles.ts';

const BOX = /^(?:#{1,6}\s+)?\[([ xX])\]\s/u;

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
  const above = section.parent ? findings.headings.get(section.parent) : undefined;
  (above?.subtasks ?? findings.tasks).push(draft);
  findings.headings.set(section, draft);
  if (section.heading === null) return draft;
  const { text, struck, issue, span, link } = readTaskText(source, section.heading);
  const start = startOf(section.heading);
  const box = BOX.exec(source.body.slice(start, start + 20));
  const boxAt = start + (box ? box[0].lastIndexOf('[') + 1 : 0);
  Object.assign(draft, splitTitle(text), {
    issue,
    state: struck ? 'dropped' : box && box[1] !== ' ' ? 'done' : 'open',
  });
  draft.places.push({
    kind: 'heading',
    line: section.line,
    box: box ? inFile(source, boxAt, boxAt + 1) : null,
    text: span,
    link,
  });
  return draft;
}

/**
 * Closes the task headings once all their steps are known: a heading without a box is done when all its steps are.
 *
 * @param drafts Drafts of task headings.
 */
export function settleTaskHeadings(drafts: Iterable<Draft>): void {
  for (const draft of drafts) {
    const [place] = draft.places;
    if (place?.kind !== 'heading' || place.box !== null || draft.state !== 'open') continue;
    if (draft.steps.length > 0 && draft.steps.every((step) => step.done)) draft.state = 'done';
  }
}
