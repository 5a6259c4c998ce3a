/** The last step of a pass over one plan: the tracking issue records what the plan and its issues agreed on, and shows it. */
import type { Problem } from '../plan/types.ts';
import type { Applied } from '../github/write/apply.ts';
import { datesByIssue } from '../sync/progress/burn-up.ts';
import { baseOf, issuesIn, memoryOf } from '../sync/state/known.ts';
import { stateOf } from '../sync/diff/merge.ts';
import { awaitsPull, toldOf, type PlanDifferences, type WriteBackState } from '../sync/render/differences.ts';
import { finalize, type Finalized } from '../sync/write-back/finalize.ts';
import type { TrackingInput } from '../sync/render/tracking/input.ts';
import type { ChangeSet, Held, Refusal } from '../sync/types.ts';
import type { Remaining } from '../sync/state/undone.ts';
import { refusedProposals, openProposals } from '../sync/write-back/write-back-policy.ts';
import { refusalProblems } from '../sync/render/words/refusal-problems.ts';
import { problems } from '../sync/render/words.ts';
import { isFirstSync, ledgerOf, nextLedger, updateLedger } from './update-ledger.ts';
import type { WrittenBack } from './write-back/write-back.ts';
import type { ObservedPlan } from './observe/observe.ts';
import type { PassContext } from './context.ts';

/** What a pass did of a plan's changes. */
export interface AppliedPlan {
  readonly changeSet: ChangeSet;
  readonly applied: Applied;
  /** Number of the tracking issue. */
  readonly tracking: number;
  readonly remaining: Remaining;
}

/** What recording it came to. */
export interface Recorded {
  /** What the check says, since the tracking issue does not, or not to everyone who waits for the edits. */
  readonly refused: readonly Problem[];
  readonly refusals: readonly Refusal[];
}

/** Decides, once the changes are applied, which entries the plan has now and which edits are proposed to its text. */
export function finalizePlan(
  context: PassContext,
  observedPlan: ObservedPlan,
  { changeSet, applied, remaining: { entries, tasks } }: AppliedPlan,
): Finalized {
  const { observed, plan, file } = observedPlan;
  return finalize({
    plan,
    changeSet: { ...changeSet, entries, tasks },
    created: applied.created,
    issues: observed.issues,
    repositoryUrl: context.repository.url,
    firstSync: isFirstSync(observedPlan) || awaitsPull(memoryOf(observedPlan.known)?.tracking.body ?? ''),
    refused: refusedProposals(observed.pulls),
    openProposals: openProposals(observed.pulls),
    policy: context.writeBack,
    file,
  });
}

/** Writes into the tracking issue what the plan and its issues agreed on, and where the edits of the plan wait. */
export async function recordPlan(
  context: PassContext,
  observedPlan: ObservedPlan,
  {
    finalized,
    written,
    ...done
  }: AppliedPlan & { readonly finalized: Finalized; readonly written: WrittenBack },
): Promise<Recorded> {
  const { plan, place } = observedPlan;
  const { tasks: outcomes, owed, lasting } = done.remaining;
  const { state, passing } = written;
  const ofPull = state.kind === 'refused' ? [state.refusal] : [];
  const refused = [...lasting, ...ofPull];
  const differences = differencesOf(finalized, place, state);
  const numbers = [...finalized.issues.values()];
  const dates = datesOf(context, observedPlan, done, numbers);
  const tasks = outcomes.map((outcome) => {
    const issue = finalized.issues.get(outcome.line) ?? null;
    return [outcome.line, { state: outcome.state, issue, dates: dates.get(issue ?? 0) ?? null }] as const;
  });
  const told: TrackingInput = {
    plan,
    place,
    tasks: new Map(tasks),
    problems: done.changeSet.problems,
    ...(refused.length === 0 ? {} : { refusals: refusalProblems(refused) }),
    standing: differences,
    held: null,
  };
  const unwritten = await updateLedger(context, observedPlan, done.tracking, {
    ledger: nextLedger(observedPlan, done.changeSet, { entries: finalized.entries, owed }),
    told,
    allClosed: tasks.every(([, task]) => task.state !== 'open'),
  });
  // The check says what the tracking issue cannot: everything refused, if GitHub refused the tracking issue itself.
  const unsaid = unwritten === null ? [...ofPull, ...passing] : [...refused, unwritten, ...passing];
  const hasProposals = differences.proposals.length > 0;
  return {
    refused: [...refusalProblems(unsaid), ...(hasProposals ? unproposed(state) : [])],
    refusals: [...refused, ...passing, ...(unwritten === null ? [] : [unwritten])],
  };
}

/** When the tasks of these issues came to the plan and were over. */
function datesOf(
  { me }: PassContext,
  { observed, known }: ObservedPlan,
  { applied, tracking }: Pick<AppliedPlan, 'applied' | 'tracking'>,
  numbers: readonly number[],
): ReturnType<typeof datesByIssue> {
  const seen = { ...observed, tracking: memoryOf(known)?.tracking ?? null };
  return datesByIssue(seen, applied.times, { tracking, numbers, account: me.id });
}

/** Says why the edits of a plan cannot be proposed, where only a person can change that. */
function unproposed({ kind }: WriteBackState): Problem[] {
  if (kind === 'forbidden') return [problems.contentsReadOnly()];
  return kind === 'no-pulls' ? [problems.pullsRefused()] : [];
}

function differencesOf(
  { proposals, refused, unwritable }: Finalized,
  place: PlanDifferences['place'],
  state: PlanDifferences['writeBack'],
): PlanDifferences {
  return { place, proposals: toldOf(proposals, state), refused, unwritable, writeBack: state };
}

/** Writes into the tracking issue which change waits for a person. Base and entries stay as they were, since nothing else was done. */
export async function recordHeld(
  context: PassContext,
  observedPlan: ObservedPlan,
  { held, ...done }: AppliedPlan & { readonly held: Held },
): Promise<Refusal | null> {
  const { observed, known, plan, place } = observedPlan;
  const base = baseOf(known);
  const byNumber = new Map(observed.issues.map((issue) => [issue.number, issue]));
  const dates = datesOf(context, observedPlan, done, issuesIn(base?.entries.values()));
  const tasks = [...(base?.entries ?? [])].flatMap(([line, entry]) => {
    const issue = entry.kind === 'issue' ? byNumber.get(entry.number) : undefined;
    if (issue === undefined) return [];
    return [
      [line, { state: stateOf(issue), issue: issue.number, dates: dates.get(issue.number) ?? null }] as const,
    ];
  });
  const told: TrackingInput = {
    plan: base?.plan ?? plan,
    place,
    tasks: new Map(tasks),
    problems: done.changeSet.problems,
    standing: { place, proposals: [], refused: [], unwritable: [], writeBack: { kind: 'none' } },
    held,
  };
  const ledger = { ...ledgerOf(observedPlan), confirmed: null, held: held.id };
  return updateLedger(context, observedPlan, done.tracking, { ledger, told, allClosed: false });
}
