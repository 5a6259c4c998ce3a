/** A file's own word on whether it is a plan. */
import { mayHaveOwnWord, ownWordIn } from '../../src/plan/text/own-word.ts';

it.each([
  ['---\nplanwright: true\n---\n# A\n', true],
  ['---\nplanwright: false\n---\n', false],
  ['\uFEFF---\r\ntitle: A\r\nplanwright: true\r\n---\r\n', true],
  ['---\n"planwright": true\n---\n', true],
  ['---\nplanwright: yes please\n---\n', null],
  ['---\ntitle: planwright\n---\n', null],
  ['---\nplanwright: true\n', null],
  ['# A\n\n---\nplanwright: true\n---\n', null],
  ['planwright: true\n', null],
  ['', null],
  [`---\n${'a: 1\n'.repeat(10_000)}planwright: true\n---\n`, null],
  ['---\n[planwright: {: true\n---\n', null],
])('%j says %j', (text, word) => {
  expect(ownWordIn(text)).toBe(word);
});

it.each([
  ['README.md', true],
  ['a/B.MD', true],
  ['a/b.markdown', true],
  ['a.mdx', false],
  ['md', false],
  ['notes.txt', false],
])('%s may have one: %j', (path, may) => {
  expect(mayHaveOwnWord(path)).toBe(may);
});
