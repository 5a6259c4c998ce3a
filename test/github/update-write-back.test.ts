import nock from 'nock';
import { RetryableError, TerminalError } from '../../src/github/transport/errors.ts';
import { closeWriteBack, updateWriteBack, type WriteBack } from '../../src/github/write/update-write-back.ts';
import { branchRules, branchTrailers } from '../../src/sync/write-back/branch-work.ts';
import { API, edge, guardTheEdge, REPO, replies, repository } from './harness.ts';

guardTheEdge();

const json = { 'content-type': 'application/json' };
const BRANCH = 'planwright/1a-parser';
const BASE = 'b'.repeat(40);
const MADE = 'd'.repeat(40);
const rules = branchRules('1a');
const writeBack: WriteBack = {
  head: { commit: 'head', tree: 'headtree' },
  branch: BRANCH,
  path: 'plans/parser.md',
  text: '\uFEFF# Plan\r\n\r\n- [x] “Überbau” \\ 🚀\t \u2028\r\n',
  message: `Tick one task\n\n${branchTrailers('1a', { base: BASE, made: MADE })}`,
  title: 'Update the plan',
  body: 'One tick.',
  check: {
    title: 'Merging this changes no issue',
    summary: 'One tick.',
    conclusion: 'success',
    annotations: [],
    actions: [],
    // Only an App writes checks.
    account: { id: 3, login: 'ada' },
  },
  rules,
  pull: { number: 12, headSha: 'tip' },
};

interface Commit {
  readonly sha: string;
  readonly message: string;
  readonly parents?: readonly string[];
}

const own: Commit = { sha: 'tip', message: writeBack.message, parents: ['base'] };

function branchHolds(commits: readonly Commit[]): void {
  nock(API)
    .get(`${REPO}/compare/main...${encodeURIComponent(BRANCH)}`)
    .query({ per_page: 100 })
    .reply(
      200,
      {
        merge_base_commit: { sha: 'base' },
        commits: commits.map(({ sha, message, parents = ['base'] }) => ({
          sha,
          commit: { message, author: null, committer: null },
          author: null,
          parents: parents.map((parent) => ({ sha: parent })),
        })),
        files: [{ filename: 'plans/parser.md', sha: MADE, status: 'modified' }],
      },
      json,
    );
}

function branchIsAbsent(): void {
  nock(API)
    .get(`${REPO}/compare/main...${encodeURIComponent(BRANCH)}`)
    .query({ per_page: 100 })
    .reply(404, { message: 'Not Found' }, json);
}

/** Lists end at #11; above it stand these pull requests, which no list shows yet. */
function unlisted(
  ...pulls: readonly { readonly number: number; readonly title: string; readonly body: string }[]
): void {
  nock(API)
    .get(`${REPO}/issues`)
    .query(true)
    .reply(200, [{ number: 11 }], json);
  for (const { number, title, body } of pulls) {
    nock(API).get(`${REPO}/issues/${number}`).reply(200, { number, pull_request: {}, labels: [] }, json);
    const pull = {
      number,
      title,
      body,
      state: 'open',
      merged_at: null,
      head: { ref: BRANCH, sha: 'tip' },
      base: { ref: 'main' },
    };
    nock(API).get(`${REPO}/pulls/${number}`).reply(200, pull, json);
  }
  if (pulls.length > 0) return;
  nock(API).get(`${REPO}/issues/12`).reply(404, { message: 'Not Found' }, json);
}

function branchIsAt(sha: string): void {
  nock(API)
    .get(`${REPO}/git/ref/${encodeURIComponent(`heads/${BRANCH}`)}`)
    .reply(200, { object: { sha } }, json);
}

const post = (path: string) => ({ method: 'post', path: `${REPO}${path}` }) as const;
const REF = `${REPO}/git/refs/${encodeURIComponent(`heads/${BRANCH}`)}`;

function committing() {
  const tree = replies(post('/git/trees'), [{ status: 201, body: { sha: 'newtree' } }]);
  const commit = replies(post('/git/commits'), [{ status: 201, body: { sha: 'newcommit' } }]);
  return { tree, commit };
}

function moves() {
  branchIsAt('tip');
  return replies({ method: 'patch', path: REF }, [{ status: 200, body: {} }]);
}

function patches() {
  return replies({ method: 'patch', path: `${REPO}/pulls/12` }, [{ status: 200, body: { number: 12 } }]);
}

describe('an update', () => {
  test('is one commit on the head the plan was read at, every byte kept, and one move of the branch', async () => {
    branchHolds([own]);
    const { tree, commit } = committing();
    const moved = moves();
    const patched = patches();
    const result = await updateWriteBack(edge().client, repository, { ...writeBack, mode: '100755' });
    expect(result).toMatchObject({ kind: 'updated', number: 12 });
    expect(tree.sent[0]?.body).toEqual({
      base_tree: 'headtree',
      tree: [{ path: 'plans/parser.md', mode: '100755', type: 'blob', content: writeBack.text }],
    });
    expect(commit.sent[0]?.body).toEqual({ message: writeBack.message, tree: 'newtree', parents: ['head'] });
    expect(moved.sent.map(({ body }) => body)).toEqual([{ sha: 'newcommit', force: true }]);
    expect(patched.sent[0]?.body).toEqual({ title: 'Update the plan', body: 'One tick.', base: 'main' });
  });

  test('makes branch and pull request where there are none', async () => {
    branchIsAbsent();
    committing();
    const ref = replies(post('/git/refs'), [{ status: 201, body: {} }]);
    const pull = replies(post('/pulls'), [{ status: 201, body: { number: 30 } }]);
    const fresh = { ...writeBack, pull: null };
    const result = await updateWriteBack(edge().client, repository, fresh);
    expect(result).toEqual({ kind: 'created', number: 30, unchecked: null });
    expect(ref.sent[0]?.body).toEqual({ ref: `refs/heads/${BRANCH}`, sha: 'newcommit' });
    expect(pull.sent[0]?.body).toMatchObject({ head: BRANCH, base: 'main' });
  });

  test('looks whose commits they are where a branch turns out to exist', async () => {
    branchIsAbsent();
    committing();
    replies(post('/git/refs'), [{ status: 422, body: { message: 'Reference already exists' } }]);
    branchHolds([{ sha: 'tip', message: 'My own words' }]);
    nock(API).get(`${REPO}/pulls`).query(true).reply(200, [], json);
    const result = await updateWriteBack(edge().client, repository, { ...writeBack, pull: null });
    expect(result).toEqual({ kind: 'blocked-by-person', number: null, commit: 'tip' });
  });

  test('of a plan that was never written back makes the branch without a look at it', async () => {
    committing();
    replies(post('/git/refs'), [{ status: 201, body: {} }]);
    replies(post('/pulls'), [{ status: 201, body: { number: 30 } }]);
    const first = { ...writeBack, pull: null, isFirst: true };
    const result = await updateWriteBack(edge().client, repository, first);
    expect(result).toEqual({ kind: 'created', number: 30, unchecked: null });
  });

  test('of such a plan looks at the branch where it is there all the same, and commits once', async () => {
    const { commit } = committing();
    replies(post('/git/refs'), [{ status: 422, body: { message: 'Reference already exists' } }]);
    branchHolds([{ sha: 'tip', message: 'My own words' }]);
    nock(API).get(`${REPO}/pulls`).query(true).reply(200, [], json);
    const first = { ...writeBack, pull: null, isFirst: true };
    const result = await updateWriteBack(edge().client, repository, first);
    expect(result).toEqual({ kind: 'blocked-by-person', number: null, commit: 'tip' });
    expect(commit.sent).toHaveLength(1);
  });

  test('does not hide a pull request that is there already behind a second one', async () => {
    branchHolds([own]);
    unlisted();
    tipHolds('older', writeBack.text);
    committing();
    moves();
    replies(post('/pulls'), [
      { status: 422, body: { message: 'A pull request already exists for octo:x.' } },
    ]);
    await expect(updateWriteBack(edge().client, repository, { ...writeBack, pull: null })).rejects.toThrow(
      RetryableError,
    );
  });

  test('finds the pull request that lists do not show yet, and writes nothing where it says the same', async () => {
    branchHolds([own]);
    unlisted({ number: 12, title: writeBack.title, body: writeBack.body });
    const result = await updateWriteBack(edge().client, repository, { ...writeBack, pull: null });
    expect(result).toMatchObject({ kind: 'updated', number: 12 });
  });

  test('brings the pull request that lists do not show yet to what it should say', async () => {
    branchHolds([own]);
    unlisted({ number: 12, title: 'Older', body: 'Older.' });
    committing();
    moves();
    const patched = patches();
    await updateWriteBack(edge().client, repository, { ...writeBack, pull: null });
    expect(patched.sent[0]?.body).toMatchObject({ title: writeBack.title });
  });

  test('that a rule of the repository forbids waits for a person', async () => {
    branchIsAbsent();
    committing();
    replies(post('/git/refs'), [{ status: 422, body: { message: 'Repository rule violations found' } }]);
    const fresh = { ...writeBack, pull: null };
    await expect(updateWriteBack(edge().client, repository, fresh)).rejects.toThrow(TerminalError);
  });
});

/** What the commit at the branch's tip makes of the plan. */
function tipHolds(parent: string, text: string): void {
  nock(API)
    .get(`${REPO}/git/commits/tip`)
    .reply(200, { sha: 'tip', parents: [{ sha: parent }] }, json);
  if (parent !== writeBack.head.commit) return;
  const content = Buffer.from(text).toString('base64');
  nock(API)
    .get(`${REPO}/contents/${encodeURIComponent(writeBack.path)}`)
    .query({ ref: 'tip' })
    .reply(200, { content, encoding: 'base64' }, json);
}

describe('where GitHub opens no pull request for this account', () => {
  const message = 'GitHub Actions is not permitted to create or approve pull requests.';
  const refusal = [{ status: 403, body: { message } }];
  const fresh: WriteBack = { ...writeBack, pull: null };

  test('the edits stay on the branch', async () => {
    branchIsAbsent();
    committing();
    replies(post('/git/refs'), [{ status: 201, body: {} }]);
    replies(post('/pulls'), refusal);
    expect(await updateWriteBack(edge().client, repository, fresh)).toEqual({
      kind: 'no-pulls',
      number: null,
    });
  });

  test('a later pass commits nothing anew, and opens the pull request once it may', async () => {
    branchHolds([own]);
    unlisted();
    tipHolds(writeBack.head.commit, writeBack.text);
    replies(post('/pulls'), [{ status: 201, body: { number: 30 } }]);
    expect(await updateWriteBack(edge().client, repository, fresh)).toEqual({
      kind: 'created',
      number: 30,
      unchecked: null,
    });
  });

  test('a later pass with other edits moves the branch first', async () => {
    branchHolds([own]);
    unlisted();
    tipHolds(writeBack.head.commit, 'Older edits');
    committing();
    moves();
    replies(post('/pulls'), refusal);
    expect(await updateWriteBack(edge().client, repository, fresh)).toMatchObject({ kind: 'no-pulls' });
  });
});

describe('a person on the branch', () => {
  test('stops the app there, with nothing touched', async () => {
    branchHolds([own, { sha: 'mine', message: 'Fix a typo', parents: ['tip'] }]);
    const result = await updateWriteBack(edge().client, repository, writeBack);
    expect(result).toEqual({ kind: 'blocked-by-person', number: 12, commit: 'mine' });
  });

  test('who only merges the default branch into it does not', async () => {
    branchHolds([own, { sha: 'merge', message: "Merge branch 'main' into x", parents: ['tip', 'newmain'] }]);
    nock(API)
      .get(`${REPO}/contents/${encodeURIComponent(writeBack.path)}`)
      .query({ ref: 'base' })
      .reply(200, { type: 'file', sha: BASE }, json);
    committing();
    branchIsAt('merge');
    replies({ method: 'patch', path: REF }, [{ status: 200, body: {} }]);
    patches();
    expect((await updateWriteBack(edge().client, repository, writeBack)).kind).toBe('updated');
  });

  test('who merges work of their own into it does', async () => {
    branchHolds([
      own,
      { sha: 'mine', message: 'Work', parents: ['base'] },
      { sha: 'merge', message: "Merge branch 'work' into x", parents: ['tip', 'mine'] },
    ]);
    expect((await updateWriteBack(edge().client, repository, writeBack)).kind).toBe('blocked-by-person');
  });

  test('who pushes while the app is at work keeps their commit', async () => {
    branchHolds([own]);
    committing();
    branchIsAt('pushed-just-now');
    await expect(updateWriteBack(edge().client, repository, writeBack)).rejects.toThrow(/pushed-just-now/);
  });

  test('whose pull request was squashed into the default branch does not stop the next one', async () => {
    branchHolds([own, { sha: 'mine', message: 'Fix a typo', parents: ['tip'] }]);
    const head = { ref: BRANCH, sha: 'mine', repo: { full_name: 'octo/app' } };
    const merged = {
      number: 12,
      state: 'closed',
      merged_at: '2026-01-01T00:00:00Z',
      body: '',
      head,
      base: { ref: 'main' },
    };
    nock(API).get(`${REPO}/pulls`).query(true).reply(200, [merged], json);
    committing();
    branchIsAt('mine');
    replies({ method: 'patch', path: REF }, [{ status: 200, body: {} }]);
    replies(post('/pulls'), [{ status: 201, body: { number: 13 } }]);
    const result = await updateWriteBack(edge().client, repository, { ...writeBack, pull: null });
    expect(result).toMatchObject({ kind: 'created', number: 13 });
  });
});

describe('closing', () => {
  const closing = () =>
    replies({ method: 'patch', path: `${REPO}/pulls/12` }, [
      { status: 200, body: { number: 12, head: { ref: BRANCH } } },
    ]);

  test('says in one request that the app did it, and takes its branch along', async () => {
    const closed = closing();
    branchHolds([own]);
    const deleted = replies({ method: 'delete', path: REF }, [{ status: 204 }]);
    await closeWriteBack(edge().client, repository, { number: 12, branch: BRANCH, rules, body: 'withdrawn' });
    expect(closed.sent[0]?.body).toEqual({ body: 'withdrawn', state: 'closed' });
    expect(deleted.sent).toHaveLength(1);
  });

  test('leaves a branch with a person’s commits, and its pull request', async () => {
    branchHolds([own, { sha: 'mine', message: 'Fix a typo', parents: ['tip'] }]);
    let deleted = 0;
    nock(API)
      .delete(REF)
      .optionally()
      .reply(() => {
        deleted += 1;
        return [204];
      });
    const pull = { number: 12, branch: BRANCH, rules, body: 'withdrawn' };
    const result = await closeWriteBack(edge().client, repository, pull);
    expect([result, deleted]).toEqual([{ kind: 'blocked-by-person', commit: 'mine' }, 0]);
  });
});
