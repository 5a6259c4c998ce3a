/** Three-way merges of texts and of trees, with git's idea of what conflicts. */
import { diffTrees, type FileChange } from './diff.ts';
import { flattenTree, readBlob, writeBlob, writeFiles, type FileAt, type GitStore } from './store.ts';
import { diffLines, splitLines, type Hunk } from './line-diff.ts';

/** The merged tree, or the paths that conflict. */
export type TreeMerge =
  { readonly kind: 'clean'; readonly tree: string } | { readonly kind: 'conflict'; readonly paths: string[] };

/** Merge two texts that come from one; undefined when they conflict. Changes that touch are a conflict, as in git. */
export function mergeTexts(base: string, ours: string, theirs: string): string | undefined {
  const baseLines = splitLines(base);
  const ourLines = splitLines(ours);
  const theirLines = splitLines(theirs);
  const ourHunks = diffLines(baseLines, ourLines);
  const theirHunks = diffLines(baseLines, theirLines);
  const merged: string[] = [];
  let position = 0;
  while (ourHunks.length > 0 || theirHunks.length > 0) {
    const region = nextRegion(ourHunks, theirHunks);
    merged.push(baseLines.slice(position, region.start).join(''));
    const mine = regionText(region.ours, region, baseLines, ourLines);
    const yours = regionText(region.theirs, region, baseLines, theirLines);
    if (region.ours.length > 0 && region.theirs.length > 0 && mine !== yours) return undefined;
    merged.push(region.ours.length > 0 ? mine : yours);
    position = region.end;
  }
  return merged.join('') + baseLines.slice(position).join('');
}

interface Region {
  readonly start: number;
  readonly end: number;
  readonly ours: readonly Hunk[];
  readonly theirs: readonly Hunk[];
}

/** Take the first hunk and every hunk of either side that overlaps or touches what is taken. */
function nextRegion(ourHunks: Hunk[], theirHunks: Hunk[]): Region {
  const start = Math.min(ourHunks[0]?.oldStart ?? Infinity, theirHunks[0]?.oldStart ?? Infinity);
  const ours: Hunk[] = [];
  const theirs: Hunk[] = [];
  let end = start;
  for (let grown = true; grown;) {
    grown = false;
    for (const [waiting, taken] of [[ourHunks, ours] as const, [theirHunks, theirs] as const]) {
      while (waiting[0] && waiting[0].oldStart <= end) {
        const hunk = waiting.shift() as Hunk;
        taken.push(hunk);
        end = Math.max(end, hunk.oldEnd);
        grown = true;
      }
    }
  }
  return { start, end, ours, theirs };
}

function regionText(
  hunks: readonly Hunk[],
  region: Region,
  base: readonly string[],
  side: readonly string[],
): string {
  let text = '';
  let position = region.start;
  for (const hunk of hunks) {
    text += base.slice(position, hunk.oldStart).join('') + side.slice(hunk.newStart, hunk.newEnd).join('');
    position = hunk.oldEnd;
  }
  return text + base.slice(position, region.end).join('');
}

/** Merge two trees that come from one, following renames on either side. */
export function mergeTrees(store: GitStore, base: string, ours: string, theirs: string): TreeMerge {
  if (base === theirs || ours === theirs) return { kind: 'clean', tree: ours };
  if (base === ours) return { kind: 'clean', tree: theirs };
  const ourRenames = renamesIn(diffTrees(store, base, ours));
  const theirRenames = renamesIn(diffTrees(store, base, theirs));
  const renames = new Map([...ourRenames, ...theirRenames]);
  const baseFiles = renamed(flattenTree(store, base), renames);
  const ourFiles = renamed(flattenTree(store, ours), theirRenames);
  const theirFiles = renamed(flattenTree(store, theirs), ourRenames);
  const merged = new Map<string, FileAt>();
  const conflicts: string[] = [];
  for (const path of new Set([...ourFiles.keys(), ...theirFiles.keys()])) {
    const result = mergeFile(store, baseFiles.get(path), ourFiles.get(path), theirFiles.get(path));
    if (result === 'conflict') conflicts.push(path);
    else if (result) merged.set(path, result);
  }
  if (conflicts.length > 0) return { kind: 'conflict', paths: conflicts };
  return { kind: 'clean', tree: writeFiles(store, merged) };
}

function renamesIn(changes: readonly FileChange[]): Map<string, string> {
  return new Map(
    changes.flatMap((change) => (change.status === 'renamed' ? [[change.previousPath, change.path]] : [])),
  );
}

function renamed(
  files: ReadonlyMap<string, FileAt>,
  renames: ReadonlyMap<string, string>,
): Map<string, FileAt> {
  return new Map([...files].map(([path, file]) => [renames.get(path) ?? path, file]));
}

function mergeFile(
  store: GitStore,
  base: FileAt | undefined,
  ours: FileAt | undefined,
  theirs: FileAt | undefined,
): FileAt | undefined | 'conflict' {
  if (same(ours, theirs) || same(base, theirs)) return ours;
  if (same(base, ours)) return theirs;
  if (!base || !ours || !theirs) return 'conflict';
  const contents = [base, ours, theirs].map((file) => store.blobs.get(file.sha)?.toString('utf8'));
  const [before, mine, yours] = contents;
  if (before === undefined || mine === undefined || yours === undefined) return 'conflict';
  if (contents.some((content) => content?.includes('\0'))) return 'conflict';
  const text = mergeTexts(before, mine, yours);
  if (text === undefined) return 'conflict';
  return {
    mode: ours.mode === base.mode ? theirs.mode : ours.mode,
    sha: writeBlob(store, Buffer.from(text)),
  };
}

function same(one: FileAt | undefined, other: FileAt | undefined): boolean {
  return one?.sha === other?.sha && one?.mode === other?.mode;
}

/** A blob's text, or undefined when git would call it binary (a NUL in its first 8 000 bytes). */
export function blobText(store: GitStore, sha: string): string | undefined {
  const content = readBlob(store, sha);
  return content.subarray(0, 8_000).includes(0) ? undefined : content.toString('utf8');
}
