import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { parseConfig } from '../../src/config/config.ts';
import { run, type Typed } from '../story/command-line.ts';

let clone = '';
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'planwright-init-'));
  git('init', '--initial-branch', 'trunk');
});
afterEach(() => rmSync(clone, { recursive: true }));

function git(...args: readonly string[]): void {
  spawnSync('git', ['-C', clone, ...args]);
}

function has(path: string, text: string): void {
  mkdirSync(join(clone, dirname(path)), { recursive: true });
  writeFileSync(join(clone, path), text);
}

function file(path: string): string {
  return readFileSync(join(clone, path), 'utf8');
}

function types(...args: readonly string[]): Promise<Typed> {
  return run('src/cli.ts', args, { cwd: clone });
}

const CONFIG = '.github/planwright.yml';

test('makes a config that says nothing yet and a plan to fill in, and tells the next step', async () => {
  git('remote', 'add', 'origin', 'git@github.com:ada/engine.git');
  const { code, out } = await types('init');
  expect(code).toBe(0);
  expect(out).toBe(
    `made ${CONFIG}
made plans/first-plan.md

Next:
  1. Fill in plans/first-plan.md, and look at what it would open: planwright preview plans/first-plan.md
  2. Commit to trunk and push
  3. planwright sync --repo ada/engine
`,
  );
  expect(file(CONFIG).split('\n')[0]).toMatch(
    /^# yaml-language-server: \$schema=https:\/\/\S+schema\.json$/u,
  );
  expect(parseConfig(file(CONFIG))).toEqual({ config: parseConfig(null).config, problems: [] });
  const checked = await types('check');
  expect(checked.code).toBe(0);
  expect(checked.out).toMatch(
    /^plans\/first-plan\.md:15:1 warning placeholder [^\n]*"\[First task\]"[^\n]*\n$/u,
  );
  const { out: would } = await types('preview', 'plans/first-plan.md');
  expect(would).toMatch(/First(?: Plan)?: Phase 1: Foundation/u);
});

test('shows what it would write, and writes nothing', async () => {
  has('.github/workflows/planwright.yml', '# mine\nname: planwright\n');
  const { code, out } = await types('init', '--action', '--dry-run', '--plan', 'plans/search_rebuild.md');
  expect(code).toBe(0);
  expect(out).toContain('--- /dev/null\n+++ b/plans/search_rebuild.md\n@@ -0,0 +1,');
  expect(out).toContain('\n+# Search Rebuild\n');
  expect(out).toMatch(
    /--- a\/\.github\/workflows\/planwright\.yml\n\+\+\+ b\/\.github\/workflows\/planwright\.yml\n@@ -1,\d \+1,\d+ @@\n-# mine\n\+# Keeps plans/,
  );
  expect(out).toContain('.github/workflows/planwright.yml is there already, and stays as it is');
  expect(readdirSync(clone).toSorted()).toEqual(['.git', '.github']);
  expect(file('.github/workflows/planwright.yml')).toBe('# mine\nname: planwright\n');
});

test('says which box lets workflows open pull requests', async () => {
  git('remote', 'add', 'origin', 'https://github.com/ada/engine.git');
  const { out } = await types('init', '--action');
  expect(out).toContain(`
  2. Tick "Allow GitHub Actions to create and approve pull requests", under Settings → Actions → General
     https://github.com/ada/engine/settings/actions
  3. Commit to trunk and push; the workflow does the rest
`);
});

test('overwrites nothing, and makes no second plan', async () => {
  has(CONFIG, 'plans: [docs/*.md]\n');
  has('docs/mine.md', '# Mine\n');
  const { code, out } = await types('init');
  expect(code).toBe(0);
  expect(out).toContain(`${CONFIG} is there already\nPlans here: docs/mine.md\n`);
  expect([file(CONFIG), file('docs/mine.md')]).toEqual(['plans: [docs/*.md]\n', '# Mine\n']);
  expect(() => file('plans/first-plan.md')).toThrow('ENOENT');
});

test('says of several plans that the first sync takes them all', async () => {
  for (const name of ['one', 'two']) has(`plans/${name}.md`, '# P\n\n## Phase 1\n- [ ] Sing\n');
  const { out } = await types('init');
  expect(out).toContain('The first sync opens the issues of all 2, without a question.');
});

test('finds what reads like a plan elsewhere, and names it in the config', async () => {
  has('ROADMAP.md', '# Roadmap\n\n## Phase 1\n\n- [ ] A\n- [ ] B\n- [ ] C\n');
  has('node_modules/x/TODO.md', '- [ ] A\n- [ ] B\n- [ ] C\n');
  const { out } = await types('init');
  expect(out).toContain('Plans here: ROADMAP.md\n');
  expect(parseConfig(file(CONFIG))).toMatchObject({ config: { plans: ['ROADMAP.md'] }, problems: [] });
});

test('makes the workflow when asked, for the default branch, with no more power than it needs', async () => {
  const { code } = await types('init', '--action');
  expect(code).toBe(0);
  const workflow = parse(file('.github/workflows/planwright.yml')) as {
    readonly on: { readonly push: unknown };
    readonly permissions: unknown;
    readonly jobs: Record<string, { readonly permissions: unknown; readonly concurrency: unknown }>;
  };
  expect(workflow.on.push).toEqual({ branches: ['trunk'] });
  expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
  expect(workflow.permissions).toEqual({});
  const { sync, preview } = workflow.jobs;
  expect(sync?.permissions).toEqual({
    contents: 'write',
    issues: 'write',
    'pull-requests': 'write',
    checks: 'write',
  });
  expect(preview?.permissions).toEqual({
    contents: 'read',
    issues: 'read',
    'pull-requests': 'write',
    checks: 'write',
  });
  expect(sync?.concurrency).toMatch(/^planwright-\$\{\{ .* && 'sync' \|\| github\.run_id \}\}$/u);
});

test('says where it must be typed, and that a plan must be where plans are', async () => {
  const elsewhere = await types('init', '--plan', 'notes.md');
  expect(elsewhere.code).toBe(2);
  expect(elsewhere.err).toMatch(/--plan: Expected a path that is a plan's \(plans\/\*\*\/\*\.md/u);
  rmSync(join(clone, '.git'), { recursive: true });
  const outside = await types('init');
  expect(outside).toMatchObject({ code: 2, out: '' });
  expect(outside.err).toMatch(/Expected a git repository around this folder/u);
});

test('check without names looks at what says that it is a plan, and not at what says that it is none', async () => {
  has('plans/one.md', '# One\n\n- [ ] Sow\n');
  has('plans/notes.md', '---\nplanwright: false\n---\n\n# Notes\n\n- [] Sow\n');
  has('team/launch.md', '---\nplanwright: true\n---\n\n# Launch\n\n- [] Write\n');
  has('team/other.md', '# Other\n\n- [] Reap\n');
  const { out, err } = await types('check');
  expect(out).toMatch(/^team\/launch\.md:7:/m);
  expect(out).not.toMatch(/notes|other/);
  expect(err).toContain('in 2 files');
});

test.each([
  ['.github', []],
  ['plans', []],
  ['.github/workflows', ['--action']],
])('writes nothing at all where %s is a symbolic link, which may lead anywhere', async (link, options) => {
  const outside = mkdtempSync(join(tmpdir(), 'planwright-outside-'));
  mkdirSync(dirname(join(clone, link)), { recursive: true });
  symlinkSync(outside, join(clone, link));
  const { code, out, err } = await types('init', ...options);
  expect({ code, out, outside: readdirSync(outside) }).toEqual({ code: 1, out: '', outside: [] });
  expect(err).toContain(`${link}: Expected a folder of this repository, found a symbolic link`);
  rmSync(outside, { recursive: true });
});

test('makes no plan outside the repository', async () => {
  const { code, err } = await types('init', '--plan', '../x.plan.md');
  expect(code).toBe(2);
  expect(err).toContain('found ../x.plan.md');
});

describe('init --agents', () => {
  test('makes AGENTS.md, once', async () => {
    const first = await types('init', '--agents');
    expect(first.out).toContain('made AGENTS.md');
    expect(file('AGENTS.md')).toMatch(
      /^# Agents\n\n<!-- planwright:begin -->\n## Plans\n[^]*\n<!-- planwright:end -->\n$/u,
    );
    expect(file('AGENTS.md')).toContain('npx planwright next --claim');
    const before = file('AGENTS.md');
    expect((await types('init', '--agents')).out).toContain('AGENTS.md is up to date');
    expect(file('AGENTS.md')).toBe(before);
  });

  test('keeps every byte of a file that is there', async () => {
    has('AGENTS.md', '\uFEFF# Ours\r\n\r\nBe kind.\t');
    await types('init', '--agents');
    const text = file('AGENTS.md');
    expect(text.startsWith('\uFEFF# Ours\r\n\r\nBe kind.\t\r\n\r\n<!-- planwright:begin -->\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
    has('AGENTS.md', `${text.replace('## Plans', '## Old words')}After it.`);
    await types('init', '--agents');
    expect(file('AGENTS.md')).toBe(`${text}After it.`);
  });

  test('writes nothing where its markers are broken, or through a link', async () => {
    has('AGENTS.md', '<!-- planwright:end -->\n');
    const broken = await types('init', '--agents');
    expect(broken.code).toBe(1);
    expect(file('AGENTS.md')).toBe('<!-- planwright:end -->\n');
    rmSync(join(clone, 'AGENTS.md'));
    has('elsewhere.md', 'Mine\n');
    symlinkSync('elsewhere.md', join(clone, 'AGENTS.md'));
    expect((await types('init', '--agents')).code).toBe(1);
    expect(file('elsewhere.md')).toBe('Mine\n');
  });
});
