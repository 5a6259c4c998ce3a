import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { OPTIONS, parseConfig } from '../src/config/config.ts';
import { configSchema } from '../src/config/schema.ts';
import type { AnyTable, Value } from '../src/config/values.ts';

/** Table of options, page and schema say the same: somebody who reads one of them need not read the others. */

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');
const page = read('docs/configuration.md');
const blocks = [
  ...`${page}\n${read('README.md')}\n${read('docs/plan-format.md')}`.matchAll(/```ya?ml\n([^]*?)```/g),
]
  .map(([, text = '']) => text)
  .filter((text) => !text.includes('runs-on:'));
const isValid = new Ajv({ allowUnionTypes: true }).compile(configSchema());

/** `writeBack.mode` and its like. */
function optionsOf(table: AnyTable, prefix = ''): [string, Value<unknown>][] {
  return Object.entries(table).flatMap(([name, option]): [string, Value<unknown>][] =>
    option.kind === 'group' ? optionsOf(option.options, `${prefix}${name}.`) : [[`${prefix}${name}`, option]],
  );
}

const code = (word: unknown): string => `\`${String(word)}\``;

function defaultOf({ initial }: Value<unknown>): string {
  const all = [initial].flat();
  return all.length === 0 ? 'none' : all.map(code).join(', ');
}

/** What the page has to say of the values; null where it says it in words. */
function valuesOf({ schema: { enum: words, type, minimum, maximum } }: Value<unknown>): string | null {
  if (Array.isArray(words)) return words.map(code).join(', ');
  if (type === 'boolean') return '`true`, `false`';
  return type === 'integer' ? `${code(minimum)} to ${code(maximum)}` : null;
}

const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| /, '')));

test('the page lists every option and no other, each with its values and its default', () => {
  expect(rows.map(([name, values, initial]) => [name, values, initial])).toEqual(
    optionsOf(OPTIONS).map(([name, option], index) => [
      code(name),
      valuesOf(option) ?? rows[index]?.[1],
      defaultOf(option),
    ]),
  );
});

test.each(blocks)('an example is valid: %j', (text) => {
  expect(parseConfig(text).problems).toEqual([]);
  expect([isValid(parse(text)), isValid.errors]).toEqual([true, null]);
});

test('the first example is what holds without a file', () => {
  expect(parseConfig(blocks[0] ?? '').config).toEqual(parseConfig(null).config);
});

test('the schema in the package is the one of today', () => {
  expect(JSON.parse(read('schema/planwright.schema.json'))).toEqual(configSchema());
});

test.each([
  'plans: [7]',
  'plans: [../x.md]',
  'creators: ["@ada"]',
  'nested: boxes',
  'limits: {changes: -1}',
  'limits: {percent: 101}',
  'limits: {creates: 1.5}',
  'labels: {areas: true}',
  'milestones: 1',
  'writeBack: off',
  'unknown: 1',
])('schema and app both refuse %s', (text) => {
  expect(parseConfig(text).problems).toHaveLength(1);
  expect(isValid(parse(text))).toBe(false);
});

test.each(['', 'plans:', 'plans: TODO.md', 'limits:', 'limits: {changes: 0}', 'creators: [a, "b[bot]"]'])(
  'schema and app both take %j',
  (text) => {
    expect(parseConfig(text).problems).toEqual([]);
    expect(isValid(parse(text))).toBe(true);
  },
);
