/** The three-way merge of state, title and sets, as truth tables. */
import type { TaskState } from '../../../src/plan/types.ts';
import {
  delta,
  mergeStateWithoutBase,
  mergeState,
  mergeTitle,
  stateOf,
  type StateMerge,
} from '../../../src/sync/diff/merge.ts';

/** What becomes of a task: `=` nothing, `issue:x` the issue is set, `plan:x` the plan is asked, `!` both had changed. */
function told(merge: StateMerge): string {
  switch (merge.kind) {
    case 'agree':
      return '=';
    case 'set-issue':
      return `issue:${merge.to}`;
    case 'propose':
      return `plan:${merge.to}${merge.conflict ? '!' : ''}`;
  }
}

describe('the state of a task, by base, plan and issue', () => {
  // The full truth table of DESIGN 5, rows "done" and "dropped" and "both changed".
  const table: readonly (readonly [TaskState, TaskState, TaskState, string])[] = [
    ['open', 'open', 'open', '='],
    ['open', 'open', 'done', 'plan:done'],
    ['open', 'open', 'dropped', 'plan:dropped'],
    ['open', 'done', 'open', 'issue:done'],
    ['open', 'done', 'done', '='],
    ['open', 'done', 'dropped', 'plan:dropped!'],
    ['open', 'dropped', 'open', 'issue:dropped'],
    ['open', 'dropped', 'done', 'plan:done!'],
    ['open', 'dropped', 'dropped', '='],
    ['done', 'open', 'open', '='],
    ['done', 'open', 'done', 'issue:open'],
    ['done', 'open', 'dropped', 'plan:dropped!'],
    ['done', 'done', 'open', 'plan:open'],
    ['done', 'done', 'done', '='],
    ['done', 'done', 'dropped', 'plan:dropped'],
    ['done', 'dropped', 'open', 'plan:open!'],
    ['done', 'dropped', 'done', 'issue:dropped'],
    ['done', 'dropped', 'dropped', '='],
    ['dropped', 'open', 'open', '='],
    ['dropped', 'open', 'done', 'plan:done!'],
    ['dropped', 'open', 'dropped', 'issue:open'],
    ['dropped', 'done', 'open', 'plan:open!'],
    ['dropped', 'done', 'done', '='],
    ['dropped', 'done', 'dropped', 'issue:done'],
    ['dropped', 'dropped', 'open', 'plan:open'],
    ['dropped', 'dropped', 'done', 'plan:done'],
    ['dropped', 'dropped', 'dropped', '='],
  ];

  it('is decided in all 27 cases', () => {
    expect(new Set(table.map(([base, plan, issue]) => `${base} ${plan} ${issue}`)).size).toBe(27);
  });

  it.each(table)('base %s, plan %s, issue %s: %s', (base, plan, issue, expected) => {
    expect(told(mergeState(base, plan, issue))).toBe(expected);
  });

  it.each([
    ['done', 'open', false, 'issue:done'],
    ['dropped', 'open', false, 'issue:dropped'],
    ['open', 'done', false, 'plan:done'],
    ['open', 'dropped', false, 'plan:dropped'],
    ['open', 'dropped', true, 'issue:open'],
    ['open', 'open', false, '='],
  ] as const)(
    'of a task new to the plan whose issue was found: plan %s, issue %s, dropped by the app %s: %s',
    (plan, issue, byApp, expected) => {
      expect(told(mergeStateWithoutBase(plan, issue, byApp))).toBe(expected);
    },
  );

  it('reads a closed issue without a reason as done, one not planned or a duplicate as dropped', () => {
    expect(stateOf({ state: 'closed', reason: null })).toBe('done');
    expect(stateOf({ state: 'closed', reason: 'completed' })).toBe('done');
    expect(stateOf({ state: 'closed', reason: 'not_planned' })).toBe('dropped');
    expect(stateOf({ state: 'closed', reason: 'duplicate' })).toBe('dropped');
    expect(stateOf({ state: 'open', reason: null })).toBe('open');
  });
});

describe('the title of a task', () => {
  const byApp = (title: string) => ({ title, bare: title, byPerson: false });
  const byPerson = (title: string) => ({ title, bare: title, byPerson: true });
  const withId = (title: string) => ({ title: `T001: ${title}`, bare: title, byPerson: true });

  it.each([
    ['nothing changed', 'A', 'A', byApp('A'), { kind: 'agree' }],
    ['the plan was reworded', 'A', 'B', byApp('A'), { kind: 'rename-issue', conflict: false }],
    ['a person renamed the issue', 'A', 'A', byPerson('C'), { kind: 'propose' }],
    ['both, differently', 'A', 'B', byPerson('C'), { kind: 'rename-issue', conflict: true }],
    ['both, to the same', 'A', 'B', byPerson('B'), { kind: 'note' }],
    ['a person put the id before it', 'A', 'A', withId('A'), { kind: 'agree' }],
    ['a person put the id before it, and renamed it', 'A', 'A', withId('C'), { kind: 'propose' }],
    ['the plan took that over', 'A', 'C', withId('C'), { kind: 'agree' }],
    ['the plan was reworded since', 'A', 'B', withId('A'), { kind: 'rename-issue', conflict: false }],
    ['the rename was done before a crash', 'A', 'B', byApp('B'), { kind: 'agree' }],
    ['another parser reads the same text differently', 'A2', 'A2', byApp('A'), { kind: 'agree' }],
    [
      'the base does not know it and the text moved on',
      null,
      'B',
      byApp('A'),
      { kind: 'rename-issue', conflict: false },
    ],
    ['the base does not know it and a person renamed it', null, 'A', byPerson('C'), { kind: 'propose' }],
  ] as const)('%s', (_, base, plan, issue, expected) => {
    expect(mergeTitle(base, plan, issue)).toEqual(expected);
  });
});

describe('a set such as labels or assignees', () => {
  it('follows only what the plan added and took away, one by one', () => {
    expect(delta(['low', 'api'], ['high', 'api'], ['low', 'api', 'mine'])).toEqual({
      add: ['high'],
      remove: ['low'],
    });
  });

  it('stays as a person set it while the plan stays as it was', () => {
    expect(delta(['low'], ['low'], ['mine'])).toEqual({ add: [], remove: [] });
  });

  it('asks for nothing that is so already, in any case of letters', () => {
    expect(delta(['low'], ['High'], ['high'])).toEqual({ add: [], remove: [] });
  });
});
