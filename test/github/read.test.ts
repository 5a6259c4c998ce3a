import nock from 'nock';
import { RetryableError } from '../../src/github/transport/errors.ts';
import {
  accountIds,
  observedMilestone,
  readHead,
  readMilestones,
  readNewest,
  readPlanIssues,
  readRepository,
  readText,
  readTree,
  readWriteBack,
  whoAmI,
} from '../../src/github/read.ts';
import { API, edge, guardTheEdge, issue, REPO, replies, repository } from './harness.ts';

guardTheEdge();

const LIST = `${API}${REPO}/issues`;
const json = { 'content-type': 'application/json' };
const plan = { labels: ['plan: Parser 1a2b'], entryNumbers: [] as number[], creator: 'planwright[bot]' };

function lists(
  query: Readonly<Record<string, unknown>>,
  issues: readonly unknown[],
  headers = {},
): nock.Scope {
  return nock(API)
    .get(`${REPO}/issues`)
    .query((found) => Object.entries(query).every(([key, value]) => found[key] === String(value)))
    .reply(200, issues as object[], { ...json, ...headers });
}

function answers(number: number, status: number, body: object = { message: 'No' }, headers = {}): nock.Scope {
  return nock(API)
    .get(`${REPO}/issues/${number}`)
    .reply(status, body, { ...json, ...headers });
}

describe('a list', () => {
  test('is read to its last page, a hundred at a time', async () => {
    const page = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => issue(from + index));
    lists({ labels: plan.labels[0], state: 'all', per_page: 100 }, page(1, 100), {
      link: `<${LIST}?page=2>; rel="next", <${LIST}?page=3>; rel="last"`,
    });
    lists({ page: 2 }, page(101, 100), { link: `<${LIST}?page=3>; rel="next"` });
    lists({ page: 3 }, page(201, 5), { link: `<${LIST}?page=1>; rel="first"` });
    const { issues } = await readPlanIssues(edge().client, repository, plan);
    expect(issues).toHaveLength(205);
  });

  test.each([
    ['a 409', 409, { message: 'Conflict' }, /Conflict/],
    ['an answer that is no list', 200, { message: 'Something' }, /Expected a list/],
  ])('that turns into %s half-way is an error, never a shorter list', async (_, status, body, message) => {
    lists({ labels: plan.labels[0] }, [issue(1)], { link: `<${LIST}?page=2>; rel="next"` });
    nock(API).get(`${REPO}/issues?page=2`).reply(status, body, json);
    await expect(readPlanIssues(edge().client, repository, plan)).rejects.toThrow(message);
  });

  test('of issues leaves pull requests out', async () => {
    lists({ labels: plan.labels[0] }, [issue(1), issue(2, { pull_request: { url: 'x' } })]);
    const { issues } = await readPlanIssues(edge().client, repository, plan);
    expect(issues.map(({ number }) => number)).toEqual([1]);
  });
});

describe('a held issue that the list does not show', () => {
  test('is there after all, deleted, or moved away', async () => {
    lists({ labels: plan.labels[0] }, [issue(1)]);
    answers(2, 200, issue(2, { title: 'Label taken off' }));
    answers(3, 410);
    answers(4, 301, {}, { location: `${API}/repositories/99/issues/7` });
    nock(API).get(REPO).reply(200, { full_name: 'octo/app' }, json);
    const found = await readPlanIssues(edge().client, repository, { ...plan, entryNumbers: [1, 2, 3, 4] });
    expect(found.issues.map(({ title }) => title)).toEqual(['Issue 1', 'Label taken off']);
    expect([...found.gone]).toEqual([3, 4]);
  });

  test('answered with 404 proves nothing and ends the pass', async () => {
    lists({ labels: plan.labels[0] }, []);
    answers(2, 404);
    const reading = readPlanIssues(edge().client, repository, { ...plan, entryNumbers: [2] });
    await expect(reading).rejects.toThrow(RetryableError);
  });

  test('is not gone because the repository was renamed meanwhile', async () => {
    lists({ labels: plan.labels[0] }, []);
    answers(2, 301, {}, { location: `${API}/repositories/5/issues/2` });
    nock(API)
      .get(REPO)
      .reply(301, {}, { location: `${API}/repositories/5` });
    nock(API).get('/repositories/5').reply(200, { full_name: 'octo/renamed' }, json);
    const reading = readPlanIssues(edge().client, repository, { ...plan, entryNumbers: [2] });
    await expect(reading).rejects.toThrow(/octo\/renamed/);
  });

  test('among more than twenty is looked for by creator first', async () => {
    const held = Array.from({ length: 22 }, (_, index) => index + 1);
    lists({ labels: plan.labels[0] }, []);
    lists(
      { creator: 'planwright[bot]', state: 'all' },
      [...held.slice(0, 21), 500].map((number) => issue(number)),
    );
    answers(22, 410);
    const found = await readPlanIssues(edge().client, repository, { ...plan, entryNumbers: held });
    expect(found.issues.map(({ number }) => number)).toEqual(held.slice(0, 21));
    expect([...found.gone]).toEqual([22]);
  });
});

describe('what lists do not show yet', () => {
  function newest(numbers: readonly number[]): void {
    lists(
      { sort: 'created', direction: 'desc', state: 'all' },
      numbers.map((number) => issue(number)),
    );
  }

  function discussions(has_discussions: boolean): void {
    nock(API).get(REPO).reply(200, { full_name: 'octo/app', has_discussions }, json);
  }

  test('is found by number, past deleted and moved issues and pull requests, up to the first that is not', async () => {
    newest([8, 7]);
    answers(9, 410);
    answers(10, 200, issue(10, { pull_request: {} }));
    answers(11, 200, issue(11));
    answers(12, 404);
    discussions(false);
    const { issues } = await readNewest(edge().client, repository);
    expect(issues.map(({ number }) => number)).toEqual([8, 7, 11]);
  });

  test('is found behind a discussion, which takes a number and answers 404', async () => {
    newest([8]);
    answers(9, 404);
    discussions(true);
    answers(10, 200, issue(10));
    for (const number of [11, 12, 13, 14, 15]) answers(number, 404);
    discussions(true);
    const { issues } = await readNewest(edge().client, repository);
    expect(issues.map(({ number }) => number)).toEqual([8, 10]);
  });

  test('is looked for from the first number where there are no issues', async () => {
    newest([]);
    answers(1, 404);
    discussions(false);
    expect((await readNewest(edge().client, repository)).issues).toEqual([]);
  });
});

describe('a milestone', () => {
  const payload = { number: 3, title: 'P', description: null, state: 'open', open_issues: 2 };

  test.each([
    ['2026-12-01T08:00:00Z', '2026-12-01'],
    ['2026-07-01T07:00:00Z', '2026-07-01'],
    ['2026-07-01T06:59:00Z', '2026-06-30'],
  ])('due on %s shows as due on %s', (due_on, due) => {
    expect(observedMilestone({ milestone: { ...payload, due_on } })?.due).toBe(due);
  });

  test('is listed whether open or closed, since titles are unique among both', async () => {
    nock(API)
      .get(`${REPO}/milestones`)
      .query({ state: 'all', per_page: 100 })
      .reply(200, [{ ...payload, due_on: null, state: 'closed' }], json);
    const found = await readMilestones(edge().client, repository);
    expect(found).toEqual([
      { number: 3, title: 'P', description: '', state: 'closed', due: null, openIssues: 2 },
    ]);
  });
});

describe('a repository', () => {
  const here = {
    name: 'app',
    full_name: 'octo/app',
    owner: { login: 'octo' },
    default_branch: 'main',
    html_url: 'https://github.com/octo/app',
    has_issues: true,
  };

  test('that was renamed is read under its new name', async () => {
    nock(API)
      .get('/repos/octo/old')
      .reply(301, {}, { location: `${API}/repositories/5` });
    nock(API).get('/repositories/5').reply(200, here, json);
    const reading = await readRepository(edge().client, { owner: 'octo', repo: 'old' });
    expect(reading).toMatchObject({ kind: 'here', repository });
  });

  test.each([
    ['archived', { archived: true }],
    ['fork', { fork: true }],
    ['no-issues', { has_issues: false }],
    ['disabled', { disabled: true }],
  ])('is left alone: %s', async (reason, fields) => {
    nock(API)
      .get(REPO)
      .reply(200, { ...here, ...fields }, json);
    const reading = await readRepository(edge().client, { owner: 'octo', repo: 'app' });
    expect(reading).toEqual({ kind: 'away', reason });
  });

  test('without a commit has no head', async () => {
    nock(API).get(`${REPO}/branches/main`).reply(404, { message: 'Branch not found' }, json);
    expect(await readHead(edge().client, repository)).toBeNull();
  });
});

describe('files', () => {
  const sha = (letter: string) => letter.repeat(40);
  const entry = (path: string, mode: string, of: string) => ({
    path,
    mode,
    sha: sha(of),
    size: 4,
    type: 'x',
  });

  test('are the regular ones: no symlink, no submodule', async () => {
    const tree = [
      entry('a.md', '100644', 'a'),
      entry('run.md', '100755', 'b'),
      entry('link.md', '120000', 'c'),
      entry('module', '160000', 'd'),
      entry('plans', '040000', 'e'),
      entry('plans/x.md', '100644', 'f'),
    ];
    nock(API)
      .get(`${REPO}/git/trees/${sha('0')}`)
      .query({ recursive: '1' })
      .reply(200, { tree, truncated: false }, json);
    const files = await readTree(edge().client, repository, sha('0'));
    expect(files.map(({ path, mode }) => `${mode} ${path}`)).toEqual([
      '100644 a.md',
      '100755 run.md',
      '100644 plans/x.md',
    ]);
  });

  test('of a tree too large for one answer are read folder by folder', async () => {
    const whole = (of: string, tree: readonly object[], truncated = false) =>
      nock(API)
        .get(`${REPO}/git/trees/${sha(of)}`)
        .query({ recursive: '1' })
        .reply(200, { tree, truncated }, json);
    whole('0', [entry('a.md', '100644', 'a')], true);
    const top = [entry('a.md', '100644', 'a'), entry('plans', '040000', '1'), entry('lib', '040000', '2')];
    nock(API)
      .get(`${REPO}/git/trees/${sha('0')}`)
      .reply(200, { tree: top, truncated: false }, json);
    whole('1', [
      entry('x.md', '100644', 'b'),
      entry('deep', '040000', '3'),
      entry('deep/y.md', '100644', 'c'),
    ]);
    whole('2', []);
    const files = await readTree(edge().client, repository, sha('0'));
    expect(files.map(({ path }) => path).toSorted()).toEqual(['a.md', 'plans/deep/y.md', 'plans/x.md']);
  });

  function blob(bytes: Buffer, size = bytes.length): void {
    const content = bytes.toString('base64').replace(/.{60}/g, '$&\n');
    replies({ method: 'get', path: `${REPO}/git/blobs/${sha('a')}` }, [
      { status: 200, body: { content, encoding: 'base64', size, sha: sha('a') } },
    ]);
  }

  test('keep every byte of their text, byte order mark and line ends included', async () => {
    const text = '\uFEFF# Plan\r\n\r\n- [ ] Überbau 🚀\t \r\n'.repeat(9);
    blob(Buffer.from(text));
    expect(await readText(edge().client, repository, sha('a'))).toEqual({ kind: 'text', text });
  });

  test.each([
    ['not-utf-8', Buffer.from([0x23, 0x20, 0xe9, 0x0a])],
    ['has-nul', Buffer.from('a\0b')],
  ])('are unreadable: %s', async (reason, bytes) => {
    blob(bytes);
    expect(await readText(edge().client, repository, sha('a'))).toEqual({ kind: 'unreadable', reason });
  });

  test('larger than a plan may be are not read', async () => {
    blob(Buffer.alloc(1024 * 1024 + 1, 'x'));
    const reading = await readText(edge().client, repository, sha('a'));
    expect(reading).toEqual({ kind: 'unreadable', reason: 'too-large' });
  });
});

test('write-back pull requests are those from this branch of this repository, even if GitHub ignores the filter', async () => {
  const pull = (number: number, ref: string, full_name: string | null) => ({
    number,
    state: 'closed',
    merged_at: null,
    body: null,
    head: { ref, sha: 'abc', repo: full_name === null ? null : { full_name } },
    base: { ref: 'main' },
  });
  nock(API)
    .get(`${REPO}/pulls`)
    .query({ head: 'octo:planwright/1a', state: 'all', per_page: 100 })
    .reply(
      200,
      [
        pull(1, 'planwright/1a', 'Octo/App'),
        pull(2, 'planwright/1a', 'fork/app'),
        pull(3, 'other', 'octo/app'),
        pull(4, 'planwright/1a', null),
      ],
      json,
    );
  const { pulls } = await readWriteBack(edge().client, repository, { branch: 'planwright/1a', named: [] });
  expect(pulls).toEqual([
    {
      number: 1,
      state: 'closed',
      merged: false,
      body: '',
      headSha: 'abc',
      headRef: 'planwright/1a',
      base: 'main',
    },
  ]);
});

describe('who is who', () => {
  const user = (login: string, id: number) =>
    nock(API)
      .get(`/users/${encodeURIComponent(login)}`)
      .reply(200, { login, id }, json);

  test('an App writes as its bot', async () => {
    nock(API).get('/app').reply(200, { slug: 'planwright', id: 3 }, json);
    user('planwright[bot]', 77);
    const account = await whoAmI({ kind: 'app', app: edge().client, client: edge().client });
    expect(account).toEqual({ id: 77, login: 'planwright[bot]', isOwn: true });
  });

  test('a token says whose it is; an installation’s may not ask by REST', async () => {
    nock(API).get('/user').reply(200, { login: 'mona', id: 5 }, json);
    expect(await whoAmI({ kind: 'token', client: edge().client })).toEqual({ id: 5, login: 'mona' });
    nock(API).get('/user').reply(403, { message: 'Resource not accessible by integration' }, json);
    const viewer = { login: 'github-actions[bot]', databaseId: 41898282 };
    nock(API)
      .post('/graphql', { query: '{viewer{login databaseId}}' })
      .reply(200, { data: { viewer } }, json);
    expect(await whoAmI({ kind: 'token', client: edge().client })).toEqual({
      id: 41898282,
      login: 'github-actions[bot]',
    });
  });

  test('a login that nobody has is said and does not hide the others', async () => {
    nock(API).get('/users/nobody').reply(404, { message: 'Not Found' }, json);
    user('mona', 5);
    const { ids, unknown } = await accountIds(edge().client, ['nobody', 'mona']);
    expect([[...ids], unknown]).toEqual([[['mona', 5]], ['nobody']]);
  });
});
