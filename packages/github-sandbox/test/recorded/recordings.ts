/**
 * What GitHub was recorded to answer, from `shapes.json` (written by tools/recorded-shapes.ts).
 *
 * There, `exchanges` maps `METHOD route status` to its facts. A shape is a text of types (`string|null`, with `~` in front if only
 * recordings before 2024 have it), a tree whose key `''` holds its own types, or `#n`: the tree at that place of `shapes`.
 */
import { readFileSync } from 'node:fs';

/** Types of JSON values. */
export type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

/** What was seen at one path. */
export interface SeenTypes {
  readonly types: ReadonlySet<string>;
  /** Seen before 2024 only. */
  readonly isOld: boolean;
}

/** The answers of one route with one status, all recordings taken together. */
export interface Recorded {
  /** How many exchanges were recorded. */
  readonly count: number;
  /** Month of the newest recording. */
  readonly newest: string | null;
  readonly headers: readonly string[];
  /** What refusals said. */
  readonly messages: readonly string[];
  /** Their `errors[]`, each as JSON. */
  readonly errors: readonly string[];
  /** By JSON path: `''` is the body, `[]` any element of a list. */
  readonly paths: ReadonlyMap<string, SeenTypes>;
}

type Shape = string | { readonly [name: string]: Shape };

interface File {
  readonly shapes: readonly Shape[];
  readonly exchanges: Readonly<
    Record<
      string,
      Pick<Recorded, 'count' | 'newest'> & {
        readonly headers: string;
        readonly messages?: readonly string[];
        readonly errors?: readonly string[];
        readonly response: Shape;
      }
    >
  >;
}

/** All recordings of routes that the sandbox serves, by `METHOD route status`. */
export function readRecordings(): ReadonlyMap<string, Recorded> {
  const text = readFileSync(new URL('shapes.json', import.meta.url), 'utf8');
  const { shapes, exchanges } = JSON.parse(text) as File;
  return new Map(
    Object.entries(exchanges).map(([entry, { count, newest, headers, messages, errors, response }]) => {
      const paths = new Map<string, SeenTypes>();
      collect(shapes, response, '', paths);
      const facts = { count, newest, messages: messages ?? [], errors: errors ?? [], paths };
      return [entry, { ...facts, headers: headers.split(' ').filter(Boolean) }];
    }),
  );
}

function collect(shapes: readonly Shape[], given: Shape, path: string, into: Map<string, SeenTypes>): void {
  const isShared = typeof given === 'string' && given.startsWith('#');
  const shape = isShared ? (shapes[Number(given.slice(1))] ?? '') : given;
  const types = typeof shape === 'string' ? shape : shape[''];
  if (typeof types === 'string') {
    into.set(path, { types: new Set(types.replace('~', '').split('|')), isOld: types.startsWith('~') });
  }
  if (typeof shape === 'string') return;
  for (const [name, inner] of Object.entries(shape))
    if (name !== '') collect(shapes, inner, below(path, name), into);
}

/** The path of a member; elements of a list are `[]`. */
export function below(path: string, name: string): string {
  return path === '' || name === '[]' ? path + name : `${path}.${name}`;
}

/** The type of a value. */
export function typeOf(value: unknown): JsonType {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : (typeof value as JsonType);
}

/** Adds the paths of a value and their types. No body at all counts as null, as in the recordings. */
export function addPaths(value: unknown, into: Map<string, Set<JsonType>>, path = ''): void {
  const types = into.get(path) ?? new Set();
  into.set(path, types.add(typeOf(value)));
  if (Array.isArray(value)) for (const one of value) addPaths(one, into, `${path}[]`);
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) addPaths(inner, into, below(path, name));
}
