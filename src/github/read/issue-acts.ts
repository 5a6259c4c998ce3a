/** Reads who closed, reopened and renamed an issue. */
import type { IssueAct, Repository } from '../../sync/types.ts';
import { at, type Client } from '../transport/client.ts';
import { isGone, statusOf } from '../transport/errors.ts';
import { listPage, PAGE_SIZE } from '../transport/list.ts';

/** An issue with more events than this is not read to the end. */
const MOST_PAGES = 5;

interface EventPayload {
  readonly event: string;
  readonly actor: { readonly id: number; readonly login: string } | null;
  readonly created_at: string;
  readonly rename?: { readonly to: string };
}

/** Reads what people did to an issue, oldest first; null where it cannot be read to its end. */
export async function readIssueActs(
  client: Client,
  repository: Repository,
  number: number,
): Promise<readonly IssueAct[] | null> {
  const acts: IssueAct[] = [];
  try {
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const events = await listPage(client.rest.issues.listEvents, {
        ...at(repository),
        issue_number: number,
        per_page: PAGE_SIZE,
        page,
      });
      acts.push(...(events as readonly EventPayload[]).flatMap(actOf));
      if (events.length < PAGE_SIZE) return acts;
    }
    return null;
  } catch (error) {
    if (isGone(error) || statusOf(error) === 404) return null;
    throw error;
  }
}

function actOf({ event, actor, created_at: when, rename }: EventPayload): IssueAct[] {
  if (event !== 'closed' && event !== 'reopened' && event !== 'renamed') return [];
  return [
    {
      kind: event,
      by: actor === null ? null : { id: actor.id, login: actor.login },
      at: when,
      title: rename?.to ?? null,
    },
  ];
}
