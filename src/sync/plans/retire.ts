/**
 * What retiring a plan undoes, as data: the open issues that were opened for it close as not planned, those that were
 * there before are let go and stay as they are, its milestones and its write-back close. Everything can come back: the
 * entries stay, and what closes says that the app closed it.
 */
import { shortHash } from '../state/hash.ts';
import { issuesIn, type Memory } from '../state/known.ts';
import { blockContent, printBlock } from '../state/body-block.ts';
import { parseMilestone, parseTask, printTask, spliceMilestone, type TaskMarker } from '../state/markers.ts';
import type {
  Change,
  Ledger,
  LinkEnd,
  Observed,
  ObservedIssue,
  ObservedMilestone,
  ObservedPull,
  PlanId,
} from '../types.ts';
import { openPull } from '../write-back/policy.ts';

export interface RetireInput {
  readonly id: PlanId;
  readonly label: string;
  readonly memory: Pick<Memory, 'tracking' | 'ledger'>;
  /** With all milestones of the repository. */
  readonly observed: Pick<Observed, 'issues' | 'milestones' | 'pulls'>;
  /** Numeric ids of the accounts whose issues count as the app's own. */
  readonly trusted: ReadonlySet<number>;
}

/** What retiring a plan comes to. */
export interface Retirement {
  /** What `/plan confirm` takes. It stays the same while a confirmed retirement is half done. */
  readonly id: string;
  readonly closes: readonly ObservedIssue[];
  /** Issues that were there before the plan. */
  readonly detaches: readonly ObservedIssue[];
  readonly milestones: readonly ObservedMilestone[];
  readonly pull: ObservedPull | null;
  /** What is done to issues and milestones, in the order of application. */
  readonly changes: readonly Change[];
  /**
   * By number, what makes an issue that was there before forget the plan. It comes last, and only where nothing else of the
   * issue was refused: without the marker no later pass would find the issue.
   */
  readonly forgets: ReadonlyMap<number, Change>;
  /** The entries that are kept, so that the plan can come back with the same issues. */
  readonly entries: Ledger['entries'];
}

interface Marked {
  readonly issue: ObservedIssue;
  readonly marker: TaskMarker;
}

/** Decides what retiring a plan does. */
export function retirePlan(input: RetireInput): Retirement {
  const { id, label, observed, trusted } = input;
  const { ledger } = input.memory;
  const marked = observed.issues
    .flatMap((issue): Marked[] => {
      const marker = parseTask(issue.body, id);
      return marker === null ? [] : [{ issue, marker }];
    })
    .sort((a, b) => a.issue.number - b.issue.number);
  const isOurs = ({ issue, marker }: Marked): boolean =>
    trusted.has(issue.creator) && marker.adopted !== true;
  const ours = marked.filter(isOurs);
  const adopted = marked.filter((one) => !isOurs(one));
  const held = new Set(issuesIn(ledger.entries.values()));
  const closing = ours.filter(({ issue }) => issue.state === 'open' && isForPlan(issue, held));
  const milestones = closingMilestones(
    input,
    closing.map(({ issue }) => issue),
  );
  const kept = new Set(ours.map(({ issue }) => issue.number));
  // An issue without this plan's marker was let go already: by a person, or by a pass that was cut short.
  const letGo = new Set(observed.issues.map(({ number }) => number).filter((number) => !kept.has(number)));
  return {
    id: shortHash(8, id, 'retire', ...numbersOf([...closing, ...ours.filter(isClosedByApp)])),
    closes: closing.map(({ issue }) => issue),
    detaches: adopted.map(({ issue }) => issue),
    milestones,
    pull: openPull(observed.pulls),
    changes: [
      ...closing.map((one) => close(id, one)),
      ...adopted.flatMap(({ issue }) => [...unparent(input, issue), ...unlabel(label, issue)]),
      ...milestones.map((milestone) => closeMilestone(id, milestone)),
    ],
    forgets: new Map(adopted.map(({ issue }) => [issue.number, forget(id, issue)])),
    entries: new Map(
      [...ledger.entries].filter(([, entry]) => entry.kind !== 'issue' || !letGo.has(entry.number)),
    ),
  };
}

/** Whether an issue may be closed with the plan. One that no entry holds and a person reopened is that person's. */
function isForPlan({ number, reason }: ObservedIssue, held: ReadonlySet<number>): boolean {
  return held.has(number) || reason !== 'reopened';
}

function isClosedByApp({ issue, marker }: Marked): boolean {
  return issue.state === 'closed' && marker.dropped;
}

function numbersOf(marked: readonly Marked[]): string[] {
  return [...new Set(marked.map(({ issue }) => issue.number))].sort((a, b) => a - b).map(String);
}

function close(id: PlanId, { issue, marker }: Marked): Change {
  const content = blockContent(issue.body, id) ?? '';
  const block = printBlock(printTask({ ...marker, dropped: true }), content);
  const state = { to: 'closed', reason: 'not_planned' } as const;
  return { kind: 'update-issue', number: issue.number, line: null, patch: { state, block } };
}

/** Takes an issue from under its parent where that is an issue of the plan; a parent that a person set stays. */
function unparent({ id, memory, observed: { issues } }: RetireInput, child: ObservedIssue): Change[] {
  const parents = [memory.tracking, ...issues.filter(({ body }) => parseTask(body, id) !== null)];
  const parent = parents.find((one) => one.number === child.parent) ?? null;
  const end = ({ number, id: known }: ObservedIssue): LinkEnd => ({ kind: 'known', number, id: known });
  return parent === null ? [] : [{ kind: 'remove-sub-issue', parent: end(parent), child: end(child) }];
}

/** Takes the plan's label off. */
function unlabel(label: string, { number, labels }: ObservedIssue): Change[] {
  const worn = labels.filter((name) => name === label);
  if (worn.length === 0) return [];
  return [{ kind: 'update-issue', number, line: null, patch: { removeLabels: worn } }];
}

/** Takes the plan's block off, with the marker in it. */
function forget(id: PlanId, { number }: ObservedIssue): Change {
  return { kind: 'update-issue', number, line: null, patch: { block: '', replaces: id } };
}

/** The milestones made for the plan that hold nobody else's open issues. */
function closingMilestones(
  { id, observed }: RetireInput,
  closing: readonly ObservedIssue[],
): ObservedMilestone[] {
  return observed.milestones.filter(({ number, description, state, openIssues }) => {
    const own = closing.filter(({ milestone }) => milestone === number).length;
    return parseMilestone(description)?.plan === id && state === 'open' && openIssues <= own;
  });
}

function closeMilestone(id: PlanId, { number, description }: ObservedMilestone): Change {
  const phase = parseMilestone(description)?.phase ?? '';
  return {
    kind: 'update-milestone',
    milestone: { number },
    state: 'closed',
    description: spliceMilestone(description, { plan: id, phase, closed: true }),
  };
}
