/** The next thing to do, typed: alone, with issues, and by several at once. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Octokit } from '@octokit/rest';
import { startSandbox, type Sandbox } from '@planwright/github-sandbox';
import { run, type Typed } from '../../story/command-line.ts';
import { AT } from '../../story/place.ts';

const PATH = 'plans/search.md';
const PLAN = `# Search

## Phase 1: Foundation (due 2026-01-05)

- [ ] T001 Ship the parser
- [ ] T002 Rank the results
  Depends on: T001

## Phase 2: Core

| ID | Task | Priority | Status |
|---|---|---|---|
| T010 | Draw the page | High | Todo |
`;

let github: Sandbox;
let human: Octokit;
let token: string;
let clone: string;

beforeEach(async () => {
  github = await startSandbox();
  ({ token } = github.createUser('ada'));
  github.createRepository({ ...AT, name: AT.repo, files: { [PATH]: PLAN } });
  human = new Octokit({ auth: token, baseUrl: `${github.url}/api/v3` });
  clone = mkdtempSync(join(tmpdir(), 'planwright-next-'));
  mkdirSync(join(clone, 'plans'));
  writeFileSync(join(clone, PATH), PLAN);
  spawnSync('git', ['-C', clone, 'init', '--quiet']);
  spawnSync('git', ['-C', clone, 'remote', 'add', 'origin', 'git@github.com:ada/engine.git']);
});

afterEach(async () => {
  rmSync(clone, { recursive: true });
  await github.close();
});

function types(...args: readonly string[]): Promise<Typed> {
  const env = { GITHUB_API_URL: `${github.url}/api/v3`, GITHUB_TOKEN: token };
  return run('src/cli.ts', args, { cwd: clone, env });
}

async function json(...args: readonly string[]): Promise<unknown> {
  const { code, out, err } = await types(...args, '--json');
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}: ${err}`);
  return JSON.parse(out);
}

test('without a token the files alone are asked, and that is said', async () => {
  const { code, out, err } = await run('src/cli.ts', ['next', '--json'], {
    cwd: clone,
    env: { HOME: clone },
  });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual([
    {
      issue: null,
      id: 'T001',
      title: 'Ship the parser',
      plan: PATH,
      line: 5,
      phase: 'Phase 1: Foundation',
      reason: 'first of Phase 1: Foundation; one task waits for it',
      waitsFor: [],
      claim: null,
    },
    expect.objectContaining({ id: 'T010', reason: 'first of Phase 2: Core; priority High' }),
  ]);
  expect(err).toBe('From the plans here alone (no token for ada/engine).\n');
  const claim = await run('src/cli.ts', ['next', '--claim'], { cwd: clone, env: { HOME: clone } });
  expect(claim).toMatchObject({ code: 4, out: '' });
  expect(claim.err).toContain('claims are kept on GitHub');
});

test('two agents and a person work off a plan', async () => {
  await types('sync');
  expect(await json('next', '--claim', '--as', 'agent-1')).toMatchObject([
    { issue: 2, id: 'T001', claim: { by: 'agent-1', state: 'claimed' } },
  ]);
  expect(await json('next', '--claim', '--as', 'agent-2')).toMatchObject([
    { id: 'T010', claim: { by: 'agent-2' } },
  ]);
  expect(await json('next', '--claim', '--as', 'agent-3')).toEqual([]);
  expect(
    (await human.rest.issues.get({ ...AT, issue_number: 2 })).data.assignees?.map(({ login }) => login),
  ).toEqual(['ada']);
  const taken = await types('claim', 'T001', '--as', 'agent-2');
  expect(taken).toMatchObject({ code: 1, out: '' });
  expect(taken.err).toMatch(/#2 Ship the parser was not claimed: claimed by agent-1 until/);
  const done = await types('done', 'T001', '--as', 'agent-1');
  expect(done.code).toBe(0);
  expect(done.out).toBe(
    `--- a/${PATH}\n+++ b/${PATH}\n@@ -2,7 +2,7 @@\n \n ## Phase 1: Foundation (due 2026-01-05)\n \n-- [ ] T001 Ship the parser\n+- [x] T001 Ship the parser\n - [ ] T002 Rank the results\n   Depends on: T001\n \n`,
  );
  expect(done.err).toContain('#2 Ship the parser: awaiting merge, done by agent-1 until');
  expect(readFileSync(join(clone, PATH), 'utf8')).toBe(PLAN.replace('[ ] T001', '[x] T001'));
  expect(await json('next', '--claim', '--as', 'agent-1')).toMatchObject([{ id: 'T002' }]);
  expect(await json('release', 'T010', '--as', 'agent-2')).toMatchObject({ released: true });
  expect((await human.rest.issues.get({ ...AT, issue_number: 4 })).data.assignees).toEqual([]);
  // A person takes a task by a pull request that closes it.
  const { data: head } = await human.rest.git.getRef({ ...AT, ref: 'heads/main' });
  await human.rest.git.createRef({ ...AT, ref: 'refs/heads/page', sha: head.object.sha });
  const content = Buffer.from('page').toString('base64');
  await human.rest.repos.createOrUpdateFileContents({
    ...AT,
    path: 'page.txt',
    message: 'Page',
    content,
    branch: 'page',
  });
  await human.rest.pulls.create({ ...AT, title: 'Page', head: 'page', base: 'main', body: 'Closes #4' });
  expect(await json('next')).toEqual([]);
  expect(await json('show', '4')).toMatchObject({ availability: 'in-pull', claim: null });
  const status = (await json('status')) as { readonly plans: readonly unknown[] };
  expect(status.plans).toMatchObject([
    {
      path: PATH,
      done: 1,
      open: 2,
      late: 1,
      trackingIssue: 1,
      waiting: [{ kind: 'write-back' }],
      claims: [{ issue: 2 }, { issue: 3, by: 'agent-1' }],
    },
  ]);
  expect(github.requests.unknown()).toEqual([]);
});

test('a claim is shown in the tracking issue at its next write, and goes with the plan', async () => {
  await types('sync');
  await types('claim', '2', '--as', 'agent @1');
  const tracking = async (): Promise<string> =>
    (await human.rest.issues.get({ ...AT, issue_number: 1 })).data.body ?? '';
  const mark = github.requests.mark();
  await types('sync');
  expect(github.requests.writes(mark)).toEqual([]);
  expect(await tracking()).not.toContain('claimed by');
  await human.rest.issues.update({ ...AT, issue_number: 4, state: 'closed' });
  await types('sync');
  expect(await tracking()).toMatch(
    /Ship the parser\]\(\S+\) \(claimed by agent .{0,9}1 until \d{4}-\d\d-\d\d \d\d:\d\d UTC\)/,
  );
  const held = await types('retire', PATH, '--json');
  const { confirm } = JSON.parse(held.out) as { readonly confirm: string };
  await types('retire', PATH, '--confirm', confirm);
  expect((await human.rest.git.listMatchingRefs({ ...AT, ref: 'planwright/claims/' })).data).toEqual([]);
});

test('where claims are refused nothing is claimed, and the reason is said', async () => {
  await types('sync');
  const reader = github.createUser('grace');
  const env = { GITHUB_API_URL: `${github.url}/api/v3`, GITHUB_TOKEN: reader.token };
  const { code, out, err } = await run('src/cli.ts', ['next', '--claim', '--json'], { cwd: clone, env });
  expect({ code, out }).toEqual({ code: 4, out: '' });
  expect(err).toContain('refs/planwright/claims/2');
});

test('a repository that is not cloned here is read on GitHub', async () => {
  await types('sync');
  const env = { GITHUB_API_URL: `${github.url}/api/v3`, GITHUB_TOKEN: token };
  const elsewhere = mkdtempSync(join(tmpdir(), 'planwright-elsewhere-'));
  const { code, out, err } = await run(
    'src/cli.ts',
    ['next', '--repo', 'https://github.com/ada/engine', '--json'],
    { cwd: elsewhere, env },
  );
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject([{ issue: 2 }, { issue: 4 }]);
  expect(err).toContain('From the plans on the default branch and the issues of ada/engine.');
  const none = await run('src/cli.ts', ['done', '2', '--repo', 'ada/engine'], { cwd: elsewhere, env });
  expect(none.code).toBe(2);
  rmSync(elsewhere, { recursive: true });
});

test('a name that fits several tasks, or none, is said', async () => {
  const several = await types('show', 'the', '--offline');
  expect(several).toMatchObject({ code: 2, out: '' });
  expect(several.err).toContain('plans/search.md:6  "Rank the results"');
  const none = await types('show', 'Ship the parsr', '--offline');
  expect(none.err).toContain('Did you mean "Ship the parser"');
});
