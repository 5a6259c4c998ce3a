import { decideCommand, type CommandedPlan } from '../../../src/sync/plans/decide-command.ts';
import type { Ledger } from '../../../src/sync/types.ts';

const ledger: Ledger = {
  plan: '3f2a1c',
  path: 'PLAN.md',
  base: { kind: 'blob', blob: 'b'.repeat(40) },
  entries: new Map([[3, { kind: 'issue', number: 7 }]]),
  confirmed: null,
};

it('A retirement that is called off leaves what GitHub refused, and the answered comment, in memory', () => {
  const lasting = {
    owed: { issues: new Map([[7, { blob: 'a'.repeat(40), line: 3 }]]), milestones: new Map(), links: [] },
    answered: 12,
    prefix: 'docs',
  };
  const asked: Ledger = { ...ledger, ...lasting, held: '1a2b3c4d', retire: { kind: 'asked' } };
  const plan: CommandedPlan = {
    tracking: { labels: [], state: 'open' },
    ledger: asked,
    closedByApp: false,
    unsure: null,
  };
  const decision = decideCommand({ kind: 'sync' }, plan);
  const effect = decision.kind === 'obey' ? decision.effect : null;
  expect(effect?.kind === 'remember' ? effect.change(asked) : null).toEqual({ ...ledger, ...lasting });
});
