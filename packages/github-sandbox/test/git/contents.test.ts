/** Reading and writing files by path, as GitHub measures and documents it (GITHUB-FACTS 6). */
import {
  client,
  commitFile,
  createBranch,
  plans,
  refusal,
  startSmallWorld,
  type SmallWorld,
} from '../small-world.ts';

let world: SmallWorld;
beforeEach(async () => void (world = await startSmallWorld()));
afterEach(() => world.close());

const base64 = (text: string) => Buffer.from(text).toString('base64');

test('replacing a file needs its sha, and a stale one is a conflict', async () => {
  const { human } = world;
  const put = (sha?: string, path = 'PLAN.md') =>
    human.rest.repos.createOrUpdateFileContents({
      ...plans,
      path,
      message: 'Change',
      content: base64('new\n'),
      ...(sha ? { sha } : {}),
    });
  expect(await refusal(put())).toMatchObject({
    status: 422,
    message: 'Invalid request.\n\n"sha" wasn\'t supplied.',
  });
  const stale = '1'.repeat(40);
  expect(await refusal(put(stale))).toMatchObject({
    status: 409,
    message: `PLAN.md does not match ${stale}`,
  });
  const found = await human.rest.repos.getContent({ ...plans, path: 'PLAN.md' });
  const sha = Array.isArray(found.data) ? '' : found.data.sha;
  expect((await put(sha)).status).toBe(200);
  expect((await put(stale, 'new.md')).status).toBe(201);
  const elsewhere = { ...plans, path: 'x', message: 'm', content: '', branch: 'nowhere' };
  expect(await refusal(human.rest.repos.createOrUpdateFileContents(elsewhere))).toMatchObject({
    status: 404,
  });
});

test('a file reads as base64 or raw, a symlink as its target, a directory as a list', async () => {
  const { human } = world;
  const head = (await human.rest.git.getRef({ ...plans, ref: 'heads/main' })).data.object.sha;
  const tree = await human.rest.git.createTree({
    ...plans,
    base_tree: head,
    tree: [
      { path: 'docs/link.md', mode: '120000', type: 'blob', content: '../PLAN.md' },
      { path: 'docs/broken', mode: '120000', type: 'blob', content: '/etc/passwd' },
      { path: 'docs/ü #.md', mode: '100644', type: 'blob', content: 'odd name\n' },
    ],
  });
  const commit = await human.rest.git.createCommit({
    ...plans,
    message: 'm',
    tree: tree.data.sha,
    parents: [head],
  });
  await human.rest.git.updateRef({ ...plans, ref: 'heads/main', sha: commit.data.sha });
  const read = (path: string, format?: string) =>
    human.rest.repos.getContent({ ...plans, path, ...(format ? { mediaType: { format } } : {}) });
  expect((await read('PLAN.md')).data).toMatchObject({
    type: 'file',
    encoding: 'base64',
    content: 'IyBQbGFuCg==\n',
  });
  expect((await read('PLAN.md', 'raw')).data).toBe('# Plan\n');
  expect((await read('docs/link.md')).data).toMatchObject({ type: 'file', content: 'IyBQbGFuCg==\n' });
  expect((await read('docs/broken')).data).toMatchObject({ type: 'symlink', target: '/etc/passwd' });
  expect((await read('docs/ü #.md', 'raw')).data).toBe('odd name\n');
  const list = (await read('docs')).data as { name: string; type: string }[];
  expect(list.map(({ name, type }) => `${type} ${name}`)).toEqual([
    'symlink broken',
    'symlink link.md',
    'file ü #.md',
  ]);
});

test('what an app commits without naming an author is its own and signed; a person is not signed', async () => {
  const { bot, human, app } = world;
  const head = (await bot.rest.git.getRef({ ...plans, ref: 'heads/main' })).data.object.sha;
  const tree = (await bot.rest.git.getTree({ ...plans, tree_sha: 'main' })).data.sha;
  const wish = { ...plans, message: 'm', tree, parents: [head] };
  const byBot = await bot.rest.git.createCommit(wish);
  expect(byBot.data.author).toMatchObject({
    name: 'planwright[bot]',
    email: `${app.botId}+planwright[bot]@users.noreply.github.com`,
  });
  expect(byBot.data.verification).toMatchObject({ verified: true, reason: 'valid' });
  const author = { name: 'Someone', email: 'someone@example.com', date: '2026-01-02T03:04:05Z' };
  const named = await bot.rest.git.createCommit({ ...wish, author });
  expect(named.data).toMatchObject({ author, verification: { verified: false, reason: 'unsigned' } });
  const byHuman = await commitFile(human, 'x.md', 'x');
  const shown = await bot.rest.repos.getCommit({ ...plans, ref: byHuman });
  expect(shown.data).toMatchObject({
    author: { login: 'ada' },
    commit: { verification: { verified: false } },
  });
  expect(shown.data.files).toMatchObject([{ filename: 'x.md', status: 'added', additions: 1 }]);
});

test('a tree without base_tree drops everything else, and sha null deletes', async () => {
  const { bot } = world;
  const base_tree = (await bot.rest.git.getTree({ ...plans, tree_sha: 'main' })).data.sha;
  const file = { path: 'a/b.md', mode: '100644', type: 'blob', content: 'b\n' } as const;
  const names = async (tree_sha: string) =>
    (await bot.rest.git.getTree({ ...plans, tree_sha, recursive: '1' })).data.tree.map((entry) => entry.path);
  const alone = await bot.rest.git.createTree({ ...plans, tree: [file] });
  expect(await names(alone.data.sha)).toEqual(['a', 'a/b.md']);
  const both = await bot.rest.git.createTree({ ...plans, base_tree, tree: [file] });
  expect(await names(both.data.sha)).toEqual(['PLAN.md', 'a', 'a/b.md']);
  const gone = { path: 'a/b.md', mode: '100644', type: 'blob', sha: null } as const;
  const without = await bot.rest.git.createTree({ ...plans, base_tree: both.data.sha, tree: [gone] });
  expect(without.data.sha).toBe(base_tree);
});

test('a branch moves backwards only by force, and a ref is made only once', async () => {
  const { bot, human } = world;
  const old = await createBranch(human, 'work');
  const fresh = await commitFile(human, 'x.md', 'x', 'work');
  const move = (sha: string, force = false) =>
    bot.rest.git.updateRef({ ...plans, ref: 'heads/work', sha, force });
  expect(await refusal(move(old))).toMatchObject({ status: 422, message: 'Update is not a fast forward' });
  await move(old, true);
  await move(fresh);
  expect(await refusal(createBranch(human, 'work'))).toMatchObject({
    status: 422,
    message: 'Reference already exists',
  });
  expect(await refusal(move('1'.repeat(40)))).toMatchObject({
    status: 422,
    message: 'Object does not exist',
  });
  expect(await refusal(bot.rest.git.getRef({ ...plans, ref: 'heads/wor' }))).toMatchObject({ status: 404 });
});

test('an empty repository says so everywhere', async () => {
  const { sandbox, ada } = world;
  sandbox.createRepository({ owner: 'ada', name: 'void', empty: true });
  const empty = { owner: 'ada', repo: 'void' };
  const human = client(sandbox, ada.token);
  expect(await refusal(human.rest.git.getRef({ ...empty, ref: 'heads/main' }))).toMatchObject({
    status: 409,
  });
  expect(await refusal(human.rest.git.getTree({ ...empty, tree_sha: 'main' }))).toMatchObject({
    status: 409,
  });
  expect(await refusal(human.rest.repos.getContent({ ...empty, path: '' }))).toMatchObject({
    status: 404,
    message: 'This repository is empty.',
  });
  const first = { ...empty, path: 'a.md', message: 'First', content: base64('a') };
  expect((await human.rest.repos.createOrUpdateFileContents(first)).status).toBe(201);
  expect((await human.rest.repos.getContent({ ...empty, path: 'a.md' })).status).toBe(200);
});

test('a comparison is of three dots: files since the merge base, commits ahead and behind', async () => {
  const { human } = world;
  const lines = Array.from({ length: 10 }, (_, line) => `line ${line}\n`).join('');
  await commitFile(human, 'long.md', lines);
  await createBranch(human, 'feature/x');
  await commitFile(human, 'main.md', 'main\n');
  const first = await commitFile(human, 'one.md', '1\n', 'feature/x');
  const second = await commitFile(human, 'long.md', lines.replace('line 4', 'row 4'), 'feature/x');
  const found = await human.rest.repos.compareCommitsWithBasehead({ ...plans, basehead: 'main...feature/x' });
  expect(found.data).toMatchObject({ status: 'diverged', ahead_by: 2, behind_by: 1, total_commits: 2 });
  expect(found.data.commits.map((commit) => commit.sha)).toEqual([first, second]);
  expect(
    found.data.files?.map((file) => `${file.status} ${file.filename} +${file.additions} -${file.deletions}`),
  ).toEqual(['modified long.md +1 -1', 'added one.md +1 -0']);
  expect(found.data.files?.[0]?.patch).toContain('-line 4\n+row 4');
});
