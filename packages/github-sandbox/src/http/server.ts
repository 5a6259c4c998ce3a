/** The HTTP server: reads requests, applies faults and interceptors, keeps the log, writes answers with GitHub's headers. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ApiError, failure, serverError, type Answer } from './answer.ts';
import type { FaultBook } from './faults.ts';
import { isMutation } from '../graphql/parse.ts';
import type { GitWire } from '../git/wire.ts';
import { actorOf, identify } from '../world/principal.ts';
import { perform, type Incoming } from '../perform.ts';
import { rateLimitExceeded, resourceOf, type RateLimits } from './rate-limit.ts';
import type { createRouter } from './router.ts';
import { isCacheable, standingHeaders } from './standing-headers.ts';
import {
  askedTooSoon,
  heed,
  SECONDARY_LIMIT,
  secondaryExceeded,
  type SecondaryLimits,
} from './secondary-limit.ts';
import type { Interceptor, LoggedRequest, RequestEffect, SandboxRequest } from '../types.ts';
import { fullName, type World } from '../world/world.ts';

/** What the server works with. */
export interface ServerParts {
  readonly world: World;
  readonly find: ReturnType<typeof createRouter>;
  readonly faults: FaultBook;
  readonly interceptors: ReadonlySet<Interceptor>;
  readonly rateLimits: RateLimits;
  readonly secondaryLimits: SecondaryLimits;
  readonly record: (entry: LoggedRequest) => void;
  readonly git: GitWire;
}

/** An HTTP server for the parts; the caller makes it listen. */
export function createApiServer(parts: ServerParts): Server {
  return createServer((message, response) => {
    if (parts.git.isFor(message.url)) return void parts.git.serve(message, response);
    readBody(message)
      .then((text) => serve(parts, understand(parts, message, text), message, response))
      .catch(() => message.socket.destroy());
  });
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Asking for a token changes nothing anyone can see. */
const TOKENS = '/app/installations/{installation_id}/access_tokens';

function isWrite(method: string, route: string | undefined, body: unknown): boolean {
  if (route === '/graphql') return isMutation((body as { readonly query?: unknown } | undefined)?.query);
  return !['GET', 'HEAD'].includes(method) && route !== TOKENS;
}

function understand(parts: ServerParts, message: IncomingMessage, text: string): Incoming {
  const { world } = parts;
  const method = message.method ?? 'GET';
  const url = new URL(message.url ?? '/', world.url);
  const path = url.pathname.replace(/^\/api(?:\/v3(?=\/|$)|(?=\/graphql$))/, '') || '/';
  const principal = attempt(() => identify(world, message.headers.authorization));
  const found = attempt(() => parts.find(method === 'HEAD' ? 'GET' : method, byName(world, path)));
  const match = found instanceof ApiError ? undefined : found;
  const body = parseBody(text);
  return {
    principal: found instanceof ApiError ? found : principal,
    route: match?.route,
    params: match?.params ?? {},
    url,
    headers: Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [name, value?.toString()]),
    ),
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

function serve(
  parts: ServerParts,
  incoming: Incoming,
  message: IncomingMessage,
  response: ServerResponse,
): void {
  const { request } = incoming;
  const at = parts.world.now();
  const finish = (answer: Answer | undefined, outcome: { answered: boolean; faulted: boolean }) => {
    parts.record({ ...request, at, status: answer?.status, ...outcome });
    if (!answer || !outcome.answered) message.socket.destroy();
    else send(parts, incoming, answer, response);
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
  finish(done, { answered: true, faulted: false });
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

function intercepted(parts: ServerParts, request: SandboxRequest, phase: 'before' | 'after'): boolean {
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

function send(parts: ServerParts, incoming: Incoming, answer: Answer, response: ServerResponse): void {
  const bytes = bytesOf(answer);
  const headers = {
    ...standingHeaders(parts, incoming, answer.status),
    ...(bytes ? { 'content-type': answer.raw?.type ?? JSON_TYPE } : {}),
    ...answer.headers,
  };
  const { status } = answer;
  heed(parts.secondaryLimits, { world: parts.world, principal: incoming.principal }, { status, headers });
  response.writeHead(status, headers);
  response.end(incoming.request.method === 'HEAD' ? undefined : bytes);
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
