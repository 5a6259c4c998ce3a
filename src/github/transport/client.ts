/**
 * Every request to GitHub goes through here. {@link instrument} makes an Octokit do what its own plugins do not (GITHUB-FACTS 2,
 * measured): it never sends a write twice after an unclear answer, waits as long as a rate limit says, and reads conditionally.
 */
import type { Octokit } from '@octokit/rest';
import type { Repository } from '../../sync/types.ts';
import { isForToken, isKept, isWrite, prepare, routeOf, type Call } from './call.ts';
import { isHttpError, noAnswerIn, type Headers } from './errors.ts';
import { etagOf, isImmutable, recall, type Reply } from './etag.ts';
import { documentIn } from './graphql.ts';
import { createLane, inLane, refusedBy, takeTurn, usedUp, wentThrough, type Lane } from './lane.ts';
import { judge, refuse, unauthorized, unclear, type RequestOutcome } from './outcome.ts';
import { costOf, graphqlCostOf } from './pacing.ts';
import { apiIn, usedUpMs } from './rate-limit.ts';
import { createRenewal, type Renewal } from './renewal.ts';

/** What the shell uses of an Octokit; both ProbotOctokit and the Octokit of @octokit/rest have it. */
export type Client = Pick<Octokit, 'rest' | 'paginate' | 'request' | 'graphql'>;

/** Options for every Octokit: its own retry and throttling off, since {@link instrument} does both (GITHUB-FACTS 2). */
export const octokitDefaults = { retry: { enabled: false }, throttle: { enabled: false } } as const;

/** What is reported of every request that was sent. */
export interface RequestNote {
  readonly method: string;
  /** `/repos/{owner}/{repo}/issues`. */
  readonly route: string;
  /** 0 where no answer came. */
  readonly status: number;
  readonly ms: number;
  /** Requests by REST left in the hour; null if GitHub did not say. */
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

const READ_ATTEMPTS = 4;
const TIMEOUT_MS = 20_000;

const lanes = new WeakMap<object, Lane>();

/** Installs the behaviour on an Octokit, once, and returns it as a {@link Client}. */
export function instrument(
  octokit: Client & { readonly hook: Hook },
  options: InstrumentOptions = {},
): Client {
  if (lanes.has(octokit)) return octokit;
  const lane = options.lane ?? createLane();
  lanes.set(octokit, lane);
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const renewal = options.renew === undefined ? null : createRenewal(options.renew);
  octokit.hook.wrap('request', async (send, request) => {
    const { method, url, headers, body } = octokit.request.endpoint.parse(request);
    const { pathname } = new URL(url);
    const graphql = documentIn(pathname, body);
    const call: Call = {
      send: () => send(request) as Promise<Reply>,
      options: request,
      lane,
      method,
      path: pathname,
      graphql,
      doing: `${method} ${pathname}${graphql === null ? '' : ` ${graphql.name}`}`,
      key: `${headers.accept} ${url}`,
      ownEtag: headers['if-none-match'] === undefined ? null : String(headers['if-none-match']),
      cost: graphql === null ? costOf(method, pathname) : graphqlCostOf(graphql.isMutation),
      observe: (status, startedAt, answered) => {
        const ms = lane.clock.now() - startedAt;
        const left = apiIn(answered) === 'rest' ? answered['x-ratelimit-remaining'] : undefined;
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

/** The lane of a client, to ask what there is room for. */
export function laneOf(client: Client): Lane {
  const lane = lanes.get(client);
  if (lane === undefined) throw new Error('Expected a client that was instrumented, found another one.');
  return lane;
}

/** A repository as Octokit's parameters name it. */
export function at(repository: Repository): { owner: string; repo: string } {
  return { owner: repository.owner, repo: repository.name };
}

async function answer(call: Call): Promise<Reply> {
  // The request for a token is sent while the request that needs it holds its place in the lane: waiting for a place would never end.
  if (isForToken(call.path)) {
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
    const { sent, ends } = await takeTurn(lane, { cost, doing, waited });
    const generation = call.renewal?.generation() ?? 0;
    let outcome: RequestOutcome | null = await sendOnce(call);
    if (outcome.kind === 'refused') refusedBy(lane, sent, outcome);
    else if (outcome.kind !== 'unclear') wentThrough(lane, sent);
    ends();
    if (outcome.kind === 'unauthorized' && call.renewal !== null && !isRenewed) {
      isRenewed = true;
      outcome = await renew(call, call.renewal, generation);
      // A request that was refused was not processed, so that sending it again is no repetition.
      if (outcome === null) continue;
    }
    switch (outcome.kind) {
      case 'answered':
        return outcome.reply;
      case 'failed':
        throw outcome.error;
      case 'unauthorized':
        throw unauthorized(call, outcome.cause);
      case 'refused':
        // A refused request was not processed, so that sending it again is no repetition.
        break;
      case 'unclear': {
        const waitMs = outcome.waitMs ?? 1000 * 3 ** (attempt - 1);
        if (isWrite(call) || attempt >= READ_ATTEMPTS || waitMs > lane.patienceMs)
          throw unclear(call, outcome);
        attempt += 1;
        await lane.clock.sleep(waitMs, `GitHub does not answer (${noAnswerIn(outcome.cause)})`);
      }
    }
  }
}

/** Null once there are new credentials; otherwise GitHub's refusal. */
async function renew(call: Call, renewal: Renewal, generation: number): Promise<RequestOutcome | null> {
  try {
    await renewal.renew(generation);
    return null;
  } catch (error) {
    return refuse(call, error);
  }
}

async function sendOnce(call: Call): Promise<RequestOutcome> {
  const { lane, key, ownEtag } = call;
  const startedAt = lane.clock.now();
  try {
    const etag = isKept(call) ? etagOf(lane.cache, key) : ownEtag;
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
    if (kept === null) return refuse(call, error);
    // What was kept is the answer of now, so that its time is now, too.
    return { kind: 'answered', reply: { ...kept, headers: { ...kept.headers, date: headers['date'] } } };
  }
}

function heed(lane: Lane, headers: Headers): void {
  const ms = usedUpMs(headers, lane.clock.now());
  const api = apiIn(headers);
  if (ms !== null && api !== null) usedUp(lane, api, ms);
}
