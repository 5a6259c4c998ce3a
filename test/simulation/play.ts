/** A simulation while it goes on: the stage, what was on it, and what people decided. */
import type { RequestEffect } from '@planwright/github-sandbox';
import type { Ledger } from '../../src/sync/types.ts';
import type { Decision } from './decisions.ts';
import type { Remembered } from './mentions/follow.ts';
import type { Stage } from './stage.ts';

/** What one step is, whatever else a story holds: the same dice, the same deed. */
export interface Step {
  readonly name: string;
  readonly dice: number;
}

/** A step that can be taken. */
export interface Act {
  readonly name: string;
  /** How often it is taken. */
  readonly weight: number;
  /** Takes it and says so; null where there was nothing to take it on. */
  take(play: Play, dice: number): Promise<string | null>;
}

/** What goes wrong while the app next comes to rest. */
export type Mishap =
  | { readonly kind: 'answer'; readonly nth: number; readonly effect: RequestEffect }
  | { readonly kind: 'kill'; readonly nth: number; readonly phase: 'before' | 'after' }
  | { readonly kind: 'lag'; readonly ms: number }
  | {
      readonly kind: 'post';
      readonly how: 'lost' | 'twice' | 'reversed' | 'shuffled';
      readonly dice: number;
    };

export interface Play {
  readonly stage: Stage;
  /** The plan on the default branch, from the first text to the one now. */
  readonly versions: string[];
  /** What people decided and did not take back. */
  decisions: Decision[];
  readonly mishaps: Mishap[];
  /** Blob of a plan → what the app knew of it. */
  readonly ledgers: Map<string, Ledger>;
  /** Every title that an issue had. */
  readonly titles: Map<number, Set<string>>;
  /** What the dependencies of the plan name. */
  named: Remembered;
}
