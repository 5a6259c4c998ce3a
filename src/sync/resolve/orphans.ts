/**
 * Finds issues for tasks that no entry knows, before anything is created: those the app made in a pass that was cut
 * short, those of tasks that were cut and came back, and those that a link names. The plan may have changed since a pass
 * was cut short, so an issue it made is traced to the text in flight it was made from, which then is the base of that task.
 */
import type { Phase, Task } from '../../plan/types.ts';
import type { PlacedTask } from '../../plan/walk.ts';
import { formerPhaseKeys, isMadeFrom, phaseKeys } from '../state/ids.ts';
import { baseOf, isBase, memoryOf } from '../state/known.ts';
import { parseMilestone, parseTask, taskMarkerIn, type TaskMarker } from '../state/markers.ts';
import { stateOf } from '../diff/merge.ts';
import { groupBy, tieByTitle } from './by-title.ts';
import type { Removed, ResolvedTask, ResolveInput, Tie } from './resolution.ts';
import { originOf, type Loose, type Origin, type TextInFlight } from './texts-in-flight.ts';
import type { ObservedIssue, PlanId } from '../types.ts';

type IssueTie = Extract<Tie, { readonly issue: ObservedIssue }>;

/** The issue that was found for a task. */
interface Orphan {
  readonly tie: Tie;
  /** The task in the text that its issue was made from; null where that is the text of now, or unknown. */
  readonly base: PlacedTask | null;
  readonly guessed: boolean;
  readonly byOrder?: true;
}

interface Orphans {
  readonly ties: ReadonlyMap<ResolvedTask, Orphan>;
  /** Issues that a pass made before it was cut short and whose tasks the plan has no more. */
  readonly removed: readonly Removed[];
  /** Open issues that no text explains. A person who reopened one knows of it. */
  readonly unexplained: readonly ObservedIssue[];
}

/** Looks for the issues of those tasks that are tied to nothing. */
export function findOrphans(
  input: ResolveInput,
  {
    loose,
    texts,
    tasks,
  }: {
    readonly loose: readonly Loose[];
    readonly texts: readonly TextInFlight[];
    readonly tasks: readonly ResolvedTask[];
  },
): Orphans {
  const search: Search = {
    input,
    loose,
    texts,
    tasks,
    byTask: new Map(tasks.map((one) => [one.task, one])),
    ties: new Map(),
    used: new Set(),
    removed: [],
  };
  claimByKey(search);
  traceToTexts(search);
  claimByTitle(search);
  claimByLink(search);
  const unexplained = loose.filter(
    (one) =>
      one.issue.state === 'open' &&
      one.issue.reason !== 'reopened' &&
      !search.used.has(one.issue.number) &&
      !isOwed(input, one),
  );
  return { ...search, unexplained: unexplained.map(({ issue }) => issue) };
}

interface Search {
  readonly input: ResolveInput;
  readonly loose: readonly Loose[];
  readonly texts: readonly TextInFlight[];
  readonly tasks: readonly ResolvedTask[];
  readonly byTask: ReadonlyMap<Task, ResolvedTask>;
  readonly ties: Map<ResolvedTask, Orphan>;
  readonly used: Set<number>;
  readonly removed: Removed[];
}

function unclaimed(search: Search): ResolvedTask[] {
  return search.tasks.filter((one) => isUnclaimed(search, one));
}

function isUnclaimed({ ties }: Search, one: ResolvedTask): boolean {
  return one.tie.kind === 'new' && !ties.has(one);
}

function claim(search: Search, one: ResolvedTask, tie: IssueTie, made: Partial<Orphan> = {}): void {
  search.ties.set(one, { base: null, guessed: false, ...made, tie });
  search.used.add(tie.issue.number);
}

function claimByKey(search: Search): void {
  const byKey = groupBy(search.loose, ({ marker }) => [marker.task]);
  for (const one of unclaimed(search)) {
    const found = byKey.get(one.key)?.find(({ issue }) => !search.used.has(issue.number));
    if (found !== undefined) claim(search, one, { kind: 'issue', ...found });
  }
}

/** For issues that were made from a text in flight: finds what became of their tasks in the current text. */
function traceToTexts(search: Search): void {
  const { input, loose, texts, ties } = search;
  const claimants = new Map(
    [...ties].flatMap(([one, { tie }]) => ('issue' in tie ? [[tie.issue.number, one] as const] : [])),
  );
  for (const one of loose) {
    const claimant = claimants.get(one.issue.number);
    if (needsNoOrigin(input, one) || isOwed(input, one)) continue;
    // An issue that the app closed because its task was cut comes back with the task, whatever text it was made from.
    if (claimant !== undefined && (one.marker.dropped || isOfThisText(claimant.task, one))) continue;
    const origin = originOf(texts, one);
    if (origin !== null) inherit(search, one, origin, claimant);
  }
}

function inherit(search: Search, { issue, marker }: Loose, origin: Origin, claimant?: ResolvedTask): void {
  const base = asMade(origin.placed, issue);
  const now = claimant?.task ?? origin.heirs.get(origin.placed.task);
  if (now === undefined) {
    // A person reopened the issue, so it stays open although its task is gone.
    if (issue.reason === 'reopened') return;
    search.removed.push({ base, issue, marker });
    search.used.add(issue.number);
    return;
  }
  const heir = claimant ?? search.byTask.get(now);
  if (heir?.tie.kind === 'look-alike') return keepLookAlike(search, heir, issue);
  if (heir === undefined || (claimant === undefined && !isUnclaimed(search, heir))) return;
  claim(search, heir, { kind: 'issue', issue, marker }, { base, guessed: origin.match.guessed.has(now) });
}

/** A pass made the issue before it was cut short, and the line of its task is a look-alike now. */
function keepLookAlike({ ties, used }: Search, one: ResolvedTask, issue: ObservedIssue): void {
  if (ties.has(one) || (one.tie.kind === 'look-alike' && one.tie.entry !== null)) return;
  const entry = { kind: 'issue', number: issue.number } as const;
  ties.set(one, { base: null, guessed: false, tie: { kind: 'look-alike', entry, held: issue } });
  used.add(issue.number);
}

/** The plan's issues that no entry holds, oldest first, so that of two duplicates the older one is taken. */
export function looseIssues({ id, observed, trusted }: ResolveInput, held: ReadonlySet<number>): Loose[] {
  return observed.issues
    .flatMap((issue) => {
      const marker = parseTask(issue.body, id);
      const isLoose = marker !== null && trusted.has(issue.creator) && !held.has(issue.number);
      return isLoose ? [{ issue, marker }] : [];
    })
    .sort((a, b) => a.issue.number - b.issue.number);
}

/**
 * Whether an issue that no entry holds may be left unexplained: while the plan's text is still the base, one that is closed
 * or was dropped by the app is of no consequence. An open one may have been made by a pass that was cut short.
 */
function needsNoOrigin({ blob, known }: ResolveInput, { issue, marker }: Loose): boolean {
  return isBase(known, blob) && (issue.state === 'closed' || marker.dropped);
}

/** Whether GitHub refused to close the issue of a task that was cut: then `owed` names the text that the issue follows. */
function isOwed({ known }: ResolveInput, { issue }: Loose): boolean {
  return baseOf(known)?.owed?.tasks.has(issue.number) === true;
}

/** Whether the issue was made from what the current text says of the task. */
function isOfThisText(task: Task, { issue, marker }: Loose): boolean {
  return isMadeFrom(task, marker) && (issue.state === 'open' || stateOf(issue) === task.state);
}

/**
 * The task as its issue shows it. The issue of a task that is over is opened, then closed; where the pass was cut short in
 * between, the issue is still open, and so the task counts as open in its base.
 */
function asMade(placed: PlacedTask, issue: ObservedIssue): PlacedTask {
  return issue.state === 'open' ? { ...placed, task: { ...placed.task, state: 'open' } } : placed;
}

function claimByTitle(search: Search): void {
  const { input, loose, used, byTask, ties } = search;
  const issueOf = (task: Task): number | null => {
    const one = byTask.get(task);
    const tie = one === undefined ? undefined : (ties.get(one)?.tie ?? one.tie);
    return tie !== undefined && 'issue' in tie ? tie.issue.number : null;
  };
  const found = tieByTitle({
    tasks: unclaimed(search),
    loose: loose.filter(({ issue }) => !used.has(issue.number)),
    issueOf,
    tracking: memoryOf(input.known)?.tracking.number ?? null,
    phaseOf: phasesByMilestone(input),
    // What was closed while the plan was known may be of a task that is long gone.
    mayGuess: ({ issue }) => issue.state === 'open' || baseOf(input.known) === null,
  });
  for (const {
    one,
    found: { issue, marker },
    isOld,
    byOrder,
  } of found) {
    // Nothing of the plan changed since an older version titled by all words of a task, so that no title does.
    const made = isOld ? { base: asMade(one.placed, issue) } : {};
    claim(search, one, { kind: 'issue', issue, marker }, { ...made, ...(byOrder && { byOrder }) });
  }
}

/** The phase that each milestone was made for, by the key in its marker. */
function phasesByMilestone({ id, plan, observed }: ResolveInput): (milestone: number) => Phase | null {
  const phases = new Map([...formerPhaseKeys(plan), ...phaseKeys(plan)].map(([phase, key]) => [key, phase]));
  const keys = new Map(
    observed.milestones.flatMap(({ number, description }) => {
      const marker = parseMilestone(description);
      return marker?.plan === id ? [[number, marker.phase] as const] : [];
    }),
  );
  return (milestone) => phases.get(keys.get(milestone) ?? '') ?? null;
}

function claimByLink(search: Search): void {
  const { input, loose, used } = search;
  const byNumber = new Map(loose.map((one) => [one.issue.number, one]));
  for (const one of unclaimed(search)) {
    const { issue, line } = one.task;
    const own = issue === null || used.has(issue) ? undefined : byNumber.get(issue);
    const linked = input.observed.linked.get(line);
    if (own !== undefined) claim(search, one, { kind: 'issue', ...own });
    else if (linked !== undefined && !used.has(linked.number))
      claim(search, one, { kind: 'adopt', issue: linked, from: otherMarker(linked.body, input.id) });
  }
}

/** The marker of another plan, from which the issue comes; null if there is none. */
function otherMarker(body: string, id: PlanId): TaskMarker | null {
  const marker = taskMarkerIn(body);
  return marker === null || marker.plan === id || parseTask(body, id) !== null ? null : marker;
}
