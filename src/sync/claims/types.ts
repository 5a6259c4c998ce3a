/**
 * A claim says who works on a task, and until when. It is a ref of its own, `refs/planwright/claims/<issue>`, at a commit
 * whose message is the claim: GitHub creates a ref once, and moves one without force to a descendant only (GITHUB-FACTS 14),
 * so that of many who want a task one wins. Released claims stay, marked; times are GitHub's own (`Date` of its answers).
 */

/** What stands in a claim's commit. */
export interface ClaimRecord {
  readonly issue: number;
  readonly state: ClaimState;
  /** The name that the claimant gave itself. */
  readonly by: string;
  /** When it ends by GitHub's clock, in milliseconds since 1970, whole seconds. */
  readonly until: number;
  /** Chance, so that no two attempts have one sha. */
  readonly nonce: string;
  /** The login that was assigned to the issue with the claim; absent where nobody was. */
  readonly assigned?: string;
}

/** `claimed` while somebody works, `awaiting-merge` once that is done in a branch, `released` when it was given back. */
export type ClaimState = 'claimed' | 'awaiting-merge' | 'released';

/** A claim as GitHub has it. */
export interface Claim extends ClaimRecord {
  /** The commit that the ref is at. */
  readonly sha: string;
}

/** How GitHub answered a write of a ref. */
export type RefWritten =
  | { readonly kind: 'written' }
  /** Nothing was done. */
  | { readonly kind: 'refused'; readonly message: string }
  /** No answer, or none that says whether it was done. */
  | { readonly kind: 'unclear'; readonly reason: string };

/**
 * The ref of one issue's claim. Reading may throw where GitHub does not answer clearly: nothing is concluded from that.
 * `create` makes the ref if there is none; `move` takes it on to a child of where it is.
 */
export interface ClaimRef {
  /** The commit that the ref is at, null if there is no ref; and GitHub's time of the answer, in ms since 1970. */
  read(): Promise<{ readonly sha: string | null; readonly now: number }>;
  /** A commit's message and what it is a child of; null for a first one. */
  show(sha: string): Promise<{ readonly message: string; readonly parent: string | null }>;
  /** Makes a commit, which by itself changes nothing, and returns its sha. */
  commit(message: string, parent: string | null): Promise<string>;
  create(sha: string): Promise<RefWritten>;
  move(sha: string): Promise<RefWritten>;
}
