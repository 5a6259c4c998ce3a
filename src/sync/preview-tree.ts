/** The files of the default branch as they would be after a pull request is merged. */
import { blobSha } from './hash.ts';
import type { TextMerge } from './merge-text.ts';
import type { TreeFile } from './pairing.ts';

/** A file that a pull request changes. */
export interface ChangedFile {
  readonly path: string;
  /** Where it was before, if it was renamed. */
  readonly previous: string | null;
  readonly status: 'added' | 'changed' | 'removed' | 'renamed';
  /** Blob on the pull request's head. */
  readonly blob: string;
}

/** A file that both sides may have changed, and its text as the merge leaves it. */
export interface MergedFile {
  readonly file: ChangedFile;
  readonly merged: TextMerge;
}

export interface MergedTree {
  readonly files: readonly TreeFile[];
  /** Texts that no blob of the repository holds yet, by the sha they will have. */
  readonly texts: ReadonlyMap<string, string>;
  /** Paths that both sides changed in the same lines. */
  readonly conflicts: readonly string[];
}

/**
 * @param tree The default branch's files.
 * @param removed Paths that the pull request removes.
 * @param changed Those it adds, changes or renames.
 */
export function mergeTree(
  tree: readonly TreeFile[],
  removed: readonly string[],
  changed: readonly MergedFile[],
): MergedTree {
  const files = new Map(tree.map((file) => [file.path, file]));
  const texts = new Map<string, string>();
  const conflicts: string[] = [];
  for (const path of removed) files.delete(path);
  for (const { file, merged } of changed) {
    const mode = files.get(file.previous ?? file.path)?.mode ?? '100644';
    if (file.previous !== null) files.delete(file.previous);
    if (merged.kind === 'conflict') {
      conflicts.push(file.path);
      continue;
    }
    const blob = blobSha(merged.text);
    texts.set(blob, merged.text);
    files.set(file.path, { path: file.path, blob, mode });
  }
  return { files: [...files.values()], texts, conflicts };
}
