/**
 * What retiring a plan undoes, as data: the open issues that were opened for it close as not planned, those that were
 * there before are let go and stay as they are, what the plan marked as blocked is so no more, its milestones and its
 * write-back close. Everything can come back: the entries stay, what closes says that the app closed it, and the tracking
 * issue remembers the marks.
 */
import { shortHash } from '../state/hash.ts';
import { issuesIn, type Base, type Memory } from '../state/known.ts';
import { blockContent, printBlock } from '../state/body-block.ts';
import { blockersOf } from '../diff/blocked-by.ts';
import { parseMilestone, parseTask, printTask, spliceMilestone, type TaskMarker } from '../state/markers.ts';
import type {
  Change,
  Ledger,
  LinkEnd,
  Observed,
  ObservedIssue,
  ObservedMilestone,
  ObservedPull,
  OwedLink,
  PlanId,
} from '../types.ts';
import { openPull } from '../write-back/write-back-policy.ts';

export interface RetireInput {
  readonly id: PlanId;
  readonly label: string;
  readonly memory: Pick<Memory, 'tracking' | 'ledger'>;
  /** With all milestones of the repository. */
  readonly observed: Pick<Observed, 'issues' | 'milestones' | 'pulls'>;
  /** The marks of the plan that stand, as {@link marksToRead} asked for them. */
  readonly marks: readonly BlockedMark[];
  /** Numeric ids of the accounts whose issues count as the app's own. */
  readonly trusted: ReadonlySet<number>;
}

/** That an issue is marked as blocked by another. */
export interface BlockedMark {
  readonly issue: number;
  readonly blocker: number;
}

/** What retiring a plan comes to. */
export interface Retirement {
  /** What `/plan confirm` takes. It stays the same while a confirmed retirement is half done. */
  readonly id: string;
  readonly closes: readonly ObservedIssue[];
  /** Issues that were there before the plan. */
  readonly detaches: readonly ObservedIssue[];
  readonly milestones: readonly ObservedMilestone[];
  /** Marks that the plan made, on issues that close or are let go. */
  readonly unblocks: readonly BlockedMark[];
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

/** The issues of a plan that retiring it touches or leaves closed. */
interface Affected {
  readonly ours: readonly Marked[];
  /** Those of ours that close. */
  readonly closing: readonly Marked[];
  /** Those that were there before the plan. */
  readonly adopted: readonly Marked[];
}

function affectedBy({
  id,
  observed,
  trusted,
  memory: { ledger },
}: Pick<RetireInput, 'id' | 'observed' | 'trusted' | 'memory'>): Affected {
  const marked = observed.issues
    .flatMap((issue): Marked[] => {
      const marker = parseTask(issue.body, id);
      return marker === null ? [] : [{ issue, marker }];
    })
    .sort((a, b) => a.issue.number - b.issue.number);
  const isOurs = ({ issue, marker }: Marked): boolean =>
    trusted.has(issue.creator) && marker.adopted !== true;
  const ours = marked.filter(isOurs);
  const held = new Set(issuesIn(ledger.entries.values()));
  return {
    ours,
    closing: ours.filter(({ issue }) => issue.state === 'open' && isForPlan(issue, held)),
    adopted: marked.filter((one) => !isOurs(one)),
  };
}

/**
 * Which marks retiring may take away: those that the base calls for, on issues that it closes or lets go. What a person
 * marked stays; so does everything where the base was lost, since nothing tells then who made a mark.
 *
 * @returns By the number of each such issue, the numbers of those that may block it.
 */
export function marksToRead(
  input: Pick<RetireInput, 'id' | 'observed' | 'trusted' | 'memory'> & {
    readonly base: Base | null;
    readonly repositoryUrl: string;
  },
): ReadonlyMap<number, ReadonlySet<number>> {
  if (input.base === null) return new Map();
  const { ours, closing, adopted } = affectedBy(input);
  // A pass that closed an issue may have been kept from taking its marks away.
  const marked = [...closing, ...adopted, ...ours.filter(isClosedByApp)].filter(
    ({ issue }) => issue.blockedBy > 0,
  );
  const numbers = new Set(marked.map(({ issue }) => issue.number));
  return new Map([...blockersOf(input.base, input.repositoryUrl)].filter(([number]) => numbers.has(number)));
}

/** Decides what retiring a plan does. */
export function retirePlan(input: RetireInput): Retirement {
  const { id, label, observed, marks } = input;
  const { ledger } = input.memory;
  const { ours, closing, adopted } = affectedBy(input);
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
    unblocks: marks,
    pull: openPull(observed.pulls),
    changes: [
      ...closing.map((one) => close(id, one)),
      ...adopted.flatMap(({ issue }) => [...unparent(input, issue), ...unlabel(label, issue)]),
      ...marks.map((mark) => unblock(observed, mark)),
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
  return parent === null ? [] : [{ kind: 'remove-sub-issue', parent: endOf(parent), child: endOf(child) }];
}

function endOf({ number, id }: Pick<ObservedIssue, 'number'> & { readonly id: number | null }): LinkEnd {
  return { kind: 'known', number, id };
}

function unblock({ issues }: RetireInput['observed'], { issue, blocker }: BlockedMark): Change {
  const end = (number: number): LinkEnd =>
    endOf(issues.find((one) => one.number === number) ?? { number, id: null });
  return { kind: 'remove-blocked-by', issue: end(issue), blocker: end(blocker) };
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

/** A ledger that remembers these marks as still to be made, so that the plan finds them when it comes back. */
export function withMarks(ledger: Ledger, marks: readonly BlockedMark[]): Ledger {
  const { issues = new Map(), milestones = new Map(), links = [] } = ledger.owed ?? {};
  const known = new Set(links.filter(isMark).map(({ issue, other }) => `${issue} ${other}`));
  const added = marks.flatMap(({ issue, blocker }): OwedLink[] =>
    known.has(`${issue} ${blocker}`) ? [] : [{ kind: 'add-blocked-by', issue, other: blocker }],
  );
  return added.length === 0
    ? ledger
    : { ...ledger, owed: { issues, milestones, links: [...links, ...added] } };
}

/** The ledger of a plan that is retired: of what was still to be written only the marks of being blocked can come back. */
export function withMarksOnly({ owed, ...ledger }: Ledger): Ledger {
  const links = owed?.links.filter(isMark) ?? [];
  return links.length === 0
    ? ledger
    : { ...ledger, owed: { issues: new Map(), milestones: new Map(), links } };
}

function isMark({ kind }: OwedLink): boolean {
  return kind === 'add-blocked-by';
}
