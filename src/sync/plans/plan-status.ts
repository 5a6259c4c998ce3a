/** Whether a plan is paused, retiring or retired: then nothing is written to its issues, its milestones or its text. */
import type { Problem } from '../../plan/types.ts';
import { PAUSED_LABEL } from '../state/ids.ts';
import type { PairedPlan } from './pairing.ts';
import { memoryOf, type Known, type Memory } from '../state/known.ts';
import type { ObservedIssue, PlanFile } from '../types.ts';
import { problems } from '../render/words.ts';

/** Why nothing of a plan is synced; `none` where it is. */
export type PlanStatus =
  | { readonly kind: 'none' }
  | {
      /** `retiring`: somebody asked to retire it. */
      readonly kind: 'paused' | 'retiring' | 'retired';
      readonly memory: Memory;
      readonly problem: Problem;
    };

/** What a plan's status is told by. */
interface StatusInput {
  readonly known: Known;
  readonly observed: { readonly issues: readonly ObservedIssue[] };
  readonly file: Pick<PlanFile, 'blob'>;
}

/** Tells a plan's status. Where it is both paused and retiring, it counts as retiring: somebody typed that command. */
export function planStatusOf({ known, observed: { issues }, file }: StatusInput): PlanStatus {
  const memory = memoryOf(known);
  if (memory === null) return { kind: 'none' };
  const { tracking, ledger, closedByApp } = memory;
  const { number, state, labels } = tracking;
  if (ledger.retire?.kind === 'asked')
    return { kind: 'retiring', memory, problem: problems.retiring(number, ledger.retire.by) };
  if (ledger.retire?.kind === 'over' && ledger.retire.blob === file.blob)
    return { kind: 'retired', memory, problem: problems.retired(number) };
  if (isPaused(labels)) return { kind: 'paused', memory, problem: problems.pausedByLabel(number) };
  // A person who closes the tracking issue while tasks are open wants a pause.
  const isOpen = issues.some((issue) => issue.state === 'open' && issue.number !== number);
  return state === 'closed' && !closedByApp && isOpen
    ? { kind: 'paused', memory, problem: problems.paused(number) }
    : { kind: 'none' };
}

/** Whether a tracking issue's labels pause its plan; GitHub compares labels without case. */
export function isPaused(labels: readonly string[]): boolean {
  return labels.some((name) => name.toLowerCase() === PAUSED_LABEL);
}

/** Whether a plan is retired and nothing of that is left to do, so that nothing of it need be read. */
export function isRetired(plan: PairedPlan): boolean {
  if (plan.kind !== 'known' && plan.kind !== 'vanished') return false;
  const { ledger, closedByApp } = plan;
  if (!closedByApp || ledger.retire?.kind !== 'over') return false;
  return plan.kind === 'vanished' || plan.file.blob === ledger.retire.blob;
}
