import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decodePlan } from '../../src/plan/text/decode.ts';
import { refusalOf } from '../../src/plan/text/limits.ts';
import { parsePlan } from '../../src/plan/parse.ts';
import { PROBLEM_CODES } from '../../src/plan/text/problems.ts';

describe('a plan beyond the limits is left alone', () => {
  test.each([
    ['too-large', '- [ ] a\n'.repeat(140_000)],
    ['too-deep', `${'>'.repeat(6000)} - [ ] a\n`],
    ['too-deep', `${'- '.repeat(101)}[ ] a\n`],
    ['too-deep', Array.from({ length: 300 }, (_, depth) => `${'  '.repeat(depth)}- [ ] a`).join('\n')],
    ['too-many-tasks', '- [ ] a\n'.repeat(2001)],
  ])('%s', (code, text) => {
    expect(refusalOf(parsePlan(text))).toMatchObject({ code, severity: 'error' });
  });

  test('but not one at the limits', () => {
    expect(refusalOf(parsePlan('- [ ] a\n'.repeat(2000)))).toBeNull();
    expect(
      refusalOf(
        parsePlan(Array.from({ length: 60 }, (_, depth) => `${'  '.repeat(depth)}- [ ] a`).join('\n')),
      ),
    ).toBeNull();
    expect(refusalOf(parsePlan(`    ${' '.repeat(300)}- [ ] code\n- [ ] a\n`))).toBeNull();
  });

  // By remark it would end in no time that a test waits for.
  test('depth is refused before remark sees it', () => {
    expect(refusalOf(parsePlan(`${'>'.repeat(5_000)}\n`.repeat(100)))).toMatchObject({ code: 'too-deep' });
  });
});

// By the patterns that once read them each would end in no time that a test waits for.
describe('what a title or a block between rules is made of costs nothing', () => {
  const blanks = ' '.repeat(19_000);
  test.each([
    [
      'blank lines and brackets between two rules',
      `---\n${'\n'.repeat(70)}${'['.repeat(49)}\n\n---\n- [ ] a\n`,
      '',
    ],
    [
      'blanks in the title of the front matter',
      `---\ntitle: Search${blanks}tool\n---\n- [ ] a\n`,
      'Search tool',
    ],
  ])('%s', (_, text, title) => {
    const plan = parsePlan(text);
    expect([plan.title, plan.tasks.length]).toEqual([title, 1]);
  });
});

describe('bytes', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

  test('of UTF-8 are text, byte order mark and all', () => {
    expect(decodePlan(bytes('\uFEFF# P\r\n'))).toEqual({ kind: 'text', text: '\uFEFF# P\r\n' });
  });

  test.each([
    ['empty', new Uint8Array()],
    ['empty', bytes(' \n')],
    ['binary', new Uint8Array([1, 0, 2])],
    ['utf-16', new Uint8Array([0xff, 0xfe, 0x23, 0])],
    ['not-utf-8', new Uint8Array([0x61, 10, 0xe2, 0x96, 0x3f])],
  ])('that are %s are no plan', (reason, content) => {
    expect(decodePlan(content)).toMatchObject({ kind: 'unreadable', reason });
  });

  test('that are not UTF-8 are found by line', () => {
    expect(decodePlan(new Uint8Array([0x61, 10, 0xe2, 0x96, 0x3f]))).toMatchObject({
      message: 'Line 2 is not UTF-8. Save the file as UTF-8.',
    });
  });
});

describe('docs/problems.md', () => {
  const page = readFileSync(fileURLToPath(new URL('../../docs/problems.md', import.meta.url)), 'utf8');

  test('documents every code, and no other, in order', () => {
    expect([...page.matchAll(/^### `([a-z-]+)`/gmu)].map((match) => match[1])).toEqual(PROBLEM_CODES);
  });
});
