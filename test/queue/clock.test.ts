import { realClock } from '../../src/queue/clock.ts';

test('the real clock acts once, not when taken back, and not early on waits longer than Node knows', async () => {
  const acted: string[] = [];
  const takeBack = realClock.after(0, () => acted.push('taken back'));
  const takeBackMonths = realClock.after(2 ** 40, () => acted.push('months later'));
  takeBack();
  await new Promise<void>((resolve) => {
    realClock.after(1, resolve);
  });
  takeBackMonths();
  expect(acted).toEqual([]);
  expect(realClock.now()).toBeGreaterThan(Date.UTC(2026, 0));
});
