/**
 * Cache of answers for conditional reads: a GET that GitHub answers with 304 does not count against the primary limit
 * (GITHUB-FACTS 2), and a git object by its sha never changes, so it needs no request at all. The least recently used answers
 * are dropped first.
 */

/** An answer, as Octokit hands it out. */
export interface Reply {
  readonly status: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly data: unknown;
}

interface Kept {
  readonly etag: string | null;
  readonly reply: Omit<Reply, 'data'>;
  /** As text, so that callers may change what they get, and its size is known. */
  readonly text: string;
}

/** The kept answers of one installation. */
export interface ReplyCache {
  readonly kept: Map<string, Kept>;
  readonly maxEntries: number;
  readonly maxBytes: number;
  /** Shared with the caches of others. */
  readonly budget: ReplyBudget;
  bytes: number;
}

/** The bytes that several caches may use together. */
export interface ReplyBudget {
  /** The caches that hold answers; the one that kept an answer most recently is last. */
  readonly caches: Set<ReplyCache>;
  readonly maxBytes: number;
  bytes: number;
}

const IMMUTABLE = /\/git\/(?:blobs|trees|commits)\/[0-9a-f]{40}$/;

/** Creates a budget. Each installation has a cache of its own, and a server may have thousands. */
export function createReplyBudget(maxBytes = 32 * 1024 * 1024): ReplyBudget {
  return { caches: new Set(), maxBytes, bytes: 0 };
}

/** An empty cache; entries and bytes bound it, and the budget where there are several. */
export function createReplyCache(
  limits: { readonly maxEntries?: number; readonly maxBytes?: number; readonly budget?: ReplyBudget } = {},
): ReplyCache {
  return {
    kept: new Map(),
    maxEntries: limits.maxEntries ?? 2_000,
    maxBytes: limits.maxBytes ?? 16 * 1024 * 1024,
    budget: limits.budget ?? createReplyBudget(),
    bytes: 0,
  };
}

/** Whether the path names a git object by its sha, so that the answer never changes. */
export function isImmutable(path: string): boolean {
  return IMMUTABLE.test(path);
}

/** The ETag to ask with; null if there is nothing to compare with. */
export function etagOf(cache: ReplyCache, key: string): string | null {
  return cache.kept.get(key)?.etag ?? null;
}

/** The kept answer, as a copy; null if there is none. */
export function recall(cache: ReplyCache, key: string): Reply | null {
  const kept = cache.kept.get(key);
  if (kept === undefined) return null;
  cache.kept.delete(key);
  cache.kept.set(key, kept);
  return { ...kept.reply, headers: { ...kept.reply.headers }, data: JSON.parse(kept.text) as unknown };
}

/** Keeps an answer; drops the oldest ones beyond the bounds. */
export function remember(cache: ReplyCache, key: string, reply: Reply): void {
  const text = asText(reply.data);
  if (reply.status !== 200 || text === null || text.length > cache.maxBytes / 2) return;
  const { etag } = reply.headers;
  drop(cache, key);
  const { data: _, ...rest } = reply;
  cache.kept.set(key, { etag: typeof etag === 'string' ? etag : null, reply: rest, text });
  cache.bytes += text.length;
  cache.budget.bytes += text.length;
  for (const oldest of cache.kept.keys()) {
    if (cache.kept.size <= cache.maxEntries && cache.bytes <= cache.maxBytes) break;
    drop(cache, oldest);
  }
  makeRoom(cache);
}

/** Empties first the caches whose last answer is oldest. */
function makeRoom(newest: ReplyCache): void {
  const { budget } = newest;
  budget.caches.delete(newest);
  budget.caches.add(newest);
  for (const cache of budget.caches) {
    for (const oldest of cache.kept.keys()) {
      if (budget.bytes <= budget.maxBytes) return;
      drop(cache, oldest);
    }
    if (cache.kept.size === 0) budget.caches.delete(cache);
  }
}

function drop(cache: ReplyCache, key: string): void {
  const kept = cache.kept.get(key);
  if (kept === undefined) return;
  cache.bytes -= kept.text.length;
  cache.budget.bytes -= kept.text.length;
  cache.kept.delete(key);
}

// Octokit reads numbers beyond 2^53 as BigInt (GITHUB-FACTS 11), which JSON cannot hold: such an answer is not kept.
function asText(data: unknown): string | null {
  try {
    return JSON.stringify(data) ?? null;
  } catch {
    return null;
  }
}
