/**
 * Finds issues for tasks that no entry knows, before anything is created: those the app made in a pass that was cut
 * short, those of tasks that were cut and came back, and those that a link names. The plan may have changed since a pass
 * was cut short, so an issue it made is traced to the text it was made from, which then is the base of that one task.
 */
import type { Task } from '../../plan/types.ts';
import { allTasks, type PlacedTask } from '../../plan/walk.ts';
import { issueTitle, sameText, sourceHash, taskKeys } from '../state/ids.ts';
import { parseTask, taskMarkerIn, type TaskMarker } from '../state/markers.ts';
import { matchTasks, type Match } from '../match/match.ts';
import { stateOf } from '../diff/merge.ts';
import type { Removed, ResolvedTask, ResolveInput, Resting, Tie } from './resolution.ts';
import { sidesOf, type Side } from '../match/sides.ts';
import type { ObservedIssue, PlanId, TaskKey } from '../types.ts';

type FoundTie = Extract<Tie, { readonly issue: ObservedIssue }>;

/** What a task was found to be tied to. */
interface Found {
  readonly tie: FoundTie;
  /** The task in the text that its issue was made from; null where that is the text of now, or unknown. */
  readonly base: PlacedTask | null;
  readonly guessed: boolean;
}

interface Findings {
  readonly ties: ReadonlyMap<ResolvedTask, Found>;
  /** Issues that a pass made before it was cut short and whose tasks stand as look-alikes now. */
  readonly resting: readonly Resting[];
  /** Issues that a pass made before it was cut short and whose tasks the plan has no more. */
  readonly removed: readonly Removed[];
  /** Keys of issues that seem to be made from a text between the base and the one of now: that text is to be read. */
  readonly unexplained: readonly TaskKey[];
}

/** An issue with this plan's marker that no entry holds. */
interface Loose {
  readonly issue: ObservedIssue;
  readonly marker: TaskMarker;
}

/** Where an issue comes from. */
interface Origin {
  readonly placed: PlacedTask;
  /** How the text it was made from and the text of now go together. */
  readonly match: Match;
  /** Task of the text it was made from → task of now. */
  readonly heirs: ReadonlyMap<Task, Task>;
  /** What is only a look-alike in the text of now. */
  readonly standIns: Side['standIns'];
}

/** Looks for the issues of those tasks that are tied to nothing. */
export function findOrphans(
  input: ResolveInput,
  held: ReadonlySet<number>,
  tasks: readonly ResolvedTask[],
  resting: readonly Resting[],
): Findings {
  const search: Search = {
    input,
    loose: looseIssues(input, held),
    tasks,
    byTask: new Map(tasks.map((one) => [one.task, one])),
    asleep: new Set(resting.map(({ placed }) => placed.task.line)),
    ties: new Map(),
    used: new Set(),
    resting: [],
    removed: [],
    unexplained: [],
  };
  claimByKey(search);
  traceToPast(search, Math.max(0, ...held));
  claimByTitle(search);
  claimByLink(search);
  return search;
}

interface Search {
  readonly input: ResolveInput;
  readonly loose: readonly Loose[];
  readonly tasks: readonly ResolvedTask[];
  readonly byTask: ReadonlyMap<Task, ResolvedTask>;
  /** Lines of look-alikes that entries know. */
  readonly asleep: ReadonlySet<number>;
  readonly ties: Map<ResolvedTask, Found>;
  readonly used: Set<number>;
  readonly resting: Resting[];
  readonly removed: Removed[];
  readonly unexplained: TaskKey[];
}

function unclaimed(search: Search): ResolvedTask[] {
  return search.tasks.filter((one) => isUnclaimed(search, one));
}

function isUnclaimed({ ties }: Search, one: ResolvedTask): boolean {
  return one.tie.kind === 'new' && !ties.has(one);
}

function claim(search: Search, one: ResolvedTask, tie: FoundTie, made: Partial<Found> = {}): void {
  search.ties.set(one, { base: null, guessed: false, ...made, tie });
  search.used.add(tie.issue.number);
}

function claimByKey(search: Search): void {
  const byKey = groupBy(search.loose, ({ marker }) => marker.task);
  for (const one of unclaimed(search)) {
    const found = byKey.get(one.key)?.find(({ issue }) => !search.used.has(issue.number));
    if (found !== undefined) claim(search, one, { kind: 'issue', ...found });
  }
}

/** Traces issues that were not made from the text of now to the tasks that theirs became. */
function traceToPast(search: Search, newestHeld: number): void {
  const { input, loose, ties } = search;
  const originOf = createOrigins(input, loose);
  const claimants = new Map([...ties].map(([one, { tie }]) => [tie.issue.number, one]));
  for (const one of loose) {
    const claimant = claimants.get(one.issue.number);
    if (one.issue.number < newestHeld || isAtRest(input, one) || isOwed(input, one)) continue;
    // What the app closed because its task was cut comes back with it, whatever text it was made from.
    if (claimant !== undefined && (one.marker.dropped || isOfThisText(claimant.task, one))) continue;
    const origin = originOf(one);
    if (origin !== null) inherit(search, one, origin, claimant);
    else if (!input.lost && !input.past.asked.has(one.marker.task)) search.unexplained.push(one.marker.task);
  }
}

function inherit(search: Search, { issue, marker }: Loose, origin: Origin, claimant?: ResolvedTask): void {
  const base = asMade(origin.placed, issue);
  const now = claimant?.task ?? origin.heirs.get(origin.placed.task);
  const standIn = now === undefined ? undefined : origin.standIns.get(now);
  if (standIn !== undefined) {
    if (search.asleep.has(standIn.task.line)) return;
    search.resting.push({ placed: standIn, entry: { kind: 'issue', number: issue.number }, issue });
    search.used.add(issue.number);
    return;
  }
  if (now === undefined) {
    // Somebody opened it again: whatever it was made for, that is their decision.
    if (issue.reason === 'reopened') return;
    search.removed.push({ base, issue, marker });
    search.used.add(issue.number);
    return;
  }
  const heir = claimant ?? search.byTask.get(now);
  if (heir === undefined || (claimant === undefined && !isUnclaimed(search, heir))) return;
  claim(search, heir, { kind: 'issue', issue, marker }, { base, guessed: origin.match.guessed.has(now) });
}

/** The older of two twins comes first. */
function looseIssues({ id, observed, trusted }: ResolveInput, held: ReadonlySet<number>): Loose[] {
  return observed.issues
    .flatMap((issue) => {
      const marker = parseTask(issue.body, id);
      const isLoose = marker !== null && trusted.has(issue.creator) && !held.has(issue.number);
      return isLoose ? [{ issue, marker }] : [];
    })
    .sort((a, b) => a.issue.number - b.issue.number);
}

/** Where the plan says what it said before, only an issue that is open for nothing is worth a question. */
function isAtRest({ blob, base }: ResolveInput, { issue, marker }: Loose): boolean {
  return blob === base?.blob && (issue.state === 'closed' || marker.dropped);
}

/** What the issue of a task that was cut still follows is known: only its closing was refused. */
function isOwed({ base }: ResolveInput, { issue }: Loose): boolean {
  return base?.owed?.tasks.has(issue.number) === true;
}

/** Whether the text of now says all that the issue was made from. */
function isOfThisText(task: Task, { issue, marker }: Loose): boolean {
  return sourceHash(task) === marker.src && (issue.state === 'open' || stateOf(issue) === task.state);
}

function createOrigins({ plan, past }: ResolveInput, loose: readonly Loose[]): (one: Loose) => Origin | null {
  const texts = past.plans.map((text) => {
    const placed = new Map(allTasks(text).map((one) => [one.task, one]));
    const byKey = new Map([...taskKeys(text)].map(([task, key]) => [key, placed.get(task)]));
    const heldBy = new Map(
      loose.flatMap(({ issue, marker }) => {
        const made = byKey.get(marker.task);
        return made === undefined ? [] : [[issue.number, made.task] as const];
      }),
    );
    const sides = sidesOf(text, plan);
    const match = matchTasks(sides, heldBy);
    const heirs = new Map([...match.pairs].map(([now, old]) => [old, now]));
    return { byKey, match, heirs, standIns: sides.plan.standIns };
  });
  return ({ marker }) => {
    const known = texts.flatMap(({ byKey, ...text }) => {
      const placed = byKey.get(marker.task);
      return placed === undefined ? [] : [{ placed, ...text }];
    });
    return known.find(({ placed }) => sourceHash(placed.task) === marker.src) ?? known[0] ?? null;
  };
}

/** An issue is made open; the close of a task that was over comes after, and may never have come. */
function asMade(placed: PlacedTask, issue: ObservedIssue): PlacedTask {
  return issue.state === 'open' ? { ...placed, task: { ...placed.task, state: 'open' } } : placed;
}

function claimByTitle(search: Search): void {
  const tasks = groupBy(unclaimed(search), ({ task }) => sameText(issueTitle(task)));
  const issues = groupBy(search.loose, ({ issue }) => sameText(issue.title));
  for (const [title, [one, twin]] of tasks) {
    if (one === undefined || twin !== undefined) continue;
    const [only, another] = (issues.get(title) ?? []).filter(({ issue }) => !search.used.has(issue.number));
    if (only !== undefined && another === undefined) claim(search, one, { kind: 'issue', ...only });
  }
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

/** The marker of the plan that an issue comes from. */
function otherMarker(body: string, id: PlanId): TaskMarker | null {
  const marker = taskMarkerIn(body);
  return marker === null || marker.plan === id || parseTask(body, id) !== null ? null : marker;
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  return groups;
}
