/** In which order issues are opened: what a task waits for first, so that its issue can name that by its number. */
import type { Change, TaskKey } from '../types.ts';

type Create = Extract<Change, { kind: 'create-issue' }>;

/**
 * Puts creates after those of the tasks that they wait for, and after that of the issue that they go under, which GitHub has to
 * know before; everything else stays where it is. Of tasks that wait for one another some comes first.
 *
 * @param links The links that are made afterwards: they tell what goes under what.
 */
export function inDependencyOrder(changes: readonly Change[], links: readonly Change[]): Change[] {
  const creates = new Map(
    changes.filter((change) => change.kind === 'create-issue').map((one) => [one.key, one]),
  );
  const parents = parentsIn(links);
  const isUnder = (key: TaskKey, ancestor: TaskKey): boolean => {
    const parent = parents.get(key);
    return parent !== undefined && (parent === ancestor || isUnder(parent, ancestor));
  };
  const ordered = new Set<Create>();
  const begun = new Set<TaskKey>();
  // By a list of its own, not by calls: a plan may hold a chain of as many tasks as it has.
  const visit = (first: Create): void => {
    const stack = [first];
    for (let create = stack.at(-1); create !== undefined; create = stack.at(-1)) {
      begun.add(create.key);
      const { key, unnumbered = [] } = create;
      const before = [
        parents.get(key),
        ...unnumbered.map((one) => one.key).filter((one) => !isUnder(one, key)),
      ];
      const next = before.flatMap((one) =>
        one === undefined || begun.has(one) ? [] : (creates.get(one) ?? []),
      );
      const [missing] = next;
      if (missing === undefined) ordered.add(stack.pop() as Create);
      else stack.push(missing);
    }
  };
  for (const create of creates.values()) if (!begun.has(create.key)) visit(create);
  const inTurn = ordered.values();
  return changes.map((change) => (change.kind === 'create-issue' ? (inTurn.next().value ?? change) : change));
}

/** Puts creates in the order of the plan, as people read it. */
export function inPlanOrder(changes: readonly Change[]): Change[] {
  const creates = changes.filter((change) => change.kind === 'create-issue');
  const inTurn = creates.toSorted((a, b) => a.line - b.line).values();
  return changes.map((change) => (change.kind === 'create-issue' ? (inTurn.next().value ?? change) : change));
}

/** Which new issues go under which other new ones. */
function parentsIn(links: readonly Change[]): ReadonlyMap<TaskKey, TaskKey> {
  return new Map(
    links.flatMap((link) =>
      link.kind === 'add-sub-issue' && link.child.kind === 'task' && link.parent.kind === 'task'
        ? [[link.child.key, link.parent.key] as const]
        : [],
    ),
  );
}
