/** What GitHub refused to write, as data: said to people, and remembered until it is written after all. */

/** A write that GitHub said no to: neither unclear nor a matter of waiting. */
export interface Refusal {
  /** What was asked, without its object: `open an issue for`. Refusals of one kind share it. */
  readonly act: string;
  /** The object, as people read it: `"Ship the parser"`, `#12`. */
  readonly of: string;
  readonly status: number;
  /** GitHub's own words, without what differs from one request to the next. */
  readonly message: string;
  /** The permission that is missing, as GitHub names it, empty where it does not; null where that is not the matter. */
  readonly permission: string | null;
  /** No later pass asks for it again, so that it is said once. */
  readonly isOnce?: true;
}

/** Why a change was not applied, or not whole. */
export interface Undone {
  /** Empty where the change only follows from another one that was refused. */
  readonly refusals: readonly Refusal[];
  /** Whether the issue's own fields, its state among them, stayed as they were. */
  readonly fields: boolean;
}

/** A line of a text that a plan had. */
export interface TextLine {
  readonly blob: string;
  readonly line: number;
}

/** A link between two issues that is still to be set or taken away, by their numbers. */
export interface OwedLink {
  readonly kind:
    'add-sub-issue' | 'move-sub-issue' | 'remove-sub-issue' | 'add-blocked-by' | 'remove-blocked-by';
  /** The sub-issue, or the issue that is blocked. */
  readonly issue: number;
  /** Its parent, or what blocks it. */
  readonly other: number;
}

/**
 * What a plan still owes GitHub, because writes of it were refused. Base and entries have moved on; the refused changes
 * are worked out anew by what stands here, until they are written or no longer called for.
 */
export interface Owed {
  /** Issues, by number: their task as the text had it that they still follow. */
  readonly issues: ReadonlyMap<number, TextLine>;
  /** Milestones, by number: their phase as the text had it that they still follow. */
  readonly milestones: ReadonlyMap<number, TextLine>;
  readonly links: readonly OwedLink[];
}
