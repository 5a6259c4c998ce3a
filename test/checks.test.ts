import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';

/** A check that cannot fail is worth nothing: here every rule of the house is broken once on purpose. */

const HOUSE = resolve('.');

interface Planted {
  readonly rule: string;
  readonly file: string;
  readonly source: string;
}

const lines = (count: number): string => Array.from({ length: count }, (_, n) => `  use(${n});`).join('\n');
const branches = Array.from({ length: 16 }, (_, n) => `  if (value === ${n}) return ${n + 1};`).join('\n');
const later = 'async function later(): Promise<void> {}\n';

const LINT: readonly Planted[] = [
  { rule: 'typescript(no-floating-promises)', file: 'src/a.ts', source: `${later}later();` },
  { rule: 'typescript(no-misused-promises)', file: 'src/b.ts', source: `${later}[1].forEach(later);` },
  {
    rule: 'typescript(switch-exhaustiveness-check)',
    file: 'src/c.ts',
    source: `export function f(x: 'a' | 'b') { switch (x) { case 'a': return; } }`,
  },
  { rule: 'typescript(no-explicit-any)', file: 'src/d.ts', source: 'export const x = (y: any) => y;' },
  { rule: 'typescript(no-non-null-assertion)', file: 'src/e.ts', source: 'export const x = (y?: 1) => y!;' },
  { rule: 'typescript(only-throw-error)', file: 'src/f.ts', source: `export function f() { throw 'x'; }` },
  { rule: 'import(no-default-export)', file: 'src/g.ts', source: 'export default 1;' },
  {
    rule: 'import(no-cycle)',
    file: 'src/h1.ts',
    source: `import { b } from './h2.ts';\nexport const a = () => b;`,
  },
  {
    rule: 'import(no-cycle)',
    file: 'src/h2.ts',
    source: `import { a } from './h1.ts';\nexport const b = () => a;`,
  },
  {
    rule: 'eslint(complexity)',
    file: 'src/i.ts',
    source: `export function f(value: number): number {\n${branches}\n  return 0;\n}`,
  },
  {
    rule: 'eslint(max-lines-per-function)',
    file: 'src/j.ts',
    source: `declare function use(n: number): void;\nexport function f() {\n${lines(69)}\n}`,
  },
  {
    rule: 'eslint(max-lines)',
    file: 'src/k.ts',
    source: `declare function use(n: number): void;\n${lines(300)}`,
  },
  {
    rule: 'eslint(max-params)',
    file: 'src/l.ts',
    source: 'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1) => a + b + c + d + e;',
  },
  {
    rule: 'eslint(max-depth)',
    file: 'src/m.ts',
    source:
      'export function f(a: boolean) { if (a) { if (a) { if (a) { if (a) { if (a) { return; } } } } } }',
  },
  { rule: 'eslint(eqeqeq)', file: 'src/n.ts', source: 'export const f = (a: unknown) => a == 1;' },
  {
    rule: 'eslint(no-restricted-imports)',
    file: 'playground/page/a.ts',
    source: `export { parsePlan } from '../../src/plan/parse.ts';`,
  },
  {
    rule: 'eslint(no-restricted-imports)',
    file: 'playground/page/b.ts',
    source: `export { readFile } from 'node:fs';`,
  },
  { rule: 'house(no-classes)', file: 'src/o.ts', source: 'export class Manager {}' },
  { rule: 'house(no-enums)', file: 'src/p.ts', source: 'export enum Colour { Red }' },
  {
    rule: 'house(no-exponential-pattern)',
    file: 'src/q.ts',
    source: String.raw`export const f = (t: string) => /^(?:\s*#[^\n]*\n|\s*\n)*:/u.test(t);`,
  },
  { rule: 'house(no-world)', file: 'src/plan/a.ts', source: 'export const f = () => Date.now();' },
  { rule: 'house(no-world)', file: 'src/plan/b.ts', source: 'export const f = () => new Date();' },
  { rule: 'house(no-world)', file: 'src/plan/c.ts', source: 'export const f = () => Date();' },
  { rule: 'house(no-world)', file: 'src/sync/d.ts', source: 'export const f = () => Math.random();' },
  {
    rule: 'house(no-world)',
    file: 'src/sync/e.ts',
    source: 'export const f = (g: () => void) => setTimeout(g, 1);',
  },
  { rule: 'house(no-world)', file: 'src/sync/f.ts', source: 'export const f = () => performance.now();' },
  { rule: 'house(no-world)', file: 'src/sync/g.ts', source: 'export const f = () => process.env;' },
  { rule: 'house(no-world)', file: 'src/sync/h.ts', source: 'export const f = () => globalThis.Date;' },
  { rule: 'house(no-world)', file: 'src/sync/i.ts', source: `export const f = () => fetch('x');` },
];

/** What the rules must let pass. */
const ALLOWED: Readonly<Record<string, string>> = {
  'src/ok.ts': `export class RetryableError extends Error {}\nexport const f = (x?: 1 | null) => x == null;`,
  'src/plan/ok.ts': `export const f = (text: string, process: string) => [new Date(text), Date.parse(process)];`,
};

const LAYERS: readonly Planted[] = [
  { rule: 'resolves', file: 'src/nowhere.ts', source: `import './missing.ts';` },
  {
    rule: 'mcp-speaks-for-the-command-line',
    file: 'packages/planwright-mcp/src/a.ts',
    source: `import '../../../src/app.ts';`,
  },
  {
    rule: 'only-the-mcp-package-speaks-mcp',
    file: 'src/cli/mcp.ts',
    source: `import '../../packages/planwright-mcp/src/a.ts';`,
  },
  { rule: 'no-cycles', file: 'src/queue/one.ts', source: `import './two.ts';` },
  { rule: 'no-dev-packages', file: 'src/dev.ts', source: `import 'fast-check';` },
  { rule: 'no-tests-in-source', file: 'src/tested.ts', source: `import '../test/x.ts';` },
  { rule: 'plan-knows-markdown-only', file: 'src/plan/fs.ts', source: `import 'node:fs';` },
  { rule: 'plan-knows-markdown-only', file: 'src/plan/timers.ts', source: `import 'node:timers/promises';` },
  { rule: 'plan-knows-markdown-only', file: 'src/plan/probot.ts', source: `import type {} from 'probot';` },
  {
    rule: 'plan-knows-markdown-only',
    file: 'src/plan/sync.ts',
    source: `import type {} from '../sync/types.ts';`,
  },
  { rule: 'sync-knows-plain-data-only', file: 'src/sync/rest.ts', source: `import '@octokit/rest';` },
  { rule: 'sync-knows-plain-data-only', file: 'src/sync/crypto.ts', source: `import 'node:crypto';` },
  {
    rule: 'sync-knows-plain-data-only',
    file: 'src/sync/shell.ts',
    source: `export type { A } from '../github/types.ts';`,
  },
  {
    rule: 'sync-knows-plain-data-only',
    file: 'src/sync/lazy.ts',
    source: `export const f = () => import('node:fs/promises');`,
  },
  { rule: 'only-hash-imports-crypto', file: 'src/sync/state/hash.ts', source: `import 'node:fs';` },
  {
    rule: 'only-github-speaks-octokit',
    file: 'src/reconcile.ts',
    source: `import type {} from '@octokit/rest';`,
  },
  { rule: 'only-github-speaks-octokit', file: 'src/pass/rest.ts', source: `import '@octokit/rest';` },
  { rule: 'only-github-speaks-octokit', file: 'src/config.ts', source: `import 'probot';` },
  { rule: 'assembly-takes-probot-and-rest-only', file: 'src/server.ts', source: `import '@octokit/core';` },
  {
    rule: 'github-takes-types-only-of-the-core',
    file: 'src/github/a.ts',
    source: `import '../sync/diff.ts';`,
  },
  { rule: 'github-reads-no-other-room', file: 'src/github/b.ts', source: `import '../queue/types.ts';` },
  { rule: 'only-the-pass-joins-github', file: 'src/config2.ts', source: `import './github/read.ts';` },
  { rule: 'only-the-pass-joins-sync', file: 'src/cli.ts', source: `import './sync/diff.ts';` },
  {
    rule: 'sandbox-stands-alone',
    file: 'packages/github-sandbox/src/a.ts',
    source: `import type {} from '../../../src/github/types.ts';`,
  },
  {
    rule: 'sandbox-stands-alone',
    file: 'packages/github-sandbox/src/b.ts',
    source: `import 'yaml';`,
  },
  {
    rule: 'production-knows-no-sandbox',
    file: 'src/action.ts',
    source: `import '../packages/github-sandbox/src/ok.ts';`,
  },
  {
    rule: 'production-knows-no-sandbox',
    file: 'src/once.ts',
    source: `import '@planwright/github-sandbox';`,
  },
  { rule: 'production-knows-no-sandbox', file: 'src/cli/a.ts', source: `import '../../playground/ok.ts';` },
  {
    rule: 'playground-plays-from-outside',
    file: 'playground/a.ts',
    source: `import '../src/queue/memory.ts';`,
  },
  { rule: 'only-its-queue-speaks-postgres', file: 'src/queue/b.ts', source: `import 'pg';` },
  { rule: 'only-its-queue-speaks-postgres', file: 'src/server/b.ts', source: `import 'graphile-worker';` },
  { rule: 'only-metrics-speaks-prometheus', file: 'src/server/c.ts', source: `import 'prom-client';` },
  { rule: 'parser-reads-and-no-more', file: 'src/parser/a.ts', source: `import '../github/read.ts';` },
  { rule: 'pass-reads-through-the-port', file: 'src/pass/a.ts', source: `import '../plan/parse.ts';` },
  { rule: 'only-its-pool-starts-processes', file: 'src/server/d.ts', source: `import 'workerpool';` },
  { rule: 'queue-stands-alone', file: 'src/queue/a.ts', source: `import '../plan/fs.ts';` },
  { rule: 'handlers-only-enqueue', file: 'src/app.ts', source: `import './queue/memory.ts';` },
];

/** What the layers must let pass; also the far ends of the planted imports. */
const LAYERS_ALLOWED: Readonly<Record<string, string>> = {
  'src/github/types.ts': `import type {} from '../sync/types.ts';\nimport '@octokit/rest';\nexport interface A {}`,
  'src/sync/types.ts': `import type {} from '../plan/types.ts';`,
  'src/plan/types.ts': `import 'remark';\nimport type {} from 'mdast';`,
  'src/sync/diff.ts': '',
  'src/github/read.ts': '',
  'src/plan/parse.ts': '',
  'src/pass/sync-plan.ts': `import '../sync/diff.ts';\nimport '../github/read.ts';`,
  'src/queue/types.ts': '',
  'src/queue/two.ts': `import type {} from './one.ts';`,
  'src/queue/memory.ts': `import './types.ts';`,
  'playground/ok.ts': `import '../packages/github-sandbox/src/ok.ts';`,
  'packages/github-sandbox/src/ok.ts': `import 'node:crypto';`,
  'test/x.ts': '',
};

let room: string;

beforeEach(() => {
  room = realpathSync(mkdtempSync(join(tmpdir(), 'planwright-checks-')));
  for (const name of ['.oxlintrc.json', '.dependency-cruiser.js', 'knip.json', 'tools', 'package.json']) {
    cpSync(join(HOUSE, name), join(room, name), { recursive: true });
  }
  const tsconfig = {
    extends: join(HOUSE, 'tsconfig.json'),
    compilerOptions: { types: [] },
    include: ['src', 'playground'],
  };
  writeFileSync(join(room, 'tsconfig.json'), JSON.stringify(tsconfig));
});

afterEach(() => rmSync(room, { recursive: true, force: true }));

function plant(planted: readonly Planted[], allowed: Readonly<Record<string, string>>): void {
  const files = [...planted.map(({ file, source }) => [file, source] as const), ...Object.entries(allowed)];
  for (const [file, source] of files) {
    mkdirSync(dirname(join(room, file)), { recursive: true });
    writeFileSync(join(room, file), `${source}\n`);
  }
}

function run(tool: string, args: readonly string[]): { status: number | null; stdout: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(HOUSE, 'node_modules', tool), ...args],
    {
      cwd: room,
      encoding: 'utf8',
      env: { ...process.env, PATH: [join(HOUSE, 'node_modules/.bin'), process.env['PATH']].join(delimiter) },
    },
  );
  if (stdout === '') throw new Error(`${tool} said nothing: ${stderr}`);
  return { status, stdout };
}

/** Every planted fault must be among the found ones, and no allowed file may be. */
function expectCaught(
  found: readonly { rule: string; file: string }[],
  planted: readonly Planted[],
  allowed: Readonly<Record<string, string>>,
): void {
  const names = found.map(({ rule, file }) => `${file}: ${rule}`);
  for (const { rule, file } of planted) expect(names).toContain(`${file}: ${rule}`);
  expect(found.filter(({ file }) => file in allowed)).toEqual([]);
}

test('every lint rule fires on a planted fault, and only there', () => {
  // The plugin asks a package of its own.
  mkdirSync(join(room, 'node_modules'));
  symlinkSync(join(HOUSE, 'node_modules/scslre'), join(room, 'node_modules/scslre'));
  plant(LINT, ALLOWED);
  const { status, stdout } = run('oxlint/bin/oxlint', ['--format', 'json']);
  const report = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] };
  const found = report.diagnostics.map(({ code, filename }) => ({ rule: code, file: filename }));
  expectCaught(found, LINT, ALLOWED);
  expect(status).not.toBe(0);
});

test('every layer rule fires on a planted import, and only there', () => {
  symlinkSync(join(HOUSE, 'node_modules'), join(room, 'node_modules'));
  plant(LAYERS, LAYERS_ALLOWED);
  const { status, stdout } = run('dependency-cruiser/bin/dependency-cruise.mjs', [
    '--config',
    '.dependency-cruiser.js',
    '--output-type',
    'json',
    'src',
    'playground',
    'packages',
  ]);
  const report = JSON.parse(stdout) as {
    summary: { violations: { from: string; rule: { name: string } }[] };
  };
  const found = report.summary.violations.map(({ from, rule }) => ({ rule: rule.name, file: from }));
  expectCaught(found, LAYERS, LAYERS_ALLOWED);
  expect(status).not.toBe(null);
});

test('dead code is found: a file, an export and a package that nothing uses', () => {
  symlinkSync(join(HOUSE, 'node_modules'), join(room, 'node_modules'));
  const source = `import { used } from './used.ts';\nimport 'picocolors';\nused();`;
  const used = 'export function used() {}\nexport function forgotten() {}';
  plant([], { 'src/cli.ts': source, 'src/used.ts': used, 'src/lonely.ts': 'export const x = 1;' });
  const { status, stdout } = run('knip/bin/knip.js', ['--no-config-hints', '--reporter', 'compact']);
  expect(stdout).toContain('src/lonely.ts');
  expect(stdout).toMatch(/src\/used\.ts.*forgotten/);
  expect(stdout).toContain('picomatch');
  expect(stdout).not.toContain('picocolors');
  expect(status).toBe(1);
});

const DECLARED =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|const|let|interface|type|class) ([\w$]+)/gm;

/** Names under which several files export something of their own; what only hands on another file's export is no such. */
function sharedNames(sources: ReadonlyMap<string, string>): string[] {
  const files = new Map<string, Set<string>>();
  for (const [file, source] of sources)
    for (const [, name = ''] of source.matchAll(DECLARED))
      files.set(name, (files.get(name) ?? new Set()).add(file));
  return [...files].flatMap(([name, places]) =>
    places.size > 1 ? [`${name}: ${[...places].sort().join(', ')}`] : [],
  );
}

test('a name that two files export with two meanings is found', () => {
  const sources = new Map([
    ['a.ts', 'export interface Reading {}\nexport function read() {}\nexport type { Plan } from "./b.ts";'],
    ['b.ts', 'export interface Plan {}\nexport async function read() {}\nfunction own() {}'],
    [
      'c.ts',
      'export type Reading = string;\nexport { read } from "./a.ts";\nexport * from "./b.ts";\nfunction own() {}',
    ],
  ]);
  expect(sharedNames(sources)).toEqual(['Reading: a.ts, c.ts', 'read: a.ts, b.ts']);
});

test('no two files of src export different things under one name', () => {
  const paths = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
  const sources = new Map(paths.map((path) => [path, readFileSync(join('src', path), 'utf8')]));
  expect(sources.size).toBeGreaterThan(100);
  expect(sharedNames(sources)).toEqual([]);
});
