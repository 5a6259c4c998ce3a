/** What becomes of a plan's write-back pull request. */
import { parseWriteBack } from './markers.ts';
import type { ObservedPull, Proposal } from './types.ts';

export type WriteBackStep =
  | { readonly kind: 'leave' }
  /** Its edits or the plan's blob changed, or there is none yet. */
  | { readonly kind: 'propose'; readonly pull: ObservedPull | null }
  /** Nothing is left to edit. */
  | { readonly kind: 'withdraw'; readonly pull: ObservedPull };

/** Ids of the proposals that people refused: those of pull requests closed unmerged by anyone but the app. */
export function refusedProposals(pulls: readonly ObservedPull[]): ReadonlySet<string> {
  const refused = new Set<string>();
  for (const { state, merged, body } of pulls) {
    const marker = parseWriteBack(body);
    if (state === 'open' || merged || marker === null || marker.withdrawn) continue;
    for (const id of marker.edits) refused.add(id);
  }
  return refused;
}

/** The open write-back pull request; the oldest, should there be two. */
export function openPull(pulls: readonly ObservedPull[]): ObservedPull | null {
  return [...pulls].sort((a, b) => a.number - b.number).find(({ state }) => state === 'open') ?? null;
}

/** Ids of the proposals that stand in the open pull request. */
export function standingProposals(pulls: readonly ObservedPull[]): ReadonlySet<string> {
  const pull = openPull(pulls);
  return new Set(pull === null ? [] : (parseWriteBack(pull.body)?.edits ?? []));
}

/** Decides on the pull request: it is rebuilt only when its edits or the plan's blob change. */
export function planWriteBack(
  pulls: readonly ObservedPull[],
  proposals: readonly Proposal[],
  blob: string,
): WriteBackStep {
  const pull = openPull(pulls);
  if (proposals.length === 0) return pull === null ? { kind: 'leave' } : { kind: 'withdraw', pull };
  const marker = pull === null ? null : parseWriteBack(pull.body);
  const same =
    marker !== null && marker.blob === blob && marker.edits.join() === proposals.map(({ id }) => id).join();
  return same ? { kind: 'leave' } : { kind: 'propose', pull };
}
