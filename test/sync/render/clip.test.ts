/** Cutting texts to a length without cutting a character. */
import { clip } from '../../../src/sync/render/sanitize/clip.ts';
import { issueTitle, milestoneTitle } from '../../../src/sync/state/ids.ts';
import { taskLabels } from '../../../src/sync/diff/labels.ts';
import { trackingTitle } from '../../../src/sync/render/words.ts';
import { parsePlan } from '../../../src/plan/parse.ts';
import { allTasks } from '../../../src/plan/walk.ts';

const FAMILY = '👨‍👩‍👧‍👦';
const length = (text: string): number => [...text].length;

test.each([
  ['a text that fits', 'abc', 3, 'abc'],
  ['a text that does not', 'abcd', 3, 'ab…'],
  ['an astral character at the end', 'ab😀', 3, 'ab😀'],
  ['astral characters, counted one each', '😀😀😀😀', 3, '😀😀…'],
  ['a letter and its accent, which stay together', 'abe\u0301f', 4, 'ab…'],
  ['a family, which stays together', `ab${FAMILY}c`, 8, 'ab…'],
  ['a flag, which stays together', 'ab🇩🇪🇫🇷', 5, 'ab🇩🇪…'],
  ['nothing but marks, which fit nowhere whole', `e${'\u0301'.repeat(9)}`, 4, 'e\u0301\u0301…'],
])('%s', (_, text, limit, cut) => {
  expect(clip(text, limit)).toBe(cut);
});

describe('Whatever a plan is called', () => {
  test.each([
    ['emoji', '😀'],
    ['families', FAMILY],
    ['accents', 'e\u0301'],
  ])('titles and labels of %s are cut between characters, within their limits', (_, piece) => {
    const name = piece.repeat(300);
    const text = `# ${name}\n\n## Phase 1: ${name}\n- [ ] ${name}\n\n| Task | Priority |\n|---|---|\n| x | ${name} |\n`;
    const plan = parsePlan(text);
    const [phase] = plan.phases;
    if (phase === undefined) throw new Error('Expected a phase.');
    const [boxed] = allTasks(plan).map(({ task }) => task);
    if (boxed === undefined) throw new Error('Expected a task.');
    const task = { ...boxed, title: name, priority: name, area: name };
    for (const [title, limit] of [
      [issueTitle(task), 256],
      [milestoneTitle({ ...plan, title: name }, { ...phase, title: name }), 255],
      [trackingTitle(name), 256],
      ...taskLabels(task, new Set(['area', 'priority'])).map((label) => [label, 50] as const),
    ] as const) {
      expect(length(title)).toBeLessThanOrEqual(limit);
      expect(title.replaceAll(piece, '').replace(/…$/u, '')).toMatch(/^(?:Plan: |: |priority: )?$/u);
      expect(title.isWellFormed()).toBe(true);
    }
  });
});
