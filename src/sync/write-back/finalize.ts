/** What follows once a change set is applied: the ledger's new entries, and the edits that the plan is asked to take. */
import type { Plan } from '../../plan/types.ts';
import { allTasks, takesLink } from '../../plan/walk.ts';
import { shortHash } from '../state/hash.ts';
import type { Refused } from '../render/write-back-words.ts';
import type { ChangeSet, Created, Entry, IssueRef, ObservedIssue, Proposal } from '../types.ts';
import { allowed, type WriteBackPolicy } from './write-back-policy.ts';

export interface FinalizeInput {
  readonly plan: Plan;
  readonly changeSet: ChangeSet;
  readonly created: Created;
  readonly issues: readonly ObservedIssue[];
  /** `https://github.com/owner/name` */
  readonly repositoryUrl: string;
  /** The plan had no base when this pass began: its links may open a pull request by themselves. */
  readonly firstSync: boolean;
  /** The proposals that people refused, by id, with the pull request they closed. */
  readonly refused: ReadonlyMap<string, number>;
  /** Ids of the proposals in the open write-back; empty if there is none. */
  readonly openProposals: ReadonlySet<string>;
  readonly policy: WriteBackPolicy;
  /** The text that the plan was read from. */
  readonly file: { readonly text: string };
}

export interface Finalized {
  readonly entries: ReadonlyMap<number, Entry>;
  /** Edits to propose now; empty if there is nothing that merits a pull request. */
  readonly proposals: readonly Proposal[];
  /** Differences that people refused to take over. */
  readonly refused: readonly Refused[];
  /** Differences that have no place in the plan to be written to. */
  readonly unwritable: readonly Proposal[];
  /** Issue of each task, by the line of its first place. */
  readonly issues: ReadonlyMap<number, number>;
}

/** Puts the numbers that GitHub gave into what the change set left open. */
export function finalize(input: FinalizeInput): Finalized {
  const issues = new Map<number, number>();
  for (const { line, issue } of input.changeSet.tasks) {
    const number = numberOf(issue, input.created);
    if (number !== null) issues.set(line, number);
  }
  const offered = [...input.changeSet.proposals, ...linkProposals(input, issues)];
  const { wanted: writable, unwritable } = allowed(offered, input.policy, {
    plan: input.plan,
    text: input.file.text,
  });
  const wanted = writable.filter(({ id, needs = id }) => ![id, needs].some((one) => input.refused.has(one)));
  const merits = wanted.some(({ id, rider }) => !rider || input.openProposals.has(id));
  return {
    entries: nextEntries(input),
    proposals: merits ? [...wanted, ...dateProposals(input, wanted)] : [],
    refused: writable.flatMap((proposal) => {
      const pull = input.refused.get(proposal.id);
      return pull === undefined || proposal.rider || proposal.edit.kind === 'link'
        ? []
        : [{ proposal, pull }];
    }),
    unwritable,
    issues,
  };
}

function numberOf(ref: IssueRef | null, created: Created): number | null {
  if (ref === null) return null;
  return 'number' in ref ? ref.number : (created.issues.get(ref.key) ?? null);
}

function nextEntries({ changeSet, created }: FinalizeInput): ReadonlyMap<number, Entry> {
  const entries = new Map<number, Entry>();
  for (const { line, entry } of changeSet.entries) {
    if (entry.kind !== 'created') entries.set(line, entry);
    else {
      const number = created.issues.get(entry.key);
      if (number !== undefined) entries.set(line, { kind: 'issue', number });
    }
  }
  return entries;
}

/** GitHub does not autolink in files (GITHUB-FACTS 9), so each task gets a full link; one that names something else stays. */
function linkProposals(input: FinalizeInput, issues: ReadonlyMap<number, number>): Proposal[] {
  return allTasks(input.plan).flatMap(({ task }) => {
    const issue = issues.get(task.line);
    if (issue === undefined || task.issue !== null || !takesLink(task)) return [];
    const url = `${input.repositoryUrl}/issues/${issue}`;
    const id = shortHash(8, 'link', String(issue));
    return [
      {
        id,
        edit: { kind: 'link', line: task.line, issue, url },
        issue,
        title: task.title,
        rider: !input.firstSync,
      },
    ];
  });
}

/** "Last Updated" becomes the UTC date of the newest change reported: a function of state, not of the clock. */
function dateProposals(input: FinalizeInput, wanted: readonly Proposal[]): Proposal[] {
  if (input.plan.lastUpdated === null) return [];
  const closedAt = new Map(input.issues.map((issue) => [issue.number, issue.closedAt]));
  const dates = wanted.flatMap(({ edit, issue }) => {
    const date = edit.kind === 'state' && issue !== null ? closedAt.get(issue)?.slice(0, 10) : undefined;
    return date === undefined ? [] : [date];
  });
  const date = dates.sort().at(-1);
  if (date === undefined || date <= (isoDate(input.plan.lastUpdated) ?? '')) return [];
  const id = shortHash(8, 'last-updated', date);
  return [{ id, edit: { kind: 'last-updated', date }, issue: null, title: '', rider: true }];
}

function isoDate(text: string): string | null {
  return /\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? null;
}
