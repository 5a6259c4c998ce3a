/** What a change set does, in the terms of its reader. `types.ts` hands it on. */
import type { Cause } from './proposal-types.ts';

/** One thing that merging does. */
export type Effect =
  | {
      readonly kind: 'open';
      readonly key: string;
      readonly title: string;
      readonly milestone: string | null;
      /** Name of its type; absent for none. */
      readonly type?: string;
      readonly closed: boolean;
    }
  | { readonly kind: 'adopt'; readonly number: number; readonly title: string }
  | {
      readonly kind: 'rename';
      readonly number: number;
      readonly from: string;
      readonly to: string;
      readonly guessed: boolean;
    }
  | {
      readonly kind: 'close';
      readonly number: number;
      readonly title: string;
      readonly as: 'completed' | 'not planned';
    }
  | { readonly kind: 'reopen'; readonly number: number; readonly title: string }
  | { readonly kind: 'move'; readonly number: number; readonly title: string; readonly to: string | null }
  /** Its text, labels, assignees or links follow the plan. */
  | { readonly kind: 'refresh'; readonly number: number; readonly title: string }
  | { readonly kind: 'open-milestone'; readonly title: string }
  | { readonly kind: 'rename-milestone'; readonly from: string; readonly to: string }
  | { readonly kind: 'move-milestone'; readonly title: string; readonly due: string | null }
  | { readonly kind: 'close-milestone'; readonly title: string }
  | { readonly kind: 'reopen-milestone'; readonly title: string }
  /** The write-back will propose to change words of the plan that this change leaves behind. */
  | { readonly kind: 'reword'; readonly issue: number | null; readonly cause: Cause };
