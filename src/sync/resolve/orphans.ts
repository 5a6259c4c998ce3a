/**
 * Finds issues for tasks that no entry knows, before anything is created: those the app made in a pass that was cut
 * short, those of tasks that were cut and came back, and those that a link names. The plan may have changed since a pass
 * was cut short, so an issue it made is traced to the text it was made from, which then is the base of that one task.
 */
import { splitTitle } from '../../plan/read/tasks/titles.ts';
import type { Task } from '../../plan/types.ts';
import { allTasks, type PlacedTask } from '../../plan/walk.ts';
import { issueTitle, sameText, sourceHash, taskKeys } from '../state/ids.ts';
import { parseTask, taskMarkerIn, type TaskMarker } from '../state/markers.ts';
import { matchTasks, type Match } from '../match/match.ts';
import { stateOf } from '../diff/merge.ts';
import type { Removed, ResolvedTask, ResolveInput, Resting, Tie } from './resolution.ts';
import { sidesOf, type Side } from '../match/sides.ts';
import type { ObservedIssue, PlanId, TaskKey } from '../types.ts';

/** Words of metadata that a title of an older version may end with are no longer. */
const MOST_NOISE = 24;

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
  /** Lines of look-alikes that entries know. */
  readonly asleep: ReadonlySet<number>;
  readonly ties: Map<ResolvedTask, Found>;
  readonly used: Set<number>;
  readonly resting: Resting[];
  readonly removed: Removed[];
  readonly unexplained: TaskKey[];
}

function unclaimed({ tasks, ties }: Search): ResolvedTask[] {
  return tasks.filter((one) => one.tie.kind === 'new' && !ties.has(one));
}

function claim(search: Search, one: ResolvedTask, tie: FoundTie, made: Partial<Found> = {}): void {
  search.ties.set(one, { base: null, guessed: false, ...made, tie });
  search.used.add(tie.issue.number);
}

function claimByKey(search: Search): void {
  for (const one of unclaimed(search)) {
    const found = search.loose.find(
      ({ issue, marker }) => marker.task === one.key && !search.used.has(issue.number),
    );
    if (found !== undefined) claim(search, one, { kind: 'issue', ...found });
  }
}

/** Traces issues that were not made from the text of now to the tasks that theirs became. */
function traceToPast(search: Search, newestHeld: number): void {
  const { input, loose, ties } = search;
  const originOf = createOrigins(input, loose);
  for (const one of loose) {
    const claimant = [...ties].find(([, { tie }]) => tie.issue === one.issue)?.[0];
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
  const now = claimant?.task ?? heirOf(origin);
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
  const heir = claimant ?? unclaimed(search).find(({ task }) => task === now);
  if (heir === undefined) return;
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
    return { byKey, match: matchTasks(sides, heldBy), standIns: sides.plan.standIns };
  });
  return ({ marker }) => {
    const known = texts.flatMap(({ byKey, ...text }) => {
      const placed = byKey.get(marker.task);
      return placed === undefined ? [] : [{ placed, ...text }];
    });
    return known.find(({ placed }) => sourceHash(placed.task) === marker.src) ?? known[0] ?? null;
  };
}

/** The task of now that was the one the issue was made from. */
function heirOf({ placed, match }: Origin): Task | undefined {
  return [...match.pairs].find(([, old]) => old === placed.task)?.[0];
}

/** An issue is made open; the close of a task that was over comes after, and may never have come. */
function asMade(placed: PlacedTask, issue: ObservedIssue): PlacedTask {
  return issue.state === 'open' ? { ...placed, task: { ...placed.task, state: 'open' } } : placed;
}

function claimByTitle(search: Search): void {
  claimIfOnly(search, ({ task }, { title }) => sameText(title) === sameText(issueTitle(task)));
  // An older version titled by all words of a task: nothing of the plan changed since, so that no title does.
  claimIfOnly(
    search,
    ({ task }, { title }) => bearsWords(title, task),
    (one, issue) => ({
      base: asMade(one.placed, issue),
    }),
  );
}

/** Ties tasks to loose issues where each of the two fits the other alone. */
function claimIfOnly(
  search: Search,
  fits: (one: ResolvedTask, issue: ObservedIssue) => boolean,
  made: (one: ResolvedTask, issue: ObservedIssue) => Partial<Found> = () => ({}),
): void {
  const left = unclaimed(search);
  const loose = search.loose.filter(({ issue }) => !search.used.has(issue.number));
  for (const found of loose) {
    const [only, another] = left.filter((one) => fits(one, found.issue));
    if (only === undefined || another !== undefined) continue;
    if (loose.filter(({ issue }) => fits(only, issue)).length > 1) continue;
    claim(search, only, { kind: 'issue', ...found }, made(only, found.issue));
  }
}

/** Whether an issue's title says the words of a task, with what an older version took for words: a size, a date. */
function bearsWords(title: string, { text }: Task): boolean {
  const [said, words] = [sameText(splitTitle(title).title), sameText(text)];
  return said === words || (said.startsWith(`${words} `) && said.length - words.length <= MOST_NOISE);
}

function claimByLink(search: Search): void {
  const { input, loose, used } = search;
  for (const one of unclaimed(search)) {
    const own = loose.find(({ issue }) => issue.number === one.task.issue && !used.has(issue.number));
    const linked = input.observed.linked.get(one.task.line);
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
