/** What a repository wants of a pass, as data: its config, in the words of the core. */
import type { Rules } from '../plan/rules.ts';
import type { TaskState } from '../plan/types.ts';
import type { Limits } from './brake.ts';
import type { LabelKind } from './labels.ts';

/** The terms on which a plan and its issues are kept in step. */
export interface Terms {
  readonly rules: Rules;
  /** Labels that the text of a task gives its issue. */
  readonly labels: ReadonlySet<LabelKind>;
  /** A task that is in one of these states when first seen gets no issue. */
  readonly skips: ReadonlySet<TaskState>;
  /** How much may happen without a person. */
  readonly limits: Limits;
}
