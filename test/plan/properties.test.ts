import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { editPlan } from '../../src/plan/edit.ts';
import { parsePlan } from '../../src/plan/parse.ts';
import { splitTitle } from '../../src/plan/read/tasks/titles.ts';
import type { Edit, Plan, Task, TaskState } from '../../src/plan/types.ts';
import { allTasks } from '../../src/plan/walk.ts';
import { RUNS } from '../runs.ts';
import { plans } from './generated.ts';

const URL = 'https://github.com/acme/shop/issues/99';

/** What an edit may not change: every task, less what stands for the edited one. */
function shapeOf(plan: Plan, skip: ReadonlySet<number>): unknown[] {
  return allTasks(plan).map(({ task, phase, parent }) =>
    skip.has(task.line)
      ? { line: task.line }
      : {
          line: task.line,
          title: task.title,
          state: task.state,
          issue: task.issue,
          id: task.id,
          phase: phase?.line,
          parent: parent?.line,
          steps: task.steps,
        },
  );
}

/** Lines that differ between two texts with the same number of lines. */
function changedLines(before: string, after: string): number[] {
  const one = before.split(/\r\n|\r|\n/u);
  const other = after.split(/\r\n|\r|\n/u);
  expect(other.length).toBe(one.length);
  return one.flatMap((line, index) => (line === other[index] ? [] : [index + 1]));
}

function linesOf(task: Task): number[] {
  return task.places.map(({ line }) => line);
}

function taskAt(plan: Plan, line: number): Task | undefined {
  return allTasks(plan).find(({ task }) => task.line === line)?.task;
}

/** A heading without a box whose steps are all done cannot be reopened: steps are never unticked. */
function canBe(task: Task, state: TaskState): boolean {
  const place = task.places[0];
  if (place?.kind !== 'heading' || state === 'dropped') return true;
  return place.box !== null || task.steps.length === 0 || (state === 'done' ? true : task.state === 'open');
}

const states = fc.constantFrom<TaskState>('open', 'done', 'dropped');

describe('over plans made by chance', () => {
  test('a state edit changes the state it names and no other task', () => {
    fc.assert(
      fc.property(plans, fc.nat(), states, ({ text }, pick, state) => {
        const before = parsePlan(text);
        const tasks = allTasks(before);
        const task = tasks[pick % Math.max(1, tasks.length)]?.task;
        if (!task || !canBe(task, state)) return;
        const after = parsePlan(editPlan(text, [{ kind: 'state', line: task.line, state }]));
        expect(taskAt(after, task.line)).toMatchObject({
          title: task.title,
          state,
          issue: task.issue,
          id: task.id,
        });
        expect(shapeOf(after, new Set([task.line]))).toEqual(shapeOf(before, new Set([task.line])));
      }),
    );
  });

  test('an edit to what is there already changes no byte', () => {
    fc.assert(
      fc.property(plans, ({ text }) => {
        // A row that disagrees with its box is brought in line; a dropped row gets the Status column it lacks.
        const settled = allTasks(parsePlan(text)).filter(
          ({ task }) =>
            task.alsoAt.length === 0 &&
            !task.places.some(
              (place) => place.kind === 'row' && place.status === null && task.state !== 'open',
            ),
        );
        const edits = settled.flatMap(({ task }): Edit[] => [
          { kind: 'state', line: task.line, state: task.state },
          { kind: 'title', line: task.line, title: task.title },
        ]);
        expect(editPlan(text, edits)).toBe(text);
      }),
    );
  });

  test('link, title and date edits compose, touch their lines only, and read back', () => {
    const titles = fc.oneof(
      fc.constantFrom(
        'Plain words',
        'a_b *c* `d`',
        'x < y & z|w',
        'back\\slash',
        '[link](u) ~~s~~',
        '<b>no</b> &amp; yes',
        'Größe 解析 🚀',
      ),
      fc.string({ minLength: 1, maxLength: 20 }).map((text) => `Do ${text}`),
    );
    fc.assert(
      fc.property(plans, fc.nat(), titles, ({ text }, pick, title) => {
        const before = parsePlan(text);
        const tasks = allTasks(before);
        const task = tasks[pick % Math.max(1, tasks.length)]?.task;
        if (!task) return;
        const edited = editPlan(text, [
          { kind: 'title', line: task.line, title },
          { kind: 'link', line: task.line, issue: 99, url: URL },
          { kind: 'last-updated', date: '2027-08-09' },
        ]);
        const updated =
          before.lastUpdated === null
            ? []
            : [text.split(/\r\n|\r|\n/u).findIndex((line) => line.includes('Last Updated')) + 1];
        expect([...linesOf(task), ...updated]).toEqual(expect.arrayContaining(changedLines(text, edited)));
        const read = taskAt(parsePlan(edited), task.line);
        // A line that has the number of its issue in the place of words keeps it, whatever the issue is called.
        const keepsNumber = task.title === `#${task.issue}`;
        const titled = splitTitle(title.replaceAll(/\s+/gu, ' ').trim()).title;
        expect(read?.title).toBe(keepsNumber ? task.title : titled);
        expect(read?.issue).toBe(keepsNumber ? task.issue : 99);
        expect(read?.state).toBe(task.state);
      }),
    );
  });

  test('unlink takes back what link did', () => {
    fc.assert(
      fc.property(plans, fc.nat(), ({ text }, pick) => {
        const tasks = allTasks(parsePlan(text)).filter(({ task }) => task.issue === null);
        const task = tasks[pick % Math.max(1, tasks.length)]?.task;
        if (!task) return;
        const linked = editPlan(text, [{ kind: 'link', line: task.line, issue: 99, url: URL }]);
        expect(editPlan(linked, [{ kind: 'unlink', line: task.line }])).toBe(text);
      }),
      { numRuns: Math.ceil(RUNS / 2) },
    );
  });

  test('no text makes the parser throw', () => {
    const pieces = fc.constantFrom(
      '- [ ] ',
      '- [x]',
      '#',
      ' ',
      '\n',
      '\r',
      '|',
      '---',
      '`',
      '```',
      '~~',
      '**',
      '[',
      '](',
      ')',
      '<!--',
      '-->',
      '<details>',
      '\t',
      '1. ',
      'Phase 1',
      'Task',
      '\u0000',
      '\uD800',
      '\uFEFF',
      '> ',
      '\\',
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 60 }).map((all) => all.join('')),
        (text) => {
          const plan = parsePlan(text);
          expect(
            editPlan(
              text,
              allTasks(plan).map(({ task }) => ({ kind: 'state', line: task.line, state: task.state })),
            ),
          ).toEqual(expect.any(String));
        },
      ),
      { numRuns: RUNS * 2 },
    );
  });
});

const CORPUS = fileURLToPath(new globalThis.URL('../../../shared/corpus/files/', import.meta.url));
/** All files with CORPUS=all; else the small ones, so that the tests stay quick. */
const LIMIT = process.env['CORPUS'] === 'all' ? Infinity : 6_000;
const files = existsSync(CORPUS)
  ? readdirSync(CORPUS).filter((file) => readFileSync(CORPUS + file).length < LIMIT)
  : [];

(files.length > 0 ? describe : describe.skip)('over real plans', () => {
  test.each(files)('%s: edits change exactly their lines, and read back', (file) => {
    const text = readFileSync(CORPUS + file, 'utf8');
    const before = parsePlan(text);
    const tasks = allTasks(before)
      .map(({ task }) => task)
      .filter((task) => task.issue === null);
    const boxes = tasks.filter(
      ({ places: [place], alsoAt }) =>
        place?.kind === 'checkbox' &&
        alsoAt.length === 0 &&
        /[ xX]/u.test(text.slice(place.box.start, place.box.end)),
    );
    const flipped = (task: Task): TaskState => (task.state === 'done' ? 'open' : 'done');
    // Each has an issue of its own: lines with one link are one task.
    const issueOf = (task: Task): number => 100 + boxes.indexOf(task);
    const edits = boxes.flatMap((task): Edit[] => [
      { kind: 'state', line: task.line, state: flipped(task) },
      {
        kind: 'link',
        line: task.line,
        issue: issueOf(task),
        url: URL.replace(/\d+$/, String(issueOf(task))),
      },
    ]);
    const edited = editPlan(text, edits);
    // The box is on a task's first line, the link at the end of its words.
    const lineAt = (offset: number): number => text.slice(0, offset).split(/\r\n|\r|\n/u).length;
    const intended = new Set(
      boxes.flatMap(({ places: [place], line }) => [line, lineAt(place?.text.end ?? 0)]),
    );
    expect(new Set(changedLines(text, edited))).toEqual(intended);
    const after = parsePlan(edited);
    for (const task of boxes)
      expect(taskAt(after, task.line)).toMatchObject({
        title: task.title,
        state: flipped(task),
        issue: issueOf(task),
      });
    const back = boxes.flatMap((task): Edit[] => [
      { kind: 'state', line: task.line, state: task.state },
      { kind: 'unlink', line: task.line },
    ]);
    const restored = editPlan(edited, back);
    expect(restored.replaceAll('[x]', '[X]')).toBe(text.replaceAll('[x]', '[X]'));
  });
});
