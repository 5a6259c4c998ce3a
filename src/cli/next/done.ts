/** `planwright done`: ticks a task in the working tree, and says of one's own claim that the work awaits its merge. */
import { writeFileSync } from 'node:fs';
import { editPlan } from '../../plan/edit.ts';
import { awaitMerge } from '../../pass/next/claiming.ts';
import { orderOf, type Claim, type TaskNow } from '../../pass/next/order.ts';
import { allTasks } from '../../plan/walk.ts';
import { claimWords, taskWords } from '../../sync/render/next/reason.ts';
import { EXIT, Stop } from '../exit.ts';
import { readInput } from '../files.ts';
import { untilRefused } from '../print-outcome.ts';
import { diffText } from '../diff-text.ts';
import { complain, createProgress, print, say } from '../terminal.ts';
import { claimContext } from './claimant.ts';
import { throwIfUnsettled } from './claim.ts';
import { claimEntry } from './task-entry.ts';
import { openSession, type Session, type SessionOptions } from './session.ts';
import { oneTask } from './which.ts';

/** What `planwright done` takes. */
export interface DoneOptions extends SessionOptions {
  readonly json?: boolean;
  readonly as?: string;
}

/** What was done. */
export interface DoneTask {
  readonly task: TaskNow;
  /** What changed in the plan; empty if it said so already. */
  readonly diff: string;
  /** One's own claim, which now awaits the merge; null if there was none. */
  readonly claim: Claim | null;
  /** What somebody should know besides. */
  readonly notes: readonly string[];
}

/** Ticks a task, and prints what changed. */
export async function runDone(name: string, options: DoneOptions): Promise<void> {
  const progress = createProgress();
  await untilRefused(options.repo ?? 'the repository', async () => {
    const session = await openSession([], options, progress);
    const { task, diff, claim, notes } = await completeTask(session, name, options);
    progress.end();
    const { path, issue } = task;
    const told = { plan: path, line: task.task.line, issue, title: task.task.title, diff };
    if (options.json === true)
      print(JSON.stringify({ ...told, claim: claim === null ? null : claimEntry(claim) }, null, 2));
    else if (diff !== '') print(diff);
    if (diff === '') say(`${taskWords(task)} is done in ${path} already.`);
    for (const note of notes) complain(note);
    if (claim !== null) say(`${taskWords(task)}: ${claimWords(claim)}`);
    if (diff !== '') say(`Commit ${path} with the work; merging it closes the issue.`);
  });
}

/** Ticks the box, the Status cell or the todo of a task by a splice; no other byte changes, and nothing is committed. */
export async function completeTask(session: Session, name: string, { as }: DoneOptions): Promise<DoneTask> {
  const task = oneTask(orderOf(session.now), name);
  const place = session.files.get(task.path);
  if (place === undefined)
    throw new Stop(
      EXIT.usage,
      `Expected ${task.path} in this folder, to tick the task there; found it on GitHub only.`,
    );
  const { line } = task.task;
  const isDone = isDoneIn(session, task);
  const after = isDone
    ? place.text
    : editPlan(place.text, [{ kind: 'state', line, state: 'done' }], optionsOf(session, task));
  if (after !== place.text) write(place, after);
  const notes = openBelow(task);
  const { claim, note } = await closeClaim(session, task, as);
  return {
    task,
    diff: diffText(task.path, place.text, after),
    claim,
    notes: note === null ? notes : [...notes, note],
  };
}

/** Whether the text itself says so, whatever the issue does. */
function isDoneIn({ plans }: Session, { path, task: { line } }: TaskNow): boolean {
  const plan = plans.find((one) => one.path === path)?.plan;
  return plan !== undefined && allTasks(plan).some(({ task }) => task.line === line && task.state === 'done');
}

function optionsOf({ github }: Session, { path }: TaskNow) {
  return { path, ...(github === null ? {} : { repositoryUrl: github.repository.url }) };
}

/** Writes the file, unless somebody changed it since it was read. */
function write({ file, text }: { readonly file: string; readonly text: string }, after: string): void {
  const now = readInput(file);
  if (!('text' in now) || now.text !== text)
    throw new Stop(
      EXIT.later,
      `Expected ${file} as it was read, found it changed meanwhile. Nothing was written; try again.`,
    );
  writeFileSync(file, after);
}

function openBelow(one: TaskNow): string[] {
  const open = one.task.subtasks.filter(({ state }) => state === 'open');
  return open.length === 0
    ? []
    : [`${taskWords(one)} has sub-tasks that are open: ${open.map(({ title }) => `"${title}"`).join(', ')}.`];
}

async function closeClaim(
  { github }: Session,
  task: TaskNow,
  as: string | undefined,
): Promise<{ readonly claim: Claim | null; readonly note: string | null }> {
  if (github === null || task.issue === null) return { claim: null, note: null };
  const context = await claimContext(github, as);
  const changed = await awaitMerge(context, task.issue);
  throwIfUnsettled(changed, task.issue);
  if (changed.kind === 'held')
    return { claim: null, note: `${taskWords(task)} is ${claimWords(changed.claim)}, not by ${context.by}.` };
  return { claim: changed.kind === 'changed' ? changed.claim : null, note: null };
}
