import { parsePlan } from '../../../src/plan/parse.ts';
import type { Entry } from '../../../src/sync/types.ts';
import { keptEntries } from '../../../src/sync/resolve/kept-entries.ts';

/** The lines to which entries at these lines of the base are carried, in a new text without any task. */
function carried(before: string, after: string, lines: readonly number[]): number[] {
  const entries = new Map(lines.map((line): [number, Entry] => [line, { kind: 'issue', number: line }]));
  const base = { plan: parsePlan(''), blob: 'before', text: before, entries };
  const file = { blob: 'after', text: after };
  return keptEntries({ base, plan: parsePlan(''), file }).entries.map(({ line }) => line);
}

test('a line is the same one while its words are', () => {
  const before = '- [ ] Ship\n- [ ] Rank\n- [ ] Ship\n- [ ] Cut\n';
  const after = 'Hm.\n\n* [x] ~~Ship~~ ([#4](https://x/issues/4))\n- [ ] Rank \n- ship\n';
  expect(carried(before, after, [1, 2, 3, 4])).toEqual([3, 4, 5]);
});

test('a line with other words is the same one by its link', () => {
  expect(carried('- [ ] Ship\n', '\n- [ ] Ship it all ([#1](https://x/issues/1))\n', [1])).toEqual([2]);
});

// A search that is not linear would end in no time that a test waits for.
test.each([
  ['a line of spaces', `- [ ] Ship${' '.repeat(1_000_000)}it\n`, [1]],
  [
    'many lines and many entries',
    `${'- [ ] Ship\n'.repeat(20_000)}${'\n'.repeat(500_000)}`,
    [...Array(20_000).keys()].map((n) => n + 1),
  ],
])('%s takes no time', (_, text, lines) => {
  expect(carried(text, `${text}\nMore.\n`, lines)).toEqual(lines);
});
