/** Opening an issue in its place: one request by GraphQL, and what is done where that is refused, unclear, or unknown to the server. */
import nock from 'nock';
import { applyChanges } from '../../src/github/write/apply.ts';
import { CREATE_ISSUE, NODE_IDS } from '../../src/github/documents.ts';
import { RetryableError } from '../../src/github/transport/errors.ts';
import { spliceBlock } from '../../src/sync/state/body-block.ts';
import type { Change, ObservedIssue } from '../../src/sync/types.ts';
import { API, edge, guardTheEdge, issue, REPO, replies, repository, type Edge } from './harness.ts';

guardTheEdge();

const TRACKING = { number: 1, id: 11, nodeId: 'I_1' } as ObservedIssue;
const create = (title: string, more: object = {}): Change => ({
  kind: 'create-issue',
  key: title,
  line: 3,
  title,
  body: `<!-- ${title} -->`,
  labels: ['planwright'],
  assignees: [],
  milestone: null,
  close: null,
  ...more,
});
const put = (title: string): Change => ({
  kind: 'add-sub-issue',
  parent: { kind: 'known', number: 1, id: 11 },
  child: { kind: 'task', key: title },
  replaces: false,
});

function apply({ client }: Edge, changes: readonly Change[]) {
  const observed = { tracking: TRACKING, issues: [], linked: new Map(), milestones: [] };
  return applyChanges(client, repository, changes, { splice: spliceBlock, observed });
}

interface Sent {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** Answers GraphQL in turn, and keeps what was sent. */
function graphql(...answers: readonly (object | number)[]): Sent[] {
  const sent: Sent[] = [];
  for (const answer of answers)
    nock(API)
      .post('/graphql')
      .reply((_, body) => {
        sent.push(body as Sent);
        return typeof answer === 'number' ? [answer, {}] : [200, answer];
      });
  return sent;
}

const end = { hasNextPage: false, endCursor: null };
const ids = (more: object = {}) => ({
  data: {
    repository: {
      id: 'R_1',
      labels: { nodes: [{ id: 'LA_1', name: 'Planwright' }], pageInfo: end },
      milestones: { nodes: [], pageInfo: end },
      assignableUsers: { nodes: [{ id: 'U_1', login: 'Ada' }], pageInfo: end },
      ...more,
    },
  },
});
const made = (number: number) => ({
  data: {
    createIssue: {
      issue: {
        id: `I_${number}`,
        fullDatabaseId: String(5_000_000_000 + number),
        number,
        createdAt: '2026-03-02T00:00:00Z',
        parent: { id: 'I_1' },
        labels: { nodes: [{ name: 'planwright' }] },
      },
    },
  },
});
const refusal = (type: string, message: string) => ({
  data: { createIssue: null },
  errors: [{ type, path: ['createIssue'], message }],
});
const unknownArgument = {
  errors: [
    {
      message: "InputObject 'CreateIssueInput' doesn't accept argument 'parentIssueId'",
      extensions: { code: 'argumentNotAccepted', argumentName: 'parentIssueId' },
    },
  ],
};
const issues = { method: 'post', path: `${REPO}/issues` } as const;
const subIssues = { method: 'post', path: `${REPO}/issues/1/sub_issues` } as const;
const newest = { method: 'get', path: /\/issues\?.*sort=created/ } as const;
const absent = (number: number) => {
  replies({ method: 'get', path: `${REPO}/issues/${number}` }, [{ status: 404 }]);
  replies({ method: 'get', path: REPO }, [{ status: 200, body: { has_discussions: false } }]);
};
const byRest = (number: number, title: string, label = 'planwright') =>
  issue(number, { id: number, node_id: `I_${number}`, title, labels: [{ name: label }] });

test('one request makes it, with what is known by id; what is not known is read once for all', async () => {
  const sent = graphql(ids(), made(2), made(3));
  const changes = [create('Read', { assignees: ['ada'] }), create('Write'), put('Read'), put('Write')];
  const { created, notes, times, undone } = await apply(edge(), changes);
  expect(sent.map(({ query }) => query)).toEqual([NODE_IDS, CREATE_ISSUE, CREATE_ISSUE]);
  expect(sent[1]?.variables).toEqual({
    repositoryId: 'R_1',
    title: 'Read',
    body: '<!-- Read -->',
    labelIds: ['LA_1'],
    assigneeIds: ['U_1'],
    parentIssueId: 'I_1',
  });
  expect([...created.issues]).toEqual([
    ['Read', 2],
    ['Write', 3],
  ]);
  expect(times.get(2)).toEqual({ createdAt: '2026-03-02T00:00:00Z', closedAt: null });
  expect([notes, undone.size]).toEqual([[], 0]);
});

test('a label that is not there is asked for once: its issues are made by REST, which makes the label, too', async () => {
  const sent = graphql(ids());
  const posted = replies(
    issues,
    [2, 3].map((number) => ({ status: 201, body: byRest(number, 'Any', 'odd') })),
  );
  replies(subIssues, [{ status: 201 }, { status: 201 }]);
  const odd = { labels: ['odd'] };
  await apply(edge(), [create('Read', odd), create('Write', odd), put('Read'), put('Write')]);
  expect([sent.length, posted.sent.length]).toEqual([1, 2]);
});

test('a task under a task goes under the issue that was made a moment ago', async () => {
  const sent = graphql(ids(), made(2), {
    data: { createIssue: { issue: { ...made(3).data.createIssue.issue, parent: { id: 'I_2' } } } },
  });
  const under: Change = { ...put('Read tables'), parent: { kind: 'task', key: 'Read' } } as Change;
  await apply(edge(), [create('Read'), create('Read tables'), put('Read'), under]);
  expect(sent[2]?.variables['parentIssueId']).toBe('I_2');
});

test('whoever cannot be assigned is left out and said, and costs no request', async () => {
  const sent = graphql(ids(), made(2));
  const { notes } = await apply(edge(), [create('Read', { assignees: ['ada', 'nobody'] }), put('Read')]);
  expect(sent[1]?.variables['assigneeIds']).toEqual(['U_1']);
  expect(notes).toEqual([{ kind: 'unassignable', number: 2, logins: ['nobody'] }]);
});

test('labels and milestones are read page by page, people beyond the first page by their login', async () => {
  const page = (name: string, endCursor: string | null) => ({
    nodes: [{ id: `LA_${name}`, name }],
    pageInfo: { hasNextPage: endCursor !== null, endCursor },
  });
  const users = { nodes: [], pageInfo: { hasNextPage: true } };
  const sent = graphql(
    ids({ labels: page('a', 'next'), assignableUsers: users }),
    { data: { repository: { assignableUsers: { nodes: [{ id: 'U_2', login: 'grace' }] } } } },
    ids({ labels: page('planwright', null), assignableUsers: users }),
    made(2),
  );
  await apply(edge(), [create('Read', { assignees: ['grace'] }), put('Read')]);
  expect(sent[2]?.variables).toMatchObject({ labels: 'next' });
  expect(sent[3]?.variables).toMatchObject({ labelIds: ['LA_planwright'], assigneeIds: ['U_2'] });
});

describe('a server that is too old', () => {
  test('is asked by REST, and not by GraphQL again for a day', async () => {
    const old = edge();
    const sent = graphql(ids(), unknownArgument);
    replies(
      issues,
      [2, 3].map((number) => ({ status: 201, body: byRest(number, 'Any') })),
    );
    replies(subIssues, [{ status: 201 }, { status: 201 }]);
    await apply(old, [create('Read'), put('Read')]);
    await apply(old, [create('Write'), put('Write')]);
    expect(sent).toHaveLength(2);
    await old.clock.sleep(24 * 3_600_000 + 1);
    graphql(ids(), made(4));
    await apply(old, [create('Rest'), put('Rest')]);
  });
});

describe('a refusal', () => {
  test.each([
    ['NOT_FOUND', "Could not resolve to a node with the global id of 'LA_1'"],
    ['UNPROCESSABLE', 'Parent cannot have more than 100 sub-issues'],
    ['FORBIDDEN', 'Resource not accessible by integration'],
  ])('(%s) is followed by a look, and by REST where the issue is not there', async (type, message) => {
    graphql(ids(), refusal(type, message), ids(), made(3));
    replies(newest, [{ status: 200, body: [issue(1)] }]);
    absent(2);
    replies(issues, [{ status: 201, body: byRest(2, 'Read') }]);
    replies(subIssues, [{ status: 201 }]);
    const changes = [create('Read'), create('Write'), put('Read'), put('Write')];
    const { created } = await apply(edge(), changes);
    expect([...created.issues.values()]).toEqual([2, 3]);
  });

  test('of a request that made the issue all the same leaves no twin', async () => {
    graphql(ids(), refusal('UNPROCESSABLE', 'Sub issue may only have one parent'));
    const there = issue(2, { ...byRest(2, 'Read'), body: '<!-- Read -->' });
    replies(newest, [{ status: 200, body: [there, issue(1)] }]);
    absent(3);
    const linked = replies(subIssues, [{ status: 201 }]);
    const { created } = await apply(edge(), [create('Read'), put('Read')]);
    expect(created.issues.get('Read')).toBe(2);
    expect(linked.sent).toHaveLength(1);
  });

  test('that REST does not share is met three times at most', async () => {
    const titles = ['One', 'Two', 'Three', 'Four', 'Five'];
    const no = refusal('UNPROCESSABLE', 'No');
    const sent = graphql(ids(), no, ids(), no, ids(), no);
    for (const number of [2, 3, 4]) {
      replies(newest, [{ status: 200, body: [issue(number - 1)] }]);
      absent(number);
    }
    const posted = replies(
      issues,
      titles.map((title, index) => ({ status: 201, body: byRest(index + 2, title) })),
    );
    replies(
      subIssues,
      titles.map(() => ({ status: 201 })),
    );
    await apply(edge(), [...titles.map((title) => create(title)), ...titles.map(put)]);
    expect([sent.length, posted.sent.length]).toEqual([6, 5]);
  });
});

describe('an unclear answer ends the pass, which looks first when it runs again', () => {
  test.each([
    [
      'an error without a kind',
      {
        data: { createIssue: null },
        errors: [{ message: 'Something went wrong while executing your query.' }],
      },
    ],
    ['a service that is away', refusal('SERVICE_UNAVAILABLE', 'Away')],
    ['a 502', 502],
  ])('%s', async (_, answer) => {
    const sent = graphql(ids(), answer);
    await expect(apply(edge(), [create('Read'), put('Read')])).rejects.toThrow(RetryableError);
    expect(sent).toHaveLength(2);
  });
});

describe('a rate limit', () => {
  test.each([
    ['named by nothing but words', refusal('UNPROCESSABLE', 'was submitted too quickly'), 60_000],
    [
      'of another kind without a time',
      refusal('RATE_LIMITED', 'You have exceeded a secondary rate limit'),
      60_000,
    ],
  ])('%s is waited out for a minute, and the request goes again', async (_, answer, ms) => {
    const { clock, ...limited } = edge();
    graphql(ids(), answer, made(2));
    await apply({ clock, ...limited }, [create('Read'), put('Read')]);
    expect(clock.slept).toEqual([ms]);
  });

  test('whose hour is used up is waited out to its reset; REST goes on meanwhile', async () => {
    const used = edge();
    graphql(ids());
    const reset = String(used.clock.now() / 1000 + 300);
    const headers = {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': reset,
      'x-ratelimit-resource': 'graphql',
    };
    nock(API).post('/graphql').reply(200, refusal('RATE_LIMITED', 'API rate limit exceeded'), headers);
    graphql(made(2));
    replies({ method: 'get', path: `${REPO}/issues/9` }, [{ status: 200, body: issue(9) }]);
    const done = apply(used, [create('Read'), put('Read')]);
    while (used.notes.length < 2) await new Promise((resolve) => setImmediate(resolve));
    const before = used.clock.now();
    await used.client.rest.issues.get({ owner: 'octo', repo: 'app', issue_number: 9 });
    await done;
    expect(used.clock.slept).toEqual([300_000]);
    expect(before).toBeLessThanOrEqual(used.clock.now());
  });
});
