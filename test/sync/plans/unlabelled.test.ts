/** Which issues without the label may be taken for tracking issues. */
import { printBlock } from '../../../src/sync/state/body-block.ts';
import { printTracking } from '../../../src/sync/state/markers.ts';
import type { PairedPlan } from '../../../src/sync/plans/pairing.ts';
import type { Ledger, ObservedIssue } from '../../../src/sync/types.ts';
import { isSure, unsurePlan } from '../../../src/sync/plans/unlabelled.ts';

const LEDGER: Ledger = {
  plan: 'aaaaaa',
  path: 'plans/a.md',
  base: { kind: 'unfinished' },
  entries: new Map(),
  confirmed: null,
};
const ME = 7;

const tracking = (labels: string[], creator: number, ledger: Ledger = LEDGER): ObservedIssue => ({
  number: 1,
  id: 1,
  title: 'Plan: A',
  body: printBlock(printTracking(ledger), ''),
  state: 'open',
  reason: null,
  createdAt: '',
  closedAt: null,
  labels,
  milestone: null,
  assignees: [],
  creator,
  creatorLogin: 'x',
  parent: null,
  subIssues: 0,
  blockedBy: 0,
});

test.each<[string, boolean, ObservedIssue, boolean]>([
  ['with the label', false, tracking(['planwright'], ME), true],
  ['with the label in other letters', false, tracking(['Planwright'], ME), true],
  ['without it', false, tracking(['plan: a aaaaaa'], ME), false],
  ['without it, once a person said so', false, tracking([], ME, { ...LEDGER, unlabelled: true }), true],
  ['without it, of an account of its own', true, tracking([], ME), true],
  ['without it, of another account', true, tracking([], 8), false],
])('A tracking issue %s (own account: %j)', (_, isOwn, issue, expected) => {
  const me = { id: ME, isOwn };
  expect(isSure(issue, me)).toBe(expected);
  const file = { path: 'plans/b.md', blob: 'b', mode: '100644' as const };
  const known: PairedPlan = {
    kind: 'known',
    id: 'aaaaaa',
    file,
    tracking: issue,
    ledger: LEDGER,
    closedByApp: false,
  };
  const vanished: PairedPlan = {
    kind: 'vanished',
    id: 'aaaaaa',
    tracking: issue,
    ledger: LEDGER,
    closedByApp: false,
  };
  const unsure = (path: string): PairedPlan => ({ kind: 'unlabelled', id: 'aaaaaa', path, tracking: issue });
  expect(unsurePlan(known, me)).toEqual(expected ? known : unsure('plans/b.md'));
  expect(unsurePlan(vanished, me)).toEqual(expected ? vanished : unsure('plans/a.md'));
});
