/** GitHub's edge for tests: an Octokit as the app uses it, nock in front, and a clock that only sleeping moves. */
import { Octokit } from '@octokit/rest';
import nock from 'nock';
import {
  instrument,
  octokitDefaults,
  type Client,
  type RequestNote,
} from '../../src/github/transport/client.ts';
import { createLane, type LaneClock, type Lane } from '../../src/github/transport/lane.ts';
import type { Repository } from '../../src/sync/types.ts';

export const API = 'https://api.github.com';
export const REPO = '/repos/octo/app';
export const repository: Repository = {
  owner: 'octo',
  name: 'app',
  defaultBranch: 'main',
  url: 'https://github.com/octo/app',
};

export const NOW = Date.parse('2026-11-22T12:00:00Z');

export interface FakeClock extends LaneClock {
  readonly slept: number[];
}

/** Time stands still but for sleeping; two who sleep at once wake up as they would. */
export function fakeClock(start = NOW): FakeClock {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async (ms) => {
      const until = now + ms;
      slept.push(ms);
      await new Promise((resolve) => setImmediate(resolve));
      now = Math.max(now, until);
    },
  };
}

export interface Edge {
  readonly client: Client;
  readonly clock: FakeClock;
  readonly lane: Lane;
  readonly notes: RequestNote[];
}

export const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export function edge(
  options: {
    readonly patienceMs?: number;
    readonly timeoutMs?: number;
    readonly fetch?: typeof fetch;
    readonly renew?: () => Promise<unknown>;
  } = {},
): Edge {
  const clock = fakeClock();
  const { patienceMs, timeoutMs, fetch, renew } = options;
  const lane = createLane({ clock, ...(patienceMs === undefined ? {} : { patienceMs }) });
  const notes: RequestNote[] = [];
  const octokit = new Octokit({
    ...octokitDefaults,
    log: silent,
    auth: 'a-token',
    ...(fetch === undefined ? {} : { request: { fetch } }),
  });
  const client = instrument(octokit, {
    lane,
    onRequest: (note) => notes.push(note),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(renew === undefined ? {} : { renew }),
  });
  return { client, clock, lane, notes };
}

/** What an issue's payload holds of what is read. */
export function issue(
  number: number,
  fields: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    number,
    title: `Issue ${number}`,
    body: '',
    state: 'open',
    state_reason: null,
    created_at: '2026-03-02T00:00:00Z',
    closed_at: null,
    labels: [],
    assignees: [],
    milestone: null,
    user: { id: 7, login: 'planwright[bot]' },
    ...fields,
  };
}

/** Answers in turn and keeps count and bodies of what was sent. */
export function replies(
  on: { readonly method: 'get' | 'post' | 'patch' | 'put' | 'delete'; readonly path: string | RegExp },
  answers: readonly {
    readonly status: number;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  }[],
): {
  readonly sent: {
    readonly path: string;
    readonly body: unknown;
    readonly headers: Record<string, unknown>;
  }[];
} {
  const sent: { path: string; body: unknown; headers: Record<string, unknown> }[] = [];
  for (const answer of answers) {
    const scope = nock(API);
    scope[on.method](on.path).reply(function (path, body) {
      sent.push({ path, body, headers: this.req.headers });
      const headers = { 'content-type': 'application/json; charset=utf-8', ...answer.headers };
      return [answer.status, answer.body === undefined ? '{}' : answer.body, headers] as never;
    });
  }
  return { sent };
}

/** Puts nock between the tests and the world, and fails a test whose expected requests never came. */
export function guardTheEdge(): void {
  beforeEach(() => nock.disableNetConnect());
  afterEach(() => {
    const pending = nock.pendingMocks();
    nock.cleanAll();
    expect(pending).toEqual([]);
  });
  afterAll(() => nock.restore());
}
