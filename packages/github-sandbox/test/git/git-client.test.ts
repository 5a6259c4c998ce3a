/** The real git client, against the sandbox over HTTP. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Octokit } from '@octokit/rest';
import { startSandbox, type Sandbox } from '../../src/sandbox.ts';

/** The real git, against the sandbox, as a developer uses it. */

const hasGit = spawnSync('git', ['http-backend']).error === undefined;
if (!hasGit) console.warn('No git was found, so the sandbox is not tried with it.');
const describeWithGit = hasGit ? describe : describe.skip;

const AT = { owner: 'ada', repo: 'engine' };

let github: Sandbox;
let ada: Octokit;
let token: string;
let folder: string;

beforeEach(async () => {
  github = await startSandbox();
  ({ token } = github.createUser('ada'));
  github.createRepository({ ...AT, name: AT.repo, files: { 'README.md': '# Engine\n' }, private: true });
  ada = new Octokit({
    auth: token,
    baseUrl: github.url,
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  const app = github.createApp({
    slug: 'listener',
    permissions: { contents: 'read' },
    // Nobody listens there: what counts is what was sent.
    webhook: { url: 'http://127.0.0.1:9/' },
  });
  github.install(app, { account: 'ada' });
  folder = mkdtempSync(join(tmpdir(), 'planwright-git-'));
});

afterEach(async () => {
  await github.close();
  rmSync(folder, { recursive: true, force: true });
});

const address = (secret = token) => `http://ada:${secret}@${github.host}/ada/engine.git`;

/** Runs git; resolves to its output, whatever it came to. */
function git(
  args: readonly string[],
  cwd = join(folder, 'engine'),
): Promise<{ code: number | null; out: string }> {
  const names = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com' };
  const committer = { GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com' };
  const env = {
    ...process.env,
    ...names,
    ...committer,
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { cwd, env });
    let out = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out }));
  });
}

async function commitAndPush(file: string, text: string, branch = 'main') {
  writeFileSync(join(folder, 'engine', file), text);
  await git(['add', '.']);
  await git(['commit', '--quiet', '-m', `Write ${file}`]);
  return git(['push', '--quiet', 'origin', `HEAD:${branch}`]);
}

describeWithGit('the real git', () => {
  test('what git pushes is there for REST and webhooks, and what REST commits is there for git', async () => {
    expect(await git(['clone', '--quiet', address(), 'engine'], folder)).toEqual({ code: 0, out: '' });
    expect(readFileSync(join(folder, 'engine/README.md'), 'utf8')).toBe('# Engine\n');
    expect((await commitAndPush('plan ü.md', '- [ ] Ship\n')).code).toBe(0);

    const { data } = await ada.rest.repos.getContent({ ...AT, path: 'plan ü.md' });
    expect('content' in data && Buffer.from(data.content, 'base64').toString()).toBe('- [ ] Ship\n');
    const push = github.deliveries().findLast(({ event }) => event === 'push');
    expect(push?.payload).toMatchObject({
      ref: 'refs/heads/main',
      forced: false,
      commits: [{ message: 'Write plan ü.md\n', added: ['plan ü.md'], author: { name: 'Ada' } }],
    });

    const content = Buffer.from('- [x] Ship\n').toString('base64');
    const sha = 'sha' in data ? data.sha : '';
    await ada.rest.repos.createOrUpdateFileContents({
      ...AT,
      path: 'plan ü.md',
      message: 'Tick',
      content,
      sha,
    });
    expect((await git(['pull', '--quiet'])).code).toBe(0);
    expect(readFileSync(join(folder, 'engine/plan ü.md'), 'utf8')).toBe('- [x] Ship\n');
    expect((await git(['fsck', '--strict'])).code).toBe(0);
    expect(github.requests.unknown()).toEqual([]);
  });

  test('branches come and go, and a push that would lose commits is refused unless forced', async () => {
    await git(['clone', '--quiet', address(), 'engine'], folder);
    await commitAndPush('one.txt', '1', 'idea');
    const { data } = await ada.rest.repos.listBranches(AT);
    expect(data.map(({ name }) => name)).toEqual(['idea', 'main']);
    await git(['push', '--quiet', 'origin', '--delete', 'idea']);
    expect((await ada.rest.repos.listBranches(AT)).data).toHaveLength(1);

    await git(['commit', '--quiet', '--amend', '-m', 'Other words']);
    await git(['push', '--quiet', 'origin', 'HEAD:main']);
    await git(['commit', '--quiet', '--amend', '-m', 'Again other words']);
    expect((await git(['push', '--quiet', 'origin', 'HEAD:main'])).out).toContain('rejected');
    expect((await git(['push', '--quiet', '--force', 'origin', 'HEAD:main'])).code).toBe(0);
    expect(github.deliveries().findLast(({ event }) => event === 'push')?.payload).toMatchObject({
      forced: true,
    });
  });

  test('who may not read gets nothing, who may not write changes nothing, and protection holds', async () => {
    expect((await git(['clone', `http://${github.host}/ada/engine.git`, 'engine'], folder)).code).not.toBe(0);
    expect((await git(['clone', address('ghp_wrong'), 'engine'], folder)).code).not.toBe(0);
    const { token: reader } = github.createUser('bob');
    expect((await git(['clone', address(reader), 'engine'], folder)).out).toContain('not found');
    github.setRole('ada/engine', 'bob', 'read');
    await git(['clone', '--quiet', address(reader), 'engine'], folder);
    expect((await commitAndPush('mine.txt', 'x')).out).toContain('403');

    github.setRole('ada/engine', 'bob', 'write');
    await ada.rest.repos.updateBranchProtection({
      ...AT,
      branch: 'main',
      required_pull_request_reviews: { required_approving_review_count: 1 },
      required_status_checks: null,
      enforce_admins: true,
      restrictions: null,
    });
    expect((await git(['push', 'origin', 'HEAD:main'])).out).toContain('GH006');
    expect((await git(['push', '--quiet', 'origin', 'HEAD:mine'])).code).toBe(0);
  });
});
