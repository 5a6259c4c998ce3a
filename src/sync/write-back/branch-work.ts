/**
 * Whose work stands on the branch of a write-back (DESIGN 4, "Own work on the write-back branch"). The app makes one
 * commit there. Its message names the plan, the blob it makes of it, and the blob it made that from:
 *
 * ```
 * Planwright-Plan: 3f2a1c <blob>
 * Planwright-Base: <blob>
 * ```
 *
 * So content, not the message alone, tells the app's commit from one that a person amended or gave a copied message.
 */
import { blobSha } from '../state/hash.ts';
import { mergeText } from './merge-text.ts';
import type {
  BranchCommit,
  BranchContents,
  BranchEdits,
  BranchFile,
  BranchRules,
  BranchOwner,
  PlanId,
} from '../types.ts';

/** The trailers of the app's commit. */
export function branchTrailers(plan: PlanId, { base, made }: BranchEdits): string {
  return `Planwright-Plan: ${plan} ${made}\nPlanwright-Base: ${base}\n`;
}

/** Decides whose work stands on a plan's branch. */
export function branchRules(plan: PlanId): BranchRules {
  return {
    ownerOf: (branch) => ownerOf(plan, branch),
    isMerged: ({ base, ours, made }, blob) => {
      const merged = mergeText(base, ours, made);
      return merged.kind === 'clean' && blobSha(merged.text) === blob;
    },
  };
}

function ownerOf(plan: PlanId, { commits, files }: BranchContents): BranchOwner {
  const merge = commits.findLast(({ parents }) => parents > 1);
  const singles = commits.filter(({ parents }) => parents < 2);
  const foreign = singles.find((commit) => trailersOf(plan, commit) === null);
  // The app puts one commit on a branch, never a second one onto it.
  const [own, ...more] = singles;
  const byPerson = foreign ?? more.at(-1);
  if (byPerson !== undefined) return { kind: 'person', commit: byPerson.sha };
  if (own !== undefined) return ownerOfEdits(plan, { own, merge, files });
  // Merges alone bring nothing that the default branch does not hold.
  return merge === undefined || files.length === 0 ? OWN : { kind: 'person', commit: merge.sha };
}

const OWN: BranchOwner = { kind: 'own' };

/** Decides on one commit that says it is the app's, and on what merges of the default branch made of it. */
function ownerOfEdits(
  plan: PlanId,
  {
    own,
    merge,
    files,
  }: {
    readonly own: BranchCommit;
    readonly merge: BranchCommit | undefined;
    readonly files: readonly BranchFile[];
  },
): BranchOwner {
  const { sha: commit } = merge ?? own;
  const [file, another] = files;
  if (file === undefined || another !== undefined || !file.modified) return { kind: 'person', commit };
  const { made, base } = trailersOf(plan, own) ?? OLDER;
  if (merge === undefined && (made === null || made === file.blob)) return OWN;
  if (made === null) return { kind: 'own-if-merged', commit, file, edits: null, own: own.sha };
  if (base === null) return { kind: 'person', commit };
  return { kind: 'own-if-merged', commit, file, edits: { made, base }, own: own.sha };
}

interface Trailers {
  readonly made: string | null;
  readonly base: string | null;
}

/** What a commit of an older version says, which named the plan only. */
const OLDER: Trailers = { made: null, base: null };

const PLAN_TRAILER = /^Planwright-Plan:[ \t]*(\S+)(?:[ \t]+([0-9a-f]{40}))?[ \t]*\r?$/gm;
const BASE_TRAILER = /^Planwright-Base:[ \t]*([0-9a-f]{40})[ \t]*\r?$/m;

/** What a commit says of itself; null if it is no commit of the app's for this plan. */
function trailersOf(plan: PlanId, { message, byBot }: BranchCommit): Trailers | null {
  const [found, another] = [...message.matchAll(PLAN_TRAILER)];
  if (found === undefined || another !== undefined || found[1] !== plan) return null;
  const made = found[2] ?? null;
  // Without a blob to compare with, an amended text would go unseen, so only a commit that a bot wrote counts.
  if (made === null && !byBot) return null;
  return { made, base: BASE_TRAILER.exec(message)?.[1] ?? null };
}
