/**
 * What a plan is, once read. These words mean one thing each, everywhere:
 *
 * - **Plan**: the user's Markdown file on the default branch.
 * - **Phase**: a heading of a plan that holds tasks and becomes a milestone.
 * - **Task**: a checkbox, a row of a task table, a task heading, or a todo of the front matter; becomes one issue.
 * - **Step**: a checkbox under a task heading: a line of that task's issue, never an issue.
 * - **Checklist**: checkboxes that are conditions, not work (Definition of Done); shown, never an issue.
 * - **Look-alike**: a line such as `- []` or `-[ ] text`: meant as a task, none for GitHub.
 * - **Place**: where in the text a task stands. A checkbox and a table row with one text are one task with two places.
 * - **Problem**: something the author should fix.
 * - **Edit**: one change to a plan's text that the app proposes.
 *
 * Lines and columns are 1-based; spans are half-open ranges of UTF-16 code units of the text that was parsed.
 */

export interface Span {
  readonly start: number;
  readonly end: number;
}

export type TaskState = 'open' | 'done' | 'dropped';

export interface Plan {
  readonly title: string;
  /** Tasks that stand under no heading but the title. */
  readonly tasks: readonly Task[];
  readonly phases: readonly Phase[];
  /** Headings of phases that hold no task: they become no milestone. */
  readonly emptyPhases: readonly Phase[];
  /** Headings with tasks that belong to no phase: their tasks have no milestone. */
  readonly groups: readonly Group[];
  readonly checklists: readonly Checklist[];
  readonly risks: readonly Risk[];
  /** The date as it is written in the plan's "Last Updated" line. */
  readonly lastUpdated: string | null;
  /** Every task-list item that is neither task, step nor checklist item, and why. */
  readonly ignored: readonly Ignored[];
  /** Lines that look like tasks and are none: a known task that became one of these is still there, and open. */
  readonly lookAlikes: readonly LookAlike[];
  readonly problems: readonly Problem[];
}

export interface Phase {
  /** Its heading without due date and words of state. */
  readonly title: string;
  /** Its heading without due date: its title for versions that knew no words of state. */
  readonly written: string;
  readonly line: number;
  /** Due date, `YYYY-MM-DD`. */
  readonly due: string | null;
  /** What the plan says it is for; absent if nothing. */
  readonly goal?: string;
  readonly tasks: readonly Task[];
}

export interface Group {
  readonly title: string;
  readonly line: number;
  readonly goal?: string;
  readonly tasks: readonly Task[];
}

export interface Task {
  /** The text as a person would write an issue's title: no Markdown marks, no id noise, no issue link. */
  readonly title: string;
  /**
   * All words that the title was made of: longer than it where bold words name the task (`**Search** - ...`). Tasks
   * are matched and keyed by these, so that a better way to make titles takes no task for another.
   */
  readonly text: string;
  readonly state: TaskState;
  /** Line of the task's first place; with the blob's sha it names the task. */
  readonly line: number;
  readonly kind: 'checkbox' | 'row' | 'heading' | 'todo';
  /** Set where GitHub shows no box on its line: such a task counts only as the issue that it has. */
  readonly box?: 'look-alike';
  /** `T001`, `1.2`, ...: a hint for people and for dependencies, never an identity. */
  readonly id: string | null;
  /** Its issue's title begins with the id, as the repository wants it. */
  readonly idInTitle?: true;
  /** The issue that the task's trailing link names. */
  readonly issue: number | null;
  /** Its words only name that issue (`- [ ] #42`): the task is that issue, and has no title of its own. */
  readonly isReference?: true;
  /** Priority, estimate, dependencies and owners as written; empty words (`None`, `-`, `TBD`) are null or left out. */
  readonly priority: string | null;
  readonly estimate: string | null;
  /** What a bare number counts, by the header of its column (`Est. Hours`): minutes, hours, days, weeks, points. */
  readonly estimateUnit: 'm' | 'h' | 'd' | 'w' | 'pts' | null;
  readonly dependsOn: readonly string[];
  readonly owners: readonly string[];
  /** Titles of the headings above the task, outermost first, without the plan's title. */
  readonly section: readonly string[];
  readonly subtasks: readonly Task[];
  readonly steps: readonly Step[];
  /** Lines of the task's other places. */
  readonly alsoAt: readonly number[];
  /** The label its table's heading gives: `Backend Tasks` → `backend`. */
  readonly area: string | null;
  /** Markdown under the task that is neither sub-task nor step: plain bullets and paragraphs, outdented. */
  readonly details: string;
  /** `details` as they may stand in an issue, where whoever read the plan worked that out; absent where there are none. */
  readonly shown?: string;
  /** Where it stands, first place first; `line` is `places[0].line`. */
  readonly places: readonly Place[];
  /** What each of its places says by itself; absent where there is one, which says what the task says. */
  readonly said?: readonly PlaceWords[];
}

/** What one place says of its task. */
export interface PlaceWords {
  readonly line: number;
  readonly kind: Place['kind'];
  /** As `Task.text`, `id` and `issue` by this place alone. */
  readonly text: string;
  readonly id: string | null;
  readonly issue: number | null;
  /** Null where it tells none: a row without a Status. */
  readonly state: TaskState | null;
  readonly section: readonly string[];
}

/** Which lines of a text are places of one task, and which are not, whatever they say: remembered from an older text. */
export interface Joins {
  /** Pairs of lines: the words of the first name the task, and stand for those of the second. */
  readonly together: readonly (readonly [leader: number, follower: number])[];
  /** Lines that are each a task of its own. */
  readonly apart: readonly number[];
}

export interface Step {
  readonly text: string;
  readonly done: boolean;
  readonly line: number;
}

/** Where a task stands in the text: what {@link Edit}s splice. */
export type Place =
  | {
      readonly kind: 'checkbox';
      readonly line: number;
      /** The one character between the brackets. */
      readonly box: Span;
      /** The task's text on its first line(s), after the box, without trailing white space; holds the link, if any. */
      readonly text: Span;
      readonly link: Span | null;
    }
  | {
      readonly kind: 'row';
      readonly line: number;
      /** Line of the table's header row. */
      readonly table: number;
      /** Content of the task cell without padding; holds the link, if any. */
      readonly text: Span;
      readonly link: Span | null;
      /** Content of the Status cell; null if the table has no such column or the row is too short. */
      readonly status: Span | null;
    }
  | {
      readonly kind: 'heading';
      readonly line: number;
      /** The one character between the brackets of `### [ ] Step: ...`; null where the heading has no box. */
      readonly box: Span | null;
      readonly text: Span;
      readonly link: Span | null;
    }
  | {
      /** One of the `todos` in the front matter of a `.plan.md`. */
      readonly kind: 'todo';
      readonly line: number;
      /** The value of its `content`, quotes included. */
      readonly text: Span;
      /** No link is put into a todo: its tool would take it for words. */
      readonly link: null;
      /** The value of its `status`; null if it has none. */
      readonly status: Span | null;
    };

export interface Checklist {
  readonly title: string;
  readonly line: number;
  readonly items: readonly Step[];
}

export interface Risk {
  readonly risk: string;
  readonly impact: string | null;
  readonly probability: string | null;
  readonly mitigation: string | null;
  readonly line: number;
}

export interface Ignored {
  readonly line: number;
  readonly reason: string;
}

/** The open task that a look-alike would be, were its box mended: only its words and its place are known. */
export interface LookAlike extends Task {
  readonly box: 'look-alike';
  /** Line of the phase's heading that it stands under; null for none. */
  readonly phase: number | null;
}

export type Severity = 'error' | 'warning' | 'notice';

export interface Problem {
  /** Kebab-case; listed in docs/problems.md. */
  readonly code: string;
  readonly severity: Severity;
  /** What is there, and what follows from it. */
  readonly message: string;
  readonly line: number;
  readonly column: number;
  /** What to do next. */
  readonly hint: string;
  /** The file whose line it is, where that is not the plan. */
  readonly path?: string;
}

/** One change to a plan's text. `line` names a task by the line of its first place. */
export type Edit =
  /** Ticks, unticks or strikes the box, and sets the Status cell, adding the column if a row needs one and it may. */
  | {
      readonly kind: 'state';
      readonly line: number;
      readonly state: TaskState;
      /** Default true. */
      readonly addsColumn?: boolean;
    }
  | { readonly kind: 'title'; readonly line: number; readonly title: string }
  /** Ends the task's text with `([#issue](url))`, replacing the link that is there. */
  | { readonly kind: 'link'; readonly line: number; readonly issue: number; readonly url: string }
  | { readonly kind: 'unlink'; readonly line: number }
  /** Writes other words for one dependency of the task, wherever it stands as a whole item. */
  | { readonly kind: 'mention'; readonly line: number; readonly from: string; readonly to: string }
  /** Sets the date of the "Last Updated" line, in that line's own format; nothing if the plan has no such line. */
  | { readonly kind: 'last-updated'; readonly date: string };
