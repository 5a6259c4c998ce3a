/** Of many who want a task one wins, in 10,000 stories. */
import { tellMany } from './simulated.ts';

test('in 10,000 stories of 2 to 16 claimants one wins, no claim is lost, none is stuck beyond its lease', async () => {
  const { faults, counts } = await tellMany(10_000);
  expect(faults).toEqual([]);
  expect(counts).toMatchObject({ refused: 0, newer: 0 });
  expect(
    Math.min(counts.claimed, counts.held, counts.unclear, counts.takeovers, counts.died),
  ).toBeGreaterThan(1_000);
}, 240_000);
