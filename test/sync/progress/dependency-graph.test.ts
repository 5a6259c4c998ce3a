/** Which tasks the picture of dependencies shows as ready: the same that `planwright next` would offer. */
import { parsePlan } from '../../../src/plan/parse.ts';
import { dependencyGraph } from '../../../src/sync/progress/dependency-graph.ts';

function readiness(lines: readonly string[]): Record<string, string> {
  const plan = parsePlan(['# Search', '', '## Phase 1: Core', ...lines, ''].join('\n'), { path: 'a.md' });
  const graph = dependencyGraph(plan, 50);
  if (graph.kind !== 'graph') throw new Error(`Expected a graph, found ${graph.kind}.`);
  return Object.fromEntries(graph.nodes.map((node) => [node.of.title, node.readiness]));
}

it('a task is ready once nothing that it waits for is open', () => {
  expect(
    readiness([
      '- [x] Ship the parser',
      '- [ ] Build the index (depends on: Ship the parser)',
      '- [ ] Rank the results (depends on: Build the index)',
    ]),
  ).toEqual({ 'Ship the parser': 'done', 'Build the index': 'ready', 'Rank the results': 'waiting' });
});

it('its own sub-tasks come first', () => {
  const rank = '- [ ] Rank the results (depends on: Build the index)';
  expect(readiness(['- [ ] Build the index', '  - [ ] Choose a tokenizer', rank])['Build the index']).toBe(
    'waiting',
  );
  expect(readiness(['- [ ] Build the index', '  - [x] Choose a tokenizer', rank])['Build the index']).toBe(
    'ready',
  );
});
