import type { Problem, Severity } from '../types.ts';

/** Every Problem a plan can have: how bad it is, and what its author can do. `docs/problems.md` shows each. */
const CODES = {
  // The file as a whole.
  'too-large': ['error', 'Split the plan into several files.'],
  'too-many-tasks': ['error', 'Split the plan into several files.'],
  'too-deep': ['error', 'Take levels of quotes, lists or marks away.'],
  'too-many-lines': ['error', 'Split the plan into several files.'],
  'line-too-long': [
    'error',
    'Break the line, or move what it holds (an embedded picture, a dump) into a file of its own.',
  ],
  'too-many-boxes': ['error', 'Split the plan into several files.'],
  'front-matter-too-large': ['error', 'Move what is no front matter below its closing line.'],
  'front-matter-too-deep': ['error', 'Take levels of lists and mappings away from the front matter.'],
  unreadable: ['error', 'Report this text to Planwright: no text should stop it.'],
  'no-tasks': ['warning', 'Add checkboxes such as "- [ ] Build the parser", or a table with a Task column.'],
  // Text that looks like a task and is none.
  placeholder: ['warning', 'Fill it in, or delete the line.'],
  'unknown-mark': ['warning', 'Write "[ ]" or "[x]": GitHub shows no box for other marks.'],
  'optional-task': ['notice', 'Write "[ ] text (optional)" if GitHub is to show a box.'],
  'empty-box': ['warning', 'Put one space or an x between the brackets: "- [ ] text".'],
  'box-without-space': ['warning', 'Write "- [ ] text", with a space before and behind the box.'],
  'box-without-bullet': ['warning', 'Begin the line with "- ".'],
  'box-in-cell': ['warning', 'Write the state in words (Todo, Done) in a Status column.'],
  'box-in-html': ['warning', 'Leave a line empty behind the HTML tag, so that GitHub reads Markdown again.'],
  'unicode-box': ['notice', 'Write "- [ ] text" or "- [x] text" if these are tasks.'],
  'dressed-box': ['warning', 'Write "- [ ] text", with nothing around the box.'],
  'box-in-heading': ['notice', 'Write "### [ ] text" to make the heading a task, or a list item.'],
  'board-column': ['notice', 'Tick or strike the boxes, or move them to another column.'],
  'empty-task': ['warning', 'Write what is to be done behind the box, or delete the line.'],
  'reference-elsewhere': ['notice', 'Write what is to be done here before the address, or delete the line.'],
  'nested-mark': ['notice', 'Delete the second mark: the first one is the box.'],
  'quoted-box': ['notice', 'Take the line out of the quote: GitHub shows no box there.'],
  'unclosed-fence': ['warning', 'Close the code block: all boxes below its fence are code.'],
  'names-heading': [
    'notice',
    'Nothing to do. The tracking issue shows progress per phase; the boxes stay yours.',
  ],
  'todos-on-one-line': ['warning', 'Give each todo of the front matter lines of its own.'],
  'unread-todo': ['warning', 'Write "- content: ..." with "status: pending" on the line below.'],
  // Tables.
  'not-a-task-table': [
    'notice',
    'Name one column Task, and one Priority, Estimate, Dependencies, Status or Owner.',
  ],
  'phase-overview': ['notice', 'Give each phase a heading with its tasks below, as in "## Phase 1: Setup".'],
  'ragged-row': ['notice', 'Give the row as many cells as the header has.'],
  'unknown-status': [
    'warning',
    'Use Todo, In progress, Blocked, Done or Dropped. The cell is never overwritten.',
  ],
  'rows-are-steps': ['notice', 'Nothing to do. The steps under their task headings count.'],
  'ambiguous-row': ['warning', 'Make the texts differ, or give box and row the same id.'],
  'unknown-phase': ['notice', 'Write the phase as its heading does.'],
  // Tasks and phases.
  'long-title': ['notice', 'Shorten the task; the rest of its text goes into the issue.'],
  'duplicate-task': ['warning', 'Make the texts differ. Equal tasks are told apart by their order only.'],
  'copied-task': ['warning', 'Delete one of the two lines, or take its link or id off to have two tasks.'],
  'duplicate-id': ['warning', 'Give each task its own id.'],
  'empty-phase': ['warning', 'Add tasks such as "- [ ] Build the parser", or delete the heading.'],
  'plain-bullets': ['warning', 'Make the bullets tasks: "- [ ] text".'],
  'task-without-phase': ['notice', 'Put the task under a phase if it is to have a milestone.'],
  'open-subtasks': ['notice', 'Untick the task, or tick its sub-tasks.'],
  'no-such-date': ['warning', 'Correct the date: YYYY-MM-DD.'],
  // What lint says.
  'unknown-dependency': ['warning', 'Name a task by its text or id, an issue (#12), or a phase.'],
  'ambiguous-dependency': ['warning', 'Name the task by its id, or make the texts differ.'],
  'many-dependencies': ['warning', 'Let the task wait for a phase, or for the last tasks before it.'],
  'dependency-cycle': ['error', 'Take one of these dependencies away.'],
  'dropped-dependency': ['notice', 'Take the dependency away, or the strike off the task.'],
  'unknown-priority': ['warning', 'Use P0 to P4, or Critical, High, Medium, Low.'],
  'unknown-estimate': [
    'warning',
    'Use hours, days, weeks or points (4h, 2-3 days, 1w, 5 pts), or S, M, L, XL.',
  ],
  'unknown-risk-level': ['notice', 'Use Low, Medium or High.'],
  'risk-without-mitigation': ['notice', 'Say what is done about the risk.'],
} as const satisfies Readonly<Record<string, readonly [Severity, string]>>;

/** The code of a Problem that reading or linting a plan can find. */
export type ProblemCode = keyof typeof CODES;

/** All codes, in the order of `docs/problems.md`. */
export const PROBLEM_CODES = Object.keys(CODES) as readonly ProblemCode[];

/**
 * Makes a Problem.
 *
 * @param code What kind it is; gives severity and hint.
 * @param at Where it stands, 1-based.
 * @param message What is there, and what follows from it.
 */
export function problem(
  code: ProblemCode,
  at: { readonly line: number; readonly column?: number },
  message: string,
): Problem {
  const [severity, hint] = CODES[code];
  return { code, severity, message, line: at.line, column: at.column ?? 1, hint };
}

/** A count with its noun: `1 cell`, `3 cells`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}

/** A text as it stands in a message: quoted, on one line, not too long. */
export function quoted(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  return `"${line.length > 60 ? `${line.slice(0, 57).replace(/[\uD800-\uDBFF]$/u, '')}...` : line}"`;
}
