import { casesOf, deepCasesOf, judge, printAt, type Case } from '../story/sweep.ts';

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

it.each(['kill-before', 'kill-after'])(
  'A process that is gone (%s) at any write of a whole story is started again and ends where it would have, without a twin',
  async (fault) => {
    const cases = await deepCasesOf('whole', fault);
    expect(cases.length).toBeGreaterThan(15);
    expect(await wrongIn(cases)).toEqual([]);
  },
  120_000,
);

// `npm run sweep` takes every write; here one of each fault stands for the rest.
it.each([
  ['first-sync', 'reply-lost', 12],
  ['first-sync', '502-after', 8],
  ['plan-edits', '502-before', 40],
  ['first-sync', 'lag', 0],
  ['first-sync', 'lag-reply-lost', 8],
  ['both-ways', 'lag-kill-after', 24],
  ['both-ways', 'webhooks-twice', 0],
  ['both-ways', 'webhooks-reversed', 0],
  ['both-ways', 'webhooks-lost', 0],
  ['first-sync', 'kill-after-reword', 14],
  ['first-sync', 'kill-after-move', 14],
  ['first-sync', 'kill-after-cut', 14],
  ['first-sync', 'kill-after-close', 14],
  ['first-sync', 'kill-before-globs', 14],
  ['first-sync', 'kill-before-leave', 14],
])(
  '%s with %s at write %i ends where it would have',
  async (story, fault, write) => {
    const cases = (await casesOf(story, fault)).slice(Math.max(0, write - 1)).slice(0, 1);
    expect(cases).toHaveLength(1);
    expect(await wrongIn(cases)).toEqual([]);
  },
  60_000,
);
