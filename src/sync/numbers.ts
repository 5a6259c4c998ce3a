/** Numbers of issues and milestones that a change set makes. */
import type { PhaseKey, TaskKey } from './types.ts';

/** Numbers that GitHub gave to what a change set created. */
export interface Created {
  readonly tracking: number | null;
  readonly issues: ReadonlyMap<TaskKey, number>;
  readonly milestones: ReadonlyMap<PhaseKey, number>;
}

/**
 * What words name that have no number yet, because it is made in the same pass: where `#{key}` stands, the number of that
 * task's issue comes, or `otherwise` if there is none after all.
 */
export type Unnumbered = readonly { readonly key: TaskKey; readonly otherwise: string }[];
