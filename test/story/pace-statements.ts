/** What the check says of a long sync while it is under way, read out of the requests that say it. */
import type { LoggedRequest } from '@planwright/github-sandbox';

const MINUTE_MS = 60_000;

/** When the check said that so much is left, and what GitHub allowed a minute at the time, if that was told. */
export interface Statement {
  readonly at: number;
  readonly leftMs: number;
  readonly rate: string;
}

/** All that was said of the time left. */
export function statementsIn(requests: readonly LoggedRequest[]): Statement[] {
  return requests.flatMap(({ at, path, body }) => {
    if (!path.includes('/check-runs')) return [];
    const { summary = '' } = (body as { output?: { summary?: string } } | undefined)?.output ?? {};
    const [, number, unit] = /bout (\d+) (second|minute)s? left/.exec(summary) ?? [];
    if (number === undefined) return [];
    const leftMs = Number(number) * (unit === 'minute' ? MINUTE_MS : 1_000);
    const rate = /GitHub allows (\d+) a minute at present/.exec(summary)?.[1] ?? '';
    return [{ at: at.getTime(), leftMs, rate }];
  });
}

/** Each statement is true to within a minute (told in whole minutes), and tells this rate. */
export function expectTrue(requests: readonly LoggedRequest[], rate: string): void {
  const end =
    requests
      .filter(({ isWrite }) => isWrite)
      .at(-1)
      ?.at.getTime() ?? 0;
  const said = statementsIn(requests);
  expect(said.length).toBeGreaterThan(0);
  for (const one of said) {
    expect(one.rate).toBe(rate);
    expect(Math.abs(one.at + one.leftMs - end)).toBeLessThanOrEqual(1.5 * MINUTE_MS);
  }
}
