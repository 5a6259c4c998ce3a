/** Questions about the commit graph: what is reachable, what two commits have in common. */
import { readCommit, type GitStore } from './store.ts';

/** A commit and everything behind it. */
export function ancestors(store: GitStore, start: string): Set<string> {
  const seen = new Set<string>();
  const waiting = [start];
  for (let sha = waiting.pop(); sha !== undefined; sha = waiting.pop()) {
    if (seen.has(sha)) continue;
    seen.add(sha);
    waiting.push(...readCommit(store, sha).parents);
  }
  return seen;
}

/** True when `older` is `newer` or behind it. */
export function isAncestor(store: GitStore, older: string, newer: string): boolean {
  return ancestors(store, newer).has(older);
}

/** The best common ancestor, or undefined for unrelated histories. Of several, the newest. */
export function mergeBase(store: GitStore, one: string, other: string): string | undefined {
  const behindOne = ancestors(store, one);
  const common = [...ancestors(store, other)].filter((sha) => behindOne.has(sha));
  const covered = new Set<string>();
  for (const sha of common) {
    for (const parent of readCommit(store, sha).parents) {
      for (const older of covered.has(parent) ? [] : ancestors(store, parent)) covered.add(older);
    }
  }
  return common
    .filter((sha) => !covered.has(sha))
    .sort((a, b) => committedAt(store, b) - committedAt(store, a))[0];
}

/** Commits reachable from `head` but not from any of `excluded`, newest first and children before parents. */
export function commitsBetween(store: GitStore, head: string, excluded: readonly string[]): string[] {
  const hidden = new Set(excluded.flatMap((sha) => [...ancestors(store, sha)]));
  const shown = new Set([...ancestors(store, head)].filter((sha) => !hidden.has(sha)));
  const children = new Map<string, number>();
  for (const sha of shown) {
    for (const parent of readCommit(store, sha).parents)
      children.set(parent, (children.get(parent) ?? 0) + 1);
  }
  const ready = [...shown].filter((sha) => !children.get(sha));
  const sorted: string[] = [];
  while (ready.length > 0) {
    ready.sort((a, b) => committedAt(store, a) - committedAt(store, b));
    const sha = ready.pop() as string;
    sorted.push(sha);
    for (const parent of readCommit(store, sha).parents) {
      const left = (children.get(parent) ?? 0) - 1;
      children.set(parent, left);
      if (left === 0 && shown.has(parent)) ready.push(parent);
    }
  }
  return sorted;
}

function committedAt(store: GitStore, sha: string): number {
  return readCommit(store, sha).committer.date.getTime();
}
