/** What no parser sees: refused by the text alone, and nothing that a plan may hold. */
import { parseConfig } from '../../src/config/config.ts';
import { editPlan } from '../../src/plan/edit.ts';
import { findFrontMatter } from '../../src/plan/text/front-matter.ts';
import { plainText } from '../../src/plan/text/inline.ts';
import { refusalOf } from '../../src/plan/text/limits.ts';
import { readMarkdown } from '../../src/plan/text/markdown.ts';
import { parsePlan } from '../../src/plan/parse.ts';
import { block } from '../../src/sync/render/sanitize/block.ts';

const matter = (yaml: string): string => `---\n${yaml}\n---\n# P\n\n- [ ] One\n`;
const keys = (levels: number): string =>
  Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}k:`).join('\n');

test.each([
  ['too-many-lines', 'a\n'.repeat(20_001)],
  ['line-too-long', `- [ ] a\n${'*a_ '.repeat(12_000)}\n`],
  ['too-many-boxes', '- [ ] a\n'.repeat(4_001)],
  ['too-many-boxes', `|a|b|\n|-|-|\n${'|a|b|\n'.repeat(20_000 - 3)}`],
  ['too-deep', '!['.repeat(2_000)],
  ['too-deep', `${'~~a '.repeat(400)}${'b~~ '.repeat(400)}`],
  ['too-deep', `- [ ] ${'**a '.repeat(500)}${' b**'.repeat(500)}\n`],
  ['front-matter-too-large', matter(`a: ${'b'.repeat(33_000)}`)],
  ['front-matter-too-large', `\uFEFF${matter(`a:\n${'- b\n'.repeat(9_000)}`)}`],
  ['front-matter-too-deep', matter(`a:\n  ${'- '.repeat(1_000)}b`)],
  ['front-matter-too-deep', matter(`a: ${'['.repeat(1_000)}`)],
  ['front-matter-too-deep', matter(`a: {${'b: {'.repeat(30)}`)],
  ['front-matter-too-deep', matter(keys(21))],
  ['front-matter-too-deep', matter(`a:\n  ${'? '.repeat(30)}b`)],
  ['front-matter-too-deep', matter(`a: 1\r\n${'- '.repeat(40)}`)],
])('%s (%#)', (code, text) => {
  expect(refusalOf(parsePlan(text))).toMatchObject({ code, severity: 'error' });
});

test.each([
  ['front matter at the limits', matter(keys(20))],
  [
    'as many boxes as tasks, and as many again',
    `${'- [ ] a\n'.repeat(1_900)}\n## Definition of Done\n${'- [ ] b\n'.repeat(2_000)}`,
  ],
  ['boxes in a code block', `- [ ] a\n\n\`\`\`\n${'- [ ] b\n'.repeat(5_000)}\`\`\`\n`],
  ['pipes in a code block', `- [ ] a\n\n~~~sh\n${'a | b\n'.repeat(5_000)}~~~\n`],
  [
    'two rules with much between them',
    `---\n\nWords, no front matter.\n\n- [ ] a\n\n${`${'word '.repeat(20)}\n`.repeat(400)}\n---\n`,
  ],
  ['a list between two rules', `---\n${'- '.repeat(30)}a\n---\n`],
  ['brackets that are closed', `- [ ] a\n\n${'[a] '.repeat(1_000)}\n`],
  ['brackets open in many paragraphs', `- [ ] a\n\n${'see [1\n\n'.repeat(500)}`],
])('but not %s', (_, text) => {
  expect(refusalOf(parsePlan(text))).toBeNull();
});

// By the parser they would end in no time that a test waits for.
test.each([
  '*a_ '.repeat(120_000),
  '!['.repeat(200_000),
  matter(`a: ${'['.repeat(300_000)}`),
  '- a\n'.repeat(200_000),
])('no limit depends on the parser: each is found before it (%#)', (text) => {
  expect(refusalOf(parsePlan(text))).not.toBeNull();
});

test('a text that is refused is edited nowhere, and shown as it is', () => {
  const deep = `${'~~a '.repeat(400)}${'b~~ '.repeat(400)}`;
  expect(() => editPlan(deep, [{ kind: 'state', line: 1, state: 'done' }])).toThrow('Expected a task');
  expect(block(deep)).toBe(`\`\`\`\n${deep}\n\`\`\``);
});

test('what the parser lets through can be walked by anybody', () => {
  const deep = `${'**a '.repeat(140)}${'b** '.repeat(140)}`;
  expect(plainText(readMarkdown(deep))).toContain('a a a');
});

test('front matter beyond the limits is front matter without values, and hides no Markdown', () => {
  expect(findFrontMatter(matter(`planwright: true\na:\n  ${'- '.repeat(1_000)}b`))).toMatchObject({
    planwright: null,
  });
  expect(findFrontMatter(`---\n${'- '.repeat(1_000)}b\n---\n`)).toBeNull();
});

test.each([
  ['config-too-large', `# ${'a'.repeat(33_000)}\n`],
  ['config-too-deep', '- '.repeat(1_000)],
  ['config-too-deep', `plans: ${'['.repeat(1_000)}`],
])('a config: %s', (code, text) => {
  const { config, problems } = parseConfig(text);
  expect(problems).toEqual([expect.objectContaining({ code, severity: 'error' })]);
  expect(config).toEqual(parseConfig(null).config);
});
