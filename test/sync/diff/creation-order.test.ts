import { inCreationOrder, inPlanOrder } from '../../../src/sync/diff/creation-order.ts';
import type { Change } from '../../../src/sync/types.ts';

/** An issue to be made, whose words name these others. */
function create(key: string, ...waitsFor: readonly string[]): Change {
  return {
    kind: 'create-issue',
    key,
    line: 1,
    title: key,
    body: '',
    unnumbered: waitsFor.map((other) => ({ key: other, otherwise: other })),
    labels: [],
    assignees: [],
    milestone: null,
    close: null,
  };
}

const under = (parent: string, child: string): Change => ({
  kind: 'add-sub-issue',
  parent: { kind: 'task', key: parent },
  child: { kind: 'task', key: child },
  replaces: false,
});

const update: Change = {
  kind: 'update-issue',
  number: 7,
  line: 1,
  patch: { block: '', unnumbered: [{ key: 'rank', otherwise: 'Rank' }] },
};

test.each<[string, readonly Change[], readonly Change[], readonly string[]]>([
  ['the order of the plan stays', [create('read'), create('rank', 'read')], [], ['read', 'rank']],
  [
    'what is waited for comes first, with what it waits for itself',
    [create('ship', 'rank'), create('read'), create('rank', 'cache'), create('cache')],
    [],
    ['cache', 'rank', 'ship', 'read'],
  ],
  [
    'a sub-task brings the task it goes under along',
    [create('ship', 'cache'), create('rank'), create('cache')],
    [under('rank', 'cache')],
    ['rank', 'cache', 'ship'],
  ],
  [
    'a task that waits for its own sub-task comes before it all the same',
    [create('rank', 'cache'), create('cache'), create('ship')],
    [under('rank', 'cache')],
    ['rank', 'cache', 'ship'],
  ],
  [
    'a loop is left where the plan enters it',
    [create('read', 'rank'), create('rank', 'ship'), create('ship', 'read')],
    [],
    ['ship', 'rank', 'read'],
  ],
  ['an issue that is there names a new one, too', [update, create('rank')], [], ['rank', '#7']],
  ['what is made by no one here moves nothing', [create('ship', 'elsewhere')], [], ['ship']],
])('%s', (_, changes, links, expected) => {
  const names = inCreationOrder(changes, links).map((change) =>
    change.kind === 'create-issue' ? change.key : change.kind === 'update-issue' ? `#${change.number}` : '',
  );
  expect(names).toEqual(expected);
});

test('people read them in the order of the plan', () => {
  const changes = [create('ship', 'rank'), update, create('rank')].map((change, line) => ({
    ...change,
    line,
  }));
  const read = inPlanOrder(inCreationOrder(changes, []));
  expect(read.map((change) => (change.kind === 'create-issue' ? change.key : '#7'))).toEqual([
    'ship',
    'rank',
    '#7',
  ]);
});

test('a chain of two thousand is put in order', () => {
  const chain = Array.from({ length: 2000 }, (_, index) => create(`k${index}`, `k${index + 1}`));
  const ordered = inCreationOrder(chain, []);
  expect([ordered[0], ordered.at(-1)]).toMatchObject([{ key: 'k1999' }, { key: 'k0' }]);
});
