import { deepCasesOf, judge, parseAt, printAt, type Case } from '../../story/sweep/sweep.ts';

/** Runs the cases and says what went wrong, with how to run it again. */
async function wrongIn(cases: readonly Case[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const one of cases) {
    const { kind, findings } = await judge(one, 'next step');
    if (kind !== 'different') continue;
    wrong.push(`--story ${one.story} --fault ${one.fault} --at ${printAt(one.at)}`, ...findings);
  }
  return wrong;
}

it('A process that is gone after any write of a whole story is started again and ends where it would have, without a duplicate', async () => {
  const cases = await deepCasesOf('whole', 'kill-after');
  expect(cases.length).toBeGreaterThan(15);
  expect(await wrongIn(cases)).toEqual([]);
}, 240_000);

// `npm run sweep` takes every write; here one of each fault stands for the rest.
it.each([
  ['whole', 'kill-before', '1.6'],
  ['whole', 'kill-before', '5.1'],
  ['first-sync', 'reply-lost', '1.12'],
  ['first-sync', '502-after', '1.8'],
  ['plan-edits', '502-before', '6.2'],
  ['plan-edits', 'reply-lost', '9.1'],
  ['plan-edits', 'kill-after', '11.3'],
  ['first-sync', 'kill-after-rephase', '1.8'],
  ['first-sync', 'lag', ''],
  ['first-sync', 'lag-reply-lost', '1.8'],
  ['first-sync', 'lag-reply-lost', '1.20'],
  ['both-ways', 'lag-kill-after', '3.3'],
  ['both-ways', 'webhooks-twice', ''],
  ['both-ways', 'webhooks-reversed', ''],
  ['both-ways', 'webhooks-lost', ''],
  ['first-sync', 'kill-after-reword', '1.14'],
  ['first-sync', 'kill-after-move', '1.14'],
  ['first-sync', 'kill-after-cut', '1.14'],
  ['first-sync', 'kill-after-close', '1.14'],
  ['first-sync', 'kill-before-globs', '1.14'],
  ['first-sync', 'kill-after-nested', '1.12'],
  ['plan-edits', 'kill-after-back', '10.1'],
  ['whole', 'kill-after-add', '6.1'],
  ['first-sync', 'kill-before-leave', '1.14'],
  ['links', 'reply-lost', '1.20'],
  ['links', 'kill-after', '3.2'],
  ['links', '502-after', '6.1'],
  ['config', 'kill-after', '4.2'],
])(
  '%s with %s at write %s ends where it would have',
  async (story, fault, at) => {
    expect(await wrongIn([{ story, fault, at: parseAt(at) }])).toEqual([]);
  },
  60_000,
);
