/** What stands on the branch of a write-back, and whose it is, as plain data. */

/** A commit that the default branch does not hold. */
export interface BranchCommit {
  readonly sha: string;
  readonly message: string;
  /** How many parents it has: two for a merge. */
  readonly parents: number;
  /** A bot wrote it, and no person committed it anew, as an amend or a rebase does. */
  readonly byBot: boolean;
}

/** A file that differs between two commits. */
export interface BranchFile {
  readonly path: string;
  /** Its blob in the newer one. */
  readonly blob: string;
  /** The file is in both commits, under this path. */
  readonly modified: boolean;
}

/** What stands on a branch beyond the default branch. */
export interface BranchContents {
  /** Oldest first. */
  readonly commits: readonly BranchCommit[];
  /** Files that differ between the tip of the branch and its merge base with the default branch. */
  readonly files: readonly BranchFile[];
}

/** Whose work stands on a branch. */
export type BranchOwner =
  | { readonly kind: 'own' }
  | { readonly kind: 'person'; readonly commit: string }
  /** The app's, if the file holds what merging the app's edits with the default branch gives; else a person's. */
  | {
      readonly kind: 'own-if-merged';
      /** Whose it is if not the app's. */
      readonly commit: string;
      readonly file: BranchFile;
      /** Null where the app's commit names no blobs, as those of older versions: then the commit's own change is read. */
      readonly edits: BranchEdits | null;
      /** The app's commit. */
      readonly own: string;
    };

/** The edits of the app's commit: the plan's blob before and after. */
export interface BranchEdits {
  readonly base: string;
  readonly made: string;
}

/** The texts of a merge of the app's edits with the default branch. */
export interface MergedTexts {
  readonly base: string;
  readonly made: string;
  /** The default branch's. */
  readonly ours: string;
}

/** Decides whose work stands on the branch of one plan. */
export interface BranchRules {
  readonly ownerOf: (branch: BranchContents) => BranchOwner;
  /** Whether a blob is exactly what merging these texts gives, so that no person added anything. */
  readonly isMerged: (texts: MergedTexts, blob: string) => boolean;
}
