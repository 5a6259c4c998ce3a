import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PLANWRIGHT } from '../playground/registration.ts';
import { EXIT } from '../src/cli/exit.ts';
import { initConfig, workflowText } from '../src/cli/templates.ts';

const manifest = parse(readFileSync('app.yml', 'utf8')) as Record<string, unknown>;

test('the App asks for the least power that does the work', () => {
  expect(manifest['default_permissions']).toEqual({
    metadata: 'read',
    contents: 'write',
    issues: 'write',
    pull_requests: 'write',
    checks: 'write',
  });
  expect(PLANWRIGHT.permissions).toEqual(manifest['default_permissions']);
  expect(manifest['public']).toBe(false);
});

test.each(['ci', 'release'])('every action of the workflow "%s" is pinned by commit', (name) => {
  const text = readFileSync(`.github/workflows/${name}.yml`, 'utf8');
  const uses = text.match(/uses: .+/g) ?? [];
  expect(uses.length).toBeGreaterThan(0);
  for (const use of uses) expect(use).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test('the checks of a change may do no more than read', () => {
  expect(readFileSync('.github/workflows/ci.yml', 'utf8')).not.toMatch(/: write\b/);
});

const json = (path: string): Readonly<Record<string, unknown>> =>
  JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, unknown>>;

test('the version is the same wherever it is written', () => {
  const { version, dependencies } = json('package.json');
  const sandbox = '@planwright/github-sandbox';
  for (const name of readdirSync('packages'))
    expect([name, json(`packages/${name}/package.json`)['version']]).toEqual([name, version]);
  expect(dependencies).toMatchObject({ [sandbox]: version });
  expect(readFileSync('deploy/kubernetes.yaml', 'utf8')).toContain(`image: planwright:${String(version)}\n`);
  const major = `v${String(version).split('.')[0]}`;
  expect(workflowText('main')).toContain(`uses: planwright/planwright@${major}\n`);
  expect(initConfig([], [])).toContain(`planwright@${major.slice(1)}/schema/planwright.schema.json`);
  const action = readFileSync('docs/action.md', 'utf8');
  expect(action).toContain(`\`@${major}\` follows releases, \`@v${String(version)}\` stays`);
});

test('a release has the notes that the changelog has for it, or does not happen', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'planwright-notes-')), 'CHANGELOG.md');
  const text =
    '# C\n\n## [Unreleased]\n\n- X\n\n## [0.2.0] - 2027-01-02\n\n### Added\n\n- Y\n\n## [0.1.0]\n\n[0.2.0]: https://x\n';
  writeFileSync(path, text);
  const notes = (version: string) => {
    const { status, stdout } = spawnSync('bash', ['tools/release-notes.sh', version, path], {
      encoding: 'utf8',
    });
    return [status, stdout];
  };
  expect(notes('0.2.0')).toEqual([0, '### Added\n\n- Y\n']);
  expect(notes('0.1.0')).toEqual([1, '']);
  expect(notes('0.2')).toEqual([1, '']);
});

test('the changelog is kept as Keep a Changelog has it', () => {
  const text = readFileSync('CHANGELOG.md', 'utf8');
  const versions = text.match(/^## .+$/gm) ?? [];
  expect(versions[0]).toBe('## [Unreleased]');
  for (const line of versions.slice(1)) expect(line).toMatch(/^## \[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d$/);
  for (const line of text.match(/^### .+$/gm) ?? [])
    expect(line).toMatch(/^### (?:Added|Changed|Deprecated|Removed|Fixed|Security|Upgrade)$/);
  for (const [, name = ''] of text.matchAll(/^## \[(.+?)\]/gm))
    expect(text).toContain(`\n[${name}]: https://`);
});

test('the Action runs the bundle that a release puts on its tag', () => {
  const action = parse(readFileSync('action.yml', 'utf8')) as {
    readonly runs: unknown;
    readonly inputs: Readonly<Record<string, { readonly description: string }>>;
  };
  expect(action.runs).toEqual({ using: 'node24', main: 'dist/action.js' });
  expect(readFileSync('tools/tag-release.sh', 'utf8')).toContain('git add --force dist/action.js');
  const page = readFileSync('docs/action.md', 'utf8');
  for (const [name, { description }] of Object.entries(action.inputs)) {
    expect(description).toMatch(/\.$/u);
    expect(page).toContain(`| \`${name}\``);
  }
});

test.each(['README.md', 'docs/action.md'])(
  '%s shows the workflow that `planwright init --action` makes',
  (page) => {
    expect(readFileSync(page, 'utf8')).toContain(`\`\`\`yaml\n${workflowText('main')}\`\`\``);
  },
);

test('docs/cli.md has every exit code', () => {
  const page = readFileSync('docs/cli.md', 'utf8');
  for (const code of Object.values(EXIT)) expect(page).toContain(`| ${code} |`);
});
