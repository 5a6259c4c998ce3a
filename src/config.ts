/**
 * Reads `.github/planwright.yml`. An option that is wrong keeps its default and is said, with line and column; the file
 * comes from the default branch only, since it says who is trusted.
 */
import picomatch from 'picomatch';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type ParsedNode, type YAMLMap } from 'yaml';
import { closest } from './plan/closest.ts';
import type { Problem } from './plan/types.ts';

/** Where a repository keeps its config. */
export const CONFIG_PATH = '.github/planwright.yml';

/** What a repository can say about how Planwright works in it. */
export interface Config {
  /** Globs of the files that are plans; one that starts with `!` takes files out again. */
  readonly plans: readonly string[];
  /** Logins of accounts, besides the running one, whose issues may be a plan's. */
  readonly creators: readonly string[];
  readonly writeBack: WriteBackConfig;
  /** Whether pull requests get the comment that says what merging them does. */
  readonly comments: boolean;
}

/** How what became of the issues gets back into the plan. */
export interface WriteBackConfig {
  /** By a pull request, by a commit on the default branch, or not at all. */
  readonly mode: 'pull-request' | 'commit' | 'off';
  /** Whether tasks get a link to their issue. */
  readonly links: boolean;
  /** Whether a table without a Status column may get one. */
  readonly columns: boolean;
}

/** Config and what is wrong with it. */
export interface ConfigReading {
  readonly config: Config;
  readonly problems: readonly Problem[];
}

/** One option: its default, what a value must be, and how it is read. */
interface Value<T> {
  readonly kind: 'value';
  readonly initial: T;
  readonly expected: string;
  readonly read: (node: ParsedNode) => ValueReading<T>;
}

/** Options under a name of their own. */
interface Group<T> {
  readonly kind: 'group';
  readonly options: Table<T>;
}

type Table<T> = {
  readonly [Name in keyof T]: T[Name] extends string | boolean | readonly string[]
    ? Value<T[Name]>
    : Group<T[Name]>;
};

type ValueReading<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'wrong'; readonly found: string; readonly offset: number };

/** Every option there is. A new one is a line here and a field in {@link Config}. */
const OPTIONS: Table<Config> = {
  plans: listOf({
    initial: ['plans/**/*.md', 'docs/plans/**/*.md', '**/*.plan.md', 'PLAN.md'],
    expected: 'a list of globs relative to the repository, such as `docs/plans/**/*.md`',
    isItem: (glob) => /^!?[^/\s!]/.test(glob) && !glob.includes('\\') && !glob.split('/').includes('..'),
  }),
  creators: listOf({
    initial: [],
    expected: 'a list of logins without `@`, such as `octocat` or `planwright[bot]`',
    isItem: (login) => /^[a-z\d](?:[a-z\d_-]*[a-z\d])?(?:\[bot\])?$/i.test(login),
  }),
  writeBack: {
    kind: 'group',
    options: {
      mode: oneOf('pull-request', 'commit', 'off'),
      links: yesOrNo(true),
      columns: yesOrNo(true),
    },
  },
  comments: yesOrNo(true),
};

type Locate = (offset: number) => { readonly line: number; readonly column: number };

/** A table of options whose types nobody needs to know: each reads its own value. */
type AnyTable = Readonly<Record<string, Value<unknown> | Group<unknown>>>;

const DEFAULTS = defaultsOf(OPTIONS) as unknown as Config;

/**
 * Reads the config's text.
 *
 * @param text The file's text; null if there is no such file.
 */
export function parseConfig(text: string | null): ConfigReading {
  if (text === null) return { config: DEFAULTS, problems: [] };
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const locate: Locate = (offset) => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: col };
  };
  const problems = document.errors.map((error) => syntaxProblem(error.message, locate(error.pos[0])));
  const { contents } = document;
  if (problems.length > 0 || contents === null || isEmpty(contents)) return { config: DEFAULTS, problems };
  if (!isMap(contents)) {
    const place = locate(contents.range[0]);
    return { config: DEFAULTS, problems: [syntaxProblem('Expected options such as `plans:`.', place)] };
  }
  const say = (problem: Problem): void => void problems.push(problem);
  const config = readTable(contents, { table: OPTIONS, prefix: '', locate, say });
  return { config: config as unknown as Config, problems };
}

interface Level {
  readonly table: AnyTable;
  /** What stands before an option's name when it is said: `writeBack.`. */
  readonly prefix: string;
  readonly locate: Locate;
  readonly say: (problem: Problem) => void;
}

function readTable(map: YAMLMap.Parsed, level: Level): Record<string, unknown> {
  const { table, prefix, locate, say } = level;
  const read = defaultsOf(table);
  for (const { key, value } of map.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const option = Object.hasOwn(table, name) ? table[name] : undefined;
    if (option === undefined)
      say(unknownProblem(`${prefix}${name}`, Object.keys(table), locate(key.range[0])));
    else if (value !== null && !isEmpty(value))
      read[name] = readOption(value, option, { ...level, prefix: `${prefix}${name}` });
  }
  return read;
}

function readOption(node: ParsedNode, option: Value<unknown> | Group<unknown>, level: Level): unknown {
  const { prefix: name, locate, say } = level;
  switch (option.kind) {
    case 'group': {
      const table = option.options as AnyTable;
      if (isMap(node)) return readTable(node, { ...level, table, prefix: `${name}.` });
      const expected = `options of its own (${listed(Object.keys(table))})`;
      say(valueProblem(name, { expected, found: described(node) }, locate(node.range[0])));
      return defaultsOf(table);
    }
    case 'value': {
      const reading = option.read(node);
      if (reading.kind === 'read') return reading.value;
      const { expected } = option;
      say(valueProblem(name, { expected, found: reading.found }, locate(reading.offset)));
      return option.initial;
    }
  }
}

function defaultsOf(table: AnyTable): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(table).map(([name, option]) => [
      name,
      option.kind === 'group' ? defaultsOf(option.options as AnyTable) : option.initial,
    ]),
  );
}

/** Whether the config makes a plan of the file at this path. A folder whose name starts with a dot must be named. */
export function isPlanPath(config: Config, path: string): boolean {
  let matches = matchers.get(config.plans);
  if (matches === undefined) {
    matches = matcherOf(config.plans);
    matchers.set(config.plans, matches);
  }
  return matches(path);
}

const matchers = new WeakMap<readonly string[], (path: string) => boolean>();

function matcherOf(globs: readonly string[]): (path: string) => boolean {
  const taken = picomatch(globs.filter((glob) => !glob.startsWith('!')));
  const left = picomatch(globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1)));
  return (path) => taken(path) && !left(path);
}

/** A list of strings, or one string alone. */
function listOf(list: {
  readonly initial: readonly string[];
  readonly expected: string;
  readonly isItem: (item: string) => boolean;
}): Value<readonly string[]> {
  const read = (node: ParsedNode): ValueReading<readonly string[]> => {
    const items: string[] = [];
    for (const item of isSeq(node) ? node.items : [node]) {
      const value = isScalar(item) ? item.value : null;
      if (typeof value !== 'string' || !list.isItem(value))
        return { kind: 'wrong', found: described(item), offset: item.range[0] };
      items.push(value);
    }
    return { kind: 'read', value: items };
  };
  return { kind: 'value', initial: list.initial, expected: list.expected, read };
}

/** One of a few words, the first of them by default. */
function oneOf<Word extends string>(...words: readonly [Word, ...Word[]]): Value<Word> {
  return {
    kind: 'value',
    initial: words[0],
    expected: `one of ${listed(words)}`,
    read: (node) => {
      // YAML 1.1 has `off` for false; whoever writes it means the word.
      const found = isScalar(node) ? node.source : undefined;
      const word = words.find((known) => known === found || (isScalar(node) && known === node.value));
      if (word !== undefined) return { kind: 'read', value: word };
      return { kind: 'wrong', found: described(node), offset: node.range[0] };
    },
  };
}

function yesOrNo(initial: boolean): Value<boolean> {
  return {
    kind: 'value',
    initial,
    expected: '`true` or `false`',
    read: (node) =>
      isScalar(node) && typeof node.value === 'boolean'
        ? { kind: 'read', value: node.value }
        : { kind: 'wrong', found: described(node), offset: node.range[0] },
  };
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function described(node: ParsedNode): string {
  if (isScalar(node)) return `\`${node.source}\``;
  return isSeq(node) ? 'a list' : 'options';
}

/** A key or file without a value is one that says nothing. */
function isEmpty(node: ParsedNode): boolean {
  return isScalar(node) && node.value === null;
}

function syntaxProblem(found: string, place: { readonly line: number; readonly column: number }): Problem {
  return {
    code: 'config-syntax',
    severity: 'error',
    message: `Expected ${CONFIG_PATH} to be YAML with options in it: ${found}`,
    hint: 'Until it is, the defaults hold.',
    ...place,
  };
}

function unknownProblem(
  name: string,
  known: readonly string[],
  place: { readonly line: number; readonly column: number },
): Problem {
  const [near] = closest(name.split('.').at(-1) ?? '', known);
  return {
    code: 'config-unknown-option',
    severity: 'warning',
    message: `Expected one of ${listed(known)}; found \`${name}\`.`,
    hint: near === undefined ? 'Remove it; it does nothing.' : `Did you mean \`${near}\`?`,
    ...place,
  };
}

function valueProblem(
  name: string,
  { expected, found }: { readonly expected: string; readonly found: string },
  place: { readonly line: number; readonly column: number },
): Problem {
  return {
    code: 'config-value',
    severity: 'error',
    message: `Expected \`${name}\` to be ${expected}; found ${found}.`,
    hint: `Until it is, the default of \`${name}\` holds.`,
    ...place,
  };
}
