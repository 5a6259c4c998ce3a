/** `planwright show`: all that is known of one task, its lines of the plan included. */
import { availability, orderOf, tasksOf, type TaskNow, type WorkOrder } from '../../pass/next/order.ts';
import type { Task } from '../../plan/types.ts';
import { availabilityWords, claimWords, taskWords } from '../../sync/render/next/reason.ts';
import { plain } from '../../sync/render/sanitize/quiet.ts';
import { untilRefused } from '../print-outcome.ts';
import { createProgress, print, say } from '../terminal.ts';
import { taskEntry, type TaskEntry } from './task-entry.ts';
import { openSession, type Session, type SessionOptions } from './session.ts';
import { oneTask } from './which.ts';

/** What `planwright show` takes. */
export interface ShowOptions extends SessionOptions {
  readonly json?: boolean;
}

/** A line of the plan. */
interface PlanLine {
  readonly line: number;
  readonly text: string;
}

/** All that is known of a task, as JSON. */
export interface ShownTask extends TaskEntry {
  readonly state: Task['state'];
  /** `ready`, `waits`, `claimed`, `in-pull` or `over`. */
  readonly availability: string;
  readonly priority: string | null;
  readonly estimate: string | null;
  readonly owners: readonly string[];
  readonly dependsOn: readonly string[];
  readonly section: readonly string[];
  readonly parent: string | null;
  readonly subtasks: readonly Pick<TaskEntry, 'issue' | 'id' | 'title' | 'line'>[];
  readonly steps: Task['steps'];
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  /** Number of the open pull request that closes it. */
  readonly pull: number | null;
  /** Address of its issue. */
  readonly url: string | null;
  readonly lines: readonly PlanLine[];
}

/** At most this many lines of a task are shown. */
const MOST_LINES = 60;

/** Prints all that is known of a task. */
export async function runShow(name: string, options: ShowOptions): Promise<void> {
  const progress = createProgress();
  await untilRefused(options.repo ?? 'the repository', async () => {
    const session = await openSession([], options, progress);
    progress.end();
    const order = orderOf(session.now);
    const task = oneTask(order, name);
    const shown = showTask(session, order, task);
    if (options.json === true) print(JSON.stringify(shown, null, 2));
    else print(shownLines(order, task, shown).join('\n'));
    say(`From ${session.source}.`);
  });
}

/** All that is known of the task that is named. */
export function shownTask(session: Session, name: string): ShownTask {
  const order = orderOf(session.now);
  return showTask(session, order, oneTask(order, name));
}

function showTask(session: Session, order: WorkOrder, one: TaskNow): ShownTask {
  const { task, parent, issue, observed } = one;
  const { priority, estimate, owners, dependsOn, section, steps } = task;
  const below = new Set(task.subtasks);
  return {
    ...taskEntry(order, one),
    state: one.state,
    availability: availability(order, one).kind,
    ...{ priority, estimate, owners, dependsOn, section, steps },
    parent: parent?.title ?? null,
    subtasks: tasksOf(order)
      .filter((other) => below.has(other.task))
      .map((other) => ({
        issue: other.issue,
        id: other.task.id,
        title: other.task.title,
        line: other.task.line,
      })),
    labels: observed?.labels ?? [],
    assignees: observed?.assignees ?? [],
    pull: one.pull,
    url:
      issue === null || session.github === null
        ? null
        : `${session.github.repository.url}/issues/${String(issue)}`,
    lines: linesOf(session, order, one),
  };
}

/** The lines of a task: from its first to the one before the next task that is no part of it, and its other places. */
function linesOf({ texts }: Session, order: WorkOrder, { path, task }: TaskNow): PlanLine[] {
  const all = (texts.get(path) ?? '').split(/\r?\n/);
  const own = new Set(partsOf(task));
  const next = tasksOf(order)
    .filter((other) => other.path === path && other.task.line > task.line && !own.has(other.task))
    .map((other) => other.task.line);
  const isBlock = task.kind === 'checkbox' || task.kind === 'heading';
  const heading = all.findIndex((text, index) => index >= task.line && /^#{1,6}\s/.test(text)) + 1;
  const ends = [...next, ...(heading > 0 ? [heading] : []), all.length + 1, task.line + MOST_LINES];
  const end = isBlock ? Math.min(...ends) : task.line + 1;
  const lines = [...range(task.line, end), ...task.alsoAt].map((line) => ({
    line,
    text: all[line - 1] ?? '',
  }));
  while (lines.length > 1 && lines.at(-1)?.text.trim() === '') lines.pop();
  return lines;
}

function partsOf(task: Task): Task[] {
  return [task, ...task.subtasks.flatMap(partsOf)];
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

function shownLines(order: WorkOrder, one: TaskNow, shown: ShownTask): string[] {
  const fact = (name: string, value: string | null): string[] =>
    value === null || value === '' ? [] : [`  ${name}: ${plain(value)}`];
  const now = availability(order, one);
  const claim = one.claim !== null && now.kind !== 'claimed' ? claimWords(one.claim) : null;
  return [
    `${shown.plan}:${String(shown.line)}  ${taskWords(one)}`,
    `  ${one.state}, ${now.kind === 'ready' ? `ready: ${shown.reason}` : availabilityWords(now)}`,
    ...fact('claim', claim),
    ...fact('phase', shown.phase),
    ...fact('id', shown.id),
    ...fact('priority', shown.priority),
    ...fact('estimate', shown.estimate),
    ...fact('depends on', shown.dependsOn.join(', ')),
    ...fact('owners', shown.owners.join(', ')),
    ...fact('assigned', shown.assignees.join(', ')),
    ...fact('part of', shown.parent),
    ...fact('sub-tasks', shown.subtasks.map(({ title }) => title).join('; ')),
    ...fact('issue', shown.url),
    ...shown.lines.map(({ line, text }) => `${String(line).padStart(5)} | ${text}`),
  ];
}
