/** Writes the tracking issue: the one place where two servers could meet, so it is read right before each write. */
import type { IssuePatch, Repository } from '../sync/types.ts';
import { at, type Client } from './client.ts';
import { forNextPass } from './errors.ts';

/** How the tracking issue is to change. */
export interface TrackingEdit {
  /** Gets the body as it is right before the write, returns the new one; null leaves body and state alone. */
  readonly edit: (body: string) => string | null;
  readonly state?: NonNullable<IssuePatch['state']>;
}

/** The body as it now is, and whether anything was written. */
export interface TrackingWrite {
  readonly written: boolean;
  readonly body: string;
}

/**
 * Edits the tracking issue's body as it is right before the write, and its state in the same request, so that the
 * marker never says one thing and the issue another. GitHub has no conditional write (GITHUB-FACTS 2), so the gap is
 * kept as small as it gets.
 */
export async function updateTracking(
  client: Client,
  repository: Repository,
  number: number,
  { edit, state }: TrackingEdit,
): Promise<TrackingWrite> {
  const issue = { ...at(repository), issue_number: number };
  try {
    const { data } = await client.rest.issues.get(issue);
    const before = data.body ?? '';
    const after = edit(before);
    if (after === null || (after === before && state === undefined)) return { written: false, body: before };
    await client.rest.issues.update({
      ...issue,
      ...(after === before ? {} : { body: after }),
      ...(state === undefined ? {} : stateFields(state)),
    });
    return { written: true, body: after };
  } catch (error) {
    throw forNextPass(`write the tracking issue #${number}`, error);
  }
}

function stateFields(state: NonNullable<IssuePatch['state']>) {
  return { state: state.to, state_reason: state.to === 'open' ? ('reopened' as const) : state.reason };
}
