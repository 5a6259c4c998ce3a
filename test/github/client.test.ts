import { generateKeyPairSync } from 'node:crypto';
import { Octokit } from '@octokit/rest';
import nock from 'nock';
import { ProbotOctokit } from 'probot';
import { API_VERSION } from '../../src/github/transport/call.ts';
import { instrument, octokitDefaults } from '../../src/github/transport/client.ts';
import { RetryableError, TerminalError } from '../../src/github/transport/errors.ts';
import { createLane } from '../../src/github/transport/lane.ts';
import { createTokenClient } from '../../src/once.ts';
import { API, edge, fakeClock, guardTheEdge, issue, NOW, REPO, replies, silent } from './harness.ts';

guardTheEdge();

const ISSUES = { method: 'post', path: `${REPO}/issues` } as const;
const ISSUE = { method: 'get', path: `${REPO}/issues/1` } as const;
const NEW_ISSUE = { owner: 'octo', repo: 'app', title: 'Ship the parser' };
const ISSUE_1 = { owner: 'octo', repo: 'app', issue_number: 1 };

describe('a write whose answer is unclear', () => {
  test.each([500, 502, 503, 504])(
    'is sent once when GitHub answers %i, and the pass ends',
    async (status) => {
      const { client } = edge();
      const github = replies(ISSUES, [{ status }]);
      const error = await client.rest.issues.create(NEW_ISSUE).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(RetryableError);
      expect((error as Error).message).toContain('POST /repos/octo/app/issues');
      expect(github.sent).toHaveLength(1);
    },
  );

  test('is sent once when the connection breaks', async () => {
    const { client, notes } = edge();
    nock(API).post(`${REPO}/issues`).replyWithError('socket hang up');
    await expect(client.rest.issues.create(NEW_ISSUE)).rejects.toThrow(RetryableError);
    expect(notes).toMatchObject([{ method: 'POST', route: '/repos/{owner}/{repo}/issues', status: 0 }]);
  });

  test('is sent once when no answer comes in time', async () => {
    const { client, notes } = edge({ timeoutMs: 60 });
    nock(API).post(`${REPO}/issues`).delay(400).reply(201, issue(1));
    await expect(client.rest.issues.create(NEW_ISSUE)).rejects.toThrow(RetryableError);
    expect(notes).toHaveLength(1);
  });

  test('is no success when the answer breaks off half-way', async () => {
    const { client } = edge();
    const github = replies(ISSUES, [{ status: 201, body: '{"number": 1' }]);
    await expect(client.rest.issues.create(NEW_ISSUE)).rejects.toThrow(/breaks off/);
    expect(github.sent).toHaveLength(1);
  });
});

describe('a write that GitHub refuses', () => {
  test.each([404, 409, 410, 422])('with %i is sent once and the caller reads the refusal', async (status) => {
    const { client } = edge();
    const github = replies(ISSUES, [{ status, body: { message: 'No' } }]);
    await expect(client.rest.issues.create(NEW_ISSUE)).rejects.toMatchObject({ status });
    expect(github.sent).toHaveLength(1);
  });

  test('by a redirect is not carried to where it points', async () => {
    const { client } = edge();
    replies({ method: 'patch', path: `${REPO}/issues/1` }, [
      { status: 301, headers: { location: `${API}/repositories/9/issues/4` } },
    ]);
    await expect(client.rest.issues.update({ ...ISSUE_1, title: 'x' })).rejects.toMatchObject({
      status: 301,
    });
  });
});

describe('a read whose answer is unclear', () => {
  test('is repeated, with growing pauses, until GitHub answers', async () => {
    const { client, clock } = edge();
    replies(ISSUE, [
      { status: 502 },
      { status: 503 },
      { status: 200, body: '{"num' },
      { status: 200, body: issue(1) },
    ]);
    expect((await client.rest.issues.get(ISSUE_1)).data.number).toBe(1);
    expect(clock.slept).toEqual([1000, 3000, 9000]);
  });

  test('is said as what it is to who waits at a terminal: no rate limit', async () => {
    const waits: string[] = [];
    const onWait = (why: string, ms: number): void => void waits.push(`${why}: ${ms}`);
    const client = createTokenClient({ token: 't', apiUrl: API, clock: fakeClock(), onWait });
    const unknown = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    nock(API).get(`${REPO}/issues/1`).times(3).replyWithError(unknown);
    nock(API).get(`${REPO}/issues/1`).reply(200, { number: 1 });
    await client.rest.issues.get(ISSUE_1);
    expect(waits.at(-1)).toBe('GitHub does not answer (ENOTFOUND): 9000');
  });

  test('ends the pass after three repetitions', async () => {
    const { client } = edge();
    const github = replies(
      ISSUE,
      Array.from({ length: 4 }, () => ({ status: 502 })),
    );
    await expect(client.rest.issues.get(ISSUE_1)).rejects.toThrow(RetryableError);
    expect(github.sent).toHaveLength(4);
  });
});

describe('a rate limit', () => {
  test('with retry-after is waited out to the second, then the request goes again', async () => {
    const { client, clock } = edge();
    const github = replies(ISSUES, [
      { status: 429, headers: { 'retry-after': '37' } },
      { status: 201, body: issue(1) },
    ]);
    await client.rest.issues.create(NEW_ISSUE);
    expect(clock.now() - NOW).toBe(37_000);
    expect(github.sent).toHaveLength(2);
  });

  test('with nothing remaining is waited out to its reset', async () => {
    const { client, clock } = edge();
    const reset = String(NOW / 1000 + 125);
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
    replies(ISSUE, [
      { status: 403, headers },
      { status: 200, body: issue(1) },
    ]);
    await client.rest.issues.get(ISSUE_1);
    expect(clock.now() - NOW).toBe(125_000);
  });

  test('that names no time is waited out for a minute, then for two', async () => {
    const { client, clock } = edge();
    const body = { message: 'You have exceeded a secondary rate limit. Please wait a few minutes.' };
    replies(ISSUES, [
      { status: 403, body },
      { status: 403, body },
      { status: 201, body: issue(1) },
    ]);
    await client.rest.issues.create(NEW_ISSUE);
    expect(clock.slept).toEqual([60_000, 120_000]);
  });

  test('beyond patience ends the pass and says when to come back', async () => {
    const { client } = edge({ patienceMs: 60_000 });
    const github = replies(ISSUES, [{ status: 429, headers: { 'retry-after': '61' } }]);
    await expect(client.rest.issues.create(NEW_ISSUE)).rejects.toMatchObject({
      name: 'RetryableError',
      afterMs: 61_000,
    });
    expect(github.sent).toHaveLength(1);
  });

  test('silences the whole installation while it lasts', async () => {
    const { client, clock, notes } = edge();
    replies(ISSUES, [
      { status: 403, headers: { 'retry-after': '30' } },
      { status: 201, body: issue(2) },
    ]);
    const sentAt: number[] = [];
    nock(API)
      .get(`${REPO}/issues/1`)
      .reply(() => {
        sentAt.push(clock.now() - NOW);
        return [200, issue(1)];
      });
    const create = client.rest.issues.create(NEW_ISSUE);
    while (notes.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([create, client.rest.issues.get(ISSUE_1)]);
    expect(sentAt).toEqual([30_000]);
  });
});

describe('what only a person can change', () => {
  test('a missing permission ends the job and is named', async () => {
    const { client } = edge();
    const headers = { 'x-accepted-github-permissions': 'issues=write' };
    const github = replies(ISSUES, [
      { status: 403, body: { message: 'Resource not accessible by integration' }, headers },
    ]);
    await expect(client.rest.issues.create(NEW_ISSUE)).rejects.toMatchObject({
      name: 'TerminalError',
      permission: 'issues=write',
    });
    expect(github.sent).toHaveLength(1);
  });

  test('bad credentials end the job', async () => {
    const { client } = edge();
    replies(ISSUE, [{ status: 401, body: { message: 'Bad credentials' } }]);
    await expect(client.rest.issues.get(ISSUE_1)).rejects.toThrow(TerminalError);
  });
});

describe('a token that GitHub takes no longer', () => {
  const refused = { status: 401, body: { message: 'Bad credentials' } };
  let renewed: number;
  let client: ReturnType<typeof edge>['client'];
  beforeEach(() => {
    renewed = 0;
    ({ client } = edge({ renew: async () => (renewed += 1) }));
  });

  test('is renewed, and the request is sent again, a write too', async () => {
    const github = replies(ISSUES, [refused, { status: 201, body: issue(3) }]);
    expect((await client.rest.issues.create(NEW_ISSUE)).data.number).toBe(3);
    expect([github.sent.length, renewed]).toEqual([2, 1]);
  });

  test('is renewed once for all requests that were refused together', async () => {
    const all = 6;
    replies(ISSUE, [
      ...Array.from({ length: all }, () => refused),
      ...Array.from({ length: all }, () => ({ status: 200, body: issue(1) })),
    ]);
    await Promise.all(Array.from({ length: all }, () => client.rest.issues.get(ISSUE_1)));
    expect(renewed).toBe(1);
  });

  test('lets the job run again later where the new one is refused, too', async () => {
    const github = replies(ISSUE, [refused, refused]);
    const error = await client.rest.issues.get(ISSUE_1).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(RetryableError);
    expect((error as Error).message).toMatch(/valid credentials for "GET .*", found 401: Bad credentials/);
    expect([github.sent.length, renewed]).toEqual([2, 1]);
  });

  test.each([
    [404, TerminalError],
    [401, RetryableError],
    [502, RetryableError],
  ])('says what becomes of the job where its renewal is answered with %i', async (status, kind) => {
    const octokit = new Octokit({ ...octokitDefaults, log: silent, auth: 'a-token' });
    const path = '/app/installations/5/access_tokens';
    const asked = instrument(octokit, {
      lane: createLane({ clock: fakeClock() }),
      renew: () => octokit.request(`POST ${path}`),
    });
    replies(ISSUE, [refused]);
    replies({ method: 'post', path }, [{ status, body: { message: 'No' } }]);
    await expect(asked.rest.issues.get(ISSUE_1)).rejects.toThrow(kind);
  });
});

describe('reads', () => {
  test('of what has not changed are answered from memory, whatever was done to earlier answers', async () => {
    const { client } = edge();
    const github = replies(ISSUE, [
      { status: 200, body: issue(1, { title: 'As it is' }), headers: { etag: 'W/"one"' } },
      { status: 304, body: '' },
      { status: 304, body: '' },
      { status: 200, body: issue(1, { title: 'Renamed' }), headers: { etag: 'W/"two"' } },
    ]);
    const titles: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      const { data } = await client.rest.issues.get(ISSUE_1);
      titles.push(data.title);
      data.title = 'scribbled over';
    }
    expect(titles).toEqual(['As it is', 'As it is', 'As it is', 'Renamed']);
    const asked = github.sent.map((request) => request.headers['if-none-match']);
    expect(asked).toEqual([undefined, 'W/"one"', 'W/"one"', 'W/"one"']);
  });

  test('of a blob by its sha are asked once', async () => {
    const { client } = edge();
    const sha = 'a'.repeat(40);
    const blob = { sha, content: 'aGk=', encoding: 'base64', size: 2 };
    const github = replies({ method: 'get', path: `${REPO}/git/blobs/${sha}` }, [
      { status: 200, body: blob },
    ]);
    const read = () => client.rest.git.getBlob({ owner: 'octo', repo: 'app', file_sha: sha });
    expect([(await read()).data.content, (await read()).data.content]).toEqual(['aGk=', 'aGk=']);
    expect(github.sent).toHaveLength(1);
  });

  test('name the API version they were written for', async () => {
    const { client } = edge();
    const github = replies(ISSUE, [{ status: 200, body: issue(1) }]);
    await client.rest.issues.get(ISSUE_1);
    expect(github.sent[0]?.headers['x-github-api-version']).toBe(API_VERSION);
  });
});

describe('crowds', () => {
  /** A GitHub that counts what it does at once, and answers reads as soon as there are ten of them. */
  function counting() {
    const now = { GET: 0, POST: 0 };
    const most = { GET: 0, POST: 0 };
    let waiting: (() => void)[] = [];
    const tenReads = (): Promise<void> =>
      new Promise((resolve) => {
        waiting.push(resolve);
        if (waiting.length < 10) return;
        for (const answer of waiting) answer();
        waiting = [];
      });
    const fetch = async (_url: unknown, init?: RequestInit): Promise<Response> => {
      const method = init?.method as 'GET' | 'POST';
      now[method] += 1;
      most[method] = Math.max(most[method], now[method]);
      await (method === 'GET' ? tenReads() : new Promise((resolve) => setImmediate(resolve)));
      now[method] -= 1;
      return Response.json(issue(1), { status: method === 'GET' ? 200 : 201 });
    };
    return { most, fetch: fetch as typeof globalThis.fetch };
  }

  test('of reads go ten at a time, and writes one after another', async () => {
    const { most, fetch } = counting();
    const { client } = edge({ fetch });
    await Promise.all([
      ...Array.from({ length: 40 }, () => client.rest.issues.get(ISSUE_1)),
      ...Array.from({ length: 8 }, () => client.rest.issues.create(NEW_ISSUE)),
    ]);
    expect(most.POST).toBe(1);
    expect(most.GET).toBe(10);
  });

  test('of eighty creates go without a pause; the next waits for the minute to pass', async () => {
    const { fetch } = counting();
    const { client, clock } = edge({ fetch });
    for (let count = 0; count < 80; count += 1) await client.rest.issues.create(NEW_ISSUE);
    expect(clock.slept).toEqual([]);
    await client.rest.issues.create(NEW_ISSUE);
    expect(clock.now() - NOW).toBeGreaterThanOrEqual(60_000);
    expect(clock.now() - NOW).toBeLessThan(65_000);
  });
});

test('an installation token is fetched in the middle of a write without holding it up', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const octokit = new ProbotOctokit({
    ...octokitDefaults,
    auth: { appId: 1, privateKey: pem, installationId: 5 },
  });
  const client = instrument(octokit, { lane: createLane({ clock: fakeClock() }) });
  const token = { token: 'ghs_1_a.b.c', expires_at: '2126-01-01T00:00:00Z', permissions: {} };
  replies({ method: 'post', path: '/app/installations/5/access_tokens' }, [{ status: 201, body: token }]);
  const github = replies(ISSUES, [{ status: 201, body: issue(3) }]);
  expect((await client.rest.issues.create(NEW_ISSUE)).data.number).toBe(3);
  expect(github.sent[0]?.headers['authorization']).toBe('token ghs_1_a.b.c');
});

test('an installation that is gone ends the job, and is not taken for a missing issue', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const octokit = new ProbotOctokit({
    ...octokitDefaults,
    auth: { appId: 1, privateKey: pem, installationId: 5 },
  });
  const client = instrument(octokit, { lane: createLane({ clock: fakeClock() }) });
  replies({ method: 'post', path: '/app/installations/5/access_tokens' }, [
    { status: 404, body: { message: 'Not Found' } },
  ]);
  await expect(client.rest.issues.get(ISSUE_1)).rejects.toThrow(TerminalError);
});
