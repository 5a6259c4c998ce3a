/**
 * Every request to GitHub goes through here. {@link instrument} makes an Octokit do what its own plugins do not (GITHUB-FACTS 2,
 * measured): it never sends a write twice after an unclear answer, waits as long as a rate limit says, and reads conditionally.
 */
import type { Octokit } from '@octokit/rest';
import type { Repository } from '../../sync/types.ts';
import { httpError, isHttpError, RetryableError, TerminalError, type Headers } from './errors.ts';
import { etagOf, isImmutable, recall, remember, type Reply } from './etag.ts';
import { ban, createLane, inLane, takeTurn, type Lane } from './lane.ts';
import { costOf, type Cost } from './pacing.ts';
import { retryWaitMs, usedUpMs } from './rate-limit.ts';
import { createRenewal, type Renewal } from './renewal.ts';

/** What the shell uses of an Octokit; both ProbotOctokit and the Octokit of @octokit/rest have it. */
export type Client = Pick<Octokit, 'rest' | 'paginate' | 'request'>;

/** Options for every Octokit: its own retry and throttling off, since {@link instrument} does both (GITHUB-FACTS 2). */
export const octokitDefaults = { retry: { enabled: false }, throttle: { enabled: false } } as const;

/** Octokit names no version by itself (GITHUB-FACTS 2 and 12); this is the one that Planwright was written for. */
export const API_VERSION = '2022-11-28';

/** What is reported of every request that was sent. */
export interface RequestNote {
  readonly method: string;
  /** `/repos/{owner}/{repo}/issues`. */
  readonly route: string;
  /** 0 where no answer came. */
  readonly status: number;
  readonly ms: number;
  /** Requests left in the hour; null if GitHub did not say. */
  readonly remaining: number | null;
}

/** What {@link instrument} takes. */
export interface InstrumentOptions {
  /** The installation's lane; every client of one installation must share it. */
  readonly lane?: Lane;
  readonly onRequest?: (note: RequestNote) => void;
  readonly timeoutMs?: number;
  /** Fetches new credentials after a 401: the request is sent again with them; if GitHub refuses these, too, the job runs again later. */
  readonly renew?: () => Promise<unknown>;
}

type Hook = Octokit['hook'];

/** The part of Octokit's request options that is read or set. */
interface Options {
  readonly url: string;
  headers: Record<string, string | number | undefined>;
  request?: object;
}

interface Call {
  readonly send: () => Promise<Reply>;
  readonly options: Options;
  readonly lane: Lane;
  readonly method: string;
  readonly path: string;
  readonly doing: string;
  readonly key: string;
  /** The ETag that the caller compares with, if it keeps answers itself; null for the lane's cache. */
  readonly ownEtag: string | null;
  readonly cost: Cost;
  readonly observe: (status: number, startedAt: number, headers: Headers) => void;
  readonly timeoutMs: number;
  /** Null if only a person can provide other credentials. */
  readonly renewal: Renewal | null;
}

type Outcome =
  | { readonly kind: 'answered'; readonly reply: Reply }
  | { readonly kind: 'refused'; readonly waitMs: number }
  | { readonly kind: 'unclear'; readonly waitMs: number | null; readonly cause: unknown }
  | { readonly kind: 'unauthorized'; readonly cause: Error }
  | { readonly kind: 'failed'; readonly error: unknown };

const READ_ATTEMPTS = 4;
const TIMEOUT_MS = 20_000;
const TOKEN_REQUEST = /\/app\/installations\/\d+\/access_tokens$/;

const instrumented = new WeakSet<object>();

/** Installs the behaviour on an Octokit, once, and returns it as a {@link Client}. */
export function instrument(
  octokit: Client & { readonly hook: Hook },
  options: InstrumentOptions = {},
): Client {
  if (instrumented.has(octokit)) return octokit;
  instrumented.add(octokit);
  const lane = options.lane ?? createLane();
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const renewal = options.renew === undefined ? null : createRenewal(options.renew);
  octokit.hook.wrap('request', async (send, request) => {
    const { method, url, headers } = octokit.request.endpoint.parse(request);
    const { pathname } = new URL(url);
    const call: Call = {
      send: () => send(request) as Promise<Reply>,
      options: request,
      lane,
      method,
      path: pathname,
      doing: `${method} ${pathname}`,
      key: `${headers.accept} ${url}`,
      ownEtag: headers['if-none-match'] === undefined ? null : String(headers['if-none-match']),
      cost: costOf(method, pathname),
      observe: (status, startedAt, answered) => {
        const ms = lane.clock.now() - startedAt;
        const left = answered['x-ratelimit-remaining'];
        const remaining = left === undefined ? null : Number(left);
        options.onRequest?.({ method, route: routeOf(request.url), status, ms, remaining });
      },
      timeoutMs,
      renewal,
    };
    return (await answer(call)) as Awaited<ReturnType<typeof send>>;
  });
  return octokit;
}

/** A repository as Octokit's parameters name it. */
export function at(repository: Repository): { owner: string; repo: string } {
  return { owner: repository.owner, repo: repository.name };
}

async function answer(call: Call): Promise<Reply> {
  // The request for a token is sent while the request that needs it holds its place in the lane: waiting for a place would never end.
  if (TOKEN_REQUEST.test(call.path)) {
    prepare(call, null);
    return call.send();
  }
  const known = call.method === 'GET' && isImmutable(call.path) ? recall(call.lane.cache, call.key) : null;
  if (known !== null) return known;
  return inLane(call.lane, isWrite(call), () => attempts(call));
}

async function attempts(call: Call): Promise<Reply> {
  const { lane, doing, cost } = call;
  const waited = { ms: 0 };
  let isRenewed = false;
  for (let attempt = 1; ;) {
    await takeTurn(lane, { cost, doing, waited });
    const generation = call.renewal?.generation() ?? 0;
    let outcome: Outcome | null = await sendOnce(call);
    if (outcome.kind === 'unauthorized' && call.renewal !== null && !isRenewed) {
      isRenewed = true;
      outcome = await renew(call, call.renewal, generation);
      // A request that was refused was not processed, so that sending it again is no repetition.
      if (outcome === null) continue;
    }
    switch (outcome.kind) {
      case 'answered':
        lane.refusals = 0;
        return outcome.reply;
      case 'failed':
        throw outcome.error;
      case 'unauthorized':
        throw unauthorized(call, outcome.cause);
      case 'refused':
        // A refused request was not processed, so that sending it again is no repetition.
        lane.refusals += 1;
        ban(lane, outcome.waitMs);
        break;
      case 'unclear': {
        const waitMs = outcome.waitMs ?? 1000 * 3 ** (attempt - 1);
        if (isWrite(call) || attempt >= READ_ATTEMPTS || waitMs > lane.patienceMs)
          throw unclear(call, outcome);
        attempt += 1;
        await lane.clock.sleep(waitMs);
      }
    }
  }
}

function unclear(
  call: Call,
  outcome: { readonly waitMs: number | null; readonly cause: unknown },
): RetryableError {
  const found = outcome.cause instanceof Error ? outcome.cause.message : String(outcome.cause);
  const expected = `Expected a clear answer to "${call.doing}", found: ${found}`;
  const meaning = isWrite(call) ? ' It may or may not have been done; the next pass looks first.' : '';
  return new RetryableError(expected + meaning, { afterMs: outcome.waitMs, cause: outcome.cause });
}

/** Null once there are new credentials; otherwise GitHub's refusal. */
async function renew(call: Call, renewal: Renewal, generation: number): Promise<Outcome | null> {
  try {
    await renewal.renew(generation);
    return null;
  } catch (error) {
    return refuse(call, error);
  }
}

function unauthorized({ doing, renewal }: Call, cause: Error): Error {
  const message = `Expected valid credentials for "${doing}", found 401: ${cause.message}`;
  return renewal === null
    ? new TerminalError(message, { cause })
    : new RetryableError(`${message} (new credentials were refused, too)`, { cause });
}

async function sendOnce(call: Call): Promise<Outcome> {
  const { lane, key, ownEtag } = call;
  const startedAt = lane.clock.now();
  try {
    const etag = isWrite(call) ? null : (ownEtag ?? etagOf(lane.cache, key));
    prepare(call, etag);
    const reply = await call.send();
    call.observe(reply.status, startedAt, reply.headers);
    heed(lane, reply.headers);
    return judge(call, reply);
  } catch (error) {
    const status = isHttpError(error) && error.response !== undefined ? error.status : 0;
    const headers = isHttpError(error) ? (error.response?.headers ?? {}) : {};
    call.observe(status, startedAt, headers);
    heed(lane, headers);
    const kept = status === 304 && ownEtag === null ? recall(lane.cache, key) : null;
    return kept === null ? refuse(call, error) : { kind: 'answered', reply: kept };
  }
}

function heed(lane: Lane, headers: Headers): void {
  const ms = usedUpMs(headers, lane.clock.now());
  if (ms !== null) ban(lane, ms);
}

// Changes the options in place: every inner hook gets the same object, whatever is passed on (before-after-hook, register.js).
function prepare({ options, timeoutMs }: Call, etag: string | null): void {
  const { 'if-none-match': _, ...headers } = options.headers;
  options.headers = { ...headers, 'x-github-api-version': API_VERSION };
  if (etag !== null) options.headers['if-none-match'] = etag;
  options.request = {
    // A redirected POST becomes a GET and a redirected PATCH lands in another repository (fetch standard): never follow
    // unless asked.
    redirect: 'manual',
    ...options.request,
    signal: AbortSignal.timeout(timeoutMs),
  };
}

function judge(call: Call, reply: Reply): Outcome {
  if (reply.status >= 300) {
    const message = `Moved: "${call.doing}" is now at ${String(reply.headers['location'])}`;
    return { kind: 'failed', error: httpError({ ...reply, message }) };
  }
  // Octokit returns the part of a body that arrived before it broke off as a string (@octokit/request, fetch-wrapper.ts).
  const type = String(reply.headers['content-type'] ?? '');
  if (typeof reply.data === 'string' && type.includes('json') && reply.status !== 204) {
    return { kind: 'unclear', waitMs: null, cause: new Error('an answer that breaks off') };
  }
  if (!isWrite(call) && call.ownEtag === null) remember(call.lane.cache, call.key, reply);
  return { kind: 'answered', reply };
}

function refuse(call: Call, error: unknown): Outcome {
  if (!isHttpError(error)) return { kind: 'failed', error };
  const headers = error.response?.headers ?? {};
  const found = `found ${error.status}: ${error.message}`;
  const isToken = TOKEN_REQUEST.test(error.request?.url ?? '');
  if (error.status >= 500) {
    const told = Number(headers['retry-after']);
    return { kind: 'unclear', waitMs: told > 0 ? told * 1000 : null, cause: error };
  }
  if (error.status === 403 || error.status === 429) {
    const waitMs = retryWaitMs(error, { now: call.lane.clock.now(), refusals: call.lane.refusals });
    if (waitMs !== null) return { kind: 'refused', waitMs };
    const permission = headers['x-accepted-github-permissions'];
    const named = permission === undefined ? null : String(permission);
    const expected = `Expected to be allowed "${call.doing}"${named === null ? '' : ` (permission ${named})`}`;
    const message = `${expected}, ${found}`;
    return { kind: 'failed', error: new TerminalError(message, { permission: named, cause: error }) };
  }
  if (error.status === 401) return { kind: 'unauthorized', cause: error };
  if (isToken) {
    const message = `Expected a token for this installation, ${found}`;
    return { kind: 'failed', error: new TerminalError(message, { cause: error }) };
  }
  return { kind: 'failed', error };
}

function isWrite(call: Call): boolean {
  return call.method !== 'GET' && call.method !== 'HEAD';
}

// Further pages have whole addresses, in which the repository stands by its id.
function routeOf(url: string): string {
  if (!url.startsWith('http')) return url;
  return new URL(url).pathname
    .replace(/^\/api\/v3/, '')
    .replace(/^\/repositories\/\d+/, '/repos/{owner}/{repo}')
    .replace(/^\/repos\/[^/{]+\/[^/{]+/, '/repos/{owner}/{repo}')
    .replace(/\/(?:\d+|[0-9a-f]{40})(?=\/|$)/g, '/{id}');
}
