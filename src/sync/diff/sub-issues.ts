/**
 * Whose sub-issue each task's issue is: a task's under the tracking issue, a sub-task's under its task's. Set when the
 * issue comes to the plan; afterwards only a task that the plan itself moved under another parent moves (DESIGN 5).
 */
import type { Problem, Task } from '../../plan/types.ts';
import type { PlacedTask } from '../../plan/walk.ts';
import { sameText } from '../state/ids.ts';
import { owedLinks, type LinkContext } from './link-context.ts';
import type { ResolvedTask } from '../resolve/resolution.ts';
import type { Change, LinkEnd, ObservedIssue } from '../types.ts';
import { linkProblems } from '../render/words/link-problems.ts';

/** GitHub takes this many sub-issues under one issue, closed ones among them (GITHUB-FACTS 4). */
const MOST_CHILDREN = 100;

/** Of GitHub's eight levels the tracking issue is the first; a task nested deeper goes under the last that may have children. */
const MOST_ANCESTORS = 6;

/** What is to change, and what does not fit. */
export interface ParentLinks {
  readonly changes: readonly Change[];
  /** Said as long as the plan has more tasks than fit. */
  readonly problems: readonly Problem[];
  /** Said once: which issues found no room in this pass. */
  readonly conflicts: readonly Problem[];
}

/** Decides on the parent of every task's issue. */
export function parentLinks(context: LinkContext): ParentLinks {
  const room = createRoom(context);
  const byTask = new Map(context.tasks.map((one) => [one.task, one]));
  const changes: Change[] = [];
  const left = new Map<string, number>();
  for (const one of context.tasks) {
    const child = context.ends.get(one.task);
    if (child === undefined) continue;
    const parent = parentEnd(context, byTask, one);
    const wish = wishFor(context, byTask, one, parent);
    if (wish === 'none') {
      changes.push(...owedParentRemovals(context, one, { parent, child }));
      continue;
    }
    if (room.take(parent)) {
      changes.push({ kind: 'add-sub-issue', parent, child, replaces: wish === 'move' });
      continue;
    }
    const name = titleOf(context, parent);
    left.set(name, (left.get(name) ?? 0) + 1);
    const old = formerParent(context, one);
    if (wish === 'move' && old !== null) changes.push({ kind: 'remove-sub-issue', parent: old, child });
  }
  const problems = tooMany(context);
  return {
    changes,
    problems,
    conflicts:
      problems.length > 0
        ? []
        : [...left].map(([title, count]) => linkProblems.noRoom(title, count, MOST_CHILDREN)),
  };
}

type ByTask = ReadonlyMap<Task, ResolvedTask>;

/** The issue under which a task's belongs: the nearest task above it that has one, else the tracking issue. */
function parentEnd({ ends, tracking }: LinkContext, byTask: ByTask, { placed }: ResolvedTask): LinkEnd {
  const above: Task[] = [];
  for (let task = placed.parent; task !== null; task = byTask.get(task)?.placed.parent ?? null)
    above.unshift(task);
  const nearest = above.slice(0, MOST_ANCESTORS).findLast((task) => ends.has(task));
  return (nearest === undefined ? undefined : ends.get(nearest)) ?? trackingEnd(tracking);
}

function trackingEnd(tracking: ObservedIssue | null): LinkEnd {
  return tracking === null
    ? { kind: 'tracking' }
    : { kind: 'known', number: tracking.number, id: tracking.id };
}

/** Whether an issue gets a parent: it does if it has none, it changes parents if the plan moved the task, else nothing is wished. */
function wishFor(
  context: LinkContext,
  byTask: ByTask,
  one: ResolvedTask,
  parent: LinkEnd,
): 'none' | 'set' | 'move' {
  const { tie } = one;
  if (tie.kind === 'new') return 'set';
  if (tie.kind !== 'issue' && tie.kind !== 'adopt') return 'none';
  if (parent.kind === 'known' && tie.issue.parent === parent.number) return 'none';
  const owed = owedLinks(context, one, 'add-sub-issue', 'move-sub-issue').find(
    ({ other }) => parent.kind === 'known' && parent.number === other,
  );
  if (owed !== undefined && tie.issue.parent === null) return 'set';
  const isOwedMove = owed?.kind === 'move-sub-issue';
  const hasLeft = hasMoved(context, byTask, one) || wasMovedInFlight(context, one);
  const moves = isOwedMove || (tie.kind === 'adopt' ? tie.from !== null : hasLeft);
  if (moves) return 'move';
  return context.isFresh(one) && tie.issue.parent === null ? 'set' : 'none';
}

/** Removals of a parent that an earlier pass asked for and GitHub refused, where the issue still has that parent. */
function owedParentRemovals(
  context: LinkContext,
  one: ResolvedTask,
  { parent, child }: { readonly parent: LinkEnd; readonly child: LinkEnd },
): Change[] {
  return owedLinks(context, one, 'remove-sub-issue').flatMap(({ other }): Change[] => {
    const isThere = one.tie.kind === 'issue' && one.tie.issue.parent === other;
    const isMeant = parent.kind === 'known' && parent.number === other;
    const former: LinkEnd = { kind: 'known', number: other, id: null };
    return isThere && !isMeant ? [{ kind: 'remove-sub-issue', parent: former, child }] : [];
  });
}

/** Whether the plan put the task under another one, or under none, since the text that its base is from. */
function hasMoved(context: LinkContext, byTask: ByTask, one: ResolvedTask): boolean {
  const { base, placed } = one;
  if (base === null || isUnsure(context, one, base)) return false;
  if (base.parent === null || placed.parent === null) return base.parent !== placed.parent;
  const before = byTask.get(placed.parent)?.base?.task;
  // Where a pass was cut short, task and parent may have bases of two texts: then the titles of the parents are compared.
  const isSame = before === base.parent || sameText(placed.parent.title) === sameText(base.parent.title);
  return !isSame && sameText(before?.title ?? '') !== sameText(base.parent.title);
}

/** Whether the issue stands where a text put it whose pass was cut short, and not where the base has it. */
function wasMovedInFlight(context: LinkContext, one: ResolvedTask): boolean {
  const { tie, versions = [] } = one;
  if (!('issue' in tie) || tie.issue.parent === null || formerParent(context, one) !== null) return false;
  return versions.some((version) => {
    const parent = context.inFlight.parents.get(version) ?? null;
    const number = parent === null ? context.tracking?.number : context.inFlight.numbers.get(parent);
    return tie.issue.parent === number;
  });
}

/**
 * Whether the base does not tell under which task this one stood: its own line, or the line of its parent, is or was a
 * look-alike, and what stands above and below a look-alike is not known.
 */
function isUnsure(context: LinkContext, one: ResolvedTask, base: PlacedTask): boolean {
  const wasHidden = !context.isFresh(one) && !context.baseTasks.has(base.task);
  const former = base.parent === null ? undefined : context.base?.entries.get(base.parent.line);
  return wasHidden || (former?.kind === 'issue' && context.lookAlikes.has(former.number));
}

/** The parent that the plan gave the issue before, if that is the one it has. */
function formerParent({ base, tracking }: LinkContext, one: ResolvedTask): LinkEnd | null {
  if (one.tie.kind !== 'issue' || one.base === null || base === null) return null;
  const { parent } = one.tie.issue;
  const entry = one.base.parent === null ? undefined : base.entries.get(one.base.parent.line);
  const former = entry?.kind === 'issue' ? entry.number : tracking?.number;
  return typeof parent === 'number' && parent === former ? { kind: 'known', number: parent, id: null } : null;
}

interface Room {
  /** Takes a place under this issue; false where there is none. */
  readonly take: (parent: LinkEnd) => boolean;
}

function createRoom({ tasks, tracking }: LinkContext): Room {
  const known = [tracking, ...tasks.map(({ tie }) => ('issue' in tie ? tie.issue : null))];
  const taken = new Map<string, number>(
    known.flatMap((issue) => (issue === null ? [] : [[`#${issue.number}`, issue.subIssues] as const])),
  );
  return {
    take(parent) {
      const name = nameOf(parent);
      const before = taken.get(name) ?? 0;
      if (before >= MOST_CHILDREN) return false;
      taken.set(name, before + 1);
      return true;
    },
  };
}

function nameOf(end: LinkEnd): string {
  switch (end.kind) {
    case 'known':
      return `#${end.number}`;
    case 'task':
      return end.key;
    case 'tracking':
      return 'tracking';
  }
}

function titleOf({ tasks, ends, plan }: LinkContext, parent: LinkEnd): string {
  const name = nameOf(parent);
  const found = tasks.find(({ task }) => {
    const end = ends.get(task);
    return end !== undefined && nameOf(end) === name;
  });
  return found?.task.title ?? plan.title;
}

/**
 * A Problem for each issue with more sub-issues than GitHub takes. It is said as long as that is so, since the tracking
 * issue's own list then shows more tasks than GitHub's.
 */
function tooMany({ plan, tasks, ends }: LinkContext): Problem[] {
  const children = new Map<Task | null, number>();
  for (const { task, placed } of tasks)
    if (ends.has(task)) children.set(placed.parent, (children.get(placed.parent) ?? 0) + 1);
  return [...children].flatMap(([parent, count]) =>
    count > MOST_CHILDREN
      ? [linkProblems.noRoom(parent?.title ?? plan.title, count - MOST_CHILDREN, MOST_CHILDREN)]
      : [],
  );
}
