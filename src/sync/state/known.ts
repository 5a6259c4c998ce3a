/** What earlier passes left of a plan on GitHub, which says what this pass may conclude and do. */
import type { Joins, Phase, Plan } from '../../plan/types.ts';
import type { PlacedTask } from '../../plan/walk.ts';
import type { Entry, Ledger, NextEntry, ObservedIssue, OwedLink, Renamed } from '../types.ts';

/** A tracking issue, and what its first line says. */
export interface Memory {
  readonly tracking: ObservedIssue;
  readonly ledger: Ledger;
  /** The app itself closed the tracking issue, when no task was open. */
  readonly closedByApp: boolean;
  /** Younger tracking issues of the same plan, by a second server; none if absent. */
  readonly duplicates?: readonly ObservedIssue[];
}

/** What is known of a plan. */
export type Known =
  /** Nothing: no issue was made for it yet. */
  | { readonly kind: 'first' }
  /** Its tracking issue; the first sync was cut short, so that some of its issues may be there. */
  | { readonly kind: 'unfinished'; readonly memory: Memory }
  | { readonly kind: 'known'; readonly memory: Memory; readonly base: Base }
  /** It was retired and is taken back: its closed issues open again, even if its text is the same. */
  | { readonly kind: 'returning'; readonly memory: Memory; readonly base: Base }
  /** There was a base once. It cannot be found, or, without a memory, the tracking issue that names it cannot. */
  | { readonly kind: 'lost'; readonly memory: Memory | null };

/** The text that plan and issues last agreed on, and what the ledger remembers of it. */
export interface Base {
  readonly plan: Plan;
  readonly blob: string;
  readonly text: string;
  readonly entries: ReadonlyMap<number, Entry>;
  /** Pairs of lines that are one task though the text alone does not say so; none if absent. */
  readonly same?: Joins['together'];
  /** What dependencies name though their words do not say so, as they are written; none if absent. */
  readonly named?: readonly Renamed[];
  /** What GitHub refused to write since; nothing if absent. */
  readonly owed?: Owing;
}

/** The writes that GitHub refused and that are still to be done, with the texts that issues and milestones still follow. */
export interface Owing {
  /** By number of the issue: its task as the text had it that the issue still follows. */
  readonly tasks: ReadonlyMap<number, PlacedTask>;
  /** By number of the milestone: its phase in the text that the milestone still follows. */
  readonly phases: ReadonlyMap<number, { readonly plan: Plan; readonly phase: Phase }>;
  readonly links: readonly OwedLink[];
}

/** The base, where there is one. */
export function baseOf(known: Known): Base | null {
  return known.kind === 'known' || known.kind === 'returning' ? known.base : null;
}

/** The tracking issue and what it says, where there is one. */
export function memoryOf(known: Known): Memory | null {
  return known.kind === 'first' ? null : known.memory;
}

/** Whether this very text is the base, so that the plan changed nothing. */
export function isBase(known: Known, blob: string): boolean {
  return known.kind === 'known' && known.base.blob === blob;
}

/** The blob of the base that a ledger names; null if it names none. */
export function baseBlob({ base }: Ledger): string | null {
  return base.kind === 'blob' ? base.blob : null;
}

/** The texts that a pass may have been cut short in, newest first, without `blob`, the text that this pass applies. */
export function inFlightBut(known: Known, blob: string): readonly string[] {
  return (memoryOf(known)?.ledger.inFlight ?? []).filter((one) => one !== blob).toReversed();
}

/** Numbers of the issues that entries name. */
export function issuesIn(entries: Iterable<NextEntry['entry']> = []): number[] {
  return [...entries].flatMap((entry) => (entry.kind === 'issue' ? [entry.number] : []));
}
