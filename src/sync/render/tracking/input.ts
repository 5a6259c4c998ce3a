/** What a tracking issue is made from. */
import type { Claim } from '../../claims/types.ts';
import type { Plan, Problem, Task, TaskState } from '../../../plan/types.ts';
import type { TaskDates } from '../../progress/burn-up.ts';
import { brief } from '../sanitize/escape.ts';
import type { PlanPlace } from '../issue.ts';
import type { PlanDifferences } from '../differences.ts';
import type { Held } from '../../types.ts';

export interface TrackingInput {
  readonly plan: Plan;
  readonly place: PlanPlace;
  /** What the issue of each task says, by the line of its first place. */
  readonly tasks: ReadonlyMap<number, TrackedTask>;
  readonly problems: readonly Problem[];
  /** What GitHub refused to write, as long as it refuses it; absent if nothing. */
  readonly refusals?: readonly Problem[];
  /** What the issues say and the plan does not. A field's name counts in the hash of {@link trackingSource}. */
  readonly standing: PlanDifferences;
  /** The claims that hold tasks now, by issue. They are shown when something else is written, and are no reason to write. */
  readonly claims?: ReadonlyMap<number, Claim>;
  /** The change set that waits for a person. */
  readonly held: Held | null;
}

export interface TrackedTask {
  readonly state: TaskState;
  readonly issue: number | null;
  /** Null where the task has no issue. */
  readonly dates: TaskDates | null;
}

/** A task as a link to its issue; its title alone where it has none. */
export function taskLink({ tasks, place }: TrackingInput, task: Task): string {
  const issue = tasks.get(task.line)?.issue ?? null;
  const title = brief(task.title);
  return issue === null ? title : `[${title}](${place.repositoryUrl}/issues/${issue})`;
}
