/** The order in which issues are made: what a task waits for first, so that its issue's words can name the number (DESIGN 6). */
import type { Change, TaskKey } from '../types.ts';

/**
 * Puts each issue behind those that its words are yet to name, and otherwise leaves the order of the plan. An issue comes
 * behind the one it goes under in any case, since both are one request; a loop is left where the plan first enters it.
 *
 * @param links The changes that put issues under others.
 */
export function inCreationOrder(changes: readonly Change[], links: readonly Change[]): readonly Change[] {
  const creates = new Map(
    changes.flatMap((change) => (change.kind === 'create-issue' ? [[change.key, change] as const] : [])),
  );
  const parents = parentsOf(links);
  const ordered = new Set<Change>();
  const begun = new Set<Change>();
  const take = (change: Change): void => {
    if (begun.has(change)) return;
    begun.add(change);
    const parent = creates.get(parents.get(keyOf(change)) ?? '');
    if (parent !== undefined) take(parent);
    if (parent !== undefined && !ordered.has(parent)) {
      // The parent waits for this one, and must come first: the order of the plan has this one behind it.
      begun.delete(change);
      return;
    }
    for (const key of waitedFor(change)) {
      const other = creates.get(key);
      if (other !== undefined) take(other);
    }
    ordered.add(change);
  };
  for (const change of changes) take(change);
  return [...ordered];
}

/** Puts issues that are made in the order of the plan, as people read it; all else keeps its place. */
export function inPlanOrder(changes: readonly Change[]): readonly Change[] {
  const creates = changes.filter((change) => change.kind === 'create-issue');
  const inTurn = creates.toSorted((a, b) => a.line - b.line).values();
  return changes.map((change) => (change.kind === 'create-issue' ? (inTurn.next().value ?? change) : change));
}

function keyOf(change: Change): TaskKey {
  return change.kind === 'create-issue' ? change.key : '';
}

/** The tasks without an issue that the words of this one's issue name. */
function waitedFor(change: Change): readonly TaskKey[] {
  const { unnumbered = [] } = 'patch' in change ? change.patch : change.kind === 'create-issue' ? change : {};
  return unnumbered.map(({ key }) => key);
}

/** The key of the task under whose issue each new issue goes. */
function parentsOf(links: readonly Change[]): ReadonlyMap<TaskKey, TaskKey> {
  return new Map(
    links.flatMap((link) =>
      link.kind === 'add-sub-issue' && link.child.kind === 'task' && link.parent.kind === 'task'
        ? [[link.child.key, link.parent.key] as const]
        : [],
    ),
  );
}
