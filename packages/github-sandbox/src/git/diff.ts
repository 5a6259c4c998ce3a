/** What changed between two trees, file by file, with renames found the way git finds them. */
import { flattenTree, readBlob, type FileAt, type GitStore } from './store.ts';
import { splitLines } from './line-diff.ts';

/** One changed file. */
export type FileChange =
  | { readonly status: 'added'; readonly path: string; readonly after: FileAt }
  | { readonly status: 'removed'; readonly path: string; readonly before: FileAt }
  | { readonly status: 'modified'; readonly path: string; readonly before: FileAt; readonly after: FileAt }
  | {
      readonly status: 'renamed';
      readonly path: string;
      readonly previousPath: string;
      readonly before: FileAt;
      readonly after: FileAt;
    };

/** Git calls it a rename when at least half of a file is kept. */
const RENAME_SIMILARITY = 0.5;

/** Changed files from one tree to another, in path order. */
export function diffTrees(store: GitStore, oldTree: string, newTree: string): FileChange[] {
  if (oldTree === newTree) return [];
  const before = flattenTree(store, oldTree);
  const after = flattenTree(store, newTree);
  const changes: FileChange[] = [];
  const removed = new Map<string, FileAt>();
  const added = new Map<string, FileAt>();
  for (const [path, file] of before) {
    const now = after.get(path);
    if (!now) removed.set(path, file);
    else if (now.sha !== file.sha || now.mode !== file.mode) {
      changes.push({ status: 'modified', path, before: file, after: now });
    }
  }
  for (const [path, file] of after) if (!before.has(path)) added.set(path, file);
  for (const [previousPath, path] of findRenames(store, removed, added)) {
    const from = removed.get(previousPath) as FileAt;
    const to = added.get(path) as FileAt;
    changes.push({ status: 'renamed', path, previousPath, before: from, after: to });
    removed.delete(previousPath);
    added.delete(path);
  }
  for (const [path, file] of removed) changes.push({ status: 'removed', path, before: file });
  for (const [path, file] of added) changes.push({ status: 'added', path, after: file });
  return changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Pairs of vanished and new paths that are one file, best pairs first. */
export function findRenames(
  store: GitStore,
  removed: ReadonlyMap<string, FileAt>,
  added: ReadonlyMap<string, FileAt>,
): Map<string, string> {
  const candidates: { from: string; to: string; score: number }[] = [];
  for (const [from, before] of removed) {
    for (const [to, after] of added) {
      const score = before.sha === after.sha ? 2 : similarity(store, before, after);
      if (score >= RENAME_SIMILARITY) candidates.push({ from, to, score });
    }
  }
  candidates.sort((a, b) => b.score - a.score);
  const renames = new Map<string, string>();
  const taken = new Set<string>();
  for (const { from, to } of candidates) {
    if (renames.has(from) || taken.has(to)) continue;
    renames.set(from, to);
    taken.add(to);
  }
  return renames;
}

function similarity(store: GitStore, before: FileAt, after: FileAt): number {
  if (before.mode === '160000' || after.mode === '160000') return 0;
  const old = readBlob(store, before.sha).toString('latin1');
  const now = readBlob(store, after.sha).toString('latin1');
  if (old.length === 0 || now.length === 0) return 0;
  const left = new Map<string, number>();
  for (const line of splitLines(old)) left.set(line, (left.get(line) ?? 0) + 1);
  let kept = 0;
  for (const line of splitLines(now)) {
    const count = left.get(line) ?? 0;
    if (count === 0) continue;
    left.set(line, count - 1);
    kept += line.length;
  }
  return kept / Math.max(old.length, now.length);
}
