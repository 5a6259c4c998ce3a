/** The order of creates, whatever waits for what. */
import { inDependencyOrder, inPlanOrder } from '../../../src/sync/diff/create-order.ts';
import type { Change } from '../../../src/sync/types.ts';

const create = (key: string, ...waitsFor: readonly string[]): Change => ({
  kind: 'create-issue',
  key,
  line: 1,
  title: key,
  body: '',
  labels: [],
  assignees: [],
  milestone: null,
  close: null,
  unnumbered: waitsFor.map((one) => ({ key: one, otherwise: one })),
});
const under = (child: string, parent: string): Change => ({
  kind: 'add-sub-issue',
  parent: { kind: 'task', key: parent },
  child: { kind: 'task', key: child },
  replaces: false,
});
const update: Change = { kind: 'update-issue', number: 7, line: 1, patch: {} };
const keys = (changes: readonly Change[]): string =>
  changes.map((change) => (change.kind === 'create-issue' ? change.key : '.')).join('');

test.each<[string, readonly Change[], readonly Change[], string]>([
  ['nothing waits', [create('a'), create('b')], [], 'ab'],
  ['the first waits for the last', [create('a', 'c'), create('b'), create('c')], [], 'cab'],
  ['a chain', [create('a', 'b'), create('b', 'c'), create('c')], [], 'cba'],
  ['a circle is left somewhere', [create('a', 'b'), create('b', 'a')], [], 'ba'],
  ['what is there already keeps its place', [create('a', 'b'), update, create('b')], [], 'b.a'],
  ['what makes no issue is passed over', [create('a', 'x'), create('b')], [], 'ab'],
  ['a sub-task comes after its task', [create('a', 's'), create('p'), create('s')], [under('s', 'p')], 'psa'],
  ['a task that waits for its own sub-task', [create('p', 's'), create('s')], [under('s', 'p')], 'ps'],
])('%s', (_, changes, links, expected) => {
  expect(keys(inDependencyOrder(changes, links))).toBe(expected);
});

test('people read them in the order of the plan', () => {
  const changes = [create('a', 'b'), update, create('b')].map((change, index) => ({
    ...change,
    line: index + 1,
  }));
  expect(keys(inPlanOrder(inDependencyOrder(changes, [])))).toBe('a.b');
});

test('a chain of two thousand is put in order', () => {
  const chain = Array.from({ length: 2000 }, (_, index) => create(`k${index}`, `k${index + 1}`));
  const [first, ...rest] = inDependencyOrder(chain, []);
  expect(first).toMatchObject({ key: 'k1999' });
  expect(rest.at(-1)).toMatchObject({ key: 'k0' });
});
