/** Whether a plan is paused, retiring or retired: then nothing is written to its issues, its milestones or its text. */
import type { Problem } from '../../plan/types.ts';
import { PAUSED_LABEL } from '../state/ids.ts';
import type { PairedPlan } from './pairing.ts';
import type { Ledger, ObservedIssue, PlanFile } from '../types.ts';
import { problems } from '../render/words.ts';

/** Why nothing of a plan is synced; `none` where it is. */
export type PlanStatus =
  | { readonly kind: 'none' }
  | { readonly kind: 'paused'; readonly problem: Problem }
  /** Somebody asked to retire it. */
  | { readonly kind: 'retiring'; readonly problem: Problem }
  | { readonly kind: 'retired'; readonly problem: Problem };

/** What a plan's status is told by. */
interface StatusInput {
  readonly observed: {
    readonly tracking: ObservedIssue | null;
    readonly issues: readonly ObservedIssue[];
  };
  readonly ledger: Ledger | null;
  readonly file: Pick<PlanFile, 'blob'>;
  readonly closedByApp: boolean;
}

/** Tells a plan's status. Where it is both paused and retiring, it counts as retiring: somebody typed that command. */
export function planStatusOf({
  observed: { tracking, issues },
  ledger,
  file,
  closedByApp,
}: StatusInput): PlanStatus {
  if (tracking === null) return { kind: 'none' };
  const { number, state, labels } = tracking;
  if (ledger?.retire?.kind === 'asked') return { kind: 'retiring', problem: problems.retiring(number) };
  if (ledger?.retire?.kind === 'over' && ledger.retire.blob === file.blob)
    return { kind: 'retired', problem: problems.retired(number) };
  if (isPaused(labels)) return { kind: 'paused', problem: problems.pausedByLabel(number) };
  // A person who closes the tracking issue while tasks are open wants a pause.
  const isOpen = issues.some((issue) => issue.state === 'open' && issue.number !== number);
  return state === 'closed' && !closedByApp && isOpen
    ? { kind: 'paused', problem: problems.paused(number) }
    : { kind: 'none' };
}

/** Whether a tracking issue's labels pause its plan; GitHub compares labels without case. */
export function isPaused(labels: readonly string[]): boolean {
  return labels.some((name) => name.toLowerCase() === PAUSED_LABEL);
}

/** Whether a plan that was retired, and whose status is no longer `retired`, takes its issues back in this pass. */
export function isComingBack({ retire }: Ledger): boolean {
  return retire !== undefined && retire.kind !== 'asked';
}

/** Whether a plan is retired and nothing of that is left to do, so that nothing of it need be read. */
export function isRetired(plan: PairedPlan): boolean {
  if (plan.kind !== 'known' && plan.kind !== 'vanished') return false;
  const { ledger, closedByApp } = plan;
  if (!closedByApp || ledger.retire?.kind !== 'over') return false;
  return plan.kind === 'vanished' || plan.file.blob === ledger.retire.blob;
}
