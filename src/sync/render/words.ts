/** The short words a user reads: labels, titles, problems. The other files of this folder hold the longer texts. */
import { MOST_TITLE } from '../../plan/text/limits.ts';
import type { Problem, Severity, Task, TaskState } from '../../plan/types.ts';
import { clip } from './sanitize/clip.ts';
import { plain } from './sanitize/quiet.ts';
import type { ObservedIssue } from '../types.ts';

/** What a label says when one hovers over it. */
export function labelDescription(kind: 'tracking' | 'paused' | 'plan' | 'priority' | 'area'): string {
  switch (kind) {
    case 'paused':
      return 'Planwright leaves this plan and its issues alone until the label is taken off';
    case 'tracking':
      return 'The one issue that stands for a plan';
    case 'plan':
      return 'Issues of one plan, kept in step by Planwright';
    case 'priority':
      return 'Priority from the plan';
    case 'area':
      return 'Group of a task table in the plan';
  }
}

/** Title of a plan's tracking issue. */
export function trackingTitle(plan: string): string {
  return clip(plain(`Plan: ${plan}`), MOST_TITLE);
}

/** What a tracking issue says until the first sync is finished. */
export function unfinishedContent(tasks: number): string {
  return `Planwright is opening an issue for each of the ${count(tasks, 'task')} of this plan. This text changes when it is done.`;
}

/** What stands at the end of words that were cut, since GitHub takes no longer text. */
export const CUT_NOTE = 'The rest stands in the plan.';

/** `1 task`, `2 tasks`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** What the check on a pull request says in one line. */
export function previewTitle(effects: number): string {
  return effects === 0
    ? 'Merging this changes no issue'
    : `Merging this makes ${count(effects, 'change')} to issues and milestones`;
}

/** What the check on a pull request says in one line where what it changes will wait for a person. */
export function heldTitle(plans: number): string {
  return `Merging this changes much of ${plans === 1 ? 'a plan' : count(plans, 'plan')}, and will wait for a person`;
}

/** Why a file's text cannot be read, as the rest of a sentence. */
function unreadableWords(reason: string): string {
  switch (reason) {
    case 'has-nul':
      return 'it holds a NUL character, as only binary files do';
    case 'too-large':
      return 'it is larger than 1 MB';
    case 'not-utf-8':
      return 'it is not UTF-8';
    case 'missing':
      return 'GitHub does not find its text';
    default:
      return reason;
  }
}

/** Problems that only a comparison with GitHub finds; those of the text itself are the parser's. */
export const problems = {
  stateConflict: (task: Task, issue: number, to: TaskState): Problem =>
    onTask(task, 'state-conflict', 'warning', {
      message: `The plan says ${task.state}, issue #${issue} says ${to}, and both changed since they last agreed. The issue stands.`,
      hint: 'Merge the write-back pull request to follow the issue, or set the issue to what the plan says.',
    }),
  titleConflict: (task: Task, issue: ObservedIssue): Problem =>
    onTask(task, 'title-conflict', 'warning', {
      message: `Issue #${issue.number} was renamed to "${issue.title}" while the plan reworded the task. The plan's words stand.`,
      hint: 'Reword the task in the plan if the other title is the right one.',
    }),
  parted: (kept: Pick<Task, 'line'>, other: Pick<Task, 'line' | 'title'>, issue: number): Problem =>
    onTask(other, 'parted-task', 'warning', {
      message: `Lines ${kept.line} and ${other.line} were one task, and both were reworded, differently. Line ${kept.line} goes on as #${issue}; line ${other.line}, "${other.title}", is a task of its own.`,
      hint: 'To have one task, give both lines the same words before this is merged.',
    }),
  cutWhileReopened: (task: Task, issue: number): Problem =>
    onTask({ ...task, line: 1 }, 'cut-while-reopened', 'warning', {
      message: `"${task.title}" was taken out of the plan while issue #${issue} was open again. The issue stays open and belongs to no task now.`,
      hint: 'Close the issue if the task is not needed, or put its line back.',
    }),
  unexplained: ({ number, title }: ObservedIssue): Problem =>
    onPlan('unexplained-issue', 'notice', {
      message: `Issue #${number} "${title}" was opened for this plan, but no text of it that is known has its task.`,
      hint: 'Close the issue if it is not needed, or put its link at the end of the line of its task.',
    }),
  tiedByOrder: (task: Task, issue: number): Problem =>
    onTask(task, 'tied-by-order', 'notice', {
      message: `Another task has the words "${task.title}", too, and only the order of the lines says that issue #${issue} is this one.`,
      hint: `If #${issue} is the other task, put its link at the end of the other line.`,
    }),
  withoutBox: (task: Task, issue: number): Problem =>
    onTask(task, 'task-without-box', 'notice', {
      message: `"${task.title}" is the task of issue #${issue}, but its line has no box that GitHub shows. The issue was left as it is.`,
      hint: 'Write "- [ ]" before its words, and plan and issue go on together.',
    }),
  newlySeen: (task: Task): Problem =>
    onTask(task, 'newly-seen', 'notice', {
      message: `"${task.title}" reads as a task today, but did not when this plan was last synced. No issue was opened for it.`,
      hint: 'Change the plan to have an issue opened with the next sync, or mark the line `<!-- planwright:ignore -->`.',
    }),
  leftAlone: (issues: readonly number[]): Problem =>
    onPlan('left-alone', 'notice', {
      message: `The lines of #${issues.join(', #')} are no tasks of their own any more, by config or by a newer Planwright. What stands on GitHub for them is left as it is.`,
      hint: 'Close what is not needed, or set the option back: a line then has its issue again.',
    }),
  markerMissing: (task: Task, issue: number): Problem =>
    onTask(task, 'marker-missing', 'warning', {
      message: `Issue #${issue} of this task carries no Planwright marker of this plan by an account that Planwright trusts. It was left alone.`,
      hint: 'Put back the line `<!-- planwright … -->` from the history of the issue text, or list its author under `creators` in the config.',
    }),
  trackingUntrusted: ({ number, creatorLogin }: ObservedIssue): Problem =>
    onPlan('tracking-untrusted', 'error', {
      message: `Issue #${number} claims this plan, but ${creatorLogin} opened it, which Planwright does not run as. Nothing was changed.`,
      hint: `If that account is yours, add the line \`creators: ["${creatorLogin}"]\` to .github/planwright.yml; if not, take the label \`planwright\` off the issue.`,
    }),
  issueHidden: (issue: number): Problem =>
    onPlan('issue-hidden', 'error', {
      message: `Issue #${issue} belongs to a task of this plan, but GitHub answers 404 for it, which proves nothing: it may be hidden by a permission or an outage. Nothing was changed.`,
      hint: 'If it lasts: check the permissions of the app, and whether somebody edited the numbers in the first line of the tracking issue.',
    }),
  vanished: (path: string, issue: number): Problem =>
    onPlan('plan-vanished', 'warning', {
      message: `${path} is not there any more, but tracking issue #${issue} stands for it. Its issues were left as they are.`,
      hint: 'Put the file back, or confirm that its issues may be closed.',
    }),
  letGo: (path: string, issue: number): Problem =>
    onPlan('plan-let-go', 'notice', {
      message: `${path} is no plan any more by the config, its place or its own front matter. Its issues, tracking issue #${issue} first, were left as they are.`,
      hint: 'Nothing to do if that is meant; otherwise name it under `plans` in .github/planwright.yml, or write `planwright: true` into its front matter.',
    }),
  duplicate: (issue: number, kept: number): Problem =>
    onPlan('duplicate-issue', 'notice', {
      message: `Issue #${issue} was opened a second time for what #${kept} stands for, and was closed as a duplicate of it.`,
      hint: 'If someone wrote in the closed one, take it over into the other.',
    }),
  newerMarker: (issue: number, version: string): Problem =>
    onPlan('newer-marker', 'error', {
      message: `Tracking issue #${issue} was written by a newer Planwright (marker version ${version}). Nothing was changed.`,
      hint: 'Update this Planwright.',
    }),
  unassignable: (logins: readonly string[], issue: number, line: number): Problem => ({
    ...onPlan('unassignable', 'warning', {
      message: `GitHub cannot assign ${logins.join(', ')} to issue #${issue}.`,
      hint: 'Check the login, and that the person may be assigned in this repository.',
    }),
    line,
  }),
  milestoneTaken: (title: string, milestone: number): Problem =>
    onPlan('milestone-taken', 'warning', {
      message: `Milestone ${milestone} keeps its title: another one is called "${title}" already.`,
      hint: 'Rename or delete one of the two milestones.',
    }),
  contentsReadOnly: (): Problem =>
    onPlan('contents-read-only', 'warning', {
      message:
        'Planwright may not write to the contents of this repository, so it cannot propose edits of the plan.',
      hint: 'Grant the app write access to contents, or make the edits by hand; the tracking issue lists them.',
    }),
  pullsRefused: (): Problem =>
    onPlan('pulls-refused', 'warning', {
      message:
        'GitHub did not let Planwright open the pull request that carries the edits of the plan. They are on its branch; the tracking issue links to it.',
      hint: 'In a workflow: tick "Allow GitHub Actions to create and approve pull requests" under Settings → Actions → General, or use the token of an App. Otherwise grant write access to pull requests.',
    }),
  paused: (issue: number): Problem =>
    onPlan('paused', 'notice', {
      message: `Tracking issue #${issue} was closed while tasks were open, so this plan rests. Nothing was changed.`,
      hint: 'Reopen the tracking issue, or comment `/plan resume` on it, to go on.',
    }),
  pausedByLabel: (issue: number): Problem =>
    onPlan('paused', 'notice', {
      message: `This plan is paused: its tracking issue #${issue} carries the label "planwright: paused". Nothing is changed meanwhile.`,
      hint: 'Comment `/plan resume` on the tracking issue, or take the label off, to go on.',
    }),
  retiring: (issue: number, by: string | undefined): Problem =>
    onPlan('retiring', 'notice', {
      message: `${by ?? 'Somebody'} asked to retire this plan, and tracking issue #${issue} waits for the confirmation. Nothing is changed meanwhile.`,
      hint: 'Confirm it as the tracking issue says, or comment `/plan sync` there to go on as before.',
    }),
  retired: (issue: number): Problem =>
    onPlan('retired', 'notice', {
      message: `This plan is retired, as its tracking issue #${issue} says. Nothing is changed.`,
      hint: 'Change its text, or comment `/plan sync` on the tracking issue, to take it back with the same issues.',
    }),
  creatorUnknown: (login: string, line: number): Problem => ({
    ...onPlan('config-creator', 'warning', {
      message: `\`creators\` names \`${login}\`, and nobody on GitHub is called that.`,
      hint: 'Check the spelling; an App is called `name[bot]`. Until then the name trusts nobody.',
    }),
    line,
  }),
  typeUnknown: (there: readonly string[], name: string, line: number): Problem => ({
    ...onPlan('config-type', 'warning', {
      message: `Issues of this repository can have no type "${name}". New issues are opened without it.`,
      hint:
        there.length === 0
          ? 'Types belong to organisations, and GitHub names none here: take `types` out of the config.'
          : `GitHub names these: ${there.join(', ')}.`,
    }),
    line,
  }),
  configUnreadable: (reason: string): Problem =>
    onPlan('config-syntax', 'error', {
      message: `The config cannot be read: ${unreadableWords(reason)}.`,
      hint: 'Save it as UTF-8 text of at most 1 MB. Until then, the defaults hold.',
    }),
  unreadable: (reason: string): Problem =>
    onPlan('unreadable', 'error', {
      message: `The plan cannot be read: ${unreadableWords(reason)}. Its issues are left as they are.`,
      hint: 'Save the file as UTF-8 text of at most 1 MB.',
    }),
  unclear: (reason: 'overdue' | 'died'): Problem =>
    onPlan('unclear', 'notice', {
      message: `This file could not be read yet, nor what may have moved to or from it: ${reason === 'overdue' ? 'reading it took longer than it may' : 'the process that read it ended'}, three times or more. Nothing was changed.`,
      hint: 'It is tried again after a while, and with every change. If it lasts: shorten very long lines and tables, or split the file.',
    }),
  failed: (): Problem =>
    onPlan('plan-failed', 'warning', {
      message:
        'This plan could not be brought in step. That is a fault of Planwright, not of the plan. It is tried again.',
      hint: 'Nothing to do for the other plans, which go on. If it lasts, please report it.',
    }),
  unpreviewed: (): Problem =>
    onPlan('preview-failed', 'notice', {
      message:
        'What merging this does to issues could not be worked out. That is a fault of Planwright, not of the plan.',
      hint: 'Merging is safe: issues are touched only by a pass that understands the plan. Please report it.',
    }),
  noTasks: (): Problem =>
    onPlan('no-tasks', 'warning', {
      message: 'This plan has no task yet, so no issue was opened.',
      hint: 'Replace the placeholders, or add checkboxes such as `- [ ] Ship the parser` under a phase.',
    }),
  nothingOpen: (tasks: number): Problem =>
    onPlan('nothing-open', 'notice', {
      message: `All ${count(tasks, 'task')} of this plan are done or dropped, so no issue was opened.`,
      hint: 'Nothing to do. Issues are opened once the plan has an open task.',
    }),
} as const;

interface Words {
  readonly message: string;
  readonly hint: string;
}

function onTask(task: Pick<Task, 'line'>, code: string, severity: Severity, said: Words): Problem {
  return { code, severity, ...said, line: task.line, column: 1 };
}

function onPlan(code: string, severity: Severity, said: Words): Problem {
  return { code, severity, ...said, line: 1, column: 1 };
}
