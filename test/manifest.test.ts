import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { PLANWRIGHT } from '../playground/registration.ts';
import { EXIT } from '../src/cli/exit.ts';
import { workflowText } from '../src/cli/templates.ts';

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
