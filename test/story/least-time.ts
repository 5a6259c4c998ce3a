/** How fast GitHub's documented limits let requests go (GITHUB-FACTS 2), to hold the app against. */
import { opensIssue, type LoggedRequest } from '@planwright/github-sandbox';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What of an account's requests is limited, per minute and hour. */
export interface Allowance {
  readonly createsPerMinute: number;
  readonly createsPerHour: number;
}

const DOCUMENTED: Allowance = { createsPerMinute: 80, createsPerHour: 500 };

/**
 * How long these requests take at the least under 80 creates a minute and 500 an hour, or under other limits of that kind, and
 * 900 points a minute by REST and 2,000 by GraphQL.
 *
 * @param at What is allowed for each request, by its place.
 */
export function leastMs(
  requests: readonly LoggedRequest[],
  at: (index: number) => Allowance = () => DOCUMENTED,
): number {
  const creates: number[] = [];
  const points = { rest: [] as number[], graphql: [] as number[] };
  let time = 0;
  for (const [index, request] of requests.entries()) {
    const { createsPerMinute, createsPerHour } = at(index);
    const { method, route = '', isWrite } = request;
    const isContent =
      opensIssue(request) || (method === 'POST' && /\/(pulls|comments|sub_issues|blocked_by)$/.test(route));
    if (isContent) {
      time = Math.max(time, (creates.at(-createsPerMinute) ?? -Infinity) + MINUTE_MS);
      time = Math.max(time, (creates.at(-createsPerHour) ?? -Infinity) + HOUR_MS);
      creates.push(time);
    }
    const cost = isWrite ? 5 : 1;
    const [spent, most] = route === '/graphql' ? [points.graphql, 2_000] : [points.rest, 900];
    time = Math.max(time, (spent.at(-most - 1 + cost) ?? -Infinity) + MINUTE_MS);
    for (let point = 0; point < cost; point += 1) spent.push(time);
  }
  return time;
}
