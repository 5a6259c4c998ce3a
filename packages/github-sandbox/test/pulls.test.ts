/** Pull requests: how they follow their branches, merge and close (GITHUB-FACTS 6). */
import {
  client,
  commitFile,
  createBranch,
  plans,
  refusal,
  startSmallWorld,
  type SmallWorld,
} from './small-world.ts';

let world: SmallWorld;
beforeEach(
  async () =>
    void (world = await startSmallWorld({ files: { 'PLAN.md': '- [ ] a\n- [ ] b\n- [ ] c\n- [ ] d\n' } })),
);
afterEach(() => world.close());

async function openPull(branch: string, files: Record<string, string>, more: object = {}): Promise<number> {
  const { human } = world;
  await createBranch(human, branch);
  for (const [path, text] of Object.entries(files)) await commitFile(human, path, text, branch);
  const pull = await human.rest.pulls.create({
    ...plans,
    head: branch,
    base: 'main',
    title: `Pull ${branch}`,
    ...more,
  });
  return pull.data.number;
}

const show = async (pull_number: number) =>
  (await world.human.rest.pulls.get({ ...plans, pull_number })).data;
const merge = (pull_number: number, more: object = {}) =>
  world.human.rest.pulls.merge({ ...plans, pull_number, ...more });
const headOf = async (branch: string) =>
  (await world.human.rest.git.getRef({ ...plans, ref: `heads/${branch}` })).data.object.sha;
const messageOf = async (ref: string) =>
  (await world.human.rest.repos.getCommit({ ...plans, ref })).data.commit.message;

test('a pull request needs a head, commits, and no other one of the same head', async () => {
  const { human } = world;
  const create = (head: string, base = 'main') =>
    refusal(human.rest.pulls.create({ ...plans, head, base, title: 'x' }));
  expect(await create('nowhere')).toMatchObject({
    status: 422,
    errors: [{ field: 'head', code: 'invalid' }],
  });
  await createBranch(human, 'same');
  expect(await create('same')).toMatchObject({ errors: [{ message: 'No commits between main and same' }] });
  await openPull('work', { 'x.md': 'x' });
  expect(await create('work')).toMatchObject({
    errors: [{ message: 'A pull request already exists for ada:work.' }],
  });
  expect(await create('work', 'missing')).toMatchObject({ errors: [{ field: 'base', code: 'invalid' }] });
});

test('the head filter of the list wants owner:branch and silently ignores a bare branch', async () => {
  const { human } = world;
  await openPull('one', { 'x.md': 'x' });
  await openPull('two', { 'y.md': 'y' });
  const list = async (head: string) =>
    (await human.rest.pulls.list({ ...plans, head })).data.map((pull) => pull.head.ref);
  expect(await list('ada:one')).toEqual(['one']);
  expect(await list('one')).toEqual(['two', 'one']);
});

test('the head follows its branch, and files and commits follow the head', async () => {
  const { human, sandbox, received } = world;
  const number = await openPull('work', { 'x.md': 'x\n' });
  const sha = await commitFile(human, 'y.md', 'y\n', 'work');
  expect(await show(number)).toMatchObject({ head: { sha }, commits: 2, changed_files: 2, additions: 2 });
  const files = await human.rest.pulls.listFiles({ ...plans, pull_number: number });
  expect(files.data.map((file) => file.filename)).toEqual(['x.md', 'y.md']);
  await sandbox.delivered();
  const last = received.at(-1);
  expect(last).toMatchObject({ event: 'pull_request', payload: { action: 'synchronize', after: sha } });
});

test('a merge commit has two parents and can be guarded by the head', async () => {
  const number = await openPull('work', { 'x.md': 'x\n' });
  const stale = await refusal(merge(number, { sha: '1'.repeat(40) }));
  expect(stale).toMatchObject({
    status: 409,
    message: 'Head branch was modified. Review and try the merge again.',
  });
  const base = await headOf('main');
  const head = await headOf('work');
  const { data } = await merge(number, { sha: head });
  expect(await headOf('main')).toBe(data.sha);
  const commit = await world.human.rest.git.getCommit({ ...plans, commit_sha: data.sha });
  expect(commit.data.parents.map((parent) => parent.sha)).toEqual([base, head]);
  expect(commit.data.message).toBe(`Merge pull request #${number} from ada/work\n\nPull work`);
  expect(await show(number)).toMatchObject({
    state: 'closed',
    merged: true,
    merge_commit_sha: data.sha,
    commits: 1,
  });
});

test('a squash is one commit, a rebase replays each', async () => {
  const { human } = world;
  const squash = await openPull('squash', { 'a.md': 'a', 'b.md': 'b' });
  await merge(squash, { merge_method: 'squash' });
  expect(await messageOf('main')).toBe(`Pull squash (#${squash})\n\n* Change a.md\n\n* Change b.md`);
  const rebase = await openPull('rebase', { 'c.md': 'c', 'd.md': 'd' });
  await commitFile(human, 'main.md', 'main');
  await merge(rebase, { merge_method: 'rebase' });
  const commits = await human.rest.repos.listCommits({ ...plans, per_page: 3 });
  expect(commits.data.map((one) => one.commit.message)).toEqual([
    'Change d.md',
    'Change c.md',
    'Change main.md',
  ]);
});

test('a conflict makes a pull request unmergeable until the base is merged in', async () => {
  const { human } = world;
  const number = await openPull('work', { 'PLAN.md': '- [x] a\n- [ ] b\n- [ ] c\n- [ ] d\n' });
  await commitFile(human, 'PLAN.md', '- [ ] a\n- [ ] b\n- [ ] c\n- [x] d\n');
  expect(await show(number)).toMatchObject({ mergeable: true, mergeable_state: 'clean' });
  await commitFile(human, 'PLAN.md', '- [ ] A\n- [ ] b\n- [ ] c\n- [x] d\n');
  expect(await show(number)).toMatchObject({ mergeable: false, mergeable_state: 'dirty' });
  expect(await refusal(merge(number))).toMatchObject({
    status: 405,
    message: 'Pull Request is not mergeable',
  });
});

test('"Update branch" merges the base into the head', async () => {
  const { human } = world;
  const number = await openPull('work', { 'x.md': 'x' });
  const update = (more: object = {}) =>
    human.rest.pulls.updateBranch({ ...plans, pull_number: number, ...more });
  expect(await refusal(update())).toMatchObject({ status: 422 });
  await commitFile(human, 'main.md', 'main');
  expect(await refusal(update({ expected_head_sha: '1'.repeat(40) }))).toMatchObject({ status: 422 });
  await update();
  expect(await messageOf('work')).toBe("Merge branch 'main' into work");
  expect(await show(number)).toMatchObject({ changed_files: 1 });
});

test('keywords close issues when they reach the default branch, and only from where GitHub reads them', async () => {
  const { human } = world;
  for (let count = 0; count < 6; count += 1)
    await human.rest.issues.create({ ...plans, title: `Issue ${count + 1}` });
  const body = 'Closes #1, fixes: #2\n\n`closes #3`\n\n```\nresolves #4\n```\n<!-- fixes #5 -->';
  const number = await openPull('work', {}, { body }).catch(() => 0);
  expect(number).toBe(0);
  await commitFile(human, 'x.md', 'x', 'work');
  const pull = await human.rest.pulls.create({ ...plans, head: 'work', base: 'main', title: 'T', body });
  await merge(pull.data.number, { commit_message: 'Resolves #6' });
  const open = await human.rest.issues.listForRepo({ ...plans, state: 'open' });
  expect(open.data.map((issue) => issue.number)).toEqual([5, 4, 3]);
});

test('keywords close issues in every form that GitHub reads', async () => {
  const { human } = world;
  const { owner, repo } = plans;
  for (let count = 0; count < 5; count += 1)
    await human.rest.issues.create({ ...plans, title: `Issue ${count + 1}` });
  const { data: first } = await human.rest.issues.get({ ...plans, issue_number: 3 });
  const body = `Closed: ${owner}/${repo}#1, fixes gh-2 and resolves: ${first.html_url}. Unfixes #4, fixes ${owner}/other#5.`;
  await merge(await openPull('work', { 'x.md': 'x' }, { body }));
  const open = await human.rest.issues.listForRepo({ ...plans, state: 'open' });
  expect(open.data.map((issue) => issue.number)).toEqual([5, 4]);
});

test('a branch reset onto its base, or deleted, closes the pull request', async () => {
  const { human } = world;
  const reset = await openPull('reset', { 'x.md': 'x' });
  await human.rest.git.updateRef({ ...plans, ref: 'heads/reset', sha: await headOf('main'), force: true });
  expect(await show(reset)).toMatchObject({ state: 'closed', merged: false });
  const reopen = human.rest.pulls.update({ ...plans, pull_number: reset, state: 'open' });
  expect((await refusal(reopen)).errors).toMatchObject([
    { message: expect.stringContaining('no new commits') as unknown },
  ]);
  const deleted = await openPull('deleted', { 'y.md': 'y' });
  await human.rest.git.deleteRef({ ...plans, ref: 'heads/deleted' });
  expect(await show(deleted)).toMatchObject({ state: 'closed', merged: false });
});

test('one move of the branch to a new commit keeps the pull request open', async () => {
  const { human } = world;
  const number = await openPull('work', { 'x.md': 'x' });
  const base = await headOf('main');
  const tree = await human.rest.git.createTree({
    ...plans,
    base_tree: base,
    tree: [{ path: 'z.md', mode: '100644', type: 'blob', content: 'z' }],
  });
  const commit = await human.rest.git.createCommit({
    ...plans,
    message: 'm',
    tree: tree.data.sha,
    parents: [base],
  });
  await human.rest.git.updateRef({ ...plans, ref: 'heads/work', sha: commit.data.sha, force: true });
  expect(await show(number)).toMatchObject({
    state: 'open',
    head: { sha: commit.data.sha },
    changed_files: 1,
  });
});

test('a base that receives the head by push counts as merged', async () => {
  const { human } = world;
  const number = await openPull('work', { 'x.md': 'x' });
  await human.rest.git.updateRef({ ...plans, ref: 'heads/main', sha: await headOf('work') });
  expect(await show(number)).toMatchObject({ state: 'closed', merged: true, merged_by: { login: 'ada' } });
});

test('a fork can be asked to be pulled, and its head is told apart by its owner', async () => {
  const { sandbox, human } = world;
  const grace = client(sandbox, sandbox.createUser('grace').token);
  await grace.rest.repos.createFork(plans);
  const base = await headOf('main');
  const fork = { owner: 'grace', repo: 'plans' };
  await grace.rest.git.createRef({ ...fork, ref: 'refs/heads/idea', sha: base });
  const content = Buffer.from('idea').toString('base64');
  const file = { ...fork, path: 'idea.md', branch: 'idea', message: 'Idea', content };
  await grace.rest.repos.createOrUpdateFileContents(file);
  const pull = await grace.rest.pulls.create({ ...plans, head: 'grace:idea', base: 'main', title: 'Idea' });
  expect(pull.data).toMatchObject({
    head: { label: 'grace:idea', repo: { fork: true, full_name: 'grace/plans' } },
  });
  expect(await refusal(grace.rest.pulls.merge({ ...plans, pull_number: 1 }))).toMatchObject({ status: 403 });
  await human.rest.pulls.merge({ ...plans, pull_number: 1 });
  expect((await human.rest.repos.getContent({ ...plans, path: 'idea.md' })).status).toBe(200);
});

test('a protected branch takes changes only by pull request', async () => {
  const { human, bot } = world;
  await human.rest.repos.updateBranchProtection({
    ...plans,
    branch: 'main',
    required_status_checks: null,
    enforce_admins: false,
    required_pull_request_reviews: {},
    restrictions: null,
  });
  expect(await refusal(commitFile(bot, 'x.md', 'x'))).toMatchObject({
    status: 409,
    message: expect.stringContaining('Changes must be made through a pull request') as unknown,
  });
  await createBranch(bot, 'work');
  const sha = await commitFile(bot, 'x.md', 'x', 'work');
  const push = bot.rest.git.updateRef({ ...plans, ref: 'heads/main', sha });
  expect(await refusal(push)).toMatchObject({ status: 422 });
  const pull = await bot.rest.pulls.create({ ...plans, head: 'work', base: 'main', title: 'x' });
  await merge(pull.data.number);
  await commitFile(human, 'y.md', 'an admin may');
});

test('a merged branch goes when the repository says so, and what was based on it moves to the base', async () => {
  const { human } = world;
  await human.rest.repos.update({ ...plans, delete_branch_on_merge: true });
  const lower = await openPull('lower', { 'x.md': 'x' });
  await human.rest.git.createRef({ ...plans, ref: 'refs/heads/upper', sha: await headOf('lower') });
  await commitFile(human, 'y.md', 'y', 'upper');
  const upper = await human.rest.pulls.create({ ...plans, head: 'upper', base: 'lower', title: 'Upper' });
  await merge(lower);
  expect(await refusal(human.rest.git.getRef({ ...plans, ref: 'heads/lower' }))).toMatchObject({
    status: 404,
  });
  expect(await show(upper.data.number)).toMatchObject({ state: 'open', base: { ref: 'main' } });
});
