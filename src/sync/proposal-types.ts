/** The edits of a plan that the write-back proposes. `types.ts` hands them on. */
import type { Edit } from '../plan/types.ts';

/** An edit of the plan that the app proposes. */
export interface Proposal {
  /** Hash of what is proposed and why: a refusal of it lasts until issue or line changes again. */
  readonly id: string;
  readonly edit: Edit;
  /** The task's issue; null for edits that belong to no task. */
  readonly issue: number | null;
  /** The task's title in the plan; empty for edits that belong to no task. */
  readonly title: string;
  /** A rider goes along with others and opens no pull request by itself. */
  readonly rider: boolean;
  /** Set where it follows the plan's own change. */
  readonly cause?: Cause;
  /** Id of another proposal, without which this one makes no sense. */
  readonly needs?: string;
}

/** Why the write-back proposes to change words though nobody changed the issue. */
export type Cause =
  /** The task stands in several places, and one of them was reworded: the others follow. */
  | {
      readonly kind: 'other-place';
      /** The line whose words stand. */
      readonly leader: number;
      /** The lines that are to follow it. */
      readonly lines: readonly number[];
      readonly place: 'box' | 'row' | 'heading' | 'todo';
    }
  /** The words of a dependency name nothing any more, because what they named was reworded. */
  | { readonly kind: 'mention'; readonly line: number; readonly from: string; readonly to: string };
