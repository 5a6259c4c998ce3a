/** What a parser process keeps of the texts that it parsed. */
import { createParse } from '../../src/parser/parsed.ts';
import { doWork } from '../../src/parser/work.ts';
import type { Work } from '../../src/parser/types.ts';
import { parseWithSource } from '../../src/plan/parse.ts';

const TEXT = '# P\n\n- [ ] One\n';
const OPTIONS = { path: 'PLAN.md', repositoryUrl: 'https://github.com/o/r' };

let parsed: string[] = [];
beforeEach(() => void (parsed = []));
const parse = () =>
  createParse((text, options) => {
    parsed.push(text.slice(0, 20));
    return parseWithSource(text, options);
  });

test('A text that was read and is edited then is parsed once', () => {
  const once = parse();
  const read: Work = { kind: 'plan', text: TEXT, rules: { nested: 'issues' }, ...OPTIONS };
  const edits = [{ kind: 'state', line: 3, state: 'done' } as const];
  const edit: Work = { kind: 'edit', text: TEXT, edits, ...OPTIONS };
  expect(doWork(read, once)).toEqual(doWork(read));
  expect(doWork(edit, once)).toEqual(doWork(edit));
  expect(parsed).toEqual([TEXT]);
});

test('Another path or another repository is another text', () => {
  const once = parse();
  for (const options of [OPTIONS, { ...OPTIONS, path: 'OTHER.md' }, { path: OPTIONS.path }])
    expect(once(TEXT, options).plan).toEqual(parseWithSource(TEXT, options).plan);
  expect(parsed).toHaveLength(3);
});

test('The three newest are kept, and no more characters than leave memory to the next text', () => {
  const once = parse();
  for (const text of ['a', 'b', 'c', 'd', 'b', 'c', 'd', 'a']) once(text, {});
  expect(parsed).toEqual(['a', 'b', 'c', 'd', 'a']);
  parsed = [];
  const long = `${'word '.repeat(40_000)}\n`;
  for (const text of [long, long, `${long}a`, long]) once(text, {});
  expect(parsed).toHaveLength(3);
  const huge = long.repeat(2);
  for (const text of [huge, huge]) once(text, {});
  expect(parsed).toHaveLength(5);
});
