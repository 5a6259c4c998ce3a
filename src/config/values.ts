/** The kinds of values that an option can have: how each is read, what it must be, and how an editor is told so. */
import { isScalar, isSeq, type ParsedNode } from 'yaml';

/** One option: its default, what a value must be, and how it is read. */
export interface Value<T> {
  readonly kind: 'value';
  readonly initial: T;
  /** What the option does, in one sentence. */
  readonly about: string;
  readonly expected: string;
  /** The JSON Schema of its values. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly read: (node: ParsedNode) => ValueReading<T>;
}

/** Options under a name of their own. */
export interface OptionGroup<T> {
  readonly kind: 'group';
  readonly about: string;
  readonly options: Table<T>;
}

/** Every option of a level, by its name. */
export type Table<T> = {
  readonly [Name in keyof T]: T[Name] extends string | boolean | number | null | readonly string[]
    ? Value<T[Name]>
    : OptionGroup<T[Name]>;
};

/** A table of options whose types nobody needs to know: each reads its own value. */
export type AnyTable = Readonly<Record<string, Value<unknown> | OptionGroup<unknown>>>;

/** A value, or what was found in its place. */
export type ValueReading<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'wrong'; readonly found: string; readonly offset: number };

/** A list of strings, or one string alone. */
export function listOf(list: {
  readonly initial: readonly string[];
  readonly about: string;
  readonly expected: string;
  readonly item: RegExp;
  /** How many characters an item may have, and how many items there may be. */
  readonly longest: number;
  readonly most: number;
  /** How many items one of them stands for, if that is more than one. */
  readonly weigh?: (item: string) => number;
}): Value<readonly string[]> {
  const { initial, about, expected, item: pattern, longest, most, weigh = () => 1 } = list;
  const item = { type: 'string', pattern: pattern.source, maxLength: longest };
  const read = (node: ParsedNode): ValueReading<readonly string[]> => {
    const items: string[] = [];
    let weight = 0;
    for (const one of isSeq(node) ? node.items : [node]) {
      const value = isScalar(one) ? one.value : null;
      if (typeof value !== 'string' || [...value].length > longest || !pattern.test(value)) return wrong(one);
      weight += weigh(value);
      if (weight > most)
        return { kind: 'wrong', found: `a longer list (from ${described(one)} on)`, offset: one.range[0] };
      items.push(value);
    }
    return { kind: 'read', value: items };
  };
  const schema = { anyOf: [item, { type: 'array', items: item, maxItems: most }] };
  return { kind: 'value', initial, about, expected, schema, read };
}

/** More than any name on GitHub has. */
const MOST_OF_A_NAME = 100;

/** One of a few words, the first of them by default. */
export function oneOf<Word extends string>(about: string, ...words: readonly [Word, ...Word[]]): Value<Word> {
  const read = (node: ParsedNode): ValueReading<Word> => {
    // YAML 1.1 has `off` for false; whoever writes it means the word.
    const found = isScalar(node) ? node.source : undefined;
    const word = words.find((known) => known === found || (isScalar(node) && known === node.value));
    return word === undefined ? wrong(node) : { kind: 'read', value: word };
  };
  const expected = `one of ${listed(words)}`;
  return { kind: 'value', initial: words[0], about, expected, schema: { enum: words }, read };
}

/** A name that stands in one line, none by default. */
export function nameOrNone(about: string): Value<string | null> {
  const pattern = /^\S(?:[^\n\r]*\S)?$/;
  const read = (node: ParsedNode): ValueReading<string | null> => {
    const name = isScalar(node) ? node.value : null;
    const isName = typeof name === 'string' && [...name].length <= MOST_OF_A_NAME && pattern.test(name);
    return isName ? { kind: 'read', value: name } : wrong(node);
  };
  const expected = `a name of at most ${MOST_OF_A_NAME} characters`;
  const schema = { type: 'string', pattern: pattern.source, maxLength: MOST_OF_A_NAME };
  return { kind: 'value', initial: null, about, expected, schema, read };
}

/** `true` or `false`, true by default. */
export function yesOrNo(about: string, initial = true): Value<boolean> {
  return {
    kind: 'value',
    initial,
    about,
    expected: '`true` or `false`',
    schema: { type: 'boolean' },
    read: (node) =>
      isScalar(node) && typeof node.value === 'boolean' ? { kind: 'read', value: node.value } : wrong(node),
  };
}

/** A whole number that counts something. */
export function wholeNumber(about: string, initial: number, most: number): Value<number> {
  const isCount = (value: unknown): value is number =>
    Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most;
  return {
    kind: 'value',
    initial,
    about,
    expected: `a whole number from 0 to ${most}`,
    schema: { type: 'integer', minimum: 0, maximum: most },
    read: (node) =>
      isScalar(node) && isCount(node.value) ? { kind: 'read', value: node.value } : wrong(node),
  };
}

/** `` `a`, `b` ``. */
export function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

/** So much of a wrong value is repeated to its author. */
const SHOWN = 60;

/** The start of what somebody wrote, as code. */
export function shown(text: string): string {
  const letters = [...text.slice(0, 2 * SHOWN + 2)];
  return `\`${letters.length > SHOWN ? `${letters.slice(0, SHOWN).join('')}…` : text}\``;
}

/** What stands in the place of a value, for the words of a Problem. */
export function described(node: ParsedNode): string {
  if (isScalar(node)) return shown(node.source);
  return isSeq(node) ? 'a list' : 'a group of options';
}

function wrong(node: ParsedNode): { kind: 'wrong'; found: string; offset: number } {
  return { kind: 'wrong', found: described(node), offset: node.range[0] };
}
