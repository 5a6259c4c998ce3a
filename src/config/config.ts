/**
 * Reads `.github/planwright.yml`. An option that is wrong keeps its default and is said, with line and column; the file
 * comes from the default branch only, since it says who is trusted.
 */
import { isMap, isScalar, LineCounter, parseDocument, type ParsedNode, type YAMLMap } from 'yaml';
import {
  wholeNumber,
  described,
  listed,
  listOf,
  nameOrNone,
  oneOf,
  yesOrNo,
  type AnyTable,
  type OptionGroup,
  type Table,
  type Value,
} from './values.ts';
import { globMatcher, withoutBraces } from './globs.ts';
import { scanYaml } from '../plan/text/scans.ts';
import type { Problem } from '../plan/types.ts';
import { beyondProblem, syntaxProblem, unknownProblem, valueProblem } from './config-problems.ts';

export { CONFIG_PATH } from './config-problems.ts';

/** What a repository can say about how Planwright works in it. */
export interface Config {
  /** Globs of the files that are plans; one that starts with `!` takes files out again. */
  readonly plans: readonly string[];
  /** Logins of accounts, besides the running one, whose issues may be a plan's. */
  readonly creators: readonly string[];
  /** What becomes of plans that were there before Planwright was. */
  readonly onInstall: 'wait' | 'sync';
  /** What becomes of tasks that are done or dropped when first seen. */
  readonly completed: 'create' | 'skip';
  /** What nested boxes become. */
  readonly nested: 'issues' | 'steps';
  /** Whether phases become milestones. */
  readonly milestones: boolean;
  readonly titles: TitlesConfig;
  readonly types: TypesConfig;
  readonly labels: LabelsConfig;
  readonly limits: LimitsConfig;
  readonly writeBack: WriteBackConfig;
  /** Whether pull requests get the comment that says what merging them does. */
  readonly comments: boolean;
}

/** What the titles of issues hold besides the words of the task. */
export interface TitlesConfig {
  /** The id of the task, in front: `T010 Share an album`. */
  readonly ids: boolean;
}

/** The types that new issues get, by their names in the organisation; null for none. */
export interface TypesConfig {
  /** Of the issues of tasks. */
  readonly task: string | null;
  /** Of tracking issues. */
  readonly plan: string | null;
}

/** Which labels of a task its issue gets. The plan's own is no choice: issues are found by it. */
export interface LabelsConfig {
  /** The group of its table: `Backend Tasks` → `backend`. */
  readonly area: boolean;
  /** `priority: high`. */
  readonly priority: boolean;
}

/** How much one change of a plan may do before it waits for a person. */
export interface LimitsConfig {
  /** At most this many issues may be closed as not planned, reopened, or renamed on a guess, each kind by itself. */
  readonly changes: number;
  /** Or this share of the plan's issues, whichever is more. */
  readonly percent: number;
  readonly creates: number;
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

/** At most this many globs, braces written out: each is held against every path of the repository. */
const MOST_GLOBS = 100;

/** Every option there is. A new one is a line here and a field in {@link Config}. */
export const OPTIONS: Table<Config> = {
  plans: listOf({
    initial: ['plans/**/*.md', 'docs/plans/**/*.md', '**/*.plan.md', 'PLAN.md'],
    about: 'Which files are plans. A glob that starts with `!` takes files out again.',
    expected: `a list of globs relative to the repository, such as \`docs/plans/**/*.md\`, at most ${MOST_GLOBS} with their braces written out and of at most 200 characters each`,
    item: /^!?(?!(?:.*\/)?\.\.(?:\/|$))(?!.*(?:[?*+@!]\(|\{[^{},]*\.\.))[^/\s!\\][^\\]*$/,
    longest: 200,
    most: MOST_GLOBS,
    weigh: (glob) => withoutBraces(glob, MOST_GLOBS)?.length ?? Infinity,
  }),
  creators: listOf({
    initial: [],
    about: 'Accounts, besides the one Planwright runs as, whose issues may belong to a plan.',
    expected: 'a list of logins without `@`, such as `octocat` or `planwright[bot]`',
    item: /^[A-Za-z\d](?:[A-Za-z\d_-]*[A-Za-z\d])?(?:\[bot\])?$/,
    longest: 100,
    most: 100,
  }),
  onInstall: oneOf('Whether plans that were there before Planwright wait for `/plan sync`.', 'wait', 'sync'),
  completed: oneOf(
    'Whether a task that is done or dropped when first seen gets an issue, closed at once.',
    'create',
    'skip',
  ),
  nested: oneOf("Whether nested boxes become issues, or steps in their parent's issue.", 'issues', 'steps'),
  milestones: yesOrNo('Whether phases become milestones.'),
  titles: {
    kind: 'group',
    about: 'What the titles of new issues hold besides the words of the task.',
    options: { ids: yesOrNo('The id of the task, in front: `T010 Share an album`.', false) },
  },
  types: {
    kind: 'group',
    about: 'Which types of the organisation new issues get.',
    options: {
      task: nameOrNone('The type of the issues of tasks, such as `Task`.'),
      plan: nameOrNone('The type of tracking issues, such as `Feature`.'),
    },
  },
  labels: {
    kind: 'group',
    about: 'Which labels issues get besides the one of their plan.',
    options: {
      area: yesOrNo('The group of a task table: `Backend Tasks` gives `backend`.'),
      priority: yesOrNo('The priority of a task: `priority: high`.'),
    },
  },
  limits: {
    kind: 'group',
    about: 'How much one change of a plan may do before it waits for a person.',
    options: {
      changes: wholeNumber(
        'At most this many issues may be closed as not planned, reopened, or renamed on a guess, each kind by itself.',
        5,
        2000,
      ),
      percent: wholeNumber("Or this share of the plan's issues, whichever is more.", 30, 100),
      creates: wholeNumber('At most this many issues may be opened.', 200, 2000),
    },
  },
  writeBack: {
    kind: 'group',
    about: 'How what became of the issues gets back into the plan.',
    options: {
      mode: oneOf(
        'By a pull request, by a commit on the default branch, or not at all.',
        'pull-request',
        'commit',
        'off',
      ),
      links: yesOrNo('Whether each task gets a link to its issue at the end of its line.'),
      columns: yesOrNo('Whether a task table without a Status column gets one when a row is done.'),
    },
  },
  comments: yesOrNo('Whether a pull request gets the comment that says what merging it does to issues.'),
};

type Locate = (offset: number) => { readonly line: number; readonly column: number };

const DEFAULTS = defaultsOf(OPTIONS) as unknown as Config;

/**
 * Reads the config's text.
 *
 * @param text The file's text; null if there is no such file.
 */
export function parseConfig(text: string | null): ConfigReading {
  if (text === null) return { config: DEFAULTS, problems: [] };
  const beyond = scanYaml(text);
  if (beyond !== null) return { config: DEFAULTS, problems: [beyondProblem(beyond)] };
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
    return { config: DEFAULTS, problems: [syntaxProblem('it holds no options, such as `plans:`.', place)] };
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

function readOption(node: ParsedNode, option: Value<unknown> | OptionGroup<unknown>, level: Level): unknown {
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
  const taken = anyOf(globs.filter((glob) => !glob.startsWith('!')));
  const left = anyOf(globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1)));
  return (path) => taken(path) && !left(path);
}

function anyOf(globs: readonly string[]): (path: string) => boolean {
  const all = globs.flatMap((glob) => withoutBraces(glob, MOST_GLOBS) ?? []).map(globMatcher);
  return (path) => all.some((matches) => matches(path));
}

/** A key or file without a value is one that says nothing. */
function isEmpty(node: ParsedNode): boolean {
  return isScalar(node) && node.value === null;
}
