import type { ListItem } from 'mdast';
import type { Checkbox } from './checkboxes.ts';
import type { Findings } from '../draft.ts';
import { readLookAlike } from './look-alikes.ts';
import type { Section } from '../outline.ts';
import { problem, quoted } from '../../text/problems.ts';
import type { ProblemCode } from '../../text/problems.ts';
import type { Source } from '../../text/source.ts';
import { lineText } from '../../text/source.ts';
import { STRAY_BOX } from './task-text.ts';
import { splitTitle } from './titles.ts';
import type { TitleParts } from './titles.ts';

const NESTED = /^(?:[-*+]\s+)?\[[ xX~/-]?\]/u;

/**
 * Says what is odd about an item's mark, and keeps look-alikes.
 *
 * @param context The plan.
 * @param item The list item.
 * @param box Its mark and words.
 * @param section Where it stands.
 */
export function reportMark(
  { source, findings }: { readonly source: Source; readonly findings: Findings },
  item: ListItem,
  box: Checkbox,
  section: Section,
): void {
  const { line, column, mark, words } = box;
  const say = (code: ProblemCode, message: string): void => {
    findings.problems.push(problem(code, { line, column }, message));
  };
  const shown = (): string => quoted(lineText(source, line).trim());
  switch (mark.kind) {
    case 'box':
      if (typeof item.checked === 'boolean' && isQuoted(source, line, column))
        say('quoted-box', `Expected a box outside quotes, found ${shown()}; it is read as a task.`);
      if (NESTED.test(words.text)) say('nested-mark', `Expected one box on the line, found ${shown()}.`);
      return;
    case 'optional':
      say('optional-task', `Expected "[ ]", found "[ ]*"; it is read as a task.`);
      return;
    case 'halfway':
      say('unknown-mark', `Expected "[ ]" or "[x]", found ${shown()}; it is read as an open task.`);
      return;
    case 'look-alike':
      say(mark.code, `Expected a box as in "- [ ] text", found ${shown()}; it is no task.`);
      findings.lookAlikes.push({ line, ...namedBy(words.text), issue: words.issue, section });
  }
}

/**
 * Says that `-[ ] text`, a line of the item above it, was meant as an item of its own.
 *
 * @param context The plan.
 * @param item The list item that holds the line.
 * @param box Its mark and words.
 * @param section Where it stands.
 */
export function reportStray(
  { source, findings }: { readonly source: Source; readonly findings: Findings },
  item: ListItem,
  box: Checkbox,
  section: Section,
): void {
  const last = item.children[0]?.position?.end.line ?? box.line;
  for (const [index, text] of box.words.rest.entries()) {
    if (!STRAY_BOX.test(text)) continue;
    const line = last - box.words.rest.length + 1 + index;
    findings.problems.push(
      problem(
        'box-without-space',
        { line },
        `Expected a list item as in "- [ ] text", found ${quoted(text)}; it is no task.`,
      ),
    );
    findings.lookAlikes.push(readLookAlike(source, { line, text, section }));
  }
}

function namedBy(text: string): Pick<TitleParts, 'title' | 'id'> {
  const { title, id } = splitTitle(text);
  return { title, id };
}

function isQuoted(source: Source, line: number, column: number): boolean {
  return lineText(source, line)
    .slice(0, column - 1)
    .includes('>');
}
