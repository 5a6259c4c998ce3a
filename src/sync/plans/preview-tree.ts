/** The files of the default branch as they would be after a pull request is merged. */
import { blobSha } from '../state/hash.ts';
import type { RepositoryFile } from './pairing.ts';

/** A file that a pull request changes. */
export interface ChangedFile {
  readonly path: string;
  /** Where it was before, if it was renamed. */
  readonly previous: string | null;
  readonly status: 'added' | 'changed' | 'removed' | 'renamed';
  /** Blob on the pull request's head. */
  readonly blob: string;
}

/** The three versions of a file: where the two sides parted, the default branch's, the pull request's. Null: no file. */
export interface Versions<Version> {
  readonly base: Version | null;
  readonly ours: Version | null;
  readonly theirs: Version | null;
}

/** What a version of a file holds. */
export type Content =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'unreadable'; readonly reason: string };

/** What a merge makes of one file. */
export type FileMerge =
  /** A blob that is there already, whether or not it can be read. */
  | { readonly kind: 'blob'; readonly blob: string }
  | { readonly kind: 'removed' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'conflict' };

/** Three texts that must be merged line by line. */
export interface TextsToMerge {
  readonly kind: 'texts';
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

export interface MergedTree {
  readonly files: readonly RepositoryFile[];
  /** Texts that no blob of the repository holds yet, by the sha they will have. */
  readonly texts: ReadonlyMap<string, string>;
  /** Paths that both sides changed in the same lines. */
  readonly conflicts: readonly string[];
}

/** The files in which two trees differ, where GitHub does not list them; a file that moved counts as removed and added. */
export function changedFiles(
  before: readonly RepositoryFile[],
  after: readonly RepositoryFile[],
): readonly ChangedFile[] {
  const then = new Map(before.map(({ path, blob }) => [path, blob]));
  const now = new Set(after.map(({ path }) => path));
  return [
    ...after
      .filter(({ path, blob }) => then.get(path) !== blob)
      .map(({ path, blob }) => ({
        path,
        previous: null,
        status: then.has(path) ? ('changed' as const) : ('added' as const),
        blob,
      })),
    ...before
      .filter(({ path }) => !now.has(path))
      .map(({ path, blob }) => ({ path, previous: null, status: 'removed' as const, blob })),
  ];
}

/**
 * The blobs of a file on the three sides, and where it stands after the merge: a file that the default branch moved
 * meanwhile is found by its blob, as git finds it.
 *
 * @param base Files where the two sides parted.
 * @param tree Files of the default branch.
 */
export function versionsOf(
  file: ChangedFile,
  base: readonly RepositoryFile[],
  tree: readonly RepositoryFile[],
): { readonly file: Pick<ChangedFile, 'path' | 'previous'>; readonly versions: Versions<string> } {
  const { path, previous, status, blob } = file;
  const from = previous ?? path;
  const before = blobAt(base, from);
  const versions = {
    base: before,
    ours: blobAt(tree, from),
    theirs: status === 'removed' ? null : blob,
  };
  if (before === null || versions.ours !== null || versions.theirs === null) return { file, versions };
  const moved = tree.find((one) => one.blob === before && blobAt(base, one.path) === null);
  if (moved === undefined) return { file, versions };
  const stays = {
    path: previous === null ? moved.path : path,
    previous: previous === null ? null : moved.path,
  };
  return { file: stays, versions: { ...versions, ours: before } };
}

function blobAt(files: readonly RepositoryFile[], path: string): string | null {
  return files.find((file) => file.path === path)?.blob ?? null;
}

/**
 * What git makes of a file by its blobs alone: where one side left it as it was, the other side's stands, be it text or
 * not. Null where both sides changed it, so that its texts must be compared.
 */
export function mergeBlobs({ base, ours, theirs }: Versions<string>): FileMerge | null {
  const blob = ours === base || ours === theirs ? theirs : theirs === base ? ours : undefined;
  if (blob === undefined) return ours === null || theirs === null ? { kind: 'conflict' } : null;
  return blob === null ? { kind: 'removed' } : { kind: 'blob', blob };
}

/**
 * What git makes of a file that both sides changed. Git merges no binary file. What cannot be read for another reason on
 * one side cannot be read after the merge either, so that side's blob stands for it.
 */
export function mergeContents(
  contents: Versions<Content>,
  blobs: Versions<string>,
): FileMerge | TextsToMerge {
  const { base, ours, theirs } = contents;
  if ([base, ours, theirs].some((one) => one?.kind === 'unreadable' && one.reason === 'has-nul'))
    return { kind: 'conflict' };
  if (theirs?.kind === 'unreadable' && blobs.theirs !== null) return { kind: 'blob', blob: blobs.theirs };
  if (ours?.kind === 'unreadable' && blobs.ours !== null) return { kind: 'blob', blob: blobs.ours };
  const textIn = (content: Content | null): string => (content?.kind === 'text' ? content.text : '');
  return { kind: 'texts', base: textIn(base), ours: textIn(ours), theirs: textIn(theirs) };
}

/**
 * @param tree The default branch's files.
 * @param merges What the merge makes of the files that a pull request changes.
 */
export function mergeTree(
  tree: readonly RepositoryFile[],
  merges: readonly { readonly file: Pick<ChangedFile, 'path' | 'previous'>; readonly merge: FileMerge }[],
): MergedTree {
  const files = new Map(tree.map((file) => [file.path, file]));
  const texts = new Map<string, string>();
  const conflicts: string[] = [];
  for (const { file, merge } of merges) {
    const { path, previous } = file;
    const mode = files.get(previous ?? path)?.mode ?? '100644';
    if (previous !== null) files.delete(previous);
    switch (merge.kind) {
      case 'conflict':
        conflicts.push(path);
        break;
      case 'removed':
        files.delete(path);
        break;
      case 'blob':
        files.set(path, { path, blob: merge.blob, mode });
        break;
      case 'text': {
        const blob = blobSha(merge.text);
        texts.set(blob, merge.text);
        files.set(path, { path, blob, mode });
      }
    }
  }
  return { files: [...files.values()], texts, conflicts };
}
