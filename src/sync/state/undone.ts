/** What a change set that GitHub refused in part leaves: for the ledger, and for what is told of each task. */
import { stateOf } from '../diff/merge.ts';
import { baseOf, memoryOf, type Known } from './known.ts';
import type {
  Change,
  ChangeSet,
  Created,
  Entry,
  LinkEnd,
  NextEntry,
  Observed,
  Owed,
  OwedLink,
  Refusal,
  TaskOutcome,
  TextLine,
  Undone,
} from '../types.ts';

/** What of a change set was refused. */
export interface UndoneInput {
  readonly changeSet: ChangeSet;
  readonly created: Created;
  readonly undone: ReadonlyMap<Change, Undone>;
  readonly observed: Pick<Observed, 'issues' | 'linked'>;
  readonly known: Known;
}

/** What a change set leaves once it is applied as far as GitHub took it. */
export interface Remaining {
  readonly entries: readonly NextEntry[];
  /** Null where nothing was refused that a later pass could not find by itself. */
  readonly owed: Owed | null;
  /** With the states that issues have whose change was refused. */
  readonly tasks: readonly TaskOutcome[];
  /** What recurs as long as GitHub refuses it. */
  readonly lasting: readonly Refusal[];
  /** What no later pass asks for again, so that it is said now. */
  readonly passing: readonly Refusal[];
}

/** What a change set leaves. Where nothing was refused, entries and tasks are those of the change set. */
export function remainingOf(input: UndoneInput): Remaining {
  const { changeSet, undone } = input;
  const refusals = [...undone].flatMap(([change, one]) =>
    one.refusals.map((refusal) => saidOnce(change, refusal)),
  );
  const unfinished = unfinishedIssues(input);
  return {
    entries: changeSet.entries.map((next) => nextEntry(input, unfinished, next)),
    owed: owedOf(input, unfinished),
    tasks: changeSet.tasks.map((outcome) => outcomeOf(input, outcome)),
    lasting: refusals.filter(({ isOnce }) => isOnce !== true),
    passing: refusals.filter(({ isOnce }) => isOnce === true),
  };
}

/** Issues are made without a label that GitHub does not take, but not by an account that may make none (GITHUB-FACTS 3). */
function saidOnce({ kind }: Change, refusal: Refusal): Refusal {
  return kind === 'create-label' && refusal.permission === null ? { ...refusal, isOnce: true } : refusal;
}

/** Numbers of the issues of which something is undone that the next pass must work out by an older text. */
function unfinishedIssues({ undone, created }: UndoneInput): Set<number> {
  const numbers = [...undone].flatMap(([change, { refusals }]): (number | null)[] => {
    switch (change.kind) {
      case 'create-issue':
        return [created.issues.get(change.key) ?? null];
      case 'update-issue':
      case 'adopt-issue':
        return [change.number];
      case 'add-sub-issue':
        // Its parent was not made, so the link could not be asked for. A link that GitHub refused is kept in `owed`.
        return refusals.length === 0 ? [numberOf(created, change.child)] : [];
      case 'create-label':
      case 'create-tracking-issue':
      case 'create-milestone':
      case 'update-milestone':
      case 'remove-sub-issue':
      case 'add-blocked-by':
      case 'remove-blocked-by':
        return [];
    }
  });
  return new Set(numbers.flatMap((number) => number ?? []));
}

function nextEntry(
  input: UndoneInput,
  unfinished: ReadonlySet<number>,
  { line, entry }: NextEntry,
): NextEntry {
  if (entry.kind === 'created') {
    const number = input.created.issues.get(entry.key);
    if (number !== undefined) return { line, entry: issueEntry(number, unfinished.has(number)) };
    return { line, entry: isUndone(input, entry.key) ? { kind: 'owed' } : entry };
  }
  if (entry.kind !== 'issue' || !unfinished.has(entry.number)) return { line, entry };
  if (isUnadopted(input, entry.number)) return { line, entry: { kind: 'owed' } };
  // Where an older text that the issue follows is known, `owed` names it; else the entry says that it is unfinished.
  return { line, entry: issueEntry(entry.number, textOf(input, entry.number) === null) };
}

function issueEntry(number: number, isUnfinished: boolean): Entry {
  return { kind: 'issue', number, ...(isUnfinished ? { unfinished: true } : {}) };
}

function isUndone({ undone }: UndoneInput, key: string): boolean {
  return [...undone.keys()].some((change) => change.kind === 'create-issue' && change.key === key);
}

/** Whether GitHub refused the request that adopts the issue, which would have written its marker. */
function isUnadopted({ undone }: UndoneInput, number: number): boolean {
  return [...undone].some(
    ([change, { fields }]) => change.kind === 'adopt-issue' && change.number === number && fields,
  );
}

/** The text that an issue still follows: the one that `owed` names, else the base; null if the base does not hold it. */
function textOf({ known }: UndoneInput, number: number): TextLine | null {
  const before = memoryOf(known)?.ledger.owed?.issues.get(number);
  const base = baseOf(known);
  if (before !== undefined || base === null) return before ?? null;
  const held = [...base.entries].find(
    ([, entry]) => entry.kind === 'issue' && entry.number === number && entry.unfinished !== true,
  );
  return held === undefined ? null : { blob: base.blob, line: held[0] };
}

function owedOf(input: UndoneInput, unfinished: ReadonlySet<number>): Owed | null {
  const issues = new Map<number, TextLine>();
  for (const number of unfinished) {
    const text = textOf(input, number);
    if (text !== null) issues.set(number, text);
  }
  const milestones = milestoneTexts(input);
  const links = [...input.undone].flatMap(([change, { refusals }]) =>
    refusals.length === 0 ? [] : (linkOf(input.created, change) ?? []),
  );
  return issues.size + milestones.size + links.length === 0 ? null : { issues, milestones, links };
}

/** The texts that milestones still follow: those that `owed` names, else the base. */
function milestoneTexts({ undone, known }: UndoneInput): Map<number, TextLine> {
  const before = memoryOf(known)?.ledger.owed?.milestones;
  const base = baseOf(known);
  const texts = new Map<number, TextLine>();
  for (const change of undone.keys()) {
    if (change.kind !== 'update-milestone' || !('number' in change.milestone)) continue;
    const { number } = change.milestone;
    if (change.told === undefined || base === null) continue;
    texts.set(number, before?.get(number) ?? { blob: base.blob, line: change.told });
  }
  return texts;
}

function linkOf(created: Created, change: Change): OwedLink | null {
  switch (change.kind) {
    case 'add-sub-issue':
      return owedLink(
        created,
        change.replaces ? 'move-sub-issue' : 'add-sub-issue',
        change.child,
        change.parent,
      );
    case 'remove-sub-issue':
      return owedLink(created, change.kind, change.child, change.parent);
    case 'add-blocked-by':
    case 'remove-blocked-by':
      return owedLink(created, change.kind, change.issue, change.blocker);
    case 'create-label':
    case 'create-tracking-issue':
    case 'create-milestone':
    case 'update-milestone':
    case 'create-issue':
    case 'update-issue':
    case 'adopt-issue':
      return null;
  }
}

function owedLink(
  created: Created,
  kind: OwedLink['kind'],
  ...ends: readonly [issue: LinkEnd, other: LinkEnd]
): OwedLink | null {
  const [issue, other] = ends.map((end) => numberOf(created, end));
  return issue == null || other == null ? null : { kind, issue, other };
}

function numberOf({ tracking, issues }: Created, end: LinkEnd): number | null {
  switch (end.kind) {
    case 'known':
      return end.number;
    case 'task':
      return issues.get(end.key) ?? null;
    case 'tracking':
      return tracking;
  }
}

/** The outcome of a task. Where GitHub refused to change the fields of its issue, that has the state it had before. */
function outcomeOf({ undone, observed }: UndoneInput, outcome: TaskOutcome): TaskOutcome {
  const { issue } = outcome;
  if (issue === null) return outcome;
  const isStuck = [...undone].some(([change, { fields }]) => {
    if (!fields) return false;
    if (change.kind === 'create-issue') return 'key' in issue && issue.key === change.key;
    return (
      (change.kind === 'update-issue' || change.kind === 'adopt-issue') &&
      'number' in issue &&
      issue.number === change.number
    );
  });
  if (!isStuck) return outcome;
  if ('key' in issue) return { ...outcome, state: 'open' };
  const all = [...observed.issues, ...observed.linked.values()];
  const found = all.find(({ number }) => number === issue.number);
  return found === undefined ? outcome : { ...outcome, state: stateOf(found) };
}
