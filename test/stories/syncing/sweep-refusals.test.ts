import { findingsAt } from '../../story/sweep-refusals.ts';

// `npm run sweep -- --fault refused` takes every write with every answer, the deep tests one of each kind; these are quick.
it.each([
  ['first-sync', '1 PATCH /issues/6', 'not-found'],
  ['first-sync', '1 POST /git/refs', 'invalid'],
])(
  '%s: %s refused as %s leaves the rest done, is said, and is made good',
  async (story, write, answer) => {
    expect(await findingsAt(story, write, answer)).toEqual([]);
  },
  60_000,
);
