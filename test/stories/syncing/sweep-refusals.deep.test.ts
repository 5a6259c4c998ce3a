import { judgeRefusal, printRefusal, refusalCasesOf, type RefusalCase } from '../../story/sweep-refusals.ts';

const cases = new Map<string, Promise<readonly RefusalCase[]>>();

/** The writes of a story are the same however often it is played. */
function casesOf(story: string): Promise<readonly RefusalCase[]> {
  const known = cases.get(story) ?? refusalCasesOf(story);
  cases.set(story, known);
  return known;
}

// `npm run sweep -- --fault refused` takes every write with every answer; here one of each kind stands for the rest.
it.each([
  ['first-sync', '1 POST /issues "Plan: Search"', 'gone'],
  ['first-sync', '1 POST /milestones "Search: Phase 2: Core Features"', 'invalid'],
  ['first-sync', '1 POST /issues "Ship the parser"', 'legal'],
  ['first-sync', '1 PATCH /issues/6', 'not-found'],
  ['first-sync', '1 POST /issues/1/sub_issues 3400000002', 'forbidden'],
  ['first-sync', '1 PATCH /milestones/2', 'missing-permission'],
  ['first-sync', '1 POST /git/refs', 'invalid'],
  ['first-sync', '1 PATCH /issues/1', 'legal'],
  ['links', '4 DELETE /issues/6/dependencies/blocked_by/3400000003', 'gone'],
  ['pause', '3 POST /issues/comments/3300000001/reactions', 'forbidden'],
])(
  '%s: %s refused as %s leaves the rest done, is said, and is made good',
  async (story, write, answer) => {
    const all = await casesOf(story);
    const one = all.find((each) => printRefusal(each) === write && each.answer === answer);
    if (one === undefined) throw new Error(`Expected the story ${story} to write ${write}.`);
    expect((await judgeRefusal(one)).findings).toEqual([]);
  },
  60_000,
);
