/** The end of a pass over one plan: its edits are proposed, and the tracking issue remembers and tells what came of it. */
import type { Problem } from '../plan/types.ts';
import type { Applied } from '../github/write/apply.ts';
import type { Head } from '../github/read.ts';
import { datesByIssue } from '../sync/progress/burn-up.ts';
import { stateOf } from '../sync/diff/merge.ts';
import {
  awaitsPull,
  toldOf,
  type StandingDifferences,
  type WriteBackState,
} from '../sync/render/standing.ts';
import { finalize, type Finalized } from '../sync/write-back/finalize.ts';
import type { TrackingInput } from '../sync/render/tracking/input.ts';
import type { ChangeSet, Held, Refusal } from '../sync/types.ts';
import type { Remaining } from '../sync/state/undone.ts';
import { refusedProposals, standingProposals } from '../sync/write-back/policy.ts';
import { refusalProblems } from '../sync/render/words-refused.ts';
import { problems } from '../sync/render/words.ts';
import { emptyLedger, isFirstSync, nextLedger, updateLedger } from './tracking-issue.ts';
import { writeBack } from './write-back/write-back.ts';
import type { ObservedPlan } from './observe/observe.ts';
import type { PassContext } from './context.ts';

/** What a pass did of a plan's changes. */
export interface Done {
  readonly changeSet: ChangeSet;
  readonly applied: Applied;
  readonly tracking: number;
  readonly remaining: Remaining;
}

/** What recording it came to. */
export interface WrittenUp {
  /** The default branch's head, if a commit moved it. */
  readonly head: Head | null;
  readonly state: WriteBackState;
  /** What the check says, since the tracking issue does not, or not to everyone who waits for the edits. */
  readonly refused: readonly Problem[];
  readonly refusals: readonly Refusal[];
}

/** Proposes what the plan should take over, then tells the tracking issue what the plan and its issues agreed on. */
export async function writeUp(context: PassContext, reading: ObservedPlan, done: Done): Promise<WrittenUp> {
  const { observed, plan, place } = reading;
  const { entries, tasks: outcomes, owed, standing: undone } = done.remaining;
  const settled = finalize({
    plan,
    changeSet: { ...done.changeSet, entries, tasks: outcomes },
    created: done.applied.created,
    issues: observed.issues,
    repositoryUrl: context.repository.url,
    firstSync: isFirstSync(reading) || awaitsPull(observed.tracking?.body ?? ''),
    refused: refusedProposals(observed.pulls),
    standing: standingProposals(observed.pulls),
    policy: context.writeBack,
    file: reading.file,
  });
  const { state: writtenBack, head, passing } = await writeBack(context, reading, settled);
  const ofPull = writtenBack.kind === 'refused' ? [writtenBack.refusal] : [];
  const refused = [...undone, ...ofPull];
  const standing = standingOf(settled, place, writtenBack);
  const numbers = [...settled.issues.values()];
  const dates = datesByIssue(observed, done.applied.times, { ...done, numbers, account: context.me.id });
  const tasks = outcomes.map(({ line, state }) => {
    const issue = settled.issues.get(line) ?? null;
    return [line, { state, issue, dates: dates.get(issue ?? 0) ?? null }] as const;
  });
  const told: TrackingInput = {
    plan,
    place,
    tasks: new Map(tasks),
    problems: done.changeSet.problems,
    ...(refused.length === 0 ? {} : { refusals: refusalProblems(refused) }),
    standing,
    held: null,
  };
  const unwritten = await updateLedger(context, reading, done.tracking, {
    ledger: nextLedger(reading, done.changeSet, { entries: settled.entries, owed }),
    told,
    allClosed: tasks.every(([, { state }]) => state !== 'open'),
  });
  // What the tracking issue cannot say, the check does.
  const unsaid = unwritten === null ? [...ofPull, ...passing] : [...refused, unwritten, ...passing];
  const isWaiting = standing.proposals.length > 0;
  return {
    head,
    state: writtenBack,
    refused: [...refusalProblems(unsaid), ...(isWaiting ? unproposed(writtenBack) : [])],
    refusals: [...refused, ...passing, ...(unwritten === null ? [] : [unwritten])],
  };
}

/** Why edits that there are cannot be proposed, where only a person can help. */
function unproposed({ kind }: WriteBackState): Problem[] {
  if (kind === 'forbidden') return [problems.contentsReadOnly()];
  return kind === 'no-pulls' ? [problems.pullsRefused()] : [];
}

function standingOf(
  { proposals, refused, unwritable }: Finalized,
  place: StandingDifferences['place'],
  state: StandingDifferences['writeBack'],
): StandingDifferences {
  return { place, proposals: toldOf(proposals, state), refused, unwritable, writeBack: state };
}

/** Says what waits for a person. Base and entries stay: nothing else was done. */
export async function writeHeld(
  context: PassContext,
  reading: ObservedPlan,
  { held, ...done }: Done & { readonly held: Held },
): Promise<Refusal | null> {
  const { observed, base, plan, place } = reading;
  const byNumber = new Map(observed.issues.map((issue) => [issue.number, issue]));
  const numbers = [...(base?.entries.values() ?? [])].flatMap((entry) =>
    entry.kind === 'issue' ? [entry.number] : [],
  );
  const dates = datesByIssue(observed, done.applied.times, { ...done, numbers, account: context.me.id });
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
  const ledger = { ...(reading.ledger ?? emptyLedger(reading)), confirmed: null, held: held.id };
  return updateLedger(context, reading, done.tracking, { ledger, told, allClosed: false });
}
