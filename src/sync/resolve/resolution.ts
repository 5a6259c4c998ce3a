/** Input and result of tying the tasks of a plan to their issues. */
import type { Plan, Task } from '../../plan/types.ts';
import type { RememberedLines } from '../match/joins.ts';
import type { PlacedTask } from '../../plan/walk.ts';
import type { TaskMarker } from '../state/markers.ts';
import type { Match } from '../match/match.ts';
import type { Known } from '../state/known.ts';
import type { Duplicate } from './duplicates.ts';
import type { Entry, Observed, ObservedIssue, PlanId, TaskKey } from '../types.ts';

/** What a task of the plan is tied to. */
export type Tie =
  /** Held by an entry, or found by its marker: an issue the app may write to. */
  | { readonly kind: 'issue'; readonly issue: ObservedIssue; readonly marker: TaskMarker }
  /** Linked from the plan and held by nobody, or moved here from another plan, whose marker it carries: to be adopted. */
  | { readonly kind: 'adopt'; readonly issue: ObservedIssue; readonly from: TaskMarker | null }
  /** Held by an entry, but its issue carries no marker of this plan by a trusted creator: nothing may be written to it. */
  | { readonly kind: 'foreign'; readonly number: number }
  /** A person deleted or moved the issue away: no issue is ever made for this task again. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'none-needed' }
  /** Its line only names an issue, and it cannot be that issue: none is made for it. */
  | { readonly kind: 'unadopted' }
  /** In the base without an entry: the rules of the pass that wrote the base read no task there, today's rules do. */
  | { readonly kind: 'newly-seen' }
  /** A known task whose line is a look-alike now: it keeps what its entry says, and nothing is done to its issue. */
  | {
      readonly kind: 'look-alike';
      /** Null for a look-alike that was never a task: no resolution holds it. */
      readonly entry: Entry | null;
      /** The issue that the entry names, where it can be seen. */
      readonly held: ObservedIssue | null;
    }
  | { readonly kind: 'new' };

export interface ResolvedTask {
  readonly placed: PlacedTask;
  readonly task: Task;
  readonly key: TaskKey;
  /** The task in the base; null if the base does not know it. */
  readonly base: PlacedTask | null;
  /** Its base task was guessed from similar text. */
  readonly guessed: boolean;
  readonly tie: Tie;
  /**
   * GitHub refused a write to its issue before: then `base` is the task in the text that the issue still follows, or null
   * where the issue was not made completely.
   */
  readonly owed?: true;
  /** Its issue was found by title, and nothing but the order tells it from another task of the same words. */
  readonly byOrder?: true;
  /** What the task was in texts in flight; absent where there are none. */
  readonly versions?: readonly Task[];
}

/** A task that the plan has no more, with the issue it held. */
export interface Removed {
  readonly base: PlacedTask;
  readonly issue: ObservedIssue;
  readonly marker: TaskMarker;
  /** GitHub refused to close it before. */
  readonly owed?: true;
}

export interface Resolution {
  /** The tasks of the plan, and the look-alikes that are known tasks. */
  readonly tasks: readonly ResolvedTask[];
  readonly duplicates: readonly Duplicate[];
  /** Tasks of the base, and of texts whose pass was cut short, that the plan has no more. */
  readonly removed: readonly Removed[];
  /** Open issues of the plan that no text explains. */
  readonly unexplained: readonly ObservedIssue[];
}

export interface ResolveInput {
  readonly id: PlanId;
  readonly plan: Plan;
  readonly blob: string;
  readonly known: Known;
  /** Which task of the base is which of the plan. */
  readonly match: Match;
  readonly observed: Observed;
  /** Issues that an entry of the base held for a line that was no task there, and that it holds no more. */
  readonly released: ReadonlySet<number>;
  /** Issues that go along with tasks that other plans took over. */
  readonly leaving: ReadonlySet<number>;
  /** Numeric ids of the accounts whose issues count as the app's own. */
  readonly trusted: ReadonlySet<number>;
  /** Texts that a pass began to apply and was cut short in, newest first. */
  readonly inFlight: readonly Plan[];
  /** How the lines of the plan go together, as the base tells; nothing if absent. */
  readonly remembered?: RememberedLines;
}
