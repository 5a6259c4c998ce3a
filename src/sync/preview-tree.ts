/** The files of the default branch as they would be after a pull request is merged. */
import { blobSha } from './hash.ts';
import { mergeText } from './merge-text.ts';
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

/** The three texts of a file that both sides may have changed; a text is null where the file is not there. */
export interface Versions {
  readonly file: ChangedFile;
  readonly base: string | null;
  readonly ours: string | null;
  readonly theirs: string;
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
 * @param versions The texts of those it adds, changes or renames.
 */
export function mergeTree(
  tree: readonly TreeFile[],
  removed: readonly string[],
  versions: readonly Versions[],
): MergedTree {
  const files = new Map(tree.map((file) => [file.path, file]));
  const texts = new Map<string, string>();
  const conflicts: string[] = [];
  for (const path of removed) files.delete(path);
  for (const { file, base, ours, theirs } of versions) {
    const merged = mergeText(base ?? '', ours ?? base ?? '', theirs);
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
