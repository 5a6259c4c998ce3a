/** Reads milestones. */
import type { ObservedMilestone, Repository } from '../../sync/types.ts';
import { at, type Client } from '../transport/client.ts';
import { listAll } from '../transport/list.ts';

/** The fields of a milestone payload that are read; issue payloads embed the same. */
export interface MilestonePayload {
  readonly number: number;
  readonly node_id?: string;
  readonly title: string;
  readonly description: string | null;
  readonly state: string;
  readonly due_on: string | null;
  readonly open_issues: number;
}

const pacificDate = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Los_Angeles',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** Lists all milestones, open and closed: titles are unique among both (GITHUB-FACTS 5). */
export async function readMilestones(
  client: Client,
  repository: Repository,
): Promise<readonly ObservedMilestone[]> {
  const payloads = await listAll(client, client.rest.issues.listMilestones, {
    ...at(repository),
    state: 'all' as const,
  });
  return payloads.map(plain);
}

/** The milestone that an issue payload embeds; null if it is in none. */
export function observedMilestone(issue: {
  readonly milestone: MilestonePayload | null;
}): ObservedMilestone | null {
  return issue.milestone === null ? null : plain(issue.milestone);
}

/** What GitHub must be sent to show this due date: it floors to midnight Pacific (GITHUB-FACTS 5). */
export function dueOn(date: string): string {
  return `${date}T12:00:00Z`;
}

function plain(payload: MilestonePayload): ObservedMilestone {
  return {
    number: payload.number,
    ...(payload.node_id === undefined ? {} : { nodeId: payload.node_id }),
    title: payload.title,
    description: payload.description ?? '',
    state: payload.state === 'closed' ? 'closed' : 'open',
    due: payload.due_on === null ? null : pacificDate.format(new Date(payload.due_on)),
    openIssues: payload.open_issues,
  };
}
