/**
 * Edits every task of the plans in some folders and takes the edits back: `npx tsx --conditions=planwright-source
 * tools/write-back-bytes.ts FOLDER...`. Boxes, todos and links must leave not one byte changed; a Status cell may say the same
 * state in another word of its column.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { editPlan } from '../src/plan/edit.ts';
import { parsePlan } from '../src/plan/parse.ts';
import type { Edit, Task } from '../src/plan/types.ts';
import { allTasks } from '../src/plan/walk.ts';

/** So many tasks of a plan are edited by themselves; all of them at once besides. */
const MOST_ALONE = 12;
const ISSUE = 999_999;
const ISSUES = 'https://github.com/acme/shop/issues';

const counts = { plans: 0, boxes: 0, rows: 0, headings: 0, todos: 0, roundTrips: 0, cells: 0 };
const wrong: string[] = [];
for (const folder of process.argv.slice(2))
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
    if (/\.(?:md|markdown)$/u.test(name)) check(readFileSync(join(folder, name), 'utf8'), name);
console.log(JSON.stringify(counts));
for (const one of wrong.slice(0, 30)) console.log(one);
console.log(`${String(wrong.length)} round trips changed bytes`);
process.exitCode = wrong.length > 0 ? 1 : 0;

function check(text: string, name: string): void {
  const tasks = allTasks(parsePlan(text)).map(({ task }) => task);
  counts.plans += 1;
  for (const { kind } of tasks.flatMap(({ places }) => places))
    counts[
      kind === 'checkbox' ? 'boxes' : kind === 'row' ? 'rows' : kind === 'heading' ? 'headings' : 'todos'
    ] += 1;
  const flips = tasks.filter((task) => canFlip(task, text));
  const unlinked = tasks.filter(
    ({ places, issue }) => issue === null && places.every(({ kind }) => kind !== 'todo'),
  );
  const step = Math.max(1, Math.floor(tasks.length / MOST_ALONE));
  for (const chosen of [flips, ...flips.filter((_, at) => at % step === 0).map((task) => [task])])
    flip(text, name, chosen);
  for (const chosen of [unlinked, ...unlinked.filter((_, at) => at % step === 0).map((task) => [task])])
    link(text, name, chosen);
}

/**
 * What an edit writes anew, and taking it back cannot know: a box in a heading, the words that drop a task, `[-]`, `[X]`, and
 * the status of a todo that has none, or one of two for a state.
 */
function canFlip({ state, places, steps }: Task, text: string): boolean {
  if (state === 'dropped' || steps.length > 0) return false;
  return places.every((place) => {
    const words = text.slice(place.text.start, place.text.end);
    if (place.kind === 'row') return true;
    if (place.kind === 'todo')
      return (
        place.status !== null &&
        /^(?:pending|completed)$/u.test(text.slice(place.status.start, place.status.end))
      );
    if (place.box === null) return false;
    return (
      /[ x]/u.test(text.slice(place.box.start, place.box.end)) && !/skip|cancel|not needed/iu.test(words)
    );
  });
}

function flip(text: string, name: string, tasks: readonly Task[]): void {
  const to = (back: boolean): Edit[] =>
    tasks.map(({ line, state }) => {
      const isDone = (state === 'done') === back;
      return { kind: 'state', line, state: isDone ? 'done' : 'open', addsColumn: false };
    });
  thereAndBack(text, to(false), to(true), { what: `${name}: flip`, flipped: tasks });
}

function link(text: string, name: string, tasks: readonly Task[]): void {
  const there = tasks.map(({ line }, at): Edit => {
    const issue = ISSUE + at;
    return { kind: 'link', line, issue, url: `${ISSUES}/${String(issue)}` };
  });
  const back = tasks.map(({ line }): Edit => ({ kind: 'unlink', line }));
  thereAndBack(text, there, back, { what: `${name}: link`, flipped: [] });
}

function thereAndBack(
  text: string,
  there: readonly Edit[],
  back: readonly Edit[],
  { what, flipped }: { readonly what: string; readonly flipped: readonly Task[] },
): void {
  const edited = editPlan(text, there);
  const read = new Set(allTasks(parsePlan(edited)).map(({ task }) => task.line));
  const lost = back.filter((edit) => edit.kind !== 'last-updated' && !read.has(edit.line));
  const [first] = lost;
  if (first === undefined || first.kind === 'last-updated')
    compare(text, editPlan(edited, back), what, flipped);
  else {
    const line = (of: string): string => JSON.stringify(of.split('\n')[first.line - 1]);
    wrong.push(
      `${what}: ${String(lost.length)} no tasks any more, ${String(first.line)} ${line(text)} became ${line(edited)}`,
    );
  }
}

function compare(before: string, after: string, what: string, flipped: readonly Task[]): void {
  counts.roundTrips += 1;
  if (before === after) return;
  const cells = new Set(
    flipped.flatMap(({ places }) => places.flatMap(({ kind, line }) => (kind === 'row' ? [line] : []))),
  );
  const [old, now] = [before.split('\n'), after.split('\n')];
  const changed = old.flatMap((line, at) => (line === now[at] ? [] : [at + 1]));
  if (old.length === now.length && changed.every((line) => cells.has(line))) counts.cells += changed.length;
  else
    wrong.push(
      `${what}: ${JSON.stringify(old[(changed[0] ?? 1) - 1])} became ${JSON.stringify(now[(changed[0] ?? 1) - 1])}`,
    );
}
