import { edge, guardTheEdge, issue, NOW, REPO, replies } from './harness.ts';

guardTheEdge();

const ISSUE = { method: 'get', path: `${REPO}/issues/1` } as const;
const ISSUE_1 = { owner: 'octo', repo: 'app', issue_number: 1 };
const usedUp = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 125) };

async function secondReadAfter(headers: Record<string, string>): Promise<number> {
  const { client, clock } = edge();
  replies(ISSUE, [
    { status: 200, body: issue(1), headers },
    { status: 200, body: issue(1) },
  ]);
  await client.rest.issues.get(ISSUE_1);
  await client.rest.issues.get(ISSUE_1);
  return clock.now() - NOW;
}

describe('an answer after which nothing remains of the hour', () => {
  test('keeps back the next request until the reset, before GitHub has to refuse it', async () => {
    expect(await secondReadAfter(usedUp)).toBe(125_000);
  });

  test("is read by GitHub's clock, not by that of a machine which is ahead or behind", async () => {
    const date = new Date(NOW - 30_000).toUTCString();
    expect(await secondReadAfter({ ...usedUp, date })).toBe(155_000);
  });

  test('of another resource keeps nothing back', async () => {
    expect(await secondReadAfter({ ...usedUp, 'x-ratelimit-resource': 'search' })).toBe(0);
  });
});
