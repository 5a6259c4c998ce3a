/**
 * Writes what the tests of the sandbox need to know of recorded answers of GitHub:
 * `npx tsx --conditions=planwright-source tools/recorded-shapes.ts [FOLDER]`, where FOLDER (default ../shared/recordings) holds
 * `shapes.json`. Run it again when the sandbox serves a new route. The form of the file is told in
 * packages/github-sandbox/test/recorded/recordings.ts, which reads it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { routes } from '@planwright/github-sandbox';

interface Recorded {
  readonly count: number;
  readonly newest: string | null;
  readonly headers?: readonly string[];
  readonly messages?: readonly string[];
  readonly errors?: readonly string[];
  readonly response: Readonly<Record<string, string>>;
}

type Shape = string | { readonly [name: string]: Shape };
type Open = { [name: string]: Open | string };

const OLD = ' (before 2024 only)';

/** JSON paths as a tree: `''` is the type of a place itself, `[]` any element, `~` what only recordings before 2024 have. */
function treeOf(paths: Readonly<Record<string, string>>): Shape {
  const root: Open = {};
  for (const [path, types] of Object.entries(paths)) {
    let place = root;
    for (const name of path.replaceAll('[]', '.[]').split('.').filter(Boolean)) {
      place[name] ??= {};
      place = place[name] as Open;
    }
    place[''] = types.endsWith(OLD) ? `~${types.slice(0, -OLD.length)}` : types;
  }
  return withoutLeaves(root);
}

function withoutLeaves(place: Open): Shape {
  const names = Object.keys(place);
  if (names.length === 1 && typeof place[''] === 'string') return place[''];
  return Object.fromEntries(
    Object.entries(place).map(([name, inner]) => [
      name,
      typeof inner === 'string' ? inner : withoutLeaves(inner),
    ]),
  );
}

/** Gives trees that stand in several places a number, written once and named as `#number`. */
function createSharing(): { share: (shape: Shape) => Shape; shared: Shape[] } {
  const shared: Shape[] = [];
  const numbers = new Map<string, number>();
  const share = (shape: Shape): Shape => {
    if (typeof shape === 'string') return shape;
    const inner = Object.fromEntries(Object.entries(shape).map(([name, one]) => [name, share(one)]));
    const text = JSON.stringify(inner);
    const number = numbers.get(text) ?? shared.push(inner) - 1;
    numbers.set(text, number);
    return `#${number}`;
  };
  return { share, shared };
}

function served(all: Readonly<Record<string, Recorded>>): [string, Recorded][] {
  const names = new Set(routes.map(({ method, template }) => `${method} ${template}`));
  return Object.entries(all).filter(([entry]) => names.has(entry.replace(/ \d+$/, '')));
}

const folder = process.argv[2] ?? fileURLToPath(new URL('../../shared/recordings', import.meta.url));
const all = JSON.parse(readFileSync(join(folder, 'shapes.json'), 'utf8')) as Record<string, Recorded>;
const { share, shared } = createSharing();
const exchanges = served(all).map(([entry, { count, newest, headers = [], messages, errors, response }]) => {
  const shape = share(treeOf(response));
  return [entry, { count, newest, headers: headers.join(' '), messages, errors, response: shape }] as const;
});
const lines = exchanges.map(([entry, recorded]) => `${JSON.stringify(entry)}:${JSON.stringify(recorded)}`);
const shapes = shared.map((shape) => JSON.stringify(shape));
const file = fileURLToPath(new URL('../packages/github-sandbox/test/recorded/shapes.json', import.meta.url));
writeFileSync(file, `{"shapes":[\n${shapes.join(',\n')}\n],"exchanges":{\n${lines.join(',\n')}\n}}\n`);
