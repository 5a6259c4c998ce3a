/** What becomes of a plan's write-back: what may be proposed, what people refused, and which way the edits go. */
import { stateWriter } from '../../plan/edit.ts';
import type { Plan } from '../../plan/types.ts';
import { parseWriteBack } from '../state/markers.ts';
import type { ObservedPull, Proposal } from '../types.ts';

/** What a repository lets the write-back do. */
export interface WriteBackPolicy {
  /** `forbidden`: the app may only read the repository's contents. */
  readonly mode: 'pull-request' | 'commit' | 'off' | 'forbidden';
  /** Whether tasks get a link to their issue. */
  readonly links: boolean;
  /** Whether a table without a Status column may get one. */
  readonly columns: boolean;
}

export type WriteBackStep =
  | { readonly kind: 'leave' }
  /** Its edits or the plan's blob changed, or there is none yet. */
  | { readonly kind: 'propose'; readonly pull: ObservedPull | null }
  /** The edits go to the default branch; to a pull request, should the branch take no commits. */
  | { readonly kind: 'commit' }
  /** Nothing is left to edit, or nothing may be. */
  | { readonly kind: 'withdraw'; readonly pull: ObservedPull };

/** The plan and branch that edits are made on. */
export interface WriteBackBase {
  readonly mode: WriteBackPolicy['mode'];
  readonly blob: string;
  /** The default branch. */
  readonly branch: string;
}

/**
 * Which of the proposals this repository wants, and which of those have no place in the plan to be written to.
 *
 * @param text The text that the plan was read from.
 */
export function allowed(
  proposals: readonly Proposal[],
  policy: WriteBackPolicy,
  { plan, text }: { readonly plan: Plan; readonly text: string },
): { readonly wanted: readonly Proposal[]; readonly unwritable: readonly Proposal[] } {
  const wanted = proposals.filter(({ edit }) => policy.links || edit.kind !== 'link');
  if (policy.columns) return { wanted, unwritable: [] };
  const narrowed = wanted.map(withoutColumn);
  const takes = stateWriter(text, plan);
  const isWritable = ({ edit }: Proposal): boolean => edit.kind !== 'state' || takes(edit.line, edit.state);
  return {
    wanted: narrowed.filter(isWritable),
    unwritable: narrowed.filter((proposal) => !isWritable(proposal)),
  };
}

function withoutColumn(proposal: Proposal): Proposal {
  const { edit } = proposal;
  return edit.kind === 'state' ? { ...proposal, edit: { ...edit, addsColumn: false } } : proposal;
}

/** The proposals that people refused, with the pull request they closed unmerged; the app's own closing is none. */
export function refusedProposals(pulls: readonly ObservedPull[]): ReadonlyMap<string, number> {
  const refused = new Map<string, number>();
  for (const { state, merged, body, number } of pulls) {
    const marker = parseWriteBack(body);
    if (state === 'open' || merged || marker === null || marker.withdrawn) continue;
    for (const id of marker.edits) refused.set(id, Math.max(number, refused.get(id) ?? 0));
  }
  return refused;
}

/** The open write-back pull request; the oldest, should there be two. */
export function openPull(pulls: readonly ObservedPull[]): ObservedPull | null {
  return [...pulls].sort((a, b) => a.number - b.number).find(({ state }) => state === 'open') ?? null;
}

/** Ids of the proposals that stand in the open pull request. */
export function openProposals(pulls: readonly ObservedPull[]): ReadonlySet<string> {
  const pull = openPull(pulls);
  return new Set(pull === null ? [] : (parseWriteBack(pull.body)?.edits ?? []));
}

/** Whether a pull request stands in for a commit that the default branch did not take. */
export function standsIn(pull: ObservedPull | null): boolean {
  return pull !== null && parseWriteBack(pull.body)?.protectedBranch === true;
}

/** Decides on the write-back. A pull request is rebuilt only when its edits, the plan's blob or the default branch change. */
export function planWriteBack(
  pulls: readonly ObservedPull[],
  proposals: readonly Proposal[],
  { mode, blob, branch }: WriteBackBase,
): WriteBackStep {
  const pull = openPull(pulls);
  if (mode === 'forbidden') return { kind: 'leave' };
  if (proposals.length === 0 || mode === 'off')
    return pull === null ? { kind: 'leave' } : { kind: 'withdraw', pull };
  if (mode === 'commit' && !standsIn(pull)) return { kind: 'commit' };
  const marker = pull === null ? null : parseWriteBack(pull.body);
  const same =
    marker !== null &&
    marker.blob === blob &&
    pull?.base === branch &&
    marker.edits.join() === proposals.map(({ id }) => id).join();
  return same ? { kind: 'leave' } : { kind: 'propose', pull };
}
