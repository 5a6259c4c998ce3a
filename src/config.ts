/**
 * Reads `.github/planwright.yml`. An option that is wrong keeps its default and is said, with line and column; the file
 * comes from the default branch only, since it says who is trusted.
 */
import picomatch from 'picomatch';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type ParsedNode } from 'yaml';
import type { Problem } from './plan/types.ts';

/** Where a repository keeps its config. */
export const CONFIG_PATH = '.github/planwright.yml';

/** What a repository can say about how Planwright works in it. */
export interface Config {
  /** Globs of the files that are plans; one that starts with `!` takes files out again. */
  readonly plans: readonly string[];
  /** Logins of accounts, besides the running one, whose issues may be a plan's. */
  readonly creators: readonly string[];
}

/** Config and what is wrong with it. */
export interface ConfigReading {
  readonly config: Config;
  readonly problems: readonly Problem[];
}

/** One option: its default, what a value must be, and what is wrong with one item of it. */
interface ListOption {
  readonly initial: readonly string[];
  readonly expected: string;
  readonly isItem: (item: string) => boolean;
}

/** Every option there is. A new one is a line here and a field in {@link Config}. */
const OPTIONS: { readonly [Name in keyof Config]: ListOption } = {
  plans: {
    initial: ['plans/**/*.md', 'docs/plans/**/*.md', '**/*.plan.md', 'PLAN.md'],
    expected: 'a list of globs relative to the repository, such as `docs/plans/**/*.md`',
    isItem: (glob) => /^!?[^/\s!]/.test(glob) && !glob.includes('\\') && !glob.split('/').includes('..'),
  },
  creators: {
    initial: [],
    expected: 'a list of logins without `@`, such as `octocat` or `planwright[bot]`',
    isItem: (login) => /^[a-z\d](?:[a-z\d_-]*[a-z\d])?(?:\[bot\])?$/i.test(login),
  },
};

const DEFAULTS: Config = { plans: OPTIONS.plans.initial, creators: OPTIONS.creators.initial };

type Locate = (offset: number) => { readonly line: number; readonly column: number };

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
  let config = DEFAULTS;
  for (const pair of contents.items) {
    const name = isScalar(pair.key) ? String(pair.key.value) : '';
    if (!isOption(name)) problems.push(unknownProblem(name, locate(pair.key.range[0])));
    else {
      const value = readList(pair.value, OPTIONS[name]);
      if (value.kind === 'list') config = { ...config, [name]: value.items };
      else problems.push(valueProblem(name, value.found, locate(value.offset ?? pair.key.range[0])));
    }
  }
  return { config, problems };
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

type ListReading =
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'wrong'; readonly found: string; readonly offset: number | null };

/** Reads a list of strings, or one string alone. */
function readList(node: ParsedNode | null, option: ListOption): ListReading {
  if (node === null || isEmpty(node)) return { kind: 'list', items: option.initial };
  const items: string[] = [];
  for (const item of isSeq(node) ? node.items : [node]) {
    const value = isScalar(item) ? item.value : null;
    if (typeof value !== 'string' || !option.isItem(value)) {
      return { kind: 'wrong', found: described(item), offset: item.range[0] };
    }
    items.push(value);
  }
  return { kind: 'list', items };
}

function described(node: ParsedNode): string {
  if (isScalar(node)) return `\`${node.source}\``;
  return isSeq(node) ? 'a list' : 'options';
}

/** A key or file without a value is one that says nothing. */
function isEmpty(node: ParsedNode): boolean {
  return isScalar(node) && node.value === null;
}

function isOption(name: string): name is keyof Config {
  return Object.hasOwn(OPTIONS, name);
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

function unknownProblem(name: string, place: { readonly line: number; readonly column: number }): Problem {
  const names = Object.keys(OPTIONS);
  const near = nearest(name, names);
  return {
    code: 'config-unknown-option',
    severity: 'warning',
    message: `Expected one of ${names.map((known) => `\`${known}\``).join(', ')}; found \`${name}\`.`,
    hint: near === null ? 'Remove it; it does nothing.' : `Did you mean \`${near}\`?`,
    ...place,
  };
}

function valueProblem(
  name: keyof Config,
  found: string,
  place: { readonly line: number; readonly column: number },
): Problem {
  return {
    code: 'config-value',
    severity: 'error',
    message: `Expected \`${name}\` to be ${OPTIONS[name].expected}; found ${found}.`,
    hint: `Until it is, the default of \`${name}\` holds.`,
    ...place,
  };
}

/** The known name with the fewest letters to change; null if most of the letters would have to. */
function nearest(name: string, known: readonly string[]): string | null {
  const byDistance = known
    .map((candidate) => ({ candidate, distance: distance(name.toLowerCase(), candidate) }))
    .toSorted((a, b) => a.distance - b.distance);
  const best = byDistance[0];
  return best !== undefined && best.distance <= best.candidate.length / 2 ? best.candidate : null;
}

/** How many letters must be put in, taken out or changed (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
