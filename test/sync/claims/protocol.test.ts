/** Of many who want a task one wins: stories told by seeds (10,000 in the deep test), and the corners by hand. */
import { changeOwnClaim, takeClaim } from '../../../src/sync/claims/protocol.ts';
import { printClaim, readClaim } from '../../../src/sync/claims/claim-message.ts';
import type { ClaimRecord, ClaimRef, RefWritten } from '../../../src/sync/claims/types.ts';
import { tellMany } from './simulated.ts';

test('in 400 stories of 2 to 16 claimants one wins, no claim is lost, none is stuck beyond its lease', async () => {
  const { faults, counts } = await tellMany(400);
  expect(faults).toEqual([]);
  // The stories are about something: every end is met, and none but these.
  expect(counts).toMatchObject({ refused: 0, newer: 0 });
  expect(
    Math.min(counts.claimed, counts.held, counts.unclear, counts.takeovers, counts.died),
  ).toBeGreaterThan(100);
});

const NOW = Date.parse('2026-11-30T08:00:00Z');
const HOUR = 3_600_000;

/** A ref that answers at once, with what writing it answers given. */
function plainRef(
  messages: string[],
  answers: readonly RefWritten[] = [],
  onWrite: (sha: string) => void = () => {},
): ClaimRef & { readonly at: () => number | null } {
  let head = messages.length === 0 ? null : messages.length - 1;
  const left = [...answers];
  const write = async (sha: string): Promise<RefWritten> => {
    const answer = left.shift() ?? { kind: 'written' as const };
    if (answer.kind === 'written') head = Number(sha);
    onWrite(sha);
    return answer;
  };
  return {
    at: () => head,
    read: async () => ({ sha: head === null ? null : String(head), now: NOW }),
    show: async (sha) => ({ message: messages[Number(sha)] ?? '', parent: null }),
    commit: async (message) => String(messages.push(message) - 1),
    create: write,
    move: write,
  };
}

const WANTED = { issue: 12, by: 'ada', forMs: 4 * HOUR, nonce: '0f1e2d3c', renews: false };
const HELD: ClaimRecord = { issue: 12, state: 'claimed', by: 'grace', until: NOW + HOUR, nonce: 'aa' };

test('a claim says until when by the clock of GitHub, whatever time it is here', async () => {
  expect(await takeClaim(plainRef([]), WANTED)).toEqual({
    kind: 'claimed',
    renewed: false,
    claim: { issue: 12, state: 'claimed', by: 'ada', until: NOW + 4 * HOUR, nonce: '0f1e2d3c.0', sha: '0' },
  });
});

test.each([
  ['runs', HELD, 'held'],
  ['ended', { ...HELD, until: NOW }, 'claimed'],
  ['was released', { ...HELD, state: 'released' as const }, 'claimed'],
  ['awaits its merge', { ...HELD, state: 'awaiting-merge' as const }, 'held'],
  [
    'awaited its merge for too long',
    { ...HELD, state: 'awaiting-merge' as const, until: NOW - 1 },
    'claimed',
  ],
  ['is of the same name', { ...HELD, by: 'ada' }, 'held'],
])('a claim that %s', async (_, record, kind) => {
  expect((await takeClaim(plainRef([printClaim(record)]), WANTED)).kind).toBe(kind);
});

test('what stands there and is no claim is taken over, and what a newer version wrote is left alone', async () => {
  expect((await takeClaim(plainRef(['Fix the build']), WANTED)).kind).toBe('claimed');
  expect((await takeClaim(plainRef(['Claim\n\nPlanwright-Claim: v=2 x=y']), WANTED)).kind).toBe('newer');
});

test("one's own claim is renewed where that is wanted, and keeps whom it assigned", async () => {
  const own = printClaim({ ...HELD, by: 'ada', assigned: 'ada' });
  expect(await takeClaim(plainRef([own]), { ...WANTED, renews: true })).toMatchObject({
    kind: 'claimed',
    renewed: true,
    claim: { until: NOW + 4 * HOUR, assigned: 'ada' },
  });
});

test('whoever loses a race to the same name has lost it', async () => {
  const messages: string[] = [];
  const ref = plainRef(messages, [{ kind: 'refused', message: 'Reference already exists' }]);
  const winner: ClaimRef = {
    ...ref,
    create: async (sha) => {
      messages.push(printClaim({ ...HELD, by: 'ada', nonce: 'other' }));
      await ref.move(sha);
      return { kind: 'refused', message: 'Reference already exists' };
    },
    read: async () => ({ sha: messages.length < 2 ? null : '1', now: NOW }),
  };
  expect(await takeClaim(winner, { ...WANTED, renews: true })).toMatchObject({
    kind: 'held',
    claim: { nonce: 'other' },
  });
});

test('a refusal that is no race is said, and nothing else is tried', async () => {
  const sent: string[] = [];
  const rule: RefWritten = { kind: 'refused', message: 'Repository rule violations found' };
  const ref = plainRef([], [rule, rule], (sha) => sent.push(sha));
  expect(await takeClaim(ref, WANTED)).toEqual(rule);
  expect(sent).toEqual(['0']);
});

test('after lost answers the same commit is asked for again, a few times', async () => {
  const sent: string[] = [];
  const lost: RefWritten = { kind: 'unclear', reason: 'reset' };
  const ref = plainRef([], [lost, lost], (sha) => sent.push(sha));
  expect((await takeClaim(ref, WANTED)).kind).toBe('claimed');
  expect(sent).toEqual(['0', '0', '0']);
  expect(await takeClaim(plainRef([], [lost, lost, lost, lost]), WANTED)).toEqual({
    kind: 'unclear',
    reason: 'reset',
  });
});

describe('giving back', () => {
  const own = { by: 'grace', nonce: 'bb', forMs: 0 };

  test("marks one's own claim as released", async () => {
    const ref = plainRef([printClaim(HELD)]);
    expect(await changeOwnClaim(ref, own, 'released')).toMatchObject({
      kind: 'changed',
      claim: { state: 'released' },
    });
    expect(ref.at()).toBe(1);
    expect(await takeClaim(ref, WANTED)).toMatchObject({ kind: 'claimed' });
  });

  test("leaves another's claim, and one that is none, alone", async () => {
    const ref = plainRef([printClaim(HELD)]);
    expect(await changeOwnClaim(ref, { ...own, by: 'ada' }, 'released')).toMatchObject({ kind: 'held' });
    expect(ref.at()).toBe(0);
    expect(await changeOwnClaim(plainRef([]), own, 'released')).toEqual({ kind: 'unclaimed' });
    const over = plainRef([printClaim({ ...HELD, state: 'released' })]);
    expect(await changeOwnClaim(over, own, 'released')).toEqual({ kind: 'unclaimed' });
  });

  test('what is done awaits its merge, and holds the task meanwhile', async () => {
    const ref = plainRef([printClaim(HELD)]);
    const days = 14 * 24 * HOUR;
    expect(await changeOwnClaim(ref, { ...own, forMs: days }, 'awaiting-merge')).toMatchObject({
      kind: 'changed',
    });
    expect(await takeClaim(ref, WANTED)).toMatchObject({
      kind: 'held',
      claim: { by: 'grace', state: 'awaiting-merge', until: NOW + days },
    });
  });
});

test.each(['agent 1', '@ada', 'Zoë #12', 'a=b c', '100%'])(
  'the name %s stands in the commit and pings nobody',
  (by) => {
    const message = printClaim({ ...HELD, by, assigned: 'ada' });
    expect(readClaim(message)).toEqual({ kind: 'record', record: { ...HELD, by, assigned: 'ada' } });
    expect(message).not.toMatch(/[@#]/);
  },
);
