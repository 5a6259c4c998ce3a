import type { ListItem } from 'mdast';
import { oddBlankIn } from './boxes.ts';
import type { Checkbox } from './checkboxes.ts';
import type { Findings } from '../draft.ts';
import { readLookAlike } from './look-alikes.ts';
import type { Section } from '../outline.ts';
import { problem, quoted } from '../../text/problems.ts';
import type { ProblemCode } from '../../text/problems.ts';
import type { Source } from '../../text/source.ts';
import { lineText } from '../../text/source.ts';
import { STRAY_BOX } from './task-text.ts';
import type { TaskText } from './task-text.ts';
import { splitTitle } from './titles.ts';
import { normalTitle } from '../row-box-join.ts';
import type { LookAlike, TaskState } from '../../types.ts';

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
        say('quoted-box', `${shown()} stands in a quote. It is read as a task.`);
      if (NESTED.test(words.text))
        say('nested-mark', `${shown()} has two boxes on one line. The first one counts.`);
      return;
    case 'optional':
      say('optional-task', `The box "[ ]*" marks a task as optional. It is read as a task.`);
      return;
    case 'halfway':
      say('unknown-mark', `The box of ${shown()} is neither "[ ]" nor "[x]". It is read as an open task.`);
      return;
    case 'look-alike': {
      const unseen = mark.unseen === null ? '' : unseenBlank(mark.unseen);
      say(mark.code, looksLikeTask(`${shown()}${unseen}`));
      findings.lookAlikes.push({ line, ...namedBy(words), issue: words.issue, section });
      return;
    }
    case 'emoji':
  }
}

/**
 * Says once for a list that its items begin with emoji of state, and keeps each as a look-alike.
 *
 * @param context The plan.
 * @param found The items.
 * @param section Where the list stands.
 */
export function reportEmoji(
  { source, findings }: { readonly source: Source; readonly findings: Findings },
  found: readonly Checkbox[],
  section: Section,
): void {
  const [first] = found;
  if (first === undefined) return;
  const shown = quoted(lineText(source, first.line).trim());
  const message =
    found.length === 1
      ? looksLikeTask(shown)
      : `${shown} and ${String(found.length - 1)} more like it look like tasks, but GitHub shows no box there. They are none.`;
  findings.problems.push(problem('unicode-box', first, message));
  const told = new Map<string, TaskState>();
  for (const { line, words, mark } of found) {
    const look = { line, ...namedBy(words), issue: words.issue, section };
    findings.lookAlikes.push(look);
    if (mark.kind === 'emoji') told.set(normalTitle(look.title), mark.state);
  }
  findings.toldByEmoji.push(told);
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
      problem('box-without-space', { line }, looksLikeTask(`${quoted(text)}${withUnseen(text)}`)),
    );
    findings.lookAlikes.push(readLookAlike(source, { line, text, section }));
  }
}

/** What is said of a line that its author may take for a task. */
export function looksLikeTask(shown: string): string {
  return `${shown} looks like a task, but GitHub shows no box there. It is none.`;
}

/** What a message says of a blank that cannot be told from a space. */
function unseenBlank(codePoint: string): string {
  return ` with the blank ${codePoint} where a space belongs`;
}

/** The same for the beginning of a line; empty if its blanks are spaces. */
export function withUnseen(line: string): string {
  const found = oddBlankIn(line.slice(0, 8));
  return found === null ? '' : unseenBlank(found);
}

function namedBy(words: TaskText): Pick<LookAlike, 'title' | 'text' | 'id'> {
  const { title, lead, id } = splitTitle(words.text, words.marks);
  return { title: lead?.title ?? title, text: title, id };
}

function isQuoted(source: Source, line: number, column: number): boolean {
  return lineText(source, line)
    .slice(0, column - 1)
    .includes('>');
}
