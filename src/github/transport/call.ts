/** One request on its way: what it is, and the options that it is sent with. */
import type { Headers } from './errors.ts';
import type { GraphqlDocument } from './graphql.ts';
import type { Lane } from './lane.ts';
import type { Cost } from './pacing.ts';
import type { Renewal } from './renewal.ts';
import type { Reply } from './etag.ts';

/**
 * Octokit names no version by itself (GITHUB-FACTS 2 and 12); this is the one that Planwright was written for.
 * `2026-03-10` takes `assignee`, `merge_commit_sha` and `rate` away, none of which is read here (GITHUB-FACTS 12).
 */
export const API_VERSION = '2022-11-28';

/** The part of Octokit's request options that is read or set. */
export interface Options {
  readonly url: string;
  headers: Record<string, string | number | undefined>;
  request?: object;
}

/** A request, and all that sending it takes. */
export interface Call {
  readonly send: () => Promise<Reply>;
  readonly options: Options;
  readonly lane: Lane;
  readonly method: string;
  readonly path: string;
  /** Null for a request by REST. */
  readonly graphql: GraphqlDocument | null;
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

const TOKEN_REQUEST = /\/app\/installations\/\d+\/access_tokens$/;

/** Whether a request fetches the token of an installation. */
export function isForToken(url: string): boolean {
  return TOKEN_REQUEST.test(url);
}

/** Whether a request changes anything, so that it must not be sent twice. */
export function isWrite({ method, graphql }: Pick<Call, 'method' | 'graphql'>): boolean {
  return graphql === null ? method !== 'GET' && method !== 'HEAD' : graphql.isMutation;
}

/** Whether the answer may be kept and compared with the next one: GraphQL has no ETags. */
export function isKept({ method, ownEtag }: Call): boolean {
  return (method === 'GET' || method === 'HEAD') && ownEtag === null;
}

/** Changes the options in place: every inner hook gets the same object, whatever is passed on (before-after-hook, register.js). */
export function prepare({ options, timeoutMs }: Call, etag: string | null): void {
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

/** `/repos/{owner}/{repo}/issues`. Further pages have whole addresses, in which the repository stands by its id. */
export function routeOf(url: string): string {
  if (!url.startsWith('http')) return url;
  return new URL(url).pathname
    .replace(/^\/api(?:\/v3)?(?=\/)/, '')
    .replace(/^\/repositories\/\d+/, '/repos/{owner}/{repo}')
    .replace(/^\/repos\/[^/{]+\/[^/{]+/, '/repos/{owner}/{repo}')
    .replace(/\/(?:\d+|[0-9a-f]{40})(?=\/|$)/g, '/{id}');
}
