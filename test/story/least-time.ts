/** How fast GitHub's documented limits let requests go (GITHUB-FACTS 2), to hold the app against. */
import type { LoggedRequest } from '@planwright/github-sandbox';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How long these requests take at the least under 80 creates a minute, 500 an hour and 900 points a minute. */
export function leastMs(requests: readonly LoggedRequest[]): number {
  const creates: number[] = [];
  const points: number[] = [];
  let time = 0;
  for (const { method, route = '' } of requests) {
    const isCreate = method === 'POST' && /\/(issues|pulls|comments|sub_issues|blocked_by)$/.test(route);
    if (isCreate) {
      time = Math.max(time, (creates.at(-80) ?? -Infinity) + MINUTE_MS);
      time = Math.max(time, (creates.at(-500) ?? -Infinity) + HOUR_MS);
      creates.push(time);
    }
    const cost = method === 'GET' ? 1 : 5;
    time = Math.max(time, (points.at(-901 + cost) ?? -Infinity) + MINUTE_MS);
    for (let point = 0; point < cost; point += 1) points.push(time);
  }
  return time;
}
