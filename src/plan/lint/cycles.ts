/** At most this many edges are followed to find cycles; a part of the graph that is left after that is looked into once. */
const MOST_STEPS = 1_000_000;

/**
 * Finds the cycles of a directed graph, each in its shortest form.
 *
 * @param edges Successors of each node.
 * @param most How many cycles are wanted.
 * @returns For every node on a cycle a shortest cycle through it, each cycle once, beginning with its first node in
 *   the order of the map; cycles that hold all nodes of a shorter one are left out. Of a graph with very many edges some
 *   cycle of each part that has one.
 */
export function findCycles<Node>(
  edges: ReadonlyMap<Node, readonly Node[]>,
  most: number,
): { readonly cycles: readonly Node[][]; readonly steps: number } {
  const order = new Map([...edges.keys()].map((node, index) => [node, index]));
  const found = new Map<string, Node[]>();
  let steps = 0;
  for (const component of components(edges)) {
    let isFirst = true;
    for (const node of component) {
      if (steps >= MOST_STEPS && !isFirst) break;
      isFirst = false;
      const { cycle, followed } = shortestCycle(node, edges, component);
      steps += followed;
      if (cycle === null) continue;
      const turned = turn(cycle, order);
      found.set(turned.map((one) => order.get(one)).join(' '), turned);
      steps += cycle.length;
    }
  }
  const shortestFirst = [...found.values()].sort(
    (a, b) => a.length - b.length || rank(a, order) - rank(b, order),
  );
  const cycles: Node[][] = [];
  for (const cycle of shortestFirst) {
    if (cycles.length === most) break;
    const nodes = new Set(cycle);
    if (!cycles.some((shorter) => shorter.every((node) => nodes.has(node)))) cycles.push(cycle);
  }
  return { cycles, steps };
}

/**
 * Tells which edges of a directed graph lie on a cycle.
 *
 * @param edges Successors of each node.
 * @returns A test for one edge of the graph.
 */
export function cyclicEdges<Node>(
  edges: ReadonlyMap<Node, readonly Node[]>,
): (from: Node, to: Node) => boolean {
  const componentOf = new Map<Node, ReadonlySet<Node>>();
  for (const component of components(edges)) for (const node of component) componentOf.set(node, component);
  return (from, to) => componentOf.get(from)?.has(to) === true;
}

/** Strongly connected components that can hold a cycle (Tarjan, without recursion: plans are long). */
function components<Node>(edges: ReadonlyMap<Node, readonly Node[]>): ReadonlySet<Node>[] {
  const indexes = new Map<Node, number>();
  const lows = new Map<Node, number>();
  const open: Node[] = [];
  const onStack = new Set<Node>();
  const result: Set<Node>[] = [];
  const enter = (node: Node): { node: Node; next: number } => {
    indexes.set(node, indexes.size);
    lows.set(node, indexes.get(node) ?? 0);
    open.push(node);
    onStack.add(node);
    return { node, next: 0 };
  };
  const lower = (node: Node, value: number | undefined): void => {
    lows.set(node, Math.min(lows.get(node) ?? 0, value ?? 0));
  };
  for (const root of edges.keys()) {
    const work = indexes.has(root) ? [] : [enter(root)];
    for (let frame = work.at(-1); frame; frame = work.at(-1)) {
      const successor = edges.get(frame.node)?.[frame.next];
      frame.next += 1;
      if (successor !== undefined) {
        if (!indexes.has(successor)) work.push(enter(successor));
        else if (onStack.has(successor)) lower(frame.node, indexes.get(successor));
        continue;
      }
      work.pop();
      const above = work.at(-1);
      if (above) lower(above.node, lows.get(frame.node));
      if (lows.get(frame.node) === indexes.get(frame.node)) result.push(close(frame.node, open, onStack));
    }
  }
  return result.filter(
    (component) => component.size > 1 || [...component].some((node) => edges.get(node)?.includes(node)),
  );
}

function close<Node>(root: Node, open: Node[], onStack: Set<Node>): Set<Node> {
  const component = new Set<Node>();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    onStack.delete(node);
    component.add(node);
    if (node === root) break;
  }
  return component;
}

function shortestCycle<Node>(
  start: Node,
  edges: ReadonlyMap<Node, readonly Node[]>,
  within: ReadonlySet<Node>,
): { readonly cycle: Node[] | null; readonly followed: number } {
  const cameFrom = new Map<Node, Node | null>([[start, null]]);
  const queue: Node[] = [start];
  let followed = 0;
  for (const node of queue) {
    for (const next of edges.get(node) ?? []) {
      followed += 1;
      if (next === start) return { cycle: pathTo(node, cameFrom), followed };
      if (!within.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, node);
      queue.push(next);
    }
  }
  return { cycle: null, followed };
}

function pathTo<Node>(end: Node, cameFrom: ReadonlyMap<Node, Node | null>): Node[] {
  const path: Node[] = [];
  for (
    let node: Node | null | undefined = end;
    node !== null && node !== undefined;
    node = cameFrom.get(node)
  )
    path.push(node);
  return path.toReversed();
}

function turn<Node>(cycle: readonly Node[], order: ReadonlyMap<Node, number>): Node[] {
  const first = cycle.reduce(
    (best, node, index) => ((order.get(node) ?? 0) < (order.get(cycle[best] ?? node) ?? 0) ? index : best),
    0,
  );
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}

function rank<Node>(cycle: readonly Node[], order: ReadonlyMap<Node, number>): number {
  const [first] = cycle;
  return first === undefined ? 0 : (order.get(first) ?? 0);
}
