/** What a repository wants of a pass, as data: its config, in the words of the core. */
import type { Rules } from '../../plan/rules.ts';
import type { Plan, TaskState } from '../../plan/types.ts';
import type { PlacedTask } from '../../plan/walk.ts';
import type { Limits } from './brake.ts';
import type { LabelKind } from './labels.ts';
import type { Resolution, ResolvedTask } from '../resolve/resolution.ts';

/** How a plan and its issues are kept in step. */
export interface SyncPolicy {
  readonly rules: Rules;
  /** Whether phases become milestones. */
  readonly milestones: boolean;
  /** Labels that the text of a task gives its issue. */
  readonly labels: ReadonlySet<LabelKind>;
  /** The types that new issues get. */
  readonly types: IssueTypes;
  /** A task that is in one of these states when first seen gets no issue. */
  readonly skips: ReadonlySet<TaskState>;
  /** How much may happen without a person. */
  readonly limits: Limits;
}

/** The types that new issues get: names of types, as GitHub writes them; null for none. */
export interface IssueTypes {
  readonly task: string | null;
  readonly plan: string | null;
}

/** No issue gets a type. */
export const NO_TYPES: IssueTypes = { task: null, plan: null };

/**
 * Holds the wanted types against those that there are; case does not count, as to GitHub.
 *
 * @param there Names of the types that issues of the repository can have.
 * @returns The types to set, and the wanted names that GitHub does not know.
 */
export function typesAmong(
  wanted: IssueTypes,
  there: readonly string[],
): { readonly types: IssueTypes; readonly unknown: readonly string[] } {
  const known = new Map(there.map((name) => [name.toLowerCase(), name]));
  const named = (name: string | null): string | null =>
    name === null ? null : (known.get(name.toLowerCase()) ?? null);
  const names = [wanted.task, wanted.plan].filter((name) => name !== null);
  return {
    types: { task: named(wanted.task), plan: named(wanted.plan) },
    unknown: [...new Set(names)].filter((name) => named(name) === null),
  };
}

/** A resolution by a policy. What the policy leaves out takes no issue away that is there already. */
export function underPolicy(resolution: Resolution, { skips, milestones }: SyncPolicy): Resolution {
  const tasks = resolution.tasks.map((one): ResolvedTask =>
    one.tie.kind === 'new' && skips.has(one.task.state) ? { ...one, tie: { kind: 'none-needed' } } : one,
  );
  if (milestones) return { ...resolution, tasks };
  return {
    ...resolution,
    tasks: tasks.map((one) => ({
      ...one,
      placed: unphased(one.placed),
      base: one.base === null ? null : unphased(one.base),
    })),
    removed: resolution.removed.map((one) => ({ ...one, base: unphased(one.base) })),
  };
}

/** The plan that milestones are decided by: without phases where the policy wants no milestones. */
export function phased(plan: Plan, { milestones }: SyncPolicy): Plan {
  return milestones ? plan : { ...plan, phases: [] };
}

function unphased(placed: PlacedTask): PlacedTask {
  return { ...placed, phase: null };
}
