/** Whose act an edit follows, and whether it goes by a commit or by a pull request. */
import { authorOf, wayOf } from '../../../src/sync/write-back/edit-authors.ts';
import type { IssueAct, ObservedIssue, Proposal } from '../../../src/sync/types.ts';

const ADA = { id: 1, login: 'ada' };
const EVE = { id: 2, login: 'eve' };
const at = (minute: number): string => new Date(Date.UTC(2026, 2, 2, 10, minute)).toISOString();

function act(
  kind: IssueAct['kind'],
  by: IssueAct['by'],
  minute: number,
  title: string | null = null,
): IssueAct {
  return { kind, by, at: at(minute), title };
}

const tick: Proposal = proposal({ kind: 'state', line: 4, state: 'done' });
const untick: Proposal = proposal({ kind: 'state', line: 4, state: 'open' });
const reword: Proposal = proposal({ kind: 'title', line: 4, title: 'New' });

function proposal(edit: Proposal['edit'], rider = false): Proposal {
  return { id: JSON.stringify(edit), edit, issue: 7, title: 'Old', rider };
}

function issue(fields: Partial<ObservedIssue>): ObservedIssue {
  return { number: 7, title: 'Old', state: 'open', closedAt: null, ...fields } as ObservedIssue;
}

const closed = issue({ state: 'closed', closedAt: at(9) });

it.each([
  ['a tick follows who closed', tick, closed, [act('closed', EVE, 9)], EVE],
  [
    'a tick follows who closed last',
    tick,
    closed,
    [act('closed', ADA, 1), act('reopened', ADA, 2), act('closed', EVE, 9)],
    EVE,
  ],
  ['not who renamed since', tick, closed, [act('closed', EVE, 9), act('renamed', ADA, 10, 'x')], EVE],
  ['where the list lags behind, nobody', tick, closed, [act('closed', ADA, 1)], null],
  ['where the reopening is shown alone, nobody', tick, closed, [act('reopened', ADA, 9)], null],
  ['where the account is gone, nobody', tick, closed, [act('closed', null, 9)], null],
  ['where nothing is shown, nobody', tick, closed, [], null],
  [
    'an untick follows who reopened',
    untick,
    issue({}),
    [act('closed', ADA, 1), act('reopened', EVE, 2)],
    EVE,
  ],
  ['where its list lags behind, nobody', untick, issue({}), [act('closed', ADA, 1)], null],
  [
    'new words follow who renamed last',
    reword,
    issue({ title: 'New' }),
    [act('renamed', EVE, 1, 'x'), act('renamed', ADA, 2, 'New')],
    ADA,
  ],
  [
    'where the title is another one, nobody',
    reword,
    issue({ title: 'New' }),
    [act('renamed', ADA, 1, 'x')],
    null,
  ],
  ['where it was never renamed, nobody', reword, issue({ title: 'New' }), [act('closed', ADA, 1)], null],
] as const)('%s', (_, edit, seen, acts, author) => {
  expect(authorOf(edit, seen, acts)).toEqual(author);
});

describe('The way of edits', () => {
  const date = proposal({ kind: 'last-updated', date: '2026-03-02' }, true);

  it.each([
    ['all by writers: a commit', [tick, date], [], 'commit', [tick, date]],
    [
      'all by strangers: a pull request, with what rides along',
      [tick, date],
      [tick],
      'pull-request',
      [tick, date],
    ],
    ['some of both: a commit without the strangers’', [tick, reword, date], [tick], 'commit', [reword, date]],
    ['none: nothing', [], [], 'commit', []],
  ] as const)('%s', (_, proposals, strangers, mode, sent) => {
    expect(wayOf(proposals, new Set<Proposal>(strangers), true)).toEqual({ mode, proposals: sent });
  });

  it('is a pull request of all where the writers’ alone would change nothing', () => {
    expect(wayOf([tick, reword], new Set([tick]), false)).toEqual({
      mode: 'pull-request',
      proposals: [tick, reword],
    });
  });
});
