/** Keys of tasks and phases, and the numbers of the issues and milestones that are made for them. */

/** A task's key: a hash of (section, text, occurrence) when its issue was created. It never changes. */
export type TaskKey = string;

/** A phase's key: a hash of its title and occurrence when its milestone was created. */
export type PhaseKey = string;

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
