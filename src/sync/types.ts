/**
 * The terms of a pass, as plain data:
 *
 * - **Observed**: repository, issues, milestones and write-back pull request as read from GitHub now.
 * - **Tracking issue**: the one issue that stands for a plan; its first line holds the plan's memory, a {@link Ledger}.
 * - **Base**: the plan text that plan and issues last agreed on, named by its git blob sha.
 * - **Entry**: what the ledger remembers of one task: line of the base → issue number.
 * - **Change**, **ChangeSet**: what must be done, as data. Computing it does nothing.
 * - **Proposal**: an edit of the plan that the write-back pull request carries, and why.
 */
import type { Joins, Problem, TaskState } from '../plan/types.ts';
import type { Effect } from './effect-types.ts';
import type { Proposal } from './proposal-types.ts';
import type { ObservedIssue, ObservedMilestone, ObservedPull, Unlinked } from './observed.ts';
import type { Owed } from './refused-types.ts';
import type { PhaseKey, TaskKey, Unnumbered } from './key-types.ts';

export type * from './branch-contents.ts';
export type * from './claims/types.ts';
export type * from './effect-types.ts';
export type * from './key-types.ts';
export type * from './observed.ts';
export type * from './proposal-types.ts';
export type * from './refused-types.ts';

/** A plan's id: a short hash of the path it was first synced at. It never changes. */
export type PlanId = string;

export interface PlanFile {
  readonly path: string;
  /** Git blob sha of the text. */
  readonly blob: string;
  readonly text: string;
}

/** What an entry says of a task. */
export type Entry =
  /** Its issue; `unfinished` where GitHub refused a part of what follows its creation. */
  | { readonly kind: 'issue'; readonly number: number; readonly unfinished?: true }
  /** GitHub refused to make its issue: it is looked for, and made, by the next pass. */
  | { readonly kind: 'owed' }
  /** A person deleted or detached its issue: no issue is ever made for this task again. */
  | { readonly kind: 'gone' }
  /** The task was done or dropped when it was first seen, and the config opens no issue for such tasks. */
  | { readonly kind: 'none' };

/** The plan's memory: the first line of its tracking issue. */
export interface Ledger {
  readonly plan: PlanId;
  readonly path: string;
  readonly base: RecordedBase;
  /** By line in the base. */
  readonly entries: ReadonlyMap<number, Entry>;
  /** Pairs of lines of the base that are one task though its text alone does not say so; absent if there are none. */
  readonly same?: Joins['together'];
  /** Dependencies of the base whose words name nothing, since the plan reworded what they name; absent if there are none. */
  readonly named?: readonly NamedLine[];
  /** Id of the held change set that a person confirmed and that is not applied yet. */
  readonly confirmed: string | null;
  /** Id of the change set that waits for a person, as the tracking issue shows it. */
  readonly held?: string;
  readonly retire?: Retire;
  /** What the plan's title begins with on GitHub, since another plan had the same one. */
  readonly prefix?: string;
  /** The plan's label as it was made; absent where that was by a version that put the plan's id into every label. */
  readonly label?: string;
  /** A person said that the tracking issue stands for its plan without its label. */
  readonly unlabelled?: true;
  /** What GitHub refused to write; absent if nothing. */
  readonly owed?: Owed;
  /** Blobs of the texts that passes began to apply since the base, oldest first; absent if none. */
  readonly inFlight?: readonly string[];
  /** Id of the newest comment whose commands were obeyed though GitHub refused the reaction that says so. */
  readonly answered?: number;
}

/** What a dependency names though its words do not say so: by lines of the base. */
export interface NamedLine {
  /** First line of the task that depends. */
  readonly line: number;
  /** Which of its dependencies it is. */
  readonly index: number;
  /** First line of the task, or line of the phase, that it names. */
  readonly target: number;
}

/** A dependency that is read by other words than it is written with. */
export interface Renamed extends NamedLine {
  /** As it is written. */
  readonly written: string;
  /** As it is read. */
  readonly words: string;
}

/** Which text is the base, as far as the tracking issue tells. */
export type RecordedBase =
  | { readonly kind: 'blob'; readonly blob: string }
  /** None: the first sync is unfinished. */
  | { readonly kind: 'unfinished' }
  /** There was one, and it cannot be found any more. */
  | { readonly kind: 'lost' };

/** How far a plan's retirement is. */
export type Retire =
  /** Somebody asked to retire the plan; that waits for a confirmation, and meanwhile nothing of the plan is synced. */
  | { readonly kind: 'asked'; /** Their login, if it is known. */ readonly by?: string }
  /** The plan was retired when its text was this blob; a change of the text takes its issues back. */
  | { readonly kind: 'over'; readonly blob: string }
  /** Somebody asked for the plan back. */
  | { readonly kind: 'back' };

/** What a person must confirm, by how many issues of each kind it touches. */
export interface Held {
  /** What `/plan confirm` takes. */
  readonly id: string;
  /** The base was lost, so that every change waits. */
  readonly lost: boolean;
  /** Closes as completed; counted only where the base was lost. */
  readonly closes: number;
  readonly creates: number;
  readonly drops: number;
  readonly reopens: number;
  /** Renames that were guessed from similar text. */
  readonly guesses: number;
  /** What it would do, issue by issue. */
  readonly effects: readonly Effect[];
}

/** One plan's share of GitHub. */
export interface Observed {
  /** The plan's task issues by trusted creators: by label, by entry, and those found above the newest listed. */
  readonly issues: readonly ObservedIssue[];
  /** Issues that come to the plan, by the line of their task: named by its link and held by no plan, or moved from another plan. */
  readonly linked: ReadonlyMap<number, ObservedIssue>;
  /** Why the issue that a task names is not the task's, by the line of the task. */
  readonly unlinked: ReadonlyMap<number, Unlinked>;
  /** Numbers that entries hold and that GitHub says are gone (410) or elsewhere (301). */
  readonly gone: ReadonlySet<number>;
  readonly milestones: readonly ObservedMilestone[];
  /** Pull requests from its write-back branch, open and closed. */
  readonly pulls: readonly ObservedPull[];
}

export interface Label {
  readonly name: string;
  /** Six hex digits, without `#`. */
  readonly color: string;
  /** At most 100 characters. */
  readonly description: string;
}

export type CloseReason = 'completed' | 'not_planned' | 'duplicate';

/** A field that the app sets, with what it was: for the request and for the words. */
export interface Move<T> {
  readonly from: T;
  readonly to: T;
}

/** Where a task's milestone is: known, or made earlier in the same change set. */
export type MilestoneRef = { readonly number: number } | { readonly phase: PhaseKey };

/** What of an issue changes. A field that is absent stays as it is. */
export interface IssuePatch {
  readonly title?: Move<string>;
  readonly state?: { readonly to: 'open' } | { readonly to: 'closed'; readonly reason: CloseReason };
  /** Null takes the issue out of its milestone. */
  readonly milestone?: MilestoneRef | null;
  readonly addLabels?: readonly string[];
  readonly removeLabels?: readonly string[];
  readonly addAssignees?: readonly string[];
  readonly removeAssignees?: readonly string[];
  /** Name of its type; only where making the issue was cut short before it got one. */
  readonly type?: string;
  /** The app's block, marker included, spliced into the body as it is right before the write; empty to take that of `replaces` out. */
  readonly block?: string;
  readonly unnumbered?: Unnumbered;
  /** The plan that the issue belonged to: its block is taken out of the body. */
  readonly replaces?: PlanId;
}

/** The two kinds of links between issues. GitHub Enterprise Server may know neither. */
export type LinkFeature = 'sub-issues' | 'blocked-by';

/** An end of a link: known, or made earlier in the same change set. The id is null where it is yet to be read. */
export type LinkEnd =
  | { readonly kind: 'known'; readonly number: number; readonly id: number | null }
  | { readonly kind: 'task'; readonly key: TaskKey }
  | { readonly kind: 'tracking' };

/** One write, or one issue's writes. Each is safe to repeat. */
export type Change =
  | { readonly kind: 'create-label'; readonly label: Label }
  | {
      readonly kind: 'create-tracking-issue';
      readonly title: string;
      readonly body: string;
      readonly labels: readonly string[];
      /** Name of its type; absent for none. */
      readonly type?: string;
    }
  | {
      readonly kind: 'create-milestone';
      readonly phase: PhaseKey;
      readonly title: string;
      /** Its title if GitHub says that a milestone of the first one is there already. */
      readonly otherwise: string;
      readonly description: string;
      readonly due: string | null;
    }
  | {
      readonly kind: 'update-milestone';
      /** Known, or made earlier in the same change set (a phase whose tasks are all done when first seen). */
      readonly milestone: MilestoneRef;
      readonly title?: Move<string>;
      readonly due?: Move<string | null>;
      readonly state?: 'open' | 'closed';
      /** The whole description, where the marker in it changes. */
      readonly description?: string;
      /** Line of the phase in the base that title and date were compared with; absent where it was another text. */
      readonly told?: number;
    }
  | {
      readonly kind: 'create-issue';
      readonly key: TaskKey;
      /** Line of the task in the plan this pass read. */
      readonly line: number;
      readonly title: string;
      readonly body: string;
      readonly unnumbered?: Unnumbered;
      readonly labels: readonly string[];
      readonly assignees: readonly string[];
      readonly milestone: MilestoneRef | null;
      /** Name of its type; absent for none. */
      readonly type?: string;
      /** Set where the task was done or dropped when first seen: the issue is closed right after it is made. */
      readonly close: CloseReason | null;
    }
  | {
      readonly kind: 'update-issue';
      readonly number: number;
      readonly line: number | null;
      readonly patch: IssuePatch;
    }
  | {
      readonly kind: 'adopt-issue';
      readonly number: number;
      readonly line: number;
      readonly patch: IssuePatch;
    }
  | {
      readonly kind: 'add-sub-issue';
      readonly parent: LinkEnd;
      readonly child: LinkEnd;
      /** The plan moved the task, so the parent that the issue has is replaced; otherwise an existing parent stays. */
      readonly replaces: boolean;
    }
  | { readonly kind: 'remove-sub-issue'; readonly parent: LinkEnd; readonly child: LinkEnd }
  | {
      readonly kind: 'add-blocked-by';
      readonly issue: LinkEnd;
      readonly blocker: LinkEnd;
      /** The issue is blocked by something already: by which issues is read before the write. */
      readonly look: boolean;
    }
  | { readonly kind: 'remove-blocked-by'; readonly issue: LinkEnd; readonly blocker: LinkEnd };

/** A task's issue: known, or made by a change set under this key. */
export type IssueRef = { readonly number: number } | { readonly key: TaskKey };

/** What a change set leaves of one task: for the report, the ledger and the links in the plan. */
export interface TaskOutcome {
  readonly line: number;
  readonly issue: IssueRef | null;
  /** State of the issue once the change set is applied; the task's own where it has no issue. */
  readonly state: TaskState;
  /** Which task of the base it is was guessed from similar text. */
  readonly guessed: boolean;
}

/** What the ledger will hold for a task once the change set is applied. */
export interface NextEntry {
  readonly line: number;
  readonly entry: Entry | { readonly kind: 'created'; readonly key: TaskKey };
}

export interface ChangeSet {
  /** In the order of application. */
  readonly changes: readonly Change[];
  readonly proposals: readonly Proposal[];
  readonly entries: readonly NextEntry[];
  readonly tasks: readonly TaskOutcome[];
  /** What is wrong with plan and issues now: shown as long as that lasts. */
  readonly problems: readonly Problem[];
  /** What no later pass finds again, such as that plan and issue both had changed: said once. */
  readonly conflicts: readonly Problem[];
  /** Set where this is more than may happen without a person: then the changes make a tracking issue at most. */
  readonly held: Held | null;
}
