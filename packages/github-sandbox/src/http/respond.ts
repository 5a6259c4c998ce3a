/**
 * From a request to the bytes of its answer, by whatever way it came: applies faults and interceptors, does what was asked, keeps
 * the log, puts GitHub's headers to the answer.
 */
import { createHash } from 'node:crypto';
import { ApiError, failure, serverError, type Answer } from './answer.ts';
import type { FaultBook } from './faults.ts';
import { isMutation } from '../graphql/parse.ts';
import { actorOf, identify } from '../world/principal.ts';
import { perform, type Incoming } from '../perform.ts';
import { rateLimitExceeded, resourceOf, type RateLimits } from './rate-limit.ts';
import type { createRouter } from './router.ts';
import { isCacheable, commonHeaders } from './common-headers.ts';
import {
  askedTooSoon,
  heed,
  SECONDARY_LIMIT,
  secondaryExceeded,
  type SecondaryLimits,
} from './secondary-limit.ts';
import type { Interceptor, LoggedRequest, RequestEffect, SandboxRequest } from '../types.ts';
import { fullName, type World } from '../world/world.ts';

/** What answering works with. */
export interface Responders {
  readonly world: World;
  readonly find: ReturnType<typeof createRouter>;
  readonly faults: FaultBook;
  readonly interceptors: ReadonlySet<Interceptor>;
  readonly rateLimits: RateLimits;
  readonly secondaryLimits: SecondaryLimits;
  readonly record: (entry: LoggedRequest) => void;
}

/** A request as it arrived. */
export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

/** What goes back; `cut` is a connection that ends without a word. */
export type Reply =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly bytes: Buffer | undefined;
    }
  | { readonly kind: 'cut' };

/** Asking for a token changes nothing anyone can see. */
const TOKENS = '/app/installations/{installation_id}/access_tokens';

function isWrite(method: string, route: string | undefined, body: unknown): boolean {
  if (route === '/graphql') return isMutation((body as { readonly query?: unknown } | undefined)?.query);
  return !['GET', 'HEAD'].includes(method) && route !== TOKENS;
}

function understand(parts: Responders, { method, url: asked, headers, text }: Asked): Incoming {
  const { world } = parts;
  const url = new URL(asked, world.url);
  const path = url.pathname.replace(/^\/api(?:\/v3(?=\/|$)|(?=\/graphql$))/, '') || '/';
  const principal = attempt(() => identify(world, headers['authorization']));
  const found = attempt(() => parts.find(method === 'HEAD' ? 'GET' : method, byName(world, path)));
  const match = found instanceof ApiError ? undefined : found;
  const body = parseBody(text);
  return {
    principal: found instanceof ApiError ? found : principal,
    route: match?.route,
    params: match?.params ?? {},
    url,
    headers,
    request: {
      method,
      path: path + url.search,
      route: match?.route.template,
      actor: principal instanceof ApiError ? { kind: 'anonymous' } : actorOf(principal),
      isWrite: isWrite(method, match?.route.template, body),
      body,
    },
  };
}

/** Malformed JSON stays a text, which `perform` refuses. */
function parseBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return new SyntaxError('Problems parsing JSON');
  }
}

/** GitHub's redirects after a rename lead to `/repositories/{id}`. */
function byName(world: World, path: string): string {
  return path.replace(/^\/repositories\/(\d+)(?=\/|$)/, (whole, id: string) => {
    const repo = world.repos.get(Number(id));
    return repo ? `/repos/${fullName(repo)}` : whole;
  });
}

function attempt<Value>(work: () => Value): Value | ApiError {
  try {
    return work();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

/** Does what was asked, or what a fault puts in its place. */
export function respond(parts: Responders, asked: Asked): Reply {
  const incoming = understand(parts, asked);
  const { request } = incoming;
  const at = parts.world.now();
  const finish = (answer: Answer | undefined, outcome: { answered: boolean; faulted: boolean }): Reply => {
    parts.record({ ...request, at, status: answer?.status, ...outcome });
    return !answer || !outcome.answered ? { kind: 'cut' } : replyOf(parts, incoming, answer);
  };
  if (intercepted(parts, request, 'before')) return finish(undefined, { answered: false, faulted: true });
  const asking = { principal: incoming.principal, request, now: at };
  const tooSoon = askedTooSoon(parts.secondaryLimits, asking);
  if (tooSoon) return finish(tooSoon.answer, { answered: true, faulted: true });
  const effect = parts.faults.strikeRequest(request);
  const before = effect && effectBefore(effect);
  if (before === 'cut') return finish(undefined, { answered: false, faulted: true });
  if (before) return finish(before, { answered: true, faulted: true });
  const answer =
    rateLimitExceeded(
      parts.rateLimits,
      incoming.principal,
      parts.world.wallClock(),
      resourceOf(request.route),
    ) ??
    secondaryExceeded(parts.secondaryLimits, asking) ??
    attempt(() => performOrExplain(parts.world, incoming));
  const done = onlyIfChanged(incoming, answer instanceof ApiError ? answer.answer : answer);
  if (intercepted(parts, request, 'after') || effect?.kind === 'reply-lost') {
    return finish(done, { answered: false, faulted: false });
  }
  if (effect?.kind === 'error-after') {
    return finish(serverError(effect.status ?? 502), { answered: true, faulted: false });
  }
  return finish(done, { answered: true, faulted: false });
}

/** An error in the sandbox itself is answered with 501, as a missing route is, so that it is not taken for a 500 of GitHub. */
function performOrExplain(world: World, incoming: Incoming): Answer {
  try {
    return perform(world, incoming);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    const { method, path } = incoming.request;
    const why = error instanceof Error ? error.stack : String(error);
    throw failure(501, `The sandbox failed at ${method} ${path}: ${why}`);
  }
}

function intercepted(parts: Responders, request: SandboxRequest, phase: 'before' | 'after'): boolean {
  return [...parts.interceptors].map((interceptor) => interceptor(request, phase)).includes('drop');
}

function effectBefore(effect: RequestEffect): Answer | 'cut' | undefined {
  switch (effect.kind) {
    case 'refused':
      return 'cut';
    case 'error-before':
      return serverError(effect.status ?? 502);
    case 'answer':
      return {
        status: effect.status,
        headers: effect.headers ?? {},
        body: effect.body ?? failure(effect.status, refusalText(effect.status)).answer.body,
      };
    case 'reply-lost':
    case 'error-after':
      return undefined;
  }
}

function refusalText(status: number): string {
  if (status === 403 || status === 429) return SECONDARY_LIMIT;
  return status === 404 ? 'Not Found' : 'Server Error';
}

const JSON_TYPE = 'application/json; charset=utf-8';

function replyOf(parts: Responders, incoming: Incoming, answer: Answer): Reply {
  const bytes = bytesOf(answer);
  const headers = {
    ...commonHeaders(parts, incoming, answer.status),
    ...(bytes ? { 'content-type': answer.raw?.type ?? JSON_TYPE } : {}),
    ...answer.headers,
  };
  const { status } = answer;
  heed(parts.secondaryLimits, { world: parts.world, principal: incoming.principal }, { status, headers });
  return { kind: 'answer', status, headers, bytes: incoming.request.method === 'HEAD' ? undefined : bytes };
}

/** Puts an ETag to a success (to writes, too, as GitHub does), and leaves out what a reader has already. */
function onlyIfChanged({ request, headers: asked }: Incoming, answer: Answer): Answer {
  const bytes = bytesOf(answer);
  if (!isCacheable(answer.status) || bytes === undefined) return answer;
  const etag = etagOf(bytes, answer);
  const headers = { etag, 'cache-control': 'private, max-age=60, s-maxage=60', ...answer.headers };
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isRead && matchesEtag(asked['if-none-match'], etag)) return { status: 304, headers };
  return { status: answer.status, headers, raw: { type: answer.raw?.type ?? JSON_TYPE, bytes } };
}

function bytesOf(answer: Answer): Buffer | undefined {
  if (answer.raw) return answer.raw.bytes;
  return answer.body === undefined ? undefined : Buffer.from(JSON.stringify(answer.body));
}

function etagOf(bytes: Buffer, answer: Answer): string {
  const hash = createHash('sha256')
    .update(bytes)
    .update(answer.headers?.link ?? '');
  return `W/"${hash.digest('hex')}"`;
}

/** Weak comparison, as https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api allows. */
function matchesEtag(sent: string | undefined, etag: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, '');
  return sent !== undefined && sent.split(',').some((tag) => bare(tag) === bare(etag));
}
