import { findingsAt } from '../../story/sweep/refusals.ts';

// `npm run sweep -- --fault refused` takes every write with every answer; here one of each kind stands for the rest.
it.each([
  ['first-sync', '1 POST /issues "Plan: Search"', 'gone'],
  ['first-sync', '1 POST /milestones "Search: Phase 2: Core Features"', 'invalid'],
  ['first-sync', '1 POST /issues "Ship the parser"', 'legal'],
  ['links', '3 POST /issues/2/sub_issues 3400000006', 'forbidden'],
  ['first-sync', '1 PATCH /milestones/2', 'missing-permission'],
  ['first-sync', '1 PATCH /issues/1', 'legal'],
  ['links', '4 DELETE /issues/6/dependencies/blocked_by/3400000004', 'gone'],
  ['pause', '3 POST /labels "planwright: paused"', 'forbidden'],
  ['pause', '3 POST /issues/comments/3300000001/reactions', 'forbidden'],
  ['pause', '5 PATCH /issues/4', 'gone'],
  ['retire', '1 POST /issues "Ship the parser"', 'missing-permission'],
  ['retire', '1 POST /issues/1/labels', 'missing-permission'],
  ['retire', '5 PATCH /issues/6', 'gone'],
  ['retire', '5 POST /issues/comments/3300000003/reactions', 'not-found'],
  ['retire', '5 DELETE /issues/2/sub_issue', 'forbidden'],
  ['retire', '5 DELETE /issues/8/dependencies/blocked_by/3400000004', 'forbidden'],
  ['retire', '5 DELETE /issues/2/sub_issue', 'invalid'],
  ['retire', '5 DELETE /git/refs/heads%2Fplanwright%2F34022b-search', 'forbidden'],
  ['retire', '6 PATCH /issues/1', 'forbidden'],
])(
  '%s: %s refused as %s leaves the rest done, is said, and is made good',
  async (story, write, answer) => {
    expect(await findingsAt(story, write, answer)).toEqual([]);
  },
  120_000,
);
