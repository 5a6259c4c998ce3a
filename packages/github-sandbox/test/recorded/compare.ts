/** Holds what the sandbox answered against what GitHub was recorded to answer. */
import { addPaths, type JsonType, type Recorded, type SeenTypes } from './recordings.ts';
import type { Allowed } from './schema-types.ts';

/** An answer, or a webhook. */
export interface Message {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** How an answer of the sandbox differs from GitHub's. */
export interface Difference {
  /** `METHOD route status`, or `event.action`. */
  readonly entry: string;
  readonly kind:
    /** A recorded exchange of a route that the sandbox serves was not driven: it may not be able to. */
    | 'not driven'
    /** A path that GitHub's answers have; with `{}` behind it, one that has a value there and not only null. */
    | 'absent'
    /** A type that neither a recording nor the schema has at this path. */
    | 'type'
    /** A path that neither a recording nor the schema has. */
    | 'invented'
    | 'header'
    /** The words of a refusal. */
    | 'message'
    | 'error';
  /** A JSON path, a header, or the words. */
  readonly what: string;
}

/** What it needs to compare. */
export interface Comparison {
  readonly recordings: ReadonlyMap<string, Recorded>;
  readonly allowed: (entry: string, path: string) => Allowed;
}

/** Every difference. All answers of an entry are taken together, as the recordings are. */
export function differences(
  driven: ReadonlyMap<string, readonly Message[]>,
  { recordings, allowed }: Comparison,
): Difference[] {
  return [...recordings].flatMap(([entry, recorded]) => {
    const exchanges = driven.get(entry);
    if (exchanges === undefined) return [{ entry, kind: 'not driven', what: '' } as const];
    return [
      ...inBodies(entry, recorded, exchanges, (path) => allowed(entry, path)),
      ...inHeaders(entry, recorded, exchanges),
      ...inWords(entry, recorded, exchanges),
    ];
  });
}

type Ours = ReadonlyMap<string, ReadonlySet<JsonType>>;
type Lookup = (path: string) => Allowed;

function inBodies(
  entry: string,
  recorded: Recorded,
  exchanges: readonly Message[],
  allowed: Lookup,
): Difference[] {
  const ours = new Map<string, Set<JsonType>>();
  for (const { body } of exchanges) addPaths(body === '' ? null : body, ours);
  return [
    ...absent(ours, recorded, allowed).map((what) => ({ entry, kind: 'absent', what }) as const),
    ...foreign(ours, recorded, allowed).map((found) => ({ entry, ...found })),
  ];
}

/** Paths that were recorded and that no answer of ours has. */
function absent(ours: Ours, recorded: Recorded, allowed: Lookup): string[] {
  return [...recorded.paths].flatMap(([path, seen]) => {
    if (isDropped(path, seen, recorded, allowed)) return [];
    // What is missing in a part that is missing as a whole is said once.
    if (path !== '' && !isFilled(ours.get(parentOf(path)))) return [];
    const types = ours.get(path);
    if (types === undefined) return [path];
    return isFilled(seen.types) && !isFilled(types) ? [`${path} {}`] : [];
  });
}

/** Paths and types of ours that neither a recording nor GitHub's description has. */
function foreign(ours: Ours, { paths }: Recorded, allowed: Lookup): Pick<Difference, 'kind' | 'what'>[] {
  return [...ours].flatMap(([path, types]): Pick<Difference, 'kind' | 'what'>[] => {
    const seen = paths.get(path);
    const described = allowed(path);
    if (seen === undefined && described === undefined)
      return path === '' || paths.has(parentOf(path)) ? [{ kind: 'invented', what: path }] : [];
    const isKnown = (type: JsonType) =>
      seen?.types.has(type) === true || described === 'any' || described?.has(type) === true;
    return [...types]
      .filter((type) => !isKnown(type))
      .map((type) => ({ kind: 'type', what: `${path} ${type}` }));
  });
}

/** True if any value of these types holds others. */
function isFilled(types: ReadonlySet<string> | undefined): boolean {
  return types?.has('object') === true || types?.has('array') === true;
}

/** True for what newer recordings of the same exchange lack, or, where there are none, GitHub's description. */
function isDropped(path: string, { isOld }: SeenTypes, { newest }: Recorded, allowed: Lookup): boolean {
  return isOld && ((newest ?? '') >= '2024' || allowed(path) === undefined);
}

function parentOf(path: string): string {
  if (path.endsWith('[]')) return path.slice(0, -2);
  return path.slice(0, Math.max(0, path.lastIndexOf('.')));
}

function inHeaders(entry: string, { headers }: Recorded, exchanges: readonly Message[]): Difference[] {
  const sent = new Set(exchanges.flatMap((one) => Object.keys(one.headers)));
  return headers.filter((name) => !sent.has(name)).map((what) => ({ entry, kind: 'header', what }));
}

/** Every refusal must say what one was recorded to say, if any was. */
function inWords(entry: string, { messages, errors }: Recorded, exchanges: readonly Message[]): Difference[] {
  const bodies = exchanges.map(({ body }) => body as { message?: string; errors?: unknown[] } | string);
  const said = bodies.map((body) => (typeof body === 'object' ? (body.message ?? '') : ''));
  const reasons = bodies.flatMap((body) => (typeof body === 'object' ? (body.errors ?? []) : []));
  const given = new Set(
    reasons.map((reason) => withoutNames(typeof reason === 'string' ? reason : JSON.stringify(reason))),
  );
  return [
    ...messages
      .filter((message) => !said.some((one) => withoutNames(one).startsWith(withoutNames(message))))
      .map((what): Difference => ({ entry, kind: 'message', what })),
    ...errors
      .map(withoutNames)
      .filter((error) => !given.has(error))
      .map((what): Difference => ({ entry, kind: 'error', what })),
  ];
}

/** The recordings name no repository, no person and no address; case and full stops changed over the years. */
function withoutNames(text: string): string {
  return text
    .toLowerCase()
    .replace(/for [\w-]+:[\w-]+/, 'for owner:branch')
    .replace(/(?:\d+\.){3}\d+/, 'n.n.n.n')
    .replace(/branch '[^']*'/, "branch 'non-existing'")
    .replace(/\.$/, '');
}
