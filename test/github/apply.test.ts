import nock from 'nock';
import { applyChanges, type ApplyOptions } from '../../src/github/write/apply.ts';
import { RetryableError, TerminalError } from '../../src/github/transport/errors.ts';
import { RefusedError } from '../../src/github/transport/refused.ts';
import { updateTracking } from '../../src/github/write/tracking-issue.ts';
import { spliceBlock } from '../../src/sync/state/body-block.ts';
import type { Change } from '../../src/sync/types.ts';
import { API, edge, guardTheEdge, issue, REPO, replies, repository } from './harness.ts';

guardTheEdge();

const labels = [{ name: 'planwright' }];
const NEW: Extract<Change, { kind: 'create-issue' }> = {
  kind: 'create-issue',
  key: 'k1',
  line: 3,
  title: 'Ship the parser',
  body: 'block',
  labels: ['planwright'],
  assignees: [],
  milestone: null,
  close: null,
};

function apply(changes: readonly Change[], options: Partial<ApplyOptions> = {}) {
  return applyChanges(edge().client, repository, changes, { splice: spliceBlock, ...options });
}

function update(patch: Extract<Change, { kind: 'update-issue' }>['patch']) {
  return apply([{ kind: 'update-issue', number: 5, line: 3, patch }]);
}

const refusal = (field: string, code: string) => ({
  message: 'Validation Failed',
  errors: [{ field, code }],
});
const refused = (act: string, of: string, status: number, message: string) => ({
  act,
  of,
  status,
  message,
  permission: null,
});
const post = (path: string) => ({ method: 'post', path: `${REPO}${path}` }) as const;
const patchOf = (path: string) => ({ method: 'patch', path: `${REPO}${path}` }) as const;

describe('creating', () => {
  test('goes in order: what a milestone got as number, its issues carry', async () => {
    replies(post('/labels'), [{ status: 201 }]);
    const milestones = replies(post('/milestones'), [{ status: 201, body: { number: 4 } }]);
    const issues = replies(post('/issues'), [{ status: 201, body: issue(9, { labels }) }]);
    const { created, finished } = await apply([
      { kind: 'create-label', label: { name: 'backend', color: 'ededed', description: 'Area' } },
      {
        kind: 'create-milestone',
        phase: 'p1',
        title: 'One',
        otherwise: 'One',
        description: 'd',
        due: '2026-12-01',
      },
      { ...NEW, milestone: { phase: 'p1' } },
    ]);
    expect(milestones.sent[0]?.body).toMatchObject({ due_on: '2026-12-01T12:00:00Z' });
    expect(issues.sent[0]?.body).toMatchObject({
      title: 'Ship the parser',
      labels: ['planwright'],
      milestone: 4,
    });
    expect(created.issues.get('k1')).toBe(9);
    expect(finished).toBe(true);
  });

  test('a label that is there already is no failure', async () => {
    replies(post('/labels'), [{ status: 422, body: refusal('name', 'already_exists') }]);
    const label = { name: 'backend', color: 'ededed', description: '' };
    expect((await apply([{ kind: 'create-label', label }])).finished).toBe(true);
  });

  test('a milestone whose title is taken is for the next pass, which looks', async () => {
    replies(post('/milestones'), [{ status: 422, body: refusal('title', 'already_exists') }]);
    const change = {
      kind: 'create-milestone',
      phase: 'p',
      title: 'One',
      otherwise: 'One',
      description: '',
      due: null,
    } as const;
    await expect(apply([change])).rejects.toThrow(RetryableError);
  });

  describe('a milestone whose title is taken', () => {
    const taken = { status: 422, body: refusal('title', 'already_exists') };
    const change: Change = {
      kind: 'create-milestone',
      phase: 'p',
      title: 'Zoo: Birds',
      otherwise: 'Zoo: Birds (aaaaaa)',
      description: '<!-- planwright plan=aaaaaa phase=k -->',
      due: null,
    };
    const listed = (title: string, description: string) =>
      replies({ method: 'get', path: `${REPO}/milestones?state=all&per_page=100` }, [
        {
          status: 200,
          body: [{ number: 3, title, description, state: 'open', due_on: null, open_issues: 0 }],
        },
      ]);

    test("by somebody's, gets the other title, and that is said", async () => {
      const sent = replies(post('/milestones'), [taken, { status: 201, body: { number: 4 } }]);
      listed('ZOO: birds', 'Mine.');
      const { created, notes } = await apply([change]);
      expect(sent.sent[1]?.body).toMatchObject({ title: 'Zoo: Birds (aaaaaa)' });
      expect(created.milestones.get('p')).toBe(4);
      expect(notes).toEqual([
        { kind: 'milestone-renamed', title: 'Zoo: Birds', instead: 'Zoo: Birds (aaaaaa)' },
      ]);
    });

    test('by the very one that another server made meanwhile, is that one', async () => {
      replies(post('/milestones'), [taken]);
      listed('Zoo: Birds', change.kind === 'create-milestone' ? change.description : '');
      const { created, notes } = await apply([change]);
      expect([created.milestones.get('p'), notes]).toEqual([3, []]);
    });

    test('by one that lists do not show yet, is for the next pass', async () => {
      replies(post('/milestones'), [taken]);
      listed('Else', '');
      await expect(apply([change])).rejects.toThrow(RetryableError);
    });
  });

  test('an issue for a task that is over is closed right after', async () => {
    replies(post('/issues'), [{ status: 201, body: issue(9, { labels }) }]);
    const closed = replies(patchOf('/issues/9'), [
      { status: 200, body: issue(9, { closed_at: '2026-03-02T00:00:05Z' }) },
    ]);
    const { times } = await apply([{ ...NEW, close: 'not_planned' }]);
    expect(closed.sent[0]?.body).toEqual({ state: 'closed', state_reason: 'not_planned' });
    expect(times.get(9)).toEqual({ createdAt: '2026-03-02T00:00:00Z', closedAt: '2026-03-02T00:00:05Z' });
  });

  test('one person whom GitHub cannot assign costs neither the issue nor the others', async () => {
    const issues = replies(post('/issues'), [
      { status: 422, body: refusal('assignees', 'invalid') },
      { status: 201, body: issue(9, { labels }) },
    ]);
    const assigned = replies(post('/issues/9/assignees'), [
      { status: 201, body: issue(9, { assignees: [{ login: 'Mona' }] }) },
      { status: 201, body: issue(9, { assignees: [{ login: 'Mona' }] }) },
    ]);
    const { notes } = await apply([{ ...NEW, assignees: ['mona', 'nobody'] }]);
    expect(issues.sent.map(({ body }) => (body as { assignees?: unknown }).assignees)).toEqual([
      ['mona', 'nobody'],
      undefined,
    ]);
    expect(assigned.sent).toHaveLength(2);
    expect(notes).toEqual([{ kind: 'unassignable', number: 9, logins: ['nobody'] }]);
  });

  test('stops after the first issue where labels are dropped silently', async () => {
    const issues = replies(post('/issues'), [{ status: 201, body: issue(9) }]);
    await expect(apply([NEW, { ...NEW, key: 'k2' }])).rejects.toThrow(TerminalError);
    expect(issues.sent).toHaveLength(1);
  });

  test('a burst taken for spam is tried again later', async () => {
    const body = { message: 'Validation failed, or the endpoint has been spammed.' };
    replies(post('/issues'), [{ status: 422, body }]);
    await expect(apply([NEW])).rejects.toThrow(RetryableError);
  });

  test('yields its turn between two changes and says that it is not finished', async () => {
    replies(post('/issues'), [{ status: 201, body: issue(9, { labels }) }]);
    const progress: string[] = [];
    const { created, finished } = await apply([NEW, { ...NEW, key: 'k2' }], {
      shouldYield: (writes) => writes >= 1,
      onProgress: ({ done, total }) => progress.push(`${done} of ${total}`),
    });
    expect([finished, [...created.issues.keys()], progress]).toEqual([false, ['k1'], ['1 of 2']]);
  });
});

describe('updating an issue', () => {
  const block = (words: string) =>
    `<!-- planwright plan=p task=t title=a src=b -->\n${words}\n<!-- /planwright -->`;

  test('is one request for its fields, around words a person typed a moment ago', async () => {
    const body = `Hello from Mona\r\n\r\n${block('old')}\r\nand below`;
    replies({ method: 'get', path: `${REPO}/issues/5` }, [{ status: 200, body: issue(5, { body }) }]);
    const patch = replies(patchOf('/issues/5'), [{ status: 200, body: issue(5) }]);
    await update({
      title: { from: 'a', to: 'b' },
      state: { to: 'closed', reason: 'completed' },
      milestone: null,
      block: block('new'),
    });
    expect(patch.sent.map((request) => request.body)).toEqual([
      {
        title: 'b',
        state: 'closed',
        state_reason: 'completed',
        milestone: null,
        body: `Hello from Mona\r\n\r\n${block('new')}\r\nand below`,
      },
    ]);
  });

  test('is no request where the block already says so', async () => {
    replies({ method: 'get', path: `${REPO}/issues/5` }, [
      { status: 200, body: issue(5, { body: block('new') }) },
    ]);
    expect((await update({ block: block('new') })).finished).toBe(true);
  });

  test('adds and takes labels without touching a person’s', async () => {
    const added = replies(post('/issues/5/labels'), [{ status: 200, body: [] }]);
    const taken = replies({ method: 'delete', path: `${REPO}/issues/5/labels/area%3A%20old` }, [
      { status: 404 },
    ]);
    await update({ addLabels: ['backend'], removeLabels: ['area: old'] });
    expect(added.sent[0]?.body).toEqual({ labels: ['backend'] });
    expect(taken.sent).toHaveLength(1);
  });

  test.each([410, 301])(
    'that a person deleted or moved meanwhile (%i) is passed by and said',
    async (status) => {
      replies(patchOf('/issues/5'), [{ status }]);
      // What a deletion says of itself is asked once more: a write alone may be refused that way.
      if (status === 410) replies({ method: 'get', path: `${REPO}/issues/5` }, [{ status }]);
      replies(patchOf('/issues/6'), [{ status: 200, body: issue(6) }]);
      const title = { from: 'a', to: 'b' };
      const { notes, finished } = await apply([
        { kind: 'update-issue', number: 5, line: 1, patch: { title, addLabels: ['x'] } },
        { kind: 'update-issue', number: 6, line: 2, patch: { title } },
      ]);
      expect([notes, finished]).toEqual([[{ kind: 'issue-gone', number: 5 }], true]);
    },
  );

  test('answered with 404 proves nothing: it is refused, and the rest goes on', async () => {
    const title = { from: 'a', to: 'b' };
    replies(patchOf('/issues/5'), [{ status: 404, body: { message: 'Not Found' } }]);
    const labelled = replies(post('/issues/5/labels'), [{ status: 200, body: [] }]);
    const { undone, finished } = await update({ title, addLabels: ['backend'] });
    expect([labelled.sent.length, finished, [...undone.values()]]).toEqual([
      1,
      true,
      [{ fields: true, refusals: [refused('update', '#5', 404, 'Not Found')] }],
    ]);
    replies({ method: 'get', path: `${REPO}/issues/5` }, [{ status: 404, body: { message: 'Not Found' } }]);
    expect([...(await update({ block: block('new') })).undone.values()]).toEqual([
      { fields: true, refusals: [refused('update', '#5', 404, 'Not Found')] },
    ]);
  });
});

describe('what GitHub refuses', () => {
  const forbidden = { status: 403, body: { message: 'Forbidden' } };
  const unlike = { message: 'Validation Failed', errors: [{ message: 'title is too odd' }] };

  test('leaves everything else to be done, and what follows from it undone without a word', async () => {
    replies(post('/milestones'), [{ status: 422, body: unlike }]);
    const issues = replies(post('/issues'), [
      { status: 201, body: issue(9, { labels }) },
      { status: 451, body: { message: 'Gone legal' } },
      { status: 201, body: issue(11, { labels }) },
    ]);
    const milestone = { phase: 'p1' } as const;
    const changes: Change[] = [
      {
        kind: 'create-milestone',
        phase: 'p1',
        title: 'One',
        otherwise: 'One (2)',
        description: 'd',
        due: null,
      },
      { ...NEW, milestone },
      { ...NEW, key: 'k2', title: 'Rank' },
      { ...NEW, key: 'k3' },
      {
        kind: 'add-blocked-by',
        issue: { kind: 'known', number: 11, id: 1 },
        blocker: { kind: 'task', key: 'k2' },
        look: false,
      },
      { kind: 'update-milestone', milestone, state: 'closed' },
    ];
    const { created, undone, finished } = await apply(changes);
    expect(issues.sent.map(({ body }) => (body as { milestone?: number }).milestone)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([[...created.issues], finished]).toEqual([
      [
        ['k1', 9],
        ['k3', 11],
      ],
      true,
    ]);
    const follows = { refusals: [], fields: false };
    expect(changes.map((change) => undone.get(change))).toEqual([
      {
        fields: false,
        refusals: [refused('make the milestone', '"One"', 422, 'Validation Failed; title is too odd')],
      },
      follows,
      { fields: false, refusals: [refused('open an issue for', '"Rank"', 451, 'Gone legal')] },
      undefined,
      follows,
      follows,
    ]);
  });

  test('of a plan’s tracking issue leaves all of the plan undone', async () => {
    const { sent } = replies(post('/issues'), [forbidden]);
    const tracking: Change = { kind: 'create-tracking-issue', title: 'Plan', body: '', labels: [] };
    const { undone } = await apply([tracking, NEW]);
    expect([sent.length, undone.get(NEW)?.refusals]).toEqual([1, []]);
  });

  test('for a permission that is missing is asked once; for one reason over and over, twenty times', async () => {
    const headers = { 'x-accepted-github-permissions': 'issues=write' };
    const body = { message: 'Resource not accessible by integration' };
    const asked = replies(post('/issues'), [{ status: 403, headers, body }]);
    const many = Array.from({ length: 30 }, (_, index): Change => ({ ...NEW, key: `k${index}` }));
    const denied = new Map();
    const { undone } = await apply(many, { denied });
    expect([asked.sent.length, undone.size, denied.size]).toEqual([1, 30, 1]);
    expect([...undone.values()].at(-1)?.refusals[0]?.permission).toBe('issues=write');
    const others = replies(
      post('/issues'),
      Array.from({ length: 20 }, () => ({ status: 422, body: unlike })),
    );
    expect((await apply(many)).undone.size).toBe(30);
    expect(others.sent).toHaveLength(20);
  });

  test('says no commit and no address, which would differ each time', async () => {
    const message = `${'a'.repeat(40)} is\n\nnot  wanted`;
    replies(post('/issues'), [
      { status: 403, body: { message, documentation_url: 'https://docs.github.com' } },
    ]);
    expect([...(await apply([NEW])).undone.values()][0]?.refusals[0]?.message).toBe('… is not wanted');
  });
});

describe('updating a milestone', () => {
  const change = { kind: 'update-milestone', milestone: { number: 2 } } as const;

  test('sets and clears its date', async () => {
    const sent = replies(patchOf('/milestones/2'), [{ status: 200 }, { status: 200 }]).sent;
    await apply([
      { ...change, due: { from: null, to: '2027-01-31' }, state: 'closed' },
      { ...change, due: { from: '2027-01-31', to: null } },
    ]);
    expect(sent.map(({ body }) => body)).toEqual([
      { due_on: '2027-01-31T12:00:00Z', state: 'closed' },
      { due_on: null },
    ]);
  });

  test('that a person deleted is passed by and said', async () => {
    replies(patchOf('/milestones/2'), [{ status: 404, body: { message: 'Not Found' } }]);
    const { undone, finished } = await apply([{ ...change, state: 'closed' }]);
    const { refusals } = [...undone.values()][0] ?? {};
    expect([finished, refusals]).toEqual([true, [refused('change', 'milestone 2', 404, 'Not Found')]]);
  });
});

describe('the tracking issue', () => {
  const read = (body: string) =>
    replies({ method: 'get', path: `${REPO}/issues/1` }, [{ status: 200, body: issue(1, { body }) }]);

  test('is edited as it is right before the write', async () => {
    read('typed just now');
    const patch = replies(patchOf('/issues/1'), [{ status: 200, body: issue(1) }]);
    const done = await updateTracking(edge().client, repository, 1, { edit: (body) => `${body}!` });
    expect(done).toEqual({ written: true, body: 'typed just now!' });
    expect(patch.sent[0]?.body).toEqual({ body: 'typed just now!' });
  });

  test.each([
    ['says the same', (body: string) => body],
    ['must not be touched', () => null],
  ])('is not written where it %s', async (_, edit) => {
    read('as is');
    expect(await updateTracking(edge().client, repository, 1, { edit })).toEqual({
      written: false,
      body: 'as is',
    });
  });

  test('that is gone is a refusal of this write: the next pass sees why', async () => {
    replies({ method: 'get', path: `${REPO}/issues/1` }, [{ status: 410 }]);
    const writing = updateTracking(edge().client, repository, 1, { edit: (body) => `${body}!` });
    await expect(writing).rejects.toThrow(RefusedError);
  });

  test('is closed in the request that says so in its marker', async () => {
    read('open');
    const { sent } = replies(patchOf('/issues/1'), [{ status: 200, body: issue(1) }]);
    const state = { to: 'closed', reason: 'completed' } as const;
    await updateTracking(edge().client, repository, 1, { edit: () => 'closed', state });
    expect(sent.map(({ body }) => body)).toEqual([
      { body: 'closed', state: 'closed', state_reason: 'completed' },
    ]);
  });
});

test('a create whose answer was lost is sent once and ends the pass', async () => {
  let sent = 0;
  nock(API)
    .post(`${REPO}/issues`)
    .times(3)
    .reply(() => {
      sent += 1;
      return [502, {}];
    });
  await expect(apply([NEW, { ...NEW, key: 'k2' }])).rejects.toThrow(RetryableError);
  expect(sent).toBe(1);
  nock.cleanAll();
});
