/**
 * The two texts of a match. Besides its tasks, a text may hold look-alikes: a known task whose line became one is the
 * same task (DESIGN 3), so that something stands in for it where tasks are compared.
 */
import type { LookAlike, Phase, Plan, Task } from '../../plan/types.ts';
import { allTasks, type PlacedTask } from '../../plan/walk.ts';
import { sameText } from '../state/ids.ts';
import type { Entry } from '../types.ts';

export interface Side {
  /** Tasks and stand-ins in the order of their lines. */
  readonly placed: readonly PlacedTask[];
  /** What is no task by today's rules but a look-alike in its place. */
  readonly standIns: ReadonlyMap<Task, PlacedTask>;
}

export interface Sides {
  readonly base: Side;
  readonly plan: Side;
}

/**
 * Two texts, ready to be matched. In the base the look-alikes that an entry knows were tasks once; in the plan those may
 * be known tasks that did not stand there as look-alikes all along.
 *
 * @param entries What is remembered of the base, by line.
 */
export function sidesOf(base: Plan, plan: Plan, entries: ReadonlyMap<number, unknown> = new Map()): Sides {
  const known = base.lookAlikes.filter(({ line }) => entries.has(line));
  const strangers = countBy(base.lookAlikes.filter(({ line }) => !entries.has(line)).map(textOf));
  const rows = new Set(
    allTasks(plan).flatMap(({ task }) => (task.kind === 'row' ? [sameText(task.text)] : [])),
  );
  const fresh = plan.lookAlikes.filter((one) => {
    const left = strangers.get(textOf(one)) ?? 0;
    strangers.set(textOf(one), left - 1);
    // A row of the same text is the task, in its other place.
    return left <= 0 && !rows.has(sameText(one.text));
  });
  return { base: sideOf(base, known), plan: sideOf(plan, fresh) };
}

/** Issue number → the task of the base, or its stand-in, whose entry holds it. */
export function heldBy({ placed }: Side, entries: ReadonlyMap<number, Entry>): Map<number, Task> {
  const held = new Map<number, Task>();
  for (const { task } of placed) {
    const entry = entries.get(task.line);
    if (entry?.kind === 'issue') held.set(entry.number, task);
  }
  return held;
}

/**
 * Prepares to tell whether a task lost its box and is left with its row: all that the box said of it is unknown for the
 * time being. What is returned takes the task as it stands now, and the task that it was in the base.
 */
export function boxLoss({ lookAlikes }: Plan): (now: Task, old: Task) => boolean {
  const texts = new Set(lookAlikes.map(({ text }) => sameText(text)));
  return (now, old) =>
    now.kind === 'row' && old.places.some(({ kind }) => kind === 'checkbox') && texts.has(sameText(now.text));
}

function sideOf(plan: Plan, lookAlikes: readonly LookAlike[]): Side {
  const phaseOf = phasesAbove(plan.phases);
  const standIns = lookAlikes.map((one) => standIn(phaseOf(one), one));
  return {
    placed: [...allTasks(plan), ...standIns].sort((a, b) => a.task.line - b.task.line),
    standIns: new Map(standIns.map((placed) => [placed.task, placed])),
  };
}

/** An open task of which only name and place are known. */
function standIn(phase: Phase | null, { line, title, text, id, issue, section }: LookAlike): PlacedTask {
  const task: Task = {
    title,
    text,
    state: 'open',
    line,
    kind: 'checkbox',
    id,
    issue,
    priority: null,
    estimate: null,
    estimateUnit: null,
    dependsOn: [],
    owners: [],
    section,
    subtasks: [],
    steps: [],
    alsoAt: [],
    area: null,
    details: '',
    places: [],
  };
  return { task, phase, parent: null };
}

/** The nearest phase above a look-alike among the headings that it stands under. */
function phasesAbove(phases: readonly Phase[]): (one: LookAlike) => Phase | null {
  const byTitle = new Map<string, Phase[]>();
  for (const phase of phases) {
    const same = byTitle.get(phase.title);
    if (same === undefined) byTitle.set(phase.title, [phase]);
    else same.push(phase);
  }
  return ({ line, section }) => {
    let nearest: Phase | null = null;
    for (const title of section) {
      const above = lastAbove(byTitle.get(title) ?? [], line);
      if (above !== null && above.line > (nearest?.line ?? 0)) nearest = above;
    }
    return nearest;
  };
}

/** The last of some phases, in the order of their lines, that begins above a line. */
function lastAbove(phases: readonly Phase[], line: number): Phase | null {
  let [from, to] = [0, phases.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((phases[middle]?.line ?? 0) < line) from = middle + 1;
    else to = middle;
  }
  return phases[from - 1] ?? null;
}

function textOf({ section, text }: LookAlike): string {
  return [...section, text].map(sameText).join('\n');
}

function countBy(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
