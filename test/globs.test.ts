import picomatch from 'picomatch';
import { globMatcher, withoutBraces } from '../src/config/globs.ts';

function matches(glob: string, path: string): boolean {
  return (withoutBraces(glob, 100) ?? []).some((one) => globMatcher(one)(path));
}

test.each([
  ['plans/*.md', 'plans/q1.md', true],
  ['plans/*.md', 'plans/2026/q1.md', false],
  ['plans/**/*.md', 'plans/q1.md', true],
  ['plans/**/*.md', 'plans/2026/eu/q1.md', true],
  ['plans/**', 'plans/2026/q1.md', true],
  ['plans/**', 'plans', false],
  ['**/tasks.md', 'tasks.md', true],
  ['**/tasks.md', 'a/b/tasks.md', true],
  ['**/tasks.md', 'a/subtasks.md', false],
  ['**.plan.md', 'a/b/x.plan.md', true],
  ['a/**/**/b.md', 'a/b.md', true],
  ['./PLAN.md', 'PLAN.md', true],
  ['PLAN.md', 'plan.md', false],
  ['PLAN.md', 'PLAN.md.bak', false],
  ['q?.md', 'q1.md', true],
  ['q?.md', 'q.md', false],
  ['q?x.md', 'q/x.md', false],
  ['計画?.md', '計画𠮷.md', true],
  ['q[1-3].md', 'q2.md', true],
  ['q[1-3].md', 'q4.md', false],
  ['q[!1-3].md', 'q4.md', true],
  ['q[!1-3].md', 'q2.md', false],
  ['q[!1]x.md', 'q/x.md', false],
  ['q[]1].md', 'q].md', true],
  ['q[-1].md', 'q-.md', true],
  ['q[1.md', 'q[1.md', true],
  ['{docs,plans}/*.md', 'docs/a.md', true],
  ['{docs,plans/{q1,q2}}/*.md', 'plans/q2/a.md', true],
  ['{docs,plans/{q1,q2}}/*.md', 'plans/q3/a.md', false],
  ['{docs}/*.md', '{docs}/a.md', true],
  ['{a,b', '{a,b', true],
  ['plan (old).md', 'plan (old).md', true],
])('%s takes %s: %s', (glob, path, expected) => {
  expect(matches(glob, path)).toBe(expected);
});

test.each([
  ['*/plan.md', '.kiro/plan.md'],
  ['**/plan.md', '.kiro/plan.md'],
  ['**/plan.md', 'a/.kiro/plan.md'],
  ['**', 'a/.kiro/plan.md'],
  ['?kiro/plan.md', '.kiro/plan.md'],
  ['[.]kiro/plan.md', '.kiro/plan.md'],
  ['plans/*', 'plans/.hidden.md'],
  ['plans/*.md', 'plans/.md'],
])('%s does not take %s: the dot must be written', (glob, path) => {
  expect(matches(glob, path)).toBe(false);
});

test('a path is read once, character by character, however many ways its stars could share it', () => {
  const path = 'a'.repeat(40);
  let read = 0;
  function* letters(): Generator<string> {
    for (const letter of path) {
      read += 1;
      yield letter;
    }
  }
  expect(globMatcher(`${'*a'.repeat(10)}b`)(letters())).toBe(false);
  expect(read).toBe(40);
});

test('what cannot be the path any more is not read to its end', () => {
  let read = 0;
  function* letters(): Generator<string> {
    for (const letter of 'src/index.ts') {
      read += 1;
      yield letter;
    }
  }
  expect(globMatcher('plans/**/*.md')(letters())).toBe(false);
  expect(read).toBe(1);
});

test('braces that stand for too many globs stand for none', () => {
  expect(withoutBraces('{a,b}{a,b}', 4)).toEqual(['aa', 'ab', 'ba', 'bb']);
  expect(withoutBraces('{a,b}'.repeat(30), 100)).toBeNull();
  expect(withoutBraces(`{${'a,'.repeat(200)}}`, 100)).toBeNull();
  expect(withoutBraces(`{${'{a,b}'.repeat(30)},c}`, 100)).toBeNull();
});

test('globs mean what they mean to other tools', () => {
  const parts = ['a', 'b', '.', '/', '*', '**', '**/', '/**/', '?', '[ab]', '{a,b}', 'ab', '.md', '/*'];
  const names = ['a', 'b', 'ab', 'ba', 'c', 'a.md', '.md', 'b.', '.a'];
  let seed = 7;
  const pick = <T>(list: readonly T[]): T => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return list[Math.floor((seed / 2 ** 32) * list.length)] as T;
  };
  const few = [1, 2, 3, 4, 5];
  let taken = 0;
  for (let turn = 0; turn < 20_000; turn += 1) {
    const glob = Array.from({ length: pick(few) }, () => pick(parts))
      .join('')
      .replaceAll(/\/+/g, '/');
    const path = Array.from({ length: pick(few) }, () => pick(names)).join('/');
    // Stars that touch others, and what only starts like a path, are read in ways of their own.
    if (/^[/.]|\/$|\.\.|\.\/|\*\*[^/]|[^/]\*\*|\/\*\*$/.test(glob)) continue;
    const expected = picomatch(glob)(path);
    if (expected) taken += 1;
    expect([glob, path, matches(glob, path)]).toEqual([glob, path, expected]);
  }
  expect(taken).toBeGreaterThan(400);
});
