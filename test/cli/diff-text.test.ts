/** That diffs which are shown are those that git would show. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diffText } from '../../src/cli/diff-text.ts';

let folder: string;

beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'diff-text-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function gitDiff(before: string, after: string): string {
  writeFileSync(join(folder, 'a'), before);
  writeFileSync(join(folder, 'b'), after);
  const { stdout } = spawnSync('git', ['diff', '--no-index', '--no-color', 'a', 'b'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const lines = stdout.split('\n').filter((line) => !/^(?:diff|index|\\)/.test(line));
  // Git leaves a count of one out, and names the function that a hunk stands in.
  const whole = (line: string): string =>
    line
      .replace(/(@@.*@@).*/, '$1')
      .replace(/(?<=^@@ -\d+)(?= )/, ',1')
      .replace(/(?<=\+\d+)(?= @@)/, ',1');
  return lines.slice(2, -1).map(whole).join('\n');
}

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `- [ ] Task ${index}`);
const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
const PLAN = numbered(30);

it.each([
  ['one line in the middle', text(PLAN), text(PLAN.with(15, '- [x] Task 15'))],
  ['the first line', text(PLAN), text(PLAN.with(0, '- [x] Task 0'))],
  ['the last line', text(PLAN), text(PLAN.with(29, '- [x] Task 29'))],
  ['two lines whose surroundings meet', text(PLAN), text(PLAN.with(5, 'a').with(11, 'b'))],
  ['two lines that touch', text(PLAN), text(PLAN.with(5, 'a').with(6, 'b'))],
  ['two lines whose surroundings do not meet', text(PLAN), text(PLAN.with(5, 'a').with(13, 'b'))],
  ['lines that come and lines that go', text(PLAN), text(PLAN.toSpliced(20, 3).toSpliced(4, 0, 'x', 'y'))],
  ['lines at the end', text(PLAN), text([...PLAN, 'x', 'y'])],
  ['lines that go at the beginning', text(PLAN), text(PLAN.slice(2))],
])('%s', (_, before, after) => {
  const [, , ...hunks] = diffText('plan.md', before, after).split('\n');
  expect(hunks.join('\n')).toBe(gitDiff(before, after));
});

it('names the file, and a new one by /dev/null', () => {
  expect(diffText('plans/a.md', 'x\n', 'y\n')).toBe(
    '--- a/plans/a.md\n+++ b/plans/a.md\n@@ -1,1 +1,1 @@\n-x\n+y',
  );
  expect(diffText('plans/a.md', null, 'y\n')).toBe('--- /dev/null\n+++ b/plans/a.md\n@@ -0,0 +1,1 @@\n+y');
});

it('says nothing where nothing differs', () => {
  expect(diffText('a.md', 'x\n', 'x\n')).toBe('');
  expect(diffText('a.md', 'x\r\n', 'x\r\n')).toBe('');
});
