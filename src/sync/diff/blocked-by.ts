/**
 * What each task's issue is blocked by, from the plan's dependencies. Set when the issue comes to the plan; afterwards
 * only a dependency that the plan itself gained or lost is linked or unlinked (DESIGN 5).
 */
import { cyclicEdges } from '../../plan/lint/cycles.ts';
import { resolveDependencies, type Dependencies, type Dependency } from '../../plan/lint/dependencies.ts';
import type { Phase, Plan, Problem, Task } from '../../plan/types.ts';
import { owedLinks, type LinkContext } from './link-context.ts';
import type { Base } from '../state/known.ts';
import type { ResolvedTask } from '../resolve/resolution.ts';
import type { Change, LinkEnd } from '../types.ts';
import { linkProblems } from '../render/words/link-problems.ts';

/** GitHub takes this many of either kind, blocked by and blocking, for one issue (GITHUB-FACTS 4). */
const MOST_LINKS = 50;

/** A phase of more tasks is only named: each link would be a write, and a line in the issue that nobody reads. */
const MOST_OF_PHASE = 10;

/** What a task waits for: a task of the plan, or another issue of the repository. */
type Blocker = Task | number;

/** The dependencies of one text. */
interface Waits {
  /** All that the text names. */
  readonly named: ReadonlyMap<Task, ReadonlySet<Blocker>>;
  /** Those that are linked: on no cycle, within GitHub's limits, and of tasks that are open. */
  readonly linked: ReadonlyMap<Task, ReadonlySet<Blocker>>;
  readonly problems: readonly Problem[];
}

/** What is to change, and what GitHub has no room for. */
export interface BlockerLinks {
  readonly changes: readonly Change[];
  readonly problems: readonly Problem[];
}

/**
 * Decides what every task's issue is blocked by. Where the base was lost, nothing tells whether the plan or a person set a
 * link, so none is changed.
 */
export function blockerLinks(context: LinkContext): BlockerLinks {
  const { dependencies, place } = context;
  const now = waitsIn(dependencies.now, place.repositoryUrl);
  if (context.known.kind === 'lost') return { changes: [], problems: now.problems };
  const before = dependencies.before === null ? null : waitsIn(dependencies.before, place.repositoryUrl);
  const inFlight = dependencies.inFlight.map((one) => waitsIn(one, place.repositoryUrl));
  const changes = context.tasks.flatMap((one) => changesOf(context, one, { now, before, inFlight }));
  return { changes, problems: now.problems };
}

/** By the number of each issue, what a base says it is blocked by: marks of the plan's making, where they still stand. */
export function blockersOf(
  { plan, entries }: Pick<Base, 'plan' | 'entries'>,
  repositoryUrl: string,
): ReadonlyMap<number, ReadonlySet<number>> {
  const { named } = waitsIn(resolveDependencies(plan), repositoryUrl);
  const found = [...named].flatMap(([{ line }, blockers]) => {
    const entry = entries.get(line);
    const numbers = heldNumbers(entries, blockers);
    return entry?.kind === 'issue' && numbers.size > 0 ? [[entry.number, numbers] as const] : [];
  });
  return new Map(found);
}

/**
 * What issues are to be blocked by in a later text of a plan whose tasks stand in the same lines, and are not now, by the
 * number of the issue.
 *
 * @param issues Issue of each task, by its line.
 */
export function gainedBlockers(
  [now, later]: readonly [now: Plan, later: Plan],
  issues: ReadonlyMap<number, number>,
  repositoryUrl: string,
): ReadonlyMap<number, readonly number[]> {
  const numbersOf = (plan: Plan): ReadonlyMap<number, ReadonlySet<number>> => {
    const { linked } = waitsIn(resolveDependencies(plan), repositoryUrl);
    const numberOf = (blocker: Blocker): number[] =>
      typeof blocker === 'number' ? [blocker] : [issues.get(blocker.line) ?? []].flat();
    return new Map(
      [...linked].map(([{ line }, blockers]) => [line, new Set([...blockers].flatMap(numberOf))]),
    );
  };
  const before = numbersOf(now);
  return new Map(
    [...numbersOf(later)].flatMap(([line, blockers]) => {
      const issue = issues.get(line);
      const gained = [...blockers].filter((number) => before.get(line)?.has(number) !== true);
      return issue === undefined || gained.length === 0 ? [] : [[issue, gained] as const];
    }),
  );
}

/** What the texts say that decide on links. */
interface Texts {
  readonly now: Waits;
  readonly before: Waits | null;
  readonly inFlight: readonly Waits[];
}

function changesOf(context: LinkContext, one: ResolvedTask, texts: Texts): Change[] {
  const issue = context.ends.get(one.task);
  if (issue === undefined) return [];
  const there = 'issue' in one.tie ? one.tie.issue.blockedBy : 0;
  const had = linkedBefore(context, one, texts);
  const added = [...(texts.now.linked.get(one.task) ?? [])].flatMap((blocker): Change[] => {
    const end = endOf(context, blocker);
    if (end === null || (end.kind === 'known' && had.has(end.number))) return [];
    return [{ kind: 'add-blocked-by', issue, blocker: end, look: there > 0 }];
  });
  const hadNamed = namedBefore(context, one, texts);
  if (there === 0 || hadNamed.size === 0) return added;
  const named = namedNow(context, texts.now.named.get(one.task));
  const removed = [...hadNamed].flatMap((number): Change[] => {
    if (named.has(number) || context.gone.has(number) || context.lookAlikes.has(number)) return [];
    return [{ kind: 'remove-blocked-by', issue, blocker: knownEnd(context, number) }];
  });
  return [...added, ...removed];
}

/** Numbers that a task was linked to for certain: not by the base alone, where GitHub refused it or a pass may have undone it. */
function linkedBefore(context: LinkContext, one: ResolvedTask, { before, inFlight }: Texts): Set<number> {
  const old = baseTask(context, one);
  const linked = numbersIn(context, old === undefined ? undefined : before?.linked.get(old));
  for (const { other } of owedLinks(context, one, 'add-blocked-by')) linked.delete(other);
  for (const version of one.versions ?? []) {
    const there = numbersInFlight(context, inFlight, version, ({ linked: all }) => all);
    for (const number of linked) if (!there.has(number)) linked.delete(number);
  }
  return linked;
}

/** Numbers that the base or a text in flight names for a task, and links that GitHub refused to take away. */
function namedBefore(context: LinkContext, one: ResolvedTask, { before, inFlight }: Texts): Set<number> {
  const old = baseTask(context, one);
  const owed = owedLinks(context, one, 'remove-blocked-by').map(({ other }) => other);
  return new Set([
    ...numbersIn(context, old === undefined ? undefined : before?.named.get(old)),
    ...owed,
    ...(one.versions ?? []).flatMap((version) => [
      ...numbersInFlight(context, inFlight, version, ({ named }) => named),
    ]),
  ]);
}

/** The task in the base, where the base's entries hold its issue. */
function baseTask({ isFresh }: LinkContext, one: ResolvedTask): Task | undefined {
  return isFresh(one) ? undefined : one.base?.task;
}

/** Numbers of the issues that a task of a text in flight waited for. */
function numbersInFlight(
  { inFlight }: LinkContext,
  texts: Texts['inFlight'],
  task: Task,
  of: (waits: Waits) => Waits['named'],
): ReadonlySet<number> {
  const blockers = texts.flatMap((waits) => [...(of(waits).get(task) ?? [])]);
  return new Set(
    blockers.flatMap((one) => (typeof one === 'number' ? one : (inFlight.numbers.get(one) ?? []))),
  );
}

/** Numbers of the issues that blockers in the base had, by the base's entries. */
function numbersIn({ base }: LinkContext, blockers: ReadonlySet<Blocker> = new Set()): Set<number> {
  return heldNumbers(base?.entries ?? new Map(), blockers);
}

function heldNumbers(entries: Base['entries'], blockers: ReadonlySet<Blocker>): Set<number> {
  return new Set(
    [...blockers].flatMap((blocker) => {
      if (typeof blocker === 'number') return [blocker];
      const entry = entries.get(blocker.line);
      return entry?.kind === 'issue' ? [entry.number] : [];
    }),
  );
}

/**
 * Numbers of the issues that a task depends on in the current plan. The issues that those blockers had in the base are
 * among them, so that an issue that a person deleted does not count as a dependency that the plan took away.
 */
function namedNow(context: LinkContext, blockers: ReadonlySet<Blocker> = new Set()): Set<number> {
  const bases = context.tasks.flatMap(({ task, base }) =>
    blockers.has(task) && base !== null ? [base.task] : [],
  );
  const ends = [...blockers].flatMap((blocker) => endOf(context, blocker) ?? []);
  return new Set([
    ...numbersIn(context, new Set(bases)),
    ...ends.flatMap((end) => (end.kind === 'known' ? [end.number] : [])),
  ]);
}

function endOf(context: LinkContext, blocker: Blocker): LinkEnd | null {
  return typeof blocker === 'number' ? knownEnd(context, blocker) : (context.ends.get(blocker) ?? null);
}

function knownEnd({ ids }: LinkContext, number: number): LinkEnd {
  return { kind: 'known', number, id: ids.get(number) ?? null };
}

/** Reads the dependencies of a text. */
function waitsIn({ found }: Dependencies, repositoryUrl: string): Waits {
  const dependencies = found.filter((one) => !isElsewhere(one, repositoryUrl));
  const named = new Map<Task, Set<Blocker>>();
  const linkable = new Map<Task, Set<Blocker>>();
  const large = new Set<Phase>();
  for (const dependency of dependencies) {
    const { task, target } = dependency;
    const blockers = standsFor(dependency);
    add(named, task, blockers);
    if (target.kind === 'phase' && blockers.length > MOST_OF_PHASE) large.add(target.phase);
    else add(linkable, task, blockers);
  }
  const { linked, overfull } = within(linkable);
  return {
    named,
    linked,
    problems: [
      ...[...large].map((phase) => linkProblems.largePhase(phase, phase.tasks.length)),
      ...overfull.map((task) => linkProblems.manyBlockers(task, MOST_LINKS)),
    ],
  };
}

/** What a dependency waits for. One on the task's own phase waits for nothing: the task does not wait for its neighbours. */
function standsFor({ task, target }: Dependency): readonly Blocker[] {
  switch (target.kind) {
    case 'task':
      return [target.task];
    case 'issue':
      return [target.issue];
    case 'phase':
      return target.phase.tasks.includes(task) ? [] : target.phase.tasks;
  }
}

function add(to: Map<Task, Set<Blocker>>, task: Task, blockers: readonly Blocker[]): void {
  const all = to.get(task) ?? new Set();
  for (const blocker of blockers) all.add(blocker);
  to.set(task, all);
}

/** The dependencies that become links, in the order of the plan: on no loop, of open tasks, as many as GitHub takes. */
function within(linkable: Waits['named']): { linked: Waits['linked']; overfull: Task[] } {
  const isCyclic = cyclicEdges<Blocker>(
    new Map([...linkable].map(([task, blockers]) => [task, [...blockers]])),
  );
  const blocking = new Map<Blocker, number>();
  const linked = new Map<Task, Set<Blocker>>();
  const overfull = new Set<Task>();
  for (const [task, blockers] of linkable) {
    if (task.state !== 'open') continue;
    const chosen = new Set<Blocker>();
    linked.set(task, chosen);
    for (const blocker of blockers) {
      if (isCyclic(task, blocker)) continue;
      const count = blocking.get(blocker) ?? 0;
      if (chosen.size >= MOST_LINKS) overfull.add(task);
      else if (count >= MOST_LINKS) overfull.add(typeof blocker === 'number' ? task : blocker);
      else {
        chosen.add(blocker);
        blocking.set(blocker, count + 1);
      }
    }
  }
  return { linked, overfull: [...overfull] };
}

const REPOSITORY = /^([\w.-]+\/[\w.-]+)\s*#\d+/;

/** `other/repository#12` and the address of an issue there name no issue of this repository. */
export function isElsewhere({ written, target }: Dependency, repositoryUrl: string): boolean {
  if (target.kind === 'phase') return false;
  const text = written.toLowerCase();
  const here = repositoryUrl.toLowerCase();
  const named = REPOSITORY.exec(text)?.[1];
  if (named !== undefined) return !here.endsWith(`/${named}`);
  return /^https?:/.test(text) && /\/issues\/\d+\/?$/.test(text) && !text.startsWith(`${here}/issues/`);
}
